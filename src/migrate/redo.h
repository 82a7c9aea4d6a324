/* SPDX-License-Identifier: Apache-2.0 */
/* The newest migration down and up again: two runs, and what must be known before the first. */
#ifndef MIGRATE_REDO_H
#define MIGRATE_REDO_H

#include "migrate/run.h"

/*
 * The steps of both runs. Nothing is reverted where it can be told beforehand that it would
 * not be applied again: whatever up refuses, and what it would pass over.
 */
int redo_newest(struct work *w, const struct set *set, struct run_result *ret,
		struct pawl_error *err);

#endif
