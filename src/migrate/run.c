/* SPDX-License-Identifier: Apache-2.0 */
/*
 * On a database that holds nothing yet, migrations share a commit, each behind
 * a savepoint. Whatever goes wrong inside a group (an enum value that may not be
 * used before commit, the server's lock table, pending trigger events, or a
 * plain mistake) is undone, the group's earlier members are committed, and the
 * migration is tried again alone: only that attempt counts, so grouping can
 * change nothing but the number of commits.
 */
#include "migrate/run.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/vec.h"
#include "migrate/apply.h"
#include "migrate/backup.h"
#include "migrate/connection.h"
#include "migrate/forecast.h"
#include "migrate/history_many.h"
#include "migrate/hook.h"
#include "migrate/journal.h"
#include "migrate/keeper.h"
#include "migrate/keeper_lock.h"
#include "migrate/precondition.h"
#include "migrate/record.h"
#include "migrate/retry.h"
#include "migrate/runner_lock.h"
#include "migrate/unadopted.h"

#include <string.h>

enum { GROUP_MEMBERS = 2000, GROUP_MS = 10000, WORTH_PREPARING = 10 };

struct runner {
	struct work *w;
	struct run_result *result;
	bool may_group;
	size_t group_start, next; /* members of the open group: [group_start, next) */
	bool group_open;
	int64_t group_since_ms;
};

const char *run_current(const struct set *set, const struct history *history, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	size_t len;
	const char *const *current = plan_current(set, history, a, &len);

	for (size_t i = 0; i < len; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : ", ", current[i]);
	return buf_dup(&b, a);
}

static int make_plan(const struct work *w, const struct set *set, const struct history *history,
		     const struct run_request *request, struct plan *ret, struct pawl_error *err)
{
	struct plan_input in;

	plan_input_init(&in, set, history);
	in.out_of_order = w->settings->out_of_order;
	in.environment = w->settings->environment;
	in.target = request->target;
	in.all = request->all;
	switch (request->kind) {
	case RUN_UP:
		return plan_up(&in, w->arena, ret, err);
	case RUN_DOWN:
		return plan_down(&in, w->arena, ret, err);
	case RUN_BASELINE:
		if (history->len == 0)
			return plan_stamp(&in, w->arena, ret, err);
		fail(err, PAWL_E_HISTORY, "the history \"%s\" is not empty", w->table.display);
		hint(err, "a baseline is the start of a history; \"pawl stamp\" changes one");
		return PAWL_E_HISTORY;
	case RUN_STAMP:
		break;
	}
	return plan_stamp(&in, w->arena, ret, err);
}

/* Units without their scripts read yet: a thousand files are surveyed one by one as they run. */
static int plan_units(struct work *w, const struct set *set, const struct history *history,
		      const struct run_request *request, struct plan *plan, struct run_result *ret,
		      struct pawl_error *err)
{
	/* Nor may what lies below another tool's go. */
	bool runs = request->kind == RUN_UP ||
		    (request->kind == RUN_DOWN && history->len != 0 && w->store == NULL);
	int rc = runs ? unadopted_refuse(w, set, history, err) : 0;

	if (rc == 0)
		rc = make_plan(w, set, history, request, plan, err);
	if (rc != 0)
		return rc;
	*ret = (struct run_result){
		.units = arena_array(w->arena, struct unit, plan->len),
		.len = plan->len,
		.from = run_current(set, history, w->arena),
	};
	ret->to = ret->from;
	return 0;
}

int run_prepare(struct work *w, const struct set *set, const struct history *history,
		const struct run_request *request, struct run_result *ret, struct pawl_error *err)
{
	struct plan plan;
	struct run_result result;
	int rc = plan_units(w, set, history, request, &plan, &result, err);

	for (size_t i = 0; rc == 0 && i < plan.len; i++)
		rc = unit_prepare(w, &plan.v[i], w->arena, &result.units[i], err);
	if (rc == 0)
		*ret = result;
	return rc;
}

