/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Transactions, as pawl runs a file: one around all of it, unless a statement
 * refuses that or the file has transactions of its own.
 */
#include "lint/rules.h"

#include <string.h>

static void check_concurrent(struct lint *l, const struct action *a)
{
	(void)a;
	if ((l->st->flags & STMT_NO_TX) && (l->st->in_own || l->file->transaction_on))
		lint_report(l, NULL, "%s is refused inside a transaction", l->st->kind);
}

static void check_nesting(struct lint *l, const struct action *a)
{
	const uint32_t any = STMT_TX_BEGIN | STMT_TX_COMMIT | STMT_TX_ROLLBACK;

	(void)a;
	if (!(l->st->flags & any) || l->wrapped || l->file->transaction_off)
		return;
	for (const struct lint_statement *st = l->statements.v; st < l->st; st++)
		if (st->flags & any)
			return;
	lint_report(l, NULL, "with %s of its own this file cannot be one transaction", l->st->kind);
}

static void finish_uncommitted(struct lint *l)
{
	const struct lint_statement *last;

	if (l->statements.len == 0)
		return;
	last = l->st = &l->statements.v[l->statements.len - 1];
	if (!last->in_own || last->flags & (STMT_TX_COMMIT | STMT_TX_ROLLBACK))
		return;
	while (l->st > l->statements.v && !(l->st->flags & STMT_TX_BEGIN))
		l->st--;
	lint_report(l, NULL, "this transaction is never committed");
}

/* Does the text of a statement hold the value as a literal? */
static bool uses(const struct lint_statement *st, const char *value)
{
	size_t n = strlen(value);

	for (size_t i = 0; i + n + 2 <= st->len; i++)
		if (st->text[i] == '\'' && memcmp(st->text + i + 1, value, n) == 0 &&
		    st->text[i + n + 1] == '\'')
			return true;
	return false;
}

static void check_add_value(struct lint *l, const struct action *a)
{
	const struct lint_statement *end = l->statements.v + l->statements.len;

	if (a->verb != ACT_ADD || a->object != ON_VALUE || !l->st->in_transaction ||
	    known_is_new(&l->known, ON_TYPE, a->name))
		return;
	if (lint_version(l) < 120000) {
		lint_report(l, a, "ALTER TYPE ... ADD VALUE is refused inside a transaction");
		return;
	}
	for (const struct lint_statement *st = l->st + 1; st < end; st++)
		if (st->transaction == l->st->transaction && uses(st, a->to)) {
			lint_report(l, a, "value '%s' is used in line %lu, before it is committed",
				    a->to, st->line);
			return;
		}
}

static void check_value_order(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_ADD && a->object == ON_VALUE && a->values.len == 0)
		lint_report(l, a, "value '%s' goes behind all others", a->to);
}

const struct lint_rule rules_transaction[] = {
	{
		.id = "concurrent-in-transaction",
		.class = LINT_TXN,
		.level = LINT_ERROR,
		.engines = P,
		.summary = "A statement that PostgreSQL refuses inside a transaction, inside one: "
			   "CONCURRENTLY, VACUUM, ALTER SYSTEM ...",
		.why = "The migration stops there.",
		.safe = "A migration of its own, without BEGIN and without pawl:transaction on",
		.each_statement = true,
		.check = check_concurrent,
	},
	{
		.id = "transaction-nesting",
		.class = LINT_TXN,
		.level = LINT_WARNING,
		.engines = PMS,
		.summary = "BEGIN, COMMIT or ROLLBACK in a migration.",
		.why = "pawl runs a migration in one transaction, together with its line of the "
		       "history. "
		       "A file with its own cannot be rolled back as a whole.",
		.safe = "Leave them out, or say -- pawl:transaction off at the head of the file",
		.each_statement = true,
		.check = check_nesting,
	},
	{
		.id = "uncommitted-transaction",
		.class = LINT_TXN,
		.level = LINT_ERROR,
		.engines = PS,
		.summary = "BEGIN without COMMIT.",
		.why = "What comes behind it is rolled back when the file ends.",
		.safe = "COMMIT;",
		.finish = finish_uncommitted,
	},
	{
		.id = "enum-add-value",
		.class = LINT_TXN,
		.level = LINT_ERROR,
		.engines = P,
		.versions = "before PostgreSQL 12 in any transaction",
		.summary = "A new enum value is used in the transaction that adds it.",
		.why = "PostgreSQL refuses it until the value is committed.",
		.safe = "ALTER TYPE ... ADD VALUE in a migration of its own",
		.check = check_add_value,
	},
	{
		.id = "enum-value-order",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = P,
		.summary = "ADD VALUE without BEFORE or AFTER.",
		.why = "ORDER BY goes by the place among the values, which cannot be changed "
		       "later.",
		.safe = "ALTER TYPE t ADD VALUE 'x' AFTER 'w';",
		.check = check_value_order,
	},
	{0},
};
