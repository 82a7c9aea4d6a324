/* SPDX-License-Identifier: Apache-2.0 */
/*
 * No lock on the target outlives its limit, whatever happens to this process: the
 * server itself ends each statement, and a transaction whose client is silent,
 * when the time is up that is left since the first lock that keeps others waiting
 * was taken. Before that a statement has the whole limit, for it may take such a
 * lock at once; only what is known to take none may run for longer.
 */
#include "migrate/rehearse.h"

#include "base/clock.h"
#include "base/vec.h"
#include "migrate/batch_key.h"
#include "migrate/connection.h"
#include "migrate/forecast.h"
#include "migrate/observe.h"
#include "migrate/precondition.h"
#include "migrate/replay.h"
#include "migrate/report.h"
#include "migrate/watch.h"

#include <stdio.h>
#include <string.h>

struct rehearsal {
	struct lab *lab;
	struct work *w; /* the target */
	const struct set *set;
	const struct pawl_rehearse_options *o;
	const char *why_scratch; /* of all; NULL: not all of it */
	struct arena *arena;
	struct pawl_rehearsal *ret;
	struct run_result plan;
	struct forecast forecast;
	struct copy copy;
	bool copied;
	int64_t max_ms, first_us; /* first_us: of the first strong lock, 0: none yet */
};

/* Where statements run now. */
struct stage {
	struct work *w;
	struct observer observer;
	bool limited, in_transaction;
};

static void rehearsal_done(struct rehearsal *r)
{
	forecast_done(&r->forecast);
}

/* A failure of what is rehearsed, not of the rehearsal. */
static bool is_finding(int rc)
{
	return rc == PAWL_E_SQL || rc == PAWL_E_SYNTAX || rc == PAWL_E_TIMEOUT ||
	       rc == PAWL_E_LOCKED;
}

static int64_t left_ms(const struct rehearsal *r)
{
	return r->first_us == 0 ? r->max_ms : r->max_ms - (clock_us() - r->first_us) / 1000;
}

static int64_t smaller(int64_t limit, int64_t other)
{
	return other > 0 && other < limit ? other : limit;
}

static int stopped(const struct rehearsal *r, const struct pawl_error *cause,
		   struct pawl_error *err)
{
	fail(err, PAWL_E_TIMEOUT, "stopped: locks would be kept for longer than %lld ms",
	     (long long)r->max_ms);
	hint(err, "see \"pawl plan\" for what is slow; allow more with --max-lock at an hour when "
		  "nobody minds, or rehearse with --scratch");
	if (cause != NULL && cause->message[0] != '\0')
		detail(err, "the statement was ended: %s", cause->message);
	return PAWL_E_TIMEOUT;
}

/* Less than a statement has: where nothing but the lock was waited for, that is told. */
static int64_t lock_limit(const struct rehearsal *r, int64_t own)
{
	int64_t left = left_ms(r);

	return smaller(left - left / 10, own);
}

static int not_got(const struct rehearsal *r, int64_t waited_us, const struct pawl_error *cause,
		   struct pawl_error *err)
{
	const char *blockers = r->w->watch == NULL ? NULL : watch_blockers(r->w->watch);
	char message[64];

	snprintf(message, sizeof(message), "a lock was not got within %lld ms",
		 (long long)(waited_us / 1000));
	fail_db(err, PAWL_E_LOCKED, cause->sqlstate, cause->vendor, message);
	if (cause->detail[0] != '\0')
		detail(err, "%s", cause->detail);
	if (blockers != NULL)
		detail(err, "blocked by %s", blockers);
	hint(err, "rehearse again when the table is less busy, or with --scratch; --lock-timeout "
		  "and --max-lock allow more time");
	return PAWL_E_LOCKED;
}

/* The server's own limits for the next statement. */
static int set_limits(struct rehearsal *r, struct stage *s, const struct unit *u,
		      struct pawl_error *err)
{
	const char *idle = s->w->dialect->idle_limit;
	int64_t left = left_ms(r);
	_cleanup_buf_ struct buf b = {0};
	int rc;

	if (left <= 0)
		return stopped(r, NULL, err);
	if (r->first_us == 0 && r->forecast.harmless)
		return db_set_timeouts(s->w->db, lock_limit(r, u->lock_ms), u->statement_ms, true,
				       err);
	rc = db_set_timeouts(s->w->db, lock_limit(r, u->lock_ms), left, true, err);
	if (rc != 0 || idle == NULL)
		return rc;
	buf_printf(&b, "%s%lld", idle, (long long)left);
	return db_exec(s->w->db, b.data, b.len, NULL, err);
}