static void tell(struct runner *r, enum pawl_event_kind kind, size_t i)
{
	const struct unit *u = &r->result->units[i];

	work_event(r->w, &(struct pawl_event){
				 .kind = kind,
				 .migration = u->entry.filename,
				 .direction = u->down ? "down" : "up",
				 .number = i + 1,
				 .total = r->result->len,
				 .duration_us = u->duration_us,
				 .statements = u->facts.statements,
				 .text = u->action,
				 .text_len = strlen(u->action),
				 .changed = -1,
			 });
}

static struct hook_facts facts_of(const struct runner *r, const struct unit *u, bool down)
{
	return (struct hook_facts){
		.direction = down ? "down" : "up",
		.from = r->result->from,
		.to = r->result->to,
		.version = u == NULL ? NULL : u->entry.version,
		.migration = u == NULL ? NULL : u->entry.filename,
	};
}

static int each_hook(struct runner *r, const char *name, const char *command, const struct unit *u,
		     struct pawl_error *err)
{
	struct hook_facts facts = facts_of(r, u, u->down);

	if (!unit_runs(u))
		return 0;
	return hook_run(r->w, name, command, &facts, err);
}

/* Nothing of the group stands: begin again at its first member, one by one. */
static void ungroup(struct runner *r)
{
	db_rollback(r->w->db, NULL);
	r->group_open = false;
	r->may_group = false;
	r->next = r->group_start;
}

/*
 * Members are told as done only now: before the commit nothing stands. A commit
 * that fails for a member's sake (a deferred constraint) ends the grouping.
 */
static int close_group(struct runner *r, struct pawl_error *err)
{
	struct pawl_error inside = {0};
	int rc;

	if (!r->group_open)
		return 0;
	r->group_open = false;
	rc = db_commit(r->w->db, &inside);
	if (rc == PAWL_E_CANCELLED)
		work_hear_cancel(r->w);
	if (rc == PAWL_E_LOST || rc == PAWL_E_CANCELLED) {
		if (err != NULL)
			*err = inside;
		db_rollback(r->w->db, err);
		detail(err,
		       rc == PAWL_E_LOST
			       ? "whether the %zu migrations from \"%s\" on were committed is not "
				 "known; \"pawl status\" tells"
			       : "the %zu migrations from \"%s\" on were rolled back",
		       r->next - r->group_start, r->result->units[r->group_start].entry.filename);
		return rc;
	}
	if (rc != 0) {
		ungroup(r);
		return 0;
	}
	for (size_t i = r->group_start; i < r->next; i++)
		tell(r, PAWL_EVENT_MIGRATION_DONE, i);
	r->result->done = r->next;
	return 0;
}

static bool group_is_full(const struct runner *r)
{
	size_t savepoints = db_driver(r->w->db)->savepoints;
	size_t most = savepoints == 0 || savepoints > GROUP_MEMBERS ? GROUP_MEMBERS : savepoints;

	return r->next - r->group_start >= most || clock_ms() - r->group_since_ms >= GROUP_MS;
}

static bool fits_group(const struct runner *r, const struct unit *u)
{
	return r->may_group && !u->per_statement && !u->down && u->step->row == NULL &&
	       u->lock_ms == r->w->settings->lock_timeout_ms &&
	       u->statement_ms == r->w->settings->statement_timeout_ms &&
	       !(u->facts.flags & (STMT_DROPS_TABLE | STMT_FK_OFF)) &&
	       /* reset outside a transaction cannot happen in the middle of one */
	       (!u->facts.changes_session || db_driver(r->w->db)->reset_in_transaction);
}

static int open_group(struct runner *r, struct pawl_error *err)
{
	int rc;

	if (r->group_open)
		return 0;
	rc = db_begin(r->w->db, &(struct db_tx){0}, err);
	if (rc != 0)
		return rc;
	r->group_open = true;
	r->group_start = r->next;
	r->group_since_ms = clock_ms();
	return 0;
}

/* Some engines roll back more than the savepoint when they are interrupted. */
static void stopped_in_group(struct runner *r, struct pawl_error *err)
{
	size_t members = r->next - r->group_start;
	bool kept = err == NULL || (err->code != PAWL_E_LOST && db_in_transaction(r->w->db));

	detail(err, "the migration was rolled back");
	if (kept)
		return;
	r->group_open = false;
	db_rollback(r->w->db, err);
	if (members > 0)
		detail(err, "so was what shared its commit: %zu migration%s from \"%s\" on",
		       members, members == 1 ? "" : "s",
		       r->result->units[r->group_start].entry.filename);
}

