/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqlx: version, description and the SHA-384 of the up file's bytes. Where DDL
 * does not roll back, success is false while a migration runs.
 * (github.com/launchbadge/sqlx, sqlx-postgres, sqlx-mysql, sqlx-sqlite, migrate.rs)
 */
#include "layout/checksum.h"
#include "layout/tool_backends.h"

#include <string.h>

static const char *lock_key(enum sql_engine e, const struct tool_place *place, struct arena *a)
{
	const int64_t salt = 0x3d32ad9e;
	int64_t key;

	if (e == ENGINE_SQLITE)
		return NULL;
	key = salt * (int64_t)checksum_crc32(0, place->database, strlen(place->database));
	return arena_printf(a, e == ENGINE_POSTGRES ? "%lld" : "%llx", (long long)key);
}

#define READ(hex)                                                                                  \
	"SELECT version, description, NULL, " hex                                                  \
	", CASE WHEN success THEN 'applied' ELSE 'failed' END, installed_on FROM {table} ORDER "   \
	"BY "                                                                                      \
	"version"
#define ROW(success)                                                                               \
	"DELETE FROM {table} WHERE version = {version:number}; INSERT INTO {table} (version, "     \
	"description, success, checksum, execution_time) VALUES ({version:number}, "               \
	"{description}, " success ", {checksum:bytes}, {ns})"

const struct tool_history tool_sqlx = {
	.tool = "sqlx",
	.table = TOOL_EVERYWHERE("_sqlx_migrations"),
	.columns = (const char *const[]){"version", "description", "installed_on", "success",
					 "checksum", "execution_time", NULL},
	.create =
		{
			[ENGINE_SQLITE] =
				"CREATE TABLE IF NOT EXISTS {table} (\n"
				"    version BIGINT PRIMARY KEY,\n"
				"    description TEXT NOT NULL,\n"
				"    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,\n"
				"    success BOOLEAN NOT NULL,\n"
				"    checksum BLOB NOT NULL,\n"
				"    execution_time BIGINT NOT NULL\n"
				")",
			[ENGINE_POSTGRES] = "CREATE TABLE IF NOT EXISTS {table} (\n"
					    "    version BIGINT PRIMARY KEY,\n"
					    "    description TEXT NOT NULL,\n"
					    "    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),\n"
					    "    success BOOLEAN NOT NULL,\n"
					    "    checksum BYTEA NOT NULL,\n"
					    "    execution_time BIGINT NOT NULL\n"
					    ")",
			[ENGINE_MYSQL] =
				"CREATE TABLE IF NOT EXISTS {table} (\n"
				"    version BIGINT PRIMARY KEY,\n"
				"    description TEXT NOT NULL,\n"
				"    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,\n"
				"    success BOOLEAN NOT NULL,\n"
				"    checksum BLOB NOT NULL,\n"
				"    execution_time BIGINT NOT NULL\n"
				")",
		},
	.read =
		{
			[ENGINE_SQLITE] = READ("lower(hex(checksum))"),
			[ENGINE_POSTGRES] = READ("encode(checksum, 'hex')"),
			[ENGINE_MYSQL] = READ("lower(hex(checksum))"),
		},
	.applied = TOOL_EVERYWHERE(ROW("true")),
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE version = {version:number}"),
	.begun = {[ENGINE_MYSQL] = ROW("false")},
	.reverting = {[ENGINE_MYSQL] = "UPDATE {table} SET success = false WHERE version = "
				       "{version:number}"},
	.accepted =
		TOOL_EVERYWHERE("UPDATE {table} SET checksum = {checksum:bytes} WHERE version = "
				"{version:number}"),
	.compare = tool_compare_numbers,
	.lock_key = lock_key,
};
