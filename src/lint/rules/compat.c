/* SPDX-License-Identifier: Apache-2.0 */
/* What programs that run, or rows that are there, do not survive. */
#include "lint/rules.h"

#include <string.h>

/* Beside the rules that say it better: for those who want every such change told. */
static void check_backward(struct lint *l, const struct action *a)
{
	const char *what = NULL;

	if (!lint_is_old(l, a))
		return;
	if (a->verb == ACT_DROP && (a->object == ON_TABLE || a->object == ON_COLUMN))
		what = "drops what they use";
	else if (a->verb == ACT_RENAME && (a->object == ON_TABLE || a->object == ON_COLUMN))
		what = "renames what they use";
	else if (a->verb == ACT_ADD && a->object == ON_CONSTRAINT)
		what = "refuses what they may write";
	else if (a->verb == ACT_CREATE && a->object == ON_INDEX && a->unique)
		what = "refuses what they may write";
	else if (a->verb == ACT_SET_TYPE)
		what = "changes a type that they know";
	if (what != NULL)
		lint_report(l, a, "programs that run may not survive this: it %s", what);
}

static void check_drop_not_null(struct lint *l, const struct action *a)
{
	const struct known_column *c = known_column(known_table_of(&l->known, a), a->name);
	bool drops = a->verb == ACT_DROP_NOT_NULL;

	if (a->verb == ACT_SET_TYPE && a->column->whole && !a->column->not_null && c != NULL &&
	    c->def.not_null)
		drops = known_primary_key(known_table_of(&l->known, a)) == NULL || !c->def.serial;
	if (drops && lint_is_old(l, a))
		lint_report(l, a, "programs may not expect NULL in column \"%s\"", a->name);
}

/* SQLite: a rebuilt table, whose required column has lost its default. */
static void check_rebuilt(struct lint *l, const struct action *a, const struct lint_rebuild *r,
			  const struct known_column *before, const struct known_column *after)
{
	(void)r;
	if (after != NULL && before->def.default_kind > DEFAULT_NULL &&
	    after->def.default_kind <= DEFAULT_NULL && after->def.not_null)
		lint_report(l, a, "required column \"%s\" loses its default", before->name);
}

static void check_drop_default(struct lint *l, const struct action *a)
{
	const struct known_column *c = known_column(known_table_of(&l->known, a), a->name);

	lint_rebuilt_columns(l, a, check_rebuilt);
	if (a->verb == ACT_DROP_DEFAULT && lint_is_old(l, a) && (c == NULL || c->def.not_null))
		lint_report(l, a, "an INSERT that does not name column \"%s\" fails from now on",
			    a->name);
}

/* An expression of the index is left for the reader to write. */
static const char *key_columns(const struct lint *l, const struct action *a)
{
	for (size_t i = 0; i < a->columns.len; i++)
		if (a->columns.v[i][0] == '\0')
			return "...";
	return lint_join(l, &a->columns);
}

/* A rebuilt table gets back the index that has kept its rows apart until now. */
static bool was_unique(const struct lint *l, const struct action *a)
{
	const struct known_index *before =
		known_gone_index(&l->known, a->schema, a->name, a->table);

	return before != NULL && before->unique && !before->filtered && !before->dropped &&
	       before->columns.len == a->columns.len && known_covers(&before->columns, &a->columns);
}

static void check_old_data(struct lint *l, const struct action *a)
{
	const char *columns;

	if (!lint_is_old(l, a))
		return;
	if (lint_adds(a, CONSTRAINT_CHECK)) {
		if (lint_report(l, a, "rows of \"%s\" that break the new CHECK make this fail",
				a->table))
			lint_safe(
				l,
				"SELECT count(*) FROM %s WHERE NOT (...); first, and mend what it "
				"finds",
				lint_table(l, a));
	} else if (a->verb == ACT_CREATE && a->object == ON_INDEX && a->unique &&
		   !was_unique(l, a)) {
		columns = key_columns(l, a);
		if (lint_report(l, a, "rows of \"%s\" that are there twice make this fail",
				a->table))
			lint_safe(l,
				  "SELECT %s, count(*) FROM %s GROUP BY %s HAVING count(*) > 1; "
				  "first, and mend what it finds",
				  columns, lint_table(l, a), columns);
	}
}

static void check_view(struct lint *l, const struct action *a)
{
	bool view = a->object == ON_VIEW || a->object == ON_MATVIEW;

	if ((!view && a->object != ON_FUNCTION) || a->temporary ||
	    known_is_new(&l->known, a->object, a->name))
		return;
	if (a->verb == ACT_DROP)
		lint_report(l, a, "callers of %s \"%s\" break", view ? "view" : "routine", a->name);
}

const struct lint_rule rules_compat[] = {
	{
		.id = "drop-not-null",
		.class = LINT_COMPAT,
		.level = LINT_WARNING,
		.engines = PM,
		.summary = "A column may be NULL from now on.",
		.why = "Programs that read it have never met a NULL there.",
		.safe = "After the programs can take it",
		.check = check_drop_not_null,
	},
	{
		.id = "drop-default",
		.class = LINT_COMPAT,
		.level = LINT_WARNING,
		.engines = PMS,
		.summary = "The default of a required column is dropped.",
		.why = "An INSERT that does not name the column fails.",
		.safe = "After all programs name the column",
		.check = check_drop_default,
	},
	{
		.id = "new-check-on-old-data",
		.class = LINT_COMPAT,
		.level = LINT_WARNING,
		.engines = MS,
		.summary = "A CHECK or unique index that rows may break already.",
		.why = "The migration passes where there is little data, and fails where there is "
		       "much.",
		.safe = "SELECT count(*) FROM t WHERE NOT (...); or SELECT a, count(*) FROM t "
			"GROUP BY a "
			"HAVING count(*) > 1; first, and mend what it finds",
		.check = check_old_data,
	},
	{
		.id = "drop-view-in-use",
		.class = LINT_COMPAT,
		.level = LINT_WARNING,
		.engines = PM,
		.summary = "A view or routine is dropped.",
		.why = "Programs and other views that call it break, also while it is made anew.",
		.safe = "A new name; or CREATE OR REPLACE with the old columns and new ones behind "
			"them",
		.check = check_view,
	},
	{
		.id = "backward-incompatible",
		.class = LINT_COMPAT,
		.level = LINT_WARNING,
		.engines = PM,
		.opt_in = true,
		.summary = "Any change that programs written before it may not survive.",
		.why = "While programs are replaced, old and new ones run on the same schema.",
		.safe = "Expand first, contract in a later release",
		.check = check_backward,
	},
	{0},
};
