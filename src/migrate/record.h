/* SPDX-License-Identifier: Apache-2.0 */
/* Steps of a plan that run nothing: their rows need no commit each. */
#ifndef MIGRATE_RECORD_H
#define MIGRATE_RECORD_H

#include "migrate/plan.h"
#include "migrate/unit.h"

/*
 * How many of the steps from this one on record, or forget, one migration each
 * and can do so together; 0 where that is not worth it, or the table is another
 * tool's.
 */
size_t record_count(const struct work *w, const struct plan_step *v, size_t len);

/* All of them, prepared, in one transaction; on failure it is rolled back. */
int record_units(struct work *w, struct unit *v, size_t len, struct pawl_error *err);

#endif
