/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers in words that the page and Markdown share. */
#ifndef DOCGEN_WORDS_H
#define DOCGEN_WORDS_H

#include <stdint.h>

enum { WORDS_SIZE = 32 };

/* "12 ms", "3.4 s", "2 min 5 s", in text, which is returned. */
const char *words_duration(int64_t ms, char text[WORDS_SIZE]);

#endif
