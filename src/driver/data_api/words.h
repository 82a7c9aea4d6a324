/* SPDX-License-Identifier: Apache-2.0 */
/* The first words of a statement. */
#ifndef DRIVER_DATA_API_WORDS_H
#define DRIVER_DATA_API_WORDS_H

#include <stdbool.h>

/* Behind blanks and comments, but inside of one that MySQL runs. */
const char *words_start(const char *sql);
/* Behind the first word where it is that word, else NULL. */
const char *words_behind(const char *sql, const char *word);
/* Behind it, or where the text is. */
const char *words_past(const char *sql, const char *word);
bool words_begins(const char *sql, const char *word);
/* Nothing is left but the end of a statement. */
bool words_end(const char *sql);

#endif
