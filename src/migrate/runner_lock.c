/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/runner_lock.h"

#include "base/clock.h"
#include "migrate/keeper.h"
#include "migrate/keeper_lock.h"
#include "migrate/retry.h"
#include "migrate/watch.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	LEASE_SECONDS = 30,
	LEASE_RENEW_MS = 5000,
	BRIEF_LOCK_MS = 500,
	BRIEF_STATEMENT_MS = 3000,
	POLL_FIRST_MS = 50,
	POLL_LONGEST_MS = 1000,
	SAY_EVERY_MS = 10000,
};

/* IF NOT EXISTS does not keep two that make it at once from failing (PostgreSQL). */
static int create_lease_table(struct work *w, struct pawl_error *err)
{
	const struct dialect_history *t = &w->dialect->history;
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error ignored = {0};
	bool exists;
	int rc;

	buf_printf(&b,
		   "CREATE TABLE IF NOT EXISTS %s (\n\tname %s PRIMARY KEY,\n\tholder %s,\n"
		   "\texpires_at %s\n)%s",
		   w->table.lock_quoted, t->key_text, t->text, t->integer, t->table_tail);
	rc = db_exec(w->db, b.data, b.len, NULL, err);
	if (rc == 0 ||
	    db_table_exists(w->db, w->table.schema, w->table.lock_name, &exists, &ignored) != 0 ||
	    !exists)
		return rc;
	error_reset(err);
	return 0;
}

/* The row; that somebody else has put it there is fine. */
static void insert_lease_row(struct work *w)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error ignored = {0};

	buf_printf(&b, "INSERT INTO %s (name, expires_at) VALUES ('runner', 0)",
		   w->table.lock_quoted);
	db_exec(w->db, b.data, b.len, NULL, &ignored);
}

/*
 * A statement about the lease that waits for nobody: whoever holds the row's
 * own lock is at work, and its transaction keeps the lease meanwhile.
 */
static int exec_briefly(struct db *db, const struct buf *sql, int64_t *ret_changed,
			struct pawl_error *err)
{
	int rc = db_begin(db, &(struct db_tx){0}, err);

	if (rc == 0)
		rc = db_set_timeouts(db, BRIEF_LOCK_MS, BRIEF_STATEMENT_MS, true, err);
	if (rc == 0)
		rc = db_exec(db, sql->data, sql->len, ret_changed, err);
	if (rc == 0)
		rc = db_commit(db, err);
	if (rc != 0)
		db_rollback(db, err);
	return rc;
}

/* MySQL counts rows that change, not rows that match: one second more or less makes it change. */
static void set_expiry_sql(const struct work *w, struct buf *b)
{
	const char *epoch = w->dialect->history.epoch;

	buf_printf(b,
		   "UPDATE %s SET expires_at = CASE WHEN expires_at = %s + %d THEN %s + %d "
		   "ELSE %s + %d END",
		   w->table.lock_quoted, epoch, LEASE_SECONDS, epoch, LEASE_SECONDS + 1, epoch,
		   LEASE_SECONDS);
}

/* One statement that changes one row if the lease is free, expired, or ours. */
static int take_lease(struct work *w, struct runner_lock *l, bool *ret_got, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	const char *epoch = w->dialect->history.epoch;
	int64_t changed = 0;
	int rc;

	set_expiry_sql(w, &b);
	buf_adds(&b, ", holder = ");
	dialect_literal(w->dialect, &b, l->holder);
	buf_printf(&b, " WHERE name = 'runner' AND (holder IS NULL OR expires_at < %s OR holder = ",
		   epoch);
	dialect_literal(w->dialect, &b, l->holder);
	buf_addc(&b, ')');
	rc = exec_briefly(w->db, &b, &changed, err);
	*ret_got = rc == 0 && changed == 1;
	/* Two nodes of a cluster at once: one of them is told so by a deadlock, at its COMMIT. */
	if (rc == PAWL_E_LOCKED || rc == PAWL_E_TIMEOUT) {
		error_reset(err);
		rc = 0;
	}
	return rc;
}

