/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rails: the version's digits, as text. A table beside it tells it from others
 * of that name.
 * (github.com/rails/rails, activerecord/lib/active_record/schema_migration.rb, migration.rb)
 */
#include "layout/checksum.h"
#include "layout/tool_backends.h"

#include <string.h>

static const char *lock_key(enum sql_engine e, const struct tool_place *place, struct arena *a)
{
	const int64_t salt = 2053462845;

	if (e == ENGINE_SQLITE)
		return NULL;
	return arena_printf(
		a, "%lld",
		(long long)(salt * checksum_crc32(0, place->database, strlen(place->database))));
}

#define CREATE(text, time)                                                                         \
	"CREATE TABLE {table} (version " text " NOT NULL PRIMARY KEY); "                           \
	"CREATE TABLE IF NOT EXISTS {in}ar_internal_metadata (key " text " NOT NULL PRIMARY KEY, " \
	"value " text ", created_at " time " NOT NULL, updated_at " time " NOT NULL)"

const struct tool_history tool_rails = {
	.tool = "rails",
	.table = TOOL_EVERYWHERE("schema_migrations"),
	.beside = "ar_internal_metadata",
	.columns = (const char *const[]){"version", NULL},
	.create =
		{
			[ENGINE_SQLITE] = CREATE("varchar", "datetime(6)"),
			[ENGINE_POSTGRES] = CREATE("character varying", "timestamp(6)"),
			[ENGINE_MYSQL] =
				"CREATE TABLE {table} (version varchar(255) NOT NULL PRIMARY KEY); "
				"CREATE TABLE IF NOT EXISTS {in}ar_internal_metadata (`key` "
				"varchar(255) NOT NULL PRIMARY KEY, value varchar(255), created_at "
				"datetime(6) NOT NULL, updated_at datetime(6) NOT NULL)",
		},
	.read = TOOL_EVERYWHERE(
		"SELECT version, NULL, NULL, NULL, 'applied', NULL FROM {table} ORDER BY version"),
	.applied = TOOL_EVERYWHERE("INSERT INTO {table} (version) VALUES ({version})"),
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE version = {version}"),
	.compare = tool_compare_numbers,
	.lock_key = lock_key,
};
