/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tern: one row, the number of the newest applied migration, 0 before the first.
 * (github.com/jackc/tern, migrate/migrate.go)
 */
#include "layout/tool_backends.h"

TOOL_LOCK_NUMBER(lock_key, "9628173550095224")

const struct tool_history tool_tern = {
	.tool = "tern",
	.table = {[ENGINE_POSTGRES] = "schema_version"},
	.schema = {[ENGINE_POSTGRES] = "public"},
	.columns = (const char *const[]){"version", NULL},
	.create = {[ENGINE_POSTGRES] = "CREATE TABLE {table} (version int4 NOT NULL); INSERT INTO "
				       "{table} (version) SELECT 0 WHERE 0 = (SELECT count(*) FROM "
				       "{table})"},
	.read = {[ENGINE_POSTGRES] =
			 "SELECT version, NULL, NULL, NULL, 'through', NULL FROM {table} WHERE "
			 "version > 0"},
	.applied = {[ENGINE_POSTGRES] = "UPDATE {table} SET version = {version:number}"},
	.removed = {[ENGINE_POSTGRES] =
			    "UPDATE {table} SET version = COALESCE({previous:number}, 0)"},
	.compare = tool_compare_numbers,
	.lock_key = lock_key,
};
