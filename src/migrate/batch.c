/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/batch.h"

#include "base/clock.h"
#include "migrate/batch_key.h"
#include "migrate/runner_lock.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { REPORT_EVERY_MS = 250, NAP_MS = 200, LAG_NAP_MS = 1000, LAG_SAID_MS = 10000 };

struct batch {
	struct journal *j;
	const struct statement *st;
	struct batch_key key;
	struct batch_position at;
	struct arena arenas[2]; /* of the last key and position; they take turns */
	int64_t started_ms, reported_ms, lag_ms;
	double first, end;  /* of a key that is a number, of the whole table */
	double share_start; /* of the table that was done when this run began */
	bool shares;        /* these are known */
};

int64_t batch_adapt(int64_t size, int64_t took_ms, int64_t target_ms)
{
	int64_t next = size * 2;

	if (target_ms == 0)
		return size;
	/* At most twice or half as much: one slow range may have waited for a lock. */
	if (took_ms > target_ms / 2)
		next = size * target_ms / took_ms;
	if (next < size / 2)
		next = size / 2;
	if (next < 1)
		next = 1;
	return next > BATCH_LARGEST ? BATCH_LARGEST : next;
}

static bool number(const char *literal, double *ret)
{
	char *end;

	*ret = strtod(literal, &end);
	return end != literal && *end == '\0';
}

static double share(const struct batch *b, const char *literal)
{
	double at;

	if (!b->shares || !number(literal, &at) || b->end <= b->first)
		return 0;
	at = (at - b->first) / (b->end - b->first);
	return at < 0 ? 0 : at > 1 ? 1 : at;
}

/* An estimate is worth having where the key is a number; elsewhere rows are counted. */
static int measure(struct batch *b, struct pawl_error *err)
{
	struct batch_range ends = {0};
	bool found = false;
	int rc = batch_key_ends(b->j->w, &b->key, &b->j->scratch, &ends, &found, err);

	if (rc != 0)
		return rc;
	b->shares = found && b->key.batch->keys_len == 1 && number(ends.lo[0], &b->first) &&
		    number(ends.hi[0], &b->end);
	if (b->at.last != NULL)
		b->share_start = share(b, b->at.last[0]);
	return 0;
}

static void put_time(struct buf *text, int64_t ms)
{
	int64_t s = (ms + 999) / 1000;

	if (s >= 3600)
		buf_printf(text, "%" PRId64 " h %" PRId64 " min", s / 3600, s % 3600 / 60);
	else if (s >= 60)
		buf_printf(text, "%" PRId64 " min %" PRId64 " s", s / 60, s % 60);
	else
		buf_printf(text, "%" PRId64 " s", s);
}

static void report(struct batch *b)
{
	const struct journal *j = b->j;
	_cleanup_buf_ struct buf text = {0};
	int64_t now = clock_ms();
	double done;

	if (now - b->reported_ms < REPORT_EVERY_MS)
		return;
	b->reported_ms = now;
	done = share(b, b->at.last[0]);
	buf_printf(&text, "batch %" PRId64 ", %" PRId64 " rows of %s", b->at.batches, b->at.rows,
		   b->key.batch->table);
	if (b->shares)
		buf_printf(&text, ", about %d%%", (int)(done * 100));
	if (done - b->share_start > 0.001) {
		buf_adds(&text, ", ");
		put_time(&text, (int64_t)((double)(now - b->started_ms) * (1 - done) /
					  (done - b->share_start)));
		buf_adds(&text, " left");
	}
	unit_tell_progress(j->w, j->u, (size_t)j->done, &text);
}

/* Between two ranges nothing is open, so the lease can be renewed over our own connection. */
static int nap(struct work *w, int64_t ms, struct pawl_error *err)
{
	int64_t until = clock_ms() + ms;
	int rc = work_check_cancel(w, err);

	for (int64_t left = ms; rc == 0 && left > 0; left = until - clock_ms()) {
		clock_sleep_ms(left < NAP_MS ? left : NAP_MS);
		runner_lock_renew(w, w->db);
		rc = work_check_cancel(w, err);
	}
	return rc;
}

static void say_lag(const struct work *w, double seconds, int64_t *said_ms)
{
	if (*said_ms != 0 && clock_ms() - *said_ms < LAG_SAID_MS)
		return;
	*said_ms = clock_ms();
	work_say(w, PAWL_EVENT_WARNING, "a replica is %.1f s behind: waiting for it", seconds);
}

static int wait_for_replicas(struct batch *b, struct pawl_error *err)
{
	struct work *w = b->j->w;
	int64_t limit = b->key.batch->lag_ms, said_ms = 0;

	/* Asked once a second at most: short ranges would ask more than they write. */
	if (limit == 0 || clock_ms() - b->lag_ms < LAG_NAP_MS)
		return 0;
	for (;;) {
		double seconds = 0;
		bool known = false;
		int rc = db_replica_lag(w->db, &seconds, &known, err);

		if (rc != 0)
			return rc;
		b->lag_ms = clock_ms();
		if (!known && b->at.batches == 0)
			work_say(w, PAWL_EVENT_WARNING,
				 "no replica is known of: nothing to wait for");
		if (!known || seconds * 1000 <= (double)limit)
			return 0;
		say_lag(w, seconds, &said_ms);
		rc = nap(w, LAG_NAP_MS, err);
		if (rc != 0)
			return rc;
	}
}

/* The statement for the range and the position behind it, inside a transaction of ours. */
static int write_range(struct batch *b, const struct batch_range *range, int64_t size,
		       struct arena *a, struct pawl_error *err)
{
	struct journal *j = b->j;
	struct batch_position next = {
		.batches = b->at.batches + 1,
		.rows = b->at.rows + size,
		.size = b->at.size,
		.last = range->hi,
	};
	const char *position = batch_position_text(b->key.batch, &next, a);
	_cleanup_buf_ struct buf sql = {0};
	int rc;