static int observe(struct rehearsal *r, struct stage *s, bool defines, int64_t start_us,
		   struct pawl_rehearsed_statement *ret, struct pawl_error *err)
{
	bool strong;
	int rc = observer_look(&s->observer, defines, ret, &strong, err);

	/* TRUNCATE begins a new file for it, and writes no row there. */
	if (rc == 0 && strcmp(ret->kind, "truncate") == 0)
		ret->rewritten_len = 0;
	if (rc != 0 || !s->limited)
		return rc;
	if (strong && r->first_us == 0)
		r->first_us = start_us;
	return left_ms(r) > 0 ? 0 : stopped(r, NULL, err);
}

/* A batched statement is rehearsed in one piece, once its key is seen to be one. */
static int run_text(struct stage *s, struct script_reader *reader, const struct statement *st,
		    int64_t *ret_changed, struct pawl_error *err)
{
	const struct script_batch *batch = script_batch(reader);
	_cleanup_arena_ struct arena scratch = {0};
	_cleanup_buf_ struct buf sql = {0};
	struct statement whole = *st;
	struct batch_key key;
	int rc;

	if (batch == NULL)
		return script_run(s->w, reader, st, ret_changed, err);
	rc = batch_key_find(s->w, batch, script_name(reader), &scratch, &key, err);
	if (rc != 0)
		return rc;
	batch_text_whole(s->w->dialect, batch, st->text, st->len, &sql);
	whole.text = sql.data;
	whole.len = sql.len;
	rc = script_run(s->w, reader, &whole, ret_changed, err);
	if (rc != 0)
		excerpt(err, st->text, st->len);
	return rc;
}

static int run_statement(struct rehearsal *r, struct stage *s, const struct unit *u,
			 struct script_reader *reader, const struct statement *st,
			 struct pawl_rehearsed_statement *ret, struct pawl_error *err)
{
	struct pawl_plan_statement planned;
	struct pawl_error cause = {0};
	struct stmt_class cls;
	int64_t start;
	int rc = forecast_statement(&r->forecast, st, script_batch(reader), &planned, err);

	if (rc != 0)
		return rc;
	*ret = (struct pawl_rehearsed_statement){
		.line = st->line,
		.column = st->column,
		.kind = planned.kind,
		.text = planned.text,
		.changed = -1,
	};
	if (s->limited)
		rc = set_limits(r, s, u, err);
	if (rc != 0)
		return rc;
	start = clock_us();
	rc = run_text(s, reader, st, &ret->changed, &cause);
	ret->duration_us = clock_us() - start;
	if (rc == 0) {
		s->w->dialect->classify(st->text, st->len, r->arena, &cls);
		return observe(r, s, (cls.flags & (STMT_DML | STMT_QUERY)) == 0, start, ret, err);
	}
	if ((rc != PAWL_E_TIMEOUT && rc != PAWL_E_LOCKED) || !s->limited) {
		*err = cause;
		return rc;
	}
	rc = rc == PAWL_E_LOCKED ? not_got(r, ret->duration_us, &cause, err)
				 : stopped(r, &cause, err);
	script_locate(reader, st, err);
	return rc;
}

static int run_script(struct rehearsal *r, struct stage *s, const struct unit *u,
		      struct pawl_rehearsed_migration *m, struct pawl_error *err)
{
	_cleanup_script_ struct script_reader *reader = NULL;
	VEC(struct pawl_rehearsed_statement) list = {0};
	bool wrapped = u->facts.wrapped && s->in_transaction, more = true;
	struct statement st;
	int rc = script_open(s->w, &u->text, &reader, err);

	for (size_t n = 1; rc == 0; n++) {
		rc = work_check_cancel(s->w, err);
		if (rc == 0)
			rc = script_next(reader, &st, &more, err);
		if (rc != 0 || !more)
			break;
		if (!wrapped || (n != 1 && n != u->facts.statements))
			rc = run_statement(r, s, u, reader, &st, vec_push(&list, r->arena), err);
		/* One that failed stays in the list: how long it took is told. */
		m->statements = list.v;
		m->len = list.len;
	}
	return rc;
}

/* Preconditions may turn running into recording. */
static int run_unit(struct rehearsal *r, struct stage *s, const struct unit *u,
		    struct pawl_rehearsed_migration *m, struct pawl_error *err)
{
	bool checks = u->step->entry != NULL && u->step->entry->m->checks_len != 0;
	bool met = true;
	int rc = 0;

	known_reset(&r->forecast.known);
	m->sees_locks = s->in_transaction && db_driver(s->w->db)->locks_held != NULL;
	if (!unit_runs(u))
		return 0;
	if (checks)
		rc = precondition_ask(s->w, u->step->entry->m, &met, err);
	if (rc == 0 && met)
		rc = run_script(r, s, u, m, err);
	if (rc == 0 && u->facts.changes_session &&
	    (!s->in_transaction || db_driver(s->w->db)->reset_in_transaction))
		rc = connection_reset(s->w, err);
	if (rc != 0)
		context(err, "while rehearsing \"%s\"", u->entry.filename);
	return rc;
}

