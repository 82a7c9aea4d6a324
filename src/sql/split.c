/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public calls, and the data of COPY ... FROM stdin. The parts are
 * described in split_impl.h.
 */
#include "sql/split_impl.h"

#include <stdlib.h>
#include <string.h>

void split_set_delimiter(struct splitter *sp, const char *text, size_t len)
{
	memmove(sp->delimiter, text, len);
	sp->delimiter[len] = '\0';
	sp->delimiter_len = len;

	for (int c = 0; c < 256; c++) {
		unsigned char class = sp->classes[c];
		bool parens = class == LEX_C_OPEN || class == LEX_C_CLOSE;

		sp->words[c] = class == LEX_C_SPACE ? LEX_C_PLAIN : class;
		sp->plain[c] = class == LEX_C_SPACE || class == LEX_C_WORD ||
					       class == LEX_C_DIGIT || class == LEX_C_OTHER ||
					       (parens && !sp->rules->parens_hide)
				       ? LEX_C_PLAIN
				       : class;
	}
	if (strcmp(sp->delimiter, ";") != 0)
		sp->plain[(unsigned char)*sp->delimiter] = LEX_C_DELIMITER;
}

bool split_at_delimiter(struct splitter *sp)
{
	size_t n = sp->delimiter_len;

	if (n == 1)
		return sp->buf[sp->pos] == *sp->delimiter;
	return split_has(sp, n) && memcmp(sp->buf + sp->pos, sp->delimiter, n) == 0;
}

int split_read_text(void *ctx, char *data, size_t size, size_t *ret_len, struct pawl_error *err)
{
	struct split_text *t = ctx;
	size_t n = t->left < size ? t->left : size;

	(void)err;
	memcpy(data, t->at, n);
	t->at += n;
	t->left -= n;
	*ret_len = n;
	return 0;
}

int split_open(const struct lex_rules *rules, const struct split_source *source,
	       struct splitter **ret, struct pawl_error *err)
{
	struct splitter *sp = xcalloc(1, sizeof(*sp));

	sp->rules = rules;
	sp->source = *source;
	sp->base = sp->counted = sp->line_start = source->offset;
	sp->line = source->line == 0 ? 1 : source->line;
	sp->cap = SPLIT_FIRST;
	sp->buf = xmalloc(sp->cap);
	sp->buf[0] = '\0';
	lex_classes(rules, sp->classes);
	split_set_delimiter(sp, ";", 1);
	(void)err;
	*ret = sp;
	return 0;
}

void split_close(struct splitter *sp)
{
	if (sp == NULL)
		return;
	free(sp->buf);
	free(sp);
}

static void begin_call(struct splitter *sp, struct pawl_error *err)
{
	sp->err = err;
	sp->status = 0;
	sp->inside = false;
	if (sp->cut)
		sp->buf[sp->cut_at] = sp->cut_byte;
	sp->cut = false;
}

static void begin_statement(struct splitter *sp)
{
	bool own = strcmp(sp->delimiter, ";") != 0;

	sp->inside = true;
	sp->first = sp->keep = sp->open = sp->last = sp->pos;
	sp->barrier = sp->segment = sp->executable_open = sp->pos;
	sp->semicolon = sp->executable = false;
	/* With a delimiter of its own the client splits at nothing else. */
	compound_start(&sp->compound, own ? LEX_COMPOUND_NONE : sp->rules->compound);
	sp->table = sp->compound.watching ? sp->words : sp->plain;
}

/* COPY [BINARY] name [(columns)] FROM STDIN; the server takes STDOUT for the same. */
static bool is_copy_from_stdin(const struct lex_rules *rules, const char *sql, size_t len)
{
	struct lexer lx;
	struct lex_token t;
	unsigned parens = 0;

	lex_init(&lx, rules, sql, len);
	lex_next_code(&lx, &t);
	if (!lex_is(&t, "COPY"))
		return false;
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t)) {
		if (t.kind == LEX_OPERATOR && *t.text == '(')
			parens++;
		else if (t.kind == LEX_OPERATOR && *t.text == ')')
			parens--;
		else if (parens == 0 && lex_is(&t, "TO"))
			return false;
		else if (parens == 0 && lex_is(&t, "FROM"))
			break;
	}
	lex_next_code(&lx, &t);
	return lex_is(&t, "STDIN") || lex_is(&t, "STDOUT");
}

/* Old dumps switch standard strings off, and then every '...' has backslash escapes. */
static void note_setting(struct splitter *sp, const char *sql, size_t len)
{
	struct lexer lx;
	struct lex_token t;

	lex_init(&lx, sp->rules, sql, len);
	lex_next_code(&lx, &t);
	if (!lex_is(&t, "SET"))
		return;
	lex_next_code(&lx, &t);
	if (lex_is(&t, "SESSION") || lex_is(&t, "LOCAL"))
		lex_next_code(&lx, &t);
	if (!lex_is(&t, "STANDARD_CONFORMING_STRINGS"))
		return;
	lex_next_code(&lx, &t);
	lex_next_code(&lx, &t);
	sp->backslashes = lex_is(&t, "OFF") || lex_is(&t, "FALSE") ||
			  (t.len >= 3 && t.kind == LEX_STRING && (t.text[2] | 0x20) == 'f') ||
			  (t.kind == LEX_NUMBER && *t.text == '0');
}

