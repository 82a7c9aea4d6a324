/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking the server's text apart by its tokens: lists, options, and the words
 * of a statement that stand outside of parentheses.
 */
#include "base/buf.h"
#include "base/vec.h"
#include "dialect/postgres/emit.h"
#include "sql/ident.h"

#include <string.h>

static int depth_of(const struct lex_token *t)
{
	if (t->kind != LEX_OPERATOR)
		return 0;
	if (*t->text == '(' || *t->text == '[')
		return 1;
	return *t->text == ')' || *t->text == ']' ? -1 : 0;
}

static bool is_operator(const struct lex_token *t, char c)
{
	return t->kind == LEX_OPERATOR && t->len == 1 && *t->text == c;
}

static void add_item(struct arena *a, struct text_list *ret, const char *start, const char *end)
{
	while (start < end && lex_is_space(*start))
		start++;
	while (end > start && lex_is_space(end[-1]))
		end--;
	if (end > start)
		*vec_push(ret, a) = arena_strndup(a, start, (size_t)(end - start));
}

void pgsql_split(struct arena *a, const char *text, struct text_list *ret)
{
	struct lexer lx;
	struct lex_token t;
	const char *start = text;
	int depth = 0;

	if (text == NULL)
		return;
	lex_init(&lx, &pgsql_lex, text, strlen(text));
	for (lex_next(&lx, &t); t.kind != LEX_END; lex_next(&lx, &t)) {
		depth += depth_of(&t);
		if (depth == 0 && is_operator(&t, ',')) {
			add_item(a, ret, start, t.text);
			start = t.text + 1;
		}
	}
	add_item(a, ret, start, text + strlen(text));
}

bool pgsql_list_has(const struct text_list *list, const char *item)
{
	for (size_t i = 0; i < list->len; i++)
		if (strcmp(list->v[i], item) == 0)
			return true;
	return false;
}

bool pgsql_mentions(struct arena *a, const char *text, const char *name)
{
	struct lexer lx;
	struct lex_token t;

	if (text == NULL)
		return false;
	lex_init(&lx, &pgsql_lex, text, strlen(text));
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t))
		if ((t.kind == LEX_WORD || t.kind == LEX_QUOTED) &&
		    strcmp(ident_unquote(a, t.text, t.len), name) == 0)
			return true;
	return false;
}

const char *pgsql_parens(struct arena *a, const char *text)
{
	struct lexer lx;
	struct lex_token t;
	int depth = 0;
	bool wrapped = *text == '(';

	lex_init(&lx, &pgsql_lex, text, strlen(text));
	for (lex_next_code(&lx, &t); t.kind != LEX_END && wrapped; lex_next_code(&lx, &t)) {
		depth += depth_of(&t);
		if (depth == 0 && t.text + t.len != text + strlen(text))
			wrapped = false;
	}
	return wrapped ? text : arena_printf(a, "(%s)", text);
}

/* The rest of the words behind the first one, which lx has just given. */
static bool words_follow(struct lexer lx, const char *words)
{
	struct lex_token t;

	while (*words == ' ') {
		size_t n = strcspn(++words, " ");

		lex_next_code(&lx, &t);
		if (t.len != n || strncmp(t.text, words, n) != 0)
			return false;
		words += n;
	}
	return true;
}

const char *pgsql_find(const char *text, const char *words)
{
	struct lexer lx;
	struct lex_token t;
	size_t first = strcspn(words, " ");
	int depth = 0;

	if (text == NULL)
		return NULL;
	lex_init(&lx, &pgsql_lex, text, strlen(text));
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t)) {
		if (depth == 0 && t.len == first && strncmp(t.text, words, first) == 0 &&
		    words_follow(lx, words + first))
			return t.text;
		depth += depth_of(&t);
	}
	return NULL;
}

const char *pgsql_trim(struct arena *a, const char *text)
{
	size_t n = strlen(text);

	while (n > 0 && (lex_is_space(text[n - 1]) || text[n - 1] == ';'))
		n--;
	return text[n] == '\0' ? text : arena_strndup(a, text, n);
}

const char *pgsql_behind(struct arena *a, const char *text, const char *words)
{
	const char *at = pgsql_find(text, words), *start = NULL;
	struct lexer lx;
	struct lex_token t;
	int depth = 0;

	if (at == NULL)
		return NULL;
	lex_init(&lx, &pgsql_lex, at, strlen(at));
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t)) {
		depth += depth_of(&t);
		if (start == NULL && depth == 1)
			start = t.text + 1;
		else if (start != NULL && depth == 0)
			return arena_strndup(a, start, (size_t)(t.text - start));
	}
	return NULL;
}

/* The name in front of "=" or of a blank. */
static size_t option_name(const char *option)
{
	if (*option == '"') {
		const char *end = strchr(option + 1, '"');

		return end != NULL ? (size_t)(end - option) + 1 : strlen(option);
	}
	return strcspn(option, "= \t");
}

static const char *option_same_name(const struct text_list *list, const char *option)
{
	size_t n = option_name(option);

	for (size_t i = 0; i < list->len; i++)
		if (option_name(list->v[i]) == n && strncmp(list->v[i], option, n) == 0)
			return list->v[i];
	return NULL;
}

static void add_to_list(struct buf *b, const char *word, const char *text, size_t len)
{
	if (b->len > 0)
		buf_adds(b, ", ");
	buf_adds(b, word);
	buf_add(b, text, len);
}

void pgsql_options_diff(struct arena *a, const char *old, const char *new, const char **ret_set,
			const char **ret_reset)
{
	_cleanup_buf_ struct buf set = {0}, reset = {0};
	struct text_list before = {0}, after = {0};

	pgsql_split(a, old, &before);
	pgsql_split(a, new, &after);
	for (size_t i = 0; i < after.len; i++)
		if (!pgsql_list_has(&before, after.v[i]))
			add_to_list(&set, "", after.v[i], strlen(after.v[i]));
	for (size_t i = 0; i < before.len; i++)
		if (option_same_name(&after, before.v[i]) == NULL)
			add_to_list(&reset, "", before.v[i], option_name(before.v[i]));
	*ret_set = set.len > 0 ? buf_dup(&set, a) : NULL;
	*ret_reset = reset.len > 0 ? buf_dup(&reset, a) : NULL;
}

const char *pgsql_fdw_options_diff(struct arena *a, const char *old, const char *new)
{
	_cleanup_buf_ struct buf b = {0};
	struct text_list before = {0}, after = {0};

	pgsql_split(a, old, &before);
	pgsql_split(a, new, &after);
	for (size_t i = 0; i < before.len; i++)
		if (option_same_name(&after, before.v[i]) == NULL)
			add_to_list(&b, "DROP ", before.v[i], option_name(before.v[i]));
	for (size_t i = 0; i < after.len; i++) {
		const char *was = option_same_name(&before, after.v[i]);

		if (was == NULL || strcmp(was, after.v[i]) != 0)
			add_to_list(&b, was == NULL ? "ADD " : "SET ", after.v[i],
				    strlen(after.v[i]));
	}
	return b.len > 0 ? buf_dup(&b, a) : NULL;
}
