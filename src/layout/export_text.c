/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What export forms do with texts: cut them into statements with the comments above
 * each, put them together again, and mark statements that a tool would cut in pieces.
 */
#include "layout/export.h"
#include "sql/split.h"

#include <string.h>
#include <strings.h>

/* What no tool but its own puts into a comment; behind dashes and blanks. */
static const char *const known_marks[] = {
	"+goose",      "+migrate ",    "migrate:up",    "migrate:down",
	"tern:",       "create above", "liquibase for", "> statement-breakpoint",
	"! Previous:", "! Hash:",      "! Message:",    "! no-transaction",
	"!include",    "bun:split",    "atlas:",        "postgres-migrations ",
};

static bool begins(const char *text, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && strncasecmp(text, word, n) == 0;
}

static bool is_mark(const struct export_out *out, const char *text, size_t len)
{
	while (len > 0 && strchr("- \t", *text) != NULL) {
		text++;
		len--;
	}
	for (size_t i = 0; i < sizeof(known_marks) / sizeof(*known_marks); i++)
		if (begins(text, len, known_marks[i]))
			return true;
	for (const char *const *m = out->form->marks; m != NULL && *m != NULL; m++)
		if (begins(text, len, *m))
			return true;
	return false;
}

/* The comments and blank lines between two statements, behind the line on which the first ends. */
static const char *gap(const struct export_out *out, const char *from, const char *to, bool first,
		       bool *ret_changed)
{
	_cleanup_buf_ struct buf b = {0};
	bool eat_line_end = !first;
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, out->lex, from, (size_t)(to - from));
	for (lex_next(&lx, &t); t.kind != LEX_END; lex_next(&lx, &t)) {
		bool comment = t.kind == LEX_COMMENT;
		const char *newline = t.kind == LEX_SPACE ? memchr(t.text, '\n', t.len) : NULL;

		if (newline != NULL && eat_line_end) {
			t.len -= (size_t)(newline + 1 - t.text);
			t.text = newline + 1;
			eat_line_end = false;
		} else if (comment && !is_mark(out, t.text, t.len)) {
			eat_line_end = false;
		} else if (t.kind != LEX_SPACE) {
			*ret_changed |= t.kind != LEX_OPERATOR || *t.text != ';';
			eat_line_end |= comment || t.kind == LEX_WORD;
			continue;
		}
		if (!eat_line_end)
			buf_add(&b, t.text, t.len);
	}
	return buf_dup(&b, out->arena);
}

int export_cut(const struct export_out *out, const char *text, struct export_statements *ret,
	       bool *ret_changed, struct pawl_error *err)
{
	struct split_text whole = {text, strlen(text)};
	const struct split_source source = {
		.read = split_read_text, .ctx = &whole, .name = "migration"};
	struct export_statements s = {0};
	_cleanup_splitter_ struct splitter *sp = NULL;
	const char *at = text;
	bool more = true, changed = false;
	int rc = split_open(out->lex, &source, &sp, err);

	while (rc == 0 && more) {
		struct statement st;

		rc = split_next(sp, &st, &more, err);
		if (rc != 0 || !more)
			break;
		*vec_push(&s, out->arena) = (struct export_statement){
			.text = arena_strndup(out->arena, st.text, st.len),
			.len = st.len,
			.above = gap(out, at, text + st.start, at == text, &changed),
			.compound = st.compound,
		};
		at = text + st.start + st.len;
	}
	if (rc != 0)
		return rc;
	s.below = gap(out, at, text + strlen(text), at == text, &changed);
	*ret = s;
	if (ret_changed != NULL)
		*ret_changed = changed;
	return 0;
}

static void put_statement(const struct export_statement *st, const char *end, struct buf *b)
{
	buf_add(b, st->text, st->len);
	buf_adds(b, end);
}

const char *export_join(const struct export_statements *s, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; i < s->len; i++) {
		buf_adds(&b, s->v[i].above);
		put_statement(&s->v[i], ";\n", &b);
	}
	buf_adds(&b, s->below);
	return buf_dup(&b, a);
}

/* A ';' or what looks like a comment, inside, also of a literal: what cuts a statement up. */
static bool needs_block(const struct export_statement *st)
{
	return st->compound || strchr(st->text, ';') != NULL || strstr(st->text, "--") != NULL;
}

/* What stands above a statement without its indent: a mark begins in the first column. */
static void put_above(const char *above, struct buf *b)
{
	size_t len = strlen(above);

	while (len > 0 && (above[len - 1] == ' ' || above[len - 1] == '\t'))
		len--;
	buf_add(b, above, len);
	if (len > 0 && above[len - 1] != '\n')
		buf_addc(b, '\n');
}

/* The lines of a comment of another kind behind dashes, but for what would be a mark there. */
static void put_as_lines(const struct export_out *out, const struct lex_token *t, struct buf *b)
{
	const char *p = t->text + (*t->text == '#' ? 1 : 2), *end = t->text + t->len;

	end -= end - p >= 2 && end[-1] == '/' && end[-2] == '*' ? 2 : 0;
	for (bool first = true; p < end || first; first = false) {
		size_t len = strcspn(p, "\r\n"), blanks, shown;

		len = len > (size_t)(end - p) ? (size_t)(end - p) : len;
		blanks = strspn(p, " \t");
		blanks = blanks > len ? len : blanks;
		shown = len - blanks;
		while (shown > 0 && lex_is_space(p[blanks + shown - 1]))
			shown--;
		if (!is_mark(out, p + blanks, shown))
			buf_printf(b, "%s-- %.*s", first ? "" : "\n", (int)shown, p + blanks);
		p += len;
		p += p < end && *p == '\r';
		p += p < end && *p == '\n';
	}
}

