/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constraints added to tables that were there before. The mechanical way out
 * is two statements, in two transactions: NOT VALID, then VALIDATE.
 */
#include "lint/rules.h"

#include "base/buf.h"

#include <string.h>

/* What PostgreSQL would call it; with a number behind it where that name is taken. */
static const char *default_name(struct lint *l, const struct action *a)
{
	const struct known_table *t = known_table_of(&l->known, a);
	_cleanup_buf_ struct buf b = {0};
	size_t len;

	buf_adds(&b, a->table);
	for (size_t i = 0; i < a->constraint->columns.len; i++)
		buf_printf(&b, "_%s", a->constraint->columns.v[i]);
	buf_adds(&b, a->constraint->kind == CONSTRAINT_FOREIGN_KEY ? "_fkey" : "_check");
	len = b.len;
	for (int n = 1; known_constraint(t, buf_str(&b)) != NULL; n++) {
		b.len = len;
		buf_printf(&b, "%d", n);
	}
	return buf_dup(&b, l->arena);
}

/* "ADD [CONSTRAINT c] FOREIGN KEY ..." -> with a name and NOT VALID, VALIDATE behind it. */
static void split_validation(struct lint *l, const struct action *a)
{
	const char *name = a->name != NULL ? a->name : default_name(l, a);
	const char *source = lint_source(l, a), *table = lint_table(l, a);
	size_t end = a->end > a->start ? a->end : l->st->len;
	const char *rest = source + strlen("ADD");

	lint_safe(l,
		  "ALTER TABLE %s ADD CONSTRAINT %s ... NOT VALID; and in a later transaction "
		  "ALTER TABLE %s VALIDATE CONSTRAINT %s;",
		  table, lint_quote(l, name), table, lint_quote(l, name));
	if (a->constraint->in_column || l->st->actions.len != 1 || !lint_can_split(l) ||
	    strncasecmp(source, "ADD", 3) != 0)
		return;
	if (a->name == NULL)
		lint_edit(l, a->start, end - a->start, "ADD CONSTRAINT %s%s NOT VALID",
			  lint_quote(l, name), rest);
	else
		lint_edit(l, end, 0, " NOT VALID");
	lint_edit(l, l->st->len, 0, ";\n\nALTER TABLE %s VALIDATE CONSTRAINT %s", table,
		  lint_quote(l, name));
	lint_edit_split(l);
}

/* MariaDB and MySQL take a foreign key in place while they do not check. */
static bool checks_are_off(const struct lint *l)
{
	bool off = false;

	for (const struct lint_statement *st = l->statements.v; st < l->st; st++)
		for (size_t i = 0; i < st->actions.len; i++) {
			const struct action *a = &st->actions.v[i];

			if (a->verb == ACT_SET && a->name != NULL && a->to != NULL &&
			    strcmp(a->name, "foreign_key_checks") == 0)
				off = strcmp(a->to, "0") == 0 || strcasecmp(a->to, "off") == 0;
		}
	return off;
}

static void check_foreign_key(struct lint *l, const struct action *a)
{
	if (!lint_adds(a, CONSTRAINT_FOREIGN_KEY) || a->constraint->not_valid || !lint_is_old(l, a))
		return;
	if (l->engine == LINT_MYSQL) {
		if (!a->constraint->in_column && !checks_are_off(l) &&
		    lint_report(l, a, "adding a foreign key copies table \"%s\" while it is locked",
				a->table))
			lint_safe(l,
				  "SET foreign_key_checks = 0; ALTER TABLE ... ALGORITHM=INPLACE; "
				  "after the rows were checked by a query");
		return;
	}
	if (lint_report(l, a,
			"adding a foreign key blocks writes to \"%s\" and \"%s\" while all "
			"rows are checked",
			a->table, a->constraint->to_table != NULL ? a->constraint->to_table : "?"))
		split_validation(l, a);
}

