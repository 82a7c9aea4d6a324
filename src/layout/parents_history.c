/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folders with parents: a log of what was run, in which the newest row of a version
 * says how it stands; rows that were filled in later count where there are no others,
 * and a way back that failed has changed nothing. Several folders share a table,
 * told apart by what the records call schemas. PostgreSQL only.
 * (github.com/sourcegraph/sourcegraph, internal/database/migration/store/store.go,
 * internal/database/locker)
 */
#include "layout/tool_backends.h"

#include <inttypes.h>
#include <string.h>

static const char *schema_of(const struct tool_place *place)
{
	const struct migration_value *v = place->any == NULL ? NULL : place->any->values;

	while (v != NULL && v->name != NULL && strcmp(v->name, "schema") != 0)
		v++;
	return v == NULL ? NULL : v->value;
}

/* FNV-1, 32 bits, of "schema:migrations", and a second number. */
static const char *lock_key(enum sql_engine e, const struct tool_place *place, struct arena *a)
{
	const char *schema = schema_of(place);
	uint32_t hash = 2166136261;

	if (e != ENGINE_POSTGRES || schema == NULL)
		return NULL;
	for (const char *p = arena_printf(a, "%s:migrations", schema); *p != '\0'; p++)
		hash = hash * 16777619 ^ (unsigned char)*p;
	return arena_printf(a, "%" PRIu32 ", 0", hash % INT32_MAX);
}

#define RUNNING                                                                                    \
	"schema = {.schema} AND version = {version:number} AND success IS NULL AND finished_at "   \
	"IS NULL"
#define BEGIN(up)                                                                                  \
	"INSERT INTO {table} (migration_logs_schema_version, schema, version, up, started_at) "    \
	"VALUES (2, {.schema}, {version:number}, " up ", clock_timestamp())"
#define END(up)                                                                                    \
	"DELETE FROM {table} WHERE " RUNNING "; INSERT INTO {table} "                              \
	"(migration_logs_schema_version, schema, version, up, started_at, finished_at, success) "  \
	"VALUES (2, {.schema}, {version:number}, " up ", clock_timestamp(), clock_timestamp(), "   \
	"true)"

const struct tool_history tool_parents = {
	.tool = "parents",
	.table = {[ENGINE_POSTGRES] = "migration_logs"},
	.columns = (const char *const[]){"id", "migration_logs_schema_version", "schema", "version",
					 "up", "started_at", "finished_at", "success",
					 "error_message", "backfilled", NULL},
	.create = {[ENGINE_POSTGRES] =
			   "CREATE TABLE {table} (id SERIAL PRIMARY KEY, "
			   "migration_logs_schema_version integer NOT NULL, schema text NOT "
			   "NULL, version integer NOT NULL, up bool NOT NULL, started_at "
			   "timestamptz NOT NULL, finished_at timestamptz, success boolean, "
			   "error_message text, backfilled boolean NOT NULL DEFAULT FALSE)"},
	.read = {[ENGINE_POSTGRES] =
			 "SELECT version, NULL, NULL, NULL, CASE WHEN success THEN 'applied' ELSE "
			 "'failed' END, finished_at FROM (SELECT DISTINCT ON (version) * FROM "
			 "{table} WHERE schema = {.schema} AND NOT (NOT up AND success IS FALSE "
			 "AND finished_at IS NOT NULL) ORDER BY version, backfilled, started_at "
			 "DESC, id DESC) AS newest WHERE up OR success IS NOT TRUE ORDER BY "
			 "started_at, id"},
	.in_order = true,
	.applied = {[ENGINE_POSTGRES] = END("true")},
	.removed = {[ENGINE_POSTGRES] = END("false")},
	.begun = {[ENGINE_POSTGRES] = BEGIN("true")},
	.reverting = {[ENGINE_POSTGRES] = BEGIN("false")},
	.failed = {[ENGINE_POSTGRES] =
			   "UPDATE {table} SET finished_at = clock_timestamp(), success "
			   "= false WHERE " RUNNING},
	.compare = tool_compare_numbers,
	.lock_key = lock_key,
};
