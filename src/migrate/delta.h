/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The difference between two schemas as SQL, there and back, in the shape that
 * pawl/schema.h promises.
 *
 *	two schemas -> diff_schemas() -> changes -> the dialect's emit -> struct pawl_diff
 */
#ifndef MIGRATE_DELTA_H
#define MIGRATE_DELTA_H

#include "migrate/renaming.h"

#include <pawl/schema.h>

struct delta_request {
	const struct dialect *dialect;
	const struct diff_options *options;
	const struct schema *from, *to;
	const struct renaming *renaming; /* NULL: none */
	bool strict;                     /* refuse what cannot be done or loses data */
	bool allow_loss;
};

/* What a migration made of the difference has to say at its head. */
struct delta_facts {
	bool outside_there, outside_back; /* a statement has to be committed alone */
	const char *no_way_back;          /* why there is none; NULL if there is one */
};

/* Fills all but from and to of *ret; facts may be NULL. PAWL_E_SQL, only if strict. */
int delta_make(const struct delta_request *request, struct arena *a, struct pawl_diff *ret,
	       struct delta_facts *facts, struct pawl_error *err);

/* Just whether they differ: "" if not, else the first few differences in words. */
const char *delta_describe(const struct delta_request *request, struct arena *a);

/* The statements that build a schema from nothing, run on an empty scratch database. */
int delta_build(struct trial *t, const struct diff_options *options, const struct schema *schema,
		struct pawl_error *err);

/* Append the changes from from to to as a script of the engine's client. */
void delta_script(const struct delta_request *request, struct arena *a, struct buf *b);

/* The same for a script from nothing, with data behind the last table. */
void delta_script_with(const struct delta_request *request, const char *data, struct arena *a,
		       struct buf *b);

/* Does a statement of that script have to be committed alone? */
bool delta_goes_outside(const struct delta_request *request, struct arena *a);

/* The tables of a schema in an order in which they can be filled. */
void delta_tables(const struct dialect *d, const struct schema *schema, struct arena *a,
		  const struct object *const **ret, size_t *ret_len);

/* A schema without objects of the same server. */
struct schema delta_nothing(const struct schema *like, struct arena *a);

#endif
