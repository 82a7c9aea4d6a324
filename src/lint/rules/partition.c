/* SPDX-License-Identifier: Apache-2.0 */
/* Partitions of PostgreSQL. */
#include "lint/rules.h"

/* A CHECK that is validated may spare the scan: whether it matches the bounds is not looked at. */
static bool has_check(const struct known_table *t)
{
	for (size_t i = 0; t != NULL && i < t->constraints.len; i++) {
		const struct known_constraint *c = &t->constraints.v[i];

		if (!c->dropped && c->valid && c->def->kind == CONSTRAINT_CHECK)
			return true;
	}
	return false;
}

static void check_attach(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_ATTACH && lint_is_old_name(l, a->to, a->name) &&
	    !has_check(known_table(&l->known, a->to, a->name)))
		lint_report(l, a, "all of \"%s\" is read while it is locked%s", a->name,
			    a->filtered ? ", and so are the other partitions" : "");
}

static void check_detach(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_DETACH && !a->concurrently && lint_is_old(l, a) &&
	    lint_report(l, a, "nobody can use \"%s\" while a partition is detached", a->table))
		lint_safe(l,
			  "ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY; in a migration of its "
			  "own",
			  lint_table(l, a), lint_quote(l, a->name));
}

const struct lint_rule rules_partition[] = {
	{
		.id = "attach-partition",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "ATTACH PARTITION of a table without a validated CHECK.",
		.why = "Every row of it is read under a lock to see that it belongs there; a "
		       "DEFAULT "
		       "partition is read as well.",
		.safe = "ALTER TABLE p ADD CONSTRAINT c CHECK (the bounds) NOT VALID; VALIDATE "
			"CONSTRAINT "
			"c; ATTACH; then drop the check",
		.check = check_attach,
	},
	{
		.id = "detach-not-concurrent",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = P,
		.versions = "the safe way needs PostgreSQL 14",
		.summary = "DETACH PARTITION without CONCURRENTLY.",
		.why = "It takes an ACCESS EXCLUSIVE lock on the whole partitioned table.",
		.safe = "ALTER TABLE t DETACH PARTITION p CONCURRENTLY;",
		.check = check_detach,
	},
	{0},
};
