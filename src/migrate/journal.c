/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements fall into these kinds:
 *
 * - The file's own BEGIN ... COMMIT passes through; the number of statements
 *   done is written just before its COMMIT, in the same transaction. Where
 *   tables are rebuilt in it, the driver opens and ends it, which keeps their
 *   references from firing.
 * - What the engine can roll back runs in a transaction of ours. On MariaDB
 *   neighbours share one, for at most GROUP_MS; elsewhere each has its own, for
 *   "transaction off" asks for just that. The steps of a table's rebuild share
 *   one whatever it takes: between them its children have no parent.
 * - What it cannot roll back runs alone behind a written fingerprint ("solo").
 *   That it is done is written with whatever is written next.
 * - SET and the like are done again when a run resumes: the session that had
 *   them is gone.
 */
#include "migrate/journal.h"

#include "base/clock.h"
#include "migrate/connection.h"
#include "migrate/retry.h"
#include "migrate/runner_lock.h"

#include <stdlib.h>
#include <string.h>

enum { GROUP_MS = 500, PROGRESS_EVERY_MS = 250 };

enum open_tx {
	TX_NONE,
	TX_OURS, /* around one or several statements */
	TX_USER, /* the file's own */
};

struct journal {
	struct work *w;
	struct unit *u;
	struct script_reader *reader;
	struct arena scratch; /* reset per statement */
	int64_t done;     /* statements that have taken effect or will with the open transaction */
	int64_t recorded; /* as the database has it */
	int64_t standing; /* at least so many have taken effect for good */
	struct sha256 prefix; /* over the texts of the first done statements */
	char *in_flight;      /* stored fingerprint of statement recorded + 1, NULL if none */
	bool unsettled;       /* that statement, or one that failed, may have left something */
	enum open_tx tx;
	bool rebuilds; /* tables whose references must not fire */
	int64_t tx_since_ms, reported_ms;
	bool tables_locked; /* MariaDB's LOCK TABLES is in force */
};

static void prefix_add(struct journal *j, const struct statement *st)
{
	sha256_add(&j->prefix, st->text, st->len);
	sha256_add(&j->prefix, ";", 1);
}

static void statement_done(struct journal *j, const struct statement *st)
{
	j->done++;
	prefix_add(j, st);
}

/* "prefix:" keeps it from being taken for the checksum of a file. */
static const char *prefix_text(const struct journal *j, struct arena *a)
{
	struct sha256 copy = j->prefix;
	char hex[SHA256_HEX];

	sha256_hex(&copy, hex);
	return arena_printf(a, "prefix:%s", hex);
}

static const char *running_state(const struct journal *j)
{
	return j->u->down ? HISTORY_REVERTING : HISTORY_RUNNING;
}

static int write_progress(struct journal *j, const char *state, const char *fingerprint,
			  struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int rc = runner_lock_fence(j->w, err);

	if (rc != 0)
		return rc;
	history_progress_sql(j->w, &b, j->u->entry.filename, state, j->done,
			     prefix_text(j, &j->scratch), fingerprint);
	return history_exec(j->w, &b, err);
}

/* The number that was written stands now: its transaction has been committed. */
static void progress_stands(struct journal *j)
{
	j->recorded = j->done;
}

/* A pooled connection would hand them on to others; there they are set in each transaction. */
static int set_limits(struct journal *j, int64_t lock_ms, int64_t statement_ms,
		      struct pawl_error *err)
{
	if (db_info(j->w->db)->pooled)
		return 0;
	return db_set_timeouts(j->w->db, lock_ms, statement_ms, false, err);
}

static int own_begin(struct journal *j, struct pawl_error *err)
{
	struct db_tx tx = {0};
	int rc = 0;

	if (j->rebuilds)
		tx = unit_tx(j->u);
	/* START TRANSACTION would unlock the tables; autocommit is off while they are locked. */
	if (!j->tables_locked)
		rc = db_begin(j->w->db, &tx, err);
	if (rc == 0 && db_info(j->w->db)->pooled)
		rc = db_set_timeouts(j->w->db, j->u->lock_ms, j->u->statement_ms, true, err);
	if (rc == 0) {
		j->tx = TX_OURS;
		j->tx_since_ms = clock_ms();
	}
	return rc;
}

static int own_commit(struct journal *j, struct pawl_error *err)
{
	int rc = j->tables_locked ? db_execs(j->w->db, "COMMIT", err) : db_commit(j->w->db, err);

	if (rc == 0)
		j->tx = TX_NONE;
	return rc;
}

