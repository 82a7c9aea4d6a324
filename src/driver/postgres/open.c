/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connecting. The URL goes to libpq as it is, so everything that libpq knows
 * works: TLS, service files, .pgpass, several hosts. Only the waiting is ours,
 * and with it connect_timeout, which libpq leaves to whoever polls; it counts
 * for each host anew, as libpq's own does.
 */
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/vec.h"
#include "driver/postgres/params.h"
#include "driver/postgres/pg.h"

#include <poll.h>

enum { PARAMS = 16, TIMEOUT_S = 10 };

struct params {
	const char *names[PARAMS + 1], *values[PARAMS + 1];
	size_t len;
};

static void add(struct params *p, const char *name, const char *value)
{
	if (value == NULL || p->len == PARAMS)
		return;
	p->names[p->len] = name;
	p->values[p->len++] = value;
}

/* The value that libpq works with, wherever it came from (URL, service, environment). */
static char *option_of(PGconn *conn, const char *name, struct arena *a)
{
	PQconninfoOption *all = PQconninfo(conn);
	char *value = NULL;

	for (PQconninfoOption *o = all; o != NULL && o->keyword != NULL; o++)
		if (strcmp(o->keyword, name) == 0)
			value = arena_strdup(a, o->val);
	PQconninfoFree(all);
	return value;
}

/* In a list a,b,c the part behind the first entry that is entry; NULL if there is none. */
static const char *behind(const char *list, const char *entry, size_t *ret_skipped)
{
	size_t len = strlen(entry);

	*ret_skipped = 0;
	while (list != NULL) {
		const char *comma = strchr(list, ',');

		++*ret_skipped;
		if (comma != NULL && (size_t)(comma - list) == len &&
		    strncmp(list, entry, len) == 0)
			return comma + 1;
		list = comma == NULL ? NULL : comma + 1;
	}
	return NULL;
}

/* Drop n entries of a list; a list of one counts for all hosts. */
static const char *drop_entries(const char *list, size_t n)
{
	if (list == NULL || strchr(list, ',') == NULL)
		return list;
	while (n-- > 0 && list != NULL) {
		list = strchr(list, ',');
		list = list == NULL ? NULL : list + 1;
	}
	return list;
}

/*
 * After a timeout: leave out the hosts up to the one that was being tried.
 * False if it was the last.
 */
static bool next_hosts(PGconn *conn, struct arena *a, struct params *p)
{
	const char *rest;
	size_t skipped;

	if (PQhost(conn) == NULL)
		return false;
	rest = behind(option_of(conn, "host", a), PQhost(conn), &skipped);
	if (rest == NULL)
		return false;
	add(p, "host", rest);
	add(p, "hostaddr", drop_entries(option_of(conn, "hostaddr", a), skipped));
	add(p, "port", drop_entries(option_of(conn, "port", a), skipped));
	return true;
}

/* The host that is being tried; a list of hosts is tried one after the other. */
static void current_host(const PGconn *conn, char ret[256])
{
	const char *host = PQhost(conn);

	snprintf(ret, 256, "%s", host == NULL ? "" : host);
}

/* *ret_late is set instead of an error when the time for a host is up. */
static int poll_connect(struct pg *pg, int64_t limit_ms, bool *ret_late, struct pawl_error *err)
{
	PostgresPollingStatusType want = PGRES_POLLING_WRITING;
	int64_t end = clock_ms() + limit_ms;
	char host[256], now[256];

	*ret_late = false;
	current_host(pg->conn, host);
	while (want == PGRES_POLLING_READING || want == PGRES_POLLING_WRITING) {
		short events = want == PGRES_POLLING_READING ? POLLIN : POLLOUT;

		if (pg_poll(pg, PQsocket(pg->conn), events))
			want = PQconnectPoll(pg->conn);
		if (pg_stopped(pg))
			return pg_fail_cancelled(pg, err);
		current_host(pg->conn, now);
		if (strcmp(host, now) != 0) {
			memcpy(host, now, sizeof(host));
			end = clock_ms() + limit_ms;
		}
		if (clock_ms() >= end && want != PGRES_POLLING_OK) {
			*ret_late = true;
			return 0;
		}
	}
	return want == PGRES_POLLING_OK ? 0 : pg_fail_connect(pg->conn, err);
}

static int fail_url(const struct db_url *url, struct pawl_error *err)
{
	/* libpq's own words quote the part that it stumbled over, maybe the password. */
	fail(err, PAWL_E_CONFIG, "the database URL \"%s\" is not one that libpq takes",
	     url->display);
	hint(err, "percent-encode special characters in user and password, and check the values "
		  "of the parameters");
	return PAWL_E_CONFIG;
}

/* A connection attempt with these parameters; *ret_late as above. */
static int attempt(struct pg *pg, const struct db_url *url, const struct params *p, int timeout,
		   struct arena *a, bool *ret_late, struct pawl_error *err)
{
	const char *given;

	pg->conn = PQconnectStartParams(p->names, p->values, 1);
	if (pg->conn == NULL)
		return fail(err, PAWL_E_CONNECT, "could not connect: out of memory");
	if (PQstatus(pg->conn) == CONNECTION_BAD && PQsocket(pg->conn) < 0 &&
	    PQdb(pg->conn) == NULL)
		return fail_url(url, err);
	if (PQstatus(pg->conn) == CONNECTION_BAD)
		return pg_fail_connect(pg->conn, err);
	given = option_of(pg->conn, "connect_timeout", a);
	if (given != NULL && *given != '\0')
		timeout = (int)strtol(given, NULL, 10);
	if (timeout <= 0)
		timeout = TIMEOUT_S;
	return poll_connect(pg, (int64_t)timeout * 1000, ret_late, err);
}

int pg_url(const struct db_url *url, struct arena *a, const char **ret, struct pawl_error *err)
{
	PQconninfoOption *all = PQconndefaults();
	VEC(const char *) known = {0};
	struct db_url clean;
	int r;

	/* This libpq's: newer ones know more. */
	for (const PQconninfoOption *o = all; o != NULL && o->keyword != NULL; o++)
		*vec_push(&known, a) = arena_strdup(a, o->keyword);
	PQconninfoFree(all);
	r = known.len == 0 ? fail(err, PAWL_E_CONNECT, "could not read libpq's own defaults")
			   : pg_params(url, known.v, known.len, a, &clean, err);
	if (r == 0)
		*ret = clean.text;
	return r;
}

int pg_connect(struct pg *pg, const struct db_url *url, const char *database, int timeout,
	       struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct params p = {0};
	bool late = true;
	const char *text = NULL;
	int r = pg_url(url, &a, &text, err);

	if (r < 0)
		return r;
	pg->ticked_ms = clock_ms();
	add(&p, "fallback_application_name", "pawl");
	add(&p, "keepalives_idle", "60");
	add(&p, "dbname", text);
	add(&p, "client_encoding", "UTF8");
	/* Only the first dbname is taken for a URL; what stands later wins. */
	add(&p, "dbname", database);
	while (late) {
		struct params more = p;

		r = attempt(pg, url, &p, timeout, &a, &late, err);
		if (r < 0)
			return r;
		if (late && !next_hosts(pg->conn, &a, &more)) {
			fail(err, PAWL_E_CONNECT, "could not connect to \"%s\": no answer in time",
			     url->display);
			hint(err, "check host and port, firewalls, and connect_timeout");
			return PAWL_E_CONNECT;
		}
		if (late) {
			PQfinish(pg->conn);
			pg->conn = NULL;
			p = more;
		}
	}
	return 0;
}
