/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The MariaDB/MySQL driver's connection, shared by the files of this folder.
 *
 *	target.c   a URL -> where and how to connect
 *	wait.c     the wait loop: ticks, cancelling, reads in slices
 *	conn.c     open, one statement, rows, transactions
 *	session.c  facts read at open, timeouts, reset
 *	params.c   parameters into the text of a statement
 *	error.c    the server's complaints -> struct pawl_error
 *	lock.c catalog.c fingerprint.c size.c watch.c database.c   the rest of struct driver
 *	backup.c   the server's dump program and client
 *	dump.c     what a file of that program says, and what has to change in it
 *	inspect*.c  the catalog as a struct schema (inspect.h)
 */
#ifndef DRIVER_MYSQL_CONN_H
#define DRIVER_MYSQL_CONN_H

#include "base/buf.h"
#include "driver/driver.h"

#include <mysql.h>

enum tls_mode { TLS_DISABLED, TLS_PREFERRED, TLS_REQUIRED, TLS_VERIFY_CA, TLS_VERIFY_IDENTITY };

/* Where to connect; the text is in the connection's arena. */
struct target {
	const char *host, *user, *password, *database, *socket;
	unsigned port;
	const char *ca, *cert, *key, *default_file;
	enum tls_mode tls;
	unsigned timeout; /* seconds */
	bool read_only;
};

struct conn {
	MYSQL *my;
	const struct db_host *host; /* NULL: never cancelled */
	struct arena arena;         /* target, facts */
	struct target target;
	struct db_info info;

	/* The statement that runs. */
	int64_t next_tick, give_up; /* clock_ms(); give_up 0: not cancelled */
	bool cancelled;             /* KILL QUERY was sent for it */
	bool keep_going;            /* it must not be cancelled: ROLLBACK, RELEASE_LOCK */

	bool rolled_back;   /* the server ended the transaction by itself (deadlock) */
	bool touched;       /* a statement ran that may have changed the session */
	bool mariadb;       /* not MySQL */
	bool tracks_schema; /* the server reports USE: my->db is true */
	int64_t max_packet; /* max_allowed_packet, 0 if unknown */
	const char *reset;  /* SET of all that a migration may have changed */
	const char *display, *display_back; /* SET of what SHOW CREATE depends on, and undone */
	const char *lock_wait, *row_lock_wait, *statement_time; /* as they were after open */
	const char *role; /* current role at open, NULL none */
};

/* target.c: name the fault of an unknown or malformed parameter (PAWL_E_CONFIG). */
int target_read(const struct db_url *url, const struct db_options *options, struct arena *a,
		struct target *ret, struct pawl_error *err);

/*
 * wait.c: until the socket is ready for what the connector waits for (MYSQL_WAIT_*); returns
 * what it is ready for. Ticks, and cancels on the server when the host asks for it.
 */
int wait_for(struct conn *c, int events);
/* Before each statement: PAWL_E_CANCELLED if nothing may be sent any more. */
int wait_begin(struct conn *c, struct pawl_error *err);

/* conn.c: connect, without reading facts; c->target and c->host are set. */
int conn_connect(struct conn *c, struct pawl_error *err);
void conn_done(struct conn *c);
int conn_exec(struct conn *c, const char *sql, size_t len, int64_t *ret_changed,
	      struct pawl_error *err);
int conn_execs(struct conn *c, const char *sql, struct pawl_error *err);
int conn_query(struct conn *c, const char *sql, const struct db_param *params, size_t n,
	       struct arena *a, struct db_rows *ret, struct pawl_error *err);
int conn_use(struct conn *c, const char *database, struct pawl_error *err);
bool conn_in_transaction(const struct conn *c);
/* The cell as text, NULL if it is NULL. */
static inline const char *conn_cell(const struct db_rows *r, size_t row, size_t col)
{
	return r->cells[row * r->cols + col];
}

/* session.c */
int session_read(struct conn *c, struct pawl_error *err);
int session_timeouts(void *conn, int64_t lock_ms, int64_t statement_ms, bool local,
		     struct pawl_error *err);
int session_reset(void *conn, struct pawl_error *err);

/*
 * params.c: sql with each ? outside quotes and comments replaced by a literal that means the
 * same whatever the session's sql_mode and character set are.
 */
int params_expand(const char *sql, const struct db_param *params, size_t n, struct buf *b,
		  struct pawl_error *err);
void params_literal(struct buf *b, const char *text, size_t len);

/* error.c: from the connector's last error; sql may be NULL. */
int error_statement(struct conn *c, const char *sql, size_t len, struct pawl_error *err);
int error_connect(struct conn *c, struct pawl_error *err);
/* The place of "near '...' at line N" in sql; 0 where it is not told or not found. */
void error_place(const char *message, const char *sql, size_t len, unsigned long *ret_line,
		 unsigned long *ret_column);

/* lock.c */
int lock_try(void *conn, const char *name, bool *ret_got, struct pawl_error *err);
int lock_release(void *conn, const char *name, struct pawl_error *err);
int lock_holder(void *conn, const char *name, struct arena *a, struct db_blocker *ret,
		bool *ret_known, struct pawl_error *err);

/* catalog.c */
int catalog_table_exists(void *conn, const char *schema, const char *table, bool *ret,
			 struct pawl_error *err);
int catalog_table_columns(void *conn, const char *schema, const char *table, struct arena *a,
			  const char *const **ret, size_t *ret_len, struct pawl_error *err);
int catalog_is_fresh(void *conn, const char *const *except, size_t n, bool *ret,
		     struct pawl_error *err);

/* backup.c */
extern const struct driver_backup mysql_backup;

/* judge.c */
extern const struct driver_judge mysql_judge;

/* scratch.c */
extern const struct driver_scratch mysql_scratch;

/* fingerprint.c */
int fingerprint_take(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
		     struct arena *a, const char **ret, struct pawl_error *err);

/* The state of the nth line of a fingerprint: "absent", "unknown" or a hash; NULL behind the end. */
const char *fingerprint_state(const char *print, size_t n, size_t *ret_len);

/* heal.c */
int heal_statement(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
		   const char *before, bool *ret_done, struct pawl_error *err);

/* watch.c */
int watch_blockers(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
		   size_t *ret_len, struct pawl_error *err);
int watch_cancel(void *conn, int64_t backend, bool *ret, struct pawl_error *err);
int watch_replica_lag(void *conn, double *ret, bool *ret_known, struct pawl_error *err);
int watch_progress(void *conn, int64_t backend, struct arena *a, const char **ret,
		   struct pawl_error *err);

/* size.c */
int size_tables(void *conn, struct arena *a, struct db_table_size **ret, size_t *ret_len,
		struct pawl_error *err);
int size_storage(void *conn, struct arena *a, struct db_storage **ret, size_t *ret_len,
		 struct pawl_error *err);

/* inspect.c */
int inspect_schema(void *conn, const struct inspect_options *o, struct arena *a, struct schema *ret,
		   struct pawl_error *err);

/* database.c */
int database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
		    struct pawl_error *err);
int database_create(const struct db_url *url, const struct db_host *host, struct pawl_error *err);
int database_drop(const struct db_url *url, const struct db_host *host, bool force,
		  struct pawl_error *err);
int database_renew(const struct db_url *url, struct pawl_error *err);

#endif