/* Tools that read line by line know no comment but behind dashes. */
static const char *line_comments(const struct export_out *out, const char *text)
{
	_cleanup_buf_ struct buf b = {0};
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, out->lex, text, strlen(text));
	for (lex_next(&lx, &t); t.kind != LEX_END; lex_next(&lx, &t)) {
		if (t.kind == LEX_COMMENT && *t.text != '-')
			put_as_lines(out, &t, &b);
		else
			buf_add(&b, t.text, t.len);
	}
	return buf_dup(&b, out->arena);
}

int export_mark(const struct export_out *out, const char *text, const char *begin, const char *end,
		struct buf *ret, struct pawl_error *err)
{
	struct export_statements s;
	int rc = export_cut(out, text, &s, NULL, err);

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < s.len; i++) {
		bool marked = begin != NULL && needs_block(&s.v[i]);

		if (begin == NULL)
			buf_adds(ret, s.v[i].above);
		else
			put_above(line_comments(out, s.v[i].above), ret);
		if (marked)
			buf_printf(ret, "%s\n", begin);
		put_statement(&s.v[i], ";\n", ret);
		if (marked || begin == NULL)
			buf_printf(ret, "%s\n", end);
	}
	buf_adds(ret, begin == NULL ? s.below : line_comments(out, s.below));
	return 0;
}

const char *export_delimiter(const char *text)
{
	static const char *const known[] = {"//", "@@", "~~", "!!", "%%"};

	for (size_t i = 0; i + 1 < sizeof(known) / sizeof(*known); i++)
		if (strstr(text, known[i]) == NULL)
			return known[i];
	return known[sizeof(known) / sizeof(*known) - 1];
}

int export_for_client(const struct export_out *out, const char *text, struct buf *ret,
		      struct pawl_error *err)
{
	struct export_statements s;
	const char *delimiter;
	int rc;

	if (out->engine != ENGINE_MYSQL) {
		buf_adds(ret, text);
		return 0;
	}
	rc = export_cut(out, text, &s, NULL, err);
	if (rc != 0)
		return rc;
	delimiter = export_delimiter(text);
	for (size_t i = 0; i < s.len; i++) {
		if (!s.v[i].compound) {
			buf_adds(ret, s.v[i].above);
			put_statement(&s.v[i], ";\n", ret);
			continue;
		}
		put_above(s.v[i].above, ret);
		buf_printf(ret, "DELIMITER %s\n", delimiter);
		put_statement(&s.v[i], delimiter, ret);
		buf_adds(ret, "\nDELIMITER ;\n");
	}
	buf_adds(ret, s.below);
	return 0;
}

bool export_has(const struct export_out *out, const char *text, const char *part)
{
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, out->lex, text, strlen(text));
	for (lex_next(&lx, &t); t.kind != LEX_END; lex_next(&lx, &t))
		/* Between dollars stands code, to which a comment or a line end does not matter. */
		if (t.kind == LEX_STRING && *t.text != '$' &&
		    memmem(t.text, t.len, part, strlen(part)) != NULL)
			return true;
	return false;
}

static bool keeps(const struct statement *st, const char *table)
{
	static const char *const verbs[] = {"CREATE TABLE ", "INSERT INTO ", "UPDATE ",
					    "DELETE FROM ", "DROP TABLE "};
	size_t len = strlen(table);

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		size_t verb = strlen(verbs[i]);

		if (st->len < verb + len || strncmp(st->text, verbs[i], verb) != 0 ||
		    strncmp(st->text + verb, table, len) != 0)
			continue;
		return st->len == verb + len || strchr(" (\n", st->text[verb + len]) != NULL;
	}
	return false;
}

int export_drop_record(const struct lex_rules *lex, const char *text, const char *table,
		       struct arena *a, const char **ret, struct pawl_error *err)
{
	struct split_text whole = {text, strlen(text)};
	const struct split_source source = {
		.read = split_read_text, .ctx = &whole, .name = "migration"};
	_cleanup_buf_ struct buf b = {0};
	const char *at = text;
	struct splitter *sp;
	bool more = true;
	int rc;

	*ret = text;
	if (strcasestr(text, "delimiter") != NULL)
		return 0;
	rc = split_open(lex, &source, &sp, err);
	while (rc == 0 && more) {
		struct statement st;

		rc = split_next(sp, &st, &more, err);
		if (rc != 0 || !more || !keeps(&st, table))
			continue;
		buf_add(&b, at, (size_t)(text + st.start - at));
		at = text + st.start + st.len;
		at += strspn(at, " \t");
		at += *at == ';';
		at += strspn(at, " \t\r\n");
	}
	split_close(sp);
	buf_adds(&b, at);
	if (rc == 0)
		*ret = buf_dup(&b, a);
	return rc;
}

void export_end(const struct export_out *out, const char *text, struct buf *b)
{
	bool ended = true;
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, out->lex, text, strlen(text));
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t))
		ended = t.kind == LEX_OPERATOR && *t.text == ';';
	if (!ended)
		buf_adds(b, "\n;\n");
}
