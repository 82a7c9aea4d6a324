/* SPDX-License-Identifier: Apache-2.0 */
/* Two sources read and compared, and one source written down: diff, check and dump. */
#ifndef MIGRATE_COMPARE_H
#define MIGRATE_COMPARE_H

#include "migrate/delta.h"

struct compare_request {
	const struct source *from, *to;
	const struct pawl_diff_options *options; /* NULL: the usual ones */
	struct delta_facts *facts;               /* filled as well; may be NULL */
	bool only_look; /* nothing is refused, nothing is asked and nothing was renamed */
};

/* Fill *ret; everything in a. */
int compare_sources(struct lab *lab, const struct compare_request *request, struct arena *a,
		    struct pawl_diff *ret, struct pawl_error *err);

/* The same for schemas that have been read. */
int compare_schemas(struct lab *lab, const struct compare_request *request,
		    const struct lab_schema *from, const struct lab_schema *to, struct arena *a,
		    struct pawl_diff *ret, struct pawl_error *err);

/* The options of the model that a caller's stand for, on the server of schema. */
struct diff_options compare_options(const struct pawl_diff_options *o, const struct schema *schema);

#endif
