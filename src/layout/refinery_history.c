/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refinery: version, name, RFC 3339 time, and the SipHash of it all in decimal.
 * (github.com/rust-db/refinery, refinery_core/src/traits)
 */
#include "layout/tool_backends.h"

#define CREATE                                                                                     \
	"CREATE TABLE IF NOT EXISTS {table} (version INT4 PRIMARY KEY, name VARCHAR(255), "        \
	"applied_on VARCHAR(255), checksum VARCHAR(255))"
#define ROW(now)                                                                                   \
	"INSERT INTO {table} (version, name, applied_on, checksum) VALUES ({version:number}, "     \
	"{description}, " now ", {checksum})"

#define READ(time)                                                                                 \
	"SELECT version, name, NULL, checksum, 'applied', " time " FROM {table} ORDER BY version"

const struct tool_history tool_refinery = {
	.tool = "refinery",
	.table = TOOL_EVERYWHERE("refinery_schema_history"),
	.columns = (const char *const[]){"version", "name", "applied_on", "checksum", NULL},
	.create = TOOL_EVERYWHERE(CREATE),
	.read = {READ("applied_on"), READ("applied_on"),
		 READ("CASE WHEN applied_on LIKE '%Z' THEN " TOOL_MYSQL_UTC(
			 "CAST(REPLACE(REPLACE(applied_on, 'T', ' '), 'Z', '') AS "
			 "DATETIME(6))") " ELSE applied_on END")},
	.applied =
		{
			[ENGINE_SQLITE] = ROW("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"),
			[ENGINE_POSTGRES] = ROW("to_char(now() AT TIME ZONE 'UTC', "
						"'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"),
			[ENGINE_MYSQL] =
				ROW("DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%fZ')"),
		},
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE version = {version:number}"),
	.accepted =
		TOOL_EVERYWHERE("UPDATE {table} SET name = {description}, checksum = {checksum} "
				"WHERE version = {version:number}"),
	.compare = tool_compare_numbers,
};
