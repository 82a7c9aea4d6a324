/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside a statement. The loop of split_scan() runs over the bytes that mean
 * nothing by a table of classes; quotes and comments are jumped over by
 * memchr() where their rules allow it. At first every word is looked at; as
 * soon as the statement is known to hold no ';' of its own, which for an INSERT
 * is after one word, only quotes, comments and the terminator matter.
 *
 * The rules are those of the engines' own clients: psqlscan.l, the mysql
 * client's add_line(), sqlite3_complete().
 */
#include "sql/split_impl.h"

#include <string.h>

static void unfinished(struct splitter *sp, const char *what)
{
	split_end(sp);
	split_fail(sp, sp->open, "it opens here and is never closed", "unterminated %s", what);
}

/* The text up to here is code: move the end of the last token behind it. */
static void mark_code(struct splitter *sp)
{
	size_t end = sp->pos;

	while (end > sp->segment && lex_is_space(sp->buf[end - 1]))
		end--;
	if (end > sp->segment)
		sp->last = end;
}

static void token_done(struct splitter *sp)
{
	sp->barrier = sp->pos;
	compound_quoted(&sp->compound);
}

/* The first of two bytes in [s, end), else end. In steps, so that many of one cost little. */
static const char *find_either(const char *s, const char *end, char one, char two)
{
	enum { STEP = 64 };

	while (s < end) {
		size_t n = end - s > STEP ? STEP : (size_t)(end - s);
		const char *p = memchr(s, one, n);
		const char *q = memchr(s, two, p == NULL ? n : (size_t)(p - s));

		if (q != NULL || p != NULL)
			return q != NULL ? q : p;
		s += n;
	}
	return end;
}

/* To the first of two bytes from pos on; false at the end of the text. */
static bool skip_to(struct splitter *sp, char one, char two)
{
	do {
		const char *s = sp->buf + sp->pos, *end = sp->buf + sp->len;

		if (one != two)
			s = find_either(s, end, one, two);
		else if ((s = memchr(s, one, (size_t)(end - s))) == NULL)
			s = end;
		sp->pos = (size_t)(s - sp->buf);
		if (s < end)
			return true;
	} while (split_more(sp));
	return false;
}

static void skip_quoted(struct splitter *sp, char quote, bool backslash, const char *what)
{
	sp->open = sp->pos++;
	for (;;) {
		if (!skip_to(sp, quote, backslash ? '\\' : quote)) {
			unfinished(sp, what);
			return;
		}
		if (sp->buf[sp->pos] == quote) {
			sp->pos++;
			if (!split_has(sp, 1) || sp->buf[sp->pos] != quote)
				break;
			sp->pos++;
			continue;
		}
		if (!split_has(sp, 2)) {
			unfinished(sp, what);
			return;
		}
		sp->pos += 2;
	}
	token_done(sp);
}

static void skip_bracket(struct splitter *sp)
{
	sp->open = sp->pos;
	if (!skip_to(sp, ']', ']')) {
		unfinished(sp, "quoted identifier");
		return;
	}
	sp->pos++;
	token_done(sp);
}

/* The string at pos is E'...': an E of its own stands before it. */
static bool has_e_prefix(const struct splitter *sp)
{
	size_t low = sp->barrier > sp->first ? sp->barrier : sp->first;
	const char *s = sp->buf + sp->pos;

	return sp->pos > low && (s[-1] | 0x20) == 'e' &&
	       (sp->pos - 1 == low || !lex_is_word(s[-2]));
}

static void skip_string(struct splitter *sp)
{
	bool backslash = sp->rules->backslash_escapes || sp->backslashes ||
			 (sp->rules->e_strings && has_e_prefix(sp));

	skip_quoted(sp, '\'', backslash, "quoted string");
}

static void skip_double_quoted(struct splitter *sp)
{
	bool string = sp->rules->double_quote_string;

	skip_quoted(sp, '"', string && sp->rules->backslash_escapes,
		    string ? "quoted string" : "quoted identifier");
}

/* Past the bytes at pos that may stand in a word. */
static void skip_word(struct splitter *sp)
{
	do {
		while (lex_is_word(sp->buf[sp->pos]))
			sp->pos++;
	} while (sp->pos == sp->len && split_more(sp));
}

/* The '$' at pos belongs to a bare word: not directly behind a number. */
static bool dollar_in_word(const struct splitter *sp)
{
	size_t low = sp->barrier > sp->first ? sp->barrier : sp->first, s = sp->pos;

	while (s > low && lex_is_word(sp->buf[s - 1]))
		s--;
	while (s < sp->pos && sp->buf[s] >= '0' && sp->buf[s] <= '9')
		s++;
	return s < sp->pos;
}

