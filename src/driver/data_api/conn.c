/* SPDX-License-Identifier: Apache-2.0 */
/* The connection's life, and what no engine is asked for. */
#include "base/text.h"
#include "driver/data_api/api.h"

#include <sys/random.h>

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

	api_engine.start(api);
	api->info->backend = number();
	api->host = host;
	api->database = database;
	api->http = http_new();
	api->marker = arena_printf(&api->arena, "/*pawl %lld*/ ", (long long)api->info->backend);
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

/* PostgreSQL is the one that says its name. */
static bool is_other(const char *version)
{
	return text_starts(version, "PostgreSQL") != (strcmp(api_engine.name, "postgres") == 0);
}

int api_explain(struct api *api, int rc, struct pawl_error *err)
{
	static const char sql[] = "SELECT VERSION()";
	const struct api_call call = {
		.operation = API_EXECUTE, .sql = sql, .len = strlen(sql), .outside = true};
	_cleanup_arena_ struct arena a = {0};
	const char *database = api->database;
	struct pawl_error own = {0};
	struct db_rows rows = {0};

	/* Nobody has answered: the same question would be waited for again. */
	if (rc == 0 || !api->refused)
		return rc;
	api->database = "";
	if (api_ask(api, &call, &a, &rows, &own) != 0)
		rows = (struct db_rows){0};
	api->database = database;
	if (rows.rows == 0 || rows.cells[0] == NULL || !is_other(rows.cells[0]))
		return rc;
	error_reset(err);
	fail(err, PAWL_E_CONFIG, "the database URL is one of engine=%s, but the cluster is another",
	     api_engine.name);
	detail(err, "its version is \"%s\"", rows.cells[0]);
	hint(err, "write engine=%s into the URL", api_engine.other);
	return PAWL_E_CONFIG;
}

int api_open(const struct db_url *url, const struct db_options *options, const struct db_host *host,
	     void **ret, struct pawl_error *err)
{
	struct api *api = NULL;
	int rc = api_new(url, host, NULL, &api, err);

	if (rc != 0)
		return rc;
	api->connect_timeout = options == NULL ? 0 : options->connect_timeout;
	rc = api_explain(api, api_engine.greet(api, err), err);
	if (rc != 0) {
		api_close(api);
		return rc == PAWL_E_LOST || rc == PAWL_E_SQL ? PAWL_E_CONNECT : rc;
	}
	api->info->why_no_locks = "the Data API keeps no session between calls";
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
	arena_done(&api->memory.arena);
	arena_done(&api->arena);
	free(api);
}

const struct db_info *api_info(void *conn)
{
	return ((struct api *)conn)->info;
}

static int no_session(const char *name, struct pawl_error *err)
{
	return fail(err, PAWL_E_USAGE,
		    "no lock \"%s\": the Data API keeps no session that could "
		    "hold it",
		    name);
}

int api_try_lock(void *conn, const char *name, bool *ret_got, struct pawl_error *err)
{
	(void)conn;
	(void)ret_got;
	return no_session(name, err);
}

int api_unlock(void *conn, const char *name, struct pawl_error *err)
{
	(void)conn;
	return no_session(name, err);
}
