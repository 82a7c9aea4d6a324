/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sql-migrate: the file's name. No lock, no checksum.
 * (github.com/rubenv/sql-migrate, migrate.go; its table is made by gorp)
 */
#include "layout/tool_backends.h"

#define READ(time) "SELECT id, NULL, NULL, NULL, 'applied', " time " FROM {table} ORDER BY id"

const struct tool_history tool_sql_migrate = {
	.tool = "sql-migrate",
	.table = TOOL_EVERYWHERE("gorp_migrations"),
	.columns = (const char *const[]){"id", "applied_at", NULL},
	.create =
		{
			[ENGINE_SQLITE] =
				"create table if not exists {table} (\"id\" varchar(255) not "
				"null primary key, \"applied_at\" datetime)",
			[ENGINE_POSTGRES] = "create table if not exists {table} (\"id\" text not "
					    "null primary key, "
					    "\"applied_at\" timestamp with time zone)",
			[ENGINE_MYSQL] =
				"create table if not exists {table} (`id` varchar(255) not null "
				"primary key, `applied_at` datetime) engine=InnoDB charset=UTF8",
		},
	.read = {READ("applied_at"), READ("applied_at"), READ(TOOL_MYSQL_UTC("applied_at"))},
	.applied =
		{
			[ENGINE_SQLITE] = "INSERT INTO {table} (id, applied_at) VALUES ({version}, "
					  "strftime('%Y-%m-%d %H:%M:%f+00:00', 'now'))",
			[ENGINE_POSTGRES] =
				"INSERT INTO {table} (id, applied_at) VALUES ({version}, "
				"clock_timestamp())",
			[ENGINE_MYSQL] = "INSERT INTO {table} (id, applied_at) VALUES ({version}, "
					 "UTC_TIMESTAMP())",
		},
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE id = {version}"),
	.compare = tool_same_texts,
};
