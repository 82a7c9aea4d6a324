/* SPDX-License-Identifier: Apache-2.0 */
/* The layouts there are, for registry.c; everybody else asks layout_find() or layout_recognise(). */
#ifndef LAYOUT_BACKENDS_H
#define LAYOUT_BACKENDS_H

#include "layout/layout.h"

extern const struct layout layout_native, layout_golang_migrate;
extern const struct layout layout_diesel, layout_prisma, layout_drizzle, layout_manifest,
	layout_parents, layout_atlas, layout_liquibase, layout_sqitch, layout_alembic, layout_rails,
	layout_named;

#endif
