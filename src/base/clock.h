/* SPDX-License-Identifier: Apache-2.0 */
/* Time: a steady clock for durations, the wall clock for records, and sleep. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

enum { CLOCK_TEXT = 32 };

/* Milliseconds and microseconds of a clock that never goes back. */
int64_t clock_ms(void);
int64_t clock_us(void);

/* Seconds since 1970 UTC. */
int64_t clock_unix(void);

/* Now in UTC: "2026-01-31 23:59:59" and, for new versions, "20260131235959". */
void clock_utc(char ret[CLOCK_TEXT]);
void clock_stamp(char ret[CLOCK_TEXT]);

/* Sleep; a signal ends it early. */
void clock_sleep_ms(int64_t ms);

/* A number in [0, below), for jitter; not for secrets. */
uint32_t clock_jitter(uint32_t below);

#endif