/* Make what has been done so far stand, with its number. */
static int flush(struct journal *j, const char *state, const char *fingerprint,
		 struct pawl_error *err)
{
	int rc;

	if (j->tx == TX_NONE && j->done == j->recorded && fingerprint == NULL &&
	    strcmp(state, running_state(j)) == 0)
		return 0;
	rc = write_progress(j, state, fingerprint, err);
	if (rc == 0 && (j->tx == TX_OURS || j->tables_locked))
		rc = own_commit(j, err);
	if (rc == 0)
		progress_stands(j);
	return rc;
}

/* The server may have ended or begun a transaction on its own account. */
static void sync_tx(struct journal *j)
{
	bool open = db_in_transaction(j->w->db);

	if (!open && j->tx != TX_NONE && !j->tables_locked)
		j->tx = TX_NONE;
	else if (open && j->tx == TX_NONE && !j->tables_locked)
		j->tx = TX_USER;
}

static int run_text(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	int rc = script_run(j->w, j->reader, st, NULL, err);

	if (rc == 0)
		statement_done(j, st);
	return rc;
}

/* A statement that cannot be rolled back, between a fingerprint and its healing. */
static int run_solo(struct journal *j, const struct statement *st, const struct stmt_class *c,
		    struct pawl_error *err)
{
	bool waits_by_design = c->flags & (STMT_CONCURRENTLY | STMT_LONG_SCAN);
	const char *before;
	bool took_effect = false;
	struct pawl_error second = {0};
	int limits = 0;
	int rc = db_fingerprint(j->w->db, c, st->text, st->len, &j->scratch, &before, err);

	if (rc == 0)
		rc = flush(j, running_state(j), before, err);
	if (rc == 0 && waits_by_design)
		rc = set_limits(j, 0, 0, err);
	if (rc != 0)
		return rc;
	rc = run_text(j, st, err);
	j->standing = j->done;
	if (rc == PAWL_E_LOST)
		return rc;
	if (rc == PAWL_E_CANCELLED)
		work_hear_cancel(j->w);
	if (waits_by_design)
		limits = set_limits(j, j->u->lock_ms, j->u->statement_ms, &second);
	if (rc == 0) {
		if (limits != 0 && err != NULL)
			*err = second;
		return limits;
	}
	if (limits != 0 || db_heal(j->w->db, c, st->text, st->len, before, &took_effect, &second)) {
		j->unsettled = true;
		detail(err, "what it left could not be removed yet, the next run will: %s",
		       second.message);
	}
	if (took_effect) {
		error_reset(err);
		statement_done(j, st);
		rc = 0;
	}
	return rc;
}

bool journal_must_be_alone(const struct pawl_error *err)
{
	return strcmp(err->sqlstate, "2D000") == 0 || strcmp(err->sqlstate, "25001") == 0;
}

static int run_in_own_tx(struct journal *j, const struct statement *st, const struct stmt_class *c,
			 struct pawl_error *err)
{
	bool shares = !j->w->dialect->transactional_ddl || j->rebuilds;
	int rc = j->tx == TX_NONE ? own_begin(j, err) : 0;

	if (rc == 0)
		rc = run_text(j, st, err);
	if (rc != 0 && !shares && err != NULL && journal_must_be_alone(err)) {
		error_reset(err);
		db_rollback(j->w->db, err);
		j->tx = TX_NONE;
		return run_solo(j, st, c, err);
	}
	if (rc != 0)
		return rc;
	/* CALL of a procedure that commits. */
	if (!j->tables_locked && !db_in_transaction(j->w->db))
		j->tx = TX_NONE;
	if (j->tx == TX_NONE || !shares || (!j->rebuilds && clock_ms() - j->tx_since_ms > GROUP_MS))
		rc = flush(j, running_state(j), NULL, err);
	return rc;
}

/* Stored code may commit on its own, and with it whatever stands around the call. */
static bool may_commit_inside(const struct journal *j, const struct stmt_class *c)
{
	static const char *const kinds[] = {"call", "execute", "do", "begin not atomic"};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(c->kind, kinds[i]) == 0)
			return !j->w->dialect->transactional_ddl;
	return false;
}

/*
 * In a transaction of its own that begins with its number: a commit inside
 * carries the number along, a rollback takes both back. What the procedure does
 * behind a commit of its own is lost by a kill; that is between it and its author.
 */