static const char *lease_holder(struct work *w)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error ignored = {0};
	struct db_rows rows;

	buf_printf(&b, "SELECT holder FROM %s WHERE name = 'runner'", w->table.lock_quoted);
	if (db_query(w->db, b.data, NULL, 0, w->arena, &rows, &ignored) != 0 || rows.rows == 0)
		return NULL;
	return rows.cells[0];
}

/* A runner killed right after it made the table has left it empty. */
static bool has_lease_row(struct work *w)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error ignored = {0};
	struct db_rows rows;

	buf_printf(&b, "SELECT 1 FROM %s WHERE name = 'runner'", w->table.lock_quoted);
	return db_query(w->db, b.data, NULL, 0, w->arena, &rows, &ignored) != 0 || rows.rows != 0;
}

/* Is the lease in use here? The first runner that needs it makes its table. */
static int prepare_lease(struct work *w, bool *ret_leased, struct pawl_error *err)
{
	const struct db_info *info = db_info(w->db);
	int rc = db_table_exists(w->db, w->table.schema, w->table.lock_name, ret_leased, err);

	if (rc == 0 && *ret_leased && !has_lease_row(w))
		insert_lease_row(w);
	if (rc != 0 || *ret_leased || info->session_locks)
		return rc;
	work_say(w, PAWL_EVENT_INFO, "using a lease row as the lock: %s", info->why_no_locks);
	rc = create_lease_table(w, err);
	if (rc == 0)
		insert_lease_row(w);
	*ret_leased = rc == 0;
	return rc;
}

/*
 * The engine's own lock first: it can be asked for while the database cannot be
 * read (SQLite's writer locks everybody out).
 */
static int try_once(struct work *w, struct runner_lock *l, bool *ret_got, struct pawl_error *err)
{
	struct retry retry = {0};
	bool leased;
	int rc = 0;

	*ret_got = true;
	if (db_info(w->db)->session_locks && !l->session) {
		rc = db_try_lock(w->db, l->name, ret_got, err);
		l->session = rc == 0 && *ret_got;
	}
	if (rc != 0 || !*ret_got)
		return rc;
	do
		rc = prepare_lease(w, &leased, err);
	while (rc == PAWL_E_LOCKED && retry_again(w, &retry, err));
	if (rc == 0 && leased) {
		rc = take_lease(w, l, ret_got, err);
		l->lease = rc == 0 && *ret_got;
	}
	if (rc != 0 || !*ret_got || w->store == NULL)
		return rc;
	l->mine = true;
	return w->store->try_lock(w, ret_got, err);
}

/* What is known of the other runner, "" if nothing is. */
static const char *describe_holder(struct work *w, const struct runner_lock *l)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error ignored = {0};
	const char *holder = NULL;
	struct db_blocker who;
	bool known = false;

	if (l->mine)
		return arena_printf(w->arena, "%s", w->keeper->tool->tool);
	if (db_info(w->db)->session_locks && !l->session) {
		if (db_lock_holder(w->db, l->name, w->arena, &who, &known, &ignored) == 0 && known)
			watch_describe(&b, &who);
	} else {
		holder = lease_holder(w);
	}
	return known ? buf_dup(&b, w->arena) : holder != NULL ? holder : "";
}

static int give_up(struct work *w, const struct runner_lock *l, struct pawl_error *err)
{
	const char *holder = describe_holder(w, l);
	const char *left = l->mine ? keeper_left_behind(w) : NULL;

	fail(err, PAWL_E_LOCKED, "another runner is at work on \"%s\"",
	     w->keeper != NULL ? w->keeper->display : w->table.display);
	if (holder[0] != '\0')
		detail(err, "it is %s", holder);
	if (left == NULL)
		hint(err, "wait for it to finish, or allow more time with --wait");
	else
		hint(err,
		     "wait for it to finish, or allow more time with --wait; one that was killed "
		     "has left its row in \"%s\": free that with %s's own command",
		     left, w->keeper->tool->tool);
	return PAWL_E_LOCKED;
}

