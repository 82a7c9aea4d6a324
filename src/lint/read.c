/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Placeholders like ${name}, and :lo and :hi of batched statements, are made
 * names of the same length before a statement is read: its places stay right. Rows that are put in are not read
 * at all, and neither are queries: they may be large and change no schema.
 */
#include "lint/read.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

enum { LONGEST = 4 << 20 };

unsigned read_engine(const struct dialect *d)
{
	return d->copy_stdin ? LINT_POSTGRES : d->transactional_ddl ? LINT_SQLITE : LINT_MYSQL;
}

static char *without_placeholders(struct arena *a, const char *text, size_t len)
{
	char *copy = arena_strndup(a, text, len);

	for (char *p = copy; (p = strstr(p, "${")) != NULL;) {
		size_t n = 2;

		while (isalnum((unsigned char)p[n]) || strchr("_.:-", p[n] == '\0' ? ' ' : p[n]))
			n++;
		if (n == 2 || p[n] != '}') {
			p += 2;
			continue;
		}
		memset(p, '_', n + 1);
		p += n + 1;
	}
	return copy;
}

/* ":lo", ":hi", ":lo_column": columns as far as any reader cares. */
static void name_ends(char *text)
{
	for (char *p = text; (p = strchr(p, ':')) != NULL; p++)
		if ((p == text || p[-1] != ':') && (p[1] == 'l' || p[1] == 'h') &&
		    (p[2] == 'o' || p[2] == 'i'))
			*p = ' ';
}

static bool is_worth_reading(const struct lint *l, const struct lint_statement *st)
{
	if (st->flags & STMT_QUERY)
		return false;
	if ((st->flags & STMT_DML) && l->engine == LINT_POSTGRES &&
	    (strcmp(st->kind, "insert") == 0 || strcmp(st->kind, "copy") == 0))
		return false;
	return !(st->flags & STMT_DML) || st->len < LONGEST;
}

static void report_syntax(struct lint *l, const struct lint_statement *st,
			  const struct pawl_error *e)
{
	size_t at = e->column > 0 ? e->column - 1 : 0;

	l->rule = lint_rule_find("not-understood");
	l->st = st;
	lint_report(l, &(struct action){.start = at < st->len ? at : st->len - 1},
		    "this statement could not be read: %s", e->message);
}

/* What it does. A statement that cannot be read is a finding; the rest is judged all the same. */
static int read_actions(struct lint *l, struct lint_statement *st, struct pawl_error *err)
{
	struct pawl_error own = {0};
	char *text;
	int rc;

	if (!is_worth_reading(l, st))
		return 0;
	text = without_placeholders(l->arena, st->text, st->len);
	if (st->flags & STMT_DML)
		name_ends(text);
	rc = l->in->dialect->read(text, st->len, l->arena, &st->actions, &own);
	if (rc == 0)
		return 0;
	if (rc != PAWL_E_SYNTAX && rc != PAWL_E_LIMIT) {
		*err = own;
		return rc;
	}
	st->actions.len = 0;
	if (!l->file->context)
		report_syntax(l, st, &own);
	return 0;
}

/* "-- pawl:allow RULE reason" in a comment at p; false if it is none. */
static bool read_allow(struct lint *l, const char *p, size_t len, const struct lint_statement *st,
		       unsigned long line)
{
	static const char mark[] = "pawl:allow";
	const char *end = p + len, *word, *reason;
	struct lint_allow *allow;

	while (p < end && (*p == '-' || *p == '#' || *p == '/' || *p == '*' || *p == ' '))
		p++;
	if ((size_t)(end - p) <= strlen(mark) || strncmp(p, mark, strlen(mark)) != 0)
		return false;
	word = p + strlen(mark);
	while (word < end && (*word == ' ' || *word == '\t'))
		word++;
	for (reason = word; reason < end && (isalnum((unsigned char)*reason) || *reason == '-');)
		reason++;
	allow = vec_push(&l->allows, l->arena);
	*allow = (struct lint_allow){
		.rule = arena_strndup(l->arena, word, (size_t)(reason - word)),
		.statement = st,
		.at = (size_t)(p - l->file->text),
		.len = (size_t)(reason - p),
		.line = line,
	};
	for (allow->column = 1; p > l->file->text && p[-1] != '\n'; p--)
		allow->column++;
	while (reason < end && (*reason == ' ' || *reason == '\t' || *reason == '*' ||
				*reason == '/' || *reason == '\r' || *reason == '\n'))
		reason++;
	if (reason == end) {
		l->rule = lint_rule_find("allow-without-reason");
		lint_report_at(l, allow->at, allow->len, allow->line, allow->column,
			       "\"pawl:allow %s\" gives no reason", allow->rule);
		allow->used = true;
	}
	return true;
}

