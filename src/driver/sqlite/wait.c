/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite runs in our own thread: to stop it or to be heard while it works, it
 * has to call us. The busy handler polls, since SQLite has no queue of waiters;
 * jitter keeps several runners from polling in step.
 */
#include "base/clock.h"
#include "driver/sqlite/conn.h"

enum { STEPS_BETWEEN_CALLS = 1000, TICK_MS = 1000, LONGEST_NAP_MS = 10 };

static bool is_cancelled(const struct conn *c)
{
	return c->host != NULL && c->host->cancel != NULL && *c->host->cancel != 0;
}

/* True when the statement has to stop; tells the host that we are alive. */
static bool must_stop(struct conn *c, int64_t now)
{
	const struct db_host *host = c->host;

	if (is_cancelled(c)) {
		c->stop = STOP_CANCEL;
		return true;
	}
	if (c->deadline != 0 && now >= c->deadline) {
		c->stop = STOP_TIMEOUT;
		return true;
	}
	if (now >= c->next_tick) {
		c->next_tick = now + TICK_MS;
		if (host != NULL && host->tick != NULL)
			host->tick(host->data);
	}
	return false;
}

static int on_progress(void *conn)
{
	return must_stop(conn, clock_ms());
}

/* Zero gives up: SQLITE_BUSY. */
static int on_busy(void *conn, int calls)
{
	struct conn *c = conn;
	int64_t now = clock_ms();
	uint32_t nap = calls < LONGEST_NAP_MS ? (uint32_t)calls + 1 : LONGEST_NAP_MS;

	if (calls == 0)
		c->wait_since = now;
	if (must_stop(c, now))
		return 0;
	if (c->timeouts.lock_ms > 0 && now - c->wait_since >= c->timeouts.lock_ms)
		return 0;
	clock_sleep_ms(nap + clock_jitter(nap));
	return 1;
}

void wait_install(struct conn *c)
{
	sqlite3_busy_handler(c->db, on_busy, c);
	sqlite3_progress_handler(c->db, STEPS_BETWEEN_CALLS, on_progress, c);
}

void wait_start(struct conn *c)
{
	int64_t now = clock_ms();

	c->stop = STOP_NONE;
	c->deadline = c->timeouts.statement_ms > 0 ? now + c->timeouts.statement_ms : 0;
	c->next_tick = now + TICK_MS;
}

int wait_admit(struct conn *c, struct pawl_error *err)
{
	if (is_cancelled(c))
		return fail(err, PAWL_E_CANCELLED, "cancelled");
	wait_start(c);
	return 0;
}
