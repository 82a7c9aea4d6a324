/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One statement of a migration. Transactions are the API's own calls, so BEGIN,
 * COMMIT and ROLLBACK as statements become these. DDL goes on behind the API's
 * time limit, since stopping it half-way is worse; it is waited for then.
 */
#include "base/text.h"
#include "driver/data_api/api.h"

#include <ctype.h>
#include <strings.h>

/* Behind blanks and comments. */
static const char *start_of(const char *sql)
{
	for (;;) {
		const char *end;

		while (isspace((unsigned char)*sql))
			sql++;
		if (text_starts(sql, "--"))
			end = strchr(sql, '\n');
		else if (text_starts(sql, "/*"))
			end = strstr(sql, "*/");
		else
			return sql;
		if (end == NULL)
			return sql + strlen(sql);
		sql = end + (*end == '\n' ? 1 : 2);
	}
}

/* Behind the word, NULL if the text does not begin with it. */
static const char *behind(const char *sql, const char *word)
{
	size_t len = strlen(word);

	sql = start_of(sql);
	if (strncasecmp(sql, word, len) != 0 || isalnum((unsigned char)sql[len]) || sql[len] == '_')
		return NULL;
	return sql + len;
}

bool api_begins(const char *sql, const char *word)
{
	return behind(sql, word) != NULL;
}

static const char *past(const char *sql, const char *word)
{
	const char *rest = behind(sql, word);

	return rest != NULL ? rest : sql;
}

static bool is_end(const char *sql)
{
	sql = start_of(sql);
	while (*sql == ';' || isspace((unsigned char)*sql))
		sql++;
	return *sql == '\0';
}

static bool is_ddl(const char *sql)
{
	static const char *const words[] = {"create",  "alter",  "drop",    "reindex", "refresh",
					    "cluster", "vacuum", "analyze", "comment", "truncate",
					    "grant",   "revoke", "import",  "security"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (api_begins(sql, words[i]))
			return true;
	return false;
}

int api_run(struct api *api, const char *sql, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const struct api_call call = {.operation = API_EXECUTE, .sql = sql, .len = strlen(sql)};
	struct json_result result;

	return api_execute(api, &call, &a, &result, err);
}

/* BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY */
static int run_begin(struct api *api, const char *modes, struct pawl_error *err)
{
	if (api->transaction != NULL)
		return 0; /* a warning, no more */
	modes = past(past(modes, "work"), "transaction");
	return api_begin_as(api, is_end(modes) ? NULL : modes, err);
}

static int run_end(struct api *api, const char *rest, bool commit, struct pawl_error *err)
{
	if (!is_end(past(past(rest, "work"), "transaction"))) {
		fail(err, PAWL_E_SQL, "the Data API has no such end of a transaction");
		hint(err, "write COMMIT or ROLLBACK, and BEGIN where another one starts");
		return PAWL_E_SQL;
	}
	if (api->transaction == NULL)
		return 0;
	return commit ? api_commit(api, err) : api_rollback(api, err);
}

/* Is it a call of its own at the API? Then *ret is how that went. */
static bool run_control(struct api *api, const char *sql, int *ret, struct pawl_error *err)
{
	static const char *const begins[] = {"begin", "start"},
				 *const commits[] = {"commit", "end"},
				 *const rollbacks[] = {"rollback", "abort"};

	for (size_t i = 0; i < 2; i++) {
		const char *begin = behind(sql, begins[i]), *commit = behind(sql, commits[i]);
		const char *rollback = behind(sql, rollbacks[i]);

		if (begin != NULL)
			*ret = run_begin(api, begin, err);
		else if (commit != NULL && !api_begins(commit, "prepared"))
			*ret = run_end(api, commit, true, err);
		else if (rollback != NULL && !api_begins(rollback, "prepared") &&
			 !api_begins(past(past(rollback, "work"), "transaction"), "to"))
			*ret = run_end(api, rollback, false, err);
		else
			continue;
		return true;
	}
	return false;
}

static size_t characters(const char *sql, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)sql[i] & 0xc0) != 0x80;
	return n;
}

static int check_length(const struct api *api, const char *sql, size_t len, struct pawl_error *err)
{
	size_t n = characters(sql, len);

	if (n + strlen(api->marker) <= API_SQL_LONGEST)
		return 0;
	fail(err, PAWL_E_LIMIT, "a statement of %zu characters is more than the Data API's %d", n,
	     API_SQL_LONGEST);
	hint(err, "write it as several statements, INSERT with fewer rows each for example");
	excerpt(err, sql, len);
	return PAWL_E_LIMIT;
}

/*
 * It has gone on. Inside a transaction the next statement tells whether it
 * succeeded; else only the catalog does, which the caller looks at after a loss.
 */
static int outlast(struct api *api, int64_t *ret_changed, struct pawl_error *err)
{
	struct pawl_error late = {0};
	int rc = api_await(api, &late);

	if (rc == 0 && api->transaction != NULL)
		rc = api_run(api, "SELECT 1", &late);
	if (rc == 0 && api->transaction != NULL) {
		*ret_changed = -1;
		return 0;
	}
	api->lost = true;
	error_reset(err);
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

static int run_one(struct api *api, const char *sql, size_t len, int64_t *ret_changed,
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

	if (rc == PAWL_E_TIMEOUT && e->sqlstate[0] == '\0' && call.goes_on)
		return outlast(api, ret_changed, e);
	if (rc == 0)
		*ret_changed = result.has_rows ? -1 : result.changed;
	else if (call.own != 0 && e->statement[0] == '\0')
		excerpt(e, sql, len);
	return rc;
}

/* In a transaction of its own, which has the settings; false if the statement allows none. */
static bool run_with_settings(struct api *api, const char *sql, size_t len, int64_t *ret_changed,
			      int *ret, struct pawl_error *err)
{
	struct pawl_error own = {0};

	*ret = api_begin_as(api, NULL, &own);
	if (*ret == 0)
		*ret = run_one(api, sql, len, ret_changed, &own);
	if (*ret == 0)
		*ret = api_commit(api, &own);
	if (*ret != 0)
		api_rollback(api, &own);
	if (*ret != 0 && strcmp(own.sqlstate, "25001") == 0)
		return false;
	if (*ret != 0 && err != NULL)
		*err = own;
	return true;
}

int api_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed, struct pawl_error *err)
{
	struct api *api = conn;
	int64_t changed = -1;
	int rc = check_length(api, sql, len, err);

	if (rc != 0)
		return rc;
	if (!run_control(api, sql, &rc, err) &&
	    (api->transaction != NULL || !api_has_settings(api) ||
	     !run_with_settings(api, sql, len, &changed, &rc, err)))
		rc = run_one(api, sql, len, &changed, err);
	if (rc == 0 && ret_changed != NULL)
		*ret_changed = changed;
	return rc;
}
