/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqitch: a registry of six tables, in a schema of its own, a database of its own
 * on MariaDB, a file of its own on SQLite. A change that stands is in changes with
 * what it requires and its tags; what has ever happened is in events. Other
 * projects may be in there, too. A script's hash that is the change's id comes from
 * a registry that was made before there were any. Its times are UTC, on MariaDB in a DATETIME.
 * (github.com/sqitchers/sqitch, lib/App/Sqitch/Engine/pg.sql and its like,
 * lib/App/Sqitch/Role/DBIEngine.pm)
 */
#include "layout/sqitch_registry.h"
#include "layout/tool_backends.h"

static const char *lock_key(enum sql_engine e, const struct tool_place *place, struct arena *a)
{
	if (e == ENGINE_SQLITE)
		return NULL;
	return e == ENGINE_POSTGRES ? "75474063"
				    : arena_printf(a, "sqitch working on %s", place->database);
}

#define READ(change, time, position)                                                               \
	"SELECT change_id, " change ", NULL, NULLIF(script_hash, change_id), 'applied', " time     \
	", committer_name FROM {table} WHERE " position " > 0 ORDER BY committed_at"

/* Of a change that stands, with what it requires and its tags as they are. */
#define EVENT(event, change, time, requires, conflicts, tags)                                      \
	"INSERT INTO {in}events (event, change_id, " change ", project, note, requires, "          \
	"conflicts, tags, committed_at, committer_name, committer_email, planned_at, "             \
	"planner_name, planner_email) SELECT '" event "', change_id, " change                      \
	", project, note, " requires ", " conflicts ", " tags ", " time                            \
	", {user}, {user}, planned_at, planner_name, planner_email FROM {table} c WHERE "          \
	"c.change_id = {version}"

#define PROJECT(time, dual)                                                                        \
	"INSERT INTO {in}projects (project, uri, created_at, creator_name, creator_email) "        \
	"SELECT {.project}, {.uri}, " time ", {user}, {user}" dual                                 \
	" WHERE NOT EXISTS (SELECT 1 FROM {in}projects WHERE project = {.project}); "

#define APPLIED(change, time, utc, dual)                                                           \
	PROJECT(time, dual)                                                                        \
	"INSERT INTO {in}changes (change_id, script_hash, " change ", project, note, "             \
	"committed_at, committer_name, committer_email, planned_at, planner_name, planner_email) " \
	"SELECT {version}, {checksum}, {description}, {.project}, {.note}, " time                  \
	", {user}, {user}, " utc ", {.planner_name}, {.planner_email}" dual "; "                   \
	"[require]INSERT INTO {in}dependencies (change_id, type, dependency, dependency_id) "      \
	"SELECT {version}, 'require', {.name}, COALESCE({.id}, (SELECT change_id FROM {table} "    \
	"WHERE project = {.other_project} AND " change " = {.other_change} ORDER BY committed_at " \
	"DESC LIMIT 1))" dual "; "                                                                 \
	"[conflict]INSERT INTO {in}dependencies (change_id, type, dependency) VALUES ({version}, " \
	"'conflict', {.name}); "                                                                   \
	"[tag]INSERT INTO {in}tags (tag_id, tag, project, change_id, note, committed_at, "         \
	"committer_name, committer_email, planned_at, planner_name, planner_email) SELECT {.id}, " \
	"{.name}, {.project}, {version}, {.note}, " time ", {user}, {user}, " utc                  \
	", {.planner_name}, {.planner_email}" dual "; "

/*
 * A change that failed does not stand: what it requires and its tags come from the plan, one by
 * one into the event. (App::Sqitch::Engine, deploy_change)
 */
#define FAILED_LIST(kind, column, added)                                                           \
	"[" kind "]UPDATE {in}events SET " column " = " added                                      \
	" WHERE event = 'fail' AND change_id = {version} AND committed_at = (SELECT m FROM "       \
	"(SELECT MAX(committed_at) AS m FROM {in}events WHERE change_id = {version}) AS newest)"
#define FAILED(change, time, utc, dual, none, add)                                                 \
	PROJECT(time, dual)                                                                        \
	"INSERT INTO {in}events (event, change_id, " change ", project, note, requires, "          \
	"conflicts, tags, committed_at, committer_name, committer_email, planned_at, "             \
	"planner_name, planner_email) SELECT 'fail', {version}, {description}, {.project}, "       \
	"{.note}, " none ", " none ", " none ", " time ", {user}, {user}, " utc                    \
	", {.planner_name}, {.planner_email}" dual                                                 \
	"; " FAILED_LIST("require", "requires", add("requires", ",")) "; " FAILED_LIST(            \
		"conflict", "conflicts", add("conflicts", ",")) "; " FAILED_LIST("tag", "tags",    \
										 add("tags", " "))

#define POSTGRES_ADD(column, separator) "array_append(" column ", {.name})"
#define SQLITE_ADD(column, separator)                                                              \
	column " || CASE " column " WHEN '' THEN '' ELSE '" separator "' END || {.name}"
#define MYSQL_ADD(column, separator)                                                               \
	"CONCAT(" column ", CASE " column " WHEN '' THEN '' ELSE '" separator "' END, {.name})"

