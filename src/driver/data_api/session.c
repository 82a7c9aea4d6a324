/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The API tells little of the session that works for a call. The server's list of
 * sessions tells more: every statement of this connection begins with its marker.
 */
#include "base/clock.h"
#include "driver/data_api/api.h"

enum { CANCEL_TRIES = 3, AWAIT_PAUSE_MS = 1000, AWAIT_MOST_MS = 24 * 3600 * 1000 };

/* A question of its own, outside of what is open. */
static int ask(struct api *api, const char *sql, struct arena *a, struct db_rows *ret,
	       struct pawl_error *err)
{
	return api_ask(api,
		       &(struct api_call){
			       .operation = API_EXECUTE,
			       .sql = sql,
			       .len = strlen(sql),
			       .outside = true,
		       },
		       a, ret, err);
}

/* The numbers of sessions that run a statement with that marker, but for the one that asks. */
static int running(struct api *api, const char *marker, struct arena *a, struct db_rows *ret,
		   struct pawl_error *err)
{
	return ask(api,
		   arena_printf(a, "%s%s%s", api_engine.running[0], marker, api_engine.running[1]),
		   a, ret, err);
}

static void stop(struct api *api, const char *session)
{
	_cleanup_arena_ struct arena a = {0};
	struct db_rows rows;

	ask(api, arena_printf(&a, "%s%s%s", api_engine.stop[0], session, api_engine.stop[1]), &a,
	    &rows, NULL);
}

void api_cancel(struct api *api)
{
	_cleanup_arena_ struct arena a = {0};
	bool deaf = api->deaf;

	api->deaf = true;
	/* It may not have started yet. */
	for (int i = 0; i < CANCEL_TRIES; i++) {
		struct db_rows rows = {0};

		if (running(api, api->marker, &a, &rows, NULL) != 0)
			break;
		for (size_t n = 0; n < rows.rows; n++)
			stop(api, rows.cells[n * rows.cols]);
		if (rows.rows != 0)
			break;
		clock_sleep_ms(50);
	}
	api->deaf = deaf;
}

int api_await(struct api *api, struct pawl_error *err)
{
	int64_t end = clock_ms() + AWAIT_MOST_MS;

	while (clock_ms() < end) {
		_cleanup_arena_ struct arena rows_arena = {0};
		struct db_rows rows = {0};
		int rc;

		if (api_stopped(api)) {
			api_cancel(api);
			return fail(err, PAWL_E_CANCELLED, "cancelled");
		}
		rc = running(api, api->marker, &rows_arena, &rows, err);
		if (rc != 0 || rows.rows == 0)
			return rc;
		if (api->host != NULL && api->host->tick != NULL)
			api->host->tick(api->host->data);
		clock_sleep_ms(AWAIT_PAUSE_MS);
	}
	return fail(err, PAWL_E_TIMEOUT, "the statement has not ended");
}

int api_session(struct api *api, int64_t backend, int64_t *ret, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct db_rows rows = {0};
	int rc =
		running(api, arena_printf(&a, "/*pawl %lld*/", (long long)backend), &a, &rows, err);

	if (rc == 0)
		*ret = rows.rows == 0 || rows.cells[0] == NULL ? 0
							       : strtoll(rows.cells[0], NULL, 10);
	return rc;
}
