/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bun: the digits of the file's name, in groups of what one run has applied. Its
 * lock is a row in a table beside it.
 * (github.com/uptrace/bun, migrate/migration.go, migrate/migrator.go)
 */
#include "layout/tool_backends.h"

#define CREATE(id, time)                                                                           \
	"CREATE TABLE IF NOT EXISTS {in}bun_migration_locks (id " id ", table_name VARCHAR(255), " \
	"PRIMARY KEY (id), UNIQUE (table_name)); "                                                 \
	"CREATE TABLE IF NOT EXISTS {table} (id " id ", name VARCHAR(255), group_id BIGINT, "      \
	"migrated_at " time " NOT NULL DEFAULT current_timestamp, PRIMARY KEY (id))"
#define LOCKS "{in}bun_migration_locks"

const struct tool_history tool_bun = {
	.tool = "bun",
	.table = TOOL_EVERYWHERE("bun_migrations"),
	.columns = (const char *const[]){"id", "name", "group_id", "migrated_at", NULL},
	.create =
		{
			[ENGINE_SQLITE] = CREATE("INTEGER NOT NULL", "TIMESTAMP"),
			[ENGINE_POSTGRES] = CREATE("BIGSERIAL NOT NULL", "TIMESTAMPTZ"),
			[ENGINE_MYSQL] = CREATE("BIGINT NOT NULL AUTO_INCREMENT", "DATETIME"),
		},
	.read = TOOL_EVERYWHERE(
		"SELECT name, NULL, NULL, NULL, 'applied', migrated_at FROM {table} ORDER BY id"),
	.in_order = true,
	.applied = TOOL_EVERYWHERE("INSERT INTO {table} (name, group_id) SELECT {version}, "
				   "COALESCE(MAX(group_id), 0) + 1 FROM {table}"),
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE name = {version}"),
	.compare = tool_compare_texts,
	.lock_table = TOOL_EVERYWHERE("bun_migration_locks"),
	.lock_take = TOOL_EVERYWHERE("INSERT INTO " LOCKS " (table_name) SELECT n FROM (SELECT "
				     "'{plain}' AS n) AS t WHERE NOT EXISTS (SELECT 1 FROM " LOCKS
				     " WHERE table_name = '{plain}')"),
	.lock_free = TOOL_EVERYWHERE("DELETE FROM " LOCKS " WHERE table_name = '{plain}'"),
};
