/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite's compiler as a judge. The authorizer tells while a statement is
 * prepared whether it changes the schema; only then it is run, and never what
 * reaches other files. ALTER TABLE looks at all views and triggers only as it
 * runs; a DROP TABLE does not look at all: they are compiled one by one.
 */
#include "driver/sqlite/conn.h"

#include "base/buf.h"
#include "sql/ident.h"

#include <string.h>

enum { JUDGE_TIMEOUT_MS = 5000 };

struct effects {
	bool schema, outside;
};

static int note(void *data, int action, const char *a, const char *b, const char *c, const char *d)
{
	struct effects *e = data;

	(void)b;
	(void)c;
	(void)d;
	switch (action) {
	case SQLITE_CREATE_INDEX:
	case SQLITE_CREATE_TABLE:
	case SQLITE_CREATE_TEMP_INDEX:
	case SQLITE_CREATE_TEMP_TABLE:
	case SQLITE_CREATE_TEMP_TRIGGER:
	case SQLITE_CREATE_TEMP_VIEW:
	case SQLITE_CREATE_TRIGGER:
	case SQLITE_CREATE_VIEW:
	case SQLITE_CREATE_VTABLE:
	case SQLITE_DROP_INDEX:
	case SQLITE_DROP_TABLE:
	case SQLITE_DROP_TEMP_INDEX:
	case SQLITE_DROP_TEMP_TABLE:
	case SQLITE_DROP_TEMP_TRIGGER:
	case SQLITE_DROP_TEMP_VIEW:
	case SQLITE_DROP_TRIGGER:
	case SQLITE_DROP_VIEW:
	case SQLITE_DROP_VTABLE:
	case SQLITE_ALTER_TABLE:
		e->schema = true;
		break;
	case SQLITE_ATTACH:
	case SQLITE_DETACH:
		e->outside = true;
		break;
	case SQLITE_PRAGMA:
		/* The one that changes what ALTER TABLE does. */
		if (strcasecmp(a, "legacy_alter_table") == 0)
			e->schema = true;
		else if (strcasecmp(a, "writable_schema") == 0)
			e->outside = true;
		break;
	default:
		break;
	}
	return SQLITE_OK;
}

static enum verdict_missing what_is_missing(const char *message)
{
	static const char *const objects[] = {
		"no such table:",   "no such view:",    "no such index:",
		"no such trigger:", "no such database", "unknown database"};
	static const char *const code[] = {
		"no such function:", "no such module:",   "no such collation",
		"no such tokenizer", "unknown tokenizer", "vtable constructor failed",
		"no such vfs",       "not authorized",    "may not be modified"};

	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++)
		if (strstr(message, objects[i]) != NULL)
			return MISSING_OBJECT;
	for (size_t i = 0; i < sizeof(code) / sizeof(*code); i++)
		if (strstr(message, code[i]) != NULL)
			return MISSING_CODE;
	return MISSING_NOTHING;
}

static int refuse(struct conn *c, struct arena *a, struct verdict *ret, struct pawl_error *err)
{
	int offset;

	if (c->stop != STOP_NONE || (sqlite3_errcode(c->db) & 0xff) != SQLITE_ERROR)
		return error_take(c, NULL, err);
	offset = sqlite3_error_offset(c->db);
	ret->refused = arena_strdup(a, sqlite3_errmsg(c->db));
	ret->missing = what_is_missing(ret->refused);
	ret->at = offset > 0 ? (size_t)offset : 0;
	return 0;
}

static int judge_prepare(void *conn, struct pawl_error *err)
{
	struct conn *c = conn;

	c->timeouts.statement_ms = JUDGE_TIMEOUT_MS;
	/* pawl switches foreign keys off around a migration, and the other back behind it. */
	return conn_run(c, "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = OFF", err);
}

static int judge_take(void *conn, const char *kind, const char *sql, size_t len, struct arena *a,
		      struct verdict *ret, struct pawl_error *err)
{
	struct conn *c = conn;
	struct effects e = {0};
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	int rc = wait_admit(c, err);

