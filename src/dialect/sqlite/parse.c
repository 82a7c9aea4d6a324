/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Indexes, views, triggers and virtual tables; what they share with tables.
 * Works on the list of tokens: looking ahead is an index, and every part can be
 * given back as its author wrote it.
 */
#include "dialect/sqlite/parse_impl.h"

#include <string.h>

const struct lex_token *cursor_token(const struct cursor *c)
{
	return &c->t->v[c->at < c->t->len ? c->at : c->t->len];
}

bool cursor_take(struct cursor *c, const char *word)
{
	if (!lex_is(cursor_token(c), word))
		return false;
	c->at++;
	return true;
}

bool cursor_take_char(struct cursor *c, char ch)
{
	if (!lite_is(cursor_token(c), ch))
		return false;
	c->at++;
	return true;
}

bool cursor_take2(struct cursor *c, const char *one, const char *two)
{
	size_t at = c->at;

	if (cursor_take(c, one) && cursor_take(c, two))
		return true;
	c->at = at;
	return false;
}

static bool is_name(const struct lex_token *t)
{
	return t->kind == LEX_WORD || t->kind == LEX_QUOTED || t->kind == LEX_STRING;
}

const char *cursor_name(struct cursor *c)
{
	const struct lex_token *t = cursor_token(c);

	if (!is_name(t))
		return NULL;
	c->at++;
	return lite_name(t, c->a);
}

const char *cursor_qualified(struct cursor *c)
{
	const char *name = cursor_name(c);

	return name != NULL && cursor_take_char(c, '.') ? cursor_name(c) : name;
}

bool cursor_parens(struct cursor *c, struct range *ret)
{
	size_t close;

	if (!lite_is(cursor_token(c), '('))
		return false;
	close = lite_close(c->t, c->at);
	if (!lite_is(&c->t->v[close - 1], ')'))
		return false;
	*ret = (struct range){c->at + 1, close - 1};
	c->at = close;
	return true;
}

bool cursor_create(struct cursor *c, const char *kind)
{
	if (!cursor_take(c, "CREATE"))
		return false;
	if (!cursor_take(c, "TEMP"))
		cursor_take(c, "TEMPORARY");
	if (!cursor_take(c, kind))
		return false;
	if (cursor_take2(c, "IF", "NOT"))
		cursor_take(c, "EXISTS");
	return true;
}

/* expr [COLLATE name] [ASC|DESC] [NULLS FIRST|LAST] */
static struct part read_part(const struct cursor *c, struct range r)
{
	const struct lex_token *v = c->t->v;
	struct part ret = {0};

	if (r.to - r.from > 2 && lex_is(&v[r.to - 2], "NULLS"))
		r.to -= 2;
	if (r.to - r.from > 1 && (lex_is(&v[r.to - 1], "ASC") || lex_is(&v[r.to - 1], "DESC"))) {
		ret.descending = lex_is(&v[r.to - 1], "DESC");
		r.to--;
	}
	r = lite_bare(c->t, r);
	if (r.to - r.from > 2 && lex_is(&v[r.to - 2], "COLLATE")) {
		ret.collation = lite_capitals(c->a, lite_name(&v[r.to - 1], c->a));
		r = lite_bare(c->t, (struct range){r.from, r.to - 2});
	}
	ret.text = r;
	if (r.to - r.from == 1 && is_name(&v[r.from]))
		ret.name = lite_name(&v[r.from], c->a);
	return ret;
}

void cursor_parts(struct cursor *c, struct range r, struct parts *ret)
{
	size_t from = r.from, depth = 0;

	for (size_t i = r.from; i <= r.to; i++) {
		const struct lex_token *t = &c->t->v[i];

		if (i == r.to || (depth == 0 && lite_is(t, ','))) {
			if (i > from)
				*vec_push(ret, c->a) = read_part(c, (struct range){from, i});
			from = i + 1;
		} else if (lite_is(t, '(')) {
			depth++;
		} else if (lite_is(t, ')')) {
			depth--;
		}
	}
}

bool lite_parse_index(struct arena *a, const char *sql, struct create_index *ret)
{
	struct cursor c = {.a = a, .t = &ret->tokens};
	struct range keys;

	*ret = (struct create_index){.tokens = lite_tokens(a, sql)};
	if (!cursor_take(&c, "CREATE"))
		return false;
	ret->unique = cursor_take(&c, "UNIQUE");
	if (!cursor_take(&c, "INDEX"))
		return false;
	if (cursor_take2(&c, "IF", "NOT"))
		cursor_take(&c, "EXISTS");
	if (cursor_qualified(&c) == NULL || !cursor_take(&c, "ON") || cursor_name(&c) == NULL)
		return false;
	ret->rest = c.at;
	if (!cursor_parens(&c, &keys))
		return false;
	cursor_parts(&c, keys, &ret->parts);
	if (cursor_take(&c, "WHERE"))
		ret->where = (struct range){c.at, ret->tokens.len};
	return ret->parts.len > 0;
}

bool lite_parse_view(struct arena *a, const char *sql, struct create_view *ret)
{
	struct cursor c = {.a = a, .t = &ret->tokens};
	struct parts columns = {0};
	struct range names;

	*ret = (struct create_view){.tokens = lite_tokens(a, sql)};
	if (!cursor_create(&c, "VIEW") || cursor_qualified(&c) == NULL)
		return false;
	ret->rest = c.at;
	if (cursor_parens(&c, &names))
		cursor_parts(&c, names, &columns);
	for (size_t i = 0; i < columns.len; i++)
		if (columns.v[i].name != NULL)
			*vec_push(&ret->columns, a) = columns.v[i].name;
	if (!cursor_take(&c, "AS"))
		return false;
	ret->query = (struct range){c.at, ret->tokens.len};
	return true;
}

bool lite_parse_trigger(struct arena *a, const char *sql, struct create_trigger *ret)
{
	struct cursor c = {.a = a, .t = &ret->tokens};
	const struct lex_token *on;

	*ret = (struct create_trigger){.tokens = lite_tokens(a, sql), .timing = "BEFORE"};
	if (!cursor_create(&c, "TRIGGER") || cursor_qualified(&c) == NULL)
		return false;
	ret->rest = c.at;
	if (cursor_take(&c, "AFTER"))
		ret->timing = "AFTER";
	else if (cursor_take2(&c, "INSTEAD", "OF"))
		ret->timing = "INSTEAD OF";
	else
		cursor_take(&c, "BEFORE");
	ret->event.from = c.at;
	for (on = cursor_token(&c); on->kind != LEX_END && !lex_is(on, "ON"); on = cursor_token(&c))
		c.at++;
	ret->event.to = c.at;
	if (!cursor_take(&c, "ON") || cursor_qualified(&c) == NULL)
		return false;
	if (cursor_take2(&c, "FOR", "EACH"))
		cursor_take(&c, "ROW");
	ret->body = (struct range){c.at, ret->tokens.len};
	return true;
}

bool lite_parse_virtual(struct arena *a, const char *sql, struct create_virtual *ret)
{
	struct cursor c = {.a = a, .t = &ret->tokens};

	*ret = (struct create_virtual){.tokens = lite_tokens(a, sql)};
	if (!cursor_take2(&c, "CREATE", "VIRTUAL") || !cursor_take(&c, "TABLE"))
		return false;
	if (cursor_take2(&c, "IF", "NOT"))
		cursor_take(&c, "EXISTS");
	if (cursor_qualified(&c) == NULL)
		return false;
	ret->rest = c.at;
	return lex_is(cursor_token(&c), "USING");
}
