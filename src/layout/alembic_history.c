/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alembic: a row for each head, which stands for all of its ancestors too.
 * (github.com/sqlalchemy/alembic, alembic/runtime/migration.py)
 */
#include "layout/tool_backends.h"

const struct tool_history tool_alembic = {
	.tool = "alembic",
	.table = TOOL_EVERYWHERE("alembic_version"),
	.columns = (const char *const[]){"version_num", NULL},
	.create = TOOL_EVERYWHERE("CREATE TABLE {table} (version_num VARCHAR(32) NOT NULL, "
				  "CONSTRAINT {plain}_pkc PRIMARY KEY (version_num))"),
	.read = TOOL_EVERYWHERE(
		"SELECT version_num, NULL, NULL, NULL, 'through', NULL FROM {table}"),
	.applied =
		TOOL_EVERYWHERE("DELETE FROM {table} WHERE version_num = {previous}; INSERT INTO "
				"{table} (version_num) VALUES ({version})"),
	.removed = TOOL_EVERYWHERE(
		"DELETE FROM {table} WHERE version_num = {version}; INSERT INTO {table} "
		"(version_num) SELECT v FROM (SELECT {previous} AS v) AS p WHERE v IS NOT NULL"),
	.compare = tool_same_texts,
};
