/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the server prints in two ways. "b IN ('x', 'y')" of a varchar comes out of
 * the catalog as
 *
 *	(b)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])
 *
 * and, when that text is read again, as
 *
 *	(b)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text])
 *
 * which stays. So a cast of an array is compared as the casts of its elements.
 */
#include "base/buf.h"
#include "base/text.h"
#include "dialect/postgres/emit.h"

#include <string.h>

static bool is(const struct lex_token *t, const char *text)
{
	return t->len == strlen(text) && memcmp(t->text, text, t->len) == 0 &&
	       (t->kind == LEX_OPERATOR || t->kind == LEX_WORD);
}

static bool next_is(struct lexer *lx, const char *text)
{
	struct lex_token t;

	lex_next_code(lx, &t);
	return is(&t, text);
}

/* Up to the bracket that closes the one just read; NULL if none does. */
static const char *skip_brackets(struct lexer *lx)
{
	struct lex_token t;

	for (int depth = 1; depth > 0;) {
		lex_next_code(lx, &t);
		if (t.kind == LEX_END || t.kind == LEX_UNFINISHED)
			return NULL;
		depth += is(&t, "[") || is(&t, "(");
		depth -= is(&t, "]") || is(&t, ")");
	}
	return t.text;
}

/* The name of a type in front of "[]", which is read too; false if there is none. */
static bool read_element_type(struct lexer *lx, const char **ret, size_t *ret_len)
{
	struct lex_token t;

	lex_next_code(lx, &t);
	for (*ret = t.text; t.kind != LEX_END; lex_next_code(lx, &t)) {
		if (is(&t, "[")) {
			*ret_len = (size_t)(t.text - *ret);
			return next_is(lx, "]");
		}
		if (t.kind != LEX_WORD && t.kind != LEX_QUOTED && t.kind != LEX_NUMBER &&
		    !is(&t, ".") && !is(&t, "(") && !is(&t, ",") && !is(&t, ")"))
			return false;
	}
	return false;
}

struct array_cast {
	const char *items, *type;
	size_t items_len, type_len;
};

/* "ARRAY[...])::type[]" behind a parenthesis that was just read; lx is moved behind it if so. */
static bool read_array_cast(struct lexer *lx, struct array_cast *ret)
{
	static const char cast[] = "::";
	struct lexer ahead = *lx;
	struct lex_token t;
	const char *end;

	if (!next_is(&ahead, "ARRAY"))
		return false;
	lex_next_code(&ahead, &t);
	if (!is(&t, "["))
		return false;
	ret->items = t.text + 1;
	end = skip_brackets(&ahead);
	if (end == NULL)
		return false;
	lex_next_code(&ahead, &t);
	if (!is(&t, ")") || !text_starts(t.text + t.len, cast))
		return false;
	/* To the lexer the type behind a colon is a parameter. */
	lex_init(&ahead, &pgsql_lex, t.text + t.len + strlen(cast),
		 strlen(t.text) - t.len - strlen(cast));
	if (!read_element_type(&ahead, &ret->type, &ret->type_len))
		return false;
	ret->items_len = (size_t)(end - ret->items);
	*lx = ahead;
	return true;
}

static void add_casts(struct arena *a, struct buf *b, const struct array_cast *cast)
{
	struct text_list items = {0};

	pgsql_split(a, arena_strndup(a, cast->items, cast->items_len), &items);
	buf_adds(b, "ARRAY[");
	for (size_t i = 0; i < items.len; i++)
		buf_printf(b, "%s(%s)::%.*s", i > 0 ? ", " : "", items.v[i], (int)cast->type_len,
			   cast->type);
	buf_addc(b, ']');
}

/* As the server prints it once it has read its own text. */
static const char *read_again(struct arena *a, const char *text)
{
	_cleanup_buf_ struct buf b = {0};
	const char *copied = text;
	struct array_cast cast;
	struct lex_token t;
	struct lexer lx;

	if (strstr(text, "(ARRAY[") == NULL)
		return text;
	lex_init(&lx, &pgsql_lex, text, strlen(text));
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t)) {
		const char *start = t.text;

		if (!is(&t, "(") || !read_array_cast(&lx, &cast))
			continue;
		buf_add(&b, copied, (size_t)(start - copied));
		add_casts(a, &b, &cast);
		copied = cast.type + cast.type_len + strlen("[]");
	}
	buf_adds(&b, copied);
	return buf_dup(&b, a);
}

bool pgsql_same(const struct object *old, const struct object *new, enum attribute name)
{
	const char *x = object_get(old, name), *y = object_get(new, name);
	_cleanup_arena_ struct arena a = {0};

	/* An index that a failed build left cannot be wished for, but one without its parts can. */
	if (name == ATTR_NOT_VALID)
		return y != NULL && new->kind == OBJECT_INDEX &&
		       !object_has(new->parent, ATTR_PARTITION_BY);
	if (x == NULL || y == NULL)
		return false;
	return strcmp(read_again(&a, x), read_again(&a, y)) == 0;
}
