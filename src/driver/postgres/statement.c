/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One statement at a time.
 *
 * A migration's statement goes over the simple protocol: everything that psql
 * can run works there, and text that looks like $1 is only text. Its rows come
 * one by one and are dropped, so that a large SELECT takes no memory. pawl's
 * own questions with parameters take the extended protocol.
 */
#include "base/text.h"
#include "driver/postgres/pg.h"

#include <assert.h>

/* Rows changed, of a command tag; a SELECT with rows to show has changed none that we know of. */
static int64_t changed(PGresult *res)
{
	const char *count = PQcmdTuples(res);
	const char *tag = PQcmdStatus(res);

	if (*count == '\0' || text_starts(tag, "FETCH") || text_starts(tag, "MOVE"))
		return -1;
	if (text_starts(tag, "SELECT") && PQresultStatus(res) != PGRES_COMMAND_OK)
		return -1;
	return strtoll(count, NULL, 10);
}

/* COPY ... TO stdout: read to the end and drop. */
static int drop_copy(struct pg *pg, struct pawl_error *err)
{
	char *data;
	int n;

	while ((n = PQgetCopyData(pg->conn, &data, 1)) >= 0) {
		int r = n == 0 ? pg_pump(pg, err) : 0;

		if (n > 0)
			PQfreemem(data);
		if (r < 0)
			return r;
	}
	return 0;
}

/* One result of a statement; *ret_rc keeps the statement's first error. */
static int take(struct pg *pg, PGresult **res, const char *sql, size_t len, bool rows,
		struct pg_answer *ret, int *ret_rc, struct pawl_error *err)
{
	switch ((int)PQresultStatus(*res)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
		ret->changed = changed(*res);
		snprintf(ret->tag, sizeof(ret->tag), "%s", PQcmdStatus(*res));
		if (rows && PQresultStatus(*res) == PGRES_TUPLES_OK) {
			PQclear(ret->rows);
			ret->rows = *res;
			*res = NULL;
		}
		return 0;
	case PGRES_COPY_OUT:
		return drop_copy(pg, err);
	case PGRES_COPY_IN:
		/* The server's own answer to it would say that we have given up. */
		if (*ret_rc == 0)
			*ret_rc = fail(err, PAWL_E_SQL, "COPY has no data behind it");
		PQputCopyEnd(pg->conn, "no data");
		return 0;
	case PGRES_SINGLE_TUPLE:
	case PGRES_EMPTY_QUERY:
		return 0;
	default:
		if (*ret_rc == 0)
			*ret_rc = pg_fail(pg, *res, sql, len, err);
		return 0;
	}
}

int pg_drain(struct pg *pg, const char *sql, size_t len, bool rows, struct pg_answer *ret,
	     struct pawl_error *err)
{
	struct pg_answer answer = {.changed = -1};
	int rc = 0;

	for (;;) {
		_cleanup_result_ PGresult *res = NULL;
		struct pawl_error *first = rc == 0 ? err : NULL;
		int r = pg_result(pg, &res, first);

		if (r == 0 && res == NULL)
			break;
		if (r == 0)
			r = take(pg, &res, sql, len, rows, &answer, &rc, first);
		if (r < 0) {
			PQclear(answer.rows);
			return rc == 0 ? r : rc;
		}
	}
	if (rc < 0 || ret == NULL)
		PQclear(answer.rows);
	else
		*ret = answer;
	return rc;
}

int pg_run(struct pg *pg, bool deaf, const char *sql, struct pg_answer *ret, struct pawl_error *err)
{
	int r = pg_start(pg, deaf, err);

	if (r < 0)
		return r;
	if (PQsendQuery(pg->conn, sql) == 0)
		return pg_fail_lost(pg, err);
	return pg_drain(pg, NULL, 0, ret != NULL, ret, err);
}

int pg_ready(struct pg *pg, struct pawl_error *err)
{
	int r = pg_start(pg, false, err);

	if (r < 0 || pg->begin.len == 0)
		return r;
	r = pg_run(pg, false, pg->begin.data, NULL, err);
	if (r == 0)
		buf_clear(&pg->begin);
	return r;
}

/*
 * What pg_dump writes since version 17 at the top of every dump. An older server has no such
 * limit, which is what the statement asks for; psql goes on behind the error.
 */
const char *pg_text(const struct pg *pg, const char *sql)
{
	static const char since_17[] = "SET transaction_timeout = 0";
	enum { VERSION_17 = 170000 };
	const char *p = sql;

	if (PQserverVersion(pg->conn) >= VERSION_17)
		return sql;
	for (;;) {
		p += strspn(p, " \t\r\n");
		if (strncmp(p, "--", 2) != 0)
			break;
		p += strcspn(p, "\n");
	}
	if (!text_starts(p, since_17))
		return sql;
	p += strlen(since_17);
	return p[strspn(p, " \t\r\n;")] == '\0' ? "" : sql;
}

int pg_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed, struct pawl_error *err)
{
	struct pg *pg = conn;
	struct pg_answer answer = {0};
	int r = pg_ready(pg, err);

	if (r < 0)
		return r;
	if (PQsendQuery(pg->conn, pg_text(pg, sql)) == 0)
		return pg_fail_lost(pg, err);
	PQsetSingleRowMode(pg->conn);
	r = pg_drain(pg, sql, len, false, &answer, err);
	if (r == 0 && ret_changed != NULL)
		*ret_changed = answer.changed;
	return r;
}

void pg_rows(const PGresult *res, struct arena *a, struct db_rows *ret)
{
	size_t rows = (size_t)PQntuples(res), cols = (size_t)PQnfields(res);
	const char **cells = arena_array(a, const char *, rows *cols);

	for (size_t i = 0; i < rows * cols; i++) {
		int row = (int)(i / cols), col = (int)(i % cols);

		if (!PQgetisnull(res, row, col))
			cells[i] = arena_strndup(a, PQgetvalue(res, row, col),
						 (size_t)PQgetlength(res, row, col));
	}
	*ret = (struct db_rows){.rows = rows, .cols = cols, .cells = cells};
}

int pg_query(void *conn, const char *sql, const struct db_param *params, size_t n, struct arena *a,
	     struct db_rows *ret, struct pawl_error *err)
{
	struct pg *pg = conn;
	_cleanup_result_ PGresult *rows = NULL;
	const char **values = arena_array(a, const char *, n);
	struct pg_answer answer = {0};
	int r = pg_ready(pg, err);

	assert(n == 0 || params != NULL);
	if (r < 0)
		return r;
	/* A parameter's text need not end in NUL, which libpq's text format asks for. */
	for (size_t i = 0; i < n; i++)
		if (params[i].text != NULL)
			values[i] = arena_strndup(a, params[i].text, params[i].len);
	if (PQsendQueryParams(pg->conn, sql, (int)n, NULL, values, NULL, NULL, 0) == 0)
		return pg_fail_lost(pg, err);
	r = pg_drain(pg, sql, strlen(sql), true, &answer, err);
	if (r < 0)
		return r;
	rows = answer.rows;
	*ret = (struct db_rows){0};
	if (rows != NULL)
		pg_rows(rows, a, ret);
	return 0;
}
