/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <sys/random.h>
#include <time.h>

int64_t clock_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_ms(void)
{
	return clock_us() / 1000;
}

int64_t clock_unix(void)
{
	return (int64_t)time(NULL);
}

static void clock_now(struct tm *ret)
{
	time_t now = time(NULL);

	gmtime_r(&now, ret);
}

void clock_utc(char ret[CLOCK_TEXT])
{
	struct tm tm;

	clock_now(&tm);
	strftime(ret, CLOCK_TEXT, "%Y-%m-%d %H:%M:%S", &tm);
}

void clock_stamp(char ret[CLOCK_TEXT])
{
	struct tm tm;

	clock_now(&tm);
	strftime(ret, CLOCK_TEXT, "%Y%m%d%H%M%S", &tm);
}

void clock_sleep_ms(int64_t ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	nanosleep(&t, NULL);
}

uint32_t clock_jitter(uint32_t below)
{
	uint32_t r = 0;

	if (getrandom(&r, sizeof(r), GRND_NONBLOCK) != sizeof(r))
		r = (uint32_t)clock_us();
	return below == 0 ? 0 : r % below;
}
