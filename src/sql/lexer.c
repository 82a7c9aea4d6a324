/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Driven by one table of 256 byte classes per set of rules, so that a dialect
 * is data. The splitter shares the table but not the loop: it must be able to
 * stop anywhere in a stream, and this one reads text that is whole.
 */
#include "sql/lexer.h"

#include <string.h>

const char lex_word_bytes[256] = {
	['a' ... 'z'] = 1, ['A' ... 'Z'] = 1, ['0' ... '9'] = 1,
	['_'] = 1,         ['$'] = 1,         [128 ... 255] = 1,
};

bool lex_is_dash_comment(const struct lex_rules *rules, char next)
{
	return !rules->dash_needs_space || (unsigned char)next <= ' ' || next == 0x7f;
}

void lex_classes(const struct lex_rules *rules, unsigned char ret[256])
{
	for (int c = 0; c < 256; c++)
		ret[c] = lex_is_word((char)c)    ? LEX_C_WORD
			 : lex_is_space((char)c) ? LEX_C_SPACE
						 : LEX_C_OTHER;
	memset(&ret['0'], LEX_C_DIGIT, 10);
	ret[0] = LEX_C_NUL;
	ret[';'] = LEX_C_SEMICOLON;
	ret['('] = LEX_C_OPEN;
	ret[')'] = LEX_C_CLOSE;
	ret['\''] = LEX_C_QUOTE;
	ret['"'] = LEX_C_DOUBLE_QUOTE;
	ret['-'] = LEX_C_DASH;
	ret['/'] = LEX_C_SLASH;
	if (rules->backticks)
		ret['`'] = LEX_C_BACKTICK;
	if (rules->brackets)
		ret['['] = LEX_C_BRACKET;
	if (rules->hash_comments)
		ret['#'] = LEX_C_HASH;
	if (rules->dollar_quotes)
		ret['$'] = LEX_C_DOLLAR;
	if (rules->meta_commands || rules->delimiter_command)
		ret['\\'] = LEX_C_BACKSLASH;
}

bool lex_word_is(const char *text, size_t len, const char *word)
{
	for (size_t i = 0; i < len; i++) {
		char c = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 32) : text[i];

		if (c != word[i] || word[i] == '\0')
			return false;
	}
	return word[len] == '\0';
}

bool lex_is(const struct lex_token *t, const char *word)
{
	return t->kind == LEX_WORD && lex_word_is(t->text, t->len, word);
}

void lex_init(struct lexer *lx, const struct lex_rules *rules, const char *sql, size_t len)
{
	lx->rules = rules;
	lx->at = sql;
	lx->end = sql + len;
}

/* Behind the quote that closes what opened at s, NULL if none does. */
static const char *quoted_end(const char *s, const char *end, char quote, bool backslash)
{
	for (s++; s < end; s++) {
		if (backslash && *s == '\\') {
			s++;
			continue;
		}
		if (*s != quote)
			continue;
		if (s + 1 < end && s[1] == quote)
			s++;
		else
			return s + 1;
	}
	return NULL;
}

static const char *comment_end(const char *s, const char *end, bool nested)
{
	int depth = 1;

	for (s += 2; s + 1 < end; s++) {
		if (s[0] == '*' && s[1] == '/') {
			if (--depth == 0)
				return s + 2;
			s++;
		} else if (nested && s[0] == '/' && s[1] == '*') {
			depth++;
			s++;
		}
	}
	return NULL;
}

static const char *line_end(const struct lex_rules *rules, const char *s, const char *end)
{
	while (s < end && *s != '\n' && !(*s == '\r' && rules->cr_ends_comment))
		s++;
	return s;
}

static const char *word_end(const char *s, const char *end)
{
	while (s < end && lex_is_word(*s))
		s++;
	return s;
}

/* Behind the $tag$ at s, NULL if there is none. */
static const char *dollar_tag_end(const char *s, const char *end)
{
	const char *t = s + 1;

	if (t < end && *t >= '0' && *t <= '9')
		return NULL;
	while (t < end && lex_is_word(*t) && *t != '$')
		t++;
	return t < end && *t == '$' ? t + 1 : NULL;
}

static enum lex_kind lex_dollar(const char *s, const char *end, const char **ret)
{
	const char *tag = dollar_tag_end(s, end);

	if (tag == NULL) {
		*ret = s + 1 < end && s[1] >= '0' && s[1] <= '9' ? word_end(s + 1, end) : s + 1;
		return *ret == s + 1 ? LEX_OPERATOR : LEX_PARAMETER;
	}
	*ret = memmem(tag, (size_t)(end - tag), s, (size_t)(tag - s));
	if (*ret != NULL)
		*ret += tag - s;
	return LEX_STRING;
}

static enum lex_kind lex_slash_or_dash(const struct lex_rules *rules, const char *s,
				       const char *end, const char **ret)
{
	*ret = s + 1;
	if (s[0] == '/' && s + 1 < end && s[1] == '*') {
		*ret = comment_end(s, end, rules->nested_comments);
		if (*ret == NULL && rules->open_comment_ends)
			*ret = end;
		return LEX_COMMENT;
	}
	if (s[0] == '-' && s + 1 < end && s[1] == '-' &&
	    lex_is_dash_comment(rules, s + 2 < end ? s[2] : '\n')) {
		*ret = line_end(rules, s, end);
		return LEX_COMMENT;
	}
	return LEX_OPERATOR;
}

