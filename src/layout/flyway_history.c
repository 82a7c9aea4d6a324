/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Flyway: a row for each run, numbered; repeatables have no version, and their
 * newest row counts. A baseline row stands for everything up to its version.
 * Going back removes the row: what the tool's paid editions write for an undo,
 * its free one does not read.
 * (github.com/flyway/flyway, flyway-core/.../schemahistory, FORMATS of its databases)
 */
#include "layout/number.h"
#include "layout/tool_backends.h"

#include <inttypes.h>
#include <string.h>

static int compare(const struct migration_record *record, const struct tool_row *row)
{
	bool repeatable = record->version == NULL || *record->version == '\0';

	if (row->version == NULL)
		return !repeatable || record->description == NULL
			       ? 1
			       : strcmp(record->description, row->description);
	return repeatable ? 1 : number_compare(record->version, row->version);
}

/* "Flyway" as a number, and Java's hash of the table's quoted name. */
static const char *lock_key(enum sql_engine e, const struct tool_place *place, struct arena *a)
{
	const int64_t magic = 0x466C79776179;
	const char quote = e == ENGINE_MYSQL ? '`' : '"';
	uint32_t hash = 0;
	const char *name;

	if (e == ENGINE_SQLITE)
		return NULL;
	name = arena_printf(a, "%c%s%c.%c%s%c", quote, place->schema, quote, quote, place->table,
			    quote);
	for (const char *p = name; *p != '\0'; p++)
		hash = hash * 31 + (unsigned char)*p;
	if (e == ENGINE_MYSQL)
		return arena_printf(a, "Flyway-%d", (int)hash);
	return arena_printf(a, "%" PRId64, magic + (int32_t)hash);
}

#define ROW(success)                                                                               \
	"DELETE FROM {table} WHERE script = {script} AND success = false; "                        \
	"INSERT INTO {table} (installed_rank, version, description, type, script, checksum, "      \
	"installed_by, execution_time, success) "                                                  \
	"SELECT COALESCE(MAX(installed_rank), 0) + 1, {version}, {description}, "                  \
	"CASE {baseline} WHEN 1 THEN 'SQL_BASELINE' ELSE 'SQL' END, {script}, {checksum:number}, " \
	"{user}, {ms}, " success " FROM {table}"

const struct tool_history tool_flyway = {
	.tool = "flyway",
	.table = TOOL_EVERYWHERE("flyway_schema_history"),
	.columns = (const char *const[]){"installed_rank", "version", "description", "type",
					 "script", "checksum", "installed_by", "installed_on",
					 "execution_time", "success", NULL},
	.create =
		{
			[ENGINE_SQLITE] =
				"CREATE TABLE {table} (\n"
				"    \"installed_rank\" INT NOT NULL PRIMARY KEY,\n"
				"    \"version\" VARCHAR(50),\n"
				"    \"description\" VARCHAR(200) NOT NULL,\n"
				"    \"type\" VARCHAR(20) NOT NULL,\n"
				"    \"script\" VARCHAR(1000) NOT NULL,\n"
				"    \"checksum\" INT,\n"
				"    \"installed_by\" VARCHAR(100) NOT NULL,\n"
				"    \"installed_on\" TEXT NOT NULL DEFAULT "
				"(strftime('%Y-%m-%d %H:%M:%f','now')),\n"
				"    \"execution_time\" INT NOT NULL,\n"
				"    \"success\" BOOLEAN NOT NULL\n"
				"); "
				"CREATE INDEX {in}\"{plain}_s_idx\" ON \"{plain}\" (\"success\")",
			[ENGINE_POSTGRES] =
				"CREATE TABLE {table} (\n"
				"    \"installed_rank\" INT NOT NULL,\n"
				"    \"version\" VARCHAR(50),\n"
				"    \"description\" VARCHAR(200) NOT NULL,\n"
				"    \"type\" VARCHAR(20) NOT NULL,\n"
				"    \"script\" VARCHAR(1000) NOT NULL,\n"
				"    \"checksum\" INTEGER,\n"
				"    \"installed_by\" VARCHAR(100) NOT NULL,\n"
				"    \"installed_on\" TIMESTAMP NOT NULL DEFAULT now(),\n"
				"    \"execution_time\" INTEGER NOT NULL,\n"
				"    \"success\" BOOLEAN NOT NULL\n"
				"); "
				"ALTER TABLE {table} ADD CONSTRAINT \"{plain}_pk\" PRIMARY KEY "
				"(\"installed_rank\"); "
				"CREATE INDEX \"{plain}_s_idx\" ON {table} (\"success\")",
			[ENGINE_MYSQL] =
				"CREATE TABLE {table} (\n"
				"    `installed_rank` INT NOT NULL,\n"
				"    `version` VARCHAR(50),\n"
				"    `description` VARCHAR(200) NOT NULL,\n"
				"    `type` VARCHAR(20) NOT NULL,\n"
				"    `script` VARCHAR(1000) NOT NULL,\n"
				"    `checksum` INT,\n"
				"    `installed_by` VARCHAR(100) NOT NULL,\n"
				"    `installed_on` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,\n"
				"    `execution_time` INT NOT NULL,\n"
				"    `success` BOOL NOT NULL,\n"
				"    CONSTRAINT `{plain}_pk` PRIMARY KEY (`installed_rank`)\n"
				") ENGINE=InnoDB; "
				"CREATE INDEX `{plain}_s_idx` ON {table} (`success`)",
		},
	.read = TOOL_EVERYWHERE(
		"SELECT version, description, script, checksum, CASE WHEN NOT success THEN "
		"'failed' "
		"WHEN type = 'BASELINE' THEN 'baseline' WHEN type = 'SQL_BASELINE' THEN 'through' "
		"ELSE 'applied' END, "
		"installed_on, installed_by FROM {table} AS r WHERE type NOT IN ('SCHEMA', "
		"'DELETE') AND type "
		"NOT "
		"LIKE 'UNDO%' AND NOT EXISTS (SELECT 1 FROM {table} AS u WHERE (u.type = 'DELETE' "
		"OR "
		"(u.type LIKE 'UNDO%' AND u.success)) AND u.installed_rank > r.installed_rank AND "
		"(u.version = r.version OR (u.version IS NULL AND r.version IS NULL AND "
		"u.description "
		"= r.description))) ORDER BY installed_rank"),
	.in_order = true,
	.applied = TOOL_EVERYWHERE(ROW("true")),
	.failed = TOOL_EVERYWHERE(ROW("false")),
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE version = {version} OR (version IS "
				   "NULL AND script = {script})"),
	.accepted =
		TOOL_EVERYWHERE("UPDATE {table} SET checksum = {checksum:number}, description = "
				"{description} WHERE version = {version}"),
	.compare = compare,
	.lock_key = lock_key,
};
