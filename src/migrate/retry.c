/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/retry.h"

#include "base/clock.h"
#include "migrate/runner_lock.h"
#include "migrate/watch.h"

#include <string.h>

enum { PAUSE_FIRST_MS = 100, PAUSE_LONGEST_MS = 10000 };

static bool may_retry(const struct work *w, const struct retry *r)
{
	return r->tries < w->settings->lock_retries && work_check_cancel(w, NULL) == 0;
}

bool retry_again(struct work *w, struct retry *r, struct pawl_error *err)
{
	int64_t pause = PAUSE_FIRST_MS;

	/* The work belongs to another runner now. */
	if (w->lock != NULL && w->lock->lost)
		return false;
	if (!may_retry(w, r)) {
		const char *blockers = w->watch == NULL ? NULL : watch_blockers(w->watch);

		if (r->tries > 0)
			detail(err, "tried %d times", r->tries + 1);
		if (blockers != NULL)
			detail(err, "blocked by %s", blockers);
		hint(err, "try again when the table is less busy, or allow more with "
			  "--lock-timeout and --lock-retries");
		return false;
	}
	for (int i = 0; i < r->tries && pause < PAUSE_LONGEST_MS; i++)
		pause *= 2;
	r->tries++;
	pause += clock_jitter((uint32_t)pause);
	work_event(w, &(struct pawl_event){
			      .kind = PAWL_EVENT_RETRY,
			      .text = err->message,
			      .text_len = strlen(err->message),
			      .duration_us = pause * 1000,
			      .number = (size_t)r->tries + 1,
			      .total = (size_t)w->settings->lock_retries + 1,
			      .changed = -1,
		      });
	clock_sleep_ms(pause);
	error_reset(err);
	return true;
}
