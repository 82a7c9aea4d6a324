/* SPDX-License-Identifier: Apache-2.0 */
/* Options as MySQL lists those of a table: NAME=VALUE, parted by blanks. */
#ifndef SQL_OPTION_H
#define SQL_OPTION_H

#include <stddef.h>

/* The length of the first option at text; quotes hold blanks. */
static inline size_t option_len(const char *text)
{
	char quote = '\0';
	size_t len = 0;

	for (; text[len] != '\0' && (quote != '\0' || text[len] != ' '); len++) {
		if (quote != '\0')
			quote = text[len] == quote ? '\0' : quote;
		else if (text[len] == '\'' || text[len] == '`')
			quote = text[len];
	}
	return len;
}

#endif
