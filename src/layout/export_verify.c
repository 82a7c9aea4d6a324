/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each engine has its own way to fail by a value: a division on PostgreSQL, a number too large
 * on SQLite, two rows where one is wanted on MariaDB. None is a constant that a planner would
 * work out before it asks.
 */
#include "layout/export_verify.h"

#include <string.h>

static const char *const before[ENGINES] = {
	[ENGINE_SQLITE] = "SELECT abs(CASE WHEN coalesce((SELECT * FROM (\n",
	[ENGINE_POSTGRES] = "SELECT 1 / (CASE WHEN coalesce((SELECT v.answer::text FROM (\n",
	[ENGINE_MYSQL] = ("SELECT (SELECT n FROM (SELECT 1 AS n UNION ALL SELECT 2) AS two WHERE "
			  "coalesce((SELECT * FROM (\n"),
};
static const char *const behind[ENGINES] = {
	[ENGINE_SQLITE] = ("\n) LIMIT 1), 0) IN (0, '0', 'f', 'false') "
			   "THEN -9223372036854775807 - 1 ELSE 1 END)"),
	[ENGINE_POSTGRES] = ("\n) AS v(answer) LIMIT 1), '0') IN ('0', 'f', 'false') "
			     "THEN 0 ELSE 1 END)"),
	[ENGINE_MYSQL] = "\n) AS v LIMIT 1), '0') IN ('0', 'f', 'false'))",
};

/* Does it give one column, as far as can be seen? */
static bool is_narrow(const struct export_out *out, const struct export_statement *st)
{
	struct lex_token t;
	struct lexer lx;
	unsigned depth = 0;

	lex_init(&lx, out->lex, st->text, st->len);
	lex_next_code(&lx, &t);
	if (!lex_is(&t, "SELECT"))
		return false;
	lex_next_code(&lx, &t);
	if (t.kind == LEX_OPERATOR && *t.text == '*')
		return false;
	for (; t.kind != LEX_END; lex_next_code(&lx, &t)) {
		bool operator= t.kind == LEX_OPERATOR;

		if (depth == 0 && lex_is(&t, "FROM"))
			break;
		if (depth == 0 && operator&& * t.text == ',')
			return false;
		depth += operator&& * t.text == '(';
		depth -= depth > 0 && operator&& * t.text == ')';
	}
	return true;
}

static bool is_query(const struct export_out *out, const struct export_statement *st)
{
	struct lex_token t;
	struct lexer lx;

	if (out->engine != ENGINE_POSTGRES)
		return is_narrow(out, st);
	lex_init(&lx, out->lex, st->text, st->len);
	lex_next_code(&lx, &t);
	return lex_is(&t, "SELECT") || lex_is(&t, "VALUES") || lex_is(&t, "TABLE");
}

static bool is_transaction(const struct export_out *out, const struct export_statement *st)
{
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, out->lex, st->text, st->len);
	lex_next_code(&lx, &t);
	return lex_is(&t, "BEGIN") || lex_is(&t, "START") || lex_is(&t, "COMMIT") ||
	       lex_is(&t, "END") || lex_is(&t, "ROLLBACK");
}

int export_verify(const struct export_out *out, const char *text, const char **ret,
		  struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	struct export_statements s;
	int rc = export_cut(out, text, &s, NULL, err);

	if (rc != 0)
		return rc;
	buf_adds(&b, "BEGIN;\n\n");
	for (size_t i = 0; i < s.len; i++) {
		const struct export_statement *st = &s.v[i];
		bool query = is_query(out, st);

		if (is_transaction(out, st))
			continue;
		buf_printf(&b, "%s%s%s%s;\n", st->above, query ? before[out->engine] : "", st->text,
			   query ? behind[out->engine] : "");
	}
	buf_printf(&b, "%s\nROLLBACK;\n", s.below);
	*ret = buf_dup(&b, out->arena);
	return 0;
}
