/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the SQLite driver share.
 *
 *	conn.c      open, close, run statements
 *	wait.c      the two callbacks that poll: waiting for a lock, and while a statement runs
 *	error.c     result codes to struct pawl_error
 *	tx.c        transactions; references.c: those that rebuild tables
 *	settings.c  PRAGMAs back to what they were
 *	lock.c      the runner's lock file; blockers.c: who holds SQLite's own locks
 *	catalog.c   questions about tables; database.c: the file itself
 *	size.c      how large tables are, what is locked
 *	inspect.c   the whole catalog as a schema; backup.c: the whole file
 *	judge.c     what SQLite's compiler says of statements
 */
#ifndef DRIVER_SQLITE_CONN_H
#define DRIVER_SQLITE_CONN_H

#include "base/vec.h"
#include "driver/sqlite/sqlite.h"

#include <sqlite3.h>

struct references;

/* A runner's lock; depth 0: not any more. */
struct held {
	const char *name;
	unsigned depth;
};

/* Why a callback stopped SQLite: the result code alone does not tell. */
enum stop { STOP_NONE, STOP_CANCEL, STOP_TIMEOUT };

struct timeouts {
	int64_t lock_ms, statement_ms; /* 0: none */
};

enum { SETTINGS = 17 }; /* see settings.c */

struct conn {
	sqlite3 *db;
	const struct db_host *host;
	struct arena arena;
	struct db_info info;
	const char *path; /* resolved; NULL in memory */
	bool read_only;

	struct timeouts timeouts, outer_timeouts; /* outer: to go back to after the transaction */
	bool local_timeouts;
	int64_t deadline, next_tick, wait_since; /* clock_ms(); deadline 0: none */
	enum stop stop;

	bool begun;                    /* begin() without commit() or rollback() yet */
	bool references_off;           /* by the open transaction */
	int references_were;           /* the setting in front of it */
	struct references *references; /* what they were when it began, else NULL */

	bool settings_known, settings_changed;
	int64_t settings[SETTINGS];

	int lock_fd; /* -1: no lock is held */
	const char *lock_path;
	VEC(struct held) held;
};

#define _cleanup_stmt_ __attribute__((cleanup(conn_finalize)))
static inline void conn_finalize(sqlite3_stmt **stmt)
{
	sqlite3_finalize(*stmt);
}

/* conn.c: statements of the driver's own. */
int conn_run(struct conn *c, const char *sql, struct pawl_error *err);
int conn_prepare(struct conn *c, const char *sql, sqlite3_stmt **ret, struct pawl_error *err);
/* Prepare and bind n texts (NULL is NULL). */
int conn_bind(struct conn *c, const char *sql, const char *const *texts, size_t n,
	      sqlite3_stmt **ret, struct pawl_error *err);
/* One number: the first column of the first row, 0 without a row. */
int conn_number(struct conn *c, const char *sql, int64_t *ret, struct pawl_error *err);

/* wait.c */
void wait_install(struct conn *c);
/* At the start of each statement. */
void wait_start(struct conn *c);
/* The same for a statement of the caller's: nothing new starts after a cancel. */
int wait_admit(struct conn *c, struct pawl_error *err);

/* error.c: the connection's last error; sql (or NULL) is what the offset is counted in. */
int error_take(struct conn *c, const char *sql, struct pawl_error *err);

/* tx.c */
int tx_begin(void *conn, const struct db_tx *tx, struct pawl_error *err);
int tx_commit(void *conn, struct pawl_error *err);
int tx_rollback(void *conn, struct pawl_error *err);
bool tx_is_open(void *conn);
bool tx_is_failed(void *conn);

/* references.c: what must not get worse while references are off. */
int references_record(struct conn *c, const struct db_tx *tx, struct references **ret,
		      struct pawl_error *err);
int references_check(struct conn *c, const struct references *r, struct pawl_error *err);
/* Add the first violation that stands now to err's detail. */
void references_explain(struct conn *c, struct pawl_error *err);
void references_free(struct references *r);

/* settings.c */
void settings_watch(struct conn *c, const char *sql);
int settings_reset(void *conn, struct pawl_error *err);

/* lock.c */
int lock_try(void *conn, const char *name, bool *ret_got, struct pawl_error *err);
int lock_release(void *conn, const char *name, struct pawl_error *err);
void lock_drop(struct conn *c);

/* blockers.c */
int blockers_lock_holder(void *conn, const char *name, struct arena *a, struct db_blocker *ret,
			 bool *ret_known, struct pawl_error *err);
int blockers_list(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
		  size_t *ret_len, struct pawl_error *err);

/* catalog.c */
int catalog_table_exists(void *conn, const char *schema, const char *table, bool *ret,
			 struct pawl_error *err);
int catalog_table_columns(void *conn, const char *schema, const char *table, struct arena *a,
			  const char *const **ret, size_t *ret_len, struct pawl_error *err);
int catalog_is_fresh(void *conn, const char *const *except, size_t n, bool *ret,
		     struct pawl_error *err);
int catalog_fingerprint(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
			struct arena *a, const char **ret, struct pawl_error *err);

/* size.c */
int size_tables(void *conn, struct arena *a, struct db_table_size **ret, size_t *ret_len,
		struct pawl_error *err);
int size_locks_held(void *conn, struct arena *a, struct db_lock **ret, size_t *ret_len,
		    struct pawl_error *err);
int size_storage(void *conn, struct arena *a, struct db_storage **ret, size_t *ret_len,
		 struct pawl_error *err);

/* inspect.c */
int inspect_schema(void *conn, const struct inspect_options *o, struct arena *a, struct schema *ret,
		   struct pawl_error *err);

/* backup.c */
extern const struct driver_backup sqlite_backup;

/* judge.c */
extern const struct driver_judge judge_sqlite;

/* database.c */
int database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
		    struct pawl_error *err);
int database_create(const struct db_url *url, const struct db_host *host, struct pawl_error *err);
int database_drop(const struct db_url *url, const struct db_host *host, bool force,
		  struct pawl_error *err);

#endif
