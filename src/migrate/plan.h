/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What has to be done, from files and history. Pure: no server, no clock.
 *
 *	set + history -> compare_entry() -> state of each migration
 *	set + history + target -> plan_up(), plan_down(), plan_stamp() -> steps
 */
#ifndef MIGRATE_PLAN_H
#define MIGRATE_PLAN_H

#include "migrate/history.h"
#include "migrate/set.h"

#include <pawl/migrate.h>

enum plan_action {
	PLAN_APPLY,
	PLAN_RESUME,  /* an up that stopped half-way */
	PLAN_REAPPLY, /* a repeatable whose text changed */
	PLAN_REVERT,
	PLAN_RESUME_REVERT, /* a down that stopped half-way */
	PLAN_RECORD,        /* stamp, baseline */
	PLAN_FORGET,        /* unstamp; repeatables when everything is reverted */
};

struct plan_step {
	enum plan_action action;
	const struct set_entry *entry; /* NULL when the file is missing */
	const struct history_row *row; /* NULL when there is none */
};

struct plan {
	struct plan_step *v;
	size_t len;
};

struct plan_input {
	const struct set *set;
	const struct history *history;
	enum pawl_out_of_order out_of_order;
	const char *environment;
	const char *target; /* as migrate.h describes it; NULL for the usual one */
	bool all;
	/* Stands for what comes before it; NULL: none does. */
	const struct set_entry *baseline;
	const struct set_entry *newest; /* the newest applied number, NULL if there is none */
};

/* Set and history; the rest is zero and the caller's to fill in. */
void plan_input_init(struct plan_input *in, const struct set *set, const struct history *history);

/*
 * PAWL_E_HISTORY when an applied file was edited or is gone, when pending files
 * are out of order and that is refused, and while a revert is half done.
 * PAWL_E_USAGE for a target that does not exist.
 */
int plan_up(const struct plan_input *in, struct arena *a, struct plan *ret, struct pawl_error *err);

/* PAWL_E_IRREVERSIBLE names the first migration that has no way back. */
int plan_down(const struct plan_input *in, struct arena *a, struct plan *ret,
	      struct pawl_error *err);

/* Record what lies up to target (NULL: everything), forget what lies beyond. */
int plan_stamp(const struct plan_input *in, struct arena *a, struct plan *ret,
	       struct pawl_error *err);

/* "apply", "revert", ... as in struct pawl_step. */
const char *plan_action_name(enum plan_action action);

/*
 * The state of each entry by position, and the row of each; rows without a
 * file are left to plan_missing().
 */
enum pawl_state plan_state(const struct plan_input *in, const struct set_entry *e);

/*
 * The baseline that has taken the place of the row's migration, whose file is
 * gone for that reason; NULL if there is none.
 */
const struct set_entry *plan_replaced(const struct set *set, const struct history_row *row);

/* The newest row of what a baseline without a row of its own stands for; NULL if there is none. */
const struct history_row *plan_stand_in(const struct plan_input *in, const struct set_entry *e);

/* Rows of the history whose file is gone, but for what a baseline has replaced. */
const struct history_row **plan_missing(const struct set *set, const struct history *h,
					struct arena *a, size_t *ret_len);

/* Does the row lie beyond the newest file: was it made by a newer checkout? */
bool plan_is_newer(const struct set *set, const struct history_row *row);

/* Applied versions that nothing applied follows, in running order. */
const char *const *plan_current(const struct set *set, const struct history *h, struct arena *a,
				size_t *ret_len);

/* Is the row of something that stands in the database? */
bool plan_row_stands(const struct history_row *row);

#endif