/* *ret_joined is false when the migration has to be tried alone. */
static int try_group(struct runner *r, struct unit *u, bool *ret_joined, struct pawl_error *err)
{
	struct pawl_error inside = {0};
	size_t place = r->next;
	int rc;

	*ret_joined = false;
	if (!fits_group(r, u)) {
		rc = close_group(r, err);
		*ret_joined = r->next != place;
		return rc;
	}
	/* A member's reset takes the limits along, so each asks for them. */
	rc = db_set_timeouts(r->w->db, u->lock_ms, u->statement_ms, false, err);
	if (rc == 0)
		rc = open_group(r, err);
	if (rc != 0)
		return rc;
	u->tx_started_us = r->group_since_ms * 1000;
	rc = apply_in_group(r->w, u, &inside);
	u->tx_started_us = 0;
	if (rc == PAWL_E_LOST || rc == PAWL_E_CANCELLED) {
		if (err != NULL)
			*err = inside;
		stopped_in_group(r, err);
		return rc;
	}
	if (rc == 0) {
		u->duration_us = clock_us() - u->started_us;
		r->next++;
		*ret_joined = true;
		if (group_is_full(r))
			return close_group(r, err);
		return 0;
	}
	if (db_in_transaction(r->w->db)) {
		rc = close_group(r, err);
		*ret_joined = r->next != place;
		return rc;
	}
	ungroup(r); /* the engine rolled everything back */
	*ret_joined = true;
	return 0;
}

const char *run_wants_statements(const struct unit *u, const struct pawl_error *err)
{
	if (err == NULL || (u->text.file != NULL && u->text.file->settings.tx != MIGRATION_TX_AUTO))
		return NULL;
	/* PostgreSQL: a new enum value cannot be used by the transaction that adds it. */
	if (strcmp(err->sqlstate, "55P04") == 0 && u->facts.flags & STMT_NEW_ENUM)
		return "a new enum value is used in the same file";
	return journal_must_be_alone(err) ? "a statement refuses a transaction" : NULL;
}

/* In one transaction, again after a lock timeout. */
static int run_transaction(struct runner *r, struct unit *u, struct pawl_error *err)
{
	struct retry retry = {0};
	const char *reason;
	int rc;

	do {
		rc = apply_alone(r->w, u, err);
		if (rc == PAWL_E_CANCELLED)
			work_hear_cancel(r->w);
		if (rc != 0 && rc != PAWL_E_LOST)
			db_rollback(r->w->db, err);
	} while ((rc == PAWL_E_LOCKED && retry_again(r->w, &retry, err)) ||
		 (rc == PAWL_E_SQL && err != NULL && history_prepared_is_gone(r->w, err)));
	reason = rc == 0 ? NULL : run_wants_statements(u, err);
	if (reason == NULL)
		return rc;
	error_reset(err);
	u->per_statement = true;
	u->reason = reason;
	return journal_run(r->w, u, err);
}

static int run_alone(struct runner *r, struct unit *u, struct pawl_error *err)
{
	struct pawl_error second = {0};
	int rc = u->per_statement ? journal_run(r->w, u, err) : run_transaction(r, u, err);

	u->duration_us = clock_us() - u->started_us;
	if (rc == PAWL_E_LOST) {
		if (!u->per_statement)
			detail(err, "whether it was committed is not known; \"pawl status\" tells");
		return rc;
	}
	if (rc != 0 && !u->per_statement)
		detail(err, "the migration was rolled back");
	/* Time limits that reset puts back are set again before the next migration. */
	if ((rc != 0 || u->facts.changes_session) && connection_reset(r->w, &second) != 0) {
		if (rc != 0)
			detail(err, "%s", second.message);
		else if (err != NULL)
			*err = second;
		rc = rc != 0 ? rc : second.code;
	}
	if (rc == 0)
		return 0;
	unit_log_failure(r->w, u, err);
	return rc;
}

