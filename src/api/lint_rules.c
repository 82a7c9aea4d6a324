/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rules as the public header has it. */
#include <pawl/lint.h>

#include "lint/lint.h"

#include <pthread.h>

static struct pawl_lint_rule *all;
static size_t all_len;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const char *engines_of(unsigned engines)
{
	static const char *const names[] = {
		"",
		"PostgreSQL",
		"MariaDB/MySQL",
		"PostgreSQL, MariaDB/MySQL",
		"SQLite",
		"PostgreSQL, SQLite",
		"MariaDB/MySQL, SQLite",
		"PostgreSQL, MariaDB/MySQL, SQLite",
	};

	return names[engines & 7];
}

static void publish(void)
{
	const struct lint_rule *const *rules = lint_rules(&all_len);

	all = xcalloc(all_len, sizeof(*all));
	for (size_t i = 0; i < all_len; i++)
		all[i] = (struct pawl_lint_rule){
			.id = rules[i]->id,
			.class_name = lint_class_name(rules[i]->class),
			.level = (enum pawl_level)rules[i]->level,
			.engines = engines_of(rules[i]->engines),
			.versions = rules[i]->versions != NULL ? rules[i]->versions : "",
			.is_default = lint_rule_is_default(rules[i]),
			.summary = rules[i]->summary,
			.why = rules[i]->why,
			.safe = rules[i]->safe,
		};
}

const struct pawl_lint_rule *pawl_lint_rules(size_t *ret_len)
{
	pthread_once(&once, publish);
	*ret_len = all_len;
	return all;
}
