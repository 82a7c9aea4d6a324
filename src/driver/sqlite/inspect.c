/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalog of an SQLite file: sqlite_schema in one query, whose CREATE
 * statements the dialect takes apart (struct dialect's declare; a driver includes
 * no dialect's own headers). Two more queries, and only where there is something
 * to ask: which tables are shadows of virtual ones, and which columns views and
 * virtual tables have. All three see one snapshot.
 *
 * Left out: what SQLite made itself (sqlite_*, indexes behind keys), shadow
 * tables, and what is excluded with all that belongs to it.
 *
 * Not read: attached and temporary databases, and the columns of views and
 * virtual tables where one of them is broken or its module is not loaded.
 */
#include "driver/sqlite/conn.h"

#include "base/map.h"
#include "base/text.h"
#include "dialect/dialect.h"

#include <strings.h>

struct rows {
	struct dialect_row *v;
	size_t len, cap;
};

static const char *lower(struct arena *a, const char *s)
{
	char *copy = arena_strdup(a, s);

	for (char *p = copy; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 'a' - 'A');
	return copy;
}

/* * is any text, ? any character; letters without case, as names are. */
static bool matches(const char *pattern, const char *name)
{
	const char *star = NULL, *back = NULL;

	while (*name != '\0') {
		if (*pattern == '*') {
			star = ++pattern;
			back = name;
		} else if (*pattern == '?' ||
			   (*pattern != '\0' && strncasecmp(pattern, name, 1) == 0)) {
			pattern++;
			name++;
		} else if (star != NULL) {
			pattern = star;
			name = ++back;
		} else {
			return false;
		}
	}
	return pattern[strspn(pattern, "*")] == '\0';
}

static bool is_excluded(const struct inspect_options *o, const char *name)
{
	for (size_t i = 0; o != NULL && i < o->exclude_len; i++) {
		const char *pattern = o->exclude[i];

		if (strncasecmp(pattern, "main.", 5) == 0)
			pattern += 5;
		if (matches(pattern, name))
			return true;
	}
	return false;
}

static const char *text(sqlite3_stmt *stmt, int i, struct arena *a)
{
	return arena_strndup(a, (const char *)sqlite3_column_text(stmt, i),
			     (size_t)sqlite3_column_bytes(stmt, i));
}

/* Shadow tables are told only where their module is there. */
static int read_shadows(struct conn *c, struct map *ret, struct pawl_error *err)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	int rc, step;

	if (sqlite3_libversion_number() < 3037000)
		return 0;
	rc = conn_prepare(c,
			  "SELECT name FROM pragma_table_list WHERE schema = 'main'"
			  " AND type = 'shadow'",
			  &stmt, err);
	if (rc != 0)
		return rc;
	while ((step = sqlite3_step(stmt)) == SQLITE_ROW)
		map_put(ret, lower(ret->arena, text(stmt, 0, ret->arena)), ret);
	return step == SQLITE_DONE ? 0 : error_take(c, NULL, err);
}

/* "tbl_name" is the table of an index or a trigger, else the name itself. */
static int read_rows(struct conn *c, const struct inspect_options *o, struct arena *a,
		     struct rows *ret, bool *ret_columns, struct pawl_error *err)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	struct map shadows = {.arena = a};
	size_t kept = 0;
	int step,
		rc = conn_prepare(c,
				  "SELECT type, name, tbl_name, sql FROM main.sqlite_schema"
				  " WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
				  &stmt, err);
	bool virtual = false;

	if (rc != 0)
		return rc;
	while ((step = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct dialect_row row = {text(stmt, 0, a), text(stmt, 1, a), text(stmt, 2, a),
					  text(stmt, 3, a)};

		if (is_excluded(o, row.table))
			continue;
		*vec_push(ret, a) = row;
		virtual = virtual || strncasecmp(row.sql, "CREATE VIRTUAL", 14) == 0;
		*ret_columns = *ret_columns || strcmp(row.type, "view") == 0;
	}
	if (step != SQLITE_DONE)
		return error_take(c, NULL, err);
	*ret_columns = *ret_columns || virtual;
	if (virtual)
		rc = read_shadows(c, &shadows, err);
	for (size_t i = 0; i < ret->len; i++)
		if (!map_has(&shadows, lower(a, ret->v[i].table)))
			ret->v[kept++] = ret->v[i];
	ret->len = kept;
	return rc;
}

/* For docs: they come with their view, and are nothing of their own. A broken one hides the rest. */
static void read_columns(struct conn *c, struct schema_builder *b)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;

	if (conn_prepare(
		    c,
		    "SELECT s.name, x.name, x.type FROM main.sqlite_schema s,"
		    " pragma_table_xinfo(s.name) x WHERE x.hidden <> 1 AND (s.type = 'view' OR"
		    " s.type = 'table' AND s.sql LIKE 'create virtual%') ORDER BY s.rowid, x.cid",
		    &stmt, NULL) != 0)
		return;
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *name = text(stmt, 0, b->arena);
		struct object *o = schema_lookup(b, OBJECT_VIEW, NULL, NULL, name, NULL), *column;

		if (o == NULL)
			o = schema_lookup(b, OBJECT_VIRTUAL_TABLE, NULL, NULL, name, NULL);
		if (o == NULL)
			continue;
		column = schema_add(b, OBJECT_COLUMN, o, NULL, text(stmt, 1, b->arena), NULL);
		if (column->implied)
			continue;
		column->implied = true;
		column->position = 1;
		for (size_t i = b->objects.len; i-- > 0 && b->objects.v[i]->parent == o;)
			if (b->objects.v[i] != column) {
				column->position = b->objects.v[i]->position + 1;
				break;
			}
		schema_set(b, column, ATTR_TYPE, text(stmt, 2, b->arena));
	}
}

static int read_all(struct conn *c, const struct inspect_options *o, struct schema_builder *b,
		    struct pawl_error *err)
{
	struct rows rows = {0};
	bool columns = false;
	int rc = read_rows(c, o, b->arena, &rows, &columns, err);

	if (rc != 0)
		return rc;
	b->nocase = true;
	dialect_find(sqlite_driver.dialect)->declare(b, rows.v, rows.len);
	if (columns)
		read_columns(c, b);
	return 0;
}

int inspect_schema(void *conn, const struct inspect_options *o, struct arena *a, struct schema *ret,
		   struct pawl_error *err)
{
	struct conn *c = conn;
	struct schema_builder b;
	bool outside = sqlite3_get_autocommit(c->db) != 0;
	int rc = wait_admit(c, err);

	if (rc == 0 && outside)
		rc = conn_run(c, "BEGIN", err);
	if (rc != 0)
		return rc;
	schema_begin(&b, a);
	rc = read_all(c, o, &b, err);
	if (outside && !sqlite3_get_autocommit(c->db))
		conn_run(c, "ROLLBACK", NULL);
	if (rc != 0)
		return rc;
	schema_finish(&b, ret);
	ret->version = c->info.version;
	ret->product = c->info.product;
	ret->default_schema = c->info.schema;
	return 0;
}
