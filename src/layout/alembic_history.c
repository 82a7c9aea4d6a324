/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alembic: a row for each head, which stands for all of its ancestors too. What
 * "upgrade --sql" prints makes the table and keeps the row by itself; the row is
 * written again for what a stamp records.
 * (github.com/sqlalchemy/alembic, alembic/runtime/migration.py)
 */
#include "layout/tool_backends.h"

const struct tool_history tool_alembic = {
	.tool = "alembic",
	.table = TOOL_EVERYWHERE("alembic_version"),
	.kept_by_files = true,
	.columns = (const char *const[]){"version_num", NULL},
	.read = TOOL_EVERYWHERE(
		"SELECT version_num, NULL, NULL, NULL, 'through', NULL FROM {table}"),
	.applied =
		TOOL_EVERYWHERE("DELETE FROM {table} WHERE version_num IN ({previous}, {version}); "
				"INSERT INTO {table} (version_num) VALUES ({version})"),
	.removed = TOOL_EVERYWHERE(
		"DELETE FROM {table} WHERE version_num IN ({previous}, {version}); INSERT INTO "
		"{table} "
		"(version_num) SELECT v FROM (SELECT {previous} AS v) AS p WHERE v IS NOT NULL"),
	.compare = tool_same_texts,
};
