/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include "clean.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 2, COLUMNS_MAX = 12, NARROWEST = 8 };

struct cell {
	char *text;
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

static void print_cell(const struct table *t, size_t column, enum ui_style style, const char *text,
		       size_t width)
{
	size_t room = t->width[column];
	int pad = width < room ? (int)(room - width) : 0;

	if (t->columns[column].right)
		ui_out(UI_PLAIN, "%*s", pad, "");
	if (width > room)
		ui_out(style, "%.*s...", (int)clean_prefix(text, room - 3), text);
	else
		ui_out(style, "%s", text);
	if (column == t->last)
		return;
	ui_out(UI_PLAIN, "%*s", GAP + (t->columns[column].right ? 0 : pad), "");
}

static void print_row(const struct table *t, const struct cell *cells)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->width[i] > 0)
			print_cell(t, i, cells[i].style, cells[i].text, cells[i].width);
	ui_out(UI_PLAIN, "\n");
}

void table_print(struct table *t)
{
	measure(t);
	fit(t, ui_width());
	for (size_t i = 0; t->len > 0 && i < t->n; i++)
		if (t->width[i] > 0)
			print_cell(t, i, UI_BOLD, t->columns[i].title, strlen(t->columns[i].title));
	if (t->len > 0)
		ui_out(UI_PLAIN, "\n");
	for (size_t i = 0; i + t->n <= t->len; i += t->n)
		print_row(t, t->cells + i);
	for (size_t i = 0; i < t->len; i++)
		free(t->cells[i].text);
	free(t->cells);
	free(t);
}
