/* SPDX-License-Identifier: Apache-2.0 */
/* The library's events, for people or as JSON lines. */
#ifndef CLI_TALK_H
#define CLI_TALK_H

#include <pawl/event.h>

/* pawl_event_fn; data is the struct cli. */
void talk_event(void *data, const struct pawl_event *event);

#endif
