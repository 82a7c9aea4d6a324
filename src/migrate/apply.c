/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the driver can send several statements in one round trip, everything
 * from BEGIN on is gathered and sent together; COMMIT goes with the history
 * row. Elsewhere each statement goes straight to the engine, without a copy.
 */
#include "migrate/apply.h"

#include "base/clock.h"
#include "base/vec.h"
#include "migrate/connection.h"
#include "migrate/runner_lock.h"

#include <string.h>

enum { SEND_STATEMENTS = 64, SEND_BYTES = 64 << 10, PROGRESS_EVERY_MS = 250 };

#define SAVEPOINT "pawl_migration"

/* Where a gathered statement came from; line 0 for pawl's own. */
struct place {
	unsigned long line, column;
};

struct sender {
	struct work *w;
	struct unit *u;
	struct script_reader *reader;
	bool gathers;
	struct arena arena; /* of what is gathered; reset by each flush */
	VEC(struct db_statement) statements;
	VEC(struct place) places;
	size_t bytes, done;
	int64_t reported_ms;
};

static int sender_flush(struct sender *s, struct pawl_error *err)
{
	size_t done = 0;
	int rc;

	if (s->statements.len == 0)
		return 0;
	rc = db_exec_batch(s->w->db, s->statements.v, s->statements.len, &done, err);
	if (rc != 0 && done < s->statements.len && s->places.v[done].line != 0)
		script_locate(s->reader,
			      &(struct statement){
				      .text = s->statements.v[done].sql,
				      .len = s->statements.v[done].len,
				      .line = s->places.v[done].line,
				      .column = s->places.v[done].column,
			      },
			      err);
	arena_reset(&s->arena);
	memset(&s->statements, 0, sizeof(s->statements));
	memset(&s->places, 0, sizeof(s->places));
	s->bytes = 0;
	return rc;
}

static void sender_gather(struct sender *s, const char *sql, size_t len, struct place place)
{
	*vec_push(&s->statements, &s->arena) =
		(struct db_statement){.sql = arena_strndup(&s->arena, sql, len), .len = len};
	*vec_push(&s->places, &s->arena) = place;
	s->bytes += len;
}

/* A statement of pawl's own. */
static int sender_own(struct sender *s, const char *sql, size_t len, struct pawl_error *err)
{
	if (!s->gathers)
		return db_exec(s->w->db, sql, len, NULL, err);
	sender_gather(s, sql, len, (struct place){0});
	return 0;
}

static void report_progress(struct sender *s)
{
	int64_t now = clock_ms();

	s->done++;
	if (now - s->reported_ms < PROGRESS_EVERY_MS)
		return;
	s->reported_ms = now;
	unit_tell_progress(s->w, s->u, s->done, NULL);
}

/* A statement of the migration's. */
static int sender_statement(struct sender *s, const struct statement *st, struct pawl_error *err)
{
	int rc = 0;

	report_progress(s);
	if (s->gathers && !st->copy_data && st->len <= SEND_BYTES) {
		sender_gather(s, st->text, st->len, (struct place){st->line, st->column});
		if (s->statements.len >= SEND_STATEMENTS || s->bytes >= SEND_BYTES)
			rc = sender_flush(s, err);
		return rc;
	}
	rc = sender_flush(s, err);
	return rc != 0 ? rc : script_run(s->w, s->reader, st, NULL, err);
}

/* Everything between BEGIN and the history row. */
static int send_script(struct sender *s, struct pawl_error *err)
{
	size_t last = s->u->facts.statements;
	bool wrapped = s->u->facts.wrapped, more = true;
	struct statement st;

	for (size_t n = 1;; n++) {
		int rc = work_check_cancel(s->w, err);

		if (rc == 0)
			rc = script_next(s->reader, &st, &more, err);
		if (rc != 0 || !more)
			return rc;
		/* The file's own BEGIN and COMMIT give way to pawl's. */
		if (wrapped && (n == 1 || n == last))
			continue;
		rc = sender_statement(s, &st, err);
		if (rc != 0)
			return rc;
	}
}

