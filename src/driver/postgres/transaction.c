/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Transactions. BEGIN and the limits of the transaction are held back until its
 * first statement and travel with it, which saves two round trips a migration
 * (see batch.c); nobody can tell the difference, since BEGIN takes no snapshot.
 */
#include "driver/postgres/pg.h"

int pg_begin(void *conn, const struct db_tx *tx, struct pawl_error *err)
{
	struct pg *pg = conn;
	int r = pg_start(pg, false, err);

	(void)tx; /* no reference fires when a table is dropped here */
	if (r < 0)
		return r;
	if (pg_in_transaction(pg))
		return fail(err, PAWL_E_BUG, "a transaction is open already");
	buf_adds(&pg->begin, pg->read_only ? "BEGIN READ ONLY" : "BEGIN");
	return 0;
}

int pg_commit(void *conn, struct pawl_error *err)
{
	struct pg *pg = conn;
	struct pg_answer answer;
	int r;

	if (pg->begin.len != 0) {
		buf_clear(&pg->begin);
		return 0;
	}
	r = pg_run(pg, false, "COMMIT", &answer, err);
	if (r < 0)
		return r;
	PQclear(answer.rows);
	/* The server answers so to COMMIT in a transaction that has failed. */
	if (strcmp(answer.tag, "ROLLBACK") == 0) {
		fail(err, PAWL_E_SQL, "the transaction was rolled back instead of committed");
		detail(err, "a statement in it had failed");
		return PAWL_E_SQL;
	}
	return 0;
}

int pg_rollback(void *conn, struct pawl_error *err)
{
	struct pg *pg = conn;

	buf_clear(&pg->begin);
	/* Without a connection the server has rolled back by itself. */
	if (PQstatus(pg->conn) != CONNECTION_OK)
		return 0;
	if (pg->copying)
		pg_copy_end(pg, false, NULL, NULL);
	if (!pg_in_transaction(pg))
		return 0;
	return pg_run(pg, true, "ROLLBACK", NULL, err);
}

bool pg_in_transaction(void *conn)
{
	const struct pg *pg = conn;
	PGTransactionStatusType status = PQtransactionStatus(pg->conn);

	return pg->begin.len != 0 || (status != PQTRANS_IDLE && status != PQTRANS_UNKNOWN);
}

bool pg_tx_failed(void *conn)
{
	const struct pg *pg = conn;

	return PQtransactionStatus(pg->conn) == PQTRANS_INERROR;
}

int pg_set_timeouts(void *conn, int64_t lock_ms, int64_t statement_ms, bool local,
		    struct pawl_error *err)
{
	struct pg *pg = conn;
	_cleanup_buf_ struct buf sql = {0};

	buf_printf(&sql,
		   "SELECT pg_catalog.set_config('lock_timeout', '%lld', %s), "
		   "pg_catalog.set_config('statement_timeout', '%lld', %s)",
		   (long long)lock_ms, local ? "true" : "false", (long long)statement_ms,
		   local ? "true" : "false");
	if (pg->begin.len == 0)
		return pg_run(pg, false, sql.data, NULL, err);
	buf_printf(&pg->begin, ";%s", sql.data);
	return 0;
}
