/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch_postgres URL SIZE: what a batched UPDATE cannot be faster than with the
 * same ranges and commits: a loop by hand with prepared statements, which writes
 * down nothing, checks nothing and cannot be resumed.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY = 32 };

static void die(PGconn *conn)
{
	fputs(PQerrorMessage(conn), stderr);
	exit(1);
}

static PGresult *check(PGconn *conn, PGresult *res)
{
	if (PQresultStatus(res) != PGRES_COMMAND_OK && PQresultStatus(res) != PGRES_TUPLES_OK)
		die(conn);
	return res;
}

/* The last key of the next range; false at the end. */
static int next_key(PGconn *conn, const char *statement, const char *const *params, int n,
		    char *ret)
{
	PGresult *res = check(conn, PQexecPrepared(conn, statement, n, params, NULL, NULL, 0));
	int found = PQntuples(res) == 1;

	if (found)
		snprintf(ret, KEY, "%s", PQgetvalue(res, 0, 0));
	PQclear(res);
	return found;
}

int main(int argc, char **argv)
{
	char last[KEY] = "-9223372036854775808", end[KEY];
	const char *params[] = {last, argc == 3 ? argv[2] : "1"};
	const char *const range[] = {last, end};
	PGconn *conn;

	if (argc != 3)
		return 2;
	conn = PQconnectdb(argv[1]);
	if (PQstatus(conn) != CONNECTION_OK)
		die(conn);
	PQclear(check(conn,
		      PQprepare(conn, "range",
				"SELECT id FROM users WHERE id > $1::bigint ORDER BY id OFFSET "
				"$2::bigint - 1 LIMIT 1",
				0, NULL)));
	PQclear(check(conn, PQprepare(conn, "rest",
				      "SELECT id FROM users WHERE id > $1::bigint ORDER BY id DESC "
				      "LIMIT 1",
				      0, NULL)));
	PQclear(check(conn, PQprepare(conn, "update",
				      "UPDATE users SET n = n + 1 WHERE id > $1::bigint AND id <= "
				      "$2::bigint",
				      0, NULL)));
	for (;;) {
		PQclear(check(conn, PQexec(conn, "BEGIN")));
		if (!next_key(conn, "range", params, 2, end) &&
		    !next_key(conn, "rest", params, 1, end))
			break;
		PQclear(check(conn, PQexecPrepared(conn, "update", 2, range, NULL, NULL, 0)));
		PQclear(check(conn, PQexec(conn, "COMMIT")));
		memcpy(last, end, sizeof(last));
	}
	PQfinish(conn);
	return 0;
}