static void check_check(struct lint *l, const struct action *a)
{
	if (!lint_adds(a, CONSTRAINT_CHECK) || a->constraint->not_valid || !lint_is_old(l, a))
		return;
	if (lint_report(l, a, "adding a CHECK blocks all use of \"%s\" while all rows are read",
			a->table))
		split_validation(l, a);
}

static void check_validate(struct lint *l, const struct action *a)
{
	const struct known_constraint *c;

	if (a->verb != ACT_VALIDATE || a->object != ON_CONSTRAINT || !l->st->in_transaction ||
	    !lint_is_old(l, a))
		return;
	c = known_constraint(known_table_of(&l->known, a), a->name);
	if (c != NULL && !c->valid && c->transaction == l->st->transaction)
		lint_report(l, a, "constraint \"%s\" is validated in the transaction that adds it",
			    a->name);
}

static void check_unique(struct lint *l, const struct action *a)
{
	const char *columns;

	if (!lint_adds(a, CONSTRAINT_UNIQUE) || a->constraint->using_index || !lint_is_old(l, a))
		return;
	columns = lint_join(l, &a->constraint->columns);
	if (!lint_report(l, a, "adding UNIQUE (%s) blocks table \"%s\" while its index is built",
			 columns, a->table))
		return;
	if (l->engine == LINT_MYSQL)
		lint_safe(l,
			  "SELECT %s, count(*) FROM %s GROUP BY %s HAVING count(*) > 1; first, and "
			  "mend what it finds; then ALTER TABLE ... ALGORITHM=INPLACE, LOCK=NONE",
			  columns, lint_table(l, a), columns);
	else
		lint_safe(l,
			  "CREATE UNIQUE INDEX CONCURRENTLY u ON %s (%s); then ALTER TABLE %s "
			  "ADD CONSTRAINT u UNIQUE USING INDEX u;",
			  lint_table(l, a), columns, lint_table(l, a));
}

static void check_primary_key(struct lint *l, const struct action *a)
{
	const char *columns, *table;

	if (!lint_adds(a, CONSTRAINT_PRIMARY_KEY) || a->constraint->using_index ||
	    !lint_is_old(l, a) ||
	    !lint_report(l, a, "adding a primary key %s table \"%s\"",
			 l->engine == LINT_MYSQL ? "rebuilds" : "scans, and builds an index on,",
			 a->table))
		return;
	columns = lint_join(l, &a->constraint->columns);
	table = lint_table(l, a);
	if (l->engine == LINT_MYSQL)
		lint_safe(
			l,
			"ALTER TABLE %s ADD PRIMARY KEY (%s), ALGORITHM=INPLACE, LOCK=NONE; where "
			"the columns are NOT NULL already: it fails at once where that cannot be",
			table, columns);
	else
		lint_safe(l,
			  "NOT NULL by a validated CHECK first; CREATE UNIQUE INDEX CONCURRENTLY i "
			  "ON %s (%s); then ALTER TABLE %s ADD PRIMARY KEY USING INDEX i;",
			  table, columns, table);
}

static void check_exclusion(struct lint *l, const struct action *a)
{
	if (lint_adds(a, CONSTRAINT_EXCLUDE) && lint_is_old(l, a))
		lint_report(l, a, "adding an exclusion constraint blocks all use of \"%s\"",
			    a->table);
}

static void check_domain(struct lint *l, const struct action *a)
{
	if (a->object != ON_DOMAIN)
		return;
	if (a->verb == ACT_ADD && !a->not_valid && !known_is_new(&l->known, ON_DOMAIN, a->name))
		lint_report(l, a,
			    "adding a constraint to domain \"%s\" reads all tables that use it",
			    a->name);
	else if (a->verb == ACT_CREATE && a->to != NULL)
		lint_report(l, a, "the constraint of domain \"%s\" is hard to change later",
			    a->name);
}

static void check_unnamed(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_ADD && a->object == ON_CONSTRAINT && a->name == NULL &&
	    !a->constraint->using_index)
		lint_report(l, a, "a constraint of table \"%s\" has no name", a->table);
}

