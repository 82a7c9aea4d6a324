/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Renames carried out: the old schema is built on a scratch database, renamed
 * there, and read again. So the server itself follows a name into views, checks
 * and indexes, and what is left to compare is what else has changed.
 */
#ifndef MIGRATE_RENAMING_H
#define MIGRATE_RENAMING_H

#include "migrate/lab.h"

struct renaming_request {
	const struct diff_options *options;
	const struct schema *from, *to;
	struct rename_list *said;
	rename_ask_fn *ask; /* NULL: nobody */
	void *ask_data;
};

/* In the order in which they ran. */
struct renaming {
	struct schema from; /* with the new names; that of the request if there are none */
	const struct change *const *changes;
	const struct change *const *back; /* of the same index: the way back of it */
	size_t len;
};

/* PAWL_E_USAGE for a said rename that fits nothing, unless it stands in a comment. */
int renaming_carry_out(struct lab *lab, const struct renaming_request *request, struct arena *a,
		       struct renaming *ret, struct pawl_error *err);

#endif
