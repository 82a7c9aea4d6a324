/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files cut into sections by marker lines ("-- +goose Up"): a walk over lines,
 * and scripts made of the lines that belong together. Where these are one piece
 * the script is that piece of the file; else it is a text in which the other
 * lines are empty, so that line and column of an error stay right.
 */
#ifndef LAYOUT_SECTIONS_H
#define LAYOUT_SECTIONS_H

#include "layout/migration.h"
#include "layout/tree.h"

struct line {
	const char *text;     /* not NUL-terminated */
	size_t len;           /* without CR and LF */
	size_t offset, end;   /* in the data; end is behind the line's terminator */
	unsigned long number; /* 1-based */
};

struct lines {
	const char *data;
	size_t len, at;
	unsigned long number;
};

void lines_init(struct lines *l, const char *data, size_t len);
bool lines_next(struct lines *l, struct line *ret);

/* The words of a line behind its comment dashes: "-- +goose Up" begins with "+goose". */
bool line_is_blank(const struct line *l);
/* Does the line begin with word (case counts)? Then *ret_rest is what follows it, blanks aside. */
bool line_starts(const struct line *l, const char *word, const char **ret_rest,
		 size_t *ret_rest_len);

/*
 * A comment that begins with word in any case, wherever its dashes and blanks stand:
 * what somebody may take for a mark that the tool does not see.
 */
bool line_resembles(const struct line *l, const char *word);

struct section_piece {
	size_t offset, end;
	unsigned long line;
};

struct sections {
	const struct tree_entry *file;
	const struct tree_text *text;
	struct arena *arena;
};

/* The script of n pieces, in their order in the file; none is a script that does nothing. */
void sections_script(const struct sections *s, const struct section_piece *v, size_t n,
		     enum migration_tx tx, struct script *ret);

#endif
