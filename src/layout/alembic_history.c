/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alembic: a row for each head, which stands for all of its ancestors too. What
 * "upgrade --sql" prints makes the table and keeps the row by itself; the row is
 * written again for what a stamp records. Where revisions branch, what it prints is
 * right only if all of it runs, in its order: the rows are put right behind each
 * revision that comes from another. On the way back its parents are heads again,
 * unless another revision that stands comes from them.
 * (github.com/sqlalchemy/alembic, alembic/runtime/migration.py)
 */
#include "layout/tool_backends.h"

#define REMOVED(comes_from_it)                                                                     \
	"DELETE FROM {table} WHERE version_num IN ({previous}, {version}); INSERT INTO {table} "   \
	"(version_num) SELECT v FROM (SELECT {previous} AS v) AS p WHERE v IS NOT NULL; "          \
	"[parent]DELETE FROM {table} WHERE version_num = {.version}; "                             \
	"[parent]INSERT INTO {table} (version_num) SELECT v FROM (SELECT {.version} AS v) AS p "   \
	"WHERE NOT EXISTS (SELECT 1 FROM {table} AS t WHERE " comes_from_it " > 0)"

const struct tool_history tool_alembic = {
	.tool = "alembic",
	.table = TOOL_EVERYWHERE("alembic_version"),
	.kept_by_files = true,
	.columns = (const char *const[]){"version_num", NULL},
	.read = TOOL_EVERYWHERE(
		"SELECT version_num, NULL, NULL, NULL, 'through', NULL FROM {table}"),
	.applied = TOOL_EVERYWHERE(
		"DELETE FROM {table} WHERE version_num IN ({previous}, {version}); [parent]DELETE "
		"FROM {table} WHERE version_num = {.version}; INSERT INTO {table} (version_num) "
		"VALUES ({version})"),
	.removed =
		{
			[ENGINE_SQLITE] =
				REMOVED("instr({.descendants}, '|' || t.version_num || '|')"),
			[ENGINE_POSTGRES] =
				REMOVED("strpos({.descendants}, '|' || t.version_num || '|')"),
			[ENGINE_MYSQL] =
				REMOVED("instr({.descendants}, concat('|', t.version_num, '|'))"),
		},
	.compare = tool_same_texts,
};
