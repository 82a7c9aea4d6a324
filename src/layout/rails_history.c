/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rails: the version's digits, as text. A table beside it tells it from others
 * of that name. structure.sql makes both and fills them by itself; it stands for
 * versions that have no file of their own.
 * (github.com/rails/rails, activerecord/lib/active_record/schema_migration.rb, migration.rb)
 */
#include "layout/checksum.h"
#include "layout/tool_backends.h"

#include <inttypes.h>
#include <string.h>

static const char *lock_key(enum sql_engine e, const struct tool_place *place, struct arena *a)
{
	const int64_t salt = 2053462845;
	int64_t key;

	if (e == ENGINE_SQLITE)
		return NULL;
	key = salt * (int64_t)checksum_crc32(0, place->database, strlen(place->database));
	return arena_printf(a, "%" PRId64, key);
}

const struct tool_history tool_rails = {
	.tool = "rails",
	.table = TOOL_EVERYWHERE("schema_migrations"),
	.beside = "ar_internal_metadata",
	.kept_by_files = true,
	.columns = (const char *const[]){"version", NULL},
	.read = TOOL_EVERYWHERE(
		"SELECT version, NULL, NULL, NULL, 'baseline', NULL FROM {table} ORDER BY version"),
	.applied = TOOL_EVERYWHERE(
		"DELETE FROM {table} WHERE version = {version}; INSERT INTO {table} "
		"(version) VALUES ({version})"),
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE version = {version}"),
	.compare = tool_compare_numbers,
	.lock_key = lock_key,
};
