/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The history in the database: _migrations (what stands) and _migrations_log
 * (what happened, append-only).
 *
 * Reading gives struct history. Writing is text: each function appends one SQL
 * statement without terminator, so that the same text goes to the server and
 * into a --sql script. A row of a migration that is under way has state
 * "running" or "failed"; its checksum column then holds the hash of the
 * statements done, and fingerprint the catalog before the statement in flight.
 */
#ifndef MIGRATE_HISTORY_H
#define MIGRATE_HISTORY_H

#include "base/map.h"
#include "migrate/settings.h"

#define HISTORY_TABLE "_migrations"
#define HISTORY_JOURNAL "_migrations_journal" /* beside another tool's table */
#define HISTORY_APPLIED "applied"
#define HISTORY_RUNNING "running"
#define HISTORY_FAILED "failed"
#define HISTORY_REVERTING "reverting"

/* A down script longer than this is not kept in the database. */
enum { HISTORY_LONGEST_DOWN = 1 << 20 };

struct history_row {
	int64_t id;
	const char *filename, *version, *kind, *state;
	const char *checksum, *applied_at, *applied_by, *environment,
		*pawl_version;                /* "" if NULL */
	const char *fingerprint;              /* NULL if nothing is in flight */
	int64_t statements_done, duration_ms; /* -1 if NULL */
	bool has_down;
	bool foreign; /* failed under another tool: how far it came is not known */
};

struct history {
	bool exists;
	bool complete;                  /* the table has all of pawl's columns */
	const struct history_row *rows; /* by id: the order of applying */
	size_t len;
	struct map by_filename; /* -> struct history_row */
};

struct history_entry;

/*
 * A history that is kept elsewhere: another tool's table, see keeper.h. Texts
 * are statements, each ended by a NUL.
 */
struct history_store {
	int (*read)(struct work *w, struct history *ret, struct pawl_error *err);
	void (*create)(const struct work *w, struct buf *b);
	void (*record)(const struct work *w, struct buf *b, const struct history_entry *e);
	/* ran: its way back did, and has not only been recorded. */
	void (*erase)(const struct work *w, struct buf *b, const char *filename, bool ran);

	/* Beside what the journal says of one that is not a single transaction. */
	void (*begin)(const struct work *w, struct buf *b, const char *filename, bool down);
	void (*mark_failed)(const struct work *w, struct buf *b, const char *filename);
	/* After a way up that failed, however it ran. */
	void (*log_failure)(const struct work *w, struct buf *b, const char *filename);
	int (*open_journal)(struct work *w, struct pawl_error *err);
	void (*close_journal)(struct work *w);
	/* After connection_reset(). */
	int (*reopen)(struct work *w, struct pawl_error *err);

	/* What stopped half-way was mended by hand: false where the store has no word for that. */
	bool (*give_up)(const struct work *w, struct buf *b, const char *filename);
	/* The file as it is now counts as applied. */
	void (*accept)(const struct work *w, struct buf *b, const char *filename);

	/* Never waits. */
	int (*try_lock)(struct work *w, bool *ret_got, struct pawl_error *err);
	void (*unlock)(struct work *w);
	/* Of a lock that runs out. other: an idle connection, or NULL. */
	void (*renew_lock)(struct work *w, struct db *other);
};

/* Fill w->table from the settings and, for the schema, the connection. */
int history_resolve(struct work *w, struct pawl_error *err);

/* Resolve without a database: for scripts. */
void history_resolve_offline(struct work *w);

/* A missing table reads as an empty history. PAWL_E_HISTORY where it is not a history table. */
int history_read(struct work *w, struct history *ret, struct pawl_error *err);

/* The tables of pawl's own, also where the history is kept elsewhere: the journal then. */
int history_read_own(struct work *w, struct history *ret, struct pawl_error *err);
void history_create_own_sql(const struct work *w, struct buf *b);
void history_delete_own_sql(const struct work *w, struct buf *b, const char *filename);

