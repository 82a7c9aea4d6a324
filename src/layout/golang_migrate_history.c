/* SPDX-License-Identifier: Apache-2.0 */
/*
 * golang-migrate: one row, the version that the database is at, and whether its
 * file stopped half-way. No row: nothing is applied.
 * (github.com/golang-migrate/migrate, database/postgres, mysql, sqlite3, util.go)
 */
#include "layout/checksum.h"
#include "layout/tool_backends.h"

#include <string.h>

/* CRC-32 of what the tool locks, salted as there. */
static const char *lock_key(enum sql_engine e, const struct tool_place *place, struct arena *a)
{
	const uint32_t salt = 1486364155;
	_cleanup_buf_ struct buf b = {0};

	if (e == ENGINE_SQLITE)
		return NULL;
	if (e == ENGINE_MYSQL) {
		buf_printf(&b, "%s:%s", place->database, place->table);
	} else {
		buf_add(&b, place->schema, strlen(place->schema) + 1);
		buf_add(&b, place->table, strlen(place->table) + 1);
		buf_adds(&b, place->database);
	}
	return arena_printf(a, "%u", (unsigned)(checksum_crc32(0, b.data, b.len) * salt));
}

#define AS(dirty)                                                                                  \
	"DELETE FROM {table}; INSERT INTO {table} (version, dirty) VALUES "                        \
	"({version:number}, " dirty ")"
#define CREATE                                                                                     \
	"CREATE TABLE IF NOT EXISTS {table} (version bigint not null primary key, dirty boolean "  \
	"not null)"

const struct tool_history tool_golang_migrate = {
	.tool = "golang-migrate",
	.table = TOOL_EVERYWHERE("schema_migrations"),
	.columns = (const char *const[]){"version", "dirty", NULL},
	.create =
		{
			[ENGINE_SQLITE] =
				"CREATE TABLE IF NOT EXISTS {table} (version uint64,dirty bool); "
				"CREATE UNIQUE INDEX IF NOT EXISTS {in}version_unique ON "
				"\"{plain}\" (version)",
			[ENGINE_POSTGRES] = CREATE,
			[ENGINE_MYSQL] = CREATE,
		},
	.read = TOOL_EVERYWHERE("SELECT version, NULL, NULL, NULL, CASE WHEN dirty THEN 'dirty' "
				"ELSE 'through' END, NULL FROM {table}"),
	.applied = TOOL_EVERYWHERE(AS("false")),
	.removed = TOOL_EVERYWHERE(
		"DELETE FROM {table}; INSERT INTO {table} (version, dirty) SELECT v, false FROM "
		"(SELECT {previous:number} + 0 AS v) AS p WHERE v IS NOT NULL"),
	.begun = TOOL_EVERYWHERE(AS("true")),
	/* The tool names the version below, and -1 below the first. */
	.reverting = TOOL_EVERYWHERE("DELETE FROM {table}; INSERT INTO {table} (version, dirty) "
				     "VALUES (COALESCE({previous:number}, -1), true)"),
	.compare = tool_compare_numbers,
	.lock_key = lock_key,
};