/* To the end of what may be a tag; true if a '$' ends it. */
static bool skip_tag(struct splitter *sp)
{
	sp->open = sp->pos++;
	while (split_has(sp, 1) && sp->buf[sp->pos] >= '0' && sp->buf[sp->pos] <= '9')
		sp->pos++;
	if (sp->pos > sp->open + 1)
		return false;
	do {
		while (lex_is_word(sp->buf[sp->pos]) && sp->buf[sp->pos] != '$')
			sp->pos++;
	} while (sp->pos == sp->len && split_more(sp));
	return sp->buf[sp->pos] == '$';
}

static void skip_dollar(struct splitter *sp)
{
	size_t tag;

	if (dollar_in_word(sp)) {
		skip_word(sp);
		return;
	}
	if (!skip_tag(sp)) {
		/* $1, or a '$' alone: whatever follows is a word of its own. */
		if (sp->buf[sp->open + 1] < '0' || sp->buf[sp->open + 1] > '9')
			sp->pos = sp->open + 1;
		sp->barrier = sp->pos;
		return;
	}
	tag = ++sp->pos - sp->open;
	while (skip_to(sp, '$', '$')) {
		if (split_has(sp, tag) && memcmp(sp->buf + sp->pos, sp->buf + sp->open, tag) == 0) {
			sp->pos += tag;
			token_done(sp);
			return;
		}
		sp->pos++;
	}
	unfinished(sp, "dollar-quoted string");
}

void split_line_comment(struct splitter *sp)
{
	skip_to(sp, '\n', sp->rules->cr_ends_comment ? '\r' : '\n');
}

void split_block_comment(struct splitter *sp)
{
	char slash = sp->rules->nested_comments ? '/' : '*';
	unsigned long line = 0, column = 0;
	unsigned depth = 1;

	if (!sp->inside)
		split_place(sp, sp->pos, &line, &column);
	sp->open = sp->pos;
	sp->pos += 2;
	while (skip_to(sp, '*', slash) && split_has(sp, 2)) {
		const char *s = sp->buf + sp->pos;

		if (s[0] == '*' && s[1] == '/') {
			sp->pos += 2;
			if (--depth == 0)
				return;
		} else if (s[0] == '/' && s[1] == '*') {
			sp->pos += 2;
			depth++;
		} else {
			sp->pos++;
		}
	}
	sp->pos = sp->len;
	split_end(sp);
	if (sp->rules->open_comment_ends || sp->status != 0)
		return;
	if (sp->inside) {
		unfinished(sp, "comment");
		return;
	}
	/* What opened it may have left the window by now. */
	sp->status = fail(sp->err, PAWL_E_SYNTAX, "unterminated comment");
	at(sp->err, sp->source.name, line, column);
	hint(sp->err, "it opens here and is never closed");
}

/* A comment inside the statement, which is no part of it if nothing follows. */
static void skip_comment(struct splitter *sp, bool block)
{
	mark_code(sp);
	if (block)
		split_block_comment(sp);
	else
		split_line_comment(sp);
	sp->segment = sp->barrier = sp->pos;
}

static void skip_dash(struct splitter *sp)
{
	bool dashes = split_has(sp, 2) && sp->buf[sp->pos + 1] == '-';

	/* At the end of the text buf[len] is '\0', which counts as a blank. */
	if (dashes)
		split_has(sp, 3);
	if (dashes && lex_is_dash_comment(sp->rules, sp->buf[sp->pos + 2]))
		skip_comment(sp, false);
	else
		compound_char(&sp->compound, sp->buf[sp->pos++]);
}

static void skip_slash(struct splitter *sp)
{
	if (sp->executable && sp->pos > sp->barrier && sp->buf[sp->pos - 1] == '*') {
		sp->executable = false;
		sp->barrier = ++sp->pos;
		return;
	}
	split_has(sp, 4);
	if (sp->buf[sp->pos + 1] != '*' || sp->len - sp->pos < 2) {
		compound_char(&sp->compound, sp->buf[sp->pos++]);
		return;
	}
	if (lex_executable(sp->rules, sp->buf + sp->pos, sp->buf + sp->len) == NULL) {
		skip_comment(sp, true);
		return;
	}
	sp->executable = true;
	sp->executable_open = sp->pos;
	sp->pos += sp->buf[sp->pos + 2] == '!' ? 3 : 4;
	sp->barrier = sp->pos;
}

