/* SPDX-License-Identifier: Apache-2.0 */
/* Small functions on text that several layers share. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Replace in place what a terminal might obey: C0 controls but tab and newline
 * become '?', and so do DEL, C1 controls and bytes that are not valid UTF-8.
 */
void text_clean(char *s);

/* Cut s to at most size bytes without splitting a UTF-8 sequence. */
void text_cut(char *s, size_t size);

/* Length of the valid UTF-8 sequence at s (1 to 4), 0 if there is none. */
size_t text_utf8(const char *s, size_t len);

/* The number of terminal columns that a UTF-8 string takes, one a code point. */
size_t text_width(const char *s);

/*
 * Of the n candidates the one nearest to word by edit distance, if it is near
 * enough to be meant (a third of its length); else NULL.
 */
const char *text_nearest(const char *word, const char *const *candidates, size_t n);

/* Compare digit strings of any length as numbers: "9" < "10", "01" == "1". */
int text_compare_numbers(const char *a, size_t alen, const char *b, size_t blen);

bool text_starts(const char *s, const char *prefix);
bool text_ends(const char *s, const char *suffix);
bool text_equal_nocase(const char *a, const char *b);

#endif
