/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running a migration through its journal, and taking it up where a run before
 * has left it: pass over what is done, settle the statement that was in flight,
 * go on, and record the end together with the last transaction.
 */
#include "migrate/journal.h"

#include "base/clock.h"
#include "migrate/batch.h"
#include "migrate/batch_key.h"
#include "migrate/connection.h"
#include "migrate/journal_impl.h"
#include "migrate/retry.h"
#include "migrate/runner_lock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROGRESS_EVERY_MS = 250 };

/* Where a batched statement is, in this run or since the one before; NULL: none is under way. */
static const char *batch_position(const struct journal *j)
{
	const char *at = j->position != NULL ? j->position : j->in_flight;

	return batch_position_is(at) ? at : NULL;
}

static bool is_under_way(const struct journal *j, const struct history_row *row)
{
	return strcmp(row->state, journal_state(j)) == 0 ||
	       (!j->u->down && strcmp(row->state, HISTORY_FAILED) == 0);
}

/*
 * What the database has of this; *ret_row is empty where nothing is under way.
 * Then the row is not written yet: it goes along with what the first statement
 * has written, see journal_step().
 */
static int look_up(struct journal *j, bool again, struct history_row *ret_row,
		   struct pawl_error *err)
{
	struct unit *u = j->u;
	struct history_row row;
	int rc = 0;

	*ret_row = row = (struct history_row){.checksum = "", .state = ""};
	if (again || u->step->row != NULL)
		rc = history_read_row(j->w, u->entry.filename, &row, &j->found, err);
	j->started = rc == 0 && j->found && is_under_way(j, &row);
	if (j->started)
		*ret_row = row;
	return rc;
}

static int refuse_changed_prefix(const struct journal *j, int64_t done, struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY, "the first %lld statements of \"%s\" are not those that ran",
	     (long long)done, j->u->entry.filename);
	hint(err, "undo the edits above the statement that failed; or mend the database by hand "
		  "and run \"pawl repair\"");
	at(err, j->u->text.file == NULL ? NULL : j->u->text.file->path, 0, 0);
	return PAWL_E_HISTORY;
}

/*
 * Does a statement leave behind what only its own session can know? A variable
 * that a query or a function has filled, a temporary table: running it again
 * would give something else, or run it twice.
 */
static bool leaves_session_data(const struct work *w, const struct statement *st,
				const struct stmt_class *c)
{
	bool variable = false, call = false, temporary = false;
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, w->dialect->lex, st->text, st->len);
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t)) {
		variable |= t.kind == LEX_PARAMETER && t.len > 1 && t.text[0] == '@' &&
			    t.text[1] != '@';
		call |= t.len == 1 && *t.text == '(';
		temporary |= lex_is(&t, "TEMPORARY") || lex_is(&t, "TEMP");
	}
	if (strcmp(c->kind, "create table") == 0)
		return temporary;
	return variable && (call || c->flags & STMT_QUERY);
}

static int refuse_lost_session(const struct journal *j, const struct statement *st,
			       const struct history_row *row, struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY,
	     "cannot go on with \"%s\": what this statement left in its session is gone",
	     j->u->entry.filename);
	detail(err, "the first %lld statements are committed and stand",
	       (long long)row->statements_done);
	hint(err, "run the rest by hand and record it with \"pawl repair --applied\"; a file that "
		  "keeps results in variables or temporary tables is best kept free of DDL");
	script_locate(j->reader, st, err);
	return PAWL_E_HISTORY;
}

/* Pass over what is done; settings of the session are made again. */
static int skip_done(struct journal *j, const struct history_row *row, struct pawl_error *err)
{
	bool more = true;
	int rc = 0;

	while (rc == 0 && j->done < row->statements_done) {
		struct statement st;
		struct stmt_class c;

		rc = script_next(j->reader, &st, &more, err);
		if (rc == 0 && !more)
			return refuse_changed_prefix(j, row->statements_done, err);
		if (rc != 0)
			return rc;
		j->w->dialect->classify(st.text, st.len, &j->scratch, &c);
		if (c.flags & STMT_LOCK_TABLES || strcmp(c.kind, "unlock tables") == 0) {
			j->recorded = j->done; /* nothing to flush on the way */
			rc = journal_step(j, &st, &c, err);
		} else if (leaves_session_data(j->w, &st, &c)) {
			return refuse_lost_session(j, &st, row, err);
		} else {
			if (c.flags & STMT_SESSION)
				rc = script_run(j->w, j->reader, &st, NULL, err);
			journal_done(j, &st);
		}
		arena_reset(&j->scratch);
	}
	j->recorded = j->done;
	if (rc == 0 && row->statements_done > 0 &&
	    strcmp(journal_prefix(j, &j->scratch), row->checksum) != 0)
		return refuse_changed_prefix(j, row->statements_done, err);
	return rc;
}