#define REMOVED                                                                                    \
	"; DELETE FROM {in}tags WHERE change_id = {version}; DELETE FROM {in}dependencies WHERE "  \
	"change_id = {version}; DELETE FROM {table} WHERE change_id = {version}"

#define POSTGRES_LIST(what, table, filter)                                                         \
	"ARRAY(SELECT " what " FROM {in}" table " x WHERE x.change_id = c.change_id" filter        \
	" ORDER BY " what ")"
#define POSTGRES_EVENT(event)                                                                      \
	EVENT(event, "change", "clock_timestamp()",                                                \
	      POSTGRES_LIST("dependency", "dependencies", " AND type = 'require'"),                \
	      POSTGRES_LIST("dependency", "dependencies", " AND type = 'conflict'"),               \
	      POSTGRES_LIST("tag", "tags", ""))

#define TEXT_LIST(list, table, filter)                                                             \
	"COALESCE((SELECT " list " FROM {in}" table " x WHERE x.change_id = c.change_id" filter    \
	"), '')"
#define TEXT_EVENT(event, change, time, dependencies, tags)                                        \
	EVENT(event, change, time,                                                                 \
	      TEXT_LIST(dependencies, "dependencies", " AND type = 'require'"),                    \
	      TEXT_LIST(dependencies, "dependencies", " AND type = 'conflict'"),                   \
	      TEXT_LIST(tags, "tags", ""))

/* The order of changes is that of these times: no two are the same. */
#define SQLITE_TIME                                                                                \
	"max(strftime('%Y-%m-%d %H:%M:%f'), (SELECT coalesce(strftime('%Y-%m-%d %H:%M:%f', "       \
	"max(committed_at), '+0.001 seconds'), '') FROM {table}))"
#define SQLITE_EVENT(event, separator)                                                             \
	TEXT_EVENT(event, "change", SQLITE_TIME, "group_concat(dependency, ',')",                  \
		   "group_concat(tag, '" separator "')")
#define MYSQL_EVENT(event, separator)                                                              \
	TEXT_EVENT(event, "`change`", "UTC_TIMESTAMP(6)", "GROUP_CONCAT(dependency)",              \
		   "GROUP_CONCAT(tag SEPARATOR '" separator "')")

const struct tool_history tool_sqitch = {
	.tool = "sqitch",
	.table = TOOL_EVERYWHERE("changes"),
	.schema = TOOL_EVERYWHERE("sqitch"),
	.own_file = true,
	.columns = (const char *const[]){"change_id", "script_hash", "change", "project", "note",
					 "committed_at", "committer_name", "committer_email",
					 "planned_at", "planner_name", "planner_email", NULL},
	.create = {create_sqlite, create_postgres, create_mysql},
	.read =
		{
			[ENGINE_SQLITE] = READ("change", "committed_at",
					       "instr({.projects}, char(10) || project "
					       "|| char(10))"),
			[ENGINE_POSTGRES] = READ("change", "committed_at",
						 "strpos({.projects}, chr(10) || project "
						 "|| chr(10))"),
			[ENGINE_MYSQL] = READ("`change`", TOOL_MYSQL_UTC("committed_at"),
					      "INSTR({.projects}, CONCAT(CHAR(10), "
					      "project, CHAR(10)))"),
		},
	.in_order = true,
	.applied =
		{
			[ENGINE_SQLITE] = APPLIED("change", SQLITE_TIME, "{.planned_at}", "")
				SQLITE_EVENT("deploy", " "),
			[ENGINE_POSTGRES] = APPLIED("change", "clock_timestamp()",
						    "CAST({.planned_at} || 'Z' AS timestamptz)", "")
				POSTGRES_EVENT("deploy"),
			[ENGINE_MYSQL] = APPLIED("`change`", "UTC_TIMESTAMP(6)", "{.planned_at}",
						 " FROM DUAL") MYSQL_EVENT("deploy", " "),
		},
	.removed =
		{
			[ENGINE_SQLITE] = SQLITE_EVENT("revert", ",") REMOVED,
			[ENGINE_POSTGRES] = POSTGRES_EVENT("revert") REMOVED,
			[ENGINE_MYSQL] = MYSQL_EVENT("revert", ",") REMOVED,
		},
	.logged_failure =
		{
			[ENGINE_SQLITE] = FAILED("change", SQLITE_TIME, "{.planned_at}", "", "''",
						 SQLITE_ADD),
			[ENGINE_POSTGRES] = FAILED("change", "clock_timestamp()",
						   "CAST({.planned_at} || 'Z' AS timestamptz)", "",
						   "ARRAY[]::text[]", POSTGRES_ADD),
			[ENGINE_MYSQL] = FAILED("`change`", "UTC_TIMESTAMP(6)", "{.planned_at}",
						" FROM DUAL", "''", MYSQL_ADD),
		},
	.accepted = TOOL_EVERYWHERE(
		"UPDATE {table} SET script_hash = {checksum} WHERE change_id = {version}"),
	.compare = tool_same_texts,
	.lock_key = lock_key,
};
