/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A diagram in the DOT language (https://graphviz.org/doc/info/lang.html): a
 * table is a node whose label is an HTML-like table of fixed cells with a port
 * for each row.
 */
#include "docgen/diagram.h"
#include "docgen/markup.h"

/* People's text sizes its cell itself; the layout's cells are empty and of fixed size. */
static void write_cell(struct buf *b, const struct diagram_box *box, bool labels, const char *port,
		       size_t n, int height)
{
	buf_printf(b, "<TR><TD PORT=\"%s%zu\"", port, n);
	if (!labels)
		buf_printf(b, " FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\"></TD></TR>",
			   box->width, height);
}

static void write_label(struct buf *b, const struct diagram_row *row)
{
	const char *mark = (row->marks & MARK_PRIMARY) != 0   ? "PK "
			   : (row->marks & MARK_FOREIGN) != 0 ? "FK "
							      : "";

	html(b, " ALIGN=\"LEFT\">%s%s %s</TD></TR>", mark, row->name,
	     row->type != NULL ? row->type : "");
}

static void write_box(struct buf *b, const struct diagram_box *box, bool labels, size_t number)
{
	buf_printf(b,
		   "\tt%zu [label=<<TABLE BORDER=\"%d\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
		   "CELLPADDING=\"%d\">",
		   number, labels ? 1 : 0, labels ? 4 : 0);
	write_cell(b, box, labels, "h", 0, DIAGRAM_HEAD);
	if (labels)
		html(b, " BGCOLOR=\"#e8ecf3\"><B>%s</B></TD></TR>", box->title);
	for (size_t i = 0; i < box->rows.len; i++) {
		write_cell(b, box, labels, "r", i, DIAGRAM_ROW);
		if (labels)
			write_label(b, &box->rows.v[i]);
	}
	if (box->hidden > 0) {
		write_cell(b, box, labels, "m", 0, DIAGRAM_ROW);
		if (labels)
			html(b, ">%zu more</TD></TR>", box->hidden);
	}
	if (!labels)
		write_cell(b, box, labels, "f", 0, DIAGRAM_FOOT);
	buf_adds(b, "</TABLE>>]\n");
}

static void write_end(const struct diagram *d, struct buf *b, size_t box, size_t row,
		      size_t first_box, char side)
{
	buf_printf(b, "t%zu:%s%zu:%c", first_box + box, d->boxes.v[box].rows.len > 0 ? "r" : "h",
		   row, side);
}

void dot_write(const struct diagram *d, bool labels, size_t first_box, struct buf *ret)
{
	for (size_t i = 0; i < d->boxes.len; i++)
		write_box(ret, &d->boxes.v[i], labels, first_box + i);
	for (size_t i = 0; i < d->lines.len; i++) {
		const struct diagram_line *line = &d->lines.v[i];

		buf_adds(ret, "\t");
		write_end(d, ret, line->tail, line->tail_row, first_box, 'e');
		buf_adds(ret, " -> ");
		write_end(d, ret, line->head, line->head_row, first_box,
			  line->tail == line->head ? 'e' : 'w');
		buf_printf(ret, " [id=\"%zu\" minlen=%d", i, line->length);
		if (labels)
			buf_printf(ret, " dir=both arrowtail=%s arrowhead=%s",
				   line->relation->optional ? "teeodot" : "teetee",
				   line->relation->single ? "teeodot" : "crowodot");
		buf_adds(ret, "]\n");
	}
}

void docgen_dot(const struct docgen_input *in, struct buf *ret)
{
	_cleanup_arena_ struct arena a = {0};
	struct catalog c;
	size_t boxes = 0;

	catalog_build(&c, in, &a);
	buf_adds(ret, "digraph schema {\n\trankdir=LR\n\tnode [shape=plain fontname=monospace]\n");
	for (size_t i = 0; i < c.groups.len; i++) {
		struct diagram d;

		diagram_build(&d, &c, &c.groups.v[i], false);
		dot_write(&d, true, boxes, ret);
		boxes += d.boxes.len;
	}
	buf_adds(ret, "}\n");
}