static int run_call(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	int64_t before = j->done;
	struct sha256 prefix;
	int rc = flush(j, running_state(j), NULL, err);

	if (rc == 0)
		rc = own_begin(j, err);
	if (rc != 0)
		return rc;
	prefix = j->prefix;
	statement_done(j, st);
	rc = write_progress(j, running_state(j), NULL, err);
	if (rc == 0)
		rc = script_run(j->w, j->reader, st, NULL, err);
	if (rc != 0) {
		j->done = before;
		j->prefix = prefix;
		return rc;
	}
	if (!j->tables_locked && !db_in_transaction(j->w->db))
		j->tx = TX_NONE;
	else
		rc = own_commit(j, err);
	if (rc == 0)
		progress_stands(j);
	return rc;
}

static int run_user_commit(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	int rc = 0;

	/* A file that ends a transaction which only its old runner had opened. */
	if (j->tx != TX_USER) {
		statement_done(j, st);
		return flush(j, running_state(j), NULL, err);
	}
	statement_done(j, st);
	rc = write_progress(j, running_state(j), NULL, err);
	if (rc == 0 && j->rebuilds) {
		rc = db_commit(j->w->db, err);
		if (rc != 0)
			script_locate(j->reader, st, err);
	} else if (rc == 0) {
		rc = script_run(j->w, j->reader, st, NULL, err);
	}
	if (rc != 0)
		return rc;
	progress_stands(j);
	j->tx = TX_NONE;
	sync_tx(j); /* AND CHAIN begins the next one */
	return 0;
}

/* Where BEGIN commits what is open, the number of that has to be in it. */
static int run_second_begin(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	int rc = 0;

	if (!j->w->dialect->transactional_ddl)
		rc = write_progress(j, running_state(j), NULL, err);
	if (rc == 0)
		rc = script_run(j->w, j->reader, st, NULL, err);
	if (rc != 0)
		return rc;
	if (!j->w->dialect->transactional_ddl)
		progress_stands(j);
	statement_done(j, st);
	return 0;
}

static int run_user_begin(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	struct db_tx tx = unit_tx(j->u);
	int rc;

	if (j->tx == TX_USER)
		return run_second_begin(j, st, err);
	rc = flush(j, running_state(j), NULL, err);
	if (rc != 0)
		return rc;
	rc = j->rebuilds ? db_begin(j->w->db, &tx, err)
			 : script_run(j->w, j->reader, st, NULL, err);
	if (rc != 0)
		return rc;
	statement_done(j, st);
	j->tx = TX_USER;
	return 0;
}

static int run_user_rollback(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	int rc = 0;

	if (j->tx == TX_USER && j->rebuilds)
		db_rollback(j->w->db, err);
	else if (j->tx == TX_USER)
		rc = script_run(j->w, j->reader, st, NULL, err);
	if (rc != 0)
		return rc;
	statement_done(j, st); /* also where nothing of the file's is open */
	sync_tx(j);
	return 0;
}

static int run_lock_tables(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	const char *extra[] = {j->w->table.quoted, j->w->table.log_quoted, j->w->table.lock_quoted};
	size_t extras = j->w->lock != NULL && j->w->lock->lease ? 3 : 2;
	_cleanup_buf_ struct buf b = {0};
	int rc = flush(j, running_state(j), NULL, err);

	if (rc == 0)
		rc = db_execs(j->w->db, "SET autocommit = 0", err);
	if (rc != 0)
		return rc;
	j->w->dialect->lock_tables(&b, st->text, st->len, extra, extras);
	rc = db_exec(j->w->db, b.data, b.len, NULL, err);
	if (rc != 0) {
		script_locate(j->reader, st, err);
		return rc;
	}
	j->tables_locked = true;
	statement_done(j, st);
	return 0;
}

static int run_unlock_tables(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	int rc = flush(j, running_state(j), NULL, err);

	if (rc == 0)
		rc = run_text(j, st, err);
	if (rc == 0)
		rc = db_execs(j->w->db, "SET autocommit = 1", err);
	if (rc == 0) {
		j->tables_locked = false;
		j->tx = TX_NONE;
	}
	return rc;
}

/* Inside the file's own transaction. */
static int run_in_user_tx(struct journal *j, const struct statement *st, const struct stmt_class *c,
			  struct pawl_error *err)
{
	const char *before;
	int rc;

