/* SPDX-License-Identifier: Apache-2.0 */
/* The UTF-8 table is that of RFC 3629, section 4: no overlong forms, no surrogates. */
#include "clean.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static bool is_tail(const char *s, size_t len, size_t i)
{
	return i < len && ((unsigned char)s[i] & 0xc0) == 0x80;
}

size_t clean_utf8(const char *s, size_t len)
{
	unsigned char first = len > 0 ? (unsigned char)s[0] : 0xff;
	unsigned char second = len > 1 ? (unsigned char)s[1] : 0;
	size_t need = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

	if (first >= 0x80 && (first < 0xc2 || first > 0xf4))
		return 0;
	for (size_t i = 1; i < need; i++)
		if (!is_tail(s, len, i))
			return 0;
	if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
	    (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f))
		return 0;
	return need;
}

/* LRE to RLO and LRI to PDI, which make a line read as something else. */
static bool turns_direction(const char *s, size_t n)
{
	if (n != 3 || (unsigned char)s[0] != 0xe2)
		return false;
	if ((unsigned char)s[1] == 0x80)
		return (unsigned char)s[2] >= 0xaa && (unsigned char)s[2] <= 0xae;
	return (unsigned char)s[1] == 0x81 && (unsigned char)s[2] >= 0xa6 &&
	       (unsigned char)s[2] <= 0xa9;
}

static bool is_control(const char *s, size_t n)
{
	unsigned char c = (unsigned char)s[0];

	if (n == 1)
		return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
	return (n == 2 && c == 0xc2 && (unsigned char)s[1] < 0xa0) || turns_direction(s, n);
}

void clean_text(char *s)
{
	size_t len = strlen(s);
	char *out = s;

	for (size_t i = 0; i < len;) {
		size_t n = clean_utf8(s + i, len - i);

		if (n == 0 || is_control(s + i, n)) {
			*out++ = '?';
			i += n == 0 ? 1 : n;
			continue;
		}
		memmove(out, s + i, n);
		out += n;
		i += n;
	}
	*out = '\0';
}

size_t clean_width(const char *s)
{
	size_t columns = 0;

	for (; *s != '\0'; s++)
		if (((unsigned char)*s & 0xc0) != 0x80)
			columns++;
	return columns;
}

size_t clean_prefix(const char *s, size_t columns)
{
	size_t i = 0;

	for (; s[i] != '\0'; i++)
		if (((unsigned char)s[i] & 0xc0) != 0x80 && columns-- == 0)
			break;
	return i;
}
