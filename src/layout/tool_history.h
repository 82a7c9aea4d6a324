/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The history tables of other tools: what they look like, how their rows are
 * read and written, and the lock that the tool holds meanwhile. Data and pure
 * functions, no connection: migrate/keep.c works with them.
 *
 *	struct tool_history + place + change -> tool_sql() -> statements
 *
 * To add one: src/layout/<tool>_history.c, its line in tool_registry.c. Its name
 * is that of the layout whose folders go with it.
 *
 * Statements are templates, several of them divided by ';'. What is written in
 * braces is filled in:
 *
 *	{table}      the table, quoted, with its schema   {in}  "schema." alone, or nothing
 *	{schema}     the schema, quoted
 *	{plain}      its name as it is, for names made of it
 *	{version} {description} {script} {checksum} {user}  as literals; NULL without one
 *	{version:number} {checksum:number}  digits as they are
 *	{checksum:bytes}  hexadecimal as a binary string
 *	{previous} {previous:number} {previous:checksum}  of the migration before
 *	{baseline} {unmet}  1 or 0; unmet: a precondition did not hold, so it did not run
 *	{ms} {ns}    how long it took
 *	{statements} how many there were
 *	{.name}      a value that only this tool's layout gives: of the detail, or the record
 *
 * A statement that begins with "[kind]" is made once for each detail of that kind.
 */
#ifndef LAYOUT_TOOL_HISTORY_H
#define LAYOUT_TOOL_HISTORY_H

#include "base/buf.h"
#include "layout/migration.h"
#include "sql/engine.h"

/* What a row says of its migration; the states that a tool's read query gives. */
#define TOOL_APPLIED "applied"   /* it stands */
#define TOOL_FAILED "failed"     /* it stopped half-way */
#define TOOL_THROUGH "through"   /* it stands, and everything before it */
#define TOOL_DIRTY "dirty"       /* it stopped half-way, everything before it stands */
#define TOOL_BASELINE "baseline" /* everything up to it stands, which may have no file */

/* A row as the read query gives it, all text; but for the state, NULL where there is nothing. */
struct tool_row {
	const char *version, *description, *script, *checksum, *state, *applied_at, *applied_by;
};

/* Columns of the read queries, in this order; applied_by only where the tool knows. */
enum { TOOL_ROW_COLUMNS = 6 };

struct tool_place {
	const char *database;
	const char *schema; /* NULL where the engine has none */
	const char *table;
	const struct migration_record *any; /* one of the folder's, for what all share; or NULL */
};

/* What is to be written about a migration. */
struct tool_change {
	const struct migration_record *record, *previous; /* previous NULL: it is the first */
	bool baseline, unmet;
	int64_t duration_ms, statements; /* -1: not known */
	const char *applied_by;
};

/* The same on every engine. */
#define TOOL_EVERYWHERE(sql)                                                                       \
	{                                                                                          \
		sql, sql, sql                                                                      \
	}

struct tool_history {
	const char *tool;            /* "golang-migrate" */
	const char *table[ENGINES];  /* NULL where the tool does not know the engine */
	const char *schema[ENGINES]; /* its own; NULL: where unqualified names are made */
	/*
	 * On SQLite it is in a file of its own beside the database, called like the schema
	 * and ending as the database does, and is attached under that name.
	 */
	bool own_file;
	const char *beside; /* another table that tells it from tools with such a one; or NULL */

	/*
	 * May provide: the same for a table that later releases have made, by its columns, or
	 * that is still to be made for a folder of theirs, whose records have a script.
	 */
	const struct tool_history *later;

	/* By which a table is known to be its own, NULL-terminated. */
	const char *const *columns;
	/* Others that some releases of it make; may be NULL. */
	const char *const *also;

	/* Run once, where there is no table; NULL where the migrations themselves make it. */
	const char *create[ENGINES];
	/*
	 * version, description, script, checksum, state, applied_at, and applied_by where it
	 * is known; in the order of applying where the table tells that. applied_at is a
	 * time that the engine, at this session, reads as the instant it was: see
	 * TOOL_MYSQL_UTC.
	 */
	const char *read[ENGINES];
	/* It does. Else they are taken to have been applied as the folder orders them. */
	bool in_order;

