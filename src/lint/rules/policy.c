/* SPDX-License-Identifier: Apache-2.0 */
/* What some teams do not want in migrations, and what wants a second look. */
#include "lint/rules.h"

#include <string.h>

static void check_privilege(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_GRANT)
		lint_report(l, a, "%s changes who may do what", a->name);
	else if (a->object == ON_POLICY)
		lint_report(l, a, "row level security of \"%s\" changes",
			    a->table != NULL ? a->table : a->name);
}

static void check_extension(struct lint *l, const struct action *a)
{
	if (a->object == ON_EXTENSION && a->verb != ACT_DROP)
		lint_report(l, a, "extension \"%s\" runs scripts of others, with rights of its own",
			    a->name);
}

static void check_qualified(struct lint *l, const struct action *a)
{
	bool names = a->object == ON_TABLE || a->object == ON_VIEW || a->object == ON_SEQUENCE ||
		     a->object == ON_TYPE || a->object == ON_FUNCTION;

	if (names && a->schema == NULL && a->name != NULL && !a->temporary && !a->in_create &&
	    (a->verb == ACT_CREATE || a->verb == ACT_DROP))
		lint_report(l, a, "in which schema \"%s\" lies search_path decides", a->name);
	else if (a == l->st->actions.v && strcmp(l->st->kind, "alter table") == 0 &&
		 a->schema == NULL && a->table != NULL && lint_is_old(l, a))
		lint_report(l, NULL, "in which schema \"%s\" lies search_path decides", a->table);
}

static void check_again(struct lint *l, const struct action *a)
{
	bool object = a->object == ON_TABLE || a->object == ON_INDEX || a->object == ON_COLUMN ||
		      a->object == ON_SEQUENCE || a->object == ON_SCHEMA;
	bool makes = a->verb == ACT_CREATE || a->verb == ACT_ADD || a->verb == ACT_DROP;
	bool drops = a->verb == ACT_DROP && (a->object == ON_CONSTRAINT || a->object == ON_VIEW ||
					     a->object == ON_TYPE || a->object == ON_FUNCTION);

	/* PostgreSQL chooses another name for an index without one. */
	if (a->object == ON_INDEX && a->name == NULL)
		return;
	if (!l->st->in_transaction && ((object && makes) || drops) && !a->in_create && !a->guarded)
		lint_report(l, a, "cannot be run again: no IF %sEXISTS",
			    a->verb == ACT_DROP ? "" : "NOT ");
}

/* Code that makes its SQL as it runs. */
static bool is_dynamic(const char *body)
{
	static const char *const words[] = {"EXECUTE ", "execute ", "Execute "};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strstr(body, words[i]) != NULL)
			return true;
	return false;
}

static void check_untracked(struct lint *l, const struct action *a)
{
	if (a->body != NULL && is_dynamic(a->body))
		lint_report(l, a, "what the SQL that it makes depends on cannot be seen");
}

/* An index that an earlier try left invalid has the name as well. */
static void check_correct(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_CREATE && a->object == ON_INDEX && a->concurrently && a->guarded)
		lint_report(
			l, a,
			"IF NOT EXISTS is content with an index that a failed try left invalid");
}

const struct lint_rule rules_policy[] = {
	{
		.id = "correctness",
		.class = LINT_CORRECT,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "CREATE INDEX CONCURRENTLY IF NOT EXISTS.",
		.why = "A try that failed leaves an invalid index of that name; the next one finds "
		       "it "
		       "there and is content.",
		.safe = "Without IF NOT EXISTS: pawl itself drops an invalid leftover and builds "
			"again",
		.check = check_correct,
	},
	{
		.id = "untracked-dependency",
		.class = LINT_CORRECT,
		.level = LINT_NOTE,
		.engines = P,
		.opt_in = true,
		.summary = "A routine or DO block with EXECUTE.",
		.why = "What its SQL needs cannot be seen before it runs; the order of steps may "
		       "be wrong.",
		.safe = "Review it; -- pawl:requires names migrations that must come first",
		.check = check_untracked,
	},
	{
		.id = "privilege-change",
		.class = LINT_POLICY,
		.level = LINT_NOTE,
		.engines = P,
		.summary = "GRANT, REVOKE, or row level security.",
		.why = "Access opens or closes.",
		.safe = "A review by whoever answers for access",
		.check = check_privilege,
	},
	{
		.id = "create-extension",
		.class = LINT_POLICY,
		.level = LINT_NOTE,
		.engines = P,
		.summary = "CREATE or ALTER EXTENSION.",
		.why = "It needs rights that migrations should not have, and runs scripts of "
		       "others.",
		.safe = "By whoever runs the server, before the migration",
		.check = check_extension,
	},
	{
		.id = "unqualified-name",
		.class = LINT_POLICY,
		.level = LINT_NOTE,
		.engines = P,
		.summary = "An object is made or dropped by a name without its schema.",
		.why = "search_path decides which one it is.",
		.safe = "public.t",
		.check = check_qualified,
	},
	{
		.id = "not-idempotent",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = P,
		.summary = "No IF [NOT] EXISTS in a migration that is not one transaction.",
		.why = "After a failure it cannot be run again from its beginning. pawl goes on "
		       "where it "
		       "stopped; other tools do not.",
		.safe = "ALTER TABLE t ADD COLUMN IF NOT EXISTS c int;",
		.check = check_again,
	},
	{0},
};
