/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite changes most of a table by making another one and copying
 * (https://sqlite.org/lang_altertable.html#otheralter): what became of the old
 * one's columns is seen where the new one has taken its place.
 */
#ifndef LINT_REBUILD_H
#define LINT_REBUILD_H

#include "lint/rule.h"

struct lint_rebuild {
	const char *name; /* of the table, before and after */
	const struct known_table *before, *after;
	const struct lint_statement *copy; /* INSERT ... SELECT; NULL: none was found */
};

/*
 * Does this action end the rebuild of a table that was there before, and has rows?
 * It is the renaming to the dropped table's name, or the dropping of the table that
 * was renamed away.
 */
bool lint_rebuild_ends(const struct lint *l, const struct action *a, struct lint_rebuild *ret);

/* A column that the table had, and what it is now: NULL where it has none of that name. */
typedef void lint_rebuilt_fn(struct lint *l, const struct action *a, const struct lint_rebuild *r,
			     const struct known_column *before, const struct known_column *after);

/* Where the action ends such a rebuild, each column that the table had, dropped ones included. */
void lint_rebuilt_columns(struct lint *l, const struct action *a, lint_rebuilt_fn *fn);

/* Does the copy take the old column's values, to whatever column? */
bool lint_rebuild_copies(const struct lint *l, const struct lint_rebuild *r, const char *column);

/* Does the copy put something in the place of the column's NULLs? */
bool lint_rebuild_fills(const struct lint *l, const struct lint_rebuild *r, const char *column);

#endif
