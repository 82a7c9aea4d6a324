/* SPDX-License-Identifier: Apache-2.0 */
/* Foreign keys as such; what adding one locks is in constraint.c. */
#include "lint/rules.h"

#include <string.h>

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

	if (lint_adds(a, CONSTRAINT_FOREIGN_KEY) && t != NULL && t->complete &&
	    !has_index(t, &a->constraint->columns))
		lint_report(l, a, "no index begins with the foreign key's columns (%s)",
			    lint_join(l, &a->constraint->columns));
}

static void finish_index(struct lint *l)
{
	lint_for_each(l, look_at_index);
}

static void check_cascade(struct lint *l, const struct action *a)
{
	if (lint_adds(a, CONSTRAINT_FOREIGN_KEY) && a->constraint->cascade)
		lint_report(l, a, "deleting from \"%s\" deletes rows of \"%s\" as well",
			    a->constraint->to_table, a->table);
}

static void check_used(struct lint *l, const struct action *a)
{
	if (lint_adds(a, CONSTRAINT_FOREIGN_KEY))
		lint_report(l, a, "a foreign key on table \"%s\"", a->table);
}

static void check_parent(struct lint *l, const struct action *a)
{
	const struct action_constraint *c = a->constraint;
	const struct known_table *parent;

	if (!lint_adds(a, CONSTRAINT_FOREIGN_KEY) || c->in_column || c->to_columns.len == 0)
		return;
	parent = known_table(&l->known, c->to_schema, c->to_table);
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
	if (lint_adds(a, CONSTRAINT_FOREIGN_KEY) && a->constraint->in_column &&
	    (l->in->oracle_mysql || lint_version(l) < 100500))
		lint_report(l, a, "the REFERENCES of column \"%s\" makes no foreign key",
			    a->constraint->columns.len > 0 ? a->constraint->columns.v[0] : "?");
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

const struct lint_rule rules_foreign_key[] = {
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
	{0},
};
