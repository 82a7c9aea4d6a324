/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns that become NOT NULL. Each engine has a way of its own: a check that is
 * validated first, a change in place, a rebuild.
 */
#include "lint/rules.h"

#include <string.h>

/* A validated CHECK (c IS NOT NULL) spares the scan, from PostgreSQL 12 on. */
static bool has_check(const struct lint *l, const struct action *a)
{
	return lint_version(l) >= 120000 &&
	       known_has_not_null_check(known_table_of(&l->known, a), a->name);
}

/* A constraint that an earlier migration must have added: nobody validates any other one. */
static bool has_unknown_check(const struct lint *l, const struct action *a)
{
	if (lint_version(l) < 120000)
		return false;
	for (const struct lint_statement *st = l->statements.v; st < l->st; st++)
		for (size_t i = 0; i < st->actions.len; i++) {
			const struct action *b = &st->actions.v[i];

			if (b->verb == ACT_VALIDATE && b->object == ON_CONSTRAINT &&
			    strcmp(b->table, a->table) == 0 &&
			    known_constraint(known_table_of(&l->known, a), b->name) == NULL)
				return true;
		}
	return false;
}

static void fix_not_null(struct lint *l, const struct action *a)
{
	const char *table = lint_table(l, a), *column = lint_quote(l, a->name);
	const char *name =
		lint_quote(l, arena_printf(l->arena, "%s_%s_not_null", a->table, a->name));

	lint_safe(
		l,
		"ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID; ALTER TABLE %s "
		"VALIDATE CONSTRAINT %s; ALTER TABLE %s ALTER COLUMN %s SET NOT NULL; ALTER TABLE "
		"%s "
		"DROP CONSTRAINT %s; each in its own transaction",
		table, name, column, table, name, table, column, table, name);
	if (l->st->actions.len != 1 || !lint_can_split(l) || lint_version(l) < 120000)
		return;
	lint_edit(l, 0, l->st->len,
		  "ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID;\n"
		  "ALTER TABLE %s VALIDATE CONSTRAINT %s;\n"
		  "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL;\n"
		  "ALTER TABLE %s DROP CONSTRAINT %s",
		  table, name, column, table, name, table, column, table, name);
	lint_edit_split(l);
}

/* MariaDB and MySQL do that alone in place, in strict mode. */
static void put_required(struct lint *l, const struct action *a)
{
	lint_safe(l,
		  "UPDATE %s SET %s = ... WHERE %s IS NULL; in batches and a migration of its own; "
		  "then NOT NULL without any other change, ALGORITHM=INPLACE, LOCK=NONE, in strict "
		  "mode",
		  lint_table(l, a), lint_quote(l, a->name), lint_quote(l, a->name));
}

/* A key's columns are no different: SQLite numbers rows where they are NULL. */
static bool is_in_key(const struct known_table *t, const char *column)
{
	const struct known_constraint *key = known_primary_key(t);

	for (size_t i = 0; key != NULL && i < key->def->columns.len; i++)
		if (strcmp(key->def->columns.v[i], column) == 0)
			return true;
	return false;
}

static void check_rebuilt(struct lint *l, const struct action *a, const struct lint_rebuild *r,
			  const struct known_column *before, const struct known_column *after)
{
	const char *table = lint_quote(l, r->name);
	const char *column = lint_quote(l, before->name);

	if (before->dropped || before->def.not_null || after == NULL || !after->def.not_null ||
	    is_in_key(r->before, before->name) || lint_rebuild_fills(l, r, before->name))
		return;
	if (lint_report(l, a,
			"column \"%s\" of \"%s\" becomes NOT NULL: one NULL makes the copy "
			"fail",
			before->name, r->name))
		lint_safe(l,
			  "SELECT count(*) FROM %s WHERE %s IS NULL; first; or "
			  "coalesce(%s, ...) in the SELECT that copies",
			  table, column, column);
}

static void check_not_null(struct lint *l, const struct action *a)
{
	const struct known_column *c = known_column(known_table_of(&l->known, a), a->name);

	if (l->engine == LINT_SQLITE)
		lint_rebuilt_columns(l, a, check_rebuilt);
	if (a->object != ON_COLUMN || !lint_is_old(l, a) || (c != NULL && c->def.not_null))
		return;
	if (a->verb == ACT_SET_NOT_NULL && !has_check(l, a) && !has_unknown_check(l, a)) {
		if (lint_report(l, a, "SET NOT NULL reads all of \"%s\" while nobody can use it",
				a->table))
			fix_not_null(l, a);
	} else if (a->verb == ACT_SET_TYPE && a->column->whole && a->column->not_null &&
		   c != NULL) {
		if (lint_report(l, a,
				"making column \"%s\" NOT NULL rebuilds table \"%s\", and one NULL "
				"makes it fail",
				a->name, a->table))
			put_required(l, a);
	}
}

const struct lint_rule rules_not_null[] = {
	{
		.id = "set-not-null",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = PMS,
		.by_algorithm = true,
		.summary = "A column that was there becomes NOT NULL; on SQLite by a rebuild.",
		.why = "One NULL makes it fail. PostgreSQL reads all rows under an ACCESS "
		       "EXCLUSIVE lock; MariaDB and MySQL rebuild the table.",
		.safe = "ALTER TABLE t ADD CONSTRAINT n CHECK (c IS NOT NULL) NOT VALID; ALTER "
			"TABLE t "
			"VALIDATE CONSTRAINT n; ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE t "
			"DROP "
			"CONSTRAINT n; each in its own transaction (PostgreSQL 12 spares the scan "
			"then); on MariaDB and MySQL ALGORITHM=INPLACE, LOCK=NONE after the NULLs "
			"are filled",
		.check = check_not_null,
	},
	{0},
};
