/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of Aurora MySQL's driver share. */
#ifndef DRIVER_DATA_API_MYSQL_H
#define DRIVER_DATA_API_MYSQL_H

#include "driver/data_api/api.h"

/* mysql_statement.c */
/* As in struct driver; what is open is committed. */
int mysql_begin(void *conn, const struct db_tx *tx, struct pawl_error *err);
int mysql_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed,
	       struct pawl_error *err);
/* pawl's own: what the migration has set is not for it, outside of a transaction. */
int mysql_exec_own(void *conn, const char *sql, size_t len, int64_t *ret_changed,
		   struct pawl_error *err);

/* mysql_session.c */
int mysql_settle(struct api *api, const char *modes, struct pawl_error *err);
void mysql_add_timeouts(const struct api *api, struct buf *b, int64_t lock_ms,
			int64_t statement_ms);
/* Is there anything that only a transaction can have? */
bool mysql_has_settings(const struct api *api);
/* A statement that is about the session, in a transaction; what it has set is kept. */
int mysql_run_session(struct api *api, const char *sql, size_t len,
		      const struct memory_change *change, struct pawl_error *err);
/* A transaction of pawl's own in which SHOW CREATE prints as in a new session. */
int mysql_begin_reading(struct api *api, struct pawl_error *err);
int mysql_reset(void *conn, struct pawl_error *err);

/* mysql_error.c */

/* The parts of what the API says of a statement, in place; false if it is of none. */
bool mysql_parts(char *text, struct mysqld_complaint *ret);
/* As in struct api_engine. */
bool mysql_complain(struct api *api, const struct api_call *call, char *text, int *ret,
		    struct pawl_error *err);

/* mysql_query.c */
int mysql_query(void *conn, const char *sql, const struct db_param *params, size_t n,
		struct arena *a, struct db_rows *ret, struct pawl_error *err);
/* pawl's own, as mysql_exec_own(). */
int mysql_query_own(void *conn, const char *sql, const struct db_param *params, size_t n,
		    struct arena *a, struct db_rows *ret, struct pawl_error *err);

#endif
