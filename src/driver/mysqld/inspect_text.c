/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server prints expressions and queries in one form: every name in
 * backticks, names of tables with their database. So a lexer is enough to find
 * names, and `db`.`name` is always a table, a view or a sequence.
 *
 * Not covered: a view in which an alias is called as the database is. Its text
 * keeps the database's name, because `x`.`y` may be a column there.
 */
#include "driver/mysqld/inspect.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "sql/ident.h"
#include "sql/lexer.h"

#include <string.h>

const struct lex_rules text_printed = {
	.backslash_escapes = true,
	.double_quote_string = true,
	.backticks = true,
};

void text_name(struct buf *b, const char *name)
{
	ident_quote(b, '`', name);
}

/* The widths of integers count only where zeros are filled in; tinyint(1) is a boolean. */
const char *text_type(struct arena *a, const char *type, bool *ret_compressed)
{
	static const char *const words[] = {"tinyint", "smallint", "mediumint",
					    "int",     "bigint",   "year"};
	static const char compressed[] = " /*M!100301 COMPRESSED*/";
	const char *at = strstr(type, compressed);
	size_t len = strcspn(type, "(");

	*ret_compressed = at != NULL && at[strlen(compressed)] == '\0';
	if (*ret_compressed)
		return arena_strndup(a, type, (size_t)(at - type));
	if (type[len] == '\0' || strstr(type, "zerofill") != NULL ||
	    text_starts(type, "tinyint(1)"))
		return type;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == len && memcmp(type, words[i], len) == 0)
			return arena_printf(a, "%s%s", words[i], strchr(type, ')') + 1);
	return type;
}

static bool is_quoted(const struct lex_token *t, const char *name)
{
	return t->kind == LEX_QUOTED && t->len == strlen(name) + 2 &&
	       memcmp(t->text + 1, name, t->len - 2) == 0;
}

static bool is_char(const struct lex_token *t, char c)
{
	return t->kind == LEX_OPERATOR && *t->text == c;
}

/* Does the database's name stand anywhere but in front of a dot? */
static bool is_alias(const char *text, const char *database)
{
	struct lexer lx;
	struct lex_token t;
	bool pending = false;

	lex_init(&lx, &text_printed, text, strlen(text));
	do {
		lex_next(&lx, &t);
		if (pending && !is_char(&t, '.'))
			return true;
		pending = is_quoted(&t, database);
	} while (t.kind != LEX_END && t.kind != LEX_UNFINISHED);
	return false;
}

const char *text_local(const struct reader *r, const char *text)
{
	_cleanup_buf_ struct buf b = {0}, quoted = {0};
	struct lexer lx;
	struct lex_token t, dot;
	bool behind_dot = false;

	if (text == NULL)
		return NULL;
	text_name(&quoted, r->database);
	/* A name with a backtick in it is doubled in the text; those databases keep their names. */
	if (strstr(text, quoted.data) == NULL || quoted.len != strlen(r->database) + 2 ||
	    is_alias(text, r->database))
		return text;
	lex_init(&lx, &text_printed, text, strlen(text));
	for (lex_next(&lx, &t); t.kind != LEX_END; lex_next(&lx, &t)) {
		if (!behind_dot && is_quoted(&t, r->database)) {
			lex_next(&lx, &dot);
			continue;
		}
		buf_add(&b, t.text, t.len);
		behind_dot = is_char(&t, '.');
	}
	return buf_dup(&b, r->a);
}

/* Does "(" at t, which lx stands behind, begin a join and not a query? */
static bool begins_join(const struct lexer *lx)
{
	struct lexer ahead = *lx;
	struct lex_token t;
	unsigned depth = 1;

	do
		lex_next_code(&ahead, &t);
	while (is_char(&t, '('));
	if (t.kind != LEX_QUOTED)
		return false;
	for (ahead = *lx; depth > 0;) {
		lex_next_code(&ahead, &t);
		if (t.kind == LEX_END || t.kind == LEX_UNFINISHED)
			return false;
		if (depth == 1 && (lex_is(&t, "JOIN") || lex_is(&t, "STRAIGHT_JOIN")))
			return true;
		depth += is_char(&t, '(');
		depth -= is_char(&t, ')');
	}
	return false;
}

enum { DEEPEST = 64 };

const char *text_joins(const struct reader *r, const char *text)
{
	_cleanup_buf_ struct buf b = {0};
	bool dropped[DEEPEST], first = false;
	unsigned depth = 0;
	struct lexer lx;
	struct lex_token t;

	if (text == NULL || strstr(text, "from (") == NULL)
		return text;
	lex_init(&lx, &text_printed, text, strlen(text));
	for (lex_next(&lx, &t); t.kind != LEX_END; lex_next(&lx, &t)) {
		bool drop = false;

		if (t.kind == LEX_UNFINISHED || (is_char(&t, '(') && depth == DEEPEST) ||
		    (is_char(&t, ')') && depth == 0))
			return text;
		if (is_char(&t, '('))
			drop = dropped[depth++] = first && begins_join(&lx);
		else if (is_char(&t, ')'))
			drop = dropped[--depth];
		if (!drop)
			buf_add(&b, t.text, t.len);
		if (t.kind != LEX_SPACE)
			first = lex_is(&t, "FROM") || (drop && is_char(&t, '('));
	}
	return buf_dup(&b, r->a);
}

static const struct object *find_relation(const struct reader *r, const char *name)
{
	static const enum object_kind kinds[] = {OBJECT_TABLE, OBJECT_VIEW, OBJECT_SEQUENCE};
	const struct object *o = NULL;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds) && o == NULL; i++)
		o = schema_lookup(&r->b, kinds[i], NULL, NULL, name, NULL);
	return o;
}

void text_needs(struct reader *r, const struct mention *m)
{
	struct lex_token t[3] = {{LEX_END, "", 0}, {LEX_END, "", 0}, {LEX_END, "", 0}};
	struct lexer lx;

	lex_init(&lx, &text_printed, m->text, strlen(m->text));
	do {
		const struct object *o = NULL;

		t[0] = t[1];
		t[1] = t[2];
		lex_next_code(&lx, &t[2]);
		if (is_char(&t[1], '.') && is_quoted(&t[0], r->database) && t[2].kind == LEX_QUOTED)
			o = find_relation(r, ident_unquote(r->a, t[2].text, t[2].len));
		else if (t[1].kind == LEX_QUOTED && is_char(&t[2], '('))
			o = schema_lookup(&r->b, OBJECT_FUNCTION, NULL, NULL,
					  ident_unquote(r->a, t[1].text, t[1].len), NULL);
		if (o != NULL)
			schema_need(&r->b, m->object, o);
	} while (t[2].kind != LEX_END && t[2].kind != LEX_UNFINISHED);
}