/* A word, or the literal that it is the prefix of: E'', B'', X'', N'', U&''. */
static enum lex_kind lex_word(const struct lex_rules *rules, const char *s, const char *end,
			      const char **ret)
{
	const char *e = word_end(s, end);
	char c = (char)(*s | 0x20);

	*ret = e;
	if (e - s == 1 && e < end && *e == '\'' && strchr("ebxn", c) != NULL) {
		*ret = quoted_end(e, end, '\'',
				  rules->backslash_escapes || (rules->e_strings && c == 'e'));
		return LEX_STRING;
	}
	if (rules->e_strings && e - s == 1 && c == 'u' && e + 1 < end && *e == '&' &&
	    (e[1] == '\'' || e[1] == '"')) {
		*ret = quoted_end(e + 1, end, e[1], false);
		return e[1] == '"' ? LEX_QUOTED : LEX_STRING;
	}
	return LEX_WORD;
}

/* Numbers, and in MySQL words that begin with a digit. */
static enum lex_kind lex_number(const char *s, const char *end, const char **ret)
{
	const char *e = s;
	bool word = false;

	for (; e < end && (lex_is_word(*e) || *e == '.'); e++)
		word |= *e == '_' && e[-1] != '_' && (e[-1] < '0' || e[-1] > '9');
	*ret = e;
	return word ? LEX_WORD : LEX_NUMBER;
}

static enum lex_kind lex_other(const char *s, const char *end, const char **ret)
{
	if ((*s == '@' || *s == ':') && s + 1 < end && lex_is_word(s[1])) {
		*ret = word_end(s + 1, end);
		return LEX_PARAMETER;
	}
	*ret = s + 1;
	return *s == '?' ? LEX_PARAMETER : LEX_OPERATOR;
}

/* The kind of the token at s < end, and its end: NULL if that is missing. */
static enum lex_kind lex_token_at(const struct lex_rules *rules, const char *s, const char *end,
				  const char **ret)
{
	switch (*s) {
	case '\'':
		*ret = quoted_end(s, end, *s, rules->backslash_escapes);
		return LEX_STRING;
	case '"':
		*ret = quoted_end(s, end, *s,
				  rules->double_quote_string && rules->backslash_escapes);
		return rules->double_quote_string ? LEX_STRING : LEX_QUOTED;
	case '-':
	case '/':
		return lex_slash_or_dash(rules, s, end, ret);
	case '`':
	case '[':
		if (*s == '`' ? !rules->backticks : !rules->brackets)
			break;
		*ret = *s == '`' ? quoted_end(s, end, '`', false)
				 : memchr(s, ']', (size_t)(end - s));
		if (*s == '[' && *ret != NULL)
			(*ret)++;
		return LEX_QUOTED;
	case '#':
		if (!rules->hash_comments)
			break;
		*ret = line_end(rules, s, end);
		return LEX_COMMENT;
	case '$':
		if (rules->dollar_quotes)
			return lex_dollar(s, end, ret);
		break;
	default:
		break;
	}
	if (*s >= '0' && *s <= '9')
		return lex_number(s, end, ret);
	if (lex_is_word(*s))
		return lex_word(rules, s, end, ret);
	return lex_other(s, end, ret);
}

void lex_next(struct lexer *lx, struct lex_token *ret)
{
	const char *s = lx->at, *end = lx->end, *e = s;

	ret->text = s;
	if (s >= end) {
		ret->kind = LEX_END;
	} else if (lex_is_space(*s)) {
		while (e < end && lex_is_space(*e))
			e++;
		ret->kind = LEX_SPACE;
	} else {
		ret->kind = lex_token_at(lx->rules, s, end, &e);
		if (e == NULL) {
			ret->kind = LEX_UNFINISHED;
			e = end;
		}
	}
	ret->len = (size_t)(e - s);
	lx->at = e;
}

const char *lex_executable(const struct lex_rules *rules, const char *s, const char *end)
{
	if (!rules->executable_comments || end - s < 3 || s[0] != '/' || s[1] != '*')
		return NULL;
	s += 2;
	if (*s == 'M')
		s++;
	if (s >= end || *s != '!')
		return NULL;
	for (s++; s < end && *s >= '0' && *s <= '9';)
		s++;
	return s;
}

/* Past what opens and closes executable comments here. */
static void skip_executable(struct lexer *lx)
{
	for (;;) {
		const char *code = lex_executable(lx->rules, lx->at, lx->end);

		if (code != NULL)
			lx->at = code;
		else if (lx->end - lx->at >= 2 && lx->at[0] == '*' && lx->at[1] == '/')
			lx->at += 2;
		else
			return;
	}
}

void lex_next_code(struct lexer *lx, struct lex_token *ret)
{
	do {
		if (lx->rules->executable_comments)
			skip_executable(lx);
		lex_next(lx, ret);
	} while (ret->kind == LEX_SPACE || ret->kind == LEX_COMMENT);
}
