/* SPDX-License-Identifier: Apache-2.0 */
/* The families of rules, one file of rules/ each; an entry without id ends them. */
#ifndef LINT_RULES_H
#define LINT_RULES_H

#include "lint/rebuild.h"
#include "lint/rule.h"

extern const struct lint_rule rules_index[], rules_constraint[], rules_key[], rules_foreign_key[],
	rules_not_null[], rules_column[], rules_type[], rules_lock[], rules_bulk[], rules_batch[],
	rules_program[], rules_partition[], rules_drop[], rules_rename[], rules_compat[],
	rules_transaction[], rules_mysql[], rules_mysql_type[], rules_sqlite[], rules_engine[],
	rules_policy[], rules_style[], rules_name[], rules_meta[];

enum {
	P = LINT_POSTGRES,
	M = LINT_MYSQL,
	S = LINT_SQLITE,
	PM = P | M,
	PS = P | S,
	MS = M | S,
	PMS = P | M | S,
};

#endif
