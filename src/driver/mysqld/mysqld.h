/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What drivers of MariaDB and MySQL share, whatever carries their statements: the
 * questions to information_schema and SHOW, what the servers' error numbers mean, and
 * how a text stands in a statement. A driver's connection begins with a struct mysqld,
 * and the functions below stand in its struct driver as they are.
 *
 *	driver.h's calls -> catalog, fingerprint, heal, inspect, ... -> struct mysqld_calls
 */
#ifndef DRIVER_MYSQLD_MYSQLD_H
#define DRIVER_MYSQLD_MYSQLD_H

#include "base/buf.h"
#include "driver/driver.h"

struct mysqld_calls {
	/* As in struct driver. */
	int (*exec)(void *conn, const char *sql, size_t len, int64_t *ret_changed,
		    struct pawl_error *err);
	int (*query)(void *conn, const char *sql, const struct db_param *params, size_t n,
		     struct arena *a, struct db_rows *ret, struct pawl_error *err);
	int (*reset)(void *conn, struct pawl_error *err);

	/* The one that unqualified names are in now; NULL if there is none. */
	const char *(*database)(void *conn);
};

struct mysqld {
	const struct mysqld_calls *calls;
	struct db_info info;
	bool mariadb;                       /* not MySQL */
	bool touched;                       /* a statement may have changed the session */
	const char *display, *display_back; /* SET of what SHOW CREATE depends on, and undone */
};

static inline int mysqld_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed,
			      struct pawl_error *err)
{
	return ((struct mysqld *)conn)->calls->exec(conn, sql, len, ret_changed, err);
}

static inline int mysqld_execs(void *conn, const char *sql, struct pawl_error *err)
{
	return mysqld_exec(conn, sql, strlen(sql), NULL, err);
}

static inline int mysqld_query(void *conn, const char *sql, const struct db_param *params, size_t n,
			       struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	return ((struct mysqld *)conn)->calls->query(conn, sql, params, n, a, ret, err);
}

/* The cell as text, NULL if it is NULL. */
static inline const char *mysqld_cell(const struct db_rows *r, size_t row, size_t col)
{
	return r->cells[row * r->cols + col];
}

/*
 * literal.c: sql with each ? outside quotes and comments replaced by a literal that means the
 * same whatever the session's sql_mode and character set are.
 */
int mysqld_expand(const char *sql, const struct db_param *params, size_t n, struct buf *b,
		  struct pawl_error *err);
void mysqld_literal(struct buf *b, const char *text, size_t len);

/* What stands for the parameters: add() writes the one of that number, from 0. */
struct mysqld_places {
	void (*add)(struct buf *b, const void *data, size_t i);
	const void *data;
	size_t len;
};

int mysqld_expand_by(const char *sql, const struct mysqld_places *places, struct buf *b,
		     struct pawl_error *err);

/* version.c: 100611 of "5.5.5-10.6.11-MariaDB"; and whose server says so, in two texts or one */
int mysqld_version(const char *text);
bool mysqld_is_mariadb(const char *version, const char *comment);

/* error.c */

/* Server errors that drivers tell apart as well. */
enum {
	MYSQLD_NO_DATABASE = 1049,
	MYSQLD_EMPTY_QUERY = 1065,
	MYSQLD_PACKET_TOO_LARGE = 1153,
	MYSQLD_DEADLOCK = 1213
};

struct mysqld_complaint {
	unsigned number;
	const char *state;
	char *message; /* becomes one line */
};

/* PAWL_E_* of a server's error number. */
int mysqld_code(unsigned number);
/* With the place in sql that the message tells; sql may be NULL. */
void mysqld_fail(struct pawl_error *err, int code, const struct mysqld_complaint *c,
		 const char *sql, size_t len);
/* What to do about it, of a statement. */
void mysqld_hint(unsigned number, struct pawl_error *err);

/* catalog.c */
int mysqld_table_exists(void *conn, const char *schema, const char *table, bool *ret,
			struct pawl_error *err);
int mysqld_table_columns(void *conn, const char *schema, const char *table, struct arena *a,
			 const char *const **ret, size_t *ret_len, struct pawl_error *err);
int mysqld_is_fresh(void *conn, const char *const *except, size_t n, bool *ret,
		    struct pawl_error *err);

/* judge.c */
extern const struct driver_judge mysqld_judge;

/* scratch.c */
extern const struct driver_scratch mysqld_scratch;

/* fingerprint.c */
int mysqld_fingerprint(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
		       struct arena *a, const char **ret, struct pawl_error *err);

/* The state of the nth line of a fingerprint: "absent", "unknown" or a hash; NULL behind the end. */
const char *mysqld_fingerprint_state(const char *print, size_t n, size_t *ret_len);

/* heal.c */
int mysqld_heal(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
		const char *before, bool *ret_done, struct pawl_error *err);

/* watch.c */
int mysqld_blockers(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
		    size_t *ret_len, struct pawl_error *err);
int mysqld_cancel_backend(void *conn, int64_t backend, bool *ret, struct pawl_error *err);
int mysqld_replica_lag(void *conn, double *ret, bool *ret_known, struct pawl_error *err);
int mysqld_progress(void *conn, int64_t backend, struct arena *a, const char **ret,
		    struct pawl_error *err);

/* size.c */
int mysqld_table_sizes(void *conn, struct arena *a, struct db_table_size **ret, size_t *ret_len,
		       struct pawl_error *err);
int mysqld_storage(void *conn, struct arena *a, struct db_storage **ret, size_t *ret_len,
		   struct pawl_error *err);

/* inspect.c */

/* What it sets behind struct mysqld's display. */
#define MYSQLD_SHOWN_SO "SET sql_mode='', sql_quote_show_create=1"

int mysqld_inspect(void *conn, const struct inspect_options *o, struct arena *a, struct schema *ret,
		   struct pawl_error *err);

#endif
