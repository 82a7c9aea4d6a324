/* SPDX-License-Identifier: Apache-2.0 */
/* All rules, family by family. */
#include "lint/rules.h"

#include <pthread.h>

static const struct lint_rule *const families[] = {
	rules_index,       rules_constraint, rules_key,        rules_foreign_key, rules_not_null,
	rules_column,      rules_type,       rules_lock,       rules_bulk,        rules_batch,
	rules_program,     rules_partition,  rules_drop,       rules_rename,      rules_compat,
	rules_transaction, rules_mysql,      rules_mysql_type, rules_sqlite,      rules_engine,
	rules_policy,      rules_style,      rules_name,       rules_meta,
};

enum { MOST = 256 };

static const struct lint_rule *all[MOST];
static size_t all_len;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void gather(void)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		for (const struct lint_rule *r = families[i]; r->id != NULL && all_len < MOST; r++)
			all[all_len++] = r;
}

const struct lint_rule *const *lint_rules(size_t *ret_len)
{
	pthread_once(&once, gather);
	*ret_len = all_len;
	return all;
}
