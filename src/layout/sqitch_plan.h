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

struct sqitch_change {
	const char *name, *id;   /* id: SHA-1 of what the plan says of it, and of its parent's */
	const char *const *tags; /* between it and the line that reworks it; empty: not reworked */
	size_t tags_len;
	unsigned long line;
};

struct sqitch_plan {
	struct sqitch_change *v;
	size_t len;
};

int sqitch_plan_read(const struct tree_entry *file, struct arena *a, struct sqitch_plan *ret,
		     struct pawl_error *err);

#endif
