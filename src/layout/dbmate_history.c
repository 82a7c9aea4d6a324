/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dbmate: the digits in front of the file's name, as text. No lock.
 * (github.com/amacneil/dbmate, pkg/driver)
 */
#include "layout/tool_backends.h"

const struct tool_history tool_dbmate = {
	.tool = "dbmate",
	.table = TOOL_EVERYWHERE("schema_migrations"),
	.columns = (const char *const[]){"version", NULL},
	.create =
		{
			[ENGINE_SQLITE] =
				"CREATE TABLE IF NOT EXISTS {table} (version varchar(128) "
				"primary key)",
			[ENGINE_POSTGRES] =
				"CREATE TABLE IF NOT EXISTS {table} (version varchar not "
				"null primary key)",
			[ENGINE_MYSQL] = "CREATE TABLE IF NOT EXISTS {table} (version varchar(128) "
					 "primary key)",
		},
	.read = TOOL_EVERYWHERE(
		"SELECT version, NULL, NULL, NULL, 'applied', NULL FROM {table} ORDER BY version"),
	.applied = TOOL_EVERYWHERE("INSERT INTO {table} (version) VALUES ({version})"),
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE version = {version}"),
	.compare = tool_compare_texts,
};
