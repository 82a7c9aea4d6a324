/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/digest.h"

#include "base/text.h"
#include "base/vec.h"

#include <string.h>

enum { DIGEST_LONGEST = 64 << 20, DIGEST_CHANGES = 500 };

struct digester {
	struct work *w;
	struct arena *arena;
	struct arena scratch;
	VEC(const char *) changes, touches;
	struct map touched;
	const char *last; /* the change that is being counted */
	size_t times;
};

/* One line of a comment, without its signs; NULL for a directive. */
static void add_line(struct buf *b, const char *line, size_t len)
{
	while (len > 0 && (lex_is_space(*line) || *line == '-' || *line == '*' || *line == '=')) {
		line++;
		len--;
	}
	while (len > 0 && (lex_is_space(line[len - 1]) || line[len - 1] == '=' ||
			   line[len - 1] == '*' || line[len - 1] == '-'))
		len--;
	if (text_starts(line, "pawl:") || (len == 0 && b->len == 0))
		return;
	buf_printf(b, "%s%.*s", b->len != 0 ? "\n" : "", (int)len, line);
}

static void add_comment(struct buf *b, const char *text, size_t len)
{
	bool block = *text == '/';
	const char *p = text + 2, *end = text + len - (block ? 2 : 0);

	while (p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *stop = newline != NULL ? newline : end;

		add_line(b, p, (size_t)(stop - p));
		p = stop + 1;
	}
}

/* The comments in front of the first SQL. */
static const char *read_purpose(const struct lex_rules *lex, const char *text, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, lex, text, strlen(text));
	for (lex_next(&lx, &t); t.kind == LEX_COMMENT || t.kind == LEX_SPACE; lex_next(&lx, &t))
		if (t.kind == LEX_COMMENT && t.len > 4)
			add_comment(&b, t.text, t.len);
	while (b.len > 0 && b.data[b.len - 1] == '\n')
		b.data[--b.len] = '\0';
	return b.len == 0 ? NULL : buf_dup(&b, a);
}

static size_t count_lines(const char *text)
{
	size_t n = 0;

	for (const char *p = text; *p != '\0'; p++)
		n += *p == '\n' || p[1] == '\0';
	return n;
}

static void flush(struct digester *d)
{
	if (d->last == NULL || d->changes.len == DIGEST_CHANGES)
		return;
	*vec_push(&d->changes, d->arena) =
		d->times == 1 ? d->last
			      : arena_printf(d->arena, "%s (%zu times)", d->last, d->times);
}

static const char *title_of(struct digester *d, const struct stmt_object *o)
{
	return o->schema == NULL ? arena_strdup(d->arena, o->name)
				 : arena_printf(d->arena, "%s.%s", o->schema, o->name);
}

/* An index or a trigger is a part of its table. */
static bool belongs_to_another(const struct stmt_object *o)
{
	return strcmp(o->kind, "index") == 0 || strcmp(o->kind, "trigger") == 0;
}

static void add_statement(struct digester *d, const struct statement *st)
{
	const char *change;
	struct stmt_class c;

	d->w->dialect->classify(st->text, st->len, &d->scratch, &c);
	for (size_t i = 0; i < c.objects_len; i++) {
		const char *title = title_of(d, &c.objects[i]);

		if (map_has(&d->touched, title) || belongs_to_another(&c.objects[i]))
			continue;
		map_put(&d->touched, title, d);
		*vec_push(&d->touches, d->arena) = title;
	}
	change = c.objects_len == 0
			 ? c.kind
			 : arena_printf(d->arena, "%s %s", c.kind, title_of(d, &c.objects[0]));
	arena_reset(&d->scratch);
	if (d->last != NULL && strcmp(d->last, change) == 0) {
		d->times++;
		return;
	}
	flush(d);
	d->last = change;
	d->times = 1;
}

static int read_statements(struct digester *d, const struct script_text *text,
			   struct pawl_error *err)
{
	_cleanup_script_ struct script_reader *r = NULL;
	struct statement st;
	bool more = true;
	int rc = script_open(d->w, text, &r, err);

	while (rc == 0 && more) {
		rc = script_next(r, &st, &more, err);
		if (rc == 0 && more)
			add_statement(d, &st);
	}
	flush(d);
	return rc;
}

int digest_read(struct work *w, const struct migration *m, struct digest *ret,
		struct pawl_error *err)
{
	const struct script file = {.path = m->path, .length = UINT64_MAX, .line = 1};
	const struct script_text whole = {.file = &file}, up = {.file = &m->up};
	struct digester d = {.w = w, .arena = w->arena, .touched = {.arena = w->arena}};
	const char *text = NULL;
	int rc = script_slurp(w, &whole, DIGEST_LONGEST, &d.scratch, &text, err);

	*ret = (struct digest){0};
	if (rc == 0 && text != NULL) {
		ret->purpose = read_purpose(w->dialect->lex, text, w->arena);
		ret->lines = count_lines(text);
	}
	arena_reset(&d.scratch);
	if (rc == 0 && m->up.path != NULL)
		rc = read_statements(&d, &up, err);
	arena_done(&d.scratch);
	ret->changes = d.changes.v;
	ret->changes_len = d.changes.len;
	ret->touches = d.touches.v;
	ret->touches_len = d.touches.len;
	return rc;
}
