/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How large tables are: by dbstat, which looks at every page, where it is
 * compiled in and the file is not too large for that; else ANALYZE may have left
 * a number of rows. The only lock is the writer's, on the whole file.
 */
#include "driver/sqlite/conn.h"

#include <stdlib.h>
#include <string.h>

enum { LOOKED_AT_MOST = 256 << 20 };

static const char *column(sqlite3_stmt *stmt, int i, struct arena *a)
{
	const unsigned char *text = sqlite3_column_text(stmt, i);

	return text == NULL ? NULL : arena_strdup(a, (const char *)text);
}

static bool has_no_row(struct conn *c, const char *table)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	struct pawl_error own = {0};
	char *sql = sqlite3_mprintf("SELECT 1 FROM main.\"%w\" LIMIT 1", table);
	int rc = conn_prepare(c, sql, &stmt, &own);

	sqlite3_free(sql);
	return rc == 0 && sqlite3_step(stmt) == SQLITE_DONE;
}

/* Pages and rows of each table, its indexes' pages included; false where nothing tells. */
static const char *sizes_sql(struct conn *c, struct pawl_error *err)
{
	static const char by_page[] =
		"SELECT s.tbl_name, sum(CASE WHEN s.type = 'table' AND d.pagetype = 'leaf' "
		"THEN d.ncell END), sum(d.pgsize) FROM main.sqlite_schema s "
		"JOIN dbstat d ON d.name = s.name AND d.schema = 'main' "
		"WHERE s.type IN ('table', 'index') AND s.tbl_name NOT LIKE 'sqlite!_%' ESCAPE '!' "
		"GROUP BY s.tbl_name";
	static const char by_statistics[] =
		"SELECT tbl, CAST(stat AS integer), NULL FROM main.sqlite_stat1 GROUP BY tbl";
	static const char nothing[] = "SELECT NULL, NULL, NULL WHERE 0";
	int64_t pages = 0, size = 0;
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	struct pawl_error own = {0};

	if (conn_number(c, "PRAGMA main.page_count", &pages, err) == 0 &&
	    conn_number(c, "PRAGMA main.page_size", &size, err) == 0 &&
	    pages * size <= LOOKED_AT_MOST && conn_prepare(c, by_page, &stmt, &own) == 0)
		return by_page;
	return conn_prepare(c, by_statistics, &stmt, &own) == 0 ? by_statistics : nothing;
}

static int list_tables(struct conn *c, struct arena *a, struct db_table_size **ret, size_t *ret_len,
		       struct pawl_error *err)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	VEC(struct db_table_size) found = {0};
	int rc = conn_prepare(c,
			      "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name "
			      "NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
			      &stmt, err);

	if (rc != 0)
		return rc;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct db_table_size *t = vec_push(&found, a);

		*t = (struct db_table_size){.name = column(stmt, 0, a), .rows = -1, .bytes = -1};
		t->empty = has_no_row(c, t->name);
		if (t->empty)
			t->rows = 0;
	}
	if (rc != SQLITE_DONE)
		return error_take(c, NULL, err);
	*ret = found.v;
	*ret_len = found.len;
	return 0;
}

static void fill(struct db_table_size *v, size_t n, sqlite3_stmt *stmt)
{
	const char *name = (const char *)sqlite3_column_text(stmt, 0);

	for (size_t i = 0; name != NULL && i < n; i++)
		if (strcmp(v[i].name, name) == 0) {
			if (sqlite3_column_type(stmt, 1) != SQLITE_NULL)
				v[i].rows = sqlite3_column_int64(stmt, 1);
			if (sqlite3_column_type(stmt, 2) != SQLITE_NULL)
				v[i].bytes = sqlite3_column_int64(stmt, 2);
			return;
		}
}

int size_tables(void *conn, struct arena *a, struct db_table_size **ret, size_t *ret_len,
		struct pawl_error *err)
{
	struct conn *c = conn;
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	int rc;

	wait_start(c);
	rc = list_tables(c, a, ret, ret_len, err);
	if (rc == 0)
		rc = conn_prepare(c, sizes_sql(c, err), &stmt, err);
	if (rc != 0)
		return rc;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		fill(*ret, *ret_len, stmt);
	return rc == SQLITE_DONE ? 0 : error_take(c, NULL, err);
}

int size_locks_held(void *conn, struct arena *a, struct db_lock **ret, size_t *ret_len,
		    struct pawl_error *err)
{
	const struct conn *c = conn;

	(void)err;
	*ret = NULL;
	*ret_len = 0;
	if (sqlite3_txn_state(c->db, "main") != SQLITE_TXN_WRITE)
		return 0;
	*ret = arena_new(a, struct db_lock);
	**ret = (struct db_lock){.mode = "RESERVED"};
	*ret_len = 1;
	return 0;
}

int size_storage(void *conn, struct arena *a, struct db_storage **ret, size_t *ret_len,
		 struct pawl_error *err)
{
	struct conn *c = conn;
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	VEC(struct db_storage) found = {0};
	int rc;

	wait_start(c);
	rc = conn_prepare(c,
			  "SELECT tbl_name, CASE WHEN type = 'index' THEN name END, rootpage "
			  "FROM main.sqlite_schema WHERE type IN ('table', 'index') AND tbl_name "
			  "NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY 1, 2",
			  &stmt, err);
	if (rc != 0)
		return rc;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		*vec_push(&found, a) = (struct db_storage){
			.table = column(stmt, 0, a),
			.index = column(stmt, 1, a),
			.id = column(stmt, 2, a),
		};
	if (rc != SQLITE_DONE)
		return error_take(c, NULL, err);
	*ret = found.v;
	*ret_len = found.len;
	return 0;
}
