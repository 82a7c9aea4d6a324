/* SPDX-License-Identifier: Apache-2.0 */
/* The connection's life, and the table of what this module offers. */
#include "base/text.h"
#include "driver/data_api/api.h"

#include <sys/random.h>

static const struct pgsql_calls calls = {
	.exec = api_exec,
	.query = api_query,
	.in_transaction = api_in_transaction,
	.read = api_read,
};

/* Not taken by another connection, and found in no statement of theirs. */
static int64_t number(void)
{
	uint64_t n = 0;

	while (n == 0)
		if (getrandom(&n, sizeof(n), 0) == (ssize_t)sizeof(n))
			n >>= 16;
	return (int64_t)n;
}

int api_new(const struct db_url *url, const struct db_host *host, const char *database,
	    struct api **ret, struct pawl_error *err)
{
	struct api *api = xcalloc(1, sizeof(*api));
	int rc;

	api->pgsql.calls = &calls;
	api->pgsql.info.backend = number();
	api->host = host;
	api->database = database;
	api->http = http_new();
	api->marker =
		arena_printf(&api->arena, "/*pawl %lld*/ ", (long long)api->pgsql.info.backend);
	rc = url_parse(url->text, &api->arena, &api->url, err);
	api->url.environment = url->environment;
	if (rc == 0)
		rc = api_target(api, err);
	if (rc != 0) {
		api_close(api);
		return rc;
	}
	*ret = api;
	return 0;
}

static int read_info(struct api *api, struct pawl_error *err)
{
	struct db_info *info = &api->pgsql.info;
	struct db_rows rows;
	int rc = api_query(api,
			   "SELECT pg_catalog.current_setting('server_version'), "
			   "pg_catalog.current_setting('server_version_num'), "
			   "pg_catalog.current_database(), current_user, "
			   "pg_catalog.current_schema()",
			   NULL, 0, &api->arena, &rows, err);

	if (rc != 0)
		return rc == PAWL_E_LOST || rc == PAWL_E_SQL ? PAWL_E_CONNECT : rc;
	info->version_text = rows.cells[0];
	info->version = (int)strtol(rows.cells[1], NULL, 10);
	info->product = "PostgreSQL";
	info->database = rows.cells[2];
	info->user = rows.cells[3];
	info->schema = rows.cells[4];
	info->why_no_locks = "the Data API keeps no session between calls";
	info->pooled = true;
	return 0;
}

static int open_api(const struct db_url *url, const struct db_options *options,
		    const struct db_host *host, void **ret, struct pawl_error *err)
{
	struct api *api = NULL;
	int rc = api_new(url, host, NULL, &api, err);

	if (rc != 0)
		return rc;
	api->connect_timeout = options == NULL ? 0 : options->connect_timeout;
	rc = read_info(api, err);
	if (rc != 0) {
		api_close(api);
		return rc;
	}
	api->read_only = options != NULL && options->read_only;
	*ret = api;
	return 0;
}

void api_close(void *conn)
{
	struct api *api = conn;

	if (api == NULL)
		return;
	api_rollback(api, NULL);
	free(api->transaction);
	http_free(api->http);
	credentials_done(&api->credentials);
	arena_done(&api->arena);
	free(api);
}

static const struct db_info *info(void *conn)
{
	return &((struct api *)conn)->pgsql.info;
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

static int no_session(const char *name, struct pawl_error *err)
{
	return fail(err, PAWL_E_USAGE,
		    "no lock \"%s\": the Data API keeps no session that could "
		    "hold it",
		    name);
}

static int try_lock(void *conn, const char *name, bool *ret_got, struct pawl_error *err)
{
	(void)conn;
	(void)ret_got;
	return no_session(name, err);
}

static int unlock(void *conn, const char *name, struct pawl_error *err)
{
	(void)conn;
	return no_session(name, err);
}

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
	.open = open_api,
	.close = api_close,
	.info = info,
	.exec = api_exec,
	.query = api_query,
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
	.try_lock = try_lock,
	.unlock = unlock,
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
	.blockers = api_blockers,
	.cancel_backend = pgsql_cancel_backend,
	.replica_lag = pgsql_replica_lag,
	.progress = api_progress,
	.table_sizes = pgsql_table_sizes,
	.locks_held = pgsql_locks_held,
	.storage = pgsql_storage,
};
