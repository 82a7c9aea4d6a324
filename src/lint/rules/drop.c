/* SPDX-License-Identifier: Apache-2.0 */
/* What loses data. */
#include "lint/rules.h"

#include <string.h>

/* SQLite: a table dropped for one that takes its name, in the same file. */
static bool is_rebuild(const struct lint *l, const struct action *dropped)
{
	for (size_t i = 0; i < l->statements.len; i++) {
		const struct action_list *list = &l->statements.v[i].actions;

		for (size_t k = 0; k < list->len; k++)
			if (list->v[k].verb == ACT_RENAME && list->v[k].object == ON_TABLE &&
			    list->v[k].to != NULL && strcmp(list->v[k].to, dropped->name) == 0)
				return true;
	}
	return false;
}

static bool drops(const struct action *a, enum action_object object)
{
	return a->verb == ACT_DROP && a->object == object && a->name != NULL;
}

static void check_table(struct lint *l, const struct action *a)
{
	if (drops(a, ON_TABLE) && lint_is_old(l, a) && !is_rebuild(l, a))
		lint_report(l, a, "table \"%s\" is dropped with all its rows", a->name);
}

static void check_rebuilt(struct lint *l, const struct action *a, const struct lint_rebuild *r,
			  const struct known_column *before, const struct known_column *after)
{
	if (!before->dropped && !before->def.generated && after == NULL &&
	    !lint_rebuild_copies(l, r, before->name))
		lint_report(l, a,
			    "the rebuilt table \"%s\" has no column \"%s\": what it holds is "
			    "dropped",
			    r->name, before->name);
}

static void check_column(struct lint *l, const struct action *a)
{
	lint_rebuilt_columns(l, a, check_rebuilt);
	if (drops(a, ON_COLUMN) && lint_is_old(l, a))
		lint_report(l, a, "column \"%s\" of \"%s\" is dropped with what it holds", a->name,
			    a->table);
}

static void check_schema(struct lint *l, const struct action *a)
{
	if (drops(a, ON_SCHEMA) && !known_is_new(&l->known, ON_SCHEMA, a->name))
		lint_report(l, a, "schema \"%s\" is dropped%s", a->name,
			    a->cascade ? " with everything in it" : "");
}

static void check_database(struct lint *l, const struct action *a)
{
	if (drops(a, ON_DATABASE))
		lint_report(l, a, "database \"%s\" is dropped", a->name);
}

static void check_cascade(struct lint *l, const struct action *a)
{
	bool fresh = a->object == ON_TABLE && !lint_is_old(l, a);

	if (a->verb == ACT_DROP && a->cascade && !fresh)
		lint_report(l, a, "CASCADE drops whatever depends on \"%s\"",
			    a->name != NULL ? a->name : "it");
}

static void check_truncate(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_TRUNCATE && lint_is_old(l, a) &&
	    lint_report(l, a, "all rows of \"%s\"%s are deleted", a->table,
			a->cascade ? " and of all tables that refer to it" : ""))
		lint_safe(l, "DELETE FROM %s WHERE ...; in batches", lint_table(l, a));
}

const struct lint_rule rules_drop[] = {
	{
		.id = "drop-table",
		.class = LINT_DATA,
		.level = LINT_ERROR,
		.engines = PMS,
		.summary = "A table that was there before is dropped.",
		.why = "Its rows are gone, and programs that still know it fail.",
		.safe = "Release programs that do without it, rename or back it up, and drop it in "
			"a later "
			"release",
		.check = check_table,
	},
	{
		.id = "drop-column",
		.class = LINT_DATA,
		.level = LINT_ERROR,
		.engines = PMS,
		.summary =
			"A column that was there before is dropped, on SQLite also by a rebuild.",
		.why = "What it holds is gone, its indexes go with it, and programs that name it "
		       "fail.",
		.safe = "Release programs that do without it first, and drop it in a later release",
		.check = check_column,
	},
	{
		.id = "drop-schema",
		.class = LINT_DATA,
		.level = LINT_ERROR,
		.engines = PM,
		.summary = "A schema is dropped.",
		.why = "Everything in it goes with it.",
		.safe = "DROP SCHEMA s; without CASCADE, when it is empty",
		.check = check_schema,
	},
	{
		.id = "drop-database",
		.class = LINT_DATA,
		.level = LINT_ERROR,
		.engines = PM,
		.summary = "A database is dropped.",
		.why = "Everything is gone.",
		.safe = "Not in a migration: pawl drop",
		.check = check_database,
	},
	{
		.id = "drop-cascade",
		.class = LINT_DATA,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "DROP ... CASCADE.",
		.why = "It takes along what nobody has named: views, foreign keys, functions.",
		.safe = "Drop each of them by name",
		.check = check_cascade,
	},
	{
		.id = "truncate",
		.class = LINT_DATA,
		.level = LINT_ERROR,
		.engines = PM,
		.summary = "TRUNCATE of a table that was there before.",
		.why = "The rows of this table, with CASCADE also those of others, are gone, under "
		       "an "
		       "ACCESS EXCLUSIVE lock; on MariaDB and MySQL it cannot be rolled back.",
		.safe = "DELETE FROM t WHERE ...; in batches",
		.check = check_truncate,
	},
	{0},
};
