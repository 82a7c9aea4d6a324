/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/retry.h"

#include "base/clock.h"

#include <string.h>

enum { PAUSE_FIRST_MS = 100, PAUSE_LONGEST_MS = 10000 };

bool retry_again(struct work *w, struct retry *r, struct pawl_error *err)
{
	int64_t pause = PAUSE_FIRST_MS;

	if (r->tries >= w->settings->lock_retries || (w->cancel != NULL && *w->cancel)) {
		if (r->tries > 0)
			detail(err, "tried %d times", r->tries + 1);
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
			      .changed = -1,
		      });
	clock_sleep_ms(pause);
	error_reset(err);
	return true;
}