/* Everything before this can run in a transaction. */
static size_t first_outside(const struct rehearsal *r)
{
	size_t i = 0;

	if (r->why_scratch != NULL)
		return 0;
	while (i < r->plan.len && !r->plan.units[i].per_statement)
		i++;
	return i;
}

static int begin_target(struct rehearsal *r, struct stage *s, size_t n, struct pawl_error *err)
{
	struct db_tx tx = {0};
	int rc;

	for (size_t i = 0; i < n; i++)
		tx.references_off |= unit_tx(&r->plan.units[i]).references_off;
	rc = db_set_timeouts(r->w->db, lock_limit(r, r->w->settings->lock_timeout_ms), r->max_ms,
			     false, err);
	if (rc == 0)
		rc = db_begin(r->w->db, &tx, err);
	return rc != 0 ? rc : observer_start(&s->observer, r->w->db, r->arena, err);
}

/* What would fail at the commit. */
static int check_deferred(struct rehearsal *r, struct stage *s, struct pawl_error *err)
{
	const char *sql = r->w->dialect->check_deferred;
	const struct unit none = {0};
	int rc;

	if (sql == NULL)
		return 0;
	r->forecast.harmless = false;
	rc = set_limits(r, s, &none, err);
	return rc != 0 ? rc : db_execs(r->w->db, sql, err);
}

/* A migration that wants to commit as it goes ends the part on the target. */
static int run_target(struct rehearsal *r, struct stage *s, size_t *n, struct pawl_error *err)
{
	int rc = begin_target(r, s, *n, err);

	for (size_t i = 0; rc == 0 && i < *n; i++) {
		const struct unit *u = &r->plan.units[i];
		const char *why;

		r->ret->len = i + 1;
		rc = run_unit(r, s, u, &r->ret->migrations[i], err);
		why = rc == 0 ? NULL : run_wants_statements(u, err);
		if (why == NULL)
			continue;
		error_reset(err);
		r->plan.units[i].per_statement = true;
		r->plan.units[i].reason = why;
		*n = i;
		rc = 0;
	}
	if (rc == 0 && *n == r->plan.len)
		rc = check_deferred(r, s, err);
	return rc;
}

static int on_target(struct rehearsal *r, size_t *n, struct pawl_error *err)
{
	struct stage s = {.w = r->w, .limited = true, .in_transaction = true};
	int rc = *n == 0 ? 0 : run_target(r, &s, n, err);

	if (rc == PAWL_E_CANCELLED)
		work_hear_cancel(r->w);
	db_rollback(r->w->db, err);
	if (r->ret->len > 0 && r->w->dialect->outlives_rollback != NULL)
		r->ret->left = r->w->dialect->outlives_rollback;
	if (r->first_us != 0)
		r->ret->locked_us = clock_us() - r->first_us;
	observer_done(&s.observer);
	if (rc == 0 || is_finding(rc)) {
		struct pawl_error second = {0};
		int reset = connection_reset(r->w, &second);

		if (reset != 0 && rc == 0) {
			*err = second;
			rc = reset;
		}
	}
	return rc;
}

static int commit_unit(struct rehearsal *r, struct stage *s, struct unit *u,
		       struct pawl_rehearsed_migration *m, struct pawl_error *err)
{
	const struct db_tx tx = unit_tx(u);
	int rc = db_begin(s->w->db, &tx, err);

	s->in_transaction = true;
	if (rc == 0)
		rc = run_unit(r, s, u, m, err);
	if (rc == 0)
		rc = db_commit(s->w->db, err);
	if (rc != 0)
		db_rollback(s->w->db, err);
	s->observer.held = (struct map){.arena = &s->observer.own};
	return rc;
}

static int run_scratch_unit(struct rehearsal *r, struct stage *s, struct unit *u,
			    struct pawl_rehearsed_migration *m, struct pawl_error *err)
{
	const char *why;
	int rc = 0;

	m->on_scratch = 1;
	if (!u->per_statement) {
		rc = commit_unit(r, s, u, m, err);
		why = rc == 0 ? NULL : run_wants_statements(u, err);
		if (why == NULL)
			return rc;
		error_reset(err);
		u->per_statement = true;
		u->reason = why;
	}
	m->step.transaction = "per statement";
	m->step.reason = u->reason;
	s->in_transaction = false;
	return run_unit(r, s, u, m, err);
}

