/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drizzle: the SHA-256 of the file, and its time in milliseconds, by which releases
 * before 1.0 know it: that of the journal. As of 1.0 there are two columns more, and
 * the folder's name is what tells it; rows from before have that filled in when the
 * tool first sees them, and until then go by the second of their time, or their hash.
 * A schema of its own on PostgreSQL. The tool never looks at the hash again; pawl does.
 * (github.com/drizzle-team/drizzle-orm, drizzle-orm/src/pg-core/dialect.ts and, as of 1.0,
 * drizzle-orm/src/up-migrations)
 */
#include "base/text.h"
#include "layout/tool_backends.h"

#include <string.h>

#define TABLE "__drizzle_migrations"
#define SCHEMA "CREATE SCHEMA IF NOT EXISTS \"drizzle\"; "
#define MAKE "CREATE TABLE IF NOT EXISTS {table} "
#define READ(name)                                                                                 \
	"SELECT created_at, NULL, " name ", hash, 'applied', NULL FROM {table} ORDER BY "          \
	"created_at, id"

/* "1704067200123" and "1704067200000" are of one second. */
static bool is_same_second(const char *a, const char *b)
{
	size_t len = strlen(a);

	return len > 3 && strlen(b) == len && strncmp(a, b, len - 3) == 0;
}

static int compare(const struct migration_record *record, const struct tool_row *row)
{
	int order = tool_compare_numbers(record, row);

	if (record->script == NULL)
		return order;
	if (row->script != NULL)
		return strcmp(record->script, row->script) == 0 ? 0 : 1;
	if (row->checksum != NULL && record->checksum != NULL &&
	    text_equal_nocase(record->checksum, row->checksum))
		return 0;
	return row->version != NULL && is_same_second(record->version, row->version) ? 0 : 1;
}

#define THIS "(name = {script} OR (name IS NULL AND created_at = {version:number}))"

static const struct tool_history drizzle_1 = {
	.tool = "drizzle",
	.table = TOOL_EVERYWHERE(TABLE),
	.schema = {[ENGINE_POSTGRES] = "drizzle"},
	.columns = (const char *const[]){"id", "hash", "created_at", "name", "applied_at", NULL},
	.create =
		{
			[ENGINE_SQLITE] = MAKE "(id INTEGER PRIMARY KEY, hash text NOT NULL, "
					       "created_at numeric, name text, applied_at TEXT)",
			[ENGINE_POSTGRES] = SCHEMA MAKE
			"(id SERIAL PRIMARY KEY, hash text NOT NULL, "
			"created_at bigint, name text, applied_at timestamp "
			"with time zone DEFAULT now())",
			[ENGINE_MYSQL] = MAKE "(id SERIAL PRIMARY KEY, hash TEXT NOT NULL, "
					      "created_at BIGINT, name TEXT, applied_at TIMESTAMP "
					      "DEFAULT CURRENT_TIMESTAMP)",
		},
	.read = TOOL_EVERYWHERE(READ("name")),
	.applied =
		{
			[ENGINE_SQLITE] = "INSERT INTO {table} (hash, created_at, name, "
					  "applied_at) VALUES ({checksum}, {version:number}, "
					  "{script}, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
			[ENGINE_POSTGRES] = "INSERT INTO {table} (hash, created_at, name) VALUES "
					    "({checksum}, {version:number}, {script})",
			[ENGINE_MYSQL] = "INSERT INTO {table} (hash, created_at, name) VALUES "
					 "({checksum}, {version:number}, {script})",
		},
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE " THIS),
	.accepted = TOOL_EVERYWHERE("UPDATE {table} SET hash = {checksum} WHERE " THIS),
	.compare = compare,
};

const struct tool_history tool_drizzle = {
	.tool = "drizzle",
	.table = TOOL_EVERYWHERE(TABLE),
	.schema = {[ENGINE_POSTGRES] = "drizzle"},
	.columns = (const char *const[]){"id", "hash", "created_at", NULL},
	.also = (const char *const[]){"name", "applied_at", NULL},
	.later = &drizzle_1,
	.create =
		{
			[ENGINE_SQLITE] = MAKE "(id SERIAL PRIMARY KEY, hash text NOT NULL, "
					       "created_at numeric)",
			[ENGINE_POSTGRES] = SCHEMA MAKE "(id SERIAL PRIMARY KEY, hash text NOT "
							"NULL, created_at bigint)",
			[ENGINE_MYSQL] = MAKE "(id serial primary key, hash text not null, "
					      "created_at bigint)",
		},
	.read = TOOL_EVERYWHERE(READ("NULL")),
	.applied = TOOL_EVERYWHERE(
		"INSERT INTO {table} (hash, created_at) VALUES ({checksum}, {version:number})"),
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE created_at = {version:number}"),
	.accepted = TOOL_EVERYWHERE(
		"UPDATE {table} SET hash = {checksum} WHERE created_at = {version:number}"),
	.compare = compare,
};