	(void)kind;
	if (rc != 0)
		return rc;
	wait_start(c);
	*ret = (struct verdict){.asked = true};
	sqlite3_set_authorizer(c->db, note, &e);
	rc = sqlite3_prepare_v2(c->db, sql, (int)len, &stmt, NULL);
	sqlite3_set_authorizer(c->db, NULL, NULL);
	if (rc != SQLITE_OK)
		return refuse(c, a, ret, err);
	ret->skipped = e.outside;
	if (!e.schema || e.outside)
		return 0;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		continue;
	return rc == SQLITE_DONE ? 0 : refuse(c, a, ret, err);
}

/* Does it compile? *ret_why is NULL if so, or if code is missing that an extension brings. */
static void compile(struct conn *c, const struct buf *sql, struct arena *a, const char **ret_why)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;

	*ret_why = NULL;
	if (sqlite3_prepare_v2(c->db, sql->data, (int)sql->len, &stmt, NULL) == SQLITE_OK ||
	    what_is_missing(sqlite3_errmsg(c->db)) == MISSING_CODE)
		return;
	*ret_why = arena_strdup(a, sqlite3_errmsg(c->db));
}

/* Statements that make SQLite compile every trigger of a table, UPDATE OF ones included. */
static int compile_triggers(struct conn *c, const char *table, struct arena *a,
			    const char **ret_why, struct pawl_error *err)
{
	_cleanup_buf_ struct buf update = {0}, other = {0};
	_cleanup_stmt_ sqlite3_stmt *columns = NULL;
	size_t n = 0;
	int rc = conn_bind(c, "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0", &table, 1,
			   &columns, err);

	if (rc != 0)
		return rc;
	buf_adds(&update, "UPDATE ");
	ident_quote(&update, '"', table);
	for (; sqlite3_step(columns) == SQLITE_ROW; n++) {
		const char *name = (const char *)sqlite3_column_text(columns, 0);

		buf_adds(&update, n == 0 ? " SET " : ", ");
		ident_quote(&update, '"', name);
		buf_adds(&update, " = ");
		ident_quote(&update, '"', name);
	}
	*ret_why = NULL;
	if (n > 0)
		compile(c, &update, a, ret_why);
	for (size_t i = 0; *ret_why == NULL && i < 2; i++) {
		other.len = 0;
		buf_adds(&other, i == 0 ? "DELETE FROM " : "INSERT INTO ");
		ident_quote(&other, '"', table);
		buf_adds(&other, i == 0 ? "" : " DEFAULT VALUES");
		compile(c, &other, a, ret_why);
	}
	return 0;
}

static int judge_broken(void *conn, struct arena *a, struct verdict_broken **ret, size_t *ret_len,
			struct pawl_error *err)
{
	struct conn *c = conn;
	VEC(struct verdict_broken) found = {0};
	_cleanup_stmt_ sqlite3_stmt *list = NULL;
	int rc = conn_prepare(c,
			      "SELECT 'view', name FROM sqlite_schema WHERE type = 'view' "
			      "UNION SELECT 'trigger', tbl_name FROM sqlite_schema "
			      "WHERE type = 'trigger' ORDER BY 1 DESC, 2",
			      &list, err);

	while (rc == 0 && sqlite3_step(list) == SQLITE_ROW) {
		bool view = sqlite3_column_text(list, 0)[0] == 'v';
		const char *name = arena_strdup(a, (const char *)sqlite3_column_text(list, 1));
		const char *why;

		if (view) {
			_cleanup_buf_ struct buf sql = {0};

			buf_adds(&sql, "SELECT * FROM ");
			ident_quote(&sql, '"', name);
			compile(c, &sql, a, &why);
		} else {
			rc = compile_triggers(c, name, a, &why, err);
		}
		if (rc == 0 && why != NULL)
			*vec_push(&found, a) = (struct verdict_broken){
				.what = arena_printf(
					a, view ? "view \"%s\"" : "a trigger of \"%s\"", name),
				.why = why,
			};
	}
	*ret = found.v;
	*ret_len = found.len;
	return rc;
}

const struct driver_judge judge_sqlite = {
	.prepare = judge_prepare,
	.take = judge_take,
	.broken = judge_broken,
};
