/* SPDX-License-Identifier: Apache-2.0 */
/* repair_history: make the history agree with the files, one transaction for all of it. */
#include "migrate/report.h"

#include "base/vec.h"
#include "migrate/batch_key.h"
#include "migrate/history_many.h"
#include "migrate/runner_lock.h"

#include <string.h>

struct mend {
	const struct history_row *row;
	const struct set_entry *entry; /* NULL: forget the row */
	bool applied;                  /* a half-done one counts as applied */
};

struct repair {
	struct work *w;
	const struct set *set;
	const struct pawl_repair_options *o;
	VEC(struct mend) mends;
};

static bool is_half_done(const struct history_row *row)
{
	return strcmp(row->state, HISTORY_APPLIED) != 0;
}

static int plan_repair(struct repair *r, const struct history *h, struct pawl_error *err)
{
	const struct set_entry *only = NULL;
	int rc = r->o->target == NULL ? 0 : set_lookup(r->set, r->o->target, &only, err);

	for (size_t i = 0; rc == 0 && i < h->len; i++) {
		const struct history_row *row = &h->rows[i];
		const struct set_entry *e = set_find_file(r->set, row->filename);
		struct mend m = {.row = row, .entry = e};

		if (only != NULL && e != only)
			continue;
		if (is_half_done(row)) {
			/* A revert that stopped left the migration more applied than not. */
			m.applied = r->o->applied || strcmp(row->state, HISTORY_REVERTING) == 0;
			m.entry = m.applied ? e : NULL;
		} else if (e == NULL) {
			if (!r->o->forget_missing)
				continue;
		} else if (row->checksum[0] == '\0' || strcmp(row->checksum, e->m->checksum) == 0 ||
			   e->m->kind == MIGRATION_REPEATABLE) {
			continue;
		}
		*vec_push(&r->mends, r->w->arena) = m;
	}
	return rc;
}

static bool is_forgotten(const struct mend *m)
{
	return m->entry == NULL && !m->applied;
}

/* What is half done, or edited, counts as applied. */
static void accept_elsewhere(const struct work *w, struct buf *b, const struct history_row *row)
{
	const struct history_entry e = {
		.filename = row->filename,
		.state = row->state,
		.statements_done = -1,
		.duration_ms = -1,
	};

	if (is_half_done(row))
		w->store->record(w, b, &e);
	else
		w->store->accept(w, b, row->filename);
}

/* Another tool's table is written one by one, and has no log. */
static int mend_elsewhere(struct repair *r, struct pawl_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < r->mends.len; i++) {
		const struct mend *m = &r->mends.v[i];
		_cleanup_buf_ struct buf b = {0};
		bool told = is_half_done(m->row) &&
			    r->w->store->give_up(r->w, &b, m->row->filename);

		if (!is_forgotten(m))
			accept_elsewhere(r->w, &b, m->row);
		else if (!told)
			history_delete_sql(r->w, &b, m->row->filename, false);
		rc = history_exec(r->w, &b, err);
	}
	return rc;
}

/* Those from v on that are of its kind; *ret_len is how many. */
static int mend_alike(struct repair *r, const struct mend *v, size_t len, size_t *ret_len,
		      struct pawl_error *err)
{
	struct history_entry *entries = arena_array(r->w->arena, struct history_entry, len);
	size_t n = 0;

	for (; n < len && is_forgotten(&v[n]) == is_forgotten(v); n++)
		entries[n] = (struct history_entry){
			.filename = v[n].row->filename,
			.version = v[n].row->version,
			.checksum = v[n].entry != NULL ? v[n].entry->m->checksum : "",
		};
	*ret_len = n;
	return history_change_many(r->w,
				   &(struct history_many){
					   .change = is_forgotten(v) ? HISTORY_REMOVE
								     : HISTORY_MEND,
					   .action = "repair",
					   .v = entries,
					   .len = n,
					   .duration_ms = -1,
				   },
				   err);
}

static int mend_rows(struct repair *r, struct pawl_error *err)
{
	int rc = 0;

	if (r->w->store != NULL)
		return mend_elsewhere(r, err);
	for (size_t i = 0, n; rc == 0 && i < r->mends.len; i += n)
		rc = mend_alike(r, r->mends.v + i, r->mends.len - i, &n, err);
	return rc;
}

static int mend_all(struct repair *r, const struct history *h, struct pawl_error *err)
{
	int rc = history_ensure(r->w, h, err);

	if (rc == 0)
		rc = db_begin(r->w->db, &(struct db_tx){0}, err);
	if (rc == 0)
		rc = mend_rows(r, err);
	if (rc == 0)
		rc = runner_lock_fence(r->w, err);
	if (rc == 0)
		rc = db_commit(r->w->db, err);
	if (rc != 0)
		db_rollback(r->w->db, err);
	return rc;
}

/* What looked half done may have been at work: with the lock held it is so. */
static int plan_again(struct repair *r, struct history *h, struct pawl_error *err)
{
	int rc = history_read(r->w, h, err);

	memset(&r->mends, 0, sizeof(r->mends));
	return rc != 0 ? rc : plan_repair(r, h, err);
}

static const char *reason(const struct mend *m, struct arena *a)
{
	int64_t batches, rows;

	if (is_half_done(m->row) && !m->applied &&
	    batch_position_done(m->row->fingerprint, &batches, &rows))
		return arena_printf(a,
				    "%lld batch%s of a statement, %lld row%s, took effect and will "
				    "run again",
				    (long long)batches, batches == 1 ? "" : "es", (long long)rows,
				    rows == 1 ? "" : "s");
	if (is_half_done(m->row) && m->row->statements_done > 0 && !m->applied)
		return arena_printf(a, "%lld of its statements took effect and will run again",
				    (long long)m->row->statements_done);
	if (is_half_done(m->row))
		return "half done";
	return m->entry == NULL ? "its file is gone" : "its file was edited";
}

static void tell(const struct repair *r, const char *current, struct arena *a, struct pawl_run *ret)
{
	*ret = (struct pawl_run){
		.steps = arena_array(a, struct pawl_step, r->mends.len),
		.len = r->mends.len,
		.from = current,
		.to = current,
		.dry_run = r->o->dry_run,
	};
	for (size_t i = 0; i < r->mends.len; i++) {
		const struct mend *m = &r->mends.v[i];

		ret->steps[i] = (struct pawl_step){
			.action = is_forgotten(m) ? "forget" : "repair",
			.version = m->row->version,
			.name = m->entry == NULL ? "" : m->entry->m->name,
			.filename = m->row->filename,
			.transaction = "one",
			.reason = reason(m, a),
			.duration_ms = -1,
			.done = !r->o->dry_run,
		};
	}
}

int repair_history(struct work *w, const struct set *set, const struct pawl_repair_options *o,
		   struct arena *a, struct pawl_run *ret, struct pawl_error *err)
{
	struct repair r = {.w = w, .set = set, .o = o};
	struct history h;
	struct runner_lock lock;
	int rc = history_read(w, &h, err);

	if (rc == 0)
		rc = plan_repair(&r, &h, err);
	if (rc == 0 && r.mends.len != 0 && !o->dry_run) {
		rc = runner_lock_acquire(w, &lock, err);
		if (rc == 0) {
			rc = plan_again(&r, &h, err);
			if (rc == 0)
				rc = mend_all(&r, &h, err);
			if (rc == 0)
				history_close_journal(w);
			runner_lock_release(w);
		}
	}
	if (rc == 0)
		rc = history_read(w, &h, err);
	if (rc == 0)
		tell(&r, run_current(set, &h, a), a, ret);
	return rc;
}