/* Before a migration that is journalled, and after the last: a store's journal comes and goes. */
int history_open_journal(struct work *w, struct pawl_error *err);
void history_close_journal(struct work *w);

/*
 * The texts made below are one statement or several, each but the last ended by
 * a NUL; none where a store has no place for it. *pos begins at 0.
 */
bool history_next_sql(const struct buf *b, size_t *pos, const char **ret, size_t *ret_len);

/* One row of a table that history_ensure() has seen. */
int history_read_row(struct work *w, const char *filename, struct history_row *ret, bool *ret_found,
		     struct pawl_error *err);

const struct history_row *history_find(const struct history *h, const char *filename);

/* The kept down script of a row, NULL if there is none. */
int history_read_down(struct work *w, const char *filename, const char **ret,
		      struct pawl_error *err);

/* Make the tables, or give a three-column _migrations the columns it lacks. */
int history_ensure(struct work *w, const struct history *h, struct pawl_error *err);

/* CREATE TABLE IF NOT EXISTS for both tables, each statement to fn. */
int history_create_sql(const struct work *w, int (*fn)(void *ctx, const char *sql, size_t len),
		       void *ctx);

/* What is known of a migration when its row is written. */
struct history_entry {
	const char *filename, *version, *kind, *checksum, *state;
	int64_t statements_done, duration_ms; /* duration -1: NULL */
	bool server_time; /* the server tells the duration: its transaction's age less duration_ms */
	const char *down_sql;    /* NULL: none is kept */
	const char *fingerprint; /* of a new row with a statement in flight, else NULL */
	/* What another tool says of it; NULL: now, and who runs pawl. */
	const char *applied_at, *applied_by;
	bool unmet; /* recorded for a precondition that did not hold */
};

/*
 * From here on, until the connection is reset, the rows whose duration the server
 * tells go through prepared statements: parsing and planning them each time costs
 * PostgreSQL as much as a small migration. Outside a transaction; where it does
 * not help or does not work, the rows go as text. Fails with PAWL_E_LOST and
 * PAWL_E_CANCELLED only.
 */
int history_prepare(struct work *w, struct pawl_error *err);

/*
 * Was err that the session has no such statements (another one, behind a proxy that
 * nobody told us of)? Then rows go as text from here on, and err is reset.
 */
bool history_prepared_is_gone(struct work *w, struct pawl_error *err);

void history_unprepare(struct work *w);

void history_insert_sql(const struct work *w, struct buf *b, const struct history_entry *e);
/* ran: after its way back ran, not to forget it. */
void history_delete_sql(const struct work *w, struct buf *b, const char *filename, bool ran);

/* A repeatable or journalled row becomes (again) what e says; applied_at is now. */
void history_update_sql(const struct work *w, struct buf *b, const struct history_entry *e);

/* Journal: how far a row is. fingerprint NULL: nothing in flight. */
void history_progress_sql(const struct work *w, struct buf *b, const char *filename,
			  const char *state, int64_t done, const char *checksum,
			  const char *fingerprint);

/* The state alone; the fingerprint stays where what is in flight is still to be settled. */
void history_state_sql(const struct work *w, struct buf *b, const char *filename, const char *state,
		       bool keep_fingerprint);

/* One row of the log. error NULL for none. */
struct history_event {
	const char *action; /* "apply", "revert", "stamp", "unstamp", "baseline", "repair", "fail",
			 * "backup", "restore" */
	const char *version, *filename, *checksum, *error;
	int64_t duration_ms;
	bool server_time; /* as in struct history_entry */
};

void history_log_sql(const struct work *w, struct buf *b, const struct history_event *e);

/* Run the statements that a function above has made. */
int history_exec(struct work *w, const struct buf *b, struct pawl_error *err);

/* Write a log row on its own; a failure is added to err's detail, if at all. */
void history_log(struct work *w, const struct history_event *e, struct pawl_error *err);

#endif
