/* SPDX-License-Identifier: Apache-2.0 */
/* Aurora PostgreSQL: what is its own of the API, and its driver. */
#include "driver/data_api/postgres.h"

static const struct pgsql_calls calls;

static void start(struct api *api)
{
	api->pgsql.calls = &calls;
	api->info = &api->pgsql.info;
}

static int greet(struct api *api, struct pawl_error *err)
{
	struct db_info *info = api->info;
	struct db_rows rows;
	int rc = postgres_query(api,
				"SELECT pg_catalog.current_setting('server_version'), "
				"pg_catalog.current_setting('server_version_num'), "
				"pg_catalog.current_database(), current_user, "
				"pg_catalog.current_schema()",
				NULL, 0, &api->arena, &rows, err);

	if (rc != 0)
		return rc;
	info->version_text = rows.cells[0];
	info->version = (int)strtol(rows.cells[1], NULL, 10);
	info->product = "PostgreSQL";
	info->database = rows.cells[2];
	info->user = rows.cells[3];
	info->schema = rows.cells[4];
	info->pooled = true;
	return 0;
}

static void add_quoted(struct buf *b, const char *text, char quote)
{
	buf_addc(b, quote);
	for (; *text != '\0'; text++) {
		if (*text == quote)
			buf_addc(b, quote);
		buf_addc(b, *text);
	}
	buf_addc(b, quote);
}

static void add_setting(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, "%spg_catalog.set_config('%s', ", b->len == 0 ? "SELECT " : ", ", name);
	add_quoted(b, value, '\'');
	buf_adds(b, ", true)");
}

static void add_timeouts(const struct api *api, struct buf *b, int64_t lock_ms,
			 int64_t statement_ms)
{
	char text[24];

	(void)api;
	snprintf(text, sizeof(text), "%lld", (long long)lock_ms);
	add_setting(b, "lock_timeout", text);
	snprintf(text, sizeof(text), "%lld", (long long)statement_ms);
	add_setting(b, "statement_timeout", text);
}

/* modes as behind SET TRANSACTION: set before anything that takes a snapshot. */
static int settle(struct api *api, const char *modes, struct pawl_error *err)
{
	_cleanup_buf_ struct buf first = {0}, sql = {0};
	int rc = 0;

	if (modes != NULL) {
		buf_printf(&first, "SET TRANSACTION %s", modes);
		rc = api_run(api, first.data, err);
	}
	if (rc != 0)
		return rc;
	if (api->read_only)
		add_setting(&sql, "transaction_read_only", "on");
	if (api->search_path != NULL)
		add_setting(&sql, "search_path", api->search_path);
	if (api->lock_ms != 0 || api->statement_ms != 0)
		add_timeouts(api, &sql, api->lock_ms, api->statement_ms);
	return sql.len == 0 ? 0 : api_run(api, sql.data, err);
}

static const struct pgsql_calls calls = {
	.exec = postgres_exec,
	.query = postgres_query,
	.in_transaction = api_in_transaction,
	.read = postgres_read,
};

static void name_params(struct buf *b, const char *sql, size_t n)
{
	postgres_add_sql(b, sql, NULL, n);
}

/* Outside of a transaction there is nothing to bring back. One statement a call. */
static int reset(void *conn, struct pawl_error *err)
{
	struct api *api = conn;

	if (api->transaction == NULL)
		return 0;
	return api_run(api,
		       "DO 'BEGIN SET SESSION AUTHORIZATION DEFAULT; RESET ROLE; RESET ALL; "
		       "DISCARD TEMP; DISCARD SEQUENCES; END'",
		       err);
}

static void database_create(struct buf *b, const char *name)
{
	buf_adds(b, "CREATE DATABASE ");
	add_quoted(b, name, '"');
}

