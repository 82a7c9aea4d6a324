/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Carrying out a plan: the runner lock, hooks, grouping, and each migration by
 * apply.c or journal.c.
 */
#ifndef MIGRATE_RUN_H
#define MIGRATE_RUN_H

#include "migrate/plan.h"
#include "migrate/unit.h"

enum run_kind {
	RUN_UP,
	RUN_DOWN,
	RUN_STAMP,
	RUN_BASELINE, /* a stamp that wants an empty history */
};

struct run_request {
	enum run_kind kind;
	const char *target; /* NULL: the usual one */
	bool all, dry_run;
	bool await;          /* a dry run waits for a runner that is at work */
	size_t most_batches; /* 0: no limit */
	const char *without; /* planned as if this file were not applied; NULL: as it is */
	const char *backup;  /* one that was made just before; NULL: as the settings say */
};

/* What was done, or would be; in w->arena. */
struct run_result {
	struct unit *units;
	size_t len, done;
	const char *from, *to; /* current versions, "" for none */
	bool stopped;          /* after as many batches as were allowed */
	size_t batches;
	const char *backup; /* the file that was made first, NULL for none */
};

/*
 * Plan and run. The plan is made anew once the lock is held: what another
 * runner has done meanwhile is not done again. On failure ret is filled as far
 * as it went.
 */
int run_request(struct work *w, const struct set *set, const struct run_request *request,
		struct run_result *ret, struct pawl_error *err);

/* Plan only: the units, prepared. Takes no lock. */
int run_prepare(struct work *w, const struct set *set, const struct history *history,
		const struct run_request *request, struct run_result *ret, struct pawl_error *err);

/* Why the unit may succeed statement by statement after this error; NULL if it may not. */
const char *run_wants_statements(const struct unit *u, const struct pawl_error *err);

/* The current versions as one text, "003" or "a1b2, c3d4"; "" for none. */
const char *run_current(const struct set *set, const struct history *history, struct arena *a);

#endif
