/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/sections.h"

#include <string.h>
#include <strings.h>

void lines_init(struct lines *l, const char *data, size_t len)
{
	*l = (struct lines){.data = data, .len = len};
}

bool lines_next(struct lines *l, struct line *ret)
{
	const char *start = l->data + l->at, *newline;
	size_t left = l->len - l->at, len;

	if (left == 0)
		return false;
	newline = memchr(start, '\n', left);
	len = newline == NULL ? left : (size_t)(newline - start);
	*ret = (struct line){
		.text = start,
		.len = len > 0 && start[len - 1] == '\r' ? len - 1 : len,
		.offset = l->at,
		.end = l->at + (newline == NULL ? left : len + 1),
		.number = ++l->number,
	};
	l->at = ret->end;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool line_is_blank(const struct line *l)
{
	for (size_t i = 0; i < l->len; i++)
		if (!is_blank(l->text[i]))
			return false;
	return true;
}

bool line_starts(const struct line *l, const char *word, const char **ret_rest,
		 size_t *ret_rest_len)
{
	size_t n = strlen(word), end = l->len;

	if (l->len < n || memcmp(l->text, word, n) != 0)
		return false;
	while (n < end && is_blank(l->text[n]))
		n++;
	while (end > n && is_blank(l->text[end - 1]))
		end--;
	*ret_rest = l->text + n;
	*ret_rest_len = end - n;
	return true;
}

bool line_resembles(const struct line *l, const char *word)
{
	size_t i = 0, n = strlen(word), dashes;

	while (i < l->len && is_blank(l->text[i]))
		i++;
	for (dashes = 0; i < l->len && l->text[i] == '-'; dashes++)
		i++;
	while (i < l->len && is_blank(l->text[i]))
		i++;
	return dashes >= 2 && l->len - i >= n && strncasecmp(l->text + i, word, n) == 0;
}

/* A copy in which only the pieces' lines hold text; the others keep their ends. */
static char *blank_others(const struct sections *s, const struct section_piece *v, size_t n)
{
	char *out = arena_alloc(s->arena, s->text->len + 1), *p = out;
	size_t at = 0;

	for (size_t i = 0; i <= n; i++) {
		size_t stop = i < n ? v[i].offset : s->text->len;

		for (; at < stop; at++)
			if (s->text->data[at] == '\n')
				*p++ = '\n';
		if (i == n)
			break;
		memcpy(p, s->text->data + v[i].offset, v[i].end - v[i].offset);
		p += v[i].end - v[i].offset;
		at = v[i].end;
	}
	*p = '\0';
	return out;
}

void sections_script(const struct sections *s, const struct section_piece *v, size_t n,
		     enum migration_tx tx, struct script *ret)
{
	bool one_piece = true;

	for (size_t i = 1; i < n; i++)
		one_piece = one_piece && v[i].offset == v[i - 1].end;
	*ret = (struct script){
		.path = s->file->path,
		.line = 1,
		.stamp = s->text->stamp,
		.settings = {.tx = tx, .lock_timeout_ms = -1, .statement_timeout_ms = -1},
	};
	if (n == 0) {
		ret->text = "";
	} else if (one_piece) {
		ret->offset = s->text->skipped + v[0].offset;
		ret->length = v[n - 1].end - v[0].offset;
		ret->line = v[0].line;
	} else {
		ret->text = blank_others(s, v, n);
		ret->length = strlen(ret->text);
	}
}
