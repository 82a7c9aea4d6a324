/* SPDX-License-Identifier: Apache-2.0 */
/* A public result and the arena that everything in it lives in: one allocation to hand out. */
#ifndef API_RESULT_H
#define API_RESULT_H

#include "base/arena.h"

/* A zeroed body of size bytes; *ret_arena is its arena. */
void *result_new(size_t size, struct arena **ret_arena);

/* Give body and arena back. Accepts NULL. */
void result_free(void *body);

#endif
