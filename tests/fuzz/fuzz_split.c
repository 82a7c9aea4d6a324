/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The splitter under all three dialects. Whatever the text: statements come in
 * order, inside the text, not overlapping, with the place that counting from
 * the start gives; how the source cuts the text into pieces changes nothing,
 * the error included; every statement can be classified.
 */
#include "base/arena.h"
#include "dialect/dialect.h"
#include "sql/split.h"

#include <stdlib.h>
#include <string.h>

enum { STATEMENTS = 4096 };

struct text {
	const char *data;
	size_t len, at;
	size_t piece; /* the most that one read gives; 0 for pieces of all sizes */
};

struct result {
	struct statement st[STATEMENTS];
	size_t n;
	size_t copied; /* bytes of copy data */
	struct pawl_error err;
	int status;
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static int text_read(void *ctx, char *data, size_t size, size_t *ret_len, struct pawl_error *err)
{
	struct text *t = ctx;
	size_t n = t->piece != 0 ? t->piece : t->at % 7 + 1;

	(void)err;
	if (n > size)
		n = size;
	if (n > t->len - t->at)
		n = t->len - t->at;
	memcpy(data, t->data + t->at, n);
	t->at += n;
	*ret_len = n;
	return 0;
}

static void check_statement(const struct text *t, const struct statement *st, uint64_t behind)
{
	unsigned long line = 1;
	/* A byte-order mark is no column. */
	size_t line_start = t->len >= 3 && memcmp(t->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	require(st->start >= behind && st->start + st->len <= t->len && st->len > 0);
	require(memcmp(st->text, t->data + st->start, st->len) == 0 && st->text[st->len] == '\0');
	for (size_t i = 0; i < st->start; i++)
		if (t->data[i] == '\n') {
			line++;
			line_start = i + 1;
		}
	require(st->line == line && st->column == st->start - line_start + 1);
}

static int copy_all(struct splitter *sp, struct result *r)
{
	const char *data;
	bool more = true;
	size_t len;
	int e;

	while ((e = split_copy_data(sp, &data, &len, &more, &r->err)) == 0 && more) {
		require(len > 0 && memchr(data, '\0', len) == NULL);
		r->copied += len;
	}
	return e;
}

static void run(const struct dialect *d, const char *data, size_t len, size_t piece,
		struct result *r)
{
	struct text t = {.data = data, .len = len, .piece = piece};
	struct split_source source = {.read = text_read, .ctx = &t, .name = "input"};
	struct arena a = {0};
	struct stmt_class class;
	struct splitter *sp;
	struct statement st;
	uint64_t behind = 0;
	bool more;

	r->n = r->copied = 0;
	memset(&r->err, 0, sizeof(r->err));
	require(split_open(d->lex, &source, &sp, &r->err) == 0);
	while ((r->status = split_next(sp, &st, &more, &r->err)) == 0 && more) {
		check_statement(&t, &st, behind);
		behind = st.start + st.len;
		d->classify(st.text, st.len, &a, &class);
		require(class.kind != NULL && class.objects_len <= STMT_OBJECTS);
		arena_reset(&a);
		if (r->n < STATEMENTS)
			r->st[r->n++] = st;
		/* Read the data of every other COPY; the rest must be skipped. */
		if (st.copy_data && r->n % 2 == 1 && (r->status = copy_all(sp, r)) != 0)
			break;
	}
	split_close(sp);
	arena_done(&a);
}

static void same(const struct result *a, const struct result *b)
{
	require(a->n == b->n && a->copied == b->copied && a->status == b->status);
	for (size_t i = 0; i < a->n; i++)
		require(a->st[i].start == b->st[i].start && a->st[i].len == b->st[i].len &&
			a->st[i].line == b->st[i].line && a->st[i].column == b->st[i].column &&
			a->st[i].copy_data == b->st[i].copy_data &&
			a->st[i].compound == b->st[i].compound);
	require(strcmp(a->err.message, b->err.message) == 0 && a->err.line == b->err.line &&
		a->err.column == b->err.column);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	static struct result whole, pieces;
	size_t n;
	const struct dialect *const *all = dialect_all(&n);

	for (size_t i = 0; i < n; i++) {
		run(all[i], (const char *)data, len, 1 << 20, &whole);
		run(all[i], (const char *)data, len, 1, &pieces);
		same(&whole, &pieces);
		run(all[i], (const char *)data, len, 0, &pieces);
		same(&whole, &pieces);
	}
	return 0;
}
