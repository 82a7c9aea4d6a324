/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The API tells little of the session that works for a call. pg_stat_activity
 * tells more: every statement of this connection begins with its marker.
 */
#include "base/clock.h"
#include "driver/data_api/api.h"

enum { CANCEL_TRIES = 3, AWAIT_PAUSE_MS = 1000, AWAIT_MOST_MS = 24 * 3600 * 1000 };

/* Of sessions that run a statement with that marker, but for the one that asks. */
#define RUNNING(marker)                                                                            \
	" FROM pg_catalog.pg_stat_activity s WHERE s.state = 'active' "                            \
	"AND s.pid <> pg_catalog.pg_backend_pid() AND pg_catalog.starts_with(s.query, '" marker    \
	"')"

/* A question of its own, outside of what is open. */
static int ask(struct api *api, const char *sql, struct arena *a, struct db_rows *ret,
	       struct pawl_error *err)
{
	const struct api_call call = {
		.operation = API_EXECUTE, .sql = sql, .len = strlen(sql), .outside = true};
	struct json_result result;
	int rc = api_execute(api, &call, a, &result, err);

	if (rc == 0)
		*ret = result.rows;
	return rc;
}

void api_cancel(struct api *api)
{
	_cleanup_arena_ struct arena a = {0};
	const char *sql = arena_printf(
		&a, "SELECT pg_catalog.pg_cancel_backend(s.pid)" RUNNING("%s"), api->marker);
	bool deaf = api->deaf;

	api->deaf = true;
	/* It may not have started yet. */
	for (int i = 0; i < CANCEL_TRIES; i++) {
		struct db_rows rows = {0};

		if (ask(api, sql, &a, &rows, NULL) != 0 || rows.rows != 0)
			break;
		clock_sleep_ms(50);
	}
	api->deaf = deaf;
}

int api_await(struct api *api, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const char *sql = arena_printf(&a, "SELECT s.pid" RUNNING("%s"), api->marker);
	int64_t end = clock_ms() + AWAIT_MOST_MS;

	while (clock_ms() < end) {
		_cleanup_arena_ struct arena rows_arena = {0};
		struct db_rows rows = {0};
		int rc;

		if (api_stopped(api)) {
			api_cancel(api);
			return fail(err, PAWL_E_CANCELLED, "cancelled");
		}
		rc = ask(api, sql, &rows_arena, &rows, err);
		if (rc != 0 || rows.rows == 0)
			return rc;
		if (api->host != NULL && api->host->tick != NULL)
			api->host->tick(api->host->data);
		clock_sleep_ms(AWAIT_PAUSE_MS);
	}
	return fail(err, PAWL_E_TIMEOUT, "the statement has not ended");
}

/* The server's number of the session that works for a connection; 0 if none does. */
static int find(struct api *api, int64_t backend, int64_t *ret, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const char *sql =
		arena_printf(&a, "SELECT s.pid" RUNNING("/*pawl %lld*/"), (long long)backend);
	struct db_rows rows = {0};
	int rc = ask(api, sql, &a, &rows, err);

	if (rc == 0)
		*ret = rows.rows == 0 || rows.cells[0] == NULL ? 0
							       : strtoll(rows.cells[0], NULL, 10);
	return rc;
}

int api_blockers(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
		 size_t *ret_len, struct pawl_error *err)
{
	int64_t pid = 0;
	int rc = find(conn, backend, &pid, err);

	*ret_len = 0;
	return rc != 0 || pid == 0 ? rc : pgsql_blockers(conn, pid, a, ret, ret_len, err);
}

int api_progress(void *conn, int64_t backend, struct arena *a, const char **ret,
		 struct pawl_error *err)
{
	int64_t pid = 0;
	int rc = find(conn, backend, &pid, err);

	*ret = NULL;
	return rc != 0 || pid == 0 ? rc : pgsql_progress(conn, pid, a, ret, err);
}
