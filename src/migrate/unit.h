/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One migration in one direction, ready to run: what apply.c and journal.c
 * work on. Made from a plan step; lives in the run's arena.
 */
#ifndef MIGRATE_UNIT_H
#define MIGRATE_UNIT_H

#include "migrate/plan.h"
#include "migrate/script.h"

struct unit {
	const struct plan_step *step;
	bool down;
	const char *action; /* "apply", "revert", ... for results and the log */
	struct script_text text;
	struct script_facts facts;
	bool per_statement;         /* journalled, not in one transaction */
	const char *reason;         /* why, "" otherwise */
	bool stopped;               /* after as many batches as were allowed */
	struct history_entry entry; /* what the row becomes, or the row that goes */
	int64_t lock_ms, statement_ms;
	int64_t started_us, duration_us; /* set while it runs */
	int64_t tx_started_us;           /* of the transaction that it shares; 0: its own */
};

/*
 * Read and survey the script of a step. The kept down script stands in where a
 * file is gone. PAWL_E_SYNTAX where pawl:transaction on cannot be obeyed.
 */
int unit_prepare(struct work *w, const struct plan_step *step, struct arena *a, struct unit *ret,
		 struct pawl_error *err);

/*
 * PAWL_E_SYNTAX where a file of the plan asks for a transaction that a statement of it refuses:
 * known before anything runs.
 */
int unit_check_options(struct work *w, const struct plan *plan, struct pawl_error *err);

/*
 * The statements that make the row what the unit leads to, and its log row.
 * unsent: statements of it are still to be sent together with these, so that
 * only the server can tell how long they took.
 */
void unit_finish_sql(const struct work *w, const struct unit *u, bool unsent, struct buf *row,
		     struct buf *log);

/* Record that it failed, on its own; what goes wrong here is added to err's detail. */
void unit_log_failure(struct work *w, const struct unit *u, struct pawl_error *err);

/* The event that so many statements of it are done; text: more to say, NULL for none. */
void unit_tell_progress(struct work *w, const struct unit *u, size_t done, const struct buf *text);

/* Does it run a script, or only record or forget one? */
bool unit_runs(const struct unit *u);

/* The transaction a unit needs. */
struct db_tx unit_tx(const struct unit *u);

#endif
