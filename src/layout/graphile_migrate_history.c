/* SPDX-License-Identifier: Apache-2.0 */
/*
 * graphile-migrate: the hash of each committed file and of the one before it,
 * in a schema of its own. PostgreSQL only. Going back is not the tool's: the row
 * goes.
 * (github.com/graphile/migrate, src/migration.ts, src/pg.ts)
 */
#include "layout/tool_backends.h"

#include <string.h>

TOOL_LOCK_NUMBER(lock_key, "4727445306447283")

/* By its file: the hash is what tells that it was edited. */
static int compare(const struct migration_record *record, const struct tool_row *row)
{
	return record->script == NULL ? 1 : strcmp(record->script, row->script);
}

const struct tool_history tool_graphile_migrate = {
	.tool = "graphile-migrate",
	.table = {[ENGINE_POSTGRES] = "migrations"},
	.schema = {[ENGINE_POSTGRES] = "graphile_migrate"},
	.columns = (const char *const[]){"hash", "previous_hash", "filename", "date", NULL},
	.create = {[ENGINE_POSTGRES] = "CREATE SCHEMA IF NOT EXISTS graphile_migrate; "
				       "CREATE TABLE IF NOT EXISTS {table} (\n"
				       "\thash text primary key,\n"
				       "\tprevious_hash text references {table},\n"
				       "\tfilename text not null,\n"
				       "\tdate timestamptz not null default now()\n"
				       "); "
				       "CREATE TABLE IF NOT EXISTS {in}current (\n"
				       "\tfilename text primary key default 'current.sql',\n"
				       "\tcontent text not null,\n"
				       "\tdate timestamptz not null default now()\n"
				       ")"},
	.read = {[ENGINE_POSTGRES] =
			 "SELECT hash, NULL, filename, hash, 'applied', date FROM {table} "
			 "ORDER BY filename"},
	.applied =
		{[ENGINE_POSTGRES] =
			 "INSERT INTO {table} (hash, previous_hash, filename) VALUES ({version}, "
			 "NULLIF({description}, ''), {script})"},
	.removed = {[ENGINE_POSTGRES] = "DELETE FROM {table} WHERE filename = {script}"},
	.compare = compare,
	.lock_key = lock_key,
};
