/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scratch database on which migrations are run as on a real one, through the
 * runner itself: same session file, placeholders and environment; no hooks and
 * no events.
 */
#ifndef MIGRATE_TRIAL_H
#define MIGRATE_TRIAL_H

#include "migrate/run.h"
#include "state/scratch.h"

struct trial {
	struct work *outer;
	struct scratch *scratch;
	struct settings settings;
	struct arena arena; /* of work */
	struct work work;
	bool with_tools; /* tables as other tools make them are the project's own */
};

/* t need not be initialised. On failure there is nothing to close. */
int trial_open(struct work *outer, struct scratch_server *server, struct trial *t,
	       struct pawl_error *err);
void trial_close(struct trial *t); /* accepts a zeroed one */
#define _cleanup_trial_ __attribute__((cleanup(trial_close)))

/* Another empty one in its place. */
int trial_renew(struct trial *t, struct scratch_server *server, struct pawl_error *err);

/* A run to a target as in migrate.h. */
int trial_run(struct trial *t, const struct set *set, enum run_kind kind, const char *target,
	      struct run_result *ret, struct pawl_error *err);

/* The schema as it is now, without the history tables and what is excluded. */
int trial_inspect(struct trial *t, struct arena *a, struct schema *ret, struct pawl_error *err);

/*
 * What comparisons of this session leave out of db: the history, those of other tools, and what
 * the settings name. Lives in a.
 */
int trial_excluded(const struct work *w, struct db *db, struct arena *a,
		   struct inspect_options *ret, struct pawl_error *err);

/* The same for what runs there: only with history = keep are the tools' tables not its own. */
int trial_hidden(const struct work *w, struct db *db, struct arena *a, struct inspect_options *ret,
		 struct pawl_error *err);

#endif