static int need_copy(struct rehearsal *r, struct pawl_error *err)
{
	int rc = 0;

	if (!r->copied)
		rc = copy_read(r->w, r->arena, &r->copy, err);
	r->copied = rc == 0;
	return rc;
}

static int on_scratch(struct rehearsal *r, size_t from, struct pawl_error *err)
{
	_cleanup_trial_ struct trial t = {0};
	struct stage s = {.w = &t.work};
	int rc = need_copy(r, err);

	if (rc == 0)
		rc = lab_trial(r->lab, &t, err);
	if (rc == 0)
		rc = copy_make(&r->copy, &t, err);
	/* What ran on the target has to be there. */
	for (size_t i = 0; rc == 0 && i < from; i++)
		rc = trial_run(&t, r->set, RUN_UP, "+1", NULL, err);
	if (rc == 0)
		rc = observer_start(&s.observer, t.work.db, r->arena, err);
	for (size_t i = from; rc == 0 && i < r->plan.len; i++) {
		struct pawl_rehearsed_migration *m = &r->ret->migrations[i];

		r->ret->len = i + 1;
		m->why_scratch = r->why_scratch != NULL ? r->why_scratch
				 : i == from            ? r->plan.units[i].reason
							: "what is before it runs there";
		rc = run_scratch_unit(r, &s, &r->plan.units[i], m, err);
	}
	observer_done(&s.observer);
	return rc;
}

/* What went wrong on the empty copy need not be wrong: data may have been missing. */
static int try_back(struct rehearsal *r, struct pawl_error *err)
{
	struct pawl_error own = {0};
	struct pawl_replay replay = {0};
	int rc = need_copy(r, &own);

	if (rc == 0)
		rc = replay_pending(r->lab, r->set, &r->copy, r->plan.len, r->arena, &replay, &own);
	if (rc == PAWL_E_CANCELLED || rc == PAWL_E_LOST) {
		*err = own;
		return rc;
	}
	if (rc != 0)
		r->ret->note =
			arena_printf(r->arena, "the way back was not tried: %s", own.message);
	r->ret->problems = replay.problems;
	for (size_t i = 0; i < r->ret->len; i++) {
		struct pawl_rehearsed_migration *m = &r->ret->migrations[i];

		for (size_t k = 0; k < replay.len; k++)
			if (strcmp(replay.steps[k].filename, m->step.filename) == 0) {
				m->has_down = replay.steps[k].has_down;
				m->problem = replay.steps[k].problem;
				m->up_ms = replay.steps[k].up_ms;
				m->down_ms = replay.steps[k].down_ms;
			}
	}
	return 0;
}

static int prepare(struct rehearsal *r, struct pawl_error *err)
{
	const struct run_request request = {
		.kind = RUN_UP, .target = r->o->target, .dry_run = true};
	struct pawl_run run;
	int rc = run_request(r->w, r->set, &request, &r->plan, err);

	if (rc != 0)
		return rc;
	report_run(&r->plan, true, r->arena, &run);
	*r->ret = (struct pawl_rehearsal){
		.migrations = arena_array(r->arena, struct pawl_rehearsed_migration, run.len),
		.from = run.from,
		.max_lock_ms = r->max_ms,
		.locked_us = -1,
		.note = "",
		.left = "",
	};
	for (size_t i = 0; i < run.len; i++)
		r->ret->migrations[i] = (struct pawl_rehearsed_migration){
			.step = run.steps[i],
			.why_scratch = "",
			.problem = "",
			.up_ms = -1,
			.down_ms = -1,
		};
	return run.len == 0 ? 0 : forecast_open(r->w, r->arena, 0, &r->forecast, err);
}

int rehearse_run(struct lab *lab, const struct set *set, const struct pawl_rehearse_options *o,
		 const char *why_scratch, struct arena *a, struct pawl_rehearsal *ret,
		 struct pawl_error *err)
{
	__attribute__((cleanup(rehearsal_done))) struct rehearsal r = {
		.lab = lab,
		.w = lab->w,
		.set = set,
		.o = o,
		.why_scratch = why_scratch,
		.arena = a,
		.ret = ret,
		.max_ms = o->max_lock_ms > 0 ? o->max_lock_ms : REHEARSE_MAX_LOCK_MS,
	};
	struct pawl_error own = {0};
	size_t n;
	int rc = prepare(&r, err);

	if (rc != 0 || r.plan.len == 0)
		return rc;
	n = first_outside(&r);
	rc = on_target(&r, &n, &own);
	if (rc == 0 && n < r.plan.len)
		rc = on_scratch(&r, n, &own);
	if (is_finding(rc)) {
		ret->failure = own;
		return 0;
	}
	if (rc != 0) {
		*err = own;
		return rc;
	}
	return try_back(&r, err);
}
