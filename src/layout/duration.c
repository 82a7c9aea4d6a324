/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/duration.h"

#include <ctype.h>
#include <string.h>

bool duration_parse(const char *s, size_t len, int64_t *ret_ms)
{
	static const struct {
		const char *unit;
		int64_t ms;
	} units[] = {{"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}};
	int64_t n = 0;
	size_t i = 0;

	if (len == strlen("none") && strncmp(s, "none", len) == 0) {
		*ret_ms = 0;
		return true;
	}
	for (; i < len && isdigit((unsigned char)s[i]) && n <= DURATION_LONGEST_MS; i++)
		n = n * 10 + (s[i] - '0');
	if (i == 0)
		return false;
	if (i == len) {
		*ret_ms = 0;
		return n == 0;
	}
	for (size_t u = 0; u < sizeof(units) / sizeof(*units); u++) {
		if (strlen(units[u].unit) == len - i &&
		    strncmp(s + i, units[u].unit, len - i) == 0) {
			*ret_ms = n * units[u].ms;
			return *ret_ms <= DURATION_LONGEST_MS;
		}
	}
	return false;
}
