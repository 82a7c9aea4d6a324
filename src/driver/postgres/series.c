/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A series of queries as one round trip: BEGIN, all of them and COMMIT go out in
 * one pipeline; while the server works on a query, the rows of the one before are
 * handed on. Inside a transaction a savepoint takes the settings back.
 */
#include "driver/postgres/pg.h"

#define SAVEPOINT "pawl_series"

struct pipeline {
	struct pg *pg;
	const struct pgsql_read *reads;
	size_t len;
	size_t before; /* pawl's own statements in front of them */
	const struct pgsql_reader *reader;
	size_t at; /* the next answer's */
	struct arena arena;
};

static int send_one(struct pipeline *p, const char *sql, const char *param, struct pawl_error *err)
{
	if (PQsendQueryParams(p->pg->conn, sql, param == NULL ? 0 : 1, NULL, &param, NULL, NULL,
			      0) == 0)
		return pg_fail_lost(p->pg, err);
	return 0;
}

static int send_all(struct pipeline *p, bool inside, struct pawl_error *err)
{
	int r = send_one(p,
			 inside ? "SAVEPOINT " SAVEPOINT
				: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
			 NULL, err);

	p->before = 1;
	for (size_t i = 0; i < p->len && r == 0; i++)
		r = send_one(p, p->reads[i].sql, p->reads[i].param, err);
	/* Back to the settings of before. */
	if (r == 0)
		r = send_one(p, inside ? "ROLLBACK TO SAVEPOINT " SAVEPOINT : "COMMIT", NULL, err);
	if (r == 0 && inside)
		r = send_one(p, "RELEASE SAVEPOINT " SAVEPOINT, NULL, err);
	if (r == 0 && PQpipelineSync(p->pg->conn) == 0)
		r = pg_fail_lost(p->pg, err);
	return r == 0 ? pg_flush(p->pg, err) : r;
}

/* The answer's query, NULL for pawl's own statements around them. */
static const struct pgsql_read *query_of(const struct pipeline *p)
{
	return p->at >= p->before && p->at - p->before < p->len ? &p->reads[p->at - p->before]
								: NULL;
}

static void take_rows(struct pipeline *p, const PGresult *res)
{
	int rows = PQntuples(res), cols = PQnfields(res);
	const char **cells = arena_array(&p->arena, const char *, (size_t)cols);

	if (query_of(p) == NULL)
		return;
	for (int row = 0; row < rows; row++) {
		for (int col = 0; col < cols; col++)
			cells[col] = PQgetisnull(res, row, col) ? NULL : PQgetvalue(res, row, col);
		p->reader->row(p->reader->data, p->at - p->before, cells);
	}
}

static int fail_query(const struct pipeline *p, const PGresult *res, struct pawl_error *err)
{
	const struct pgsql_read *q = query_of(p);

	return q == NULL ? pg_fail(p->pg, res, NULL, 0, err)
			 : pg_fail(p->pg, res, q->sql, strlen(q->sql), err);
}

static int take(void *data, const PGresult *res, struct pawl_error *err)
{
	struct pipeline *p = data;
	ExecStatusType status = PQresultStatus(res);
	int rc = 0;

	if (status == PGRES_TUPLES_OK)
		take_rows(p, res);
	if (status == PGRES_FATAL_ERROR)
		rc = fail_query(p, res, err);
	p->at++;
	return rc;
}

int pg_read(void *conn, const struct pgsql_read *v, size_t n, const struct pgsql_reader *reader,
	    struct pawl_error *err)
{
	struct pg *pg = conn;
	struct pipeline p = {.pg = pg, .reads = v, .len = n, .reader = reader};
	bool inside = pg_in_transaction(pg);
	int r = pg_ready(pg, err);

	if (r < 0)
		return r;
	if (PQenterPipelineMode(pg->conn) == 0)
		return pg_fail_lost(pg, err);
	r = send_all(&p, inside, err);
	if (r == 0)
		r = pg_answers(pg, take, &p, err);
	if (PQexitPipelineMode(pg->conn) == 0 && r == 0)
		r = pg_fail_lost(pg, err);
	if (r < 0 && !inside)
		pg_rollback(pg, NULL);
	arena_done(&p.arena);
	return r;
}
