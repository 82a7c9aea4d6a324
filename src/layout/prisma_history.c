/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prisma: a row for each attempt. One that has finished and was not rolled back
 * stands; one that is neither stopped half-way.
 * (github.com/prisma/prisma-engines, schema-engine/connectors/sql-schema-connector)
 */
#include "layout/tool_backends.h"

static const char *lock_key(enum sql_engine e, const struct tool_place *place, struct arena *a)
{
	static const char *const keys[ENGINES] = {
		[ENGINE_POSTGRES] = "72707369",
		[ENGINE_MYSQL] = "prisma_migrate",
	};

	(void)place;
	(void)a;
	return keys[e];
}

#define DROP_OPEN                                                                                  \
	"DELETE FROM {table} WHERE migration_name = {version} AND finished_at IS NULL AND "        \
	"rolled_back_at IS NULL; "
#define ROW(id, finished, now, steps)                                                              \
	DROP_OPEN "INSERT INTO {table} (id, checksum, started_at, finished_at, migration_name, "   \
		  "applied_steps_count) VALUES (" id ", {checksum}, " now ", " finished            \
		  ", {version}, " steps ")"

/* A version 4 UUID; SQLite has no function for one. */
#define SQLITE_UUID                                                                                \
	"lower(substr(hex(randomblob(4)), 1, 8) || '-' || substr(hex(randomblob(2)), 1, 4) || "    \
	"'-4' || substr(hex(randomblob(2)), 1, 3) || '-a' || substr(hex(randomblob(2)), 1, 3) || " \
	"'-' || substr(hex(randomblob(6)), 1, 12))"
#define SQLITE_NOW "CAST(strftime('%s', 'now') AS INTEGER) * 1000"

#define READ(time)                                                                                 \
	"SELECT migration_name, NULL, NULL, checksum, CASE WHEN finished_at IS NULL THEN "         \
	"'failed' ELSE 'applied' END, " time                                                       \
	" FROM {table} WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name"

const struct tool_history tool_prisma = {
	.tool = "prisma",
	.table = TOOL_EVERYWHERE("_prisma_migrations"),
	.columns = (const char *const[]){"id", "checksum", "finished_at", "migration_name", "logs",
					 "rolled_back_at", "started_at", "applied_steps_count",
					 NULL},
	.create =
		{
			[ENGINE_SQLITE] =
				"CREATE TABLE {table} (\n"
				"    \"id\"                    TEXT PRIMARY KEY NOT NULL,\n"
				"    \"checksum\"              TEXT NOT NULL,\n"
				"    \"finished_at\"           DATETIME,\n"
				"    \"migration_name\"        TEXT NOT NULL,\n"
				"    \"logs\"                  TEXT,\n"
				"    \"rolled_back_at\"        DATETIME,\n"
				"    \"started_at\"            DATETIME NOT NULL DEFAULT "
				"current_timestamp,\n"
				"    \"applied_steps_count\"   INTEGER UNSIGNED NOT NULL DEFAULT "
				"0\n"
				")",
			[ENGINE_POSTGRES] =
				"CREATE TABLE {table} (\n"
				"    id                      VARCHAR(36) PRIMARY KEY NOT NULL,\n"
				"    checksum                VARCHAR(64) NOT NULL,\n"
				"    finished_at             TIMESTAMPTZ,\n"
				"    migration_name          VARCHAR(255) NOT NULL,\n"
				"    logs                    TEXT,\n"
				"    rolled_back_at          TIMESTAMPTZ,\n"
				"    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),\n"
				"    applied_steps_count     INTEGER NOT NULL DEFAULT 0\n"
				")",
			[ENGINE_MYSQL] =
				"CREATE TABLE {table} (\n"
				"    id                      VARCHAR(36) PRIMARY KEY NOT NULL,\n"
				"    checksum                VARCHAR(64) NOT NULL,\n"
				"    finished_at             DATETIME(3),\n"
				"    migration_name          VARCHAR(255) NOT NULL,\n"
				"    logs                    TEXT,\n"
				"    rolled_back_at          DATETIME(3),\n"
				"    started_at              DATETIME(3) NOT NULL DEFAULT "
				"CURRENT_TIMESTAMP(3),\n"
				"    applied_steps_count     INTEGER UNSIGNED NOT NULL DEFAULT 0\n"
				") DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
		},
	.read = {READ("CASE typeof(finished_at) WHEN 'integer' THEN strftime('%Y-%m-%d %H:%M:%f', "
		      "finished_at / 1000.0, 'unixepoch') ELSE finished_at END"),
		 READ("finished_at"), READ(TOOL_MYSQL_UTC("finished_at"))},
	.in_order = true,
	.applied =
		{
			[ENGINE_SQLITE] = ROW(SQLITE_UUID, SQLITE_NOW, SQLITE_NOW, "1"),
			[ENGINE_POSTGRES] =
				ROW("gen_random_uuid()::text", "clock_timestamp()", "now()", "1"),
			[ENGINE_MYSQL] = ROW("UUID()", "UTC_TIMESTAMP(3)", "UTC_TIMESTAMP(3)", "1"),
		},
	.begun =
		{
			[ENGINE_SQLITE] = ROW(SQLITE_UUID, "NULL", SQLITE_NOW, "0"),
			[ENGINE_POSTGRES] = ROW("gen_random_uuid()::text", "NULL", "now()", "0"),
			[ENGINE_MYSQL] = ROW("UUID()", "NULL", "UTC_TIMESTAMP(3)", "0"),
		},
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE migration_name = {version}"),
	.accepted =
		TOOL_EVERYWHERE("UPDATE {table} SET checksum = {checksum} WHERE migration_name = "
				"{version} AND rolled_back_at IS NULL"),
	.compare = tool_compare_texts,
	.lock_key = lock_key,
};
