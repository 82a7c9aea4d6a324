/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CREATE statements of any text through SQLite's reader of schemas, which must
 * take them. Those that SQLite itself accepts must be understood: the table
 * that is written from what was read is the same table.
 */
#include "dialect/dialect.h"
#include "model/diff.h"
#include "model/equal.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static void declare(struct arena *a, const char *type, const char *sql, struct schema *ret)
{
	const struct dialect_row rows[] = {{"table", "u", "u", "CREATE TABLE u (a, b)"},
					   {type, "t", "t", sql}};
	struct schema_builder b;

	if (strcmp(type, "trigger") == 0 || strcmp(type, "index") == 0)
		((struct dialect_row *)rows)[1].table = "u";
	schema_begin(&b, a);
	b.nocase = true;
	dialect_find("sqlite")->declare(&b, rows, 2);
	schema_finish(&b, ret);
}

/* The text that SQLite keeps of the table; NULL if it does not accept it. */
static const char *accepted(struct arena *a, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	const char *ret = NULL, *tail = "";
	bool done;

	if (sqlite3_open(":memory:", &db) != SQLITE_OK)
		abort();
	done = sqlite3_prepare_v2(db, sql, -1, &stmt, &tail) == SQLITE_OK && stmt != NULL &&
	       sqlite3_step(stmt) == SQLITE_DONE;
	sqlite3_finalize(stmt);
	stmt = NULL;
	if (done &&
	    sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema WHERE name = 't'", -1, &stmt,
			       NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		ret = arena_strdup(a, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return ret;
}

/* Written from what was read of it. */
static const char *written(struct arena *a, const struct schema *s)
{
	const struct model_rules *rules = dialect_find("sqlite")->model;
	struct change c = {.op = CHANGE_CREATE};
	struct diff_options options = {0};
	struct sql_list list = {0};

	c.new = schema_find(s, OBJECT_TABLE, NULL, NULL, "t", NULL);
	if (c.new == NULL || object_has(c.new, ATTR_DEFINITION))
		abort();
	rules->emit(&options, &c, a, &list);
	return list.v[0].sql;
}

static void check_table(struct arena *a, const char *sql)
{
	const struct model_rules *rules = dialect_find("sqlite")->model;
	_cleanup_buf_ struct buf differences = {0};
	struct diff_options options = {0};
	struct schema first, second;
	const char *kept = accepted(a, sql), *again;

	if (kept == NULL)
		return;
	declare(a, "table", kept, &first);
	again = accepted(a, written(a, &first));
	if (again == NULL)
		abort();
	declare(a, "table", again, &second);
	if (schema_differences(rules, &options, &first, &second, 9, &differences) > 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = {"table", "index", "view", "trigger"};
	_cleanup_arena_ struct arena a = {0};
	struct schema s;
	const char *text;

	if (size < 1)
		return 0;
	text = arena_strndup(&a, (const char *)data + 1, size - 1);
	declare(&a, types[data[0] % 4], text, &s);
	check_table(&a, arena_printf(&a, "CREATE TABLE t %s", text));
	return 0;
}
