/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One call of the API: the request, its signature, the wait with the caller's
 * tick, and trying again where the call has certainly not been done.
 */
#include "base/clock.h"
#include "base/text.h"
#include "driver/data_api/api.h"

enum {
	FIRST_TICK_MS = 200,
	TICK_MS = 1000,
	PAUSE_FIRST_MS = 250,
	PAUSE_LONGEST_MS = 5000,
	PATIENCE_MS = 180000,
	CONNECT_TIMEOUT_S = 10,
	CALL_TIMEOUT_S = API_STATEMENT_S + 30
};

static const char *const paths[] = {
	[API_EXECUTE] = "/Execute",
	[API_BATCH] = "/BatchExecute",
	[API_BEGIN] = "/BeginTransaction",
	[API_COMMIT] = "/CommitTransaction",
	[API_ROLLBACK] = "/RollbackTransaction",
};

bool api_stopped(const struct api *api)
{
	return !api->deaf && api->host != NULL && api->host->cancel != NULL &&
	       *api->host->cancel != 0;
}

/* While an answer is awaited. */
static bool look_around(void *data)
{
	struct api *api = data;
	int64_t now = clock_ms();

	if (now - api->ticked_ms >= TICK_MS) {
		api->ticked_ms = now;
		if (api->host != NULL && api->host->tick != NULL)
			api->host->tick(api->host->data);
	}
	return api_stopped(api);
}

static void say(const struct api *api, const char *text)
{
	if (api->host != NULL && api->host->notice != NULL)
		api->host->notice(api->host->data, "WARNING", text);
}

static void write_request(const struct api *api, const struct api_call *call, struct buf *b)
{
	bool has_sql = api_has_sql(call->operation);
	bool inside = api->transaction != NULL && !call->outside;
	bool placed = (has_sql || call->operation == API_BEGIN) && *api->database != '\0';
	_cleanup_buf_ struct buf sql = {0};
	struct json_member v[] = {
		{.name = "resourceArn", .text = api->resource},
		{.name = "secretArn", .text = api->secret},
		{.name = "database", .text = placed ? api->database : NULL},
		{.name = "transactionId",
		 .text = inside && call->operation != API_BEGIN ? api->transaction : NULL},
		{.name = "sql"},
		{.name = "continueAfterTimeout", .is_true = call->goes_on},
		{.name = "includeResultMetadata", .is_true = call->described},
	};

	if (has_sql) {
		buf_adds(&sql, api->marker);
		buf_add(&sql, call->sql, call->len);
		v[4].text = buf_str(&sql);
	}
	json_request(b, v, sizeof(v) / sizeof(*v), &call->params);
}

/* One request; PAWL_E_TIMEOUT is the API's own limit. *ret_again says what to do then. */
static int send_once(struct api *api, const struct api_call *call, const struct buf *body,
		     struct http_answer *answer, enum api_answer *ret_what, struct pawl_error *err)
{
	static const char *const headers[] = {"Content-Type: application/json"};
	const struct http_watch watch = {look_around, api};
	const struct credentials_place place = {&api->url, api->region, api->http, &watch};
	struct http_request q = {
		.method = "POST",
		.headers = headers,
		.headers_len = 1,
		.body = body->data,
		.body_len = body->len,
		.key = &api->credentials.key,
		.region = api->region,
		.service = "rds-data",
		.timeout_s = CALL_TIMEOUT_S,
		.connect_timeout_s = api->connect_timeout > 0 ? api->connect_timeout
							      : CONNECT_TIMEOUT_S,
	};
	_cleanup_buf_ struct buf url = {0};
	int rc = credentials_get(&api->credentials, &place, err);

	*ret_what = API_FAILED;
	api->refused = false;
	if (rc != 0)
		return rc;
	buf_printf(&url, "%s%s", api->endpoint, paths[call->operation]);
	q.url = url.data;
	rc = http_send(api->http, &q, &watch, answer, err);
	if (rc != 0)
		return rc;
	if (answer->status == 200) {
		api->awake = true;
		return 0;
	}
	*ret_what = api_judge(api, call, answer, &rc, err);
	api->refused = *ret_what == API_FAILED;
	return rc;
}