	batch_text_fill(j->w->dialect, b->key.batch, b->st->text, b->st->len, range, &sql);
	j->w->statement_since_ms = clock_ms();
	rc = db_exec(j->w->db, sql.data, sql.len, NULL, err);
	j->w->statement_since_ms = 0;
	if (rc != 0) {
		script_locate(j->reader, b->st, err);
		detail(err, "in the range from %s to %s", range->lo[0], range->hi[0]);
		return rc;
	}
	rc = journal_write(j, journal_state(j), position, err);
	if (rc == 0)
		rc = journal_commit(j, err);
	if (rc == 0)
		j->position = position;
	return rc;
}

/* A value that its literal does not give back would be met for ever. */
static int check_moved(const struct batch *b, const struct batch_range *range,
		       struct pawl_error *err)
{
	bool moved = b->at.last == NULL;

	for (size_t i = 0; !moved && i < b->key.batch->keys_len; i++)
		moved = strcmp(range->lo[i], b->at.last[i]) != 0;
	if (moved)
		return 0;
	fail(err, PAWL_E_SQL, "no range lies behind the key %s of table \"%s\", and yet rows do",
	     range->lo[0], b->key.batch->table);
	hint(err, "the value does not compare with its own literal: follow another key");
	script_locate(b->j->reader, b->st, err);
	return PAWL_E_SQL;
}

/* One range; *ret_more is false when none was left, or none may be begun. */
static int run_range(struct batch *b, bool *ret_more, struct pawl_error *err)
{
	struct journal *j = b->j;
	struct arena *arena = &b->arenas[b->at.batches % 2];
	struct batch_range range = {0};
	int64_t before = clock_ms(), size = b->at.size;
	bool found = false, may = work_may_batch(j->w);
	int rc;

	arena_reset(arena);
	rc = journal_begin(j, err);
	if (rc == 0)
		rc = batch_key_range(j->w, &b->key, b->at.last, size, arena, &range, &found, err);
	if (rc == 0 && found)
		rc = check_moved(b, &range, err);
	if (rc == 0 && found && may)
		rc = write_range(b, &range, size, arena, err);
	if (rc != 0 || !found || !may) {
		if (rc != PAWL_E_LOST)
			db_rollback(j->w->db, err);
		j->tx = TX_NONE;
		*ret_more = false;
		j->stopped = rc == 0 && found;
		return rc;
	}
	j->w->batches++;
	b->at.batches++;
	b->at.rows += size;
	b->at.last = range.hi;
	b->at.size = batch_adapt(size, clock_ms() - before, b->key.batch->target_ms);
	return 0;
}

static int run_ranges(struct batch *b, struct pawl_error *err)
{
	bool more = true;
	int rc = 0;

	while (rc == 0 && more) {
		rc = work_check_cancel(b->j->w, err);
		if (rc == 0)
			rc = wait_for_replicas(b, err);
		if (rc == 0)
			rc = run_range(b, &more, err);
		arena_reset(&b->j->scratch);
		if (rc != 0 || !more)
			break;
		report(b);
		rc = nap(b->j->w, b->key.batch->pause_ms, err);
	}
	return rc;
}

static int refuse_place(const struct batch *b, struct pawl_error *err)
{
	bool locked = b->j->tables_locked;

	fail(err, PAWL_E_SYNTAX, "a batched statement cannot run %s",
	     locked ? "under LOCK TABLES" : "inside a transaction of the file");
	hint(err, locked ? "put it behind UNLOCK TABLES" : "end the transaction above it");
	script_locate(b->j->reader, b->st, err);
	return PAWL_E_SYNTAX;
}

static int refuse_position(const struct batch *b, struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY, "the position of this batched statement is one of another key");
	hint(err, "take back the edit of its directive; or mend the database by hand and run "
		  "\"pawl repair\"");
	script_locate(b->j->reader, b->st, err);
	return PAWL_E_HISTORY;
}

int batch_run(struct journal *j, const struct statement *st, const struct script_batch *batch,
	      struct pawl_error *err)
{
	struct batch b = {
		.j = j,
		.st = st,
		.at = {.size = batch->size},
		.started_ms = clock_ms(),
		.reported_ms = clock_ms(),
	};
	int rc;

	/* COMMIT AND CHAIN leaves one that the survey does not see. */
	if (j->tables_locked || j->tx == TX_USER)
		return refuse_place(&b, err);
	if (j->in_flight != NULL && !batch_position_read(batch, j->in_flight, j->w->arena, &b.at))
		return refuse_position(&b, err);
	if (batch->target_ms == 0)
		b.at.size = batch->size; /* the file's, where it was edited */
	j->position = j->in_flight;
	j->in_flight = NULL;
	rc = journal_start(j, err);
	if (rc == 0 && j->position == NULL)
		rc = journal_flush(j, journal_state(j), NULL, err);
	if (rc == 0)
		rc = batch_key_find(j->w, batch, script_name(j->reader), j->w->arena, &b.key, err);
	if (rc == 0)
		rc = measure(&b, err);
	if (rc == 0)
		rc = run_ranges(&b, err);
	if (j->position != NULL)
		j->position = arena_strdup(j->w->arena, j->position);
	arena_done(&b.arenas[0]);
	arena_done(&b.arenas[1]);
	if (rc != 0 || j->stopped)
		return rc;
	work_say(j->w, PAWL_EVENT_INFO, "line %lu: %s ran in %" PRId64 " batches", st->line,
		 batch->table, b.at.batches);
	j->position = NULL;
	journal_done(j, st);
	return journal_flush(j, journal_state(j), NULL, err);
}
