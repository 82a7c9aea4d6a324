/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables on stdout: as wide as their cells, and no wider than the terminal as far
 * as cutting the columns that may be cut allows. Columns without any text vanish.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "ui.h"

struct table_column {
	const char *title;
	bool right; /* align */
	bool cut;   /* may be shortened to fit */
};

struct table;

struct table *table_new(const struct table_column *columns, size_t n);
/* The next cell, row by row from the left. */
void table_add(struct table *t, enum ui_style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Print and free it; nothing is printed without a row. true: a cell had to be cut. */
bool table_print(struct table *t);

#endif