static void finish_statement(struct splitter *sp, struct statement *ret)
{
	char c = (char)(sp->buf[sp->first] | 0x20);

	ret->text = sp->buf + sp->first;
	ret->len = sp->last - sp->first;
	ret->start = sp->base + sp->first;
	split_place(sp, sp->first, &ret->line, &ret->column);
	ret->compound = sp->semicolon;
	ret->copy_data = sp->rules->copy_data && c == 'c' &&
			 is_copy_from_stdin(sp->rules, ret->text, ret->len);
	if (sp->rules->e_strings && c == 's')
		note_setting(sp, ret->text, ret->len);
	if (ret->copy_data)
		sp->copy = COPY_BEHIND_STATEMENT;
	sp->cut = true;
	sp->cut_at = sp->last;
	sp->cut_byte = sp->buf[sp->last];
	sp->buf[sp->last] = '\0';
}

/* No editor counts it as a column. */
static void skip_bom(struct splitter *sp)
{
	if (sp->base != 0 || sp->pos != 0 || !split_has(sp, 3) ||
	    memcmp(sp->buf, "\xef\xbb\xbf", 3) != 0)
		return;
	sp->pos = 3;
	sp->line_start = 3;
}

int split_next(struct splitter *sp, struct statement *ret, bool *ret_more, struct pawl_error *err)
{
	bool done = false;

	while (sp->copy != COPY_NONE) {
		const char *data;
		size_t len;
		bool more;
		int r = split_copy_data(sp, &data, &len, &more, err);

		if (r < 0)
			return r;
	}
	begin_call(sp, err);
	skip_bom(sp);
	for (;;) {
		sp->inside = false;
		if (!split_to_statement(sp, &done)) {
			if (sp->status == 0)
				*ret_more = false;
			return sp->status;
		}
		if (done)
			break;
		begin_statement(sp);
		if (split_scan(sp))
			break;
	}
	if (sp->status != 0)
		return sp->status;
	finish_statement(sp, ret);
	*ret_more = true;
	return 0;
}

/* The rest of the line that COPY stands on; the data begins behind it. */
static void skip_copy_line(struct splitter *sp)
{
	size_t end = split_line_end(sp, sp->pos), at = sp->pos;

	while (at < end && lex_is_space(sp->buf[at]))
		at++;
	if (at < end && !(end - at >= 2 && memcmp(sp->buf + at, "--", 2) == 0))
		split_fail(sp, at, "the data begins on the next line; put this behind it",
			   "text behind COPY ... FROM stdin on the same line");
	sp->pos = end < sp->len ? end + 1 : end;
	sp->copy = COPY_DATA;
}

/* "\." stands at the start of the line at index, with nothing behind it. */
static bool is_end_mark(const struct splitter *sp, size_t index)
{
	const char *s = sp->buf + index;
	size_t n = sp->len - index;

	return n == 2 || s[2] == '\n' || (s[2] == '\r' && (n == 3 || s[3] == '\n'));
}

/* Enough stands behind "\." at index to tell. */
static bool can_tell(const struct splitter *sp, size_t index)
{
	return sp->eof || sp->len - index >= 4;
}

/* The first line from `from` on that begins with "\."; len if there is none in the window. */
static size_t find_mark(const struct splitter *sp, size_t from)
{
	const char *s = sp->buf + from;

	if (from == sp->pos && sp->len - from >= 2 && s[0] == '\\' && s[1] == '.')
		return from;
	s = memmem(s, sp->len - from, "\n\\.", 3);
	return s == NULL ? sp->len : (size_t)(s - sp->buf) + 1;
}

/* The end of the whole lines that may be handed out; pos if there are none in the window. */
static size_t copy_lines(struct splitter *sp)
{
	size_t seen = 0;

	for (;;) {
		size_t mark = find_mark(sp, sp->pos + (seen > 2 ? seen - 2 : 0));
		const char *nl;

		while (mark < sp->len && can_tell(sp, mark) && !is_end_mark(sp, mark))
			mark = find_mark(sp, mark + 1);
		if (mark > sp->pos && mark < sp->len)
			return mark;
		if (mark == sp->pos && can_tell(sp, mark))
			return mark;
		if (sp->eof)
			return sp->len;
		nl = memrchr(sp->buf + sp->pos, '\n', sp->len - sp->pos);
		if (nl != NULL && sp->len - sp->pos >= SPLIT_CHUNK)
			return (size_t)(nl - sp->buf) + 1;
		seen = mark < sp->len ? 0 : sp->len - sp->pos;
		if (!split_more(sp) && sp->status != 0)
			return sp->pos;
	}
}

int split_copy_data(struct splitter *sp, const char **ret, size_t *ret_len, bool *ret_more,
		    struct pawl_error *err)
{
	size_t end;

	begin_call(sp, err);
	if (sp->copy == COPY_BEHIND_STATEMENT)
		skip_copy_line(sp);
	end = sp->status == 0 && sp->copy == COPY_DATA ? copy_lines(sp) : sp->pos;
	if (sp->status != 0)
		return sp->status;
	if (end == sp->pos) {
		if (sp->copy == COPY_DATA && sp->pos < sp->len) {
			end = split_line_end(sp, sp->pos);
			sp->pos = end < sp->len ? end + 1 : end;
		} else if (sp->copy == COPY_DATA) {
			split_end(sp);
		}
		sp->copy = COPY_NONE;
		*ret_more = false;
		return sp->status;
	}
	*ret = sp->buf + sp->pos;
	*ret_len = end - sp->pos;
	*ret_more = true;
	sp->pos = end;
	return 0;
}
