/* SPDX-License-Identifier: Apache-2.0 */
/* Whose history tables are in a database, and where: for keeper.h and comparisons. */
#ifndef MIGRATE_KEEPER_FIND_H
#define MIGRATE_KEEPER_FIND_H

#include "base/vec.h"
#include "layout/tool_history.h"
#include "migrate/set.h"
#include "migrate/settings.h"

/* As keeper_choose(). */
int keeper_find(struct work *w, const char *tool, const struct set *set,
		const struct tool_history **ret, struct pawl_error *err);

struct tool_place keeper_place(const struct work *w, const struct tool_history *t);

/* Every column that the tool makes, and none that it does not: NULL, or the one that is wrong. */
const char *keeper_misfit(const struct tool_history *t, const char *const *names, size_t len);

/* Is there a table of the tool's, by its name and its columns? */
int keeper_fits(struct work *w, const struct tool_history *t, bool *ret, struct pawl_error *err);

/*
 * Is the table's place there to be looked into? False only for a file beside an SQLite
 * database that is not there; this attaches it. create: what begins a new one, into b.
 */
int keeper_reach(struct work *w, const struct tool_history *t, const struct tool_place *place,
		 bool *ret, struct pawl_error *err);
void keeper_reach_sql(const struct work *w, const struct tool_history *t,
		      const struct tool_place *place, struct buf *b);

/*
 * Patterns as in struct inspect_options: what tools have made in the database of w for their
 * histories, whoever keeps the history now, by the tables' names and columns.
 */
struct keeper_tables {
	const char **v;
	size_t len, cap;
};

int keeper_tables(struct work *w, struct keeper_tables *ret, struct pawl_error *err);

#endif
