/* SPDX-License-Identifier: Apache-2.0 */
/*
 * information_schema shows bodies of programs with their literals printed
 * anew: quotes doubled, a line break as \n, but a backslash as it is. So a body
 * in which a backslash shows may be another than it was, and SHOW CREATE, which
 * keeps the author's text, is asked for those, one by one. The body is what
 * stands behind the head that the server writes.
 */
#include "driver/mysqld/inspect.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "sql/lexer.h"

#include <string.h>

static const struct lex_rules rules = {
	.hash_comments = true,
	.dash_needs_space = true,
	.backslash_escapes = true,
	.double_quote_string = true,
	.backticks = true,
};

static const char *skip_space(const char *s)
{
	while (lex_is_space(*s))
		s++;
	return s;
}

/* Behind the words, which follow each other; NULL if they do not occur. */
static const char *behind_words(const char *sql, const char *const *words, size_t n)
{
	struct lexer lx;
	struct lex_token t;
	size_t found = 0;

	lex_init(&lx, &rules, sql, strlen(sql));
	do {
		lex_next_code(&lx, &t);
		if (t.kind == LEX_WORD && lex_is(&t, words[found]))
			found++;
		else
			found = 0;
		if (found == n)
			return skip_space(t.text + t.len);
	} while (t.kind != LEX_END && t.kind != LEX_UNFINISHED);
	return NULL;
}

/* ... FOR EACH ROW FOLLOWS `x` body */
static const char *trigger_body(const char *sql)
{
	static const char *const words[] = {"FOR", "EACH", "ROW"};
	const char *body = behind_words(sql, words, 3);
	struct lexer lx;
	struct lex_token t;

	if (body == NULL)
		return NULL;
	lex_init(&lx, &rules, body, strlen(body));
	lex_next_code(&lx, &t);
	if (!lex_is(&t, "FOLLOWS") && !lex_is(&t, "PRECEDES"))
		return body;
	lex_next_code(&lx, &t);
	return skip_space(t.text + t.len);
}

static const char *event_body(const char *sql)
{
	static const char *const words[] = {"DO"};

	return behind_words(sql, words, 1);
}

/* ... COMMENT 'x' AS ... END */
static const char *package_body(const char *sql)
{
	struct lexer lx;
	struct lex_token t;

	lex_init(&lx, &rules, sql, strlen(sql));
	do {
		lex_next_code(&lx, &t);
		if (t.kind == LEX_WORD && (lex_is(&t, "AS") || lex_is(&t, "IS")))
			return t.text;
	} while (t.kind != LEX_END && t.kind != LEX_UNFINISHED);
	return NULL;
}

/* Behind the parenthesis that opens the list of parameters. */
static const char *open_parenthesis(const char *sql)
{
	struct lexer lx;
	struct lex_token t;

	lex_init(&lx, &rules, sql, strlen(sql));
	do {
		lex_next_code(&lx, &t);
		if (t.kind == LEX_OPERATOR && *t.text == '(')
			return t.text + t.len;
	} while (t.kind != LEX_END && t.kind != LEX_UNFINISHED);
	return NULL;
}

/* Behind the parenthesis that closes the list of parameters. */
static const char *behind_parameters(const char *sql)
{
	struct lexer lx;
	struct lex_token t;
	int depth = 0;

	lex_init(&lx, &rules, sql, strlen(sql));
	do {
		lex_next_code(&lx, &t);
		if (t.kind != LEX_OPERATOR)
			continue;
		if (*t.text == '(')
			depth++;
		else if (*t.text == ')' && --depth == 0)
			return t.text + t.len;
	} while (t.kind != LEX_END && t.kind != LEX_UNFINISHED);
	return NULL;
}

/* ...(parameters) RETURNS type, then a line each for what is not the default, then the body. */
static const char *routine_body(const char *sql)
{
	static const char *const lines[] = {"    NO SQL\n", "    READS SQL DATA\n",
					    "    MODIFIES SQL DATA\n", "    DETERMINISTIC\n",
					    "    SQL SECURITY INVOKER\n"};
	static const char comment[] = "    COMMENT ";
	const char *at = behind_parameters(sql);
	struct lexer lx;
	struct lex_token t;

	at = at == NULL ? NULL : strchr(at, '\n');
	if (at == NULL)
		return NULL;
	at++;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (text_starts(at, lines[i])) {
			at += strlen(lines[i]);
			i = (size_t)-1;
		}
	if (!text_starts(at, comment))
		return at;
	lex_init(&lx, &rules, at + strlen(comment), strlen(at + strlen(comment)));
	lex_next(&lx, &t);
	return t.text + t.len + 1;
}

/* *ret stays NULL if the user may not see it. */
static int show(struct reader *r, const struct object *o, const char **ret)
{
	_cleanup_buf_ struct buf sql = {0};
	size_t cell = o->kind == OBJECT_EVENT ? 3 : 2;
	struct db_rows rows;
	int rc;

	buf_printf(&sql, "SHOW CREATE %s ", kind_word(o->kind));
	text_name(&sql, o->name);
	rc = mysqld_query(r->my, sql.data, NULL, 0, r->a, &rows, r->err);
	if (rc == 0 && rows.rows == 1 && rows.cols > cell)
		*ret = mysqld_cell(&rows, 0, cell);
	return rc;
}

int read_parameter_list(struct reader *r, struct object *o)
{
	const char *text = NULL, *from, *end;
	int rc = show(r, o, &text);

	if (rc != 0 || text == NULL)
		return rc;
	end = behind_parameters(text);
	from = end == NULL ? NULL : open_parenthesis(text);
	if (from != NULL)
		schema_set(&r->b, o, ATTR_KEY, arena_strndup(r->a, from, (size_t)(end - 1 - from)));
	return 0;
}

static int show_body(struct reader *r, const struct object *o, const char **ret)
{
	bool trigger = o->kind == OBJECT_TRIGGER, event = o->kind == OBJECT_EVENT;
	bool package = o->kind == OBJECT_PACKAGE || o->kind == OBJECT_PACKAGE_BODY;
	const char *text = NULL;
	int rc = show(r, o, &text);

	if (rc == 0 && text != NULL)
		*ret = trigger   ? trigger_body(text)
		       : event   ? event_body(text)
		       : package ? package_body(text)
				 : routine_body(text);
	return rc;
}

int read_body(struct reader *r, struct object *o, const char *shown)
{
	const char *exact = NULL;
	int rc = 0;

	if (shown != NULL && strchr(shown, '\\') != NULL)
		rc = show_body(r, o, &exact);
	schema_set(&r->b, o, ATTR_BODY, exact != NULL ? exact : shown);
	return rc;
}
