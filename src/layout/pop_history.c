/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pop, soda: the version's digits as text.
 * (github.com/gobuffalo/pop, migrator.go)
 */
#include "layout/tool_backends.h"

const struct tool_history tool_pop = {
	.tool = "pop",
	.table = TOOL_EVERYWHERE("schema_migration"),
	.columns = (const char *const[]){"version", NULL},
	.also = (const char *const[]){"version_self", NULL},
	.create =
		{
			[ENGINE_SQLITE] =
				"CREATE TABLE IF NOT EXISTS {table} (\"version\" TEXT PRIMARY "
				"KEY); "
				"CREATE UNIQUE INDEX IF NOT EXISTS {in}\"{plain}_version_idx\" ON "
				"\"{plain}\" (version)",
			[ENGINE_POSTGRES] = "CREATE TABLE IF NOT EXISTS {table} (\"version\" "
					    "VARCHAR (14) NOT NULL, "
					    "PRIMARY KEY(\"version\")); "
					    "CREATE UNIQUE INDEX IF NOT EXISTS "
					    "\"{plain}_version_idx\" ON {table} "
					    "(version)",
			[ENGINE_MYSQL] =
				"CREATE TABLE IF NOT EXISTS {table} (`version` VARCHAR (14) NOT "
				"NULL, "
				"PRIMARY KEY(`version`)) ENGINE=InnoDB; "
				"CREATE UNIQUE INDEX `{plain}_version_idx` ON {table} (`version`)",
		},
	.read = TOOL_EVERYWHERE(
		"SELECT version, NULL, NULL, NULL, 'applied', NULL FROM {table} ORDER BY version"),
	.applied = TOOL_EVERYWHERE("INSERT INTO {table} (version) VALUES ({version})"),
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE version = {version}"),
	.compare = tool_compare_texts,
};
