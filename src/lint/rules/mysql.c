/* SPDX-License-Identifier: Apache-2.0 */
/* What only MariaDB and MySQL have: options of tables, commits that nobody asked for. */
#include "lint/rules.h"

#include <string.h>

static bool is_option(const struct action *a, const char *name)
{
	return a->verb == ACT_OPTION && strcmp(a->name, name) == 0;
}

/* What is instant on every server that is still cared for. */
static bool is_trivial(const struct action *a)
{
	return a->verb == ACT_RENAME || a->verb == ACT_SET_DEFAULT || a->verb == ACT_DROP_DEFAULT ||
	       is_option(a, "auto_increment") || is_option(a, "comment") || is_option(a, "stats") ||
	       (a->verb == ACT_ALTER && a->object == ON_INDEX);
}

static void check_stated(struct lint *l, const struct action *a)
{
	bool trivial = true;

	if (a == NULL || strcmp(l->st->kind, "alter table") != 0 || !lint_is_old(l, a))
		return;
	for (size_t i = 0; i < l->st->actions.len; i++) {
		const struct action *part = &l->st->actions.v[i];

		if (is_option(part, "algorithm") || is_option(part, "lock"))
			return;
		trivial &= is_trivial(part);
	}
	if (trivial ||
	    !lint_report(l, NULL,
			 l->st->verdict.algorithm != NULL
				 ? "nobody can write to \"%s\" while this runs"
				 : "without ALGORITHM= and LOCK= this may copy \"%s\" while it is "
				   "locked",
			 a->table))
		return;
	/* Here is only what the server does not do online. */
	if (l->st->verdict.algorithm != NULL)
		lint_safe(
			l,
			"At an hour when nobody has to write to %s, or with a tool that copies it "
			"online: this server knows no other way",
			lint_table(l, a));
	else
		lint_safe(l,
			  "ALTER TABLE %s ..., ALGORITHM=INSTANT; or ALGORITHM=INPLACE, LOCK=NONE: "
			  "it fails at once where that cannot be",
			  lint_table(l, a));
}

static void check_engine(struct lint *l, const struct action *a)
{
	if (is_option(a, "engine") && strcmp(a->to, "innodb") != 0)
		lint_report(l, a, "engine %s knows no transactions", a->to);
}

static bool is_wide(const char *charset)
{
	return charset == NULL || strncmp(charset, "utf8mb4", 7) == 0 ||
	       strcmp(charset, "binary") == 0 || strcmp(charset, "ascii") == 0;
}

/* "latin1" of latin1_swedish_ci; NULL for those that fit every character set. */
static const char *charset_of(const struct lint *l, const char *collation)
{
	size_t n = collation == NULL ? 0 : strcspn(collation, "_");

	if (n == 0 || collation[n] == '\0' || strncmp(collation, "uca1400", 7) == 0)
		return NULL;
	return arena_strndup(l->arena, collation, n);
}

static const char *column_charset(const struct lint *l, const struct action *a)
{
	return a->column->charset != NULL ? a->column->charset
					  : charset_of(l, a->column->collation);
}

static void check_charset(struct lint *l, const struct action *a)
{
	const struct known_column *c;

	if (lint_is_online(l) && (is_option(a, "convert") || a->verb == ACT_SET_TYPE))
		return;
	if (is_option(a, "convert")) {
		lint_report(l, a, "converting table \"%s\" to %s copies it", a->table, a->to);
	} else if (is_option(a, "charset") && !is_wide(a->to)) {
		lint_report(l, a, "character set %s holds not every character", a->to);
	} else if (is_option(a, "collate") && !is_wide(charset_of(l, a->to))) {
		lint_report(l, a, "collation %s holds not every character", a->to);
	} else if (a->column != NULL && !is_wide(column_charset(l, a))) {
		lint_report(l, a, "character set %s of column \"%s\" holds not every character",
			    column_charset(l, a), a->name);
	} else if (a->verb == ACT_SET_TYPE && a->column != NULL &&
		   (a->column->charset != NULL || a->column->collation != NULL)) {
		c = known_column(known_table_of(&l->known, a), a->name);
		if (c != NULL && a->column->collation != NULL && c->def.collation != NULL &&
		    strcmp(a->column->collation, c->def.collation) == 0)
			return;
		lint_report(l, a,
			    "another character set or collation of column \"%s\" copies table "
			    "\"%s\"",
			    a->name, a->table);
	}
}

