/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of Aurora PostgreSQL's driver share. */
#ifndef DRIVER_DATA_API_POSTGRES_H
#define DRIVER_DATA_API_POSTGRES_H

#include "driver/data_api/api.h"

/* postgres_statement.c */
int postgres_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed,
		  struct pawl_error *err);
/* As in struct api_engine. */
bool postgres_complain(struct api *api, const struct api_call *call, char *text, int *ret,
		       struct pawl_error *err);

/* postgres_query.c */

/* The dialect's $1 as the API takes it: a literal, or :p1; params NULL: always the latter. */
void postgres_add_sql(struct buf *b, const char *sql, const struct db_param *params, size_t n);
int postgres_query(void *conn, const char *sql, const struct db_param *params, size_t n,
		   struct arena *a, struct db_rows *ret, struct pawl_error *err);
int postgres_read(void *conn, const struct pgsql_read *v, size_t n,
		  const struct pgsql_reader *reader, struct pawl_error *err);

#endif
