/* SPDX-License-Identifier: Apache-2.0 */
/*
 * postgres-migrations: number, name, and the SHA-1 of the file's name and text.
 * The first row is the table itself. PostgreSQL only.
 * (github.com/ThomWright/postgres-migrations, src/migrate.ts, src/migrations/0_*.sql)
 */
#include "layout/tool_backends.h"

TOOL_LOCK_NUMBER(lock_key, "-8525285245963000605")

const struct tool_history tool_postgres_migrations = {
	.tool = "postgres-migrations",
	.table = {[ENGINE_POSTGRES] = "migrations"},
	.columns = (const char *const[]){"id", "name", "hash", "executed_at", NULL},
	.create =
		{[ENGINE_POSTGRES] =
			 "CREATE TABLE IF NOT EXISTS {table} (\n"
			 "  id integer PRIMARY KEY,\n"
			 "  name varchar(100) UNIQUE NOT NULL,\n"
			 "  hash varchar(40) NOT NULL,\n"
			 "  executed_at timestamp DEFAULT current_timestamp\n"
			 "); "
			 "INSERT INTO {table} (id, name, hash) VALUES (0, "
			 "'create-migrations-table', 'e18db593bcde2aca2a408c4d1100f6abba2195df')"},
	.read = {[ENGINE_POSTGRES] = "SELECT id, name, NULL, hash, 'applied', executed_at FROM "
				     "{table} WHERE id > 0 ORDER BY id"},
	.applied = {[ENGINE_POSTGRES] = "INSERT INTO {table} (id, name, hash) VALUES "
					"({version:number}, {description}, {checksum})"},
	.removed = {[ENGINE_POSTGRES] = "DELETE FROM {table} WHERE id = {version:number}"},
	.accepted = {[ENGINE_POSTGRES] = "UPDATE {table} SET name = {description}, hash = "
					 "{checksum} WHERE id = {version:number}"},
	.compare = tool_compare_numbers,
	.lock_key = lock_key,
};
