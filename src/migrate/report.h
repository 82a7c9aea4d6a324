/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about files and history, as the public structs of pawl/migrate.h, in an arena. */
#ifndef MIGRATE_REPORT_H
#define MIGRATE_REPORT_H

#include "migrate/run.h"

#include <pawl/migrate.h>

int report_status(struct work *w, const struct set *set, struct arena *a, struct pawl_status *ret,
		  struct pawl_error *err);

/* An absent log table is an empty log. */
int report_log(struct work *w, struct arena *a, struct pawl_log *ret, struct pawl_error *err);

/* What was done or would be. */
void report_run(const struct run_result *result, bool dry_run, struct arena *a,
		struct pawl_run *ret);

/* Files against history; with scripts, also each applied migration's verify script. */
int report_verify(struct work *w, const struct set *set, bool scripts, struct arena *a,
		  struct pawl_verification *ret, struct pawl_error *err);

/* Make the history agree with the files; see pawl_repair(). */
int repair_history(struct work *w, const struct set *set, const struct pawl_repair_options *o,
		   struct arena *a, struct pawl_run *ret, struct pawl_error *err);

/* Take over what another tool's history table says; see pawl_adopt(). layout: of the folder. */
int adopt_history(struct work *w, const struct set *set, const struct pawl_adopt_options *o,
		  struct arena *a, struct pawl_run *ret, struct pawl_error *err);

#endif
