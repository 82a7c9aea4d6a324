/* SPDX-License-Identifier: Apache-2.0 */
/* The history tables there are, for tool_registry.c; everybody else asks tool_find(). */
#ifndef LAYOUT_TOOL_BACKENDS_H
#define LAYOUT_TOOL_BACKENDS_H

#include "layout/tool_history.h"

/*
 * A column that holds UTC whatever the session's zone is, as a time of that zone: as the
 * engine reads a text that is written into its own. What else tools keep on MariaDB and MySQL is
 * such already: a TIMESTAMP, or the session's own clock.
 */
#define TOOL_MYSQL_UTC(column) "CONVERT_TZ(" column ", '+00:00', @@session.time_zone)"

extern const struct tool_history tool_golang_migrate, tool_goose, tool_dbmate, tool_flyway,
	tool_sqlx, tool_diesel, tool_prisma, tool_refinery, tool_tern, tool_node_pg_migrate,
	tool_graphile_migrate, tool_drizzle, tool_sql_migrate, tool_pop, tool_bun,
	tool_postgres_migrations, tool_alembic, tool_rails, tool_atlas, tool_liquibase, tool_sqitch,
	tool_parents;

#endif
