/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The connection's life, and the table of what this module offers.
 *
 * Whether session state holds is found out without guessing at products: the
 * process number of the connection's key, which a pooling proxy has to make up,
 * is compared with the one that the server tells.
 */
#include "base/text.h"
#include "driver/postgres/pg.h"

static void send_notice(void *data, const PGresult *res)
{
	const struct pg *pg = data;
	const char *severity = PQresultErrorField(res, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	const char *more = PQresultErrorField(res, PG_DIAG_MESSAGE_DETAIL);
	_cleanup_buf_ struct buf text = {0};

	if (pg->host == NULL || pg->host->notice == NULL)
		return;
	buf_adds(&text, message != NULL ? message : PQresultErrorMessage(res));
	if (more != NULL)
		buf_printf(&text, "\n%s", more);
	text_clean(text.data);
	pg->host->notice(pg->host->data, severity != NULL ? severity : "NOTICE", text.data);
}

/*
 * How every session starts, and starts again after a reset: an expression that
 * makes the settings. Not behind a proxy, where they would reach other people's
 * statements.
 */
static const char *setup_of(struct pg *pg)
{
	struct buf b = {0};
	const char *sql;

	buf_adds(&b, "pg_catalog.set_config('client_encoding', 'UTF8', false)");
	/* A session that holds the runner's lock may be idle for long. */
	if (PQserverVersion(pg->conn) >= 140000)
		buf_adds(&b, " || pg_catalog.set_config('idle_session_timeout', '0', false)");
	sql = buf_dup(&b, &pg->arena);
	buf_done(&b);
	return sql;
}

static int read_info(struct pg *pg, struct pawl_error *err)
{
	struct db_info *info = &pg->pgsql.info;
	struct pg_answer answer;
	struct db_rows rows;
	const char *sql;
	int r;

	sql = arena_printf(&pg->arena,
			   "SELECT pg_catalog.current_setting('server_version'), "
			   "pg_catalog.current_database(), current_user, "
			   "pg_catalog.current_schema(), pg_catalog.pg_backend_pid(), "
			   "CASE WHEN pg_catalog.pg_backend_pid() = %d THEN %s END",
			   PQbackendPID(pg->conn), pg->setup);
	r = pg_run(pg, false, sql, &answer, err);
	if (r < 0)
		return r;
	pg_rows(answer.rows, &pg->arena, &rows);
	PQclear(answer.rows);
	info->version = PQserverVersion(pg->conn);
	info->version_text = rows.cells[0];
	info->product = "PostgreSQL";
	info->database = rows.cells[1];
	info->user = rows.cells[2];
	info->schema = rows.cells[3];
	info->backend = strtoll(rows.cells[4], NULL, 10);
	info->session_locks = info->backend == PQbackendPID(pg->conn);
	info->pooled = !info->session_locks;
	if (!info->session_locks)
		info->why_no_locks = "a pooling proxy stands between pawl and the server";
	return 0;
}

static const struct pgsql_calls calls = {
	.exec = pg_exec,
	.query = pg_query,
	.in_transaction = pg_in_transaction,
	.read = pg_read,
};

int pg_open(const struct db_url *url, const struct db_options *options, const struct db_host *host,
	    void **ret, struct pawl_error *err)
{
	struct pg *pg = xcalloc(1, sizeof(*pg));
	int r;

	pg->pgsql.calls = &calls;
	pg->host = host;
	pg->read_only = options != NULL && options->read_only;
	r = pg_connect(pg, url, NULL, options == NULL ? 0 : options->connect_timeout, err);
	if (r == 0) {
		PQsetNoticeReceiver(pg->conn, send_notice, pg);
		PQsetnonblocking(pg->conn, 1);
		pg->setup = setup_of(pg);
		r = read_info(pg, err);
	}
	if (r < 0) {
		pg_close(pg);
		return r;
	}
	*ret = pg;
	return 0;
}

/*
 * The server rolls back and drops the locks when the connection ends. A copy
 * that is still open would hold PQfinish up only on a full socket, so no
 * goodbye is needed there either.
 */
void pg_close(void *conn)
{
	struct pg *pg = conn;

	if (pg == NULL)
		return;
	PQfinish(pg->conn);
	buf_done(&pg->begin);
	arena_done(&pg->arena);
	free(pg);
}

static const struct db_info *info(void *conn)
{
	return &((struct pg *)conn)->pgsql.info;
}

/* DISCARD ALL but for the advisory locks, and allowed inside a transaction. */
static int reset(void *conn, struct pawl_error *err)
{
	struct pg *pg = conn;
	_cleanup_buf_ struct buf sql = {0};
	int r = pg_ready(pg, err);

	if (r < 0)
		return r;
	buf_adds(&sql, "SET SESSION AUTHORIZATION DEFAULT;RESET ROLE;RESET ALL;CLOSE ALL;"
		       "DEALLOCATE ALL;UNLISTEN *;DISCARD TEMP;DISCARD SEQUENCES");
	if (pg->pgsql.info.session_locks)
		buf_printf(&sql, ";SELECT %s", pg->setup);
	return pg_run(pg, true, sql.data, NULL, err);
}

static const struct driver_scratch scratch = {
	.maintenance = "postgres",
	.like = pgsql_scratch_like,
	.list = pgsql_scratch_list,
	.schema_param = "options",
	.schema_value = "-csearch_path=",
	.quick = "-csynchronous_commit=off",
};

extern const struct driver driver_module __attribute__((visibility("default")));
const struct driver driver_module = {
	.abi = DRIVER_ABI,
	.name = "postgres",
	.dialect = "postgres",
	.open = pg_open,
	.close = pg_close,
	.info = info,
	.exec = pg_exec,
	.query = pg_query,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.in_transaction = pg_in_transaction,
	.tx_failed = pg_tx_failed,
	.set_timeouts = pg_set_timeouts,
	.reset = reset,
	.reset_in_transaction = true,
	/*
	 * At the end of each of them the server goes through what the transaction has made so
	 * far, and each table and index made takes places in its table of locks until the end.
	 */
	.savepoints = 100,
	.try_lock = pg_try_lock,
	.unlock = pg_unlock,
	.table_exists = pgsql_table_exists,
	.table_columns = pgsql_table_columns,
	.is_fresh = pgsql_is_fresh,
	.fingerprint = pgsql_fingerprint,
	.database_exists = pg_database_exists,
	.database_create = pg_database_create,
	.database_drop = pg_database_drop,
	.inspect = pgsql_inspect,
	.scratch = &scratch,
	.exec_batch = pg_exec_batch,
	.copy_begin = pg_copy_begin,
	.copy_data = pg_copy_data,
	.copy_end = pg_copy_end,
	.heal = pgsql_heal,
	.lock_holder = pg_lock_holder,
	.blockers = pgsql_blockers,
	.progress = pgsql_progress,
	.table_sizes = pgsql_table_sizes,
	.locks_held = pgsql_locks_held,
	.storage = pgsql_storage,
};
