/* SPDX-License-Identifier: Apache-2.0 */
/* Making versions: the next number, the next timestamp, a hash id. */
#ifndef LAYOUT_NUMBER_H
#define LAYOUT_NUMBER_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Part by part as numbers, a missing part being 0: "1" is "1.0" and "1_0", "1.10" behind "1.9". */
int number_compare(const char *a, const char *b);

/* One more, as wide at least: "013" -> "014", "999" -> "1000", "1.9" -> "1.10". */
char *number_next(const char *version, struct arena *a);

/* Digits and nothing else. */
bool number_is_plain(const char *version);

/* A date and time of 14 digits, "20260131235959". */
bool number_is_timestamp(const char *version);

/* Milliseconds since 1970 at a UTC time of 14 digits, or of 17 with its milliseconds. */
int64_t number_millis(const char *digits);

/* Now as a timestamp, or one more than version where that is not behind it. NULL: now. */
char *number_timestamp(const char *version, struct arena *a);

/* 12 random hex digits, at least one of them a letter. */
int number_hash(struct arena *a, char **ret, struct pawl_error *err);

#endif
