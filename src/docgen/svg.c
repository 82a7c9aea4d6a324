/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drawing a diagram that has its places. Colours and fonts are classes of
 * page.css; numbers are written without the C library's idea of a decimal point,
 * which follows the host's locale.
 */
#include "docgen/diagram.h"
#include "docgen/markup.h"

#include <math.h>

enum { MARGIN = 14 };

static void number(struct buf *b, const char *before, double value)
{
	long tenths = lround(value * 10);

	buf_printf(b, "%s%s%ld", before, tenths < 0 ? "-" : "", labs(tenths) / 10);
	if (tenths % 10 != 0)
		buf_printf(b, ".%ld", labs(tenths) % 10);
}

/*
 * The ends of lines, as usual in such diagrams: a bar for one, a ring for none,
 * a crow's foot for many. The edge of the box is at x = 16.
 */
static void write_markers(struct buf *b, const char *prefix)
{
	static const struct {
		const char *name, *path;
		int ring; /* x of the ring; 0: none */
	} markers[] = {
		{"one", "M6 1.5v9M10 1.5v9", 0},
		{"none", "M10 1.5v9", 4},
		{"many", "M16 1.5L7 6L16 10.5", 4},
		{"single", "M10 1.5v9", 4},
	};

	buf_adds(b, "<defs>");
	for (size_t i = 0; i < sizeof(markers) / sizeof(*markers); i++) {
		buf_printf(b,
			   "<marker id=\"%s-%s\" class=\"er-end\" markerUnits=\"userSpaceOnUse\" "
			   "markerWidth=\"18\" markerHeight=\"12\" refX=\"16\" refY=\"6\" "
			   "orient=\"auto-start-reverse\"><path d=\"%s\"/>",
			   prefix, markers[i].name, markers[i].path);
		if (markers[i].ring > 0)
			buf_printf(b, "<circle cx=\"%d\" cy=\"6\" r=\"3\"/>", markers[i].ring);
		buf_adds(b, "</marker>");
	}
	buf_adds(b, "</defs>");
}

static void write_line(const struct diagram *d, struct buf *b, const char *prefix, size_t i)
{
	const struct diagram_line *line = &d->lines.v[i];
	const struct relation *r = line->relation;
	const struct catalog *c = d->catalog;

	if (line->points.len < 2)
		return;
	buf_printf(b, "<g class=\"er-line\" data-a=\"%zu\" data-b=\"%zu\"><title>", line->tail,
		   line->head);
	html(b, "%s (%s) → %s</title><path d=\"", catalog_title(c, r->from->object),
	     catalog_columns(c, r->key->columns, r->key->columns_len),
	     catalog_title(c, r->to->object));
	for (size_t j = 0; j < line->points.len; j++) {
		number(b, j == 0 ? "M" : j == 1 ? "C" : " ", line->points.v[j].x);
		number(b, " ", line->points.v[j].y);
	}
	buf_printf(b, "\" marker-start=\"url(#%s-%s)\" marker-end=\"url(#%s-%s)\"/></g>\n", prefix,
		   r->optional ? "none" : "one", prefix, r->single ? "single" : "many");
}

static const char *mark_word(unsigned marks)
{
	if ((marks & MARK_PRIMARY) != 0)
		return "PK";
	return (marks & MARK_FOREIGN) != 0 ? "FK" : NULL;
}

static void write_row(struct buf *b, const struct diagram_box *box, size_t i)
{
	const struct diagram_row *row = &box->rows.v[i];
	int y = DIAGRAM_HEAD + DIAGRAM_ROW * (int)i + 14;
	const char *mark = mark_word(row->marks);

	if (mark != NULL)
		buf_printf(b, "<text class=\"%s\" x=\"8\" y=\"%d\">%s</text>",
			   (row->marks & MARK_PRIMARY) != 0 ? "er-pk" : "er-fk", y, mark);
	buf_printf(b, "<text x=\"30\" y=\"%d\">", y);
	html(b, "%s</text>", row->name);
	if (row->type != NULL) {
		buf_printf(b, "<text class=\"er-type\" x=\"%d\" y=\"%d\">", box->width - 10, y);
		html(b, "%s</text>", row->type);
	}
}

static void write_box(const struct diagram *d, struct buf *b, size_t n)
{
	const struct diagram_box *box = &d->boxes.v[n];
	const struct object *o = box->table->object;

	html(b, "<a class=\"er-box\" href=\"#%s\" data-n=\"%zu\"", catalog_anchor(d->catalog, o),
	     n);
	number(b, " transform=\"translate(", box->x);
	number(b, " ", box->y);
	html(b, ")\"><title>%s</title>", catalog_title(d->catalog, o));
	buf_printf(b,
		   "<rect class=\"er-body\" width=\"%d\" height=\"%d\" rx=\"7\"/>"
		   "<path class=\"er-head\" d=\"M0 %dV7a7 7 0 0 1 7-7H%da7 7 0 0 1 7 7V%dz\"/>",
		   box->width, box->height, DIAGRAM_HEAD - 3, box->width - 7, DIAGRAM_HEAD - 3);
	html(b, "<text class=\"er-name\" x=\"10\" y=\"17\">%s</text>", box->title);
	for (size_t i = 0; i < box->rows.len; i++)
		write_row(b, box, i);
	if (box->hidden > 0) {
		buf_printf(b, "<text class=\"er-more\" x=\"30\" y=\"%d\">",
			   DIAGRAM_HEAD + DIAGRAM_ROW * (int)box->rows.len + 14);
		html(b, "%zu more</text>", box->hidden);
	}
	buf_adds(b, "</a>\n");
}

void svg_write(const struct diagram *d, const char *prefix, struct buf *ret)
{
	double width = ceil(d->width) + 2 * MARGIN, height = ceil(d->height) + 2 * MARGIN;

	number(ret, "<svg class=\"er\" role=\"img\" width=\"", width);
	number(ret, "\" height=\"", height);
	number(ret, "\" viewBox=\"", -MARGIN);
	number(ret, " ", -MARGIN);
	number(ret, " ", width);
	number(ret, " ", height);
	html(ret, "\" aria-label=\"diagram of %zu tables\">", d->boxes.len);
	write_markers(ret, prefix);
	for (size_t i = 0; i < d->lines.len; i++)
		write_line(d, ret, prefix, i);
	for (size_t i = 0; i < d->boxes.len; i++)
		write_box(d, ret, i);
	buf_adds(ret, "</svg>\n");
}
