/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Transactions: a number that goes along with each call. Settings last as long
 * as one, so those of the connection are made anew at the start of each.
 */
#include "base/cleanup.h"
#include "base/clock.h"
#include "driver/data_api/api.h"

enum { BUSY_TRIES = 20, BUSY_PAUSE_MS = 250 };

int api_begin_as(struct api *api, const char *modes, struct pawl_error *err)
{
	const struct api_call call = {.operation = API_BEGIN};
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf answer = {0};
	const char *id;
	int rc;

	if (api->transaction != NULL)
		return fail(err, PAWL_E_BUG, "a transaction is open already");
	rc = api_call(api, &call, &answer, err);
	if (rc != 0)
		return rc;
	id = json_text(buf_str(&answer), answer.len, "transactionId", &a);
	if (id == NULL)
		return fail(err, PAWL_E_SQL, "the endpoint's answer is none of the Data API");
	api->transaction = xstrdup(id);
	api->failed = false;
	rc = api_engine.settle(api, modes, err);
	if (rc != 0)
		api_rollback(api, NULL);
	return rc;
}

int api_begin(void *conn, const struct db_tx *tx, struct pawl_error *err)
{
	(void)tx; /* no reference fires when a table is dropped here */
	return api_begin_as(conn, NULL, err);
}

static void forget(struct api *api)
{
	free(TAKE(api->transaction));
	api->failed = false;
}

int api_commit(void *conn, struct pawl_error *err)
{
	struct api *api = conn;
	const struct api_call call = {.operation = API_COMMIT};
	int rc;

	/* A statement has committed by itself, or none was open. */
	if (api->transaction == NULL)
		return 0;
	/* The server would make a rollback of it, and the API might not say so. */
	if (api->failed) {
		rc = api_rollback(api, err);
		if (rc != 0)
			return rc;
		fail(err, PAWL_E_SQL, "the transaction was rolled back instead of committed");
		detail(err, "a statement in it had failed");
		return PAWL_E_SQL;
	}
	/* Of a COMMIT that is broken off nobody knows whether it was done: its answer is awaited. */
	api->deaf = true;
	rc = api_call(api, &call, NULL, err);
	api->deaf = false;
	/* Behind a COMMIT that failed nothing is open any more, but behind one that was not done. */
	if (rc == PAWL_E_CONNECT)
		api_rollback(api, NULL);
	else
		forget(api);
	return rc;
}

/*
 * Works after a cancel, while the cancelled statement is about to end, and tries
 * to after a loss: a transaction that nobody ends keeps its locks for minutes.
 */
int api_rollback(void *conn, struct pawl_error *err)
{
	struct api *api = conn;
	const struct api_call call = {.operation = API_ROLLBACK};
	struct pawl_error own = {0};
	bool lost = api->lost;
	int rc = 0;

	if (api->transaction == NULL)
		return 0;
	api->deaf = true;
	api->lost = false;
	for (int tries = 0; tries < BUSY_TRIES; tries++) {
		error_reset(&own);
		rc = api_call(api, &call, NULL, &own);
		/* Busy: the API says so in no words to rely on. */
		if (rc != PAWL_E_SQL)
			break;
		clock_sleep_ms(BUSY_PAUSE_MS);
	}
	api->deaf = false;
	forget(api);
	api->lost = lost;
	/* What is not there any more is rolled back, and what is lost will be. */
	if (rc == PAWL_E_LOST || lost)
		return 0;
	if (rc != 0 && err != NULL)
		*err = own;
	return rc;
}

bool api_in_transaction(void *conn)
{
	const struct api *api = conn;

	/* Elsewhere the server has ended what it says has failed. */
	return api->transaction != NULL && (api_engine.fails_whole || !api->failed);
}

bool api_tx_failed(void *conn)
{
	const struct api *api = conn;

	return api->transaction != NULL && api->failed;
}

int api_set_timeouts(void *conn, int64_t lock_ms, int64_t statement_ms, bool local,
		     struct pawl_error *err)
{
	struct api *api = conn;
	_cleanup_buf_ struct buf sql = {0};

	if (!local) {
		api->lock_ms = lock_ms;
		api->statement_ms = statement_ms;
	}
	if (api->transaction == NULL)
		return 0;
	api_engine.add_timeouts(api, &sql, lock_ms, statement_ms);
	return api_run(api, sql.data, err);
}

int api_end(struct api *api, const char *rest, bool commit, struct pawl_error *err)
{
	if (!words_end(rest)) {
		fail(err, PAWL_E_SQL, "the Data API has no such end of a transaction");
		hint(err, "write COMMIT or ROLLBACK, and BEGIN where another one starts");
		return PAWL_E_SQL;
	}
	if (api->transaction == NULL)
		return 0;
	return commit ? api_commit(api, err) : api_rollback(api, err);
}
