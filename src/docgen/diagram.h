/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entity-relationship diagram of one group of tables: boxes of rows, and
 * lines between rows.
 *
 *	group -> diagram_build() -> dot_write() -> dot_render() -> svg_write()
 *
 * Sizes are fixed before the layout, from the number of characters in a font of
 * equal widths: so the layout needs no fonts and is the same on each machine.
 */
#ifndef DOCGEN_DIAGRAM_H
#define DOCGEN_DIAGRAM_H

#include "docgen/catalog.h"

enum {
	DIAGRAM_HEAD = 28, /* pixels, or points for Graphviz */
	DIAGRAM_ROW = 20,
	DIAGRAM_FOOT = 6,
	/*
	 * Layout time grows faster than the group, and so does the reader's: beyond
	 * these the relations are listed instead.
	 */
	DIAGRAM_MOST_TABLES = 250,
	DIAGRAM_MOST_RELATIONS = 600,
};

struct diagram_row {
	const char *name, *type; /* cut to what fits; type NULL in a brief diagram */
	unsigned marks;          /* of enum key_mark */
};

struct diagram_box {
	const struct table *table;
	const char *title;
	VEC(struct diagram_row) rows;
	size_t hidden; /* columns without a row */
	int width, height;
	double x, y; /* of the upper left corner; by dot_render() */
};

struct diagram_point {
	double x, y;
};

/* From the row referred to (tail) to the row that refers (head). */
struct diagram_line {
	const struct relation *relation;
	size_t tail, head;                /* boxes */
	size_t tail_row, head_row;        /* rows of them */
	int length;                       /* in ranks of the layout */
	VEC(struct diagram_point) points; /* a Bezier curve; by dot_render() */
};

struct diagram {
	const struct catalog *catalog;
	VEC(struct diagram_box) boxes;
	VEC(struct diagram_line) lines;
	double width, height; /* by dot_render() */
};

/* brief: only the columns of keys, without their types. */
void diagram_build(struct diagram *ret, const struct catalog *c, const struct group *g, bool brief);

/* The statements of its boxes and lines, with labels for people or only with their sizes. */
void dot_write(const struct diagram *d, bool labels, size_t first_box, struct buf *ret);

/* Let Graphviz place everything; false if it cannot. */
bool dot_render(struct diagram *d);
bool dot_can_render(void);

/* An <svg> element; prefix makes its ids differ from those of other diagrams. */
void svg_write(const struct diagram *d, const char *prefix, struct buf *ret);

#endif
