/* SPDX-License-Identifier: Apache-2.0 */
/* Escaping is done a character at a time by one reader of UTF-8; see markup.h. */
#include "docgen/markup.h"

#include "base/text.h"

#include <assert.h>
#include <string.h>

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

/* U+202A ... U+202E, U+2066 ... U+2069: what follows would be shown in another order. */
static bool is_direction(const char *s, size_t len)
{
	return len == 3 &&
	       ((s[0] == '\xe2' && s[1] == '\x80' && s[2] >= '\xaa' && s[2] <= '\xae') ||
		(s[0] == '\xe2' && s[1] == '\x81' && s[2] >= '\xa6' && s[2] <= '\xa9'));
}

/* The next character as it may be shown, by its bytes; moves *at behind it. */
static size_t next_char(const char **at, char ret[5])
{
	const char *s = *at;
	size_t len = text_utf8(s, strlen(s) < 4 ? strlen(s) : 4);
	unsigned char c = (unsigned char)*s;

	*at = s + (len > 0 ? len : 1);
	if (len == 1 && c == '\r' && s[1] == '\n')
		return 0;
	if (len == 1 && (c < ' ' || c == 0x7f) && c != '\n' && c != '\t') {
		memcpy(ret, "\xe2\x90\x80", 4); /* U+2400 */
		ret[2] = (char)(0x80 + (c == 0x7f ? 0x21 : c));
		return 3;
	}
	if (len == 0 || (len == 2 && c == 0xc2 && (unsigned char)s[1] < 0xa0) ||
	    is_direction(s, len)) {
		memcpy(ret, replacement, sizeof(replacement));
		return 3;
	}
	memcpy(ret, s, len);
	ret[len] = '\0';
	return len;
}

void plain_text(struct buf *b, const char *s)
{
	char c[5];

	while (*s != '\0') {
		size_t len = next_char(&s, c);

		buf_add(b, c, len);
	}
}

void html_text(struct buf *b, const char *s)
{
	static const struct {
		char c;
		const char *entity;
	} entities[] = {
		{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"},
	};
	char c[5];

	while (*s != '\0') {
		size_t len = next_char(&s, c);
		const char *entity = NULL;

		for (size_t i = 0; i < sizeof(entities) / sizeof(*entities) && len == 1; i++)
			if (entities[i].c == c[0])
				entity = entities[i].entity;
		if (entity != NULL)
			buf_adds(b, entity);
		else
			buf_add(b, c, len);
	}
}

void html(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	for (const char *p = fmt; *p != '\0'; p++) {
		if (*p != '%') {
			buf_addc(b, *p);
		} else if (p[1] == 's') {
			html_text(b, va_arg(ap, const char *));
			p++;
		} else {
			assert(p[1] == 'z' && p[2] == 'u');
			buf_printf(b, "%zu", va_arg(ap, size_t));
			p += 2;
		}
	}
	va_end(ap);
}

void md_text(struct buf *b, const char *s)
{
	char c[5];

	while (*s != '\0') {
		size_t len = next_char(&s, c);

		if (len == 1 && (c[0] == '\n' || c[0] == '\t'))
			buf_addc(b, ' ');
		else if (len == 1 && c[0] == '<')
			buf_adds(b, "&lt;");
		else if (len == 1 && c[0] == '&')
			buf_adds(b, "&amp;");
		else if (len == 1 && strchr("\\`*_[]#|>~", c[0]) != NULL)
			buf_printf(b, "\\%s", c);
		else
			buf_add(b, c, len);
	}
}

static size_t longest_run(const char *s, char of)
{
	size_t longest = 0;

	for (size_t run = 0; *s != '\0'; s++) {
		run = *s == of ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void add_times(struct buf *b, char c, size_t n)
{
	while (n-- > 0)
		buf_addc(b, c);
}

void md_code(struct buf *b, const char *s, bool in_table)
{
	size_t ticks = longest_run(s, '`') + 1;
	bool pad = *s == '`' || *s == ' ' || *s == '\0' || s[strlen(s) - 1] == '`';
	char c[5];

	add_times(b, '`', ticks);
	buf_adds(b, pad ? " " : "");
	while (*s != '\0') {
		size_t len = next_char(&s, c);

		if (len == 1 && (c[0] == '\n' || c[0] == '\t'))
			buf_addc(b, ' ');
		else if (len == 1 && c[0] == '|' && in_table)
			buf_adds(b, "\\|");
		else
			buf_add(b, c, len);
	}
	buf_adds(b, pad ? " " : "");
	add_times(b, '`', ticks);
}

void md_block(struct buf *b, const char *language, const char *s)
{
	size_t ticks = longest_run(s, '`') + 1;

	ticks = ticks < 3 ? 3 : ticks;
	add_times(b, '`', ticks);
	buf_printf(b, "%s\n", language);
	plain_text(b, s);
	buf_adds(b, "\n");
	add_times(b, '`', ticks);
	buf_adds(b, "\n");
}
