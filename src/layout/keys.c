/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/keys.h"

#include "base/vec.h"
#include "layout/sections.h"

#include <string.h>

struct values {
	const char **v;
	size_t len, cap;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* One value, its end at a comment or at one of stops; *p moves behind it. */
static const char *take_value(const char **p, const char *end, const char *stops, struct arena *a)
{
	const char *start, *stop;

	while (*p < end && is_blank(**p))
		++*p;
	if (*p < end && (**p == '"' || **p == '\'')) {
		char quote = *(*p)++;

		start = *p;
		stop = memchr(start, quote, (size_t)(end - start));
		*p = stop == NULL ? end : stop + 1;
		return arena_strndup(a, start, (size_t)((stop == NULL ? end : stop) - start));
	}
	start = *p;
	while (*p < end && strchr(stops, **p) == NULL)
		++*p;
	for (stop = *p; stop > start && is_blank(stop[-1]); stop--)
		;
	return arena_strndup(a, start, (size_t)(stop - start));
}

/* What follows "key:" or "key =", NULL if the line is another's. */
static const char *behind_key(const struct line *l, const char *key)
{
	const char *rest;
	size_t len;

	if (!line_starts(l, key, &rest, &len) || len == 0 || (*rest != '=' && *rest != ':'))
		return NULL;
	return rest + 1;
}

static void take_inline_list(const char *p, const char *end, struct arena *a, struct values *ret)
{
	while (p < end) {
		const char *value = take_value(&p, end, ",]#", a);

		if (value[0] != '\0')
			*vec_push(ret, a) = value;
		while (p < end && is_blank(*p))
			p++;
		if (p == end || *p++ != ',')
			return;
	}
}

/* Lines "- value" until something else comes. */
static void take_lines(struct lines *lines, struct arena *a, struct values *ret)
{
	struct line l;

	while (lines_next(lines, &l)) {
		const char *p = l.text, *end = l.text + l.len;

		while (p < end && is_blank(*p))
			p++;
		if (p == end || *p == '#')
			continue;
		if (*p != '-')
			return;
		p++;
		*vec_push(ret, a) = take_value(&p, end, "#", a);
	}
}

struct keys_list keys_get_all(const char *text, const char *key, struct arena *a)
{
	struct values found = {0};
	struct lines lines;
	struct line l;

	lines_init(&lines, text, strlen(text));
	while (lines_next(&lines, &l)) {
		const char *p = behind_key(&l, key), *end = l.text + l.len;

		if (p == NULL)
			continue;
		while (p < end && is_blank(*p))
			p++;
		if (p < end && *p == '[')
			take_inline_list(p + 1, end, a, &found);
		else if (p < end && *p != '#')
			*vec_push(&found, a) = take_value(&p, end, "#", a);
		else
			take_lines(&lines, a, &found);
		break;
	}
	return (struct keys_list){.v = found.v, .len = found.len};
}

const char *keys_get(const char *text, const char *key, struct arena *a)
{
	struct keys_list all = keys_get_all(text, key, a);

	return all.len == 0 ? NULL : all.v[0];
}
