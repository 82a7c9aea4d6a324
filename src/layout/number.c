/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/number.h"

#include "base/clock.h"
#include "base/text.h"

#include <string.h>
#include <sys/random.h>

enum { TIMESTAMP_DIGITS = 14, HASH_DIGITS = 12 };

static const char digits[] = "0123456789abcdef";

int number_compare(const char *a, const char *b)
{
	static const char between[] = "._";

	while (*a != '\0' || *b != '\0') {
		size_t m = strcspn(a, between), n = strcspn(b, between);
		int order = text_compare_numbers(a, m, b, n);

		if (order != 0)
			return order;
		a += m + (a[m] != '\0');
		b += n + (b[n] != '\0');
	}
	return 0;
}

char *number_next(const char *version, struct arena *a)
{
	const char *dot = strrchr(version, '.');
	size_t head = dot != NULL ? (size_t)(dot - version) + 1 : 0, len = strlen(version + head);
	char *next = arena_alloc(a, head + len + 2), *last = next + head;

	memcpy(next, version, head);
	last[0] = '0';
	memcpy(last + 1, version + head, len + 1);
	for (char *p = last + len; p >= last; p--) {
		if (*p != '9') {
			++*p;
			break;
		}
		*p = '0';
	}
	if (last[0] == '0' && len != 0)
		memmove(last, last + 1, len + 1);
	return next;
}

bool number_is_plain(const char *version)
{
	return version[0] != '\0' && version[strspn(version, "0123456789")] == '\0';
}

static int two(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

bool number_is_timestamp(const char *version)
{
	int century, month, day;

	if (strlen(version) != TIMESTAMP_DIGITS || !number_is_plain(version))
		return false;
	century = two(version);
	month = two(version + 4);
	day = two(version + 6);
	return (century == 19 || century == 20) && month >= 1 && month <= 12 && day >= 1 &&
	       day <= 31;
}

/* Days from 1970 to a date of the Gregorian calendar. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

int64_t number_millis(const char *s)
{
	int64_t days = days_of(two(s) * 100 + two(s + 2), two(s + 4), two(s + 6));
	int64_t seconds = days * 86400 + two(s + 8) * 3600 + two(s + 10) * 60 + two(s + 12);

	s += TIMESTAMP_DIGITS;
	return seconds * 1000 + (s[0] == '\0' ? 0 : (s[0] - '0') * 100 + two(s + 1));
}

char *number_timestamp(const char *version, struct arena *a)
{
	char now[CLOCK_TEXT];

	clock_stamp(now);
	if (version != NULL &&
	    text_compare_numbers(now, strlen(now), version, strlen(version)) <= 0)
		return number_next(version, a);
	return arena_strdup(a, now);
}

int number_hash(struct arena *a, char **ret, struct pawl_error *err)
{
	unsigned char random[HASH_DIGITS];
	char *hash = arena_alloc(a, HASH_DIGITS + 1);

	if (getentropy(random, sizeof(random)) != 0)
		return fail_errno(err, PAWL_E_FILE, "could not get random bytes");
	for (size_t i = 0; i < HASH_DIGITS; i++)
		hash[i] = digits[random[i] & 15];
	/* Digits alone would be read as a number; and one digit keeps it from being a word. */
	hash[0] = digits[10 + random[0] % 6];
	hash[HASH_DIGITS - 1] = digits[random[HASH_DIGITS - 1] % 10];
	*ret = hash;
	return 0;
}
