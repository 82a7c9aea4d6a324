/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting for the server. libpq's own blocking calls retry after a signal and
 * know no time limit, so nothing here blocks but ppoll(): it returns at once
 * when a signal comes, also one that comes between the look at the caller's
 * flag and the wait, because signals are held back in between.
 */
#include "base/clock.h"
#include "driver/postgres/pg.h"

#include <poll.h>
#include <sys/socket.h>

enum { SLICE_MS = 1000, FIRST_TICK_MS = 200, PATIENCE_MS = 10000 };

bool pg_stopped(const struct pg *pg)
{
	return !pg->deaf && pg->host != NULL && pg->host->cancel != NULL && *pg->host->cancel != 0;
}

int pg_start(struct pg *pg, bool deaf, struct pawl_error *err)
{
	pg->deaf = deaf;
	pg->cancelled = false;
	pg->ticked_ms = clock_ms() - SLICE_MS + FIRST_TICK_MS;
	if (PQstatus(pg->conn) != CONNECTION_OK)
		return pg_fail_lost(pg, err);
	if (pg_stopped(pg))
		return pg_fail_cancelled(pg, err);
	return 0;
}

bool pg_poll(struct pg *pg, int fd, short events)
{
	struct pollfd p = {.fd = fd, .events = events};
	int64_t slice = pg->ticked_ms + SLICE_MS - clock_ms();
	struct timespec ts;
	sigset_t all, old;
	int ready = 0;

	if (slice < 0)
		slice = 0;
	ts = (struct timespec){.tv_sec = slice / 1000, .tv_nsec = slice % 1000 * 1000000};
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	if (pg->cancelled || !pg_stopped(pg))
		ready = ppoll(&p, 1, &ts, &old);
	pthread_sigmask(SIG_SETMASK, &old, NULL);

	if (clock_ms() - pg->ticked_ms >= SLICE_MS) {
		pg->ticked_ms = clock_ms();
		if (pg->host != NULL && pg->host->tick != NULL)
			pg->host->tick(pg->host->data);
	}
	return ready > 0;
}

/*
 * Ask the server to stop, once. One that does not answer in time is cut off,
 * or nobody could leave a session whose network is gone.
 */
static void cancel(struct pg *pg)
{
	PGcancel *request;
	char why[256];

	if (pg->cancelled) {
		if (clock_ms() - pg->cancelled_ms < PATIENCE_MS)
			return;
		pg->cut = true;
		shutdown(PQsocket(pg->conn), SHUT_RDWR);
		return;
	}
	pg->cancelled = true;
	pg->cancelled_ms = clock_ms();
	request = PQgetCancel(pg->conn);
	if (request != NULL)
		PQcancel(request, why, sizeof(why));
	PQfreeCancel(request);
}

int pg_pump(struct pg *pg, struct pawl_error *err)
{
	int unsent = PQflush(pg->conn);

	if (unsent < 0)
		return pg_fail_lost(pg, err);
	pg_poll(pg, PQsocket(pg->conn), (short)(POLLIN | (unsent > 0 ? POLLOUT : 0)));
	if (pg_stopped(pg))
		cancel(pg);
	if (PQconsumeInput(pg->conn) == 0)
		return pg_fail_lost(pg, err);
	return 0;
}

int pg_flush(struct pg *pg, struct pawl_error *err)
{
	int unsent;

	while ((unsent = PQflush(pg->conn)) > 0) {
		int r = pg_pump(pg, err);

		if (r < 0)
			return r;
	}
	return unsent < 0 ? pg_fail_lost(pg, err) : 0;
}

int pg_result(struct pg *pg, PGresult **ret, struct pawl_error *err)
{
	while (PQisBusy(pg->conn)) {
		int r = pg_pump(pg, err);

		if (r < 0)
			return r;
	}
	*ret = PQgetResult(pg->conn);
	return 0;
}

int pg_answers(struct pg *pg, pg_take *take, void *data, struct pawl_error *err)
{
	int rc = 0;

	for (;;) {
		_cleanup_result_ PGresult *res = NULL;
		int r = pg_result(pg, &res, rc == 0 ? err : NULL);

		if (r < 0)
			return rc == 0 ? r : rc;
		if (res == NULL && PQstatus(pg->conn) != CONNECTION_OK)
			return rc == 0 ? pg_fail_lost(pg, err) : rc;
		if (res != NULL && PQresultStatus(res) == PGRES_PIPELINE_SYNC)
			return rc;
		if (res != NULL && rc == 0)
			rc = take(data, res, err);
	}
}