	/*
	 * The row of a migration that stands; also where begun or failed has written one.
	 * NULL: pawl only reads this table.
	 */
	const char *applied[ENGINES];
	const char *removed[ENGINES];

	/*
	 * The migrations write the table themselves: pawl does only where none runs, or
	 * behind one whose record has details.
	 */
	bool kept_by_files;

	/* May provide, else NULL. */

	/* Before the first statement, where the migration is not one transaction; and its way back. */
	const char *begun[ENGINES], *reverting[ENGINES];
	/* After one that stopped half-way. */
	const char *failed[ENGINES];
	/* After a way up that failed, whatever stands of it: for a log of the tool's. */
	const char *logged_failure[ENGINES];
	/* An edited file is taken for what has been applied. */
	const char *accepted[ENGINES];

	/*
	 * The record against the row: 0 if the row is of that migration, else whether
	 * it comes before (negative) or behind, where the versions tell.
	 */
	int (*compare)(const struct migration_record *record, const struct tool_row *row);

	/*
	 * May provide: what the tool puts before the script of every record, by a row that
	 * is of this one: "" where they are the same, NULL where the row is of another.
	 */
	const char *(*outside)(const struct migration_record *record, const struct tool_row *row,
			       struct arena *a);

	/*
	 * May provide: the session lock that the tool holds. A number for
	 * ENGINE_POSTGRES, a name for ENGINE_MYSQL; NULL where it takes none.
	 */
	const char *(*lock_key)(enum sql_engine e, const struct tool_place *place, struct arena *a);
	/*
	 * May provide: a lock that is a row. The last statement of take changes one row, or
	 * the lock is held; renew moves on the time until which it is. {user} is this runner.
	 */
	const char *lock_table[ENGINES];
	const char *lock_take[ENGINES], *lock_renew[ENGINES], *lock_free[ENGINES];
	/* May provide: gives a row where one of pawl's runners holds it, or died with it. */
	const char *lock_left[ENGINES];
	/*
	 * May provide: locks that are files, for SQLite. Their paths for a database's own,
	 * NULL-terminated; temp is the folder for temporary files, NULL for the usual one.
	 * A file holds the time until which it counts, in nanoseconds.
	 */
	const char *const *(*lock_files)(const char *path, const char *temp, struct arena *a);
};

/* By the name of the layout; NULL if there is none. */
const struct tool_history *tool_find(const char *name);

/* All of them; *ret_len entries. */
const struct tool_history *const *tool_all(size_t *ret_len);

/*
 * Append the statements of a template, each ended by a NUL. change may be NULL
 * for those that speak of no migration; read and create are given the first record
 * of the folder, if there is one, for what is the same in all of them.
 */
void tool_sql(const char *template, enum sql_engine e, const struct tool_place *place,
	      const struct tool_change *change, struct buf *b);

/* The query that takes, or gives back, the session lock: its one cell is "1" or "t" if it did. */
void tool_lock_sql(enum sql_engine e, const char *key, bool take, struct buf *b);

/* Does the row's checksum fit the record, as the tool sees it? So does none at all. */
bool tool_checksum_fits(const struct migration_record *record, const struct tool_row *row);

/* For compare: versions as numbers of any length, as text, as Flyway does; files by their names. */
int tool_compare_numbers(const struct migration_record *record, const struct tool_row *row);
int tool_compare_texts(const struct migration_record *record, const struct tool_row *row);
/* The same for names and hashes: positive where they differ. */
int tool_same_texts(const struct migration_record *record, const struct tool_row *row);

/* A fixed key on PostgreSQL alone. */
#define TOOL_LOCK_NUMBER(function, number)                                                         \
	static const char *function(enum sql_engine e, const struct tool_place *place,             \
				    struct arena *a)                                               \
	{                                                                                          \
		(void)place;                                                                       \
		(void)a;                                                                           \
		return e == ENGINE_POSTGRES ? (number) : NULL;                                     \
	}

#endif