/* A bare word while words matter. */
static void take_word(struct splitter *sp)
{
	sp->open = sp->pos;
	skip_word(sp);
	compound_word(&sp->compound, sp->buf + sp->open, sp->pos - sp->open);
	if (!sp->compound.watching)
		sp->table = sp->plain;
	if (sp->compound.too_deep)
		split_fail(sp, sp->open, "split the stored program into smaller ones",
			   "blocks are nested deeper than %d", COMPOUND_DEEPEST);
}

static void take_number(struct splitter *sp)
{
	while (sp->buf[sp->pos] >= '0' && sp->buf[sp->pos] <= '9')
		sp->pos++;
	compound_quoted(&sp->compound);
}

static void take_char(struct splitter *sp)
{
	/* The end of an executable comment is left to skip_slash(). */
	if (sp->executable && sp->buf[sp->pos] == '*' && split_has(sp, 2) &&
	    sp->buf[sp->pos + 1] == '/') {
		sp->pos++;
		return;
	}
	compound_char(&sp->compound, sp->buf[sp->pos++]);
	if (!sp->compound.watching)
		sp->table = sp->plain;
}

/* True if the ';' at pos ends the statement. */
static bool take_semicolon(struct splitter *sp)
{
	bool hidden = (sp->rules->parens_hide && sp->compound.parens > 0) ||
		      compound_is_open(&sp->compound);

	if (split_at_delimiter(sp) && !hidden)
		return true;
	compound_char(&sp->compound, ';');
	sp->semicolon = true;
	sp->pos++;
	return false;
}

/* One byte or token that is not plain. */
static void take(struct splitter *sp, enum lex_class class)
{
	switch (class) {
	case LEX_C_WORD:
		take_word(sp);
		break;
	case LEX_C_DIGIT:
		take_number(sp);
		break;
	case LEX_C_QUOTE:
		skip_string(sp);
		break;
	case LEX_C_DOUBLE_QUOTE:
		skip_double_quoted(sp);
		break;
	case LEX_C_BACKTICK:
		skip_quoted(sp, '`', false, "quoted identifier");
		break;
	case LEX_C_BRACKET:
		skip_bracket(sp);
		break;
	case LEX_C_DASH:
		skip_dash(sp);
		break;
	case LEX_C_SLASH:
		skip_slash(sp);
		break;
	case LEX_C_HASH:
		skip_comment(sp, false);
		break;
	case LEX_C_DOLLAR:
		skip_dollar(sp);
		break;
	case LEX_C_OTHER:
	case LEX_C_OPEN:
	case LEX_C_CLOSE:
		take_char(sp);
		break;
	case LEX_C_PLAIN:
	case LEX_C_NUL:
	case LEX_C_SPACE:
	case LEX_C_SEMICOLON:
	case LEX_C_BACKSLASH:
	case LEX_C_DELIMITER:
		sp->pos++;
		break;
	}
}

/* The text ends without a terminator. */
static void end_of_text(struct splitter *sp)
{
	split_end(sp);
	if (sp->executable && sp->status == 0) {
		sp->open = sp->executable_open;
		unfinished(sp, "comment");
	}
	mark_code(sp);
}

static void end_at_terminator(struct splitter *sp, size_t len)
{
	mark_code(sp);
	sp->pos += len;
}

/* As a byte of a word the delimiter's first byte ends nothing and hides nothing. */
static bool is_word(enum lex_class class)
{
	return class == LEX_C_WORD || class == LEX_C_DIGIT;
}

bool split_scan(struct splitter *sp)
{
	bool drop = false;

	while (sp->status == 0) {
		const unsigned char *table = sp->table;
		const char *p = sp->buf + sp->pos;
		enum lex_class class;

		while (table[(unsigned char)*p] == LEX_C_PLAIN)
			p++;
		sp->pos = (size_t)(p - sp->buf);
		class = (enum lex_class)table[(unsigned char)*p];
		if (class == LEX_C_DELIMITER) {
			if (split_at_delimiter(sp)) {
				end_at_terminator(sp, sp->delimiter_len);
				return true;
			}
			class = (enum lex_class)sp->classes[(unsigned char)sp->buf[sp->pos]];
			if (is_word(class)) {
				sp->pos++;
				continue;
			}
		}
		if (class == LEX_C_NUL) {
			if (split_more(sp))
				continue;
			end_of_text(sp);
			return true;
		}
		if (class == LEX_C_SEMICOLON) {
			if (!take_semicolon(sp))
				continue;
			end_at_terminator(sp, 1);
			return true;
		}
		if (class != LEX_C_BACKSLASH) {
			take(sp, class);
		} else if (sp->rules->meta_commands) {
			split_refuse_meta(sp);
		} else if (!split_mysql_backslash(sp, &drop)) {
			end_at_terminator(sp, 2);
			return !drop;
		}
	}
	return true;
}