	if (c->flags & STMT_IMPLICIT_COMMIT) {
		/* The DDL commits what came before, and with it this. */
		rc = db_fingerprint(j->w->db, c, st->text, st->len, &j->scratch, &before, err);
		if (rc == 0)
			rc = write_progress(j, running_state(j), before, err);
		if (rc != 0)
			return rc;
		progress_stands(j);
	}
	rc = run_text(j, st, err);
	sync_tx(j);
	return rc;
}

static int run_statement(struct journal *j, const struct statement *st, const struct stmt_class *c,
			 struct pawl_error *err)
{
	int rc;

	if (c->flags & STMT_LOCK_TABLES)
		return run_lock_tables(j, st, err);
	if (strcmp(c->kind, "unlock tables") == 0)
		return run_unlock_tables(j, st, err);
	if (c->flags & STMT_TX_BEGIN)
		return run_user_begin(j, st, err);
	if (c->flags & STMT_TX_COMMIT)
		return run_user_commit(j, st, err);
	if (c->flags & STMT_TX_ROLLBACK)
		return run_user_rollback(j, st, err);
	if (j->tx == TX_USER)
		return run_in_user_tx(j, st, c, err);
	if (c->flags & (STMT_NO_TX | STMT_IMPLICIT_COMMIT))
		return run_solo(j, st, c, err);
	if (c->flags & (STMT_SESSION | STMT_TX_SAVEPOINT)) {
		rc = flush(j, running_state(j), NULL, err);
		if (rc == 0)
			rc = run_text(j, st, err);
		sync_tx(j);
		return rc;
	}
	if (may_commit_inside(j, c))
		return run_call(j, st, err);
	return run_in_own_tx(j, st, c, err);
}

static bool is_under_way(const struct journal *j, const struct history_row *row)
{
	return strcmp(row->state, running_state(j)) == 0 ||
	       (!j->u->down && strcmp(row->state, HISTORY_FAILED) == 0);
}

/* The row before the first statement; *ret_row is what the database has then. */
static int start_row(struct journal *j, bool again, struct history_row *ret_row,
		     struct pawl_error *err)
{
	struct unit *u = j->u;
	struct history_entry e = u->entry;
	struct history_row row = {0};
	_cleanup_buf_ struct buf b = {0};
	bool found = false;
	int rc = 0;

	if (again || u->step->row != NULL)
		rc = history_read_row(j->w, u->entry.filename, &row, &found, err);
	if (rc != 0)
		return rc;
	if (found && is_under_way(j, &row)) {
		*ret_row = row;
		return 0;
	}
	*ret_row = (struct history_row){.checksum = "", .state = ""};
	if (found)
		return write_progress(j, running_state(j), NULL, err);
	e.state = HISTORY_RUNNING;
	e.checksum = prefix_text(j, &j->scratch);
	e.statements_done = 0;
	history_insert_sql(j->w, &b, &e);
	return history_exec(j->w, &b, err);
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
			rc = run_statement(j, &st, &c, err);
		} else if (leaves_session_data(j->w, &st, &c)) {
			return refuse_lost_session(j, &st, row, err);
		} else {
			if (c.flags & STMT_SESSION)
				rc = script_run(j->w, j->reader, &st, NULL, err);
			statement_done(j, &st);
		}
		arena_reset(&j->scratch);
	}
	j->recorded = j->done;
	if (rc == 0 && row->statements_done > 0 &&
	    strcmp(prefix_text(j, &j->scratch), row->checksum) != 0)
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
		statement_done(j, st);
		work_say(j->w, PAWL_EVENT_INFO,
			 "line %lu: %s had taken effect before the last run stopped", st->line,
			 c->kind);
	}
	return rc;
}

static void report_progress(struct journal *j)
{
	int64_t now = clock_ms();

	if (now - j->reported_ms < PROGRESS_EVERY_MS)
		return;
	j->reported_ms = now;
	work_event(j->w, &(struct pawl_event){
				 .kind = PAWL_EVENT_PROGRESS,
				 .migration = j->u->entry.filename,
				 .direction = j->u->down ? "down" : "up",
				 .statements_done = (size_t)j->done,
				 .statements = j->u->facts.statements,
				 .changed = -1,
			 });
}

