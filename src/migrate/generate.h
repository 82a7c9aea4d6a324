/* SPDX-License-Identifier: Apache-2.0 */
/* A migration made of a difference, and the proof that it is one. */
#ifndef MIGRATE_GENERATE_H
#define MIGRATE_GENERATE_H

#include "migrate/compare.h"
#include "migrate/workshop.h"

struct generate_request {
	const struct source *migrations, *schema;
	const struct pawl_diff_options *options;
	struct author_new files; /* all but the texts */
	const struct migration_list *existing;
};

/* Fill *ret; nothing is written where there is no difference, or where the proof fails. */
int generate_migration(struct lab *lab, const struct generate_request *request, struct arena *a,
		       struct pawl_generated *ret, struct pawl_error *err);

#endif
