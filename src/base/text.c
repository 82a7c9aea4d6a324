/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

size_t text_utf8(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t n;
	uint32_t c;

	if (len == 0)
		return 0;
	if (u[0] < 0x80)
		return 1;
	if (u[0] >= 0xc2 && u[0] <= 0xdf)
		n = 2;
	else if (u[0] >= 0xe0 && u[0] <= 0xef)
		n = 3;
	else if (u[0] >= 0xf0 && u[0] <= 0xf4)
		n = 4;
	else
		return 0;
	if (n > len)
		return 0;
	c = u[0] & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (u[i] & 0x3f);
	}
	if ((n == 3 && (c < 0x800 || (c >= 0xd800 && c <= 0xdfff))) ||
	    (n == 4 && (c < 0x10000 || c > 0x10ffff)))
		return 0;
	return n;
}

void text_clean(char *s)
{
	size_t len = strlen(s);

	for (size_t i = 0; i < len;) {
		unsigned char c = (unsigned char)s[i];
		size_t n = text_utf8(s + i, len - i);
		bool c1 = n == 2 && c == 0xc2 && (unsigned char)s[i + 1] < 0xa0;

		if (n == 0 || (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f) {
			s[i++] = '?';
			continue;
		}
		if (c1)
			s[i] = s[i + 1] = '?';
		i += n;
	}
}

void text_cut(char *s, size_t size)
{
	size_t len = strnlen(s, size);

	/* A lead byte less than four bytes from the end may have lost its tail. */
	for (size_t back = 1; back <= 3 && back <= len; back++) {
		unsigned char c = (unsigned char)s[len - back];

		if ((c & 0xc0) == 0x80)
			continue;
		if (c >= 0xc0 && text_utf8(s + len - back, back) == 0)
			len -= back;
		break;
	}
	s[len] = '\0';
}

size_t text_width(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* Edit distance, two neighbours exchanged being one edit; long words are never near anything. */
static size_t text_distance(const char *a, const char *b)
{
	enum { LONGEST = 64 };
	size_t alen = strlen(a), blen = strlen(b);
	size_t rows[3][LONGEST + 1];

	if (alen > LONGEST || blen > LONGEST)
		return SIZE_MAX;
	for (size_t j = 0; j <= blen; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= alen; i++) {
		const size_t *above = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];
		size_t *row = rows[i % 3];

		row[0] = i;
		for (size_t j = 1; j <= blen; j++) {
			size_t change = above[j - 1] + (a[i - 1] != b[j - 1]);
			size_t least = above[j] < row[j - 1] ? above[j] + 1 : row[j - 1] + 1;

			row[j] = change < least ? change : least;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
	}
	return rows[alen % 3][blen];
}

const char *text_nearest(const char *word, const char *const *candidates, size_t n)
{
	const char *best = NULL;
	size_t allowed = (strlen(word) + 1) / 3, best_distance = (allowed == 0 ? 1 : allowed) + 1;

	for (size_t i = 0; i < n; i++) {
		size_t distance = text_distance(word, candidates[i]);

		if (distance < best_distance && distance < strlen(candidates[i])) {
			best = candidates[i];
			best_distance = distance;
		}
	}
	return best;
}

int text_compare_numbers(const char *a, size_t alen, const char *b, size_t blen)
{
	int order;

	for (; alen > 0 && *a == '0'; a++)
		alen--;
	for (; blen > 0 && *b == '0'; b++)
		blen--;
	if (alen != blen)
		return alen < blen ? -1 : 1;
	order = memcmp(a, b, alen);
	return order < 0 ? -1 : order > 0;
}

bool text_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *s, const char *suffix)
{
	size_t len = strlen(s), n = strlen(suffix);

	return len >= n && memcmp(s + len - n, suffix, n) == 0;
}

bool text_equal_nocase(const char *a, const char *b)
{
	return strcasecmp(a, b) == 0;
}