static int run_all(struct journal *j, struct pawl_error *err)
{
	for (;;) {
		struct statement st;
		struct stmt_class c;
		bool more = true, done = false;
		int rc = work_check_cancel(j->w, err);

		if (rc == 0)
			rc = script_next(j->reader, &st, &more, err);
		if (rc != 0 || !more)
			return rc;
		j->w->dialect->classify(st.text, st.len, &j->scratch, &c);
		if (j->in_flight != NULL)
			rc = settle_in_flight(j, &st, &c, &done, err);
		if (rc == 0 && !done)
			rc = run_statement(j, &st, &c, err);
		if (rc != 0)
			return rc;
		arena_reset(&j->scratch);
		report_progress(j);
	}
}

/* The row's last state and the log, with whatever transaction is still open. */
static int finish(struct journal *j, struct pawl_error *err)
{
	_cleanup_buf_ struct buf row = {0}, log = {0};
	int rc = 0;

	if (j->u->facts.changes_session || j->tables_locked) {
		rc = j->tx == TX_USER ? 0 : flush(j, running_state(j), NULL, err);
		if (rc == 0 && j->tx == TX_NONE)
			rc = connection_reset(j->w, err);
		j->tables_locked = false;
	}
	if (rc == 0 && j->tx == TX_NONE)
		rc = own_begin(j, err);
	if (rc == 0)
		rc = runner_lock_fence(j->w, err);
	if (rc != 0)
		return rc;
	if (unit_runs(j->u))
		j->u->entry.statements_done = j->done;
	unit_finish_sql(j->w, j->u, &row, &log);
	rc = history_exec(j->w, &row, err);
	if (rc == 0)
		rc = history_exec(j->w, &log, err);
	return rc != 0 ? rc : db_commit(j->w->db, err);
}

/* After a failure: keep what stands, roll back what does not, and write down which is which. */
static void stop(struct journal *j, struct pawl_error *err)
{
	struct pawl_error second = {0};
	bool lost = err != NULL && err->code == PAWL_E_LOST;

	if (!lost && j->tx == TX_OURS && !j->w->dialect->transactional_ddl &&
	    db_in_transaction(j->w->db)) {
		/* The failed statement alone was undone: its neighbours before it can stay. */
		flush(j, running_state(j), NULL, &second);
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
	detail(err, "%lld of %zu statements are committed and stand, the rest has had no effect",
	       (long long)j->recorded, j->u->facts.statements);
	if (j->w->cancelled)
		return;
	hint(err,
	     "mend the cause, or the file from this statement on, and run the command again: it "
	     "goes on at statement %lld",
	     (long long)j->recorded + 1);
}

static void mark_failed(struct journal *j, struct pawl_error *err)
{
	const char *state = j->u->down ? HISTORY_REVERTING : HISTORY_FAILED;
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error second = {0};

	if (err != NULL && err->code == PAWL_E_LOST)
		return;
	/* A procedure that failed behind a commit of its own has carried its number along. */
	if (j->done == j->recorded && !j->unsettled)
		history_progress_sql(j->w, &b, j->u->entry.filename, state, j->done,
				     prefix_text(j, &j->scratch), NULL);
	else
		history_state_sql(j->w, &b, j->u->entry.filename, state, j->unsettled);
	if (history_exec(j->w, &b, &second) != 0)
		detail(err, "the history could not be written: %s", second.message);
}

/* One attempt, from where the row stands. */
static int attempt(struct work *w, struct unit *u, bool again, struct pawl_error *err)
{
	struct journal j = {
		.w = w,
		.u = u,
		.rebuilds = w->dialect->references_off != NULL && unit_tx(u).references_off,
		.reported_ms = clock_ms(),
	};
	struct history_row row;
	int rc;

	sha256_init(&j.prefix);
	rc = start_row(&j, again, &row, err);
	if (rc == 0)
		rc = set_limits(&j, u->lock_ms, u->statement_ms, err);
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
	rc = skip_done(&j, &row, err);
	if (rc == 0)
		rc = run_all(&j, err);
	if (rc == 0)
		rc = finish(&j, err);
	if (rc == PAWL_E_CANCELLED)
		work_hear_cancel(w);
	if (rc != 0 && rc != PAWL_E_HISTORY) {
		stop(&j, err);
		mark_failed(&j, err);
	}
	script_close(j.reader);
	arena_done(&j.scratch);
	return rc;
}

int journal_run(struct work *w, struct unit *u, struct pawl_error *err)
{
	struct retry r = {0};
	int rc;

	do
		rc = attempt(w, u, r.tries > 0, err);
	while (rc == PAWL_E_LOCKED && retry_again(w, &r, err));
	return rc;
}