/* Preconditions see what is committed. One that does not hold may turn running into recording. */
static int check_unit(struct runner *r, const struct plan_step *step, struct unit *u,
		      struct pawl_error *err)
{
	size_t place = r->next;
	struct plan_step *record;
	bool met;
	int rc = close_group(r, err);

	if (rc != 0 || r->next != place)
		return rc;
	rc = precondition_ask(r->w, step->entry->m, &met, err);
	if (rc != 0 || met)
		return rc;
	record = arena_new(r->w->arena, struct plan_step);
	*record = (struct plan_step){PLAN_RECORD, step->entry, step->row};
	rc = unit_prepare(r->w, record, r->w->arena, u, err);
	u->entry.unmet = rc == 0;
	return rc;
}

static bool has_checks(const struct plan_step *step)
{
	return (step->action == PLAN_APPLY || step->action == PLAN_REAPPLY) &&
	       step->entry != NULL && step->entry->m->checks_len != 0;
}

/* The next n steps run nothing; r->next moves behind them. */
static int run_records(struct runner *r, const struct plan *plan, size_t n, struct pawl_error *err)
{
	struct unit *units = r->result->units + r->next;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++)
		if (units[i].action == NULL)
			rc = unit_prepare(r->w, &plan->v[r->next + i], r->w->arena, &units[i], err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < n; i++)
		tell(r, PAWL_EVENT_MIGRATION_START, r->next + i);
	rc = record_units(r->w, units, n, err);
	if (rc != 0) {
		detail(err,
		       rc == PAWL_E_LOST ? "whether the %zu rows were written is not known"
					 : "none of %zu rows has been written",
		       n);
		tell(r, PAWL_EVENT_MIGRATION_FAILED, r->next);
		return rc;
	}
	for (size_t i = 0; i < n; i++)
		tell(r, PAWL_EVENT_MIGRATION_DONE, r->next + i);
	r->next += n;
	r->result->done = r->next;
	return 0;
}

/* The migration at r->next, which moves on. */
static int run_next(struct runner *r, const struct plan *plan, struct pawl_error *err)
{
	const struct pawl_hooks *hooks = &r->w->settings->hooks;
	struct unit *u = &r->result->units[r->next];
	bool joined = false;
	int rc;

	if (u->action == NULL)
		rc = unit_prepare(r->w, &plan->v[r->next], r->w->arena, u, err);
	else
		rc = 0;
	if (rc != 0)
		return rc;
	if (has_checks(&plan->v[r->next])) {
		size_t place = r->next;

		rc = check_unit(r, &plan->v[r->next], u, err);
		if (rc != 0 || r->next != place)
			return rc;
	}
	if (plan->len - r->next >= WORTH_PREPARING && !r->group_open && !u->facts.changes_session) {
		rc = history_prepare(r->w, err);
		if (rc != 0)
			return rc;
	}
	u->started_us = clock_us();
	tell(r, PAWL_EVENT_MIGRATION_START, r->next);
	rc = try_group(r, u, &joined, err);
	if (rc != 0 || joined)
		return rc;
	rc = each_hook(r, "before_each", hooks->before_each, u, err);
	if (rc == 0)
		rc = run_alone(r, u, err);
	if (rc != 0) {
		tell(r, PAWL_EVENT_MIGRATION_FAILED, r->next);
		return rc;
	}
	r->result->stopped = u->stopped;
	if (u->stopped)
		return 0;
	r->result->done = ++r->next;
	tell(r, PAWL_EVENT_MIGRATION_DONE, r->next - 1);
	return each_hook(r, "after_each", hooks->after_each, u, err);
}

