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
#include "migrate/journal_impl.h"

#include "base/clock.h"
#include "migrate/journal.h"
#include "migrate/runner_lock.h"

#include <string.h>

enum { GROUP_MS = 500 };

static int run_text(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	int rc = script_run(j->w, j->reader, st, NULL, err);

	if (rc == 0)
		journal_done(j, st);
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
		rc = journal_flush(j, journal_state(j), before, err);
	if (rc == 0 && waits_by_design)
		rc = journal_set_limits(j, 0, 0, err);
	if (rc != 0)
		return rc;
	rc = run_text(j, st, err);
	if (rc == 0)
		journal_keep(j);
	if (rc == PAWL_E_LOST)
		return rc;
	if (rc == PAWL_E_CANCELLED)
		work_hear_cancel(j->w);
	if (waits_by_design)
		limits = journal_set_limits(j, j->u->lock_ms, j->u->statement_ms, &second);
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
		journal_done(j, st);
		journal_keep(j);
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
	int rc = j->tx == TX_NONE ? journal_begin(j, err) : 0;

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
		rc = journal_flush(j, journal_state(j), NULL, err);
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
	int rc = journal_flush(j, journal_state(j), NULL, err);

	if (rc == 0)
		rc = journal_begin(j, err);
	if (rc != 0)
		return rc;
	prefix = j->prefix;
	journal_done(j, st);
	rc = journal_write(j, journal_state(j), NULL, err);
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
		rc = journal_commit(j, err);
	if (rc == 0)
		journal_stands(j);
	return rc;
}

static int run_user_commit(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	int rc = 0;

	/* A file that ends a transaction which only its old runner had opened. */
	if (j->tx != TX_USER) {
		journal_done(j, st);
		return journal_flush(j, journal_state(j), NULL, err);
	}
	journal_done(j, st);
	rc = journal_write(j, journal_state(j), NULL, err);
	if (rc == 0 && j->rebuilds) {
		rc = db_commit(j->w->db, err);
		if (rc != 0)
			script_locate(j->reader, st, err);
	} else if (rc == 0) {
		rc = script_run(j->w, j->reader, st, NULL, err);
	}
	if (rc != 0)
		return rc;
	journal_stands(j);
	j->tx = TX_NONE;
	journal_sync_tx(j); /* AND CHAIN begins the next one */
	return 0;
}

/* Where BEGIN commits what is open, the number of that has to be in it. */
static int run_second_begin(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	int rc = 0;

	if (!j->w->dialect->transactional_ddl)
		rc = journal_write(j, journal_state(j), NULL, err);
	if (rc == 0)
		rc = script_run(j->w, j->reader, st, NULL, err);
	if (rc != 0)
		return rc;
	if (!j->w->dialect->transactional_ddl)
		journal_stands(j);
	journal_done(j, st);
	return 0;
}

static int run_user_begin(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	struct db_tx tx = unit_tx(j->u);
	int rc;

	if (j->tx == TX_USER)
		return run_second_begin(j, st, err);
	rc = journal_flush(j, journal_state(j), NULL, err);
	if (rc != 0)
		return rc;
	rc = j->rebuilds ? db_begin(j->w->db, &tx, err)
			 : script_run(j->w, j->reader, st, NULL, err);
	if (rc != 0)
		return rc;
	journal_done(j, st);
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
	journal_done(j, st); /* also where nothing of the file's is open */
	journal_sync_tx(j);
	return 0;
}

static int run_lock_tables(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	const char *extra[] = {j->w->table.quoted, j->w->table.log_quoted, j->w->table.lock_quoted};
	size_t extras = j->w->lock != NULL && j->w->lock->lease ? 3 : 2;
	_cleanup_buf_ struct buf b = {0};
	int rc = journal_flush(j, journal_state(j), NULL, err);

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
	journal_done(j, st);
	return 0;
}

static int run_unlock_tables(struct journal *j, const struct statement *st, struct pawl_error *err)
{
	int rc = journal_flush(j, journal_state(j), NULL, err);

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
	int64_t recorded = j->recorded;
	const char *before;
	int rc;

	if (c->flags & STMT_IMPLICIT_COMMIT) {
		/* The DDL commits what came before, and with it this. */
		rc = db_fingerprint(j->w->db, c, st->text, st->len, &j->scratch, &before, err);
		if (rc == 0)
			rc = journal_write(j, journal_state(j), before, err);
		if (rc != 0)
			return rc;
		journal_stands(j);
	}
	rc = run_text(j, st, err);
	/* A syntax error is found before the commit: what is open is then rolled back. */
	if (rc != 0 && (rc == PAWL_E_LOST || db_in_transaction(j->w->db)))
		j->recorded = recorded;
	journal_sync_tx(j);
	return rc;
}

static bool is_solo(const struct journal *j, const struct stmt_class *c)
{
	const unsigned others = STMT_LOCK_TABLES | STMT_TX_BEGIN | STMT_TX_COMMIT |
				STMT_TX_ROLLBACK;

	return j->tx != TX_USER && !(c->flags & others) && strcmp(c->kind, "unlock tables") != 0 &&
	       c->flags & (STMT_NO_TX | STMT_IMPLICIT_COMMIT);
}

int journal_step(struct journal *j, const struct statement *st, const struct stmt_class *c,
		 struct pawl_error *err)
{
	bool solo = is_solo(j, c);
	/* In front of a solo statement the row and its fingerprint are one commit. */
	int rc = solo ? 0 : journal_start(j, err);

	if (rc != 0)
		return rc;
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
	if (solo)
		return run_solo(j, st, c, err);
	if (c->flags & (STMT_SESSION | STMT_TX_SAVEPOINT)) {
		rc = journal_flush(j, journal_state(j), NULL, err);
		if (rc == 0)
			rc = run_text(j, st, err);
		journal_sync_tx(j);
		return rc;
	}
	if (may_commit_inside(j, c))
		return run_call(j, st, err);
	return run_in_own_tx(j, st, c, err);
}
