/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Atlas: a row for each file with the hash that atlas.sum has of it and how many
 * Atlas: a row for each file with the hash that atlas.sum has of it and how many
 * of its statements ran; a type of 4 and above was resolved by hand. The table is in
 * the connected schema, or in one of its own name: --history-schema says so then. Go's
 * driver hands times to MariaDB and MySQL in UTC, whatever the session's zone. On
 * SQLite its lock is a file among the temporary ones, the same for all databases; or,
 * where the URL has "file:" before the path, one of that path's own.
 * (github.com/ariga/atlas, sql/migrate/migrate.go, sql/sqlite/driver.go,
 * cmd/atlas/internal/migrate/ent)
 */
#include "layout/checksum.h"
#include "layout/tool_backends.h"

#include <string.h>

#define LOCK "atlas_migrate_execute"

/* FNV-1, 32 bits, of "atlas_migrate_execute". */
static const char *lock_key(enum sql_engine e, const struct tool_place *place, struct arena *a)
{
	static const char *const keys[ENGINES] = {
		[ENGINE_POSTGRES] = "2686470616",
		[ENGINE_MYSQL] = LOCK,
	};

	(void)place;
	(void)a;
	return keys[e];
}

static const char *const *lock_files(const char *path, const char *temp, struct arena *a)
{
	const char **paths = arena_array(a, const char *, 3);
	const char *dir = temp == NULL || *temp == '\0' ? "/tmp" : temp;
	const char *named = arena_printf(a, "file:%s", path);

	paths[0] = arena_printf(a, "%s/" LOCK ".lock", dir);
	/* A path that is not absolute cannot stand behind "file:" there. */
	if (path[0] == '/')
		paths[1] = arena_printf(a, "%s/" LOCK "_%x.lock", dir,
					(unsigned)checksum_adler32(named, strlen(named)));
	return paths;
}

#define CREATE(text, time, json)                                                                   \
	"CREATE TABLE {table} (version " text " NOT NULL, description " text " NOT NULL, type "    \
	"bigint NOT NULL DEFAULT 2, applied bigint NOT NULL DEFAULT 0, total bigint NOT NULL "     \
	"DEFAULT 0, executed_at " time " NOT NULL, execution_time bigint NOT NULL, error text "    \
	"NULL, error_stmt text NULL, hash " text " NOT NULL, partial_hashes " json                 \
	" NULL, operator_version " text " NOT NULL, PRIMARY KEY (version))"
#define ROW(now)                                                                                   \
	"DELETE FROM {table} WHERE version = {version}; INSERT INTO {table} (version, "            \
	"description, type, applied, total, executed_at, execution_time, hash, operator_version) " \
	"VALUES ({version}, {description}, 2, {statements}, {statements}, " now                    \
	", {ns}, {checksum}, 'pawl')"

#define READ(time)                                                                                 \
	"SELECT version, description, NULL, hash, CASE WHEN type = 1 THEN 'baseline' WHEN type < " \
	"4 AND (applied < total OR COALESCE(error, '') <> '') THEN 'failed' ELSE 'applied' "       \
	"END, " time " FROM {table} WHERE version <> '.atlas_cloud_identifier' ORDER BY version"

const struct tool_history tool_atlas = {
	.tool = "atlas",
	.table = TOOL_EVERYWHERE("atlas_schema_revisions"),
	.columns = (const char *const[]){"version", "description", "type", "applied", "total",
					 "executed_at", "execution_time", "error", "error_stmt",
					 "hash", "partial_hashes", "operator_version", NULL},
	.create =
		{
			[ENGINE_SQLITE] = CREATE("text", "datetime", "json"),
			[ENGINE_POSTGRES] = CREATE("character varying", "timestamptz", "jsonb"),
			[ENGINE_MYSQL] = CREATE("varchar(255)", "timestamp", "json"),
		},
	.read = {READ("executed_at"), READ("executed_at"), READ(TOOL_MYSQL_UTC("executed_at"))},
	.applied =
		{
			[ENGINE_SQLITE] = ROW("CURRENT_TIMESTAMP"),
			[ENGINE_POSTGRES] = ROW("now()"),
			[ENGINE_MYSQL] = ROW("UTC_TIMESTAMP()"),
		},
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE version = {version}"),
	.accepted =
		TOOL_EVERYWHERE("UPDATE {table} SET hash = {checksum} WHERE version = {version}"),
	.compare = tool_compare_texts,
	.lock_key = lock_key,
	.lock_files = lock_files,
};
