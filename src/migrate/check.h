/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Do database, migrations and declared schema agree? The database is compared
 * with what the migrations that it has give: those that it has not got yet are
 * counted, and are no difference.
 */
#ifndef MIGRATE_CHECK_H
#define MIGRATE_CHECK_H

#include "migrate/compare.h"

struct check_request {
	const struct source *database, *migrations, *schema; /* NULL: there is none */
	const struct pawl_diff_options *options;
};

/* Two of the three at least. The session is connected where database is given. */
int check_all(struct lab *lab, const struct check_request *request, struct arena *a,
	      struct pawl_check *ret, struct pawl_error *err);

/* One pair. */
int check_pair(struct lab *lab, const struct source *from, const struct source *to,
	       const struct pawl_diff_options *options, struct arena *a, struct pawl_check *ret,
	       struct pawl_error *err);

#endif
