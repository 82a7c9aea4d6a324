/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What statements do to each other by the locks they hold in one transaction.
 * pawl sets lock_timeout before each migration, so its absence is found only
 * where a file or the settings switch it off.
 */
#include "lint/rules.h"

#include <string.h>

/* PostgreSQL: does it keep everybody off a table that was there before? */
static bool is_exclusive(const struct lint *l, const struct action *a)
{
	if (a->table == NULL || !lint_is_old(l, a))
		return false;
	switch ((int)a->verb) {
	case ACT_ADD:
		return a->object == ON_COLUMN || (a->object == ON_CONSTRAINT &&
						  a->constraint->kind != CONSTRAINT_FOREIGN_KEY);
	case ACT_DROP:
	case ACT_RENAME:
		return true;
	case ACT_ALTER:
		return a->object == ON_TABLE;
	case ACT_LOCK:
		return strcmp(a->to, "ACCESS EXCLUSIVE") == 0;
	case ACT_SET_TYPE:
	case ACT_SET_NOT_NULL:
	case ACT_DROP_NOT_NULL:
	case ACT_SET_DEFAULT:
	case ACT_DROP_DEFAULT:
	case ACT_DETACH:
	case ACT_TRUNCATE:
	case ACT_REWRITE:
		return !a->concurrently;
	default:
		return false;
	}
}

/* The first exclusive lock of the same transaction before l->st, on another table than not (or any). */
static const struct action *lock_before(const struct lint *l, const char *other_than)
{
	for (const struct lint_statement *st = l->statements.v; st < l->st; st++) {
		if (st->transaction != l->st->transaction)
			continue;
		for (size_t i = 0; i < st->actions.len; i++) {
			const struct action *a = &st->actions.v[i];

			if (is_exclusive(l, a) &&
			    (other_than == NULL || strcmp(a->table, other_than) != 0))
				return a;
		}
	}
	return NULL;
}

static bool is_slow(const struct lint *l, const struct action *a)
{
	if (a->verb == ACT_VALIDATE || a->verb == ACT_REFRESH || a->verb == ACT_REINDEX)
		return true;
	if (a->verb == ACT_CREATE && a->object == ON_INDEX)
		return lint_is_old(l, a);
	return (a->verb == ACT_UPDATE || a->verb == ACT_DELETE) && lint_is_old(l, a);
}

static bool same_table(const struct action *a, const struct action *b)
{
	return a->table != NULL && b->table != NULL && strcmp(a->table, b->table) == 0;
}

static void check_work(struct lint *l, const struct action *a)
{
	const struct action *lock;

	if (!l->st->in_transaction || !is_slow(l, a))
		return;
	lock = lock_before(l, NULL);
	if (lock == NULL || (a->verb == ACT_UPDATE && same_table(a, lock)))
		return;
	lint_report(l, a, "table \"%s\" stays locked against all use while this runs", lock->table);
}

static void check_many(struct lint *l, const struct action *a)
{
	const struct action *lock;

	if (!l->st->in_transaction || !is_exclusive(l, a))
		return;
	for (const struct lint_statement *st = l->statements.v; st < l->st; st++)
		for (size_t i = 0; st->transaction == l->st->transaction && i < st->actions.len;
		     i++)
			if (is_exclusive(l, &st->actions.v[i]) &&
			    strcmp(st->actions.v[i].table, a->table) == 0)
				return; /* it was told */
	lock = lock_before(l, a->table);
	if (lock != NULL)
		lint_report(l, a, "table \"%s\" is locked while \"%s\" is locked still", a->table,
			    lock->table);
}

static bool is_zero(const char *value)
{
	return value != NULL && strspn(value, "0") > 0 && value[strspn(value, "0")] != '.' &&
	       strpbrk(value, "123456789") == NULL;
}

static bool has_timeout(const struct lint *l)
{
	bool ret = !l->file->no_lock_timeout;

	for (const struct lint_statement *st = l->statements.v; st < l->st; st++)
		for (size_t i = 0; i < st->actions.len; i++) {
			const struct action *a = &st->actions.v[i];

			if (a->verb == ACT_SET && a->name != NULL &&
			    strcmp(a->name, "lock_timeout") == 0)
				ret = !is_zero(a->to);
		}
	return ret;
}

static void check_timeout(struct lint *l, const struct action *a)
{
	if (is_exclusive(l, a) && !has_timeout(l))
		lint_report(l, a,
			    "no lock_timeout: this waits for table \"%s\" without end, and "
			    "everybody else behind it",
			    a->table);
}

