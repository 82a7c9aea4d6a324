/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One statement of a migration on Aurora PostgreSQL. Transactions are the API's own
 * calls, so BEGIN, COMMIT and ROLLBACK as statements become these. Of errors the text
 * has PostgreSQL's words, one behind the other:
 *
 *	ERROR: relation "x" does not exist; Position: 15; SQLState: 42P01
 *
 * with line breaks instead of semicolons on older clusters.
 */
#include "base/text.h"
#include "driver/data_api/postgres.h"

static bool has_settings(const struct api *api)
{
	return api->lock_ms != 0 || api->statement_ms != 0 || api->search_path != NULL ||
	       api->read_only;
}

static const char *past_noise(const char *words)
{
	return words_past(words_past(words, "work"), "transaction");
}

/* BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY */
static int run_begin(struct api *api, const char *modes, struct pawl_error *err)
{
	if (api->transaction != NULL)
		return 0; /* a warning, no more */
	modes = past_noise(modes);
	return api_begin_as(api, words_end(modes) ? NULL : modes, err);
}

/* Is it a call of its own at the API? Then *ret is how that went. */
static bool run_control(struct api *api, const char *sql, int *ret, struct pawl_error *err)
{
	static const char *const begins[] = {"begin", "start"},
				 *const commits[] = {"commit", "end"},
				 *const rollbacks[] = {"rollback", "abort"};

	for (size_t i = 0; i < 2; i++) {
		const char *begin = words_behind(sql, begins[i]),
			   *commit = words_behind(sql, commits[i]);
		const char *rollback = words_behind(sql, rollbacks[i]);

		if (begin != NULL)
			*ret = run_begin(api, begin, err);
		else if (commit != NULL && !words_begins(commit, "prepared"))
			*ret = api_end(api, past_noise(commit), true, err);
		else if (rollback != NULL && !words_begins(rollback, "prepared") &&
			 !words_begins(past_noise(rollback), "to"))
			*ret = api_end(api, past_noise(rollback), false, err);
		else
			continue;
		return true;
	}
	return false;
}

int postgres_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed,
		  struct pawl_error *err)
{
	struct api *api = conn;
	struct pawl_error own = {0}, *e = err != NULL ? err : &own;
	int64_t changed = -1;
	int rc = api_check_text(api, sql, len, e);

	if (rc != 0)
		return rc;
	if (!run_control(api, sql, &rc, e)) {
		bool settings = api->transaction == NULL && has_settings(api);

		rc = settings ? api_run_with_settings(api, sql, len, &changed, e) : 0;
		/* It allows no transaction, and so no settings. */
		if (settings && rc != 0 && strcmp(e->sqlstate, "25001") == 0) {
			error_reset(e);
			settings = false;
		}
		if (!settings)
			rc = api_run_one(api, sql, len, &changed, e);
	}
	if (rc == 0 && ret_changed != NULL)
		*ret_changed = changed;
	return rc;
}

/* Cut "; Word: value" off the text's end side; NULL if it is not there. */
static char *cut_part(char *text, const char *word, struct arena *a)
{
	static const char *const before[] = {"; ", "\n  ", "\n"};

	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++) {
		char *label = arena_printf(a, "%s%s: ", before[i], word);
		char *at = strstr(text, label), *value;

		if (at == NULL)
			continue;
		value = at + strlen(label);
		*at = '\0';
		return value;
	}
	return NULL;
}

/* Cut into its parts from behind. */
bool postgres_complain(struct api *api, const struct api_call *call, char *text, int *ret,
		       struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	char *state, *where, *position, *advice, *more;
	unsigned long at;

	if (!text_starts(text, "ERROR: ") && strstr(text, "SQLState: ") == NULL)
		return false;
	state = cut_part(text, "SQLState", &a);
	where = cut_part(text, "Where", &a);
	position = cut_part(text, "Position", &a);
	advice = cut_part(text, "Hint", &a);
	more = cut_part(text, "Detail", &a);
	at = position == NULL ? 0 : strtoul(position, NULL, 10);
	*ret = state == NULL ? PAWL_E_SQL : pgsql_code(state);
	if (state != NULL)
		state[strspn(state, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")] = '\0';
	fail_db(err, *ret, state, 0, text_starts(text, "ERROR: ") ? text + 7 : text);
	pgsql_explain(err, more, where, advice);
	if (call->own != 0) {
		const char *own = call->sql + call->shift;
		size_t before = strlen(api->marker) + call->shift;

		pgsql_place(err, at > before ? at - before : 0, own, call->own);
		excerpt(err, own, call->own);
	}
	if (api->transaction != NULL && !call->outside)
		api->failed = true;
	return true;
}
