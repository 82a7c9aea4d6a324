/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the PostgreSQL driver share.
 *
 *	driver.h's calls -> conn, statement, batch, copy, lock, series, ... -> wait -> libpq
 *
 * The connection is always in libpq's nonblocking mode and every answer is
 * awaited in wait.c, which is the one place that polls, ticks and cancels.
 */
#ifndef DRIVER_POSTGRES_PG_H
#define DRIVER_POSTGRES_PG_H

#include "base/buf.h"
#include "driver/pgsql/pgsql.h"

#include <libpq-fe.h>

struct pg {
	struct pgsql pgsql; /* first: see pgsql.h */
	PGconn *conn;
	const struct db_host *host; /* NULL if the caller offers nothing */
	struct arena arena;         /* what info points to */
	const char *setup;          /* SQL expression: the session's settings as open leaves them */
	bool read_only;
	/*
	 * BEGIN and the limits set right behind it, not sent yet: they travel with
	 * the first statement of the transaction. "" if there is none.
	 */
	struct buf begin;
	bool deaf;      /* the running call may not be cancelled */
	bool cancelled; /* a cancel request was sent for the running call */
	bool cut;       /* given up: the server did not answer it */
	bool copying;   /* between copy_begin and copy_end */
	int64_t cancelled_ms, ticked_ms;
};

static inline void pg_clear(PGresult **res)
{
	PQclear(*res);
}
#define _cleanup_result_ __attribute__((cleanup(pg_clear)))

/* What a statement answered. */
struct pg_answer {
	PGresult *rows;  /* the last rows, the caller's to clear; only if they were asked for */
	int64_t changed; /* -1 if unknown */
	char tag[64];    /* "INSERT 0 1" */
};

/* wait.c */

/*
 * Every call that talks to the server starts here: fails where the connection
 * is gone or the caller has cancelled. With deaf set it runs through whatever
 * the caller wants: a rollback must work after a cancel.
 */
int pg_start(struct pg *pg, bool deaf, struct pawl_error *err);
/* Wait until the socket is ready for events (then true), a second has passed or a signal came. */
bool pg_poll(struct pg *pg, int fd, short events);
bool pg_stopped(const struct pg *pg);
/* Send what is waiting to be sent and take in what has come, once. */
int pg_pump(struct pg *pg, struct pawl_error *err);
/* Send all of it, reading on the way so that the two ends never wait for each other. */
int pg_flush(struct pg *pg, struct pawl_error *err);
/* The next result, NULL at the end of the statement. */
int pg_result(struct pg *pg, PGresult **ret, struct pawl_error *err);
/* The answers of a pipeline, handed on up to its Sync or the first that take makes an error of. */
typedef int pg_take(void *data, const PGresult *res, struct pawl_error *err);
int pg_answers(struct pg *pg, pg_take *take, void *data, struct pawl_error *err);

/* statement.c */

/* Read a statement's answers to the end; the first error is reported. sql is for its place. */
int pg_drain(struct pg *pg, const char *sql, size_t len, bool rows, struct pg_answer *ret,
	     struct pawl_error *err);
/* pg_start and what waits to be sent before the first statement of a transaction. */
int pg_ready(struct pg *pg, struct pawl_error *err);
/* The statement as this server takes it: "" for one that it need not be asked. */
const char *pg_text(const struct pg *pg, const char *sql);
int pg_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed, struct pawl_error *err);
int pg_query(void *conn, const char *sql, const struct db_param *params, size_t n, struct arena *a,
	     struct db_rows *ret, struct pawl_error *err);
/* pawl's own SQL in the simple protocol; may hold several statements. */
int pg_run(struct pg *pg, bool deaf, const char *sql, struct pg_answer *ret,
	   struct pawl_error *err);
void pg_rows(const PGresult *res, struct arena *a, struct db_rows *ret);

/* transaction.c */
int pg_begin(void *conn, const struct db_tx *tx, struct pawl_error *err);
int pg_commit(void *conn, struct pawl_error *err);
int pg_rollback(void *conn, struct pawl_error *err);
bool pg_in_transaction(void *conn);
bool pg_tx_failed(void *conn);
int pg_set_timeouts(void *conn, int64_t lock_ms, int64_t statement_ms, bool local,
		    struct pawl_error *err);

/* batch.c */
int pg_exec_batch(void *conn, const struct db_statement *v, size_t n, size_t *ret_done,
		  struct pawl_error *err);

/* copy.c */
int pg_copy_begin(void *conn, const char *sql, size_t len, struct pawl_error *err);
int pg_copy_data(void *conn, const char *data, size_t len, struct pawl_error *err);
int pg_copy_end(void *conn, bool ok, int64_t *ret_changed, struct pawl_error *err);

/* open.c */

/*
 * Connect; database NULL means the URL's own. The rest of struct pg is filled by
 * the caller; what has been made so far is in it on failure too.
 */
int pg_connect(struct pg *pg, const struct db_url *url, const char *database, int timeout,
	       struct pawl_error *err);
/* The URL as libpq takes it. */
int pg_url(const struct db_url *url, struct arena *a, const char **ret, struct pawl_error *err);

/* conn.c */
int pg_open(const struct db_url *url, const struct db_options *options, const struct db_host *host,
	    void **ret, struct pawl_error *err);
void pg_close(void *conn);

/* error.c */

/* Report a failed result; sql, if not NULL, is the text that its position counts in. */
int pg_fail(struct pg *pg, const PGresult *res, const char *sql, size_t len,
	    struct pawl_error *err);
int pg_fail_lost(struct pg *pg, struct pawl_error *err);
int pg_fail_cancelled(struct pg *pg, struct pawl_error *err);
int pg_fail_connect(const PGconn *conn, struct pawl_error *err);

/* lock.c */
int pg_try_lock(void *conn, const char *name, bool *ret_got, struct pawl_error *err);
int pg_unlock(void *conn, const char *name, struct pawl_error *err);
int pg_lock_holder(void *conn, const char *name, struct arena *a, struct db_blocker *ret,
		   bool *ret_known, struct pawl_error *err);

/* series.c */
int pg_read(void *conn, const struct pgsql_read *v, size_t n, const struct pgsql_reader *reader,
	    struct pawl_error *err);

/* database.c */
int pg_database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
		       struct pawl_error *err);
int pg_database_create(const struct db_url *url, const struct db_host *host,
		       struct pawl_error *err);
int pg_database_drop(const struct db_url *url, const struct db_host *host, bool force,
		     struct pawl_error *err);
/* The name that libpq arrives at. */
int pg_database_name(const struct db_url *url, struct arena *a, const char **ret,
		     struct pawl_error *err);
/* Connect to a maintenance database; the caller finishes pg. */
int pg_maintain(struct pg *pg, const struct db_url *url, const struct db_host *host,
		struct pawl_error *err);

/* swap.c: struct driver_backup's swap */
int pg_database_swap(const struct db_url *url, const struct db_host *host, const char *name,
		     struct pawl_error *err);

/* backup.c */
extern const struct driver_backup pg_backup;

#endif
