/* SPDX-License-Identifier: Apache-2.0 */
/*
 * adopt_history: what another tool's table says, compared with the files and
 * then recorded in ours, one transaction for all of it. The tool's table is read
 * again under both locks, and never written.
 */
#include "migrate/adopted.h"
#include "migrate/history_many.h"
#include "migrate/keeper.h"
#include "migrate/plan.h"
#include "migrate/report.h"
#include "migrate/runner_lock.h"

#include "base/vec.h"

#include <string.h>

struct adoption {
	struct work *w;
	const struct set *set;
	struct keeper keeper;
	VEC(const struct history_row *) rows;     /* of the tool's, that ours lacks */
	VEC(const struct history_row *) reverted; /* of these, what pawl itself took back */
	struct adopted adopted;
	const char *from;
	bool named; /* the caller said whose table it is */
};

static int refuse_missing(const struct adoption *x, const struct history_row *row,
			  struct pawl_error *err)
{
	const char *tool = x->keeper.tool->tool;

	fail(err, PAWL_E_HISTORY, "%s has applied \"%s\", which has no file here", tool,
	     row->filename);
	hint(err,
	     "use the checkout that has this file, or check --dir; a row that means nothing any "
	     "more is best removed with %s itself",
	     tool);
	return PAWL_E_HISTORY;
}

static int refuse_failed(const struct adoption *x, const struct history_row *row,
			 struct pawl_error *err)
{
	const char *tool = x->keeper.tool->tool;

	fail(err, PAWL_E_HISTORY, "%s has \"%s\" as stopped half-way", tool, row->filename);
	hint(err, "finish or undo it with %s first", tool);
	return PAWL_E_HISTORY;
}

static int refuse_changed(const struct adoption *x, const struct history_row *row,
			  const struct set_entry *e, struct pawl_error *err)
{
	const char *tool = x->keeper.tool->tool;

	fail(err, PAWL_E_HISTORY, "file \"%s\" is not the one that %s applied", row->filename,
	     tool);
	detail(err, "the checksum of the file is %s, in \"%s\" it is %s",
	       x->keeper.records[e->position]->checksum, x->keeper.display, row->checksum);
	hint(err, "get the file back as it was, or have %s accept it as it is", tool);
	at(err, e->m->path, 0, 0);
	return PAWL_E_HISTORY;
}

/* A repeatable whose text has changed is not taken over: it is to run again. */
static int judge(const struct adoption *x, const struct history_row *row, bool *ret_take,
		 struct pawl_error *err)
{
	const struct set_entry *e = set_find_file(x->set, row->filename);
	bool changed = e != NULL && strcmp(row->checksum, e->m->checksum) != 0;

	*ret_take = false;
	if (strcmp(row->state, HISTORY_APPLIED) != 0)
		return refuse_failed(x, row, err);
	if (e == NULL)
		return refuse_missing(x, row, err);
	if (changed && e->m->kind != MIGRATION_REPEATABLE)
		return refuse_changed(x, row, e, err);
	*ret_take = !changed;
	return 0;
}

/* What is half done of ours is settled first: to record what follows it would bury it. */
static int refuse_unsettled(const struct history *ours, struct pawl_error *err)
{
	for (size_t i = 0; i < ours->len; i++) {
		const struct history_row *row = &ours->rows[i];

		if (strcmp(row->state, HISTORY_APPLIED) == 0)
			continue;
		fail(err, PAWL_E_HISTORY, "migration \"%s\" is %s in pawl's own history",
		     row->filename, row->state);
		hint(err,
		     "\"pawl up\" goes on with it; \"pawl repair\" settles it where the database "
		     "was mended by hand");
		return PAWL_E_HISTORY;
	}
	return 0;
}

/*
 * The target for stamp that forgets what the tool has taken back and nothing else; NULL
 * where there is none.
 */
static const char *stamp_target(const struct adoption *x, const struct history *theirs,
				const struct history *ours)
{
	const char *target = "base";
	bool behind = false;

	for (size_t p = 0; p < x->set->versioned; p++) {
		const struct migration *m = x->set->v[p].m;
		const struct history_row *row = history_find(ours, m->filename);

		if (row == NULL)
			continue;
		if (adopted_is_taken_back(&x->adopted, x->set, theirs, row))
			behind = true;
		else if (behind)
			return NULL;
		else
			target = m->version;
	}
	return behind ? target : NULL;
}

