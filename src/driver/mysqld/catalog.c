/* SPDX-License-Identifier: Apache-2.0 */
/* Small questions to information_schema; equality on schema and name opens one table only. */
#include "driver/mysqld/mysqld.h"

#include "base/cleanup.h"

#include <string.h>

static void add_text(struct buf *b, const char *text)
{
	mysqld_literal(b, text, strlen(text));
}

static void add_schema(struct buf *b, const char *schema)
{
	if (schema == NULL)
		buf_adds(b, "DATABASE()");
	else
		add_text(b, schema);
}

int mysqld_table_exists(void *conn, const char *schema, const char *table, bool *ret,
			struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf b = {0};
	struct db_rows rows;
	int r;

	buf_adds(&b, "SELECT 1 FROM information_schema.TABLES WHERE TABLE_TYPE <> 'TEMPORARY' AND "
		     "TABLE_SCHEMA=");
	add_schema(&b, schema);
	buf_adds(&b, " AND TABLE_NAME=");
	add_text(&b, table);
	r = mysqld_query(conn, b.data, NULL, 0, &a, &rows, err);
	if (r == 0)
		*ret = rows.rows != 0;
	return r;
}

int mysqld_table_columns(void *conn, const char *schema, const char *table, struct arena *a,
			 const char *const **ret, size_t *ret_len, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	struct db_rows rows;
	int r;

	buf_adds(&b, "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA=");
	add_schema(&b, schema);
	buf_adds(&b, " AND TABLE_NAME=");
	add_text(&b, table);
	buf_adds(&b, " ORDER BY ORDINAL_POSITION");
	r = mysqld_query(conn, b.data, NULL, 0, a, &rows, err);
	if (r != 0)
		return r;
	*ret = rows.cells;
	*ret_len = rows.rows;
	return 0;
}

int mysqld_is_fresh(void *conn, const char *const *except, size_t n, bool *ret,
		    struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf b = {0};
	struct db_rows rows;
	int r;

	buf_adds(&b, "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA=DATABASE() AND "
		     "TABLE_TYPE <> 'TEMPORARY'");
	for (size_t i = 0; i < n; i++) {
		buf_adds(&b, " AND TABLE_NAME <> ");
		add_text(&b, except[i]);
	}
	buf_adds(&b, " UNION ALL SELECT 1 FROM information_schema.ROUTINES WHERE "
		     "ROUTINE_SCHEMA=DATABASE() UNION ALL SELECT 1 FROM information_schema.EVENTS "
		     "WHERE EVENT_SCHEMA=DATABASE() LIMIT 1");
	r = mysqld_query(conn, b.data, NULL, 0, &a, &rows, err);
	if (r == 0)
		*ret = rows.rows == 0;
	return r;
}
