/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/record.h"

#include "base/clock.h"
#include "migrate/history_many.h"
#include "migrate/retry.h"
#include "migrate/runner_lock.h"

static bool is_new_row(const struct plan_step *step)
{
	return step->action == PLAN_RECORD && step->row == NULL;
}

size_t record_count(const struct work *w, const struct plan_step *v, size_t len)
{
	size_t n = 0;

	if (w->store != NULL)
		return 0;
	while (n < len && v[n].action == v[0].action &&
	       (is_new_row(&v[n]) || v[n].action == PLAN_FORGET))
		n++;
	return n < 2 ? 0 : n;
}

static int write_rows(struct work *w, const struct unit *v, size_t len, struct pawl_error *err)
{
	struct history_entry *entries = arena_array(w->arena, struct history_entry, len);

	for (size_t i = 0; i < len; i++)
		entries[i] = v[i].entry;
	return history_change_many(w,
				   &(struct history_many){
					   .change = v->down ? HISTORY_REMOVE : HISTORY_ADD,
					   .action = v->action,
					   .v = entries,
					   .len = len,
					   .duration_ms = (clock_us() - v->started_us) / 1000,
				   },
				   err);
}

static int try_once(struct work *w, const struct unit *v, size_t len, struct pawl_error *err)
{
	/* A pooled connection keeps nothing between transactions: limits go inside. */
	bool local = db_info(w->db)->pooled;
	int rc = 0;

	if (!local)
		rc = db_set_timeouts(w->db, v->lock_ms, v->statement_ms, false, err);
	if (rc == 0)
		rc = db_begin(w->db, &(struct db_tx){0}, err);
	if (rc == 0 && local)
		rc = db_set_timeouts(w->db, v->lock_ms, v->statement_ms, true, err);
	if (rc == 0)
		rc = write_rows(w, v, len, err);
	if (rc == 0)
		rc = runner_lock_fence(w, err);
	return rc != 0 ? rc : db_commit(w->db, err);
}

int record_units(struct work *w, struct unit *v, size_t len, struct pawl_error *err)
{
	struct retry retry = {0};
	int rc;

	/* None of them has a duration of its own. */
	v->started_us = clock_us();
	do {
		rc = try_once(w, v, len, err);
		if (rc == PAWL_E_CANCELLED)
			work_hear_cancel(w);
		if (rc != 0 && rc != PAWL_E_LOST)
			db_rollback(w->db, err);
	} while (rc == PAWL_E_LOCKED && retry_again(w, &retry, err));
	return rc;
}
