/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rebuilding tables in SQLite: create new, copy, drop old, rename new
 * (https://sqlite.org/lang_altertable.html#otheralter). pawl switches foreign
 * keys off around a file that it runs in one transaction; in others the file
 * has to do it.
 */
#include "lint/rules.h"

#include <string.h>

/* The last value that a pragma was given before l->st; NULL if none. */
static const char *pragma(const struct lint *l, const char *name)
{
	const char *ret = NULL;

	for (const struct lint_statement *st = l->statements.v; st < l->st; st++)
		for (size_t i = 0; i < st->actions.len; i++) {
			const struct action *a = &st->actions.v[i];

			if (a->verb == ACT_SET && a->name != NULL && strcmp(a->name, name) == 0 &&
			    a->to != NULL && !(st->in_own && strcmp(name, "foreign_keys") == 0))
				ret = a->to;
		}
	return ret;
}

static bool is_off(const char *value)
{
	return value != NULL && (strcmp(value, "off") == 0 || strcmp(value, "0") == 0 ||
				 strcmp(value, "false") == 0 || strcmp(value, "no") == 0);
}

/* The statement behind from that renames something to the name. */
static const struct lint_statement *renamed_to(const struct lint *l, const char *name,
					       const struct lint_statement *from)
{
	const struct lint_statement *end = l->statements.v + l->statements.len;

	for (const struct lint_statement *st = from; st < end; st++)
		for (size_t i = 0; i < st->actions.len; i++) {
			const struct action *a = &st->actions.v[i];

			if (a->verb == ACT_RENAME && a->object == ON_TABLE && a->to != NULL &&
			    strcmp(a->to, name) == 0)
				return st;
		}
	return NULL;
}

static bool drops_for_rebuild(const struct lint *l, const struct action *a)
{
	return a->verb == ACT_DROP && a->object == ON_TABLE && a->name != NULL &&
	       renamed_to(l, a->name, l->st) != NULL;
}

static void check_foreign_keys(struct lint *l, const struct action *a)
{
	bool by_pawl = l->st->in_transaction && (!l->st->in_own || l->wrapped);

	if (!by_pawl && drops_for_rebuild(l, a) && lint_is_old(l, a) &&
	    !is_off(pragma(l, "foreign_keys")))
		lint_report(l, a,
			    "dropping \"%s\" deletes its rows first: ON DELETE CASCADE takes those "
			    "that refer to them",
			    a->name);
}

static void check_pragma(struct lint *l, const struct action *a)
{
	if (a->verb != ACT_SET || a->name == NULL || a->to == NULL || !l->st->in_own ||
	    (l->wrapped && strcmp(a->name, "foreign_keys") == 0))
		return;
	if (strcmp(a->name, "foreign_keys") == 0 || strcmp(a->name, "journal_mode") == 0 ||
	    strcmp(a->name, "synchronous") == 0)
		lint_report(l, a, "PRAGMA %s does nothing inside a transaction", a->name);
}

/* Does a later statement make the index, or a trigger, again? */
static bool made_again(const struct lint *l, const struct lint_statement *from, const char *index,
		       const char *table)
{
	const struct lint_statement *end = l->statements.v + l->statements.len;

	for (const struct lint_statement *st = from; st < end; st++)
		for (size_t i = 0; i < st->actions.len; i++) {
			const struct action *a = &st->actions.v[i];

			if (a->verb != ACT_CREATE || a->table == NULL)
				continue;
			if (index != NULL && a->object == ON_INDEX && a->name != NULL &&
			    strcmp(a->name, index) == 0)
				return true;
			if (index == NULL && a->object == ON_TRIGGER &&
			    strcmp(a->table, table) == 0)
				return true;
		}
	return false;
}

static void check_loses(struct lint *l, const struct action *a)
{
	const struct known_table *t = known_table_of(&l->known, a);

	if (t == NULL || !drops_for_rebuild(l, a))
		return;
	for (size_t i = 0; i < t->indexes.len; i++) {
		const struct known_index *index = &t->indexes.v[i];

		if (!index->dropped && !index->of_key && index->name != NULL &&
		    !made_again(l, l->st, index->name, NULL))
			lint_report(l, a,
				    "index \"%s\" goes with the old table and is not made again",
				    index->name);
	}
	if (t->triggers > 0 && !made_again(l, l->st, NULL, a->name))
		lint_report(l, a, "triggers of \"%s\" go with the old table and are not made again",
			    a->name);
}

/* The old table is renamed away, and a new one made under its name. */
static void check_away(struct lint *l, const struct action *a)
{
	const struct lint_statement *end = l->statements.v + l->statements.len;
	const char *legacy = pragma(l, "legacy_alter_table");

	if (a->verb != ACT_RENAME || a->object != ON_TABLE || !lint_is_old(l, a) ||
	    (legacy != NULL && !is_off(legacy)))
		return;
	for (const struct lint_statement *st = l->st + 1; st < end; st++)
		for (size_t i = 0; i < st->actions.len; i++) {
			const struct action *b = &st->actions.v[i];

			if (b->verb == ACT_CREATE && b->object == ON_TABLE &&
			    strcmp(b->table, a->table) == 0) {
				lint_report(
					l, a,
					"references to \"%s\" in other tables, triggers and views "
					"follow to \"%s\"",
					a->table, a->to);
				return;
			}
		}
}

const struct lint_rule rules_sqlite[] = {
	{
		.id = "foreign-keys-on-rebuild",
		.class = LINT_DATA,
		.level = LINT_ERROR,
		.engines = S,
		.summary = "A table is rebuilt while foreign_keys is on.",
		.why = "DROP TABLE deletes the rows first, and ON DELETE CASCADE deletes those of "
		       "other "
		       "tables with them, without a word.",
		.safe = "Leave the transaction to pawl, which switches foreign_keys off and "
			"checks; or "
			"PRAGMA foreign_keys=OFF; before BEGIN, PRAGMA foreign_key_check; before "
			"COMMIT",
		.check = check_foreign_keys,
	},
	{
		.id = "pragma-in-transaction",
		.class = LINT_TXN,
		.level = LINT_ERROR,
		.engines = S,
		.summary = "PRAGMA foreign_keys, journal_mode or synchronous between BEGIN and "
			   "COMMIT.",
		.why = "It does nothing there, and SQLite does not say so.",
		.safe = "In front of BEGIN",
		.check = check_pragma,
	},
	{
		.id = "rebuild-loses-objects",
		.class = LINT_DATA,
		.level = LINT_ERROR,
		.engines = S,
		.summary = "A rebuilt table does not get its indexes or triggers again.",
		.why = "They go with the old table.",
		.safe = "SELECT sql FROM sqlite_schema WHERE tbl_name = 't'; and make them again",
		.check = check_loses,
	},
	{
		.id = "rename-breaks-references",
		.class = LINT_COMPAT,
		.level = LINT_ERROR,
		.engines = S,
		.summary = "A rebuild that renames the old table away first.",
		.why = "Foreign keys, triggers and views that name the table follow it to its new "
		       "name, and "
		       "are broken when it is dropped.",
		.safe = "Create the new table, copy, drop the old one, rename the new one",
		.check = check_away,
	},
	{0},
};
