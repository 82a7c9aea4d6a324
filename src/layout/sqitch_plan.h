/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqitch.plan:
 *
 *	%project=name
 *	%uri=https://...
 *
 *	change [required !conflict other:change@tag] 2024-01-02T03:04:05Z Name <mail> # note
 *	@tag 2024-01-02T03:04:05Z Name <mail> # note
 *
 * A change that stands twice was reworked: what was up to then is in
 * change@tag.sql, tag being one between the two.
 */
#ifndef LAYOUT_SQITCH_PLAN_H
#define LAYOUT_SQITCH_PLAN_H

#include "layout/tree.h"

#include <stdbool.h>

/* A line cut into its parts; "" where there is none. */
struct sqitch_entry {
	const char *name, *dependencies, *date, *planner, *note;
};

struct sqitch_tag {
	struct sqitch_entry entry; /* its name begins with '@' */
	const char *id;            /* SHA-1 of what the plan says of it */
};

struct sqitch_change {
	const char *name, *id;   /* id: SHA-1 of what the plan says of it, and of its parent's */
	const char *const *tags; /* between it and the line that reworks it; empty: not reworked */
	size_t tags_len;
	struct sqitch_entry entry;
	const struct sqitch_tag *own_tags; /* before the next change */
	size_t own_tags_len;
	unsigned long line;
};

struct sqitch_plan {
	const char *project, *uri; /* uri NULL: none */
	struct sqitch_change *v;
	size_t len;
};

/* What a change of the plan requires or conflicts with. */
struct sqitch_dependency {
	const char *name;             /* as sqitch writes it: without its own project's name */
	const char *project, *change; /* of another project's; change NULL in one's own */
	bool conflict;
};

/* The next of an entry's; *pos begins at 0. */
bool sqitch_next_dependency(const char *project, const struct sqitch_entry *e, size_t *pos,
			    struct arena *a, struct sqitch_dependency *ret);

int sqitch_plan_read(const struct tree_entry *file, struct arena *a, struct sqitch_plan *ret,
		     struct pawl_error *err);

#endif
