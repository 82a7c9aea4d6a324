/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libpq's complaints as struct pawl_error.
 *
 * A server that closes the connection says why first (57P01 and the like): that
 * is a lost connection with a reason. Errors while connecting have no SQLSTATE
 * in libpq, only text of several lines, one an address that was tried.
 */
#include "base/text.h"
#include "driver/postgres/pg.h"

#include <assert.h>

static int code_of(const struct pg *pg, const char *state)
{
	if (state == NULL)
		return PQstatus(pg->conn) == CONNECTION_OK ? PAWL_E_SQL : PAWL_E_LOST;
	if (strcmp(state, "57014") == 0 && (pg->cancelled || pg_stopped(pg)))
		return PAWL_E_CANCELLED;
	return pgsql_code(state);
}

int pg_fail(struct pg *pg, const PGresult *res, const char *sql, size_t len, struct pawl_error *err)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	const char *more = PQresultErrorField(res, PG_DIAG_MESSAGE_DETAIL);
	const char *where = PQresultErrorField(res, PG_DIAG_CONTEXT);
	const char *advice = PQresultErrorField(res, PG_DIAG_MESSAGE_HINT);
	int code;

	if (pg->cut)
		return pg_fail_cancelled(pg, err);
	if (state == NULL && PQstatus(pg->conn) != CONNECTION_OK)
		return pg_fail_lost(pg, err);
	code = code_of(pg, state);
	if (code == PAWL_E_CANCELLED)
		message = "cancelled";
	fail_db(err, code, state, 0, message != NULL ? message : PQresultErrorMessage(res));
	pgsql_explain(err, more, where, advice);
	if (sql != NULL) {
		const char *position = PQresultErrorField(res, PG_DIAG_STATEMENT_POSITION);

		pgsql_place(err, position == NULL ? 0 : strtoul(position, NULL, 10), sql, len);
		excerpt(err, sql, len);
	}
	return code;
}

/* libpq's text from the line that tells most, without what only libpq means by it. */
static const char *telling(const char *text, size_t *ret_len)
{
	const char *best = text, *fatal;

	assert(text != NULL);
	for (const char *line = text; line != NULL && *line != '\0'; line = strchr(line, '\n')) {
		if (*line == '\n')
			line++;
		if (*line != '\t' && *line != ' ' && *line != '\0')
			best = line;
	}
	fatal = strstr(best, "FATAL:  ");
	if (fatal != NULL)
		best = fatal + strlen("FATAL:  ");
	*ret_len = strcspn(best, "\n");
	return best;
}

int pg_fail_lost(struct pg *pg, struct pawl_error *err)
{
	size_t len;
	const char *why = telling(PQerrorMessage(pg->conn), &len);

	if (pg->cut)
		return pg_fail_cancelled(pg, err);
	fail(err, PAWL_E_LOST, "the connection to the server is lost");
	if (len != 0)
		detail(err, "%.*s", (int)len, why);
	return PAWL_E_LOST;
}

int pg_fail_cancelled(struct pg *pg, struct pawl_error *err)
{
	fail(err, PAWL_E_CANCELLED, "cancelled");
	if (pg->cut)
		detail(err, "the server did not answer the request to cancel and was left alone");
	return PAWL_E_CANCELLED;
}

struct advice {
	const char *text; /* in libpq's message */
	const char *hint;
};

static const struct advice connect_advice[] = {
	{"no password supplied", "put the password into the URL, PGPASSWORD or ~/.pgpass"},
	{"password authentication failed", "check user and password of the database URL"},
	{"could not translate host name", "check the host name of the database URL"},
	{"Connection refused", "check host and port, and that the server is running"},
	{"No such file or directory", "check that the server is running and where its socket is"},
	{"no pg_hba.conf entry", "the server's pg_hba.conf does not let this user in from here"},
	{"Peer authentication failed", "connect as the operating system's user of that name, or "
				       "with host and password"},
	{"too many clients", "wait until other connections are closed, or raise max_connections"},
	{"remaining connection slots", "wait until other connections are closed, or raise "
				       "max_connections"},
	{"server does not support SSL", "drop sslmode=require from the URL, or switch TLS on"},
	{"certificate", "check sslmode, sslrootcert and the host name of the URL"},
	{"starting up", "wait until the server has started"},
};

int pg_fail_connect(const PGconn *conn, struct pawl_error *err)
{
	const char *text = PQerrorMessage(conn), *line;
	size_t len;

	line = telling(text, &len);
	fail(err, PAWL_E_CONNECT, "could not connect: %.*s", (int)len, line);
	for (size_t i = 0; i < sizeof(connect_advice) / sizeof(connect_advice[0]); i++)
		if (memmem(line, len, connect_advice[i].text, strlen(connect_advice[i].text)))
			hint(err, "%s", connect_advice[i].hint);
	if (memmem(line, len, "database \"", 10) != NULL && memmem(line, len, "not exist", 9))
		hint(err, "create it first (pawl create), or check the name in the database URL");
	if (memmem(line, len, "role \"", 6) != NULL && memmem(line, len, "not exist", 9) != NULL)
		hint(err, "check the user of the database URL");
	if (line != text)
		detail(err, "%.*s", (int)(strlen(text) - (text_ends(text, "\n") ? 1 : 0)), text);
	return PAWL_E_CONNECT;
}
