/* SPDX-License-Identifier: Apache-2.0 */
/* The locks that other tools take, as struct tool_history says; the store of keeper.h uses them. */
#ifndef MIGRATE_KEEPER_LOCK_H
#define MIGRATE_KEEPER_LOCK_H

#include "migrate/settings.h"

/* Never waits. What was got stays got, also where another of the tool's locks is not to be had. */
int keeper_try_lock(struct work *w, bool *ret_got, struct pawl_error *err);
void keeper_unlock(struct work *w);

/* Is there a lock of a runner of pawl's, which may be dead? */
bool keeper_lock_is_left(struct work *w);

/* The table in which a runner that was killed leaves its lock for good; NULL: there is none. */
const char *keeper_left_behind(const struct work *w);

/* Those that run out. other: an idle connection, NULL where there is none. */
void keeper_renew_lock(struct work *w, struct db *other);

#endif