/* The statement that was in flight when a run was cut off: has it taken effect? */
static int settle_in_flight(struct journal *j, const struct statement *st,
			    const struct stmt_class *c, bool *ret_done, struct pawl_error *err)
{
	int rc = db_heal(j->w->db, c, st->text, st->len, j->in_flight, ret_done, err);

	j->in_flight = NULL;
	j->unsettled = rc != 0;
	if (rc == 0 && *ret_done) {
		journal_done(j, st);
		journal_keep(j);
		work_say(j->w, PAWL_EVENT_INFO,
			 "line %lu: %s had taken effect before the last run stopped", st->line,
			 c->kind);
	}
	return rc;
}

/* A position is of a batched statement only. */
static int refuse_unbatched(const struct journal *j, const struct statement *st,
			    struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY, "this statement stopped half-way through its batches");
	hint(err, "put its pawl:batch directive back, and nothing above it; or mend the database "
		  "by hand and run "
		  "\"pawl repair\"");
	script_locate(j->reader, st, err);
	return PAWL_E_HISTORY;
}

static void report_progress(struct journal *j)
{
	int64_t now = clock_ms();

	if (now - j->reported_ms < PROGRESS_EVERY_MS)
		return;
	j->reported_ms = now;
	unit_tell_progress(j->w, j->u, (size_t)j->done, NULL);
}

static int run_all(struct journal *j, struct pawl_error *err)
{
	for (;;) {
		struct statement st;
		const struct script_batch *batch;
		struct stmt_class c;
		bool more = true, done = false;
		int rc = work_check_cancel(j->w, err);

		if (rc == 0)
			rc = script_next(j->reader, &st, &more, err);
		if (rc != 0 || !more)
			return rc;
		j->w->dialect->classify(st.text, st.len, &j->scratch, &c);
		batch = script_batch(j->reader);
		if (batch == NULL && batch_position_is(j->in_flight))
			return refuse_unbatched(j, &st, err);
		if (batch == NULL && j->in_flight != NULL)
			rc = settle_in_flight(j, &st, &c, &done, err);
		if (batch != NULL)
			rc = batch_run(j, &st, batch, err);
		else if (rc == 0 && !done)
			rc = journal_step(j, &st, &c, err);
		if (rc != 0 || j->stopped)
			return rc;
		arena_reset(&j->scratch);
		report_progress(j);
	}
}

/* The row's last state and the log, with whatever transaction is still open. */
static int finish(struct journal *j, struct pawl_error *err)
{
	_cleanup_buf_ struct buf row = {0}, log = {0};
	int rc = journal_start(j, err); /* a script without statements */

	if (rc == 0 && (j->u->facts.changes_session || j->tables_locked)) {
		rc = j->tx == TX_USER ? 0 : journal_flush(j, journal_state(j), NULL, err);
		if (rc == 0 && j->tx == TX_NONE)
			rc = connection_reset(j->w, err);
		j->tables_locked = false;
	}
	if (rc == 0 && j->tx == TX_NONE)
		rc = journal_begin(j, err);
	if (rc == 0)
		rc = runner_lock_fence(j->w, err);
	if (rc != 0)
		return rc;
	if (unit_runs(j->u))
		j->u->entry.statements_done = j->done;
	unit_finish_sql(j->w, j->u, false, &row, &log);
	rc = history_exec(j->w, &row, err);
	if (rc == 0)
		rc = history_exec(j->w, &log, err);
	return rc != 0 ? rc : db_commit(j->w->db, err);
}

static const char *plural(int64_t n)
{
	return n == 1 ? "" : "s";
}

static void tell_standing(const struct journal *j, struct pawl_error *err)
{
	long long done = (long long)j->recorded;
	int64_t batches, rows;
	char ranges[96];

	if (!batch_position_done(batch_position(j), &batches, &rows)) {
		detail(err,
		       "%lld of %zu statements are committed and stand, the rest has had no effect",
		       done, j->u->facts.statements);
		return;
	}
	snprintf(ranges, sizeof(ranges), "%lld batch%s (%lld row%s) of statement %lld",
		 (long long)batches, batches == 1 ? "" : "es", (long long)rows, plural(rows),
		 done + 1);
	if (done == 0)
		detail(err, "%s are committed and stand, the rest has had no effect", ranges);
	else
		detail(err,
		       "%lld statement%s and %s are committed and stand, the rest has had no "
		       "effect",
		       done, plural(done), ranges);
}

