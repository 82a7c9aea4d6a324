/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqitch: a registry of several tables in a schema (MariaDB: a database) of its
 * own. pawl reads it, to adopt; what a change leaves there (dependencies, tags,
 * events, planners) is more than a migration says.
 * (github.com/sqitchers/sqitch, lib/App/Sqitch/Engine/pg.sql)
 */
#include "layout/tool_backends.h"

TOOL_LOCK_NUMBER(lock_key, "75474063")

const struct tool_history tool_sqitch = {
	.tool = "sqitch",
	.table = {NULL, "changes", "changes"},
	.schema = {NULL, "sqitch", "sqitch"},
	.columns = (const char *const[]){"change_id", "script_hash", "change", "project", "note",
					 "committed_at", "committer_name", "committer_email",
					 "planned_at", "planner_name", "planner_email", NULL},
	.read =
		{
			[ENGINE_POSTGRES] = "SELECT change_id, change, NULL, script_hash, "
					    "'applied', committed_at "
					    "FROM {table} ORDER BY committed_at",
			[ENGINE_MYSQL] =
				"SELECT change_id, `change`, NULL, script_hash, 'applied', "
				"committed_at FROM {table} ORDER BY committed_at",
		},
	.compare = tool_same_texts,
	.lock_key = lock_key,
};
