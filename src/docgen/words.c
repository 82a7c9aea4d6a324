/* SPDX-License-Identifier: Apache-2.0 */
#include "docgen/words.h"

#include <inttypes.h>
#include <stdio.h>

const char *words_duration(int64_t ms, char text[WORDS_SIZE])
{
	if (ms < 1000)
		snprintf(text, WORDS_SIZE, "%" PRId64 " ms", ms);
	else if (ms < 60000)
		snprintf(text, WORDS_SIZE, "%" PRId64 ".%" PRId64 " s", ms / 1000, ms % 1000 / 100);
	else
		snprintf(text, WORDS_SIZE, "%" PRId64 " min %" PRId64 " s", ms / 60000,
			 ms / 1000 % 60);
	return text;
}
