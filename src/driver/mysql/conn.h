/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The MariaDB/MySQL driver's connection, shared by the files of this folder.
 *
 *	target.c   a URL -> where and how to connect
 *	wait.c     the wait loop: ticks, cancelling, reads in slices
 *	conn.c     open, one statement, rows, transactions
 *	session.c  facts read at open, timeouts, reset
 *	error.c    the connector's complaints -> struct pawl_error
 *	lock.c database.c   the rest of struct driver that is the socket's own
 *	backup.c   the server's dump program and client
 *	dump.c     what a file of that program says, and what has to change in it
 *
 * What the catalog is asked is in mysqld/.
 */
#ifndef DRIVER_MYSQL_CONN_H
#define DRIVER_MYSQL_CONN_H

#include "base/buf.h"
#include "driver/mysqld/mysqld.h"

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
	struct mysqld mysqld; /* first: see mysqld.h */
	MYSQL *my;
	const struct db_host *host; /* NULL: never cancelled */
	struct arena arena;         /* target, facts */
	struct target target;

	/* The statement that runs. */
	int64_t next_tick, give_up; /* clock_ms(); give_up 0: not cancelled */
	bool cancelled;             /* KILL QUERY was sent for it */
	bool keep_going;            /* it must not be cancelled: ROLLBACK, RELEASE_LOCK */

	bool rolled_back;   /* the server ended the transaction by itself (deadlock) */
	bool tracks_schema; /* the server reports USE: my->db is true */
	int64_t max_packet; /* max_allowed_packet, 0 if unknown */
	const char *reset;  /* SET of all that a migration may have changed */
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

/* session.c */
int session_read(struct conn *c, struct pawl_error *err);
int session_timeouts(void *conn, int64_t lock_ms, int64_t statement_ms, bool local,
		     struct pawl_error *err);
int session_reset(void *conn, struct pawl_error *err);

/* error.c: from the connector's last error; sql may be NULL. */
int error_statement(struct conn *c, const char *sql, size_t len, struct pawl_error *err);
int error_connect(struct conn *c, struct pawl_error *err);

/* lock.c */
int lock_try(void *conn, const char *name, bool *ret_got, struct pawl_error *err);
int lock_release(void *conn, const char *name, struct pawl_error *err);
int lock_holder(void *conn, const char *name, struct arena *a, struct db_blocker *ret,
		bool *ret_known, struct pawl_error *err);

/* backup.c */
extern const struct driver_backup mysql_backup;

/* database.c */
int database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
		    struct pawl_error *err);
int database_create(const struct db_url *url, const struct db_host *host, struct pawl_error *err);
int database_drop(const struct db_url *url, const struct db_host *host, bool force,
		  struct pawl_error *err);
int database_renew(const struct db_url *url, struct pawl_error *err);

#endif
