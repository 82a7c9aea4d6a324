/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What statements will cost on the database at hand: its schema and the sizes
 * of its tables, read once, and the dialect's knowledge of each statement.
 *
 *	forecast_open() -> struct forecast -> forecast_unit() -> the statements of a
 *	migration with their costs, each against the schema that those before it leave
 */
#ifndef MIGRATE_FORECAST_H
#define MIGRATE_FORECAST_H

#include "base/map.h"
#include "dialect/cost.h"
#include "migrate/unit.h"

#include <pawl/plan.h>

struct forecast {
	struct work *w;
	struct arena *arena; /* of the results */
	struct arena own;    /* of what is known */
	struct known known;
	struct map sizes; /* "schema.table" -> struct db_table_size */
	int64_t throughput;
	bool checks_off;
	bool harmless;     /* the last statement is known to keep nobody waiting */
	const char *blind; /* why no statement can be read; NULL if they can */
};

enum { FORECAST_THROUGHPUT = 100000000 };

/* throughput: bytes a second, 0 for the usual one. */
int forecast_open(struct work *w, struct arena *a, int64_t throughput, struct forecast *ret,
		  struct pawl_error *err);
void forecast_done(struct forecast *f);
#define _cleanup_forecast_ __attribute__((cleanup(forecast_done)))

/* The next statement of the run; batch: NULL, or the directive above it. */
int forecast_statement(struct forecast *f, const struct statement *st,
		       const struct script_batch *batch, struct pawl_plan_statement *ret,
		       struct pawl_error *err);

/* All of a migration. */
int forecast_unit(struct forecast *f, const struct unit *u, struct pawl_plan_migration *ret,
		  struct pawl_error *err);

/*
 * May a statement of these units lose what cannot be brought back? Of code that nobody can look
 * into, a word that removes rows tells.
 */
int forecast_loss(struct work *w, const struct unit *units, size_t len, bool *ret_loses,
		  struct pawl_error *err);

/* The whole of pawl_plan(). */
int forecast_run(struct work *w, const struct set *set, const struct pawl_plan_options *o,
		 struct arena *a, struct pawl_plan *ret, struct pawl_error *err);

#endif