static int send_own(struct sender *s, const struct buf *statements, struct pawl_error *err)
{
	const char *sql;
	size_t pos = 0, len;
	int rc = 0;

	while (rc == 0 && history_next_sql(statements, &pos, &sql, &len))
		rc = sender_own(s, sql, len, err);
	return rc;
}

/* The history row and the log row, then end (COMMIT or RELEASE) if the sender may end it. */
static int send_history(struct sender *s, const char *end, struct pawl_error *err)
{
	_cleanup_buf_ struct buf row = {0}, log = {0};
	bool unsent = s->statements.len > 0;
	int rc = 0;

	/* The row tells how long it took: by the server's clock, or when everything has run. */
	if (unsent && s->w->dialect->history.elapsed == NULL) {
		rc = sender_flush(s, err);
		unsent = false;
	}
	if (rc != 0)
		return rc;
	unit_finish_sql(s->w, s->u, unsent, &row, &log);
	rc = send_own(s, &row, err);
	if (rc == 0)
		rc = send_own(s, &log, err);
	if (rc == 0 && end != NULL)
		rc = sender_own(s, end, strlen(end), err);
	if (rc == 0)
		rc = sender_flush(s, err);
	return rc;
}

/*
 * Settings that the migration changed go back before the history row is
 * written, so that a changed role does not write it.
 */
static int reset_inside(struct sender *s, struct pawl_error *err)
{
	int rc;

	if (!s->u->facts.changes_session || !db_driver(s->w->db)->reset_in_transaction)
		return 0;
	rc = sender_flush(s, err);
	return rc != 0 ? rc : connection_reset(s->w, err);
}

static int fence_inside(struct sender *s, struct pawl_error *err)
{
	int rc;

	if (s->w->lock == NULL || (!s->w->lock->lease && !s->w->lock->lost))
		return 0;
	rc = sender_flush(s, err);
	return rc != 0 ? rc : runner_lock_fence(s->w, err);
}

static int send_all(struct sender *s, const char *begin, const char *end, struct pawl_error *err)
{
	int rc = script_open(s->w, &s->u->text, &s->reader, err);

	if (rc == 0 && begin != NULL)
		rc = sender_own(s, begin, strlen(begin), err);
	if (rc == 0)
		rc = send_script(s, err);
	if (rc == 0)
		rc = reset_inside(s, err);
	if (rc == 0)
		rc = fence_inside(s, err);
	if (rc == 0)
		rc = send_history(s, end, err);
	script_close(s->reader);
	arena_done(&s->arena);
	return rc;
}

static struct sender new_sender(struct work *w, struct unit *u)
{
	return (struct sender){
		.w = w,
		.u = u,
		.gathers = db_driver(w->db)->exec_batch != NULL,
		.reported_ms = clock_ms(),
	};
}

int apply_alone(struct work *w, struct unit *u, struct pawl_error *err)
{
	struct sender s = new_sender(w, u);
	struct db_tx tx = unit_tx(u);
	/* A pooled connection keeps nothing between transactions: limits go inside. */
	bool local = db_info(w->db)->pooled;
	int rc = 0;

	if (!local)
		rc = db_set_timeouts(w->db, u->lock_ms, u->statement_ms, false, err);
	if (rc != 0)
		return rc;
	if (s.gathers && !local)
		return send_all(&s, "BEGIN", "COMMIT", err);
	rc = db_begin(w->db, &tx, err);
	if (rc == 0 && local)
		rc = db_set_timeouts(w->db, u->lock_ms, u->statement_ms, true, err);
	if (rc == 0)
		rc = send_all(&s, NULL, NULL, err);
	return rc != 0 ? rc : db_commit(w->db, err);
}

int apply_in_group(struct work *w, struct unit *u, struct pawl_error *err)
{
	struct sender s = new_sender(w, u);
	struct pawl_error second = {0};
	int rc = send_all(&s, "SAVEPOINT " SAVEPOINT, "RELEASE SAVEPOINT " SAVEPOINT, err);

	if (rc == PAWL_E_CANCELLED)
		work_hear_cancel(w);
	if (rc != 0 && db_in_transaction(w->db) &&
	    db_execs(w->db, "ROLLBACK TO SAVEPOINT " SAVEPOINT, &second) != 0)
		db_rollback(w->db, err);
	return rc;
}
