/* SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"

#include <sqlite3.h>

static const struct limit_tables tables = {
	.id = "INTEGER PRIMARY KEY AUTOINCREMENT",
	.key_text = "TEXT",
	.text = "TEXT",
	.integer = "INTEGER",
	.timestamp = "DATETIME DEFAULT (datetime('now'))",
	.now = "datetime('now')",
	.tail = "",
};

static void *open_file(const char *path)
{
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK)
		limit_die(path, sqlite3_errmsg(db));
	return db;
}

static void run(void *db, const char *sql, size_t len)
{
	(void)len;
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		limit_die(sql, sqlite3_errmsg(db));
}

static void history(void *db, const char *sql,
		    void (*seen)(void *data, const char *name, const char *hash), void *data)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		limit_die(sql, sqlite3_errmsg(db));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 2; i < sqlite3_column_count(stmt); i++)
			sqlite3_column_text(stmt, i);
		seen(data, (const char *)sqlite3_column_text(stmt, 0),
		     (const char *)sqlite3_column_text(stmt, 1));
	}
	sqlite3_finalize(stmt);
}

static void close_file(void *db)
{
	sqlite3_close(db);
}

int main(int argc, char **argv)
{
	static const struct limit_engine engine = {
		.tables = &tables,
		.open = open_file,
		.run = run,
		.history = history,
		.close = close_file,
		.begin = "BEGIN IMMEDIATE",
		.commit = "COMMIT",
	};

	return limit_main(&engine, argc, argv);
}
