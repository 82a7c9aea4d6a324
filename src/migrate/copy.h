/* SPDX-License-Identifier: Apache-2.0 */
/* The schema and the history of a database, without its rows, on a scratch database. */
#ifndef MIGRATE_COPY_H
#define MIGRATE_COPY_H

#include "migrate/history.h"
#include "migrate/trial.h"

struct copy {
	struct schema schema;
	struct history history;
};

/* All that w's database has, but for the history tables; in the arena. */
int copy_read_schema(struct work *w, struct arena *a, struct schema *ret, struct pawl_error *err);

int copy_read(struct work *w, struct arena *a, struct copy *ret, struct pawl_error *err);

/* Make it on an empty trial. */
int copy_make(const struct copy *copy, struct trial *t, struct pawl_error *err);

#endif
