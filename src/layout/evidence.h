/* SPDX-License-Identifier: Apache-2.0 */
/* Which tool's folder is it? Marks in the first bytes of its first files, for recognise(). */
#ifndef LAYOUT_EVIDENCE_H
#define LAYOUT_EVIDENCE_H

#include "layout/layout.h"
#include "layout/sections.h"

/* How many .sql files of a folder are looked into: a mark stands in nearly all of a tool's files. */
enum { EVIDENCE_FILES = 8 };

/* Is the line one that only the tool writes? */
typedef bool evidence_fn(const struct line *l);

/*
 * Does such a line stand in one of the first .sql files, at most depth folders
 * down? *ret_why is then the line and its file, in the arena.
 */
bool evidence_line(const struct layout_input *in, unsigned depth, evidence_fn *fn, struct arena *a,
		   const char **ret_why);

/* The same for a mark that may be the last thing in a file, as that of a way back is. */
bool evidence_anywhere(const struct layout_input *in, unsigned depth, evidence_fn *fn,
		       struct arena *a, const char **ret_why);

/* A file's text for such a look: all of it, or the beginning of one that is long. */
const char *evidence_text(const struct tree_entry *e, struct arena *a);

/* Is there a file of that name in one of the folders themselves? *ret_why is its name. */
bool evidence_file(const struct layout_input *in, const char *name, const char **ret_why);

#endif
