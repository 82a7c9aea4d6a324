/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One runner at a time for each history table.
 *
 * Where the connection holds session state, the engine's own lock by name does
 * it, tried again and again and never waited for inside the server (a waiting
 * session has a snapshot, and CREATE INDEX CONCURRENTLY waits for snapshots).
 * Behind a pooling proxy and on a Galera cluster such locks mean nothing: there
 * a row of _migrations_lock with holder and expiry is the lock. It is renewed
 * while statements run, and each transaction checks that it is still ours
 * before it commits. Once that table exists, every runner uses it as well.
 */
#ifndef MIGRATE_RUNNER_LOCK_H
#define MIGRATE_RUNNER_LOCK_H

#include "migrate/settings.h"

enum { RUNNER_LOCK_NAME = 128 };

struct runner_lock {
	bool mine;                     /* ours alone is held: another tool's is not */
	bool session;                  /* the engine's own is held */
	bool lease;                    /* the row is held */
	bool lost;                     /* it was, until somebody else took it */
	char holder[RUNNER_LOCK_NAME]; /* who we are in that row */
	char name[RUNNER_LOCK_NAME];   /* of the engine's lock */
	int64_t renewed_ms;
};

/*
 * Take it, waiting as long as the settings allow; PAWL_E_LOCKED says who holds
 * it. w->lock points to l until runner_lock_release().
 */
int runner_lock_acquire(struct work *w, struct runner_lock *l, struct pawl_error *err);

/* Never fails: a lock that cannot be given back ends with the connection, or expires. */
void runner_lock_release(struct work *w);

/* Inside a transaction: PAWL_E_LOCKED if the lease is no longer ours. Nothing to do without one. */
int runner_lock_fence(struct work *w, struct pawl_error *err);

/*
 * Renew what runs out when it is time, over a connection that is idle: another one during
 * a statement; NULL where there is none, for what needs none.
 */
void runner_lock_renew(struct work *w, struct db *other);

#endif
