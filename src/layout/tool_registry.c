/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/tool_backends.h"

#include <string.h>

static const struct tool_history *const tools[] = {
	&tool_golang_migrate,
	&tool_goose,
	&tool_dbmate,
	&tool_flyway,
	&tool_sqlx,
	&tool_diesel,
	&tool_prisma,
	&tool_refinery,
	&tool_tern,
	&tool_node_pg_migrate,
	&tool_graphile_migrate,
	&tool_drizzle,
	&tool_sql_migrate,
	&tool_pop,
	&tool_bun,
	&tool_postgres_migrations,
	&tool_alembic,
	&tool_rails,
	&tool_atlas,
	&tool_liquibase,
	&tool_sqitch,
	&tool_parents,
};

enum { TOOLS = sizeof(tools) / sizeof(*tools) };

const struct tool_history *tool_find(const char *name)
{
	for (size_t i = 0; i < TOOLS; i++)
		if (strcmp(tools[i]->tool, name) == 0)
			return tools[i];
	return NULL;
}

const struct tool_history *const *tool_all(size_t *ret_len)
{
	*ret_len = TOOLS;
	return tools;
}
