/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One statement. DDL goes on behind the API's time limit, since stopping it half-way
 * is worse; it is waited for then.
 */
#include "driver/data_api/api.h"

static bool is_ddl(const char *sql)
{
	for (const char *const *word = api_engine.ddl; *word != NULL; word++)
		if (words_begins(sql, *word))
			return true;
	return false;
}

int api_ask(struct api *api, const struct api_call *call, struct arena *a, struct db_rows *ret,
	    struct pawl_error *err)
{
	struct json_result result;
	int rc = api_execute(api, call, a, &result, err);

	if (rc == 0)
		*ret = result.rows;
	return rc;
}

int api_run(struct api *api, const char *sql, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const struct api_call call = {.operation = API_EXECUTE, .sql = sql, .len = strlen(sql)};
	struct db_rows rows;

	return api_ask(api, &call, &a, &rows, err);
}

static size_t characters(const char *sql, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)sql[i] & 0xc0) != 0x80;
	return n;
}

int api_check_text(const struct api *api, const char *sql, size_t len, struct pawl_error *err)
{
	size_t n = characters(sql, len);

	if (!json_takes(sql, len)) {
		fail(err, PAWL_E_SYNTAX,
		     "the statement is not UTF-8, which is all that the Data API takes");
		excerpt(err, sql, len);
		return PAWL_E_SYNTAX;
	}
	if (n + strlen(api->marker) <= API_SQL_LONGEST)
		return 0;
	fail(err, PAWL_E_LIMIT, "a statement of %zu characters is more than the Data API's %d", n,
	     API_SQL_LONGEST);
	hint(err, "write it as several statements, INSERT with fewer rows each for example");
	excerpt(err, sql, len);
	return PAWL_E_LIMIT;
}

/*
 * It has gone on. Where its failure takes a transaction along, the next statement
 * tells of it; else only the catalog does, which the caller looks at after a loss.
 */
static int outlast(struct api *api, int64_t *ret_changed, struct pawl_error *err)
{
	struct pawl_error late = {0};
	bool told = api_engine.fails_whole && api->transaction != NULL;
	int rc = api_await(api, &late);

	if (rc == 0 && told)
		rc = api_run(api, "SELECT 1", &late);
	if (rc == 0 && told) {
		*ret_changed = -1;
		return 0;
	}
	error_reset(err);
	/* Nothing else hangs on it: whoever has sent it may look at the catalog at once. */
	if (rc == 0 && !api_engine.fails_whole && (api->transaction == NULL || api->alone)) {
		fail(err, PAWL_E_TIMEOUT,
		     "the statement took longer than the Data API's %d seconds", API_STATEMENT_S);
		detail(err, "it has ended at the server, and left nothing new in the catalog");
		hint(err, "run it over a connection to the server");
		return PAWL_E_TIMEOUT;
	}
	api->lost = true;
	fail(err, PAWL_E_LOST,
	     "a statement took longer than the Data API's %d seconds, its outcome is not known",
	     API_STATEMENT_S);
	if (rc == 0)
		detail(err, "it has ended at the server");
	else
		detail(err, "%s", late.message);
	hint(err, "run the command again: pawl looks at the catalog whether it took effect");
	return PAWL_E_LOST;
}

int api_run_one(struct api *api, const char *sql, size_t len, int64_t *ret_changed,
		struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const struct api_call call = {
		.operation = API_EXECUTE,
		.sql = sql,
		.len = len,
		.own = len,
		.goes_on = is_ddl(sql),
	};
	struct pawl_error own = {0}, *e = err != NULL ? err : &own;
	struct json_result result;
	int rc = api_execute(api, &call, &a, &result, e);

	/* The API's own limit, that is: of the server's a state tells, or a number. */
	if (rc == PAWL_E_TIMEOUT && e->sqlstate[0] == '\0' && e->vendor == 0 && call.goes_on)
		return outlast(api, ret_changed, e);
	if (rc == 0)
		*ret_changed = result.has_rows ? -1 : result.changed;
	else if (call.own != 0 && e->statement[0] == '\0')
		excerpt(e, sql, len);
	return rc;
}

int api_run_with_settings(struct api *api, const char *sql, size_t len, int64_t *ret_changed,
			  struct pawl_error *err)
{
	int rc = api_begin_as(api, NULL, err);

	if (rc != 0)
		return rc;
	api->alone = true;
	rc = api_run_one(api, sql, len, ret_changed, err);
	api->alone = false;
	if (rc == 0)
		rc = api_commit(api, err);
	if (rc != 0)
		api_rollback(api, NULL);
	return rc;
}