static void check_commit(struct lint *l, const struct action *a)
{
	(void)a;
	if (!(l->st->flags & STMT_IMPLICIT_COMMIT))
		return;
	/* Once, at the second statement that stays when a later one fails. */
	if (l->st == l->statements.v)
		return;
	for (const struct lint_statement *st = l->statements.v + 1; st < l->st; st++)
		if (st->flags & STMT_IMPLICIT_COMMIT)
			return;
	for (const struct lint_statement *st = l->statements.v; st < l->st; st++)
		if (st->flags & (STMT_IMPLICIT_COMMIT | STMT_DML)) {
			lint_report(l, NULL,
				    "%s commits on its own: if it fails, what stands before it "
				    "stays done",
				    l->st->kind);
			return;
		}
}

static void check_definer(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_CREATE && a->to != NULL &&
	    (a->object == ON_VIEW || a->object == ON_TRIGGER || a->object == ON_FUNCTION) &&
	    strncasecmp(a->to, "CURRENT_USER", 12) != 0)
		lint_report(l, a, "\"%s\" is run as %s, who may not be there elsewhere", a->name,
			    a->to);
}

static void check_compression(struct lint *l, const struct action *a)
{
	static const char *const none[] = {"0", "off", "'off'", "none", "'none'", "no", "''"};
	bool asked = is_option(a, "page_compressed") || is_option(a, "compression") ||
		     is_option(a, "key_block_size");

	for (size_t i = 0; asked && i < sizeof(none) / sizeof(*none); i++)
		asked = strcmp(a->to, none[i]) != 0;
	if (asked || (is_option(a, "row_format") && strcmp(a->to, "compressed") == 0))
		lint_report(l, a, "table \"%s\" is compressed", a->table);
}

const struct lint_rule rules_mysql[] = {
	{
		.id = "online-ddl-not-stated",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = M,
		.by_algorithm = true,
		.if_alone = true,
		.summary = "ALTER TABLE without ALGORITHM= or LOCK=.",
		.why = "Where the server cannot do it in place it silently copies the table, and "
		       "nobody "
		       "can write to it meanwhile.",
		.safe = "ALTER TABLE t ADD c INT, ALGORITHM=INSTANT; or ALGORITHM=INPLACE, "
			"LOCK=NONE: it "
			"fails at once where that cannot be",
		.each_statement = true,
		.check = check_stated,
	},
	{
		.id = "charset",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = M,
		.summary = "CONVERT TO or MODIFY to another character set or collation; one that "
			   "is not "
			   "utf8mb4.",
		.why = "The table is copied, comparisons and the length of index entries change, "
		       "and text "
		       "in the wrong set is spoilt.",
		.safe = "utf8mb4 from the start; else a new column, and a copy in batches",
		.check = check_charset,
	},
	{
		.id = "implicit-commit",
		.class = LINT_TXN,
		.level = LINT_WARNING,
		.engines = M,
		.summary = "Several DDL statements, or DDL and changes of rows, in one migration.",
		.why = "Each DDL commits, so that a failure leaves the ones before it done. pawl "
		       "goes on "
		       "behind them; other tools do not.",
		.safe = "One DDL statement a migration",
		.each_statement = true,
		.check = check_commit,
	},
	{
		.id = "engine-not-transactional",
		.class = LINT_POLICY,
		.level = LINT_WARNING,
		.engines = M,
		.summary = "ENGINE other than InnoDB.",
		.why = "No transactions, no safety in a crash, locks of whole tables.",
		.safe = "ENGINE=InnoDB",
		.check = check_engine,
	},
	{
		.id = "definer",
		.class = LINT_POLICY,
		.level = LINT_WARNING,
		.engines = M,
		.summary = "A DEFINER other than CURRENT_USER.",
		.why = "On a server where that user is missing each call fails.",
		.safe = "DEFINER = CURRENT_USER, or none",
		.check = check_definer,
	},
	{
		.id = "page-compression",
		.class = LINT_POLICY,
		.level = LINT_NOTE,
		.engines = M,
		.summary = "A compressed table.",
		.why = "It costs processor time at each access, and memory for both forms of a "
		       "page.",
		.safe = "A plain table; measure before it is compressed",
		.check = check_compression,
	},
	{0},
};
