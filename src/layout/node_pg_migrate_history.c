/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node-pg-migrate: the file's name without its ending. PostgreSQL only.
 * (github.com/salsita/node-pg-migrate, src/runner.ts, src/db.ts)
 */
#include "layout/tool_backends.h"

TOOL_LOCK_NUMBER(lock_key, "7241865325823964")

const struct tool_history tool_node_pg_migrate = {
	.tool = "node-pg-migrate",
	.table = {[ENGINE_POSTGRES] = "pgmigrations"},
	.columns = (const char *const[]){"id", "name", "run_on", NULL},
	.create = {[ENGINE_POSTGRES] = "CREATE TABLE {table} (id SERIAL PRIMARY KEY, name "
				       "varchar(255) NOT NULL, run_on timestamp NOT NULL)"},
	.read = {[ENGINE_POSTGRES] =
			 "SELECT name, NULL, NULL, NULL, 'applied', run_on FROM {table} "
			 "ORDER BY run_on, id"},
	.in_order = true,
	.applied = {[ENGINE_POSTGRES] = "INSERT INTO {table} (name, run_on) VALUES ({version}, "
					"clock_timestamp())"},
	.removed = {[ENGINE_POSTGRES] = "DELETE FROM {table} WHERE name = {version}"},
	.compare = tool_same_texts,
	.lock_key = lock_key,
};
