/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include "clean.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 2, COLUMNS_MAX = 12, NARROWEST = 8 };

struct cell {
	char *text; /* the table's own, but for titles */
	size_t width;
	enum ui_style style;
};

struct table {
	const struct table_column *columns;
	size_t n;
	struct cell *cells;
	size_t len, room;
	size_t width[COLUMNS_MAX]; /* 0: hidden */
	size_t last;               /* the last column that is shown */
};

struct table *table_new(const struct table_column *columns, size_t n)
{
	struct table *t = calloc(1, sizeof(*t));

	if (t == NULL || n > COLUMNS_MAX)
		abort();
	t->columns = columns;
	t->n = n;
	return t;
}

void table_add(struct table *t, enum ui_style style, const char *fmt, ...)
{
	struct cell *cell;
	va_list ap;

	if (t->len == t->room) {
		t->room = t->room == 0 ? 64 : t->room * 2;
		t->cells = reallocarray(t->cells, t->room, sizeof(*t->cells));
		if (t->cells == NULL)
			abort();
	}
	cell = &t->cells[t->len++];
	va_start(ap, fmt);
	if (vasprintf(&cell->text, fmt, ap) < 0)
		abort();
	va_end(ap);
	clean_text(cell->text);
	for (char *c = cell->text; *c != '\0'; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	cell->width = clean_width(cell->text);
	cell->style = style;
}

static size_t total_width(const struct table *t)
{
	size_t total = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->width[i] > 0)
			total += t->width[i] + (i < t->last ? GAP : 0);
	return total;
}

static void measure(struct table *t)
{
	for (size_t i = 0; i < t->len; i++)
		if (t->cells[i].width > t->width[i % t->n])
			t->width[i % t->n] = t->cells[i].width;
	for (size_t i = 0; i < t->n; i++) {
		if (t->width[i] == 0)
			continue;
		t->last = i;
		if (t->width[i] < strlen(t->columns[i].title))
			t->width[i] = strlen(t->columns[i].title);
	}
}

/* Take from the widest column that may be cut, until the table fits or none is left. */
static void fit(struct table *t, size_t limit)
{
	while (limit > 0 && total_width(t) > limit) {
		size_t widest = t->n;

		for (size_t i = 0; i < t->n; i++)
			if (t->columns[i].cut && t->width[i] > NARROWEST &&
			    (widest == t->n || t->width[i] > t->width[widest]))
				widest = i;
		if (widest == t->n)
			return;
		t->width[widest]--;
	}
}

/* last: of the cells of its row, so that no blanks follow it. */
static void print_cell(const struct table *t, size_t column, const struct cell *cell, bool last)
{
	size_t room = t->width[column];
	bool right = t->columns[column].right;
	int pad = cell->width < room ? (int)(room - cell->width) : 0;

	if (right)
		ui_out(UI_PLAIN, "%*s", pad, "");
	if (cell->width > room)
		ui_out(cell->style, "%.*s...", (int)clean_prefix(cell->text, room - 3), cell->text);
	else
		ui_out(cell->style, "%s", cell->text);
	if (!last)
		ui_out(UI_PLAIN, "%*s", GAP + (right ? 0 : pad), "");
}

/* Whether a cell was cut. */
static bool print_row(const struct table *t, const struct cell *cells)
{
	size_t last = 0;
	bool cut = false;

	for (size_t i = 0; i < t->n; i++)
		if (cells[i].width > 0)
			last = i;
	for (size_t i = 0; i <= last; i++) {
		if (t->width[i] == 0)
			continue;
		print_cell(t, i, &cells[i], i == last);
		cut = cut || cells[i].width > t->width[i];
	}
	ui_out(UI_PLAIN, "\n");
	return cut;
}

static void print_titles(const struct table *t)
{
	struct cell cell = {.style = UI_BOLD};

	for (size_t i = 0; i < t->n; i++) {
		cell.text = (char *)t->columns[i].title;
		cell.width = strlen(cell.text);
		if (t->width[i] > 0)
			print_cell(t, i, &cell, i == t->last);
	}
	ui_out(UI_PLAIN, "\n");
}

bool table_print(struct table *t)
{
	bool cut = false;

	measure(t);
	fit(t, ui_width());
	if (t->len > 0)
		print_titles(t);
	for (size_t i = 0; i + t->n <= t->len; i += t->n)
		cut = print_row(t, t->cells + i) || cut;
	for (size_t i = 0; i < t->len; i++)
		free(t->cells[i].text);
	free(t->cells);
	free(t);
	return cut;
}
