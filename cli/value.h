/* SPDX-License-Identifier: Apache-2.0 */
/* Values as people write them: durations, counts, misspelt words. */
#ifndef CLI_VALUE_H
#define CLI_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * "500ms", "3s", "10min", "1h", "1.5s"; also m, sec, and a plain number of
 * seconds where *ret_unit (may be NULL) tells that no unit was written. false
 * if it is none of these or beyond 10,000 days.
 */
bool value_duration(const char *text, int64_t *ret_ms, bool *ret_unit);

/* "off", "none", "no", "never": a limit that is switched off. */
bool value_is_off(const char *text);

/* A whole number from 0 to max. */
bool value_count(const char *text, int max, int *ret);

/* true, yes, on, 1 and false, no, off, 0. */
bool value_bool(const char *text, bool *ret);

/* "cmd:..." or a database URL, where a path could stand as well. */
bool value_is_source(const char *text);

/*
 * Of the n candidates the one that word was probably meant to be: it begins with
 * word, or lies within a third of word's length by edit distance. NULL if none.
 */
const char *value_nearest(const char *word, const char *const *candidates, size_t n);

#endif
