/* SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"

#include <mysql.h>
#include <stdlib.h>

static const struct limit_tables tables = {
	.id = "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY",
	.key_text = "VARCHAR(512)",
	.text = "LONGTEXT",
	.integer = "BIGINT",
	.timestamp = "TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)",
	.now = "CURRENT_TIMESTAMP(6)",
	.tail = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
};

/* The socket's path is the database's name here: the database is "bench", the user root. */
static void *open_socket(const char *path)
{
	MYSQL *db = mysql_init(NULL);

	if (db == NULL || mysql_real_connect(db, NULL, "root", NULL, "bench", 0, path, 0) == NULL)
		limit_die(path, db == NULL ? "out of memory" : mysql_error(db));
	return db;
}

static void run(void *db, const char *sql, size_t len)
{
	if (mysql_real_query(db, sql, (unsigned long)len) != 0)
		limit_die(sql, mysql_error(db));
}

static void history(void *db, const char *sql,
		    void (*seen)(void *data, const char *name, const char *hash), void *data)
{
	MYSQL_RES *res;
	MYSQL_ROW row;

	if (mysql_query(db, sql) != 0 || (res = mysql_store_result(db)) == NULL)
		limit_die(sql, mysql_error(db));
	while ((row = mysql_fetch_row(res)) != NULL)
		seen(data, row[0], row[1]);
	mysql_free_result(res);
}

static void close_socket(void *db)
{
	mysql_close(db);
}

int main(int argc, char **argv)
{
	static const struct limit_engine engine = {
		.tables = &tables,
		.open = open_socket,
		.run = run,
		.history = history,
		.close = close_socket,
		.begin = "START TRANSACTION",
		.commit = "COMMIT",
		.journals = 1,
	};

	return limit_main(&engine, argc, argv);
}
