/* SPDX-License-Identifier: Apache-2.0 */
/* Names that running programs know. */
#include "lint/rules.h"

#include <string.h>

static bool renames(const struct action *a, enum action_object object)
{
	return a->verb == ACT_RENAME && a->object == object && a->name != NULL && a->to != NULL;
}

static void check_rebuilt(struct lint *l, const struct action *a, const struct lint_rebuild *r,
			  const struct known_column *before, const struct known_column *after)
{
	if (!before->dropped && after == NULL && lint_rebuild_copies(l, r, before->name))
		lint_report(l, a,
			    "programs that run know column \"%s\" of \"%s\": the rebuilt "
			    "table has it under no such name",
			    before->name, r->name);
}

static void check_column(struct lint *l, const struct action *a)
{
	lint_rebuilt_columns(l, a, check_rebuilt);
	if (renames(a, ON_COLUMN) && lint_is_old(l, a))
		lint_report(l, a, "programs that run know column \"%s\", not \"%s\"", a->name,
			    a->to);
}

/* The last step of a rebuild is no renaming: the name stays. */
static void check_table(struct lint *l, const struct action *a)
{
	const struct known_table *there;

	if (!renames(a, ON_TABLE) || !lint_is_old(l, a))
		return;
	there = known_gone(&l->known, a->schema, a->to);
	if (there != NULL && there->dropped)
		return;
	if (lint_report(l, a, "programs that run know table \"%s\", not \"%s\"", a->name, a->to))
		lint_safe(
			l,
			"CREATE VIEW %s AS SELECT * FROM %s; beside the renaming, until no program "
			"uses the old name",
			lint_quote(l, a->name), lint_quote(l, a->to));
}

static void check_schema(struct lint *l, const struct action *a)
{
	if (renames(a, ON_SCHEMA) && !known_is_new(&l->known, ON_SCHEMA, a->name))
		lint_report(l, a, "every name that begins with \"%s.\" breaks", a->name);
}

static void check_other(struct lint *l, const struct action *a)
{
	static const enum action_object kinds[] = {ON_VALUE,    ON_TYPE,     ON_VIEW, ON_MATVIEW,
						   ON_FUNCTION, ON_SEQUENCE, ON_INDEX};

	if (a->object == ON_VALUE && known_is_new(&l->known, ON_TYPE, a->name))
		return;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (renames(a, kinds[i]) && !known_is_new(&l->known, kinds[i], a->name) &&
		    (a->object != ON_INDEX || lint_is_old(l, a)))
			lint_report(l, a, "programs that name \"%s\" break", a->name);
}

const struct lint_rule rules_rename[] = {
	{
		.id = "rename-column",
		.class = LINT_COMPAT,
		.level = LINT_ERROR,
		.engines = PMS,
		.summary = "A column gets another name.",
		.why = "Programs that run use the old one until all of them are replaced.",
		.safe = "Add the new column, write both, copy, switch, drop the old one in a later "
			"release",
		.check = check_column,
	},
	{
		.id = "rename-table",
		.class = LINT_COMPAT,
		.level = LINT_ERROR,
		.engines = PMS,
		.summary = "A table gets another name.",
		.why = "Programs that run use the old one until all of them are replaced.",
		.safe = "Rename it and make an updatable view under the old name, in one "
			"transaction",
		.check = check_table,
	},
	{
		.id = "rename-schema",
		.class = LINT_COMPAT,
		.level = LINT_ERROR,
		.engines = P,
		.summary = "A schema gets another name.",
		.why = "Every name that begins with it breaks.",
		.safe = "A new schema, with views under the old one",
		.check = check_schema,
	},
	{
		.id = "rename-other",
		.class = LINT_COMPAT,
		.level = LINT_WARNING,
		.engines = PM,
		.summary =
			"A view, function, type, enum value, sequence or index gets another name.",
		.why = "Programs that name it break; so do hints that name an index.",
		.safe = "Add the new one, move to it, remove the old one later",
		.check = check_other,
	},
	{0},
};
