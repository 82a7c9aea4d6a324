/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several statements in one round trip, by libpq's pipeline mode: all are sent,
 * a Sync behind them, then the answers are read. The server skips what follows
 * a failed statement up to the Sync.
 *
 * What is in flight is bounded by cutting a batch into pieces. A pipeline is
 * the extended protocol, which cannot take everything that the simple one can:
 * COPY, and texts that hold more than one command. Those go alone.
 */
#include "driver/postgres/pg.h"

#include <strings.h>

enum { PIECE_BYTES = 256 << 10, PIECE_STATEMENTS = 256 };

/*
 * No parser: where in doubt (a ';' in a function's body, a backslash in a
 * string, a comment in front) the statement goes alone, which costs a round
 * trip and no more.
 */
static bool goes_alone(const struct db_statement *st)
{
	const char *at = st->sql, *end = at + st->len;

	if (st->len >= 4 && strncasecmp(at, "copy", 4) == 0)
		return true;
	if (strncmp(at, "--", 2) == 0 || strncmp(at, "/*", 2) == 0)
		return true;
	while ((at = strpbrk(at, ";'")) != NULL && at < end) {
		const char *close;

		if (*at == ';')
			return true;
		close = strpbrk(at + 1, "'\\");
		if (close == NULL || *close == '\\')
			return true;
		at = close + 1;
	}
	return false;
}

/* How many statements of v[0..n) make up the next piece; 0 if the first goes alone. */
static size_t piece_of(const struct db_statement *v, size_t n)
{
	size_t bytes = 0, i = 0;

	while (i < n && i < PIECE_STATEMENTS && !goes_alone(&v[i])) {
		bytes += v[i].len;
		if (i > 0 && bytes > PIECE_BYTES)
			break;
		i++;
	}
	return i;
}

/* Into libpq's buffer, which empties itself when it is full: a piece is one write to the socket. */
static int send_one(struct pg *pg, const char *sql, struct pawl_error *err)
{
	if (PQsendQueryParams(pg->conn, sql, 0, NULL, NULL, NULL, NULL, 0) == 0)
		return pg_fail_lost(pg, err);
	return 0;
}

/* Send what stands in pg->begin, statement by statement; *ret_n is their number. */
static int send_begin(struct pg *pg, size_t *ret_n, struct pawl_error *err)
{
	char *at = pg->begin.data;

	*ret_n = 0;
	while (pg->begin.len != 0 && at != NULL) {
		char *sql = at;
		int r;

		at = strchr(at, ';');
		if (at != NULL)
			*at++ = '\0';
		r = send_one(pg, sql, err);
		if (r < 0)
			return r;
		++*ret_n;
	}
	buf_clear(&pg->begin);
	return 0;
}

static int send_piece(struct pg *pg, const struct db_statement *v, size_t n, size_t *ret_begun,
		      struct pawl_error *err)
{
	int r = send_begin(pg, ret_begun, err);

	for (size_t i = 0; i < n && r == 0; i++)
		r = send_one(pg, pg_text(pg, v[i].sql), err);
	if (r < 0)
		return r;
	if (PQpipelineSync(pg->conn) == 0)
		return pg_fail_lost(pg, err);
	return pg_flush(pg, err);
}

static bool succeeded(ExecStatusType status)
{
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	       status == PGRES_EMPTY_QUERY;
}

/* What has been sent, and how far its answers have come. */
struct piece {
	struct pg *pg;
	const struct db_statement *v;
	size_t n;
	size_t begun; /* pawl's own, in front of v */
	size_t at;    /* the next answer's place */
};

static int take(void *data, const PGresult *res, struct pawl_error *err)
{
	struct piece *p = data;
	ExecStatusType status = PQresultStatus(res);
	bool own = p->at < p->begun || p->at - p->begun >= p->n;

	if (status == PGRES_FATAL_ERROR)
		return pg_fail(p->pg, res, own ? NULL : p->v[p->at - p->begun].sql,
			       own ? 0 : p->v[p->at - p->begun].len, err);
	if (succeeded(status))
		p->at++;
	return 0;
}

static int run_piece(struct pg *pg, const struct db_statement *v, size_t n, size_t *ret_ok,
		     struct pawl_error *err)
{
	struct piece p = {.pg = pg, .v = v, .n = n};
	int r;

	*ret_ok = 0;
	if (PQenterPipelineMode(pg->conn) == 0)
		return pg_fail_lost(pg, err);
	r = send_piece(pg, v, n, &p.begun, err);
	if (r == 0)
		r = pg_answers(pg, take, &p, err);
	*ret_ok = p.at > p.begun ? p.at - p.begun : 0;
	if (PQexitPipelineMode(pg->conn) == 0 && r == 0)
		r = pg_fail_lost(pg, err);
	return r;
}

int pg_exec_batch(void *conn, const struct db_statement *v, size_t n, size_t *ret_done,
		  struct pawl_error *err)
{
	struct pg *pg = conn;
	size_t done = 0;
	int r = 0;

	*ret_done = 0;
	while (done < n && r == 0) {
		bool inside = pg_in_transaction(pg) || strcmp(v[done].sql, "BEGIN") == 0;
		size_t ok = 0, piece = inside ? piece_of(v + done, n - done) : 0;

		if (piece == 0) {
			r = pg_exec(pg, v[done].sql, v[done].len, NULL, err);
			ok = r == 0;
		} else {
			r = pg_start(pg, false, err);
			if (r == 0)
				r = run_piece(pg, v + done, piece, &ok, err);
		}
		done += ok;
	}
	*ret_done = done;
	return r;
}
