/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every wait for the server passes here, in slices of at most a second: a
 * signal handler that sets host->cancel between the test and poll() costs a
 * second, never a hang.
 *
 * Cancelling is KILL QUERY over a second connection; the statement then comes
 * back with its own error and the connection stays usable. When even that does
 * not help, the socket is shut down, and the connector reports a lost
 * connection.
 */
#include "driver/mysql/conn.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

enum { TICK_MS = 1000, GIVE_UP_MS = 60000 };

static bool wants_cancel(const struct conn *c)
{
	return !c->keep_going && c->host != NULL && c->host->cancel != NULL &&
	       *c->host->cancel != 0;
}

int wait_begin(struct conn *c, struct pawl_error *err)
{
	c->next_tick = clock_ms() + TICK_MS;
	c->give_up = 0;
	c->cancelled = false;
	if (wants_cancel(c))
		return fail(err, PAWL_E_CANCELLED, "cancelled");
	return 0;
}

/* 0 also when the statement had ended by itself. */
static int kill_query(const struct conn *c)
{
	struct conn other = {.target = c->target};
	char sql[64];
	int n, r;

	if (c->mysqld.info.backend == 0)
		return PAWL_E_CANCELLED;
	other.target.database = NULL;
	n = snprintf(sql, sizeof(sql), "KILL QUERY %lld", (long long)c->mysqld.info.backend);
	r = conn_connect(&other, NULL);
	if (r == 0)
		r = conn_exec(&other, sql, (size_t)n, NULL, NULL);
	conn_done(&other);
	return r;
}

static void check_cancel(struct conn *c)
{
	if (c->cancelled || !wants_cancel(c))
		return;
	c->cancelled = true;
	c->give_up = clock_ms() + (kill_query(c) == 0 ? GIVE_UP_MS : 0);
}

static int ready(int revents)
{
	int r = 0;

	if (revents & (POLLIN | POLLHUP | POLLERR))
		r |= MYSQL_WAIT_READ;
	if (revents & (POLLOUT | POLLERR))
		r |= MYSQL_WAIT_WRITE;
	if (revents & POLLPRI)
		r |= MYSQL_WAIT_EXCEPT;
	return r;
}

int wait_for(struct conn *c, int events)
{
	struct pollfd p = {.fd = mysql_get_socket(c->my)};
	int64_t deadline = INT64_MAX;

	if (events & MYSQL_WAIT_READ)
		p.events |= POLLIN;
	if (events & MYSQL_WAIT_WRITE)
		p.events |= POLLOUT;
	if (events & MYSQL_WAIT_EXCEPT)
		p.events |= POLLPRI;
	if (events & MYSQL_WAIT_TIMEOUT)
		deadline = clock_ms() + mysql_get_timeout_value_ms(c->my);
	for (;;) {
		int64_t now, until;
		int n;

		check_cancel(c);
		now = clock_ms();
		until = c->next_tick < deadline ? c->next_tick : deadline;
		n = poll(&p, 1, until <= now ? 0 : (int)(until - now));
		if (n > 0)
			return ready(p.revents) & (events | MYSQL_WAIT_READ);
		now = clock_ms();
		if (now >= deadline)
			return MYSQL_WAIT_TIMEOUT;
		if (c->give_up != 0 && now >= c->give_up)
			shutdown(p.fd, SHUT_RDWR);
		if (now < c->next_tick)
			continue;
		c->next_tick = now + TICK_MS;
		if (c->host != NULL && c->host->tick != NULL)
			c->host->tick(c->host->data);
	}
}
