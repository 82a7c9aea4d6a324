/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The window on the stream. It slides at most once a statement and otherwise
 * doubles, so the cost of moving bytes stays linear. A NUL byte is looked for
 * once per piece read and taken for the end of the text, so that no scan has to
 * know about it.
 */
#include "sql/split_impl.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void count_to(struct splitter *sp, uint64_t offset)
{
	const char *s = sp->buf + (sp->counted - sp->base);
	const char *end = sp->buf + (offset - sp->base);

	while ((s = memchr(s, '\n', (size_t)(end - s))) != NULL) {
		s++;
		sp->line++;
		sp->line_start = sp->base + (uint64_t)(s - sp->buf);
	}
	sp->counted = offset;
}

void split_place(struct splitter *sp, size_t index, unsigned long *line, unsigned long *column)
{
	assert(sp->base + index >= sp->counted);
	count_to(sp, sp->base + index);
	*line = sp->line;
	*column = (unsigned long)(sp->counted - sp->line_start) + 1;
}

void split_fail(struct splitter *sp, size_t index, const char *advice, const char *fmt, ...)
{
	char message[256];
	unsigned long line, column;
	va_list ap;

	if (sp->status != 0)
		return;
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	split_place(sp, index, &line, &column);
	sp->status = fail(sp->err, PAWL_E_SYNTAX, "%s", message);
	at(sp->err, sp->source.name, line, column);
	hint(sp->err, "%s", advice);
}

/* Drop what is not needed any more. */
static void slide(struct splitter *sp)
{
	size_t by = sp->keep;

	if (sp->counted < sp->base + by)
		count_to(sp, sp->base + by);
	memmove(sp->buf, sp->buf + by, sp->len - by);
	sp->len -= by;
	sp->pos -= by;
	sp->keep = 0;
	sp->base += by;
	if (sp->inside) {
		sp->first -= by;
		sp->open -= by;
		sp->barrier -= by;
		sp->segment -= by;
		sp->last -= by;
		sp->executable_open -= by;
	}
}

static bool too_long(struct splitter *sp)
{
	unsigned long line, column;

	if (sp->len - sp->keep <= SPLIT_LONGEST)
		return false;
	split_place(sp, sp->keep, &line, &column);
	sp->status = fail(sp->err, PAWL_E_LIMIT, "%s is longer than %d MiB",
			  sp->inside ? "statement" : "line", SPLIT_LONGEST >> 20);
	at(sp->err, sp->source.name, line, column);
	return true;
}

/*
 * Most files are small, and allocating for a large one each time costs more than
 * reading them: the window begins small and becomes large with what comes.
 */
static bool should_grow(const struct splitter *sp)
{
	return sp->cap < 2 * SPLIT_CHUNK && sp->base - sp->source.offset + sp->len >= sp->cap / 2;
}

void split_end(struct splitter *sp)
{
	if (sp->nul)
		split_fail(sp, sp->len, "SQL files must be plain text in UTF-8; convert this one",
			   "unexpected NUL byte");
}

bool split_more(struct splitter *sp)
{
	size_t got = 0;
	char *nul;

	if (sp->status != 0 || sp->eof)
		return false;
	if (!sp->inside)
		sp->keep = sp->pos;
	if (too_long(sp))
		return false;
	if (sp->cap - sp->len <= sp->cap / 2 && sp->keep > 0)
		slide(sp);
	if (sp->cap - sp->len <= sp->cap / 2 || should_grow(sp)) {
		sp->cap *= 2;
		sp->buf = xrealloc(sp->buf, sp->cap);
	}
	sp->status = sp->source.read(sp->source.ctx, sp->buf + sp->len, sp->cap - sp->len - 1, &got,
				     sp->err);
	if (sp->status != 0)
		got = 0;
	nul = memchr(sp->buf + sp->len, '\0', got);
	if (nul != NULL) {
		sp->nul = true;
		got = (size_t)(nul - (sp->buf + sp->len));
	}
	sp->eof = got == 0 || sp->nul;
	sp->len += got;
	sp->buf[sp->len] = '\0';
	return got > 0;
}

bool split_has(struct splitter *sp, size_t n)
{
	while (sp->len - sp->pos < n)
		if (!split_more(sp) && (sp->eof || sp->status != 0))
			return sp->len - sp->pos >= n;
	return true;
}

size_t split_line_end(struct splitter *sp, size_t from)
{
	size_t done = from - sp->pos;

	for (;;) {
		const char *s = sp->buf + sp->pos;
		size_t n = sp->len - sp->pos;
		const char *nl = memchr(s + done, '\n', n - done);

		if (nl != NULL)
			return (size_t)(nl - sp->buf);
		done = n;
		if (!split_more(sp))
			return sp->len;
	}
}
