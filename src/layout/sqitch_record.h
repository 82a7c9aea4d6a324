/* SPDX-License-Identifier: Apache-2.0 */
/* What sqitch's registry holds of a change, beside its id and the hash of its script. */
#ifndef LAYOUT_SQITCH_RECORD_H
#define LAYOUT_SQITCH_RECORD_H

#include "layout/migration.h"
#include "layout/sqitch_plan.h"

/* projects: the names of all that are read, a '\n' before and behind each. */
void sqitch_record(const struct sqitch_plan *plan, size_t change, const char *projects,
		   struct arena *a, struct migration_record *ret);

#endif
