/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes of a column's type. What they cost depends on the type before, which
 * the migrations tell; where they do not, the change counts as one that rewrites.
 */
#include "lint/rules.h"

#include <string.h>

static const char *cost_of(const struct lint *l, enum action_type_change change)
{
	if (l->engine == LINT_MYSQL)
		return change == TYPE_NARROWS
			       ? "copies the table, and values may not fit"
			       : "copies the table, and nobody can write to it meanwhile";
	return change == TYPE_NARROWS ? "rewrites the table, and values may not fit"
				      : "rewrites the table while nobody can use it";
}

static void check_rebuilt(struct lint *l, const struct action *a, const struct lint_rebuild *r,
			  const struct known_column *before, const struct known_column *after)
{
	(void)r;
	if (!before->dropped && after != NULL && strcmp(before->def.type, after->def.type) != 0)
		lint_report(l, a, "column \"%s\" becomes %s, it was %s", before->name,
			    after->def.type[0] != '\0' ? after->def.type : "typeless",
			    before->def.type[0] != '\0' ? before->def.type : "typeless");
}

static void check_type(struct lint *l, const struct action *a)
{
	const struct known_column *c;
	enum action_type_change change;

	if (l->engine == LINT_SQLITE) {
		lint_rebuilt_columns(l, a, check_rebuilt);
		return;
	}
	if (a->verb != ACT_SET_TYPE || !lint_is_old(l, a))
		return;
	c = known_column(known_table_of(&l->known, a), a->name);
	if (c == NULL) {
		lint_report(l, a,
			    "changing the type of column \"%s\" to %s may rewrite the table; "
			    "what it was is not known",
			    a->name, a->column->type);
		return;
	}
	change = l->in->dialect->retype(c->def.type, a->column->type);
	if (change == TYPE_FREE && a->column->converts && strcmp(c->def.type, a->column->type) != 0)
		change = TYPE_REWRITE;
	if (change == TYPE_NARROWS || (change == TYPE_REWRITE && !lint_is_online(l)))
		lint_report(l, a, "changing column \"%s\" from %s to %s %s", a->name, c->def.type,
			    a->column->type, cost_of(l, change));
}

/* ENUM and SET whose members are not the old ones with others behind. */
static void check_members(struct lint *l, const struct action *a)
{
	const struct known_column *c;

	if (a->verb != ACT_SET_TYPE)
		return;
	c = known_column(known_table_of(&l->known, a), a->name);
	if (c == NULL ||
	    (strncmp(c->def.type, "enum(", 5) != 0 && strncmp(c->def.type, "set(", 4) != 0))
		return;
	if (strcspn(c->def.type, "(") == strcspn(a->column->type, "(") &&
	    l->in->dialect->retype(c->def.type, a->column->type) == TYPE_NARROWS)
		lint_report(l, a, "members of column \"%s\" are dropped or stand otherwise",
			    a->name);
}

const struct lint_rule rules_type[] = {
	{
		.id = "change-column-type",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = PMS,
		.summary = "A column's type changes, and not only to a wider one.",
		.why = "All rows and indexes are written anew under an exclusive lock (MariaDB and "
		       "MySQL let others read), values may be "
		       "refused or cut, and programs that run expect the old type. Free are: a "
		       "longer "
		       "varchar, varchar to text, more digits of a numeric.",
		.safe = "A new column, written beside the old one; copy in batches; switch; drop "
			"the old",
		.check = check_type,
	},
	{
		.id = "enum-remove-value",
		.class = LINT_DATA,
		.level = LINT_ERROR,
		.engines = M,
		.summary = "A member of an ENUM or SET is dropped, or stands at another place.",
		.why = "Rows hold the member's number: values become '' or others.",
		.safe = "Append members only; UPDATE rows to another member before one goes",
		.check = check_members,
	},
	{0},
};