static int run_all(struct runner *r, const struct plan *plan, struct pawl_error *err)
{
	struct pawl_error second = {0};
	size_t failed;
	int rc = 0;

	while (rc == 0 && !r->result->stopped && (r->next < plan->len || r->group_open)) {
		size_t records =
			r->group_open ? 0
				      : record_count(r->w, plan->v + r->next, plan->len - r->next);

		rc = work_check_cancel(r->w, err);
		if (rc == 0 && records != 0)
			rc = run_records(r, plan, records, err);
		else if (rc == 0)
			rc = r->next < plan->len ? run_next(r, plan, err) : close_group(r, err);
	}
	if (rc == 0)
		return 0;
	failed = r->next;
	if (rc == PAWL_E_LOST)
		detail(err, "when the server is back, run the command again: it goes on where it "
			    "stopped");
	if (rc == PAWL_E_CANCELLED)
		hint(err, "run the command again to go on");
	/* What is complete stays, as it would without grouping. */
	if (rc != PAWL_E_LOST && r->group_open && db_in_transaction(r->w->db) &&
	    close_group(r, &second) != 0)
		detail(err, "%s", second.message);
	if (failed < plan->len && r->result->units[failed].action != NULL)
		context(err, "while %s \"%s\"",
			r->result->units[failed].down ? "reverting" : "applying",
			r->result->units[failed].entry.filename);
	return rc;
}

/* The version that an up leads to: repeatables have none. */
static const char *destination(const struct runner *r, const struct plan *plan)
{
	for (size_t i = plan->len; i-- > 0;)
		if (plan->v[i].entry != NULL && plan->v[i].entry->m->version[0] != '\0')
			return plan->v[i].entry->m->version;
	return r->result->from;
}

static int run_hooked(struct runner *r, const struct plan *plan, enum run_kind kind,
		      struct pawl_error *err)
{
	const struct pawl_hooks *hooks = &r->w->settings->hooks;
	bool down = kind == RUN_DOWN, up = kind == RUN_UP;
	struct hook_facts facts = facts_of(r, NULL, down);
	struct pawl_error second = {0};
	int rc;

	if (up)
		facts.to = destination(r, plan);
	rc = hook_run(r->w, "before_up", up ? hooks->before_up : NULL, &facts, err);
	if (rc == 0)
		rc = run_all(r, plan, err);
	if (rc == 0 && r->result->stopped)
		return 0;
	if (rc == 0)
		return hook_run(r->w, "after_up", up ? hooks->after_up : NULL, &facts, err);
	facts.error = err == NULL ? NULL : err->message;
	if (hook_run(r->w, "after_failure", hooks->after_failure, &facts, &second) != 0)
		detail(err, "%s", second.message);
	return rc;
}

/* As often as the settings allow where somebody keeps the table locked. */
static int read_history(struct work *w, struct history *ret, struct pawl_error *err)
{
	struct retry retry = {0};
	int rc;

	do
		rc = history_read(w, ret, err);
	while (rc == PAWL_E_LOCKED && retry_again(w, &retry, err));
	return rc;
}

/* Rows of a plain runner have no checksum: from now on the files as they are count. */
static int adopt_checksums(struct work *w, const struct set *set, const struct history *h,
			   struct pawl_error *err)
{
	VEC(struct history_entry) found = {0};
	int rc;

	for (size_t i = 0; !h->complete && i < h->len; i++) {
		const struct set_entry *e = set_find_file(set, h->rows[i].filename);

		if (e == NULL || h->rows[i].checksum[0] != '\0')
			continue;
		*vec_push(&found, w->arena) = (struct history_entry){
			.filename = e->m->filename,
			.checksum = e->m->checksum,
		};
	}
	if (found.len == 0)
		return 0;
	rc = db_begin(w->db, &(struct db_tx){0}, err);
	if (rc == 0)
		rc = history_change_many(w,
					 &(struct history_many){
						 .change = HISTORY_CHECKSUM,
						 .v = found.v,
						 .len = found.len,
					 },
					 err);
	if (rc == 0)
		rc = db_commit(w->db, err);
	if (rc != 0)
		db_rollback(w->db, err);
	return rc;
}

/* May a statement of the run lose data? Its scripts are read for that, then the catalog. */
static int may_lose(struct work *w, const struct plan *plan, struct run_result *ret, bool *ret_yes,
		    struct pawl_error *err)
{
	int rc = 0;

