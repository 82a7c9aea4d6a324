/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk runs only as far as the last line that looks like a directive, so
 * most files are never walked, and a large one only to its last directive.
 */
#include "layout/walk.h"

#include <assert.h>
#include <string.h>

enum {
	WALK_CHUNK = 64 << 10,
	WALK_LOOKAHEAD = 256,   /* the longest dollar quote's tag that is known at a chunk's end */
	WALK_LONGEST = 1 << 30, /* a literal longer than any statement that could be run */
};

void walk_init(struct walk *w, const struct lex_rules *rules, walk_read_fn read, void *ctx)
{
	*w = (struct walk){.rules = rules, .read = read, .ctx = ctx, .line = 1};
	compound_start(&w->compound, rules->compound);
}

void walk_done(struct walk *w)
{
	buf_done(&w->window);
}

/* Drop what was walked over and read more behind the rest. */
static int fill(struct walk *w, struct pawl_error *err)
{
	size_t more, n;
	int rc;

	if (w->at != 0)
		buf_consume(&w->window, w->at);
	w->base += w->at;
	w->at = 0;
	/* As much again as there is, so that a long token is lexed over a few times only. */
	more = w->window.len < WALK_CHUNK ? WALK_CHUNK : w->window.len;
	if (w->window.len > WALK_LONGEST)
		return fail(err, PAWL_E_LIMIT, "a literal or comment is longer than %d bytes",
			    WALK_LONGEST);
	buf_reserve(&w->window, more);
	rc = w->read(w->ctx, w->base + w->window.len, w->window.data + w->window.len, more, &n,
		     err);
	if (rc != 0)
		return rc;
	w->window.len += n;
	w->window.data[w->window.len] = '\0';
	w->ended = n == 0;
	return 0;
}

static void end_statement(struct walk *w)
{
	w->in_copy = w->copy && w->from_stdin && w->rules->copy_data;
	w->words = 0;
	w->copy = w->from_stdin = false;
	compound_start(&w->compound, w->rules->compound);
}

static void track_word(struct walk *w, const struct lex_token *t)
{
	bool create = lex_is(t, "CREATE") || lex_is(t, "ALTER");

	/* Behind a terminator set by DELIMITER, which the walk does not know. */
	if (create && w->words != 0 && !compound_is_open(&w->compound))
		end_statement(w);
	if (w->words == 0)
		w->copy = lex_is(t, "COPY");
	else if (w->copy && lex_is(t, "STDIN"))
		w->from_stdin = true;
	compound_word(&w->compound, t->text, t->len);
}

static void track(struct walk *w, const struct lex_token *t)
{
	bool semicolon = t->kind == LEX_OPERATOR && t->text[0] == ';';

	if (t->kind == LEX_SPACE || t->kind == LEX_COMMENT)
		return;
	if (w->code == 0)
		w->code = w->line;
	if (t->kind == LEX_OPERATOR && t->text[0] == '\\' && w->rules->meta_commands) {
		w->in_command = true;
		return;
	}
	if (semicolon && !compound_is_open(&w->compound)) {
		end_statement(w);
		return;
	}
	if (t->kind == LEX_WORD)
		track_word(w, t);
	else if (t->kind == LEX_OPERATOR)
		compound_char(&w->compound, t->text[0]);
	else
		compound_quoted(&w->compound);
	w->words++;
}

static void step(struct walk *w, const char *text, size_t len)
{
	const char *end = text + len, *newline;

	while ((newline = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		w->line++;
		text = newline + 1;
	}
	w->at += len;
}

/*
 * Pass over one line of COPY data, or what remains of the COPY statement's own line or of a
 * command of psql's.
 */
static int step_line(struct walk *w, struct pawl_error *err)
{
	const char *text, *newline;
	size_t len;
	int rc;

	while ((newline = memchr(w->window.data + w->at, '\n', w->window.len - w->at)) == NULL &&
	       !w->ended) {
		rc = fill(w, err);
		if (rc != 0)
			return rc;
	}
	text = w->window.data + w->at;
	len = newline != NULL ? (size_t)(newline - text) + 1 : w->window.len - w->at;
	if (!w->in_command && strncmp(text, "\\.", 2) == 0 &&
	    (text[2] == '\n' || text[2] == '\r' || len == 2))
		w->in_copy = false;
	w->in_command = false;
	step(w, text, len);
	return 0;
}

static int step_token(struct walk *w, struct pawl_error *err)
{
	struct lexer lx;
	struct lex_token t;
	int rc;

	for (;;) {
		lex_init(&lx, w->rules, w->window.data + w->at, w->window.len - w->at);
		lex_next(&lx, &t);
		/* Near the end of the window the lexer cannot see what it decides by. */
		if (w->ended ||
		    (size_t)(w->window.data + w->window.len - t.text) >= t.len + WALK_LOOKAHEAD)
			break;
		rc = fill(w, err);
		if (rc != 0)
			return rc;
	}
	assert(t.len != 0);
	track(w, &t);
	step(w, t.text, t.len);
	return 0;
}

/* A byte-order mark is no token. */
static int start(struct walk *w, struct pawl_error *err)
{
	int rc = fill(w, err);

	if (rc == 0 && strncmp(buf_str(&w->window), "\xef\xbb\xbf", 3) == 0)
		w->at = 3;
	return rc;
}

int walk_to(struct walk *w, uint64_t offset, bool *ret_free, struct pawl_error *err)
{
	int rc = w->window.data == NULL ? start(w, err) : 0;

	while (rc == 0 && w->base + w->at < offset) {
		if (w->at == w->window.len && !w->ended)
			rc = fill(w, err);
		else if (w->at == w->window.len)
			break; /* the text became shorter */
		else if (w->in_copy || w->in_command)
			rc = step_line(w, err);
		else
			rc = step_token(w, err);
	}
	if (rc == 0)
		*ret_free = w->base + w->at == offset && !w->in_copy &&
			    !compound_is_open(&w->compound);
	return rc;
}