/* Behind the text between two places of the file; NULL. */
static const char *find_text(const struct lint *l, size_t from, size_t to, const char *text)
{
	const char *at = to <= from ? NULL
				    : memmem(l->file->text + from, to - from, text, strlen(text));

	return at == NULL ? NULL : at + strlen(text);
}

/* The comments between two statements. */
static void read_gap(struct lint *l, size_t from, size_t to, const struct lint_statement *st)
{
	struct lexer lx;
	struct lex_token t;
	unsigned long line = 1;
	const char *counted = l->file->text;

	if (find_text(l, from, to, "pawl:allow") == NULL)
		return;
	lex_init(&lx, l->in->dialect->lex, l->file->text + from, to - from);
	for (lex_next(&lx, &t); t.kind != LEX_END; lex_next(&lx, &t)) {
		if (t.kind != LEX_COMMENT)
			continue;
		for (; counted < t.text; counted++)
			line += *counted == '\n';
		read_allow(l, t.text, t.len, st, line);
	}
}

/* Which statements share a transaction, as pawl runs the file. */
static void find_transactions(struct lint *l)
{
	struct lint_statement *v = l->statements.v;
	size_t n = l->statements.len, begins = 0, ends = 0;
	bool together = l->in->dialect->transactional_ddl && !l->file->transaction_off;
	bool own = false;
	unsigned long number = l->transactions + 1;

	for (size_t i = 0; i < n; i++) {
		begins += (v[i].flags & STMT_TX_BEGIN) != 0;
		ends += (v[i].flags & (STMT_TX_COMMIT | STMT_TX_ROLLBACK)) != 0;
		if (((v[i].flags & STMT_NO_TX) || v[i].batch != NULL) && !l->file->transaction_on)
			together = false;
	}
	l->wrapped = n > 1 && begins == 1 && ends == 1 && (v[0].flags & STMT_TX_BEGIN) &&
		     (v[n - 1].flags & STMT_TX_COMMIT);
	if (begins + ends > 0 && !l->wrapped)
		together = false;
	for (size_t i = 0; i < n; i++) {
		if (v[i].flags & STMT_TX_BEGIN)
			own = true;
		v[i].in_own = own;
		v[i].in_transaction = together || (own && l->in->dialect->transactional_ddl);
		v[i].transaction = number;
		if (v[i].flags & (STMT_TX_COMMIT | STMT_TX_ROLLBACK))
			own = false;
		if (!together && !own)
			number++;
	}
	l->transactions = number;
}

static int split(struct lint *l, struct pawl_error *err)
{
	const struct lint_file *f = l->file;
	struct split_text text = {f->text + f->offset, f->length};
	struct split_source source = {.read = split_read_text,
				      .ctx = &text,
				      .name = f->path,
				      .offset = f->offset,
				      .line = 1};
	_cleanup_splitter_ struct splitter *sp = NULL;
	struct statement st;
	bool more = false;
	int rc;

	for (size_t i = 0; i < f->offset; i++)
		source.line += f->text[i] == '\n';
	rc = split_open(l->in->dialect->lex, &source, &sp, err);
	while (rc == 0 && (rc = split_next(sp, &st, &more, err)) == 0 && more) {
		struct stmt_class class;
		struct lint_statement *to = vec_push(&l->statements, l->arena);

		l->in->dialect->classify(st.text, st.len, l->arena, &class);
		*to = (struct lint_statement){
			.text = f->text + st.start,
			.len = st.len,
			.at = (size_t)st.start,
			.line = st.line,
			.column = st.column,
			.flags = class.flags,
			.kind = class.kind,
		};
	}
	return rc;
}

int read_file(struct lint *l, struct pawl_error *err)
{
	size_t from = 0;
	int rc = split(l, err);

	for (size_t i = 0; rc == 0 && i < l->statements.len; i++) {
		struct lint_statement *st = &l->statements.v[i];

		if (!l->file->context && !(i > 0 && st[-1].flags & STMT_COPY_STDIN))
			read_gap(l, from, st->at, i == 0 ? NULL : st);
		st->batch = find_text(l, from, st->at, "pawl:batch ");
		from = st->at + st->len;
		rc = read_actions(l, st, err);
	}
	find_transactions(l);
	return rc;
}

void read_report_allows(struct lint *l)
{
	for (size_t i = 0; i < l->allows.len; i++) {
		const struct lint_allow *a = &l->allows.v[i];

		if (a->used)
			continue;
		l->rule = lint_rule_find("unused-allow");
		lint_report_at(l, a->at, a->len, a->line, a->column, "\"pawl:allow %s\" %s",
			       a->rule,
			       lint_rule_find(a->rule) == NULL
				       ? "names no rule"
				       : "has no effect: the rule finds nothing here");
	}
}
