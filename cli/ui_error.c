/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Printing an error. The line it points at is read from the user's file again,
 * because a place in a file says more than an excerpt of a statement; where that
 * is not possible the library's excerpt is shown.
 */
#include "ui.h"

#include "clean.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LINE_SHOWN = 100, LINE_READ = 4096 };

static bool skip_lines(FILE *f, unsigned long lines)
{
	int c;

	while (lines > 0 && (c = getc_unlocked(f)) != EOF)
		lines -= c == '\n';
	return lines == 0;
}

/* The line that err points at, without its end. Only a regular file is opened. */
static bool read_line(const struct pawl_error *err, char buf[LINE_READ])
{
	struct stat st;
	FILE *f;
	bool ok;

	if (err->line == 0 || err->column > LINE_READ / 2)
		return false;
	if (stat(err->file, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	f = fopen(err->file, "re");
	if (f == NULL)
		return false;
	ok = skip_lines(f, err->line - 1) && fgets(buf, LINE_READ, f) != NULL;
	fclose(f);
	if (!ok)
		return false;
	buf[strcspn(buf, "\r\n")] = '\0';
	if (err->line == 1 && strncmp(buf, "\xef\xbb\xbf", 3) == 0)
		memmove(buf, buf + 3, strlen(buf + 3) + 1);
	return buf[0] != '\0' && err->column <= strlen(buf) + 1;
}

/* "   12 | CREATE TABLE t (" and below it a caret, both cut to the left where it is long. */
static void show_line(const struct pawl_error *err, char *line)
{
	size_t column = err->column, from = 0;

	for (char *c = line; *c != '\0'; c++)
		if (*c == '\t')
			*c = ' ';
	if (column > LINE_SHOWN - 20)
		from = column - 20;
	while (from > 0 && ((unsigned char)line[from] & 0xc0) == 0x80)
		from--;
	line += from;
	ui_err(UI_DIM, "%5lu | ", err->line);
	ui_err(UI_PLAIN, "%s%.*s%s\n", from > 0 ? "..." : "", (int)clean_prefix(line, LINE_SHOWN),
	       line, clean_width(line) > LINE_SHOWN ? "..." : "");
	if (column == 0)
		return;
	if (column - 1 - from < strlen(line))
		line[column - 1 - from] = '\0';
	clean_text(line);
	ui_err(UI_DIM, "      | ");
	ui_err(UI_RED, "%*s^\n", (int)(clean_width(line) + (from > 0 ? 3 : 0)), "");
}

/* "  label: text", its further lines indented below the first. */
static void show_text(const char *label, const char *text)
{
	if (text[0] == '\0')
		return;
	ui_err(UI_BOLD, "  %s", label);
	for (const char *p = text; *p != '\0';) {
		size_t len = strcspn(p, "\n");

		ui_err(UI_PLAIN, "%s%.*s\n", p == text ? " " : "    ", (int)len, p);
		p += len + (p[len] == '\n');
	}
}

static void show_head(const struct pawl_error *err)
{
	ui_err(UI_BOLD, "pawl: ");
	if (err->file[0] != '\0')
		ui_err(UI_BOLD, "%s:", err->file);
	if (err->file[0] != '\0' && err->line != 0)
		ui_err(UI_BOLD, "%lu:", err->line);
	if (err->file[0] != '\0' && err->line != 0 && err->column != 0)
		ui_err(UI_BOLD, "%lu:", err->column);
	ui_err(UI_RED, "%s%s\n", err->file[0] != '\0' ? " " : "", err->message);
}

void ui_error(const struct pawl_error *err, bool debug)
{
	char line[LINE_READ];

	show_head(err);
	if (read_line(err, line))
		show_line(err, line);
	else
		show_text("statement:", err->statement);
	if (err->sqlstate[0] != '\0' && err->vendor != 0)
		ui_err(UI_PLAIN, "  code: SQLSTATE %s, engine error %d\n", err->sqlstate,
		       err->vendor);
	else if (err->sqlstate[0] != '\0')
		ui_err(UI_PLAIN, "  code: SQLSTATE %s\n", err->sqlstate);
	else if (err->vendor != 0)
		ui_err(UI_PLAIN, "  code: engine error %d\n", err->vendor);
	show_text("detail:", err->detail);
	show_text("hint:", err->hint);
	for (const char *p = err->context; *p != '\0';) {
		size_t len = strcspn(p, "\n");

		ui_err(UI_DIM, "  %.*s\n", (int)len, p);
		p += len + (p[len] == '\n');
	}
	if (debug && err->src_file != NULL)
		ui_err(UI_DIM, "  %s from %s:%d\n", pawl_error_name(err->code), err->src_file,
		       err->src_line);
}
