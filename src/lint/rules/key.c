/* SPDX-License-Identifier: Apache-2.0 */
/* Primary and foreign keys as such. Some can be judged at the file's end only. */
#include "lint/rules.h"

#include <string.h>

static bool adds(const struct action *a, enum action_constraint_kind kind)
{
	return a->verb == ACT_ADD && a->object == ON_CONSTRAINT && a->constraint->kind == kind;
}

static void for_each(struct lint *l, void (*look)(struct lint *l, const struct action *a))
{
	for (size_t i = 0; i < l->statements.len; i++) {
		l->st = &l->statements.v[i];
		for (size_t k = 0; k < l->st->actions.len; k++)
			look(l, &l->st->actions.v[k]);
	}
}

static bool has_index(const struct known_table *t, const struct action_names *columns)
{
	for (size_t i = 0; i < t->indexes.len; i++)
		if (!t->indexes.v[i].dropped && !t->indexes.v[i].filtered &&
		    known_covers(&t->indexes.v[i].columns, columns))
			return true;
	return false;
}

static void look_at_index(struct lint *l, const struct action *a)
{
	const struct known_table *t = known_table_of(&l->known, a);

	if (adds(a, CONSTRAINT_FOREIGN_KEY) && t != NULL && t->complete &&
	    !has_index(t, &a->constraint->columns))
		lint_report(l, a, "no index begins with the foreign key's columns (%s)",
			    lint_join(l, &a->constraint->columns));
}

static void finish_index(struct lint *l)
{
	for_each(l, look_at_index);
}

static void check_cascade(struct lint *l, const struct action *a)
{
	if (adds(a, CONSTRAINT_FOREIGN_KEY) && a->constraint->cascade)
		lint_report(l, a, "deleting from \"%s\" deletes rows of \"%s\" as well",
			    a->constraint->to_table, a->table);
}

static void check_used(struct lint *l, const struct action *a)
{
	if (adds(a, CONSTRAINT_FOREIGN_KEY))
		lint_report(l, a, "a foreign key on table \"%s\"", a->table);
}

static void check_parent(struct lint *l, const struct action *a)
{
	const struct action_constraint *c = a->constraint;
	const struct known_table *parent;

	if (!adds(a, CONSTRAINT_FOREIGN_KEY) || c->in_column || c->to_columns.len == 0)
		return;
	parent = known_table(&l->known, NULL, c->to_table);
	if (parent == NULL || !parent->complete)
		return;
	for (size_t i = 0; i < c->to_columns.len; i++)
		if (known_column(parent, c->to_columns.v[i]) == NULL) {
			lint_report(l, a, "table \"%s\" has no column \"%s\"", c->to_table,
				    c->to_columns.v[i]);
			return;
		}
	for (size_t i = 0; i < parent->indexes.len; i++) {
		const struct known_index *index = &parent->indexes.v[i];

		if (!index->dropped && index->unique && index->columns.len == c->to_columns.len &&
		    known_covers(&index->columns, &c->to_columns))
			return;
	}
	lint_report(l, a, "(%s) is no key of table \"%s\"", lint_join(l, &c->to_columns),
		    c->to_table);
}

static void check_inline(struct lint *l, const struct action *a)
{
	if (adds(a, CONSTRAINT_FOREIGN_KEY) && a->constraint->in_column &&
	    (l->in->oracle_mysql || lint_version(l) < 100500))
		lint_report(l, a, "the REFERENCES of column \"%s\" makes no foreign key",
			    a->constraint->columns.len > 0 ? a->constraint->columns.v[0] : "?");
}

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

static size_t count_foreign_keys(const struct known_table *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->constraints.len; i++)
		n += !t->constraints.v[i].dropped &&
		     t->constraints.v[i].def->kind == CONSTRAINT_FOREIGN_KEY;
	return n;
}

/* SQLite: a rebuilt table has fewer of them. */
static void check_rebuilt(struct lint *l, const struct action *a)
{
	const struct known_table *old = known_gone(&l->known, a->schema, a->to);
	const struct known_table *new = known_table_of(&l->known, a);

	if (old != NULL && old->dropped &&
	    new != NULL &&new->complete &&count_foreign_keys(new) < count_foreign_keys(old))
		lint_report(l, a, "table \"%s\" is rebuilt without a foreign key that it had",
			    a->to);
}

static void check_drop_foreign(struct lint *l, const struct action *a)
{
	const struct known_constraint *c;
	size_t n = a->name == NULL ? 0 : strlen(a->name);

	if (l->engine == LINT_SQLITE && a->verb == ACT_RENAME && a->object == ON_TABLE)
		check_rebuilt(l, a);
	if (a->verb != ACT_DROP || a->object != ON_CONSTRAINT || n == 0 || !lint_is_old(l, a))
		return;
	c = known_constraint(known_table_of(&l->known, a), a->name);
	if (a->to != NULL || (c != NULL && c->def->kind == CONSTRAINT_FOREIGN_KEY) ||
	    (c == NULL && n > 5 && strcmp(a->name + n - 5, "_fkey") == 0))
		lint_report(l, a, "without foreign key \"%s\" rows may refer to nothing", a->name);
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
	for_each(l, look_at_primary);
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
	if (!adds(a, CONSTRAINT_PRIMARY_KEY))
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
		.id = "drop-foreign-key",
		.class = LINT_DATA,
		.level = LINT_WARNING,
		.engines = PMS,
		.summary = "A foreign key is dropped.",
		.why = "From then on rows may refer to what is not there, and nobody is told.",
		.safe = "Only with another one in its place, in the same migration",
		.check = check_drop_foreign,
	},
	{
		.id = "fk-without-index",
		.class = LINT_LOAD,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "A foreign key whose columns no index begins with.",
		.why = "Each delete from the other table reads all of this one.",
		.safe = "CREATE INDEX CONCURRENTLY i ON t (a); before the foreign key",
		.finish = finish_index,
	},
	{
		.id = "fk-parent",
		.class = LINT_CORRECT,
		.level = LINT_ERROR,
		.engines = M,
		.summary = "A foreign key to columns that are no key of the other table, or not "
			   "there.",
		.why = "InnoDB takes columns that are not unique; which row is meant is undefined.",
		.safe = "A primary key or UNIQUE on the columns that are referred to",
		.check = check_parent,
	},
	{
		.id = "inline-references-ignored",
		.class = LINT_CORRECT,
		.level = LINT_ERROR,
		.engines = M,
		.versions = "MySQL before 9.0, MariaDB before 10.5",
		.summary = "REFERENCES in a column's definition.",
		.why = "It is read and forgotten: no foreign key is made.",
		.safe = "FOREIGN KEY (a) REFERENCES o (id) as a line of its own",
		.check = check_inline,
	},
	{
		.id = "fk-cascade",
		.class = LINT_POLICY,
		.level = LINT_WARNING,
		.engines = PM,
		.summary = "ON DELETE CASCADE.",
		.why = "One DELETE removes rows of many tables, under locks that nobody expects.",
		.safe = "ON DELETE RESTRICT, and deletion by the program",
		.check = check_cascade,
	},
	{
		.id = "foreign-key-used",
		.class = LINT_POLICY,
		.level = LINT_WARNING,
		.engines = M,
		.summary = "A foreign key, where the policy is to have none.",
		.why = "Tools that change tables online cannot follow foreign keys.",
		.safe = "Check in the program",
		.check = check_used,
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
