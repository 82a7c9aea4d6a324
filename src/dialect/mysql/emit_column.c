/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A column's definition, and its place. Places are compared by the longest
 * common order: a column that was put in front of the others moves none of
 * them, and of two that changed places one is moved.
 */
#include "dialect/mysql/emit.h"

#include "base/text.h"

#include <string.h>

static void add_collation(struct buf *b, const char *collation)
{
	if (collation != NULL)
		buf_printf(b, " CHARACTER SET %.*s COLLATE %s",
			   (int)mysql_emit_charset_len(collation), collation, collation);
}

static void add_value(struct buf *b, const struct object *o)
{
	const char *value = object_get(o, ATTR_DEFAULT), *type = object_get(o, ATTR_TYPE);

	if (object_has(o, ATTR_NOT_NULL))
		buf_adds(b, " NOT NULL");
	else if (type != NULL && text_starts(type, "timestamp"))
		buf_adds(b, " NULL"); /* explicit_defaults_for_timestamp may be off */
	if (value != NULL)
		buf_printf(b, " DEFAULT %s", value);
	if (object_has(o, ATTR_ON_UPDATE))
		buf_printf(b, " ON UPDATE %s", object_get(o, ATTR_ON_UPDATE));
	if (object_has(o, ATTR_AUTO_INCREMENT))
		buf_adds(b, " AUTO_INCREMENT");
}

bool mysql_emit_is_row_time(const struct object *column)
{
	const char *generation = object_get(column, ATTR_GENERATION);

	return generation != NULL && strcmp(generation, "system") == 0;
}

static void add_generated(struct buf *b, const struct object *o)
{
	const char *expression = object_get(o, ATTR_GENERATED);
	const char *generation = object_get(o, ATTR_GENERATION);
	bool row = mysql_emit_is_row_time(o);

	buf_printf(b, row ? " GENERATED ALWAYS AS %s" : " GENERATED ALWAYS AS (%s)", expression);
	if (!row && generation != NULL)
		buf_adds(b, strcmp(generation, "stored") == 0 ? " STORED" : " VIRTUAL");
}

void mysql_emit_column(struct buf *b, const struct object *column)
{
	mysql_emit_name(b, column->name);
	buf_printf(b, " %s", object_get(column, ATTR_TYPE));
	if (object_has(column, ATTR_COMPRESSION))
		buf_adds(b, " COMPRESSED");
	add_collation(b, object_get(column, ATTR_COLLATION));
	if (object_has(column, ATTR_GENERATED))
		add_generated(b, column);
	else
		add_value(b, column);
	if (object_has(column, ATTR_INVISIBLE))
		buf_adds(b, " INVISIBLE");
	if (object_has(column, ATTR_SYSTEM_VERSIONING))
		buf_adds(b, " WITHOUT SYSTEM VERSIONING");
	if (object_has(column, ATTR_COMMENT)) {
		buf_adds(b, " COMMENT ");
		mysql_emit_text(b, object_get(column, ATTR_COMMENT));
	}
	if (object_has(column, ATTR_EXPRESSION))
		buf_printf(b, " CHECK (%s)", object_get(column, ATTR_EXPRESSION));
}

void mysql_emit_place(struct buf *b, const struct object *column)
{
	const char *after = object_get(column, ATTR_AFTER);

	if (after == NULL) {
		buf_adds(b, " FIRST");
		return;
	}
	buf_adds(b, " AFTER ");
	mysql_emit_name(b, after);
}

static const struct object *column_of(const struct object *table, const char *name)
{
	for (size_t i = 0; i < table->children_len; i++)
		if (table->children[i]->kind == OBJECT_COLUMN &&
		    strcmp(table->children[i]->name, name) == 0)
			return table->children[i];
	return NULL;
}

/*
 * The columns of the new table that stay are a longest rising sequence of their old
 * positions; best[i] is the length of the longest that ends with column i.
 */
bool mysql_emit_is_moved(const struct object *old, const struct object *new)
{
	struct arena a = {0};
	const struct object *table = new->parent;
	size_t *position = arena_array(&a, size_t, table->children_len);
	size_t *best = arena_array(&a, size_t, table->children_len);
	size_t n = 0, longest = 0, limit = SIZE_MAX;
	bool moved = true;

	for (size_t i = 0; i < table->children_len; i++) {
		const struct object *other;

		if (table->children[i]->kind != OBJECT_COLUMN)
			continue;
		other = column_of(old->parent, table->children[i]->name);
		if (other == NULL)
			continue;
		position[n] = other->position;
		best[n] = 1;
		for (size_t k = 0; k < n; k++)
			if (position[k] < position[n] && best[k] >= best[n])
				best[n] = best[k] + 1;
		if (best[n] > longest)
			longest = best[n];
		n++;
	}
	/* Walk one such sequence from its end. */
	while (n-- > 0) {
		if (best[n] != longest || position[n] >= limit)
			continue;
		limit = position[n];
		longest--;
		if (limit == old->position)
			moved = false;
	}
	arena_done(&a);
	return moved;
}