	*ret_yes = false;
	for (size_t i = 0; rc == 0 && !*ret_yes && i < plan->len; i++) {
		struct unit *u = &ret->units[i];

		rc = unit_prepare(w, &plan->v[i], w->arena, u, err);
		*ret_yes = rc == 0 && unit_runs(u) && (u->facts.flags & STMT_DESTRUCTIVE) != 0;
	}
	if (rc == 0 && !*ret_yes)
		rc = forecast_loss(w, ret->units, plan->len, ret_yes, err);
	return rc;
}

/* Before anything is changed, as the settings say; ret->backup is set where one is made. */
static int back_up(struct work *w, const struct run_request *request, const struct plan *plan,
		   struct run_result *ret, int64_t *ret_ms, struct pawl_error *err)
{
	const struct backup_request usual = {0};
	struct pawl_backup b;
	bool wanted = w->settings->backup == PAWL_BACKUP_ALWAYS, fresh = false;
	int rc = 0;

	ret->backup = request->backup;
	if (w->settings->backup == PAWL_BACKUP_NEVER || request->backup != NULL ||
	    (request->kind != RUN_UP && request->kind != RUN_DOWN))
		return 0;
	/* Of an empty database nothing can be lost. */
	if (!wanted)
		rc = db_is_fresh(w->db, NULL, 0, &fresh, err);
	if (rc == 0 && !wanted && !fresh)
		rc = may_lose(w, plan, ret, &wanted, err);
	if (rc == 0 && wanted)
		rc = backup_make(w, &usual, ret->from, w->arena, &b, err);
	if (rc != 0 || !wanted)
		return rc;
	ret->backup = b.path;
	*ret_ms = b.duration_ms;
	work_event(w, &(struct pawl_event){
			      .kind = PAWL_EVENT_BACKUP,
			      .text = b.path,
			      .text_len = strlen(b.path),
			      .duration_us = b.duration_ms * 1000,
			      .changed = -1,
		      });
	return 0;
}

static void tell_asides(struct work *w, const struct set *set, enum run_kind kind)
{
	for (size_t i = 0; i < set->asides_len; i++)
		if ((kind == RUN_UP && set->asides[i].up) ||
		    (kind == RUN_DOWN && set->asides[i].down))
			work_say(w, PAWL_EVENT_WARNING, "%s", set->asides[i].text);
}

/* With the lock held: what is there to do now, and do it. */
static int run_locked(struct work *w, const struct set *set, const struct run_request *request,
		      struct run_result *ret, struct pawl_error *err)
{
	const char *const own[] = {w->table.name, w->table.log_name, w->table.lock_name,
				   w->keeper == NULL ? w->table.name : w->keeper->place.table};
	const struct pawl_hooks *hooks = &w->settings->hooks;
	struct runner r = {.w = w, .result = ret};
	struct history h;
	struct plan plan;
	int64_t backup_ms = -1;
	int rc = read_history(w, &h, err);

	if (rc == 0)
		rc = plan_units(w, set, &h, request, &plan, ret, err);
	if (rc == 0)
		rc = unit_check_options(w, &plan, err);
	if (rc == 0 && plan.len != 0)
		rc = back_up(w, request, &plan, ret, &backup_ms, err);
	if (rc == 0 && plan.len != 0)
		rc = history_ensure(w, &h, err);
	if (rc == 0 && backup_ms >= 0)
		backup_log(w, "backup", ret->backup, ret->from, backup_ms);
	if (rc == 0 && plan.len != 0)
		rc = adopt_checksums(w, set, &h, err);
	if (rc != 0 || plan.len == 0)
		return rc;
	tell_asides(w, set, request->kind);
	if (h.len == 0 && request->kind != RUN_DOWN && w->dialect->transactional_ddl &&
	    !w->lock->lease && hooks->before_each == NULL && hooks->after_each == NULL &&
	    plan.len > 1)
		rc = db_is_fresh(w->db, own, sizeof(own) / sizeof(*own), &r.may_group, err);
	if (rc != 0)
		return rc;
	rc = run_hooked(&r, &plan, request->kind, err);
	if (rc != 0)
		return rc;
	ret->batches = w->batches;
	rc = history_read(w, &h, err);
	if (rc == 0)
		ret->to = run_current(set, &h, w->arena);
	return rc;
}