static bool is_alter(const struct lint_statement *st)
{
	return strcmp(st->kind, "alter table") == 0 && st->actions.len > 0;
}

/* What ALTER TABLE takes together with others. */
static bool can_join(const struct action *a)
{
	return a->verb != ACT_RENAME && a->verb != ACT_VALIDATE && a->verb != ACT_ATTACH &&
	       a->verb != ACT_DETACH;
}

static bool has_verb(const struct lint_statement *st, enum action_verb verb,
		     enum action_object object)
{
	for (size_t i = 0; i < st->actions.len; i++)
		if (st->actions.v[i].verb == verb && st->actions.v[i].object == object)
			return true;
	return false;
}

static void check_split(struct lint *l, const struct action *a)
{
	const struct lint_statement *before = l->st - 1;

	if (a == NULL || l->st == l->statements.v || !is_alter(l->st) || !is_alter(before) ||
	    !same_table(a, before->actions.v) || !lint_is_old(l, a))
		return;
	for (size_t i = 0; i < before->actions.len; i++)
		if (!can_join(&before->actions.v[i]))
			return;
	for (size_t i = 0; i < l->st->actions.len; i++)
		if (!can_join(&l->st->actions.v[i]))
			return;
	/* One ALTER TABLE drops first: the CHECK that spares SET NOT NULL the scan would be gone. */
	if (has_verb(before, ACT_SET_NOT_NULL, ON_COLUMN) &&
	    has_verb(l->st, ACT_DROP, ON_CONSTRAINT))
		return;
	/* Apart on purpose: each in a transaction of its own. */
	if (l->engine == LINT_POSTGRES && l->st->transaction != before->transaction)
		return;
	lint_report(l, NULL, "two ALTER TABLE on \"%s\" that one could do", a->table);
}

static void check_rewrite(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_REWRITE && (a->table == NULL || lint_is_old(l, a)))
		lint_report(l, a, "%s writes the whole table anew while nobody can use it",
			    a->name);
}

static void check_refresh(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_REFRESH && !a->concurrently &&
	    !known_is_new(&l->known, ON_MATVIEW, a->name) &&
	    lint_report(l, a, "nobody can read \"%s\" while it is refreshed", a->name))
		lint_safe(l,
			  "REFRESH MATERIALIZED VIEW CONCURRENTLY %s; which needs a unique index "
			  "on it",
			  lint_table(l, a));
}

const struct lint_rule rules_lock[] = {
	{
		.id = "work-under-exclusive-lock",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "Slow work after a statement that locks a table against all use, in one "
			   "transaction.",
		.why = "The lock is held until the transaction ends: nobody reads the table for "
		       "the sum "
		       "of all that follows.",
		.safe = "The slow work in a migration of its own",
		.check = check_work,
	},
	{
		.id = "many-locks-one-transaction",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "Several tables are locked against all use in one transaction.",
		.why = "While it waits for the second, the first stays locked; a program that "
		       "takes them "
		       "the other way round makes a deadlock.",
		.safe = "One table a migration",
		.check = check_many,
	},
	{
		.id = "timeout-missing",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "A statement that locks a table, with lock_timeout switched off.",
		.why = "It waits in the queue for as long as the longest query runs, and everybody "
		       "else "
		       "waits behind it.",
		.safe = "Leave pawl's lock_timeout of 3 s, or SET lock_timeout = '2s'; pawl tries "
			"again",
		.check = check_timeout,
	},
	{
		.id = "split-alter-table",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = PM,
		.by_algorithm = true,
		.summary = "Several ALTER TABLE in a row on one table.",
		.why = "Each waits for the lock, and may scan or copy the table, on its own.",
		.safe = "ALTER TABLE t ADD a int, ADD b int;",
		.each_statement = true,
		.check = check_split,
	},
	{
		.id = "vacuum-full",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = P,
		.summary = "VACUUM FULL, CLUSTER, or ALTER TABLE SET TABLESPACE, LOGGED, UNLOGGED, "
			   "ACCESS METHOD.",
		.why = "The whole table is written anew under an ACCESS EXCLUSIVE lock.",
		.safe = "VACUUM, or a tool that repacks online",
		.check = check_rewrite,
	},
	{
		.id = "refresh-matview",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "REFRESH MATERIALIZED VIEW without CONCURRENTLY.",
		.why = "Nobody can read the view for as long as its query runs.",
		.safe = "CREATE UNIQUE INDEX ON v (id); REFRESH MATERIALIZED VIEW CONCURRENTLY v;",
		.check = check_refresh,
	},
	{0},
};