/* Which of the two is right only somebody who knows the database can tell. */
static int refuse_taken_back(const struct adoption *x, const struct history *theirs,
			     const struct history *ours, struct pawl_error *err)
{
	const char *tool = x->keeper.tool->tool, *target;
	_cleanup_buf_ struct buf names = {0};
	size_t n = 0;

	for (size_t i = 0; i < ours->len; i++)
		if (adopted_is_taken_back(&x->adopted, x->set, theirs, &ours->rows[i]))
			buf_printf(&names, "%s\"%s\"", n++ == 0 ? "" : ", ",
				   ours->rows[i].filename);
	if (n == 0)
		return 0;
	target = stamp_target(x, theirs, ours);
	fail(err, PAWL_E_HISTORY, "%s no longer has %s as applied, pawl's own history still does",
	     tool, buf_str(&names));
	if (target != NULL)
		hint(err,
		     "if the database is without %s, record that by \"pawl stamp %s\"; else have "
		     "%s "
		     "record %s again",
		     n == 1 ? "it" : "them", target, tool, n == 1 ? "it" : "them");
	else
		hint(err,
		     "see which is right; \"pawl stamp\" records what stands, %s what it lacks",
		     tool);
	return PAWL_E_HISTORY;
}

static int compare(struct adoption *x, const struct history *theirs, const struct history *ours,
		   struct pawl_error *err)
{
	int rc = 0;

	memset(&x->rows, 0, sizeof(x->rows));
	memset(&x->reverted, 0, sizeof(x->reverted));
	for (size_t i = 0; rc == 0 && i < theirs->len; i++) {
		const struct history_row *row = &theirs->rows[i];
		bool take;

		rc = judge(x, row, &take, err);
		if (rc != 0 || !take || history_find(ours, row->filename) != NULL)
			continue;
		if (adopted_is_reverted(&x->adopted, row->filename))
			*vec_push(&x->reverted, x->w->arena) = row;
		else
			*vec_push(&x->rows, x->w->arena) = row;
	}
	return rc != 0 ? rc : refuse_taken_back(x, theirs, ours, err);
}

static int look(struct adoption *x, struct history *ours, struct pawl_error *err)
{
	struct history theirs;
	int rc = history_read(x->w, ours, err);

	if (rc == 0)
		rc = keeper_rows(x->w, &x->keeper, &theirs, err);
	if (rc == 0 && !theirs.exists) {
		fail(err, PAWL_E_HISTORY, "there is no table \"%s\", the history of %s",
		     x->keeper.display, x->keeper.tool->tool);
		hint(err,
		     x->named ? "check the URL; --history-schema names the schema that it is in"
			      : "name the tool with --from, and the schema with --history-schema");
		return PAWL_E_HISTORY;
	}
	if (rc == 0)
		rc = refuse_unsettled(ours, err);
	if (rc == 0)
		rc = adopted_read(x->w, ours, &x->adopted, err);
	if (rc == 0)
		x->from = run_current(x->set, ours, x->w->arena);
	return rc != 0 ? rc : compare(x, &theirs, ours, err);
}

/*
 * "2026-01-31 23:59:59.123", with T or a blank and perhaps a zone behind it, as engines
 * and their tools write it; NULL where the tool keeps something else, or a zone that
 * the engine does not read.
 */
static const char *instant_of(const struct adoption *x, const char *text)
{
	static const char shape[] = "dddd-dd-dd dd:dd:dd";
	const char *p = text;

	for (const char *s = shape; *s != '\0'; s++, p++)
		if (*s == 'd'   ? *p < '0' || *p > '9'
		    : *s == ' ' ? *p != ' ' && *p != 'T'
				: *p != *s)
			return NULL;
	if (*p == '.')
		p += 1 + strspn(p + 1, "0123456789");
	if (p[strspn(p, "Z+-:0123456789")] != '\0')
		return NULL;
	return *p != '\0' && x->keeper.engine == ENGINE_MYSQL ? NULL : text;
}

/* What the log would have of them, had pawl run them: as far as the tool knows. */
static int write_past(struct adoption *x, const struct history_entry *v, struct pawl_error *err)
{
	VEC(struct history_entry) told = {0};

	for (size_t i = 0; i < x->rows.len; i++)
		if (v[i].applied_at != NULL)
			*vec_push(&told, x->w->arena) = v[i];
	return history_change_many(x->w,
				   &(struct history_many){
					   .change = HISTORY_PAST,
					   .v = told.v,
					   .len = told.len,
				   },
				   err);
}

