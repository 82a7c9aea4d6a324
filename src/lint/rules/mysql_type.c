/* SPDX-License-Identifier: Apache-2.0 */
/* Types of MariaDB and MySQL that bring trouble later. */
#include "lint/rules.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static bool defines(const struct action *a)
{
	return a->column != NULL && (a->verb == ACT_ADD || a->verb == ACT_SET_TYPE);
}

static bool is_type(const struct action *a, const char *name)
{
	size_t n = strlen(name);

	return defines(a) && strncmp(a->column->type, name, n) == 0 &&
	       !isalpha((unsigned char)a->column->type[n]);
}

static void check_float(struct lint *l, const struct action *a)
{
	if (is_type(a, "float") || is_type(a, "double") || is_type(a, "real"))
		lint_report(l, a, "column \"%s\" rounds what it holds", a->name);
}

static void check_time(struct lint *l, const struct action *a)
{
	if (is_type(a, "timestamp") || is_type(a, "time"))
		lint_report(l, a, "column \"%s\" is %s", a->name, a->column->type);
}

static void check_enum(struct lint *l, const struct action *a)
{
	if (is_type(a, "enum") || is_type(a, "set"))
		lint_report(l, a, "the values of column \"%s\" are part of its type", a->name);
}

/* '0000-01-01', '2020-00-01', '2020-01-00 10:00': the year, the month or the day is missing. */
static bool is_zero_date(const char *text)
{
	unsigned year, month, day;

	return sscanf(text, "'%4u-%2u-%2u", &year, &month, &day) == 3 &&
	       (year == 0 || month == 0 || day == 0);
}

static void check_zero(struct lint *l, const struct action *a)
{
	if (defines(a) && a->column->default_text != NULL &&
	    is_zero_date(a->column->default_text) &&
	    (is_type(a, "date") || is_type(a, "datetime") || is_type(a, "timestamp")))
		lint_report(l, a, "the default of column \"%s\" is no date", a->name);
}

static void check_width(struct lint *l, const struct action *a)
{
	static const char *const types[] = {"smallint(", "mediumint(", "int(", "bigint(",
					    "tinyint("};

	for (size_t i = 0; defines(a) && i < sizeof(types) / sizeof(*types); i++)
		if (strncmp(a->column->type, types[i], strlen(types[i])) == 0 &&
		    strncmp(a->column->type, "tinyint(1)", 10) != 0 &&
		    strstr(a->column->type, "zerofill") == NULL)
			lint_report(l, a, "%s: the number is no size", a->column->type);
}

const struct lint_rule rules_mysql_type[] = {
	{
		.id = "zero-date",
		.class = LINT_CORRECT,
		.level = LINT_ERROR,
		.engines = M,
		.summary = "A default like '0000-00-00' or '2020-01-00'.",
		.why = "Strict mode refuses it, and drivers cannot read it.",
		.safe = "DEFAULT NULL",
		.check = check_zero,
	},
	{
		.id = "float-type",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = M,
		.summary = "FLOAT or DOUBLE.",
		.why = "Amounts are rounded, and sums depend on their order.",
		.safe = "DECIMAL(12, 2)",
		.check = check_float,
	},
	{
		.id = "time-type",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = M,
		.summary = "TIMESTAMP or TIME.",
		.why = "TIMESTAMP ends in 2038 on many servers and depends on the session's time "
		       "zone.",
		.safe = "DATETIME(6), in UTC",
		.check = check_time,
	},
	{
		.id = "enum-column",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = M,
		.summary = "ENUM or SET.",
		.why = "A change of the list changes the table, and may copy it.",
		.safe = "A table of the values and a foreign key",
		.check = check_enum,
	},
	{
		.id = "display-width",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = M,
		.summary = "int(11) and the like.",
		.why = "The number says nothing of what fits; MySQL 8 has done away with it.",
		.safe = "int",
		.check = check_width,
	},
	{0},
};
