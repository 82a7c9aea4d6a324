/* SPDX-License-Identifier: Apache-2.0 */
/* Diesel: the version as text. No checksum, no lock. (github.com/diesel-rs/diesel, migration) */
#include "layout/tool_backends.h"

const struct tool_history tool_diesel = {
	.tool = "diesel",
	.table = TOOL_EVERYWHERE("__diesel_schema_migrations"),
	.columns = (const char *const[]){"version", "run_on", NULL},
	.create = TOOL_EVERYWHERE("CREATE TABLE IF NOT EXISTS {table} (\n"
				  "       version VARCHAR(50) PRIMARY KEY NOT NULL,\n"
				  "       run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP\n"
				  ")"),
	.read = TOOL_EVERYWHERE("SELECT version, NULL, NULL, NULL, 'applied', run_on FROM {table} "
				"ORDER BY version"),
	.applied = TOOL_EVERYWHERE("INSERT INTO {table} (version) VALUES ({version})"),
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE version = {version}"),
	.compare = tool_compare_texts,
};
