/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes of many rows at once. The way out is mechanical where the primary key
 * is known and has one column: the same statement for a range of it.
 */
#include "lint/rules.h"

#include <string.h>

/* What stands in a statement, as far as it decides where a condition goes. */
struct shape {
	size_t where_end; /* behind WHERE, 0 if there is none */
	bool plain;       /* nothing that comes behind, or reads other tables */
};

static struct shape find_shape(const struct lint *l)
{
	static const char *const others[] = {"FROM",  "JOIN",  "USING",     "WITH",
					     "ORDER", "LIMIT", "RETURNING", "OR"};
	struct shape s = {.plain = true};
	struct lexer lx;
	struct lex_token t;
	int depth = 0, words = 0;

	lex_init(&lx, l->in->dialect->lex, l->st->text, l->st->len);
	for (lex_next_code(&lx, &t); t.kind != LEX_END && t.kind != LEX_UNFINISHED;
	     lex_next_code(&lx, &t)) {
		depth += t.len == 1 && *t.text == '(';
		depth -= t.len == 1 && *t.text == ')';
		if (t.kind != LEX_WORD || depth > 0)
			continue;
		words++;
		if (lex_is(&t, "WHERE"))
			s.where_end = (size_t)(t.text + t.len - l->st->text);
		/* DELETE FROM begins with one; OR is fine within a condition. */
		for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
			if (lex_is(&t, others[i]) && words > 2 &&
			    !(s.where_end != 0 && strcmp(others[i], "OR") == 0))
				s.plain = false;
		if (words == 1 && !lex_is(&t, "UPDATE") && !lex_is(&t, "DELETE"))
			s.plain = false;
	}
	return s;
}

static bool sets(const struct action *a, const char *column)
{
	for (size_t i = 0; i < a->columns.len; i++)
		if (strcmp(a->columns.v[i], column) == 0)
			return true;
	return false;
}

/* The key to go by; NULL where there is none, or the statement changes it. */
static const char *key_of(const struct lint *l, const struct action *a)
{
	const struct known_constraint *key = known_primary_key(known_table_of(&l->known, a));

	if (key == NULL || key->def->columns.len != 1 || sets(a, key->def->columns.v[0]))
		return NULL;
	return key->def->columns.v[0];
}

/* A batched statement commits as it goes: it must be in nobody's transaction. */
static bool may_commit(const struct lint *l)
{
	if (l->st->in_own || l->file->transaction_on)
		return false;
	return l->statements.len == 1 || !l->st->in_transaction;
}

static bool is_plain_name(const char *name)
{
	return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static void put_batch(struct lint *l, const struct action *a)
{
	const struct shape shape = find_shape(l);
	const char *key = key_of(l, a), *table = a->table, *range;

	if (key == NULL || !is_plain_name(key) || !is_plain_name(table) ||
	    (a->schema != NULL && !is_plain_name(a->schema)))
		return;
	if (a->schema != NULL)
		table = arena_printf(l->arena, "%s.%s", a->schema, a->table);
	key = lint_quote(l, key);
	range = arena_printf(l->arena, "%s > :lo AND %s <= :hi", key, key);
	lint_safe(l, "-- pawl:batch table=%s key=%s size=5000 in front of it, with WHERE %s%s",
		  table, key, range, l->statements.len == 1 ? "" : "; in a migration of its own");
	if (!shape.plain || !may_commit(l) || l->file->foreign)
		return;
	lint_edit(l, 0, 0, "-- pawl:batch table=%s key=%s size=5000\n", table, key);
	if (shape.where_end == 0) {
		lint_edit(l, l->st->len, 0, "\nWHERE %s", range);
	} else {
		lint_edit(l, shape.where_end, 0, " (");
		lint_edit(l, l->st->len, 0, "\n) AND %s", range);
	}
}

static void check_where(struct lint *l, const struct action *a)
{
	if ((a->verb != ACT_UPDATE && a->verb != ACT_DELETE) || a->filtered || a->table == NULL ||
	    !lint_is_old(l, a))
		return;
	if (lint_report(l, a, "%s without WHERE: all rows of \"%s\"",
			a->verb == ACT_UPDATE ? "UPDATE" : "DELETE", a->table))
		put_batch(l, a);
}

/* An UPDATE of a table whose definition the same transaction has changed. */
static void check_backfill(struct lint *l, const struct action *a)
{
	if (a->verb != ACT_UPDATE || l->st->batch != NULL || !lint_is_old(l, a))
		return;
	for (const struct lint_statement *st = l->statements.v; st < l->st; st++) {
		if (st->transaction != l->st->transaction && l->engine != LINT_MYSQL)
			continue;
		for (size_t i = 0; i < st->actions.len; i++) {
			const struct action *before = &st->actions.v[i];

			if (before->table == NULL || strcmp(before->table, a->table) != 0 ||
			    strcmp(st->kind, "alter table") != 0)
				continue;
			if (lint_report(l, a,
					"table \"%s\" is filled in the migration that altered it",
					a->table))
				put_batch(l, a);
			return;
		}
	}
}

const struct lint_rule rules_bulk[] = {
	{
		.id = "dml-without-where",
		.class = LINT_DATA,
		.level = LINT_WARNING,
		.engines = PMS,
		.summary = "UPDATE or DELETE without WHERE on a table that was there before.",
		.why = "All rows change in one transaction: long locks, a large log, and no way to "
		       "stop.",
		.safe = "-- pawl:batch table=t key=id size=5000 in front of UPDATE t SET a = 1 "
			"WHERE id > "
			":lo AND id <= :hi; in a migration of its own",
		.check = check_where,
	},
	{
		.id = "backfill-in-ddl",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = PMS,
		.summary = "An UPDATE of a table that the same transaction has altered.",
		.why = "The lock of the ALTER is held until the last row is written; on MariaDB "
		       "and MySQL "
		       "a failure of the UPDATE leaves the ALTER done.",
		.safe = "The UPDATE in a migration of its own, behind -- pawl:batch",
		.check = check_backfill,
	},
	{0},
};