static int database_drop(struct api *api, const char *name, bool force, struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};
	int rc;

	buf_adds(&sql, "DROP DATABASE ");
	add_quoted(&sql, name, '"');
	buf_adds(&sql, force ? " WITH (FORCE)" : "");
	rc = api_run(api, sql.data, err);
	if (rc == PAWL_E_SQL && err != NULL && strcmp(err->sqlstate, "55006") == 0)
		hint(err, "close the other connections, or drop it with force");
	return rc;
}

static int blockers(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
		    size_t *ret_len, struct pawl_error *err)
{
	int64_t pid = 0;
	int rc = api_session(conn, backend, &pid, err);

	*ret_len = 0;
	return rc != 0 || pid == 0 ? rc : pgsql_blockers(conn, pid, a, ret, ret_len, err);
}

static int progress(void *conn, int64_t backend, struct arena *a, const char **ret,
		    struct pawl_error *err)
{
	int64_t pid = 0;
	int rc = api_session(conn, backend, &pid, err);

	*ret = NULL;
	return rc != 0 || pid == 0 ? rc : pgsql_progress(conn, pid, a, ret, err);
}

static const char *const ddl[] = {"create",  "alter",  "drop",    "reindex",  "refresh",
				  "cluster", "vacuum", "analyze", "comment",  "truncate",
				  "grant",   "revoke", "import",  "security", NULL};

const struct api_engine api_engine = {
	.name = "postgres",
	.other = "mysql",
	.maintenance = "postgres",
	.ddl = ddl,
	.fails_whole = true,
	.without_rows = "write the SELECT as DO ... PERFORM",
	.booleans = {"f", "t"},
	.running = {"SELECT s.pid::text FROM pg_catalog.pg_stat_activity s WHERE s.state = "
		    "'active' AND s.pid <> pg_catalog.pg_backend_pid() AND "
		    "pg_catalog.starts_with(s.query, '",
		    "')"},
	.stop = {"SELECT pg_catalog.pg_cancel_backend(", ")"},
	.start = start,
	.greet = greet,
	.query = postgres_query,
	.settle = settle,
	.add_timeouts = add_timeouts,
	.name_params = name_params,
	.complain = postgres_complain,
	.database_listed = "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1",
	.database_create = database_create,
	.database_drop = database_drop,
};

static const struct driver_scratch scratch = {
	.maintenance = "postgres",
	.like = pgsql_scratch_like,
	.list = pgsql_scratch_list,
	.schema_param = "search_path",
	.schema_value = "",
};

extern const struct driver driver_module __attribute__((visibility("default")));
const struct driver driver_module = {
	.abi = DRIVER_ABI,
	.name = "data-api",
	.dialect = "postgres",
	.open = api_open,
	.close = api_close,
	.info = api_info,
	.exec = postgres_exec,
	.query = postgres_query,
	.begin = api_begin,
	.commit = api_commit,
	.rollback = api_rollback,
	.in_transaction = api_in_transaction,
	.tx_failed = api_tx_failed,
	.set_timeouts = api_set_timeouts,
	.reset = reset,
	.reset_in_transaction = true,
	/* The same server's as with the plain driver. */
	.savepoints = 100,
	.statement_longest = API_SQL_LONGEST,
	.try_lock = api_try_lock,
	.unlock = api_unlock,
	.table_exists = pgsql_table_exists,
	.table_columns = pgsql_table_columns,
	.is_fresh = pgsql_is_fresh,
	.fingerprint = pgsql_fingerprint,
	.database_exists = api_database_exists,
	.database_create = api_database_create,
	.database_drop = api_database_drop,
	.inspect = pgsql_inspect,
	.scratch = &scratch,
	.repeat = api_repeat,
	.heal = pgsql_heal,
	.blockers = blockers,
	.cancel_backend = pgsql_cancel_backend,
	.replica_lag = pgsql_replica_lag,
	.progress = progress,
	.table_sizes = pgsql_table_sizes,
	.locks_held = pgsql_locks_held,
	.storage = pgsql_storage,
};