static int poll_lock(struct work *w, struct runner_lock *l, struct pawl_error *err)
{
	int64_t start = clock_ms(), said = 0, pause = POLL_FIRST_MS;
	bool got;

	for (;;) {
		int rc = work_check_cancel(w, err);
		int64_t now = clock_ms();

		if (rc == 0)
			rc = try_once(w, l, &got, err);
		if (rc != 0)
			return rc;
		if (got)
			break;
		if (w->settings->wait_ms >= 0 && now - start >= w->settings->wait_ms)
			return give_up(w, l, err);
		if (said == 0 || now - said >= SAY_EVERY_MS) {
			said = now;
			work_say(w, PAWL_EVENT_LOCK_WAIT, "%s", describe_holder(w, l));
		}
		clock_sleep_ms(pause + clock_jitter((uint32_t)pause));
		pause = pause * 2 > POLL_LONGEST_MS ? POLL_LONGEST_MS : pause * 2;
	}
	if (said != 0)
		work_say(w, PAWL_EVENT_LOCK_TAKEN, "%s", "");
	return 0;
}

int runner_lock_acquire(struct work *w, struct runner_lock *l, struct pawl_error *err)
{
	int rc;

	*l = (struct runner_lock){0};
	snprintf(l->holder, sizeof(l->holder), "%.80s pid %ld %08x", w->settings->applied_by,
		 (long)getpid(), (unsigned)clock_jitter(UINT32_MAX));
	snprintf(l->name, sizeof(l->name), "pawl %s", w->table.display);
	w->lock = l;
	rc = poll_lock(w, l, err);
	l->renewed_ms = clock_ms();
	if (rc != 0)
		runner_lock_release(w);
	return rc;
}

void runner_lock_release(struct work *w)
{
	struct runner_lock *l = w->lock;
	struct pawl_error ignored = {0};

	if (l == NULL)
		return;
	if (w->store != NULL)
		w->store->unlock(w);
	if (l->lease) {
		_cleanup_buf_ struct buf b = {0};

		buf_printf(&b, "UPDATE %s SET holder = NULL, expires_at = 0 WHERE holder = ",
			   w->table.lock_quoted);
		dialect_literal(w->dialect, &b, l->holder);
		db_exec(w->db, b.data, b.len, NULL, &ignored);
	}
	if (l->session)
		db_unlock(w->db, l->name, &ignored);
	w->lock = NULL;
}

static void extend_sql(struct work *w, struct buf *b)
{
	set_expiry_sql(w, b);
	buf_adds(b, " WHERE holder = ");
	dialect_literal(w->dialect, b, w->lock->holder);
	w->lock->renewed_ms = clock_ms();
}

int runner_lock_fence(struct work *w, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int64_t changed = 0;
	int rc;

	runner_lock_renew(w, NULL);
	if (w->lock == NULL || (!w->lock->lease && !w->lock->lost))
		return 0;
	extend_sql(w, &b);
	rc = w->lock->lost ? 0 : db_exec(w->db, b.data, b.len, &changed, err);
	if (rc != 0 || changed == 1)
		return rc;
	w->lock->lease = false;
	w->lock->lost = true;
	fail(err, PAWL_E_LOCKED, "the lock on \"%s\" was lost to another runner", w->table.display);
	hint(err, "run the command again: it goes on where this one stopped");
	return PAWL_E_LOCKED;
}

void runner_lock_renew(struct work *w, struct db *other)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error ignored = {0};

	if (w->lock == NULL || clock_ms() - w->lock->renewed_ms < LEASE_RENEW_MS)
		return;
	w->lock->renewed_ms = clock_ms();
	if (w->store != NULL)
		w->store->renew_lock(w, other);
	if (!w->lock->lease || other == NULL)
		return;
	extend_sql(w, &b);
	exec_briefly(other, &b, NULL, &ignored);
}
