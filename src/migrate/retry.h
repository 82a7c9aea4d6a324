/* SPDX-License-Identifier: Apache-2.0 */
/* Trying again after a lock timeout, with a growing, jittered pause. */
#ifndef MIGRATE_RETRY_H
#define MIGRATE_RETRY_H

#include "migrate/settings.h"

struct retry {
	int tries;
};

/*
 * Says so, sleeps and resets err; false when the settings allow no more tries
 * or the host has cancelled: then err stands, with the number of tries.
 */
bool retry_again(struct work *w, struct retry *r, struct pawl_error *err);

#endif
