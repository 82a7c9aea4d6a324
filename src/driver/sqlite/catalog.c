/* SPDX-License-Identifier: Apache-2.0 */
/* Names are compared as SQLite does: ASCII letters without case. */
#include "driver/sqlite/conn.h"

#include "base/sha256.h"

int catalog_table_exists(void *conn, const char *schema, const char *table, bool *ret,
			 struct pawl_error *err)
{
	struct conn *c = conn;
	int rc;

	wait_start(c);
	/* A look into the schema that SQLite has in memory: no scan of sqlite_schema. */
	rc = sqlite3_table_column_metadata(c->db, schema, table, NULL, NULL, NULL, NULL, NULL,
					   NULL);
	if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_ERROR)
		return error_take(c, NULL, err);
	*ret = rc == SQLITE_OK;
	return 0;
}

int catalog_table_columns(void *conn, const char *schema, const char *table, struct arena *a,
			  const char *const **ret, size_t *ret_len, struct pawl_error *err)
{
	struct conn *c = conn;
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	const char *const texts[] = {table, schema};
	VEC(const char *) names = {0};
	int rc;

	wait_start(c);
	/* hidden 1 is a virtual table's; generated columns are 2 and 3. */
	rc = conn_bind(c,
		       schema == NULL ? "SELECT name FROM pragma_table_xinfo(?1)"
					" WHERE hidden <> 1 ORDER BY cid"
				      : "SELECT name FROM pragma_table_xinfo(?1, ?2)"
					" WHERE hidden <> 1 ORDER BY cid",
		       texts, schema == NULL ? 1 : 2, &stmt, err);
	if (rc != 0)
		return rc;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		*vec_push(&names, a) = arena_strdup(a, (const char *)sqlite3_column_text(stmt, 0));
	if (rc != SQLITE_DONE)
		return error_take(c, NULL, err);
	*ret = names.v;
	*ret_len = names.len;
	return 0;
}

int catalog_is_fresh(void *conn, const char *const *except, size_t n, bool *ret,
		     struct pawl_error *err)
{
	struct conn *c = conn;
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	_cleanup_buf_ struct buf sql = {0};
	int rc;

	wait_start(c);
	buf_adds(&sql, "SELECT 1 FROM main.sqlite_schema"
		       " WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
		       " AND tbl_name COLLATE NOCASE NOT IN (");
	for (size_t i = 0; i < n; i++)
		buf_printf(&sql, "%s?", i == 0 ? "" : ",");
	buf_adds(&sql, ") LIMIT 1");
	rc = conn_bind(c, sql.data, except, n, &stmt, err);
	if (rc != 0)
		return rc;
	rc = sqlite3_step(stmt);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return error_take(c, NULL, err);
	*ret = rc == SQLITE_DONE;
	return 0;
}

/* Everything that sqlite_schema has under the object's name, and on it. */
static int add_object(struct conn *c, const struct stmt_object *o, struct sha256 *hash,
		      struct pawl_error *err)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	const char *schema = o->schema == NULL ? "main" : o->schema;
	char *sql = sqlite3_mprintf("SELECT type, name, tbl_name, sql FROM \"%w\".sqlite_schema"
				    " WHERE name = ?1 COLLATE NOCASE"
				    " OR tbl_name = ?1 COLLATE NOCASE ORDER BY 1, 2",
				    schema);
	int rc = conn_bind(c, sql, &o->name, 1, &stmt, err);

	sqlite3_free(sql);
	if (rc != 0)
		return rc;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		for (int i = 0; i < 4; i++) {
			const unsigned char *text = sqlite3_column_text(stmt, i);

			if (text != NULL)
				sha256_add(hash, text, (size_t)sqlite3_column_bytes(stmt, i));
			sha256_add(hash, "", 1);
		}
	return rc == SQLITE_DONE ? 0 : error_take(c, NULL, err);
}

int catalog_fingerprint(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
			struct arena *a, const char **ret, struct pawl_error *err)
{
	struct conn *c = conn;
	struct sha256 hash;
	char hex[SHA256_HEX];
	int64_t version;
	int rc = 0;

	(void)sql, (void)len;
	if ((cls->flags & STMT_DDL) == 0 || cls->objects_len == 0) {
		*ret = "";
		return 0;
	}
	wait_start(c);
	sha256_init(&hash);
	for (size_t i = 0; rc == 0 && i < cls->objects_len; i++)
		rc = add_object(c, &cls->objects[i], &hash, err);
	/* For those that did not fit: it grows with every change of the schema. */
	if (rc == 0 && cls->more_objects) {
		rc = conn_number(c, "PRAGMA schema_version", &version, err);
		if (rc == 0)
			sha256_add(&hash, &version, sizeof(version));
	}
	if (rc != 0)
		return rc;
	sha256_hex(&hash, hex);
	*ret = arena_strdup(a, hex);
	return 0;
}
