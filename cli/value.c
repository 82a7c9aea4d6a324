/* SPDX-License-Identifier: Apache-2.0 */
#include "value.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool value_is_off(const char *text)
{
	return strcmp(text, "off") == 0 || strcmp(text, "none") == 0 || strcmp(text, "no") == 0 ||
	       strcmp(text, "never") == 0;
}

bool value_is_source(const char *text)
{
	return strncmp(text, "cmd:", 4) == 0 || strstr(text, "://") != NULL ||
	       strncmp(text, "sqlite:", 7) == 0;
}

static int64_t unit_ms(const char *unit)
{
	static const struct {
		const char *name;
		int64_t ms;
	} units[] = {
		{"", 1000},   {"ms", 1},      {"s", 1000},    {"sec", 1000},
		{"m", 60000}, {"min", 60000}, {"h", 3600000}, {"d", 86400000},
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(unit, units[i].name) == 0)
			return units[i].ms;
	return -1;
}

bool value_duration(const char *text, int64_t *ret_ms, bool *ret_unit)
{
	const double most = 10000.0 * 86400 * 1000;
	size_t digits = strspn(text, "0123456789.");
	double number, ms;
	int64_t unit;
	char *end;

	if (digits == 0 || digits > 18)
		return false;
	number = strtod(text, &end);
	if (end != text + digits)
		return false;
	while (*end == ' ')
		end++;
	unit = unit_ms(end);
	ms = number * (double)unit;
	if (unit < 0 || ms > most)
		return false;
	*ret_ms = (int64_t)(ms + 0.5);
	/* Half a microsecond is not "no limit at all". */
	if (*ret_ms == 0 && number > 0)
		*ret_ms = 1;
	if (ret_unit != NULL)
		*ret_unit = *end != '\0';
	return true;
}

bool value_count(const char *text, int max, int *ret)
{
	char *end;
	long n;

	if (!isdigit((unsigned char)text[0]))
		return false;
	errno = 0;
	n = strtol(text, &end, 10);
	if (*end != '\0' || errno != 0 || n > max)
		return false;
	*ret = (int)n;
	return true;
}

bool value_bool(const char *text, bool *ret)
{
	static const char *const words[] = {"false", "true", "no", "yes", "off", "on", "0", "1"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i]) == 0) {
			*ret = i % 2 == 1;
			return true;
		}
	}
	return false;
}

enum { WORD_MAX = 64 };

static size_t least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* Levenshtein, one row at a time; words longer than WORD_MAX are never near. */
static size_t distance(const char *a, const char *b)
{
	size_t alen = strlen(a), blen = strlen(b), row[WORD_MAX + 1];

	if (alen > WORD_MAX || blen > WORD_MAX)
		return WORD_MAX;
	for (size_t j = 0; j <= blen; j++)
		row[j] = j;
	for (size_t i = 1; i <= alen; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= blen; j++) {
			size_t above = row[j];

			row[j] = least(row[j] + 1, row[j - 1] + 1,
				       diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[blen];
}

const char *value_nearest(const char *word, const char *const *candidates, size_t n)
{
	size_t len = strlen(word), best = len < 3 ? 2 : len / 3 + 1, found = n;

	for (size_t i = 0; i < n; i++) {
		size_t d = distance(word, candidates[i]);

		if (d < best) {
			best = d;
			found = i;
		}
	}
	for (size_t i = 0; found == n && len >= 2 && i < n; i++)
		if (strncmp(candidates[i], word, len) == 0)
			found = i;
	return found == n ? NULL : candidates[found];
}