static int write_new_rows(struct adoption *x, struct pawl_error *err)
{
	struct history_entry *v = arena_array(x->w->arena, struct history_entry, x->rows.len);
	int rc;

	for (size_t i = 0; i < x->rows.len; i++) {
		const struct migration *m = set_find_file(x->set, x->rows.v[i]->filename)->m;

		v[i] = (struct history_entry){
			.filename = m->filename,
			.version = m->version,
			.kind = x->rows.v[i]->kind,
			.checksum = m->checksum,
			.applied_at = instant_of(x, x->rows.v[i]->applied_at),
			.applied_by = x->rows.v[i]->applied_by[0] == '\0'
					      ? NULL
					      : x->rows.v[i]->applied_by,
		};
	}
	rc = write_past(x, v, err);
	if (rc != 0)
		return rc;
	return history_change_many(x->w,
				   &(struct history_many){
					   .change = HISTORY_ADOPT,
					   .action = "adopt",
					   .v = v,
					   .len = x->rows.len,
					   .duration_ms = -1,
				   },
				   err);
}

static int write_rows(struct adoption *x, const struct history *ours, struct pawl_error *err)
{
	int rc = history_ensure(x->w, ours, err);

	if (rc == 0)
		rc = db_begin(x->w->db, &(struct db_tx){0}, err);
	if (rc == 0)
		rc = write_new_rows(x, err);
	if (rc == 0)
		rc = runner_lock_fence(x->w, err);
	if (rc == 0)
		rc = db_commit(x->w->db, err);
	if (rc != 0)
		db_rollback(x->w->db, err);
	return rc;
}

static int record(struct adoption *x, struct pawl_error *err)
{
	struct runner_lock lock;
	struct history ours;
	int rc = runner_lock_acquire(x->w, &lock, err);

	if (rc != 0)
		return rc;
	rc = look(x, &ours, err);
	if (rc == 0)
		rc = write_rows(x, &ours, err);
	runner_lock_release(x->w);
	return rc;
}

/* Ours with the tool's rows behind it: what a real run makes of it. */
static struct history joined(const struct adoption *x, const struct history *ours)
{
	struct arena *a = x->w->arena;
	struct history_row *rows = arena_array(a, struct history_row, ours->len + x->rows.len);
	struct history h = {
		.exists = true, .complete = true, .rows = rows, .by_filename = {.arena = a}};

	for (size_t i = 0; i < ours->len; i++)
		rows[h.len++] = ours->rows[i];
	for (size_t i = 0; i < x->rows.len; i++)
		if (history_find(ours, x->rows.v[i]->filename) == NULL)
			rows[h.len++] = *x->rows.v[i];
	for (size_t i = 0; i < h.len; i++)
		map_put(&h.by_filename, rows[i].filename, &rows[i]);
	return h;
}

static size_t count_pending(const struct adoption *x, const struct history *h)
{
	struct plan_input in;
	size_t n = 0;

	plan_input_init(&in, x->set, h);
	in.environment = x->w->settings->environment;
	for (size_t p = 0; p < x->set->len; p++) {
		enum pawl_state state = plan_state(&in, &x->set->v[p]);

		n += state == PAWL_STATE_PENDING || state == PAWL_STATE_OUT_OF_ORDER;
	}
	return n;
}

static void tell(const struct adoption *x, bool dry_run, const struct history *ours,
		 struct arena *a, struct pawl_run *ret)
{
	const struct history after = joined(x, ours);

	*ret = (struct pawl_run){
		.steps = arena_array(a, struct pawl_step, x->rows.len),
		.len = x->rows.len,
		.from = x->from,
		.to = run_current(x->set, &after, a),
		.tool = x->keeper.tool->tool,
		.tool_table = x->keeper.display,
		.pending = count_pending(x, &after),
		.dry_run = dry_run,
	};
	for (size_t i = 0; i < x->rows.len; i++) {
		const struct migration *m = set_find_file(x->set, x->rows.v[i]->filename)->m;

		ret->steps[i] = (struct pawl_step){
			.action = "adopt",
			.version = m->version,
			.name = m->name,
			.filename = m->filename,
			.transaction = "one",
			.reason = "",
			.duration_ms = -1,
			.done = !dry_run,
		};
	}
}

int adopt_history(struct work *w, const struct set *set, const struct pawl_adopt_options *o,
		  struct arena *a, struct pawl_run *ret, struct pawl_error *err)
{
	struct adoption x = {.w = w, .set = set, .named = o->from != NULL};
	struct history ours;
	int rc = keeper_choose(w, o->from, set, &x.keeper, err);

	if (rc == 0)
		rc = look(&x, &ours, err);
	if (rc == 0 && !o->dry_run && x.rows.len != 0)
		rc = record(&x, err);
	if (rc == 0)
		rc = history_read(w, &ours, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < x.reverted.len; i++)
		work_say(w, PAWL_EVENT_WARNING,
			 "\"%s\" is not adopted: pawl has reverted it, which %s does not know",
			 x.reverted.v[i]->filename, x.keeper.tool->tool);
	tell(&x, o->dry_run != 0, &ours, a, ret);
	return 0;
}
