/* SPDX-License-Identifier: Apache-2.0 */
/*
 * COPY ... FROM stdin. Each piece is sent in full before the next is taken, so
 * that memory stays at one piece. The server tells of a bad line only at the
 * end, which libpq passes on then.
 */
#include "driver/postgres/pg.h"

enum { COPY_PIECE = 64 << 10 };

int pg_copy_begin(void *conn, const char *sql, size_t len, struct pawl_error *err)
{
	struct pg *pg = conn;
	_cleanup_result_ PGresult *res = NULL;
	int r = pg_ready(pg, err);

	if (r < 0)
		return r;
	if (PQsendQuery(pg->conn, sql) == 0)
		return pg_fail_lost(pg, err);
	r = pg_result(pg, &res, err);
	if (r < 0)
		return r;
	if (PQresultStatus(res) == PGRES_COPY_IN) {
		pg->copying = true;
		return 0;
	}
	if (PQresultStatus(res) == PGRES_FATAL_ERROR)
		r = pg_fail(pg, res, sql, len, err);
	else
		r = fail(err, PAWL_E_SQL, "the statement does not read COPY data");
	pg_drain(pg, sql, len, false, NULL, NULL);
	return r;
}

static int stop(struct pg *pg, struct pawl_error *err)
{
	pg_copy_end(pg, false, NULL, NULL);
	return pg_fail_cancelled(pg, err);
}

int pg_copy_data(void *conn, const char *data, size_t len, struct pawl_error *err)
{
	struct pg *pg = conn;

	if (!pg->copying)
		return fail(err, PAWL_E_BUG, "no COPY is open");
	while (len != 0) {
		size_t piece = len < COPY_PIECE ? len : COPY_PIECE;
		int r;

		if (pg_stopped(pg))
			return stop(pg, err);
		if (PQputCopyData(pg->conn, data, (int)piece) != 1)
			return pg_fail_lost(pg, err);
		r = pg_flush(pg, err);
		if (r < 0)
			return r;
		data += piece;
		len -= piece;
	}
	return 0;
}

int pg_copy_end(void *conn, bool ok, int64_t *ret_changed, struct pawl_error *err)
{
	struct pg *pg = conn;
	struct pg_answer answer;
	int r;

	if (!pg->copying)
		return ok ? fail(err, PAWL_E_BUG, "no COPY is open") : 0;
	pg->copying = false;
	if (PQputCopyEnd(pg->conn, ok ? NULL : "given up by the client") != 1)
		return pg_fail_lost(pg, err);
	r = pg_drain(pg, NULL, 0, false, &answer, ok ? err : NULL);
	/* Giving up is answered by an error, which is what was asked for. */
	if (!ok)
		return r == PAWL_E_LOST ? pg_fail_lost(pg, err) : 0;
	if (r == 0 && ret_changed != NULL)
		*ret_changed = answer.changed;
	return r;
}
