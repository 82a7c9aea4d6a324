/* SPDX-License-Identifier: Apache-2.0 */
/* Where sqitch.conf says that the plan and the scripts are. */
#ifndef LAYOUT_SQITCH_CONF_H
#define LAYOUT_SQITCH_CONF_H

#include "layout/tree.h"

enum sqitch_dir { SQITCH_DEPLOY, SQITCH_REVERT, SQITCH_VERIFY, SQITCH_DIRS };

struct sqitch_conf {
	const struct tree_entry *plan;
	const char *dirs[SQITCH_DIRS]; /* relative to the tree, with a slash behind them */
};

/*
 * By [core] of sqitch.conf in the folder: top_dir, plan_file, deploy_dir, revert_dir and
 * verify_dir. Where that leads to no plan, or there is no such file: the plan in the folder
 * itself or the one that alone is below, with the scripts beside it. False: there is no plan.
 */
bool sqitch_conf_read(const struct tree *t, struct arena *a, struct sqitch_conf *ret);

/* The engine that [core] names, unless a section says how dialect's is reached; else NULL. */
const char *sqitch_conf_engine(const struct tree *t, const char *dialect, struct arena *a,
			       const struct tree_entry **ret_file);

#endif
