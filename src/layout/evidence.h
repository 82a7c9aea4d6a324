/* SPDX-License-Identifier: Apache-2.0 */
/* Which tool's folder is it? Marks in its files, for recognise(). */
#ifndef LAYOUT_EVIDENCE_H
#define LAYOUT_EVIDENCE_H

#include "layout/layout.h"
#include "layout/sections.h"

/*
 * How many .sql files of a folder are looked into, where a mark stands at the top of all of a
 * tool's files; and how much of each where it does not.
 */
enum { EVIDENCE_FILES = 8, EVIDENCE_BYTES = 1 << 20 };

/* Is the line one that only the tool writes? */
typedef bool evidence_fn(const struct line *l);

/*
 * Does such a line stand in one of the first .sql files, at most depth folders
 * down? *ret_why is then the line and its file, in the arena.
 */
bool evidence_line(const struct layout_input *in, unsigned depth, evidence_fn *fn, struct arena *a,
		   const char **ret_why);

/*
 * The same in every .sql file, its first EVIDENCE_BYTES: for marks that a file may
 * do without, and that may stand far down, between the way up and the way back.
 */
bool evidence_anywhere(const struct layout_input *in, unsigned depth, evidence_fn *fn,
		       struct arena *a, const char **ret_why);

/* Is there a file of that name in one of the folders themselves? *ret_why is its name. */
bool evidence_file(const struct layout_input *in, const char *name, const char **ret_why);

#endif
