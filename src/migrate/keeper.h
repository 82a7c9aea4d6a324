/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Living with another tool's history table: which one it is, its rows as a
 * history of ours, and, with "history = keep", writing it in place of our own
 * tables under the tool's own lock.
 *
 *	tool's rows + set of files -> keeper_rows() -> struct history
 *	history entry -> keeper_store -> the tool's statements
 *
 * What a single transaction cannot hold is journalled as always, in a table of
 * pawl's own that is there only while something is under way.
 */
#ifndef MIGRATE_KEEPER_H
#define MIGRATE_KEEPER_H

#include "layout/tool_history.h"
#include "migrate/history.h"
#include "migrate/set.h"

struct keeper_stray {
	const struct migration_record *record;
	const struct migration_record *previous; /* the newest that its row takes along; or NULL */
};

struct keeper {
	const struct tool_history *tool;
	enum sql_engine engine;
	const struct set *set;
	struct tool_place place;
	const char *display;                     /* "public.schema_migrations" */
	const struct migration_record **records; /* by position in the set */
	struct map strays; /* file name of a row without a file -> struct keeper_stray */
	bool journal_exists;
	bool locked, row_locked, files_locked; /* the tool's lock is ours */
};

/*
 * The tool by its name, else that of the set's layout, else the one whose
 * table is in the database: PAWL_E_CONFIG where there is none, or more than one.
 * tool may be NULL.
 */
int keeper_choose(struct work *w, const char *tool, const struct set *set, struct keeper *ret,
		  struct pawl_error *err);

/* What the tool's statements are told where they speak of no migration of their own. */
struct tool_change keeper_plain_change(const struct work *w, const struct keeper *k);

/* With history = keep, else nothing: from here on the history of w is the tool's table. */
int keeper_attach(struct work *w, const struct set *set, struct pawl_error *err);

/*
 * The tool's rows, those of a migration in the set under its file name. A row's
 * checksum is the file's where the tool would take it for the same, else as the
 * table has it. exists is false where there is no such table; PAWL_E_HISTORY
 * where there is one of another shape.
 */
int keeper_rows(struct work *w, struct keeper *k, struct history *ret, struct pawl_error *err);

extern const struct history_store keeper_store;

#endif
