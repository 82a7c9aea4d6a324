/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Renames carried out: the old schema is built on a scratch database, renamed
 * there, and read again. So the server itself follows a name into views, checks
 * and indexes (or does not), and what is left to compare is what else has changed.
 * The way back is the same from the other end: the new schema gets the old names,
 * and then whatever else differs is changed.
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

/* Without renames from and to are those of the request. */
struct renaming {
	struct schema from, to;              /* from with the new names, to with the old ones */
	const struct rename_pair *pairs;     /* in the order in which they ran */
	const struct change *const *changes; /* of the same index: from's way there */
	const struct change *const *back;    /* and to's way back, where the last one runs first */
	size_t len;
};

/* The object of the new names that o, one of the old names, is; NULL if there is none. */
const struct object *renaming_follow(const struct renaming *r, const struct schema *new_names,
				     const struct object *o);

/* PAWL_E_USAGE for a said rename that fits nothing, unless it stands in a comment. */
int renaming_carry_out(struct lab *lab, const struct renaming_request *request, struct arena *a,
		       struct renaming *ret, struct pawl_error *err);

#endif