const struct lint_rule rules_constraint[] = {
	{
		.id = "fk-not-valid",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = PM,
		.by_algorithm = true,
		.summary =
			"A foreign key that is checked at once, on a table that was there before.",
		.why = "PostgreSQL holds SHARE ROW EXCLUSIVE locks on both tables while it reads "
		       "all "
		       "rows: nobody writes to either. MariaDB and MySQL copy the table unless "
		       "foreign_key_checks is off.",
		.safe = "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES o NOT VALID; "
			"and in a later transaction ALTER TABLE t VALIDATE CONSTRAINT c;",
		.check = check_foreign_key,
	},
	{
		.id = "constraint-not-valid",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = P,
		.summary = "A CHECK that is checked at once, on a table that was there before.",
		.why = "The table is locked against all use while every row is read.",
		.safe = "ALTER TABLE t ADD CONSTRAINT c CHECK (...) NOT VALID; and in a later "
			"transaction ALTER TABLE t VALIDATE CONSTRAINT c;",
		.check = check_check,
	},
	{
		.id = "validate-same-transaction",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = P,
		.summary = "VALIDATE CONSTRAINT in the transaction that added it NOT VALID.",
		.why = "The strong lock of the first step is held through the scan of the second: "
		       "nothing is won.",
		.safe = "Two migrations, or -- pawl:transaction off at the head of the file",
		.check = check_validate,
	},
	{
		.id = "unique-constraint-direct",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = PM,
		.by_algorithm = true,
		.summary =
			"A UNIQUE constraint that builds its own index, on a table that was there "
			"before.",
		.why = "The table is locked while the index is built, and rows that are there "
		       "twice "
		       "make the migration fail where there is most data.",
		.safe = "CREATE UNIQUE INDEX CONCURRENTLY u ON t (a); then ALTER TABLE t ADD "
			"CONSTRAINT "
			"u UNIQUE USING INDEX u; on MariaDB and MySQL ALTER TABLE ... "
			"ALGORITHM=INPLACE, "
			"LOCK=NONE after the doubles were counted",
		.check = check_unique,
	},
	{
		.id = "add-primary-key",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = PM,
		.by_algorithm = true,
		.summary =
			"A primary key for a table that was there before, without a ready index.",
		.why = "An exclusive lock is held while the index is built and all rows are looked "
		       "at "
		       "for NULL; MariaDB and MySQL rebuild the table.",
		.safe = "NOT NULL by a validated CHECK first; CREATE UNIQUE INDEX CONCURRENTLY i "
			"ON t "
			"(id); then ALTER TABLE t ADD PRIMARY KEY USING INDEX i;",
		.check = check_primary_key,
	},
	{
		.id = "exclusion-constraint",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = P,
		.summary = "An EXCLUDE constraint on a table that was there before.",
		.why = "The table is locked against all use while its index is built; there is no "
		       "NOT "
		       "VALID for it.",
		.safe = "On new tables only, or at an hour when nobody uses the table",
		.check = check_exclusion,
	},
	{
		.id = "domain-constraint",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "A domain with a constraint, or a constraint added to one.",
		.why = "Adding it reads all tables that use the domain, under locks; later changes "
		       "will do so again.",
		.safe = "A CHECK on the table; or ALTER DOMAIN d ADD CONSTRAINT c CHECK (...) NOT "
			"VALID; "
			"then ALTER DOMAIN d VALIDATE CONSTRAINT c;",
		.check = check_domain,
	},
	{
		.id = "unnamed-constraint",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = P,
		.summary = "A constraint without a name.",
		.why = "The engine chooses one that may differ from place to place; whoever drops "
		       "it "
		       "later has to find it first.",
		.safe = "CONSTRAINT orders_user_fk FOREIGN KEY ...",
		.check = check_unnamed,
	},
	{0},
};
