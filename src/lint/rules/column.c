/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of tables that were there before: added, computed, moved. */
#include "lint/rules.h"

#include <string.h>

static bool adds_to_old(const struct lint *l, const struct action *a)
{
	return a->verb == ACT_ADD && a->object == ON_COLUMN && lint_is_old(l, a);
}

static void check_required(struct lint *l, const struct action *a)
{
	const struct action_column *c = a->column;

	if (!adds_to_old(l, a) || c->generated || c->identity || c->serial)
		return;
	if (l->engine == LINT_SQLITE && c->default_kind >= DEFAULT_STABLE) {
		if (lint_report(l, a, "SQLite adds no column with a default that is computed"))
			lint_safe(l, "ALTER TABLE %s ADD COLUMN %s %s; then fill it, in batches",
				  lint_table(l, a), lint_quote(l, a->name), c->type);
	} else if (c->not_null && c->default_kind <= DEFAULT_NULL) {
		if (lint_report(l, a, "required column \"%s\" has no default: %s", a->name,
				l->engine == LINT_MYSQL
					? "programs that do not name it fail from now on"
					: "this fails if the table has rows"))
			lint_safe(
				l,
				"ALTER TABLE %s ADD COLUMN %s %s NOT NULL DEFAULT ...; or nullable "
				"first, filled, and required in a later migration",
				lint_table(l, a), lint_quote(l, a->name), c->type);
	}
}

/* Of PostgreSQL's parser no text comes with the default: what ends the action, if it is no more. */
static const char *default_of(struct lint *l, const struct action *a)
{
	static const char *const others[] = {" NOT ",    " NULL",       " CHECK",      " UNIQUE",
					     " PRIMARY", " REFERENCES", " CONSTRAINT", " COLLATE"};
	const char *text = a->column->default_text, *source;

	if (text != NULL && text[0] != '\0')
		return text;
	source = strcasestr(lint_source(l, a), " DEFAULT ");
	for (size_t i = 0; source != NULL && i < sizeof(others) / sizeof(*others); i++)
		if (strcasestr(source, others[i]) != NULL)
			source = NULL;
	return source == NULL ? "..." : source + strlen(" DEFAULT ");
}

static void check_volatile(struct lint *l, const struct action *a)
{
	const struct action_column *c = a->column;

	if (!adds_to_old(l, a) || c->generated)
		return;
	if ((c->default_kind == DEFAULT_VOLATILE ||
	     (l->engine == LINT_POSTGRES && c->default_kind > DEFAULT_NULL &&
	      lint_version(l) < 110000)) &&
	    lint_report(l, a, "the default of column \"%s\" rewrites all of \"%s\"", a->name,
			a->table))
		lint_safe(
			l,
			"ALTER TABLE %s ADD COLUMN %s %s; ALTER TABLE %s ALTER %s SET DEFAULT %s; "
			"then fill the old rows in batches",
			lint_table(l, a), lint_quote(l, a->name), c->type, lint_table(l, a),
			lint_quote(l, a->name), default_of(l, a));
}

static void check_stored(struct lint *l, const struct action *a)
{
	if (adds_to_old(l, a) && a->column->generated && a->column->stored)
		lint_report(l, a, "stored column \"%s\" rewrites all of \"%s\"", a->name, a->table);
}

static void check_serial(struct lint *l, const struct action *a)
{
	const char *table, *column;

	if (!adds_to_old(l, a) || (!a->column->serial && !a->column->identity) ||
	    !lint_report(l, a, "numbering the rows of \"%s\" rewrites all of it", a->table))
		return;
	table = lint_table(l, a);
	column = lint_quote(l, a->name);
	if (l->engine == LINT_MYSQL)
		lint_safe(l,
			  "A new table with the column, filled from %s in batches, that takes its "
			  "name; or an hour when nobody has to write to %s",
			  table, table);
	else
		lint_safe(
			l,
			"ALTER TABLE %s ADD COLUMN %s bigint; CREATE SEQUENCE s OWNED BY %s.%s; "
			"ALTER TABLE %s ALTER %s SET DEFAULT nextval('s'); then fill the old rows "
			"in batches",
			table, column, table, column, table, column);
}

/* Of a rebuild: the columns are the same, and stand otherwise. */
static bool is_reordered(const struct known_table *old, const struct known_table *new)
{
	size_t at = 0;
	bool moved = false;

	for (size_t i = 0; i < old->columns.len; i++) {
		const struct known_column *c = known_column(new, old->columns.v[i].name);
		size_t place;

		if (old->columns.v[i].dropped)
			continue;
		if (c == NULL)
			return false;
		place = (size_t)(c - new->columns.v);
		moved |= place < at;
		at = place;
	}
	return moved && old->columns.len == new->columns.len;
}

static void check_order(struct lint *l, const struct action *a)
{
	struct lint_rebuild r;

	if (a->column != NULL && a->column->moved && lint_is_old(l, a)) {
		lint_report(l, a, "the place of column \"%s\" among the others is stated", a->name);
	} else if (lint_rebuild_ends(l, a, &r) && is_reordered(r.before, r.after)) {
		lint_report(l, a, "table \"%s\" is rebuilt with its columns in another order",
			    r.name);
	}
}

const struct lint_rule rules_column[] = {
	{
		.id = "add-required-column",
		.class = LINT_COMPAT,
		.level = LINT_ERROR,
		.engines = PMS,
		.summary = "A new NOT NULL column without a default; on SQLite also a computed "
			   "default.",
		.why = "It fails where the table has rows, and programs that do not know the "
		       "column "
		       "cannot insert any more.",
		.safe = "ALTER TABLE t ADD COLUMN c text NOT NULL DEFAULT ''; or nullable first, "
			"filled, "
			"and required in a later migration",
		.check = check_required,
	},
	{
		.id = "add-column-volatile-default",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = PM,
		.by_algorithm = true,
		.versions = "PostgreSQL 10: any default",
		.summary = "A new column whose default is another value for each row.",
		.why = "Every row is written anew under an exclusive lock.",
		.safe = "ALTER TABLE t ADD COLUMN c uuid; ALTER TABLE t ALTER c SET DEFAULT "
			"gen_random_uuid(); then fill the old rows in batches",
		.check = check_volatile,
	},
	{
		.id = "add-stored-generated",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = PM,
		.by_algorithm = true,
		.summary = "A new column GENERATED ... STORED.",
		.why = "Every row is written anew under an exclusive lock.",
		.safe = "A virtual column (MariaDB, MySQL, PostgreSQL 18), or a plain one with a "
			"trigger, "
			"filled in batches",
		.check = check_stored,
	},
	{
		.id = "add-serial-column",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = PM,
		.by_algorithm = true,
		.summary = "A new serial, identity or AUTO_INCREMENT column.",
		.why = "Every row is written anew under an exclusive lock, and which old row gets "
		       "which "
		       "number is not defined.",
		.safe = "ALTER TABLE t ADD COLUMN id bigint; CREATE SEQUENCE s OWNED BY t.id; "
			"ALTER TABLE "
			"t ALTER id SET DEFAULT nextval('s'); then fill the old rows in batches",
		.check = check_serial,
	},
	{
		.id = "change-column-order",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = MS,
		.by_algorithm = true,
		.summary = "FIRST or AFTER, or a table rebuilt for the order of its columns.",
		.why = "Older servers copy the table for it, and an INSERT without names of "
		       "columns puts "
		       "values into the wrong ones.",
		.safe = "Append columns; queries name the order they want",
		.check = check_order,
	},
	{0},
};
