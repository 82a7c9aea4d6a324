/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be seen of a long statement from outside: a second connection,
 * opened when a statement has run for a while, asks who blocks it and how far
 * it is, and keeps the lease alive. Driven by the driver's tick.
 */
#ifndef MIGRATE_WATCH_H
#define MIGRATE_WATCH_H

#include "migrate/settings.h"

struct watch *watch_new(struct work *w);
void watch_free(struct watch *watch);

/* "pid 4711 user alex (psql), idle in transaction since ...: LOCK TABLE users" */
void watch_describe(struct buf *b, const struct db_blocker *who);

/* Whoever was seen blocking last, NULL if nobody was. */
const char *watch_blockers(const struct watch *watch);

/* struct db_host's tick, with the watch as its data. */
void watch_tick(struct watch *watch);

#endif