/* After a failure: keep what stands, roll back what does not, and write down which is which. */
static void stop(struct journal *j, struct pawl_error *err)
{
	struct pawl_error second = {0};
	bool lost = err != NULL && err->code == PAWL_E_LOST;

	if (!lost && j->tx == TX_OURS && !j->w->dialect->transactional_ddl &&
	    db_in_transaction(j->w->db)) {
		/* The failed statement alone was undone: its neighbours before it can stay. */
		journal_flush(j, journal_state(j), NULL, &second);
	}
	if (!lost)
		db_rollback(j->w->db, err);
	j->tx = TX_NONE;
	j->tables_locked = false;
	if (!lost && connection_reset(j->w, &second) != 0)
		detail(err, "%s", second.message);
	if (lost) {
		detail(err,
		       "at least %lld of %zu statements are committed and stand; whether the one "
		       "that was running does is found out by the next run",
		       (long long)(j->standing > j->recorded ? j->standing : j->recorded),
		       j->u->facts.statements);
		return;
	}
	journal_lose(j);
	tell_standing(j, err);
	if (j->w->cancelled)
		return;
	hint(err,
	     "mend the cause, or the file from this statement on, and run the command again: it "
	     "goes on at statement %lld",
	     (long long)j->recorded + 1);
}

/*
 * Who cancels amid the batches has it as who asks for --max-batches. What a run
 * before has left is still to be settled where this one has not come to it.
 */
static void mark_stopped(struct journal *j, struct pawl_error *err)
{
	bool amid = j->w->cancelled && batch_position(j) != NULL;
	const char *state = amid || j->u->down ? journal_state(j) : HISTORY_FAILED;
	bool untouched = j->skipping || j->in_flight != NULL;
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error second = {0};

	if (err != NULL && err->code == PAWL_E_LOST)
		return;
	/* A procedure that failed behind a commit of its own has carried its number along. */
	if (j->done == j->recorded && !j->unsettled && !untouched)
		journal_row_sql(j, state, j->position, &j->scratch, &b);
	else
		history_state_sql(j->w, &b, j->u->entry.filename, state, j->unsettled || untouched);
	if (history_exec(j->w, &b, &second) != 0)
		detail(err, "the history could not be written: %s", second.message);
}

/* One attempt, from where the row stands. */
static int attempt(struct work *w, struct unit *u, bool again, bool *ret_moved,
		   struct pawl_error *err)
{
	struct journal j = {
		.w = w,
		.u = u,
		.rebuilds = w->dialect->references_off != NULL && unit_tx(u).references_off,
		.reported_ms = clock_ms(),
	};
	size_t batches = w->batches;
	struct history_row row;
	int rc;

	*ret_moved = false;
	sha256_init(&j.prefix);
	rc = look_up(&j, again, &row, err);
	if (rc == 0)
		rc = journal_set_limits(&j, u->lock_ms, u->statement_ms, err);
	if (rc == 0)
		rc = script_open(w, &u->text, &j.reader, err);
	if (rc != 0)
		return rc;
	if (row.state[0] != '\0' && (row.statements_done > 0 || row.fingerprint != NULL))
		work_event(w, &(struct pawl_event){
				      .kind = PAWL_EVENT_RESUME,
				      .migration = u->entry.filename,
				      .direction = u->down ? "down" : "up",
				      .statements_done = (size_t)row.statements_done,
				      .statements = u->facts.statements,
				      .changed = -1,
			      });
	j.in_flight = row.fingerprint == NULL ? NULL : arena_strdup(w->arena, row.fingerprint);
	j.skipping = true;
	rc = skip_done(&j, &row, err);
	j.skipping = rc != 0;
	if (rc == 0)
		rc = run_all(&j, err);
	u->stopped = rc == 0 && j.stopped;
	if (rc == 0 && !j.stopped)
		rc = finish(&j, err);
	if (rc == PAWL_E_CANCELLED)
		work_hear_cancel(w);
	if (rc != 0 && rc != PAWL_E_HISTORY) {
		stop(&j, err);
		mark_stopped(&j, err);
	}
	*ret_moved = w->batches != batches;
	script_close(j.reader);
	arena_done(&j.scratch);
	return rc;
}

int journal_run(struct work *w, struct unit *u, struct pawl_error *err)
{
	struct retry r = {0};
	bool again = false, moved = false;
	int rc = history_open_journal(w, err);

	if (rc != 0)
		return rc;
	do {
		rc = attempt(w, u, again, &moved, err);
		again = true;
		/* A batched statement may meet a lock now and then for hours. */
		if (moved)
			r.tries = 0;
	} while (rc == PAWL_E_LOCKED && retry_again(w, &r, err));
	return rc;
}