static void end_history(struct work *w)
{
	history_unprepare(w);
	history_close_journal(w);
}

static int check_cancel_blockers(struct work *w, struct pawl_error *err)
{
	if (w->settings->cancel_blockers_ms == 0 || db_driver(w->db)->cancel_backend != NULL)
		return 0;
	fail(err, PAWL_E_USAGE, "%s has no way to end another session", db_info(w->db)->product);
	hint(err, "leave out --cancel-blockers: whoever holds the lock is a program of its own, "
		  "and is named while pawl waits");
	return PAWL_E_USAGE;
}

/* Is a migration amid its run, or was it cut off there? */
static bool is_half_done(const struct history *h)
{
	for (size_t i = 0; i < h->len; i++)
		if (strcmp(h->rows[i].state, HISTORY_APPLIED) != 0)
			return true;
	return false;
}

static struct history without(const struct history *h, const char *filename, struct arena *a)
{
	struct history_row *rows = arena_array(a, struct history_row, h->len);
	struct history left = *h;

	left.len = 0;
	left.rows = rows;
	left.by_filename = (struct map){.arena = a};
	for (size_t i = 0; i < h->len; i++) {
		if (strcmp(h->rows[i].filename, filename) == 0)
			continue;
		rows[left.len] = h->rows[i];
		map_put(&left.by_filename, rows[left.len].filename, &rows[left.len]);
		left.len++;
	}
	return left;
}

/*
 * A look without the lock. *ret_settled is false where only a look with it can
 * tell: what is half done may be at work, and a table that is locked most likely
 * is by another runner. A journal or another tool's lock that a dead runner has left
 * goes away with it.
 */
static int look(struct work *w, const struct set *set, const struct run_request *request,
		struct run_result *ret, bool *ret_settled, struct pawl_error *err)
{
	bool awaits = !request->dry_run || request->await;
	struct history h;
	struct plan plan;
	int rc = history_read(w, &h, err);
	bool unsure = rc == PAWL_E_LOCKED, left;

	if (rc == 0 && request->without != NULL)
		h = without(&h, request->without, w->arena);
	if (rc == 0) {
		rc = plan_units(w, set, &h, request, &plan, ret, err);
		unsure = rc != 0 && is_half_done(&h);
	}
	left = rc == 0 && plan.len == 0 && w->keeper != NULL &&
	       (w->keeper->journal_exists || keeper_lock_is_left(w));
	*ret_settled = !(unsure && awaits) &&
		       (rc != 0 || request->dry_run || (plan.len == 0 && !left));
	if (!*ret_settled && rc != 0) {
		error_reset(err);
		return 0;
	}
	if (rc == 0 && request->dry_run)
		rc = run_prepare(w, set, &h, request, ret, err);
	return rc;
}

static int look_locked(struct work *w, const struct set *set, const struct run_request *request,
		       struct run_result *ret, struct pawl_error *err)
{
	struct history h;
	int rc = read_history(w, &h, err);

	return rc != 0 ? rc : run_prepare(w, set, &h, request, ret, err);
}

int run_request(struct work *w, const struct set *set, const struct run_request *request,
		struct run_result *ret, struct pawl_error *err)
{
	struct runner_lock lock;
	bool settled;
	int rc;

	w->batches = 0;
	w->most_batches = request->most_batches;
	rc = look(w, set, request, ret, &settled, err);
	if (rc != 0 || settled)
		return rc;
	rc = check_cancel_blockers(w, err);
	if (rc == 0)
		rc = runner_lock_acquire(w, &lock, err);
	if (rc != 0)
		return rc;
	rc = request->dry_run ? look_locked(w, set, request, ret, err)
			      : run_locked(w, set, request, ret, err);
	if (rc != 0 && ret->backup != NULL)
		detail(err,
		       "a backup from before is \"%s\"; \"pawl restore %s --force\" brings it back",
		       ret->backup, file_word(w->arena, ret->backup));
	if (rc != PAWL_E_LOST)
		end_history(w);
	runner_lock_release(w);
	return rc;
}
