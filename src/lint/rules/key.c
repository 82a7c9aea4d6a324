/* SPDX-License-Identifier: Apache-2.0 */
/* Primary keys and the numbers in them. Some can be judged at the file's end only. */
#include "lint/rules.h"

#include <string.h>

static bool is_primary_key(const struct lint *l, const struct action *a)
{
	const struct known_table *t = known_table_of(&l->known, a);
	const struct known_constraint *c = known_constraint(t, a->name);
	size_t n = strlen(a->name);

	if (c != NULL)
		return c->def->kind == CONSTRAINT_PRIMARY_KEY;
	return strcmp(a->name, "PRIMARY") == 0 || (n > 5 && strcmp(a->name + n - 5, "_pkey") == 0);
}

static void check_drop_primary(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_DROP && a->object == ON_CONSTRAINT && a->name != NULL &&
	    is_primary_key(l, a) && lint_is_old(l, a))
		lint_report(l, a, "table \"%s\" loses its primary key", a->table);
}

static void look_at_primary(struct lint *l, const struct action *a)
{
	const struct known_table *t;

	if (a->verb != ACT_CREATE || a->object != ON_TABLE || a->temporary)
		return;
	t = known_table_of(&l->known, a);
	if (t != NULL && t->complete && known_primary_key(t) == NULL)
		lint_report(l, a, "table \"%s\" has no primary key", a->table);
}

static void finish_primary(struct lint *l)
{
	lint_for_each(l, look_at_primary);
}

static bool starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_key_type(const char *type)
{
	static const char *const good[] = {"tinyint", "smallint",   "mediumint", "int",
					   "bigint",  "binary(16)", "serial",    "uuid"};

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (starts(type, good[i]))
			return true;
	return false;
}

static void check_key_type(struct lint *l, const struct action *a)
{
	if (!lint_adds(a, CONSTRAINT_PRIMARY_KEY))
		return;
	for (size_t i = 0; i < a->constraint->columns.len; i++) {
		const struct known_column *c =
			known_column(known_table_of(&l->known, a), a->constraint->columns.v[i]);

		if (c != NULL && !is_key_type(c->def.type))
			lint_report(l, a, "primary key column \"%s\" is %s", c->name, c->def.type);
	}
}

static void check_auto_increment(struct lint *l, const struct action *a)
{
	if (a->column == NULL || !a->column->serial || strcmp(a->column->type, "serial") == 0)
		return;
	if (!starts(a->column->type, "bigint") || strstr(a->column->type, "unsigned") == NULL)
		lint_report(l, a, "AUTO_INCREMENT column \"%s\" is %s", a->name, a->column->type);
}

/* The largest value of an integer type; 0 for another type. */
static double largest(const char *type)
{
	static const struct {
		const char *name;
		double half;
	} types[] = {{"tinyint", 128},
		     {"smallint", 32768},
		     {"mediumint", 8388608},
		     {"int", 2147483648.0},
		     {"bigint", 9223372036854775808.0}};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (starts(type, types[i].name))
			return types[i].half * (strstr(type, "unsigned") != NULL ? 2 : 1);
	return 0;
}

static void check_range(struct lint *l, const struct action *a)
{
	const struct known_table *t = known_table_of(&l->known, a);

	if (a->verb != ACT_OPTION || strcmp(a->name, "auto_increment") != 0 || t == NULL)
		return;
	for (size_t i = 0; i < t->columns.len; i++) {
		const struct action_column *c = &t->columns.v[i].def;

		if (c->serial && largest(c->type) > 0 &&
		    strtod(a->to, NULL) > largest(c->type) * 0.8)
			lint_report(l, a, "the numbers of column \"%s\" (%s) are nearly used up",
				    t->columns.v[i].name, c->type);
	}
}

const struct lint_rule rules_key[] = {
	{
		.id = "drop-primary-key",
		.class = LINT_DATA,
		.level = LINT_ERROR,
		.engines = PM,
		.summary = "The primary key of a table is dropped.",
		.why = "The same row may come twice, foreign keys and replication lose what they "
		       "go "
		       "by; MariaDB and MySQL rebuild the table.",
		.safe = "Swap it in one statement for a prepared index: ALTER TABLE t DROP "
			"CONSTRAINT "
			"t_pkey, ADD PRIMARY KEY USING INDEX i; on MariaDB and MySQL ALTER TABLE t "
			"DROP "
			"PRIMARY KEY, ADD PRIMARY KEY (b);",
		.check = check_drop_primary,
	},
	{
		.id = "table-without-primary-key",
		.class = LINT_POLICY,
		.level = LINT_WARNING,
		.engines = PM,
		.summary = "A table without a primary key.",
		.why = "Replication cannot tell its rows apart; Galera refuses to delete from it.",
		.safe = "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
		.finish = finish_primary,
	},
	{
		.id = "primary-key-type",
		.class = LINT_POLICY,
		.level = LINT_NOTE,
		.engines = M,
		.summary = "A primary key of a wide or odd type.",
		.why = "InnoDB copies it into every other index.",
		.safe = "An integer, or BINARY(16) for a UUID",
		.check = check_key_type,
	},
	{
		.id = "auto-increment-type",
		.class = LINT_POLICY,
		.level = LINT_NOTE,
		.engines = M,
		.summary = "AUTO_INCREMENT on a small or signed type.",
		.why = "Its numbers run out, and the change to a larger type copies the table.",
		.safe = "BIGINT UNSIGNED",
		.check = check_auto_increment,
	},
	{
		.id = "id-range",
		.class = LINT_POLICY,
		.level = LINT_WARNING,
		.engines = M,
		.summary = "AUTO_INCREMENT set beyond four fifths of what the type holds.",
		.why = "When the numbers end, so do inserts.",
		.safe = "ALTER TABLE t MODIFY id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, in time",
		.check = check_range,
	},
	{0},
};
