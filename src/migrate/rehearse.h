/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running what is pending and undoing it, see pawl/rehearse.h. What can run in a
 * transaction does so on the target, all of it in one; the first migration that
 * cannot, and all behind it, run on a scratch copy.
 */
#ifndef MIGRATE_REHEARSE_H
#define MIGRATE_REHEARSE_H

#include "migrate/lab.h"

#include <pawl/rehearse.h>

enum { REHEARSE_MAX_LOCK_MS = 1000 };

/*
 * lab's work is the target's. why_scratch: why nothing may run there; NULL if it
 * may.
 */
int rehearse_run(struct lab *lab, const struct set *set, const struct pawl_rehearse_options *o,
		 const char *why_scratch, struct arena *a, struct pawl_rehearsal *ret,
		 struct pawl_error *err);

#endif
