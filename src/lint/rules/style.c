/* SPDX-License-Identifier: Apache-2.0 */
/* Types of PostgreSQL that are regretted later. */
#include "lint/rules.h"

#include <string.h>

static bool defines(const struct action *a)
{
	return a->column != NULL && (a->verb == ACT_ADD || a->verb == ACT_SET_TYPE);
}

/* "varchar" of "varchar(20)[]". */
static bool is_type(const struct action *a, const char *name)
{
	size_t n = strlen(name);

	return defines(a) && strncmp(a->column->type, name, n) == 0 &&
	       strchr("([ ", a->column->type[n]) != NULL;
}

static bool is_small(const char *type)
{
	static const char *const small[] = {"smallint", "integer",     "int",     "mediumint",
					    "serial",   "smallserial", "serial4", "serial2"};

	for (size_t i = 0; i < sizeof(small) / sizeof(*small); i++) {
		size_t n = strlen(small[i]);

		if (strncmp(type, small[i], n) == 0 && strchr("( ", type[n]) != NULL)
			return true;
	}
	return false;
}

/* Its name or its numbering says so, whether or not a constraint follows. */
static bool looks_like_key(const char *name, const struct action_column *c)
{
	return c->serial || c->identity || strcasecmp(name, "id") == 0;
}

static void check_bigint(struct lint *l, const struct action *a)
{
	const struct known_column *c;

	if (a->verb == ACT_ADD && a->object == ON_COLUMN) {
		if (looks_like_key(a->name, a->column) && is_small(a->column->type))
			lint_report(l, a, "key \"%s\" is %s", a->name, a->column->type);
		return;
	}
	if (a->verb != ACT_ADD || a->object != ON_CONSTRAINT ||
	    a->constraint->kind != CONSTRAINT_PRIMARY_KEY || a->constraint->columns.len != 1)
		return;
	c = known_column(known_table_of(&l->known, a), a->constraint->columns.v[0]);
	if (c != NULL && !looks_like_key(c->name, &c->def) && is_small(c->def.type))
		lint_report(l, a, "key \"%s\" is %s", c->name, c->def.type);
}

static void check_identity(struct lint *l, const struct action *a)
{
	if (defines(a) && a->column->serial)
		lint_report(l, a, "column \"%s\" is %s", a->name, a->column->type);
}

static void check_varchar(struct lint *l, const struct action *a)
{
	if (defines(a) && strncmp(a->column->type, "varchar(", 8) == 0)
		lint_report(l, a, "column \"%s\" is %s", a->name, a->column->type);
}

static void check_char(struct lint *l, const struct action *a)
{
	if (is_type(a, "char"))
		lint_report(l, a, "column \"%s\" is padded with blanks", a->name);
}

static void check_timestamp(struct lint *l, const struct action *a)
{
	if (is_type(a, "timestamp"))
		lint_report(l, a, "which instant column \"%s\" means depends on the reader",
			    a->name);
}

static void check_json(struct lint *l, const struct action *a)
{
	if (is_type(a, "json"))
		lint_report(l, a, "values of column \"%s\" cannot be compared", a->name);
}

static void check_enum(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_CREATE && a->object == ON_TYPE && a->values.len > 0)
		lint_report(l, a, "values of enum \"%s\" can never be removed", a->name);
}

const struct lint_rule rules_style[] = {
	{
		.id = "prefer-bigint",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = PM,
		.summary = "A primary key, or a numbered column, of a small integer type.",
		.why = "Its numbers run out, and the change to bigint rewrites the table.",
		.safe = "bigint",
		.check = check_bigint,
	},
	{
		.id = "prefer-identity",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = P,
		.summary = "serial.",
		.why = "The sequence has rights and a name of its own, which dumps and copies "
		       "stumble over.",
		.safe = "bigint GENERATED ALWAYS AS IDENTITY",
		.check = check_identity,
	},
	{
		.id = "prefer-text",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = P,
		.summary = "varchar(n).",
		.why = "A smaller n locks the table and rewrites it.",
		.safe = "text, with CHECK (length(c) <= n)",
		.check = check_varchar,
	},
	{
		.id = "char-type",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = P,
		.summary = "char(n).",
		.why = "Values are padded with blanks, which some comparisons see and others do "
		       "not.",
		.safe = "text",
		.check = check_char,
	},
	{
		.id = "prefer-timestamptz",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = P,
		.summary = "timestamp without time zone.",
		.why = "Which instant it means depends on who reads it.",
		.safe = "timestamptz",
		.check = check_timestamp,
	},
	{
		.id = "json-column",
		.class = LINT_STYLE,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "json.",
		.why = "It has no equality: DISTINCT, GROUP BY and UNION over it fail.",
		.safe = "jsonb",
		.check = check_json,
	},
	{
		.id = "create-enum",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = P,
		.summary = "An enum type.",
		.why = "A value can be added and renamed, but never removed.",
		.safe = "A table of the values and a foreign key, or text with a CHECK",
		.check = check_enum,
	},
	{0},
};