/* Wait before the next try; false when patience or the caller's wish for it ends. */
static bool pause_before(struct api *api, const struct pawl_error *err, int tries, int64_t end)
{
	int64_t pause = PAUSE_FIRST_MS, until;
	_cleanup_buf_ struct buf text = {0};

	for (int i = 0; i < tries && pause < PAUSE_LONGEST_MS; i++)
		pause *= 2;
	pause += clock_jitter((uint32_t)pause / 2);
	until = clock_ms() + pause;
	if (until > end)
		return false;
	buf_printf(&text, "%s (%s): trying again", err->message, err->detail);
	if (tries == 0)
		say(api, text.data);
	while (clock_ms() < until) {
		if (look_around(api))
			return false;
		clock_sleep_ms(100);
	}
	return true;
}

/* A cancelled statement would run on: the API does not look whether anybody waits. */
static int ended_early(struct api *api, const struct api_call *call, int rc)
{
	if (rc == PAWL_E_CANCELLED && api_has_sql(call->operation))
		api_cancel(api);
	if (rc == PAWL_E_CANCELLED && api_has_sql(call->operation) && !call->outside)
		api->failed = api->transaction != NULL;
	if (rc == PAWL_E_LOST && !call->outside)
		api->lost = true;
	return rc;
}

static bool all_are_utf8(const struct api_call *call)
{
	size_t sets = call->params.sets == 0 ? 1 : call->params.sets;

	for (size_t i = 0; i < call->params.len * sets; i++) {
		const struct db_param *p = &call->params.v[i];

		if (p->text != NULL && !json_takes(p->text, p->len))
			return false;
	}
	return !api_has_sql(call->operation) || json_takes(call->sql, call->len);
}

static int check(struct api *api, const struct api_call *call, const struct buf *body,
		 struct pawl_error *err)
{
	if (api->lost && !call->outside)
		return fail(err, PAWL_E_LOST, "the connection was lost before");
	if (api_stopped(api))
		return fail(err, PAWL_E_CANCELLED, "cancelled");
	if (!all_are_utf8(call))
		return fail(err, PAWL_E_SYNTAX,
			    "a value is not UTF-8, which is all that the Data API takes");
	if (body->len > API_REQUEST_MOST)
		return fail(err, PAWL_E_LIMIT,
			    "a request of %zu bytes is more than the Data API's %d", body->len,
			    API_REQUEST_MOST);
	return 0;
}

int api_call(struct api *api, const struct api_call *call, struct buf *ret, struct pawl_error *err)
{
	int64_t end = clock_ms() + PATIENCE_MS;
	_cleanup_buf_ struct buf body = {0};
	struct pawl_error own = {0}, *e = err != NULL ? err : &own;
	bool renewed = false;
	int rc;

	write_request(api, call, &body);
	rc = check(api, call, &body, e);
	if (rc != 0)
		return rc;
	api->ticked_ms = clock_ms() - TICK_MS + FIRST_TICK_MS;
	for (int tries = 0;; tries++) {
		_cleanup_answer_ struct http_answer answer = {0};
		enum api_answer what;

		error_reset(e);
		rc = send_once(api, call, &body, &answer, &what, e);
		if (rc == 0) {
			if (ret != NULL)
				buf_add(ret, buf_str(&answer.body), answer.body.len);
			return 0;
		}
		if (what == API_RENEW && !renewed) {
			renewed = true;
			credentials_forget(&api->credentials);
			continue;
		}
		if (what != API_AGAIN)
			return ended_early(api, call, rc);
		if (pause_before(api, e, tries, end))
			continue;
		/* Nothing runs at the server, so nothing has to be stopped there. */
		return api_stopped(api) ? fail(e, PAWL_E_CANCELLED, "cancelled") : rc;
	}
}

int api_execute(struct api *api, const struct api_call *call, struct arena *a,
		struct json_result *ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf body = {0};
	int rc = api_call(api, call, &body, err);

	if (rc != 0)
		return rc;
	if (!call->outside && api_engine.fails_whole)
		api->failed = false; /* a statement succeeds only where it has not */
	if (!json_result(buf_str(&body), body.len, api_engine.booleans, a, ret))
		return fail(err, PAWL_E_SQL, "the endpoint's answer is none of the Data API");
	if (!call->outside && ret->generated > 0)
		api->memory.insert_id = ret->generated;
	return 0;
}
