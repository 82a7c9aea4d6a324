/* SPDX-License-Identifier: Apache-2.0 */
/* Every migration up, down and up again on a scratch database, with the schemas compared. */
#ifndef MIGRATE_REPLAY_H
#define MIGRATE_REPLAY_H

#include "migrate/compare.h"
#include "migrate/copy.h"

/* A migration whose up fails ends it with that error; what else is wrong stands in *ret. */
int replay_all(struct lab *lab, const struct source *migrations, struct arena *a,
	       struct pawl_replay *ret, struct pawl_error *err);

/* The same for the next so many migrations of a database, on copies of it. */
int replay_pending(struct lab *lab, const struct set *set, const struct copy *copy, size_t most,
		   struct arena *a, struct pawl_replay *ret, struct pawl_error *err);

#endif
