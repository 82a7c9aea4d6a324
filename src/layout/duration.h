/* SPDX-License-Identifier: Apache-2.0 */
/* "500ms", "3s", "10min", "1h": lengths of time as directives have them. */
#ifndef LAYOUT_DURATION_H
#define LAYOUT_DURATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* PostgreSQL keeps timeouts in an int of milliseconds. */
enum { DURATION_LONGEST_MS = 2147483647 };

#define DURATION_HINT                                                                              \
	"write a whole number with ms, s, min or h, of 24 days at most; 0 or none is no limit"

/* "0" and "none" are 0. False if the text is no length of time. */
bool duration_parse(const char *s, size_t len, int64_t *ret_ms);

#endif
