/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drizzle: the SHA-256 of the file, and its time in the journal, by which it is
 * known. A schema of its own on PostgreSQL. The tool never looks at the hash
 * again; pawl does.
 * (github.com/drizzle-team/drizzle-orm, drizzle-orm/src/pg-core/dialect.ts)
 */
#include "layout/tool_backends.h"

#define TABLE "__drizzle_migrations"

const struct tool_history tool_drizzle = {
	.tool = "drizzle",
	.table = TOOL_EVERYWHERE(TABLE),
	.schema = {[ENGINE_POSTGRES] = "drizzle"},
	.columns = (const char *const[]){"id", "hash", "created_at", NULL},
	.create =
		{
			[ENGINE_SQLITE] =
				"CREATE TABLE IF NOT EXISTS {table} (id SERIAL PRIMARY KEY, hash "
				"text NOT NULL, created_at numeric)",
			[ENGINE_POSTGRES] =
				"CREATE SCHEMA IF NOT EXISTS \"drizzle\"; CREATE TABLE IF NOT "
				"EXISTS "
				"{table} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at "
				"bigint)",
			[ENGINE_MYSQL] = "CREATE TABLE IF NOT EXISTS {table} (id serial primary "
					 "key, hash text "
					 "not null, created_at bigint)",
		},
	.read = TOOL_EVERYWHERE("SELECT created_at, NULL, NULL, hash, 'applied', NULL FROM {table} "
				"ORDER BY created_at"),
	.applied = TOOL_EVERYWHERE(
		"INSERT INTO {table} (hash, created_at) VALUES ({checksum}, {version:number})"),
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE created_at = {version:number}"),
	.accepted = TOOL_EVERYWHERE(
		"UPDATE {table} SET hash = {checksum} WHERE created_at = {version:number}"),
	.compare = tool_compare_numbers,
};
