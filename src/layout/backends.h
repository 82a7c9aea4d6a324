/* SPDX-License-Identifier: Apache-2.0 */
/* The layouts there are, for registry.c; everybody else asks layout_find() or layout_recognise(). */
#ifndef LAYOUT_BACKENDS_H
#define LAYOUT_BACKENDS_H

#include "layout/layout.h"

extern const struct layout layout_native, layout_golang_migrate;
extern const struct layout layout_diesel, layout_prisma, layout_drizzle, layout_manifest,
	layout_parents, layout_atlas, layout_liquibase, layout_sqitch, layout_alembic, layout_rails,
	layout_named;
extern const struct layout layout_goose, layout_dbmate, layout_sql_migrate, layout_node_pg_migrate;
extern const struct layout layout_tern, layout_graphile_migrate, layout_flyway, layout_refinery;
extern const struct layout layout_sqlx, layout_pop, layout_bun, layout_postgres_migrations;
extern const struct layout layout_river, layout_graphile_worker, layout_numbered, layout_two_ways;
extern const struct layout layout_yoyo;

#endif
