/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in the boxes, and how large that is. */
#include "docgen/diagram.h"

#include "base/text.h"

#include <string.h>

enum {
	NAME_CHARS = 32,
	TYPE_CHARS = 26,
	ROWS = 24, /* of a box; the columns of keys always get one */
	LEAVES_A_RANK = 8,
	MARK_WIDTH = 30,
	PADDING = 10,
};
/* Of one character, in hundredths of a pixel: 12px and 11px in a font that is 0.602em wide. */
enum { NAME_WIDTH = 723, TYPE_WIDTH = 663, TITLE_WIDTH = 760 };

/* At most n characters, the last one an ellipsis if something had to go. */
static const char *cut(struct arena *a, const char *s, size_t n)
{
	const char *p = s;
	size_t seen = 0;

	if (text_width(s) <= n)
		return s;
	while (*p != '\0' && seen < n - 1) {
		size_t len = text_utf8(p, strlen(p) < 4 ? strlen(p) : 4);

		p += len > 0 ? len : 1;
		seen++;
	}
	return arena_printf(a, "%.*s\xe2\x80\xa6", (int)(p - s), s);
}

static int pixels(const char *s, int width)
{
	return ((int)text_width(s) * width + 99) / 100;
}

static void size_box(struct diagram_box *box)
{
	int widest = 2 * PADDING + pixels(box->title, TITLE_WIDTH);

	for (size_t i = 0; i < box->rows.len; i++) {
		const struct diagram_row *row = &box->rows.v[i];
		int width = MARK_WIDTH + PADDING + pixels(row->name, NAME_WIDTH);

		if (row->type != NULL)
			width += 2 * PADDING + pixels(row->type, TYPE_WIDTH);
		widest = width > widest ? width : widest;
	}
	box->width = widest < 120 ? 120 : widest;
	box->height = DIAGRAM_HEAD + DIAGRAM_FOOT +
		      DIAGRAM_ROW * (int)(box->rows.len + (box->hidden > 0 ? 1 : 0));
}

static void fill_box(const struct catalog *c, struct diagram_box *box, const struct table *t,
		     bool brief)
{
	const struct object *o = t->object;

	box->table = t;
	box->title = cut(c->arena, catalog_title(c, o), NAME_CHARS);
	for (size_t i = 0; i < o->children_len; i++) {
		const struct object *column = o->children[i];
		const char *type = object_get(column, ATTR_TYPE);
		unsigned marks;

		if (column->kind != OBJECT_COLUMN)
			continue;
		marks = catalog_marks(column);
		if ((marks & (MARK_PRIMARY | MARK_FOREIGN)) == 0 &&
		    (brief || box->rows.len >= ROWS)) {
			box->hidden++;
			continue;
		}
		*vec_push(&box->rows, c->arena) = (struct diagram_row){
			.name = cut(c->arena, column->name, NAME_CHARS),
			.type = brief || type == NULL ? NULL : cut(c->arena, type, TYPE_CHARS),
			.marks = marks,
		};
	}
	if (brief)
		box->hidden = 0;
	size_box(box);
}

/* The row of a column; the first one if it has none (an empty box has only its head). */
static size_t find_row(const struct diagram_box *box, const struct catalog *c, const char *column)
{
	const char *name = cut(c->arena, column, NAME_CHARS);

	for (size_t i = 0; i < box->rows.len; i++)
		if (strcmp(box->rows.v[i].name, name) == 0)
			return i;
	return 0;
}

static bool is_leaf(const struct table *t)
{
	return t->out.len + t->in.len == 1;
}

/*
 * A table that fifty others refer to would make a tower of fifty boxes: those
 * that hang on nothing else are spread over several ranks.
 */
static int line_length(size_t *leaves, const struct relation *r)
{
	if (r->from == r->to || !is_leaf(r->from))
		return 1;
	return 1 + (int)(leaves[r->to->number]++ / LEAVES_A_RANK);
}

void diagram_build(struct diagram *ret, const struct catalog *c, const struct group *g, bool brief)
{
	size_t *box_of = arena_array(c->arena, size_t, c->tables.len);
	size_t *leaves = arena_array(c->arena, size_t, c->tables.len);

	*ret = (struct diagram){.catalog = c};
	for (size_t i = 0; i < g->tables.len; i++) {
		box_of[g->tables.v[i]->number] = i;
		fill_box(c, vec_push(&ret->boxes, c->arena), g->tables.v[i], brief);
	}
	for (size_t i = 0; i < g->relations.len; i++) {
		const struct relation *r = g->relations.v[i];
		const struct object *key = r->key;
		struct diagram_line *line = vec_push(&ret->lines, c->arena);

		line->relation = r;
		line->tail = box_of[r->to->number];
		line->head = box_of[r->from->number];
		line->length = line_length(leaves, r);
		if (key->columns_len == 0)
			continue;
		line->head_row = find_row(&ret->boxes.v[line->head], c, key->columns[0]);
		if (key->reference_columns != NULL)
			line->tail_row =
				find_row(&ret->boxes.v[line->tail], c, key->reference_columns[0]);
	}
}
