/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/settings.h"

#include <stdio.h>
#include <string.h>

void work_event(const struct work *w, const struct pawl_event *event)
{
	if (w->on_event != NULL)
		w->on_event(w->event_data, event);
}

void work_say(const struct work *w, enum pawl_event_kind kind, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	if (w->on_event == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	work_event(w, &(struct pawl_event){
			      .kind = kind,
			      .text = text,
			      .text_len = strlen(text),
			      .changed = -1,
		      });
}

void work_hear_cancel(struct work *w)
{
	w->cancelled = true;
	if (w->cancel != NULL)
		*w->cancel = 0;
}

int work_check_cancel(const struct work *w, struct pawl_error *err)
{
	if (!w->cancelled && (w->cancel == NULL || !*w->cancel))
		return 0;
	return fail(err, PAWL_E_CANCELLED, "cancelled");
}

bool work_may_batch(const struct work *w)
{
	return w->most_batches == 0 || w->batches < w->most_batches;
}
