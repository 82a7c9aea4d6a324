/* SPDX-License-Identifier: Apache-2.0 */
/* What a session would keep, made anew in each transaction; see memory.h. */
#include "driver/data_api/mysql.h"

static void add_seconds(struct buf *b, const char *name, int64_t ms)
{
	buf_printf(b, "%s%s=", b->len == 0 ? "SET " : ",", name);
	if (ms > 0)
		buf_printf(b, "%lld", (long long)((ms + 999) / 1000));
	else
		buf_adds(b, "DEFAULT");
}

void mysql_add_timeouts(const struct api *api, struct buf *b, int64_t lock_ms, int64_t statement_ms)
{
	add_seconds(b, "lock_wait_timeout", lock_ms);
	add_seconds(b, "innodb_lock_wait_timeout", lock_ms);
	buf_printf(b, ",%s=", api->mysqld.mariadb ? "max_statement_time" : "max_execution_time");
	if (statement_ms <= 0)
		buf_adds(b, "DEFAULT");
	else if (!api->mysqld.mariadb)
		buf_printf(b, "%lld", (long long)statement_ms);
	else
		buf_printf(b, "%lld.%03lld", (long long)(statement_ms / 1000),
			   (long long)(statement_ms % 1000));
}

bool mysql_has_settings(const struct api *api)
{
	return api->lock_ms != 0 || api->statement_ms != 0 || memory_is_set(&api->memory);
}

/* modes are nobody's here: the API begins as it likes. */
int mysql_settle(struct api *api, const char *modes, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0}, kept = {0};
	int rc = 0;

	(void)modes;
	for (size_t i = 0; i < api->memory.items.len && rc == 0; i++)
		if (api->memory.items.v[i].kind == MEMORY_ALONE)
			rc = api_run(api, api->memory.items.v[i].text, err);
	if (rc != 0)
		return rc;
	if (api->lock_ms != 0 || api->statement_ms != 0)
		mysql_add_timeouts(api, &b, api->lock_ms, api->statement_ms);
	memory_write(&api->memory, &kept);
	if (kept.len != 0)
		buf_printf(&b, "%s%s", b.len == 0 ? "SET " : ",", kept.data);
	return b.len == 0 ? 0 : api_run(api, b.data, err);
}

/* What the statement has set, in literals. */
static int learn(struct api *api, const struct memory_change *change, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const char *question = memory_question(change, &a), **answer = NULL;
	struct json_result result = {0};
	int rc = 0;

	if (question != NULL)
		rc = api_execute(api,
				 &(struct api_call){
					 .operation = API_EXECUTE,
					 .sql = question,
					 .len = strlen(question),
				 },
				 &a, &result, err);
	if (rc != 0)
		return rc;
	if (question != NULL && result.rows.rows != 1)
		return fail(err, PAWL_E_SQL, "the answer of the Data API lacks rows");
	answer = arena_array(&a, const char *, result.rows.cols);
	for (size_t i = 0; i < result.rows.cols; i++) {
		const char *cell = result.rows.cells[i];
		_cleanup_buf_ struct buf literal = {0};

		mysqld_literal(&literal, cell, cell == NULL ? 0 : strlen(cell));
		answer[i] = result.numbers[i] ? cell : buf_dup(&literal, &a);
	}
	memory_keep(&api->memory, change, answer);
	return 0;
}

/* As on a server, SET autocommit = 1 commits what is open. */
static int set_autocommit(struct api *api, const struct memory_change *change,
			  struct pawl_error *err)
{
	int rc = change->commits_alone && api->by_hand && api->transaction != NULL
			 ? api_commit(api, err)
			 : 0;

	if (change->commits_alone || change->commits_by_hand)
		api->by_hand = change->commits_by_hand;
	return rc;
}

int mysql_run_session(struct api *api, const char *sql, size_t len,
		      const struct memory_change *change, struct pawl_error *err)
{
	const char *text = change->instead == NULL ? sql : change->instead;
	int rc = set_autocommit(api, change, err);
	bool own = api->transaction == NULL;
	int64_t changed;

	if (rc != 0)
		return rc;
	/* Nothing has to be said to the server. */
	if (*text == '\0' || (change->forgotten != NULL &&
			      memory_prepared(&api->memory, change->forgotten) != NULL)) {
		memory_keep(&api->memory, change, NULL);
		return 0;
	}
	rc = own ? api_begin_as(api, NULL, err) : 0;
	if (rc != 0)
		return rc;
	rc = api_run_one(api, text, text == sql ? len : strlen(text), &changed, err);
	if (rc == 0)
		rc = learn(api, change, err);
	if (rc == 0 && own)
		rc = api_commit(api, err);
	if (rc != 0 && own)
		api_rollback(api, NULL);
	return rc;
}

int mysql_begin_reading(struct api *api, struct pawl_error *err)
{
	int rc = api_begin_as(api, NULL, err);

	if (rc == 0)
		rc = api_run(api, api->mysqld.display, err);
	if (rc == 0)
		rc = api_run(api, MYSQLD_SHOWN_SO, err);
	return rc;
}

int mysql_reset(void *conn, struct pawl_error *err)
{
	struct api *api = conn;
	_cleanup_buf_ struct buf b = {0};
	int rc = 0;

	if (api->transaction != NULL)
		for (size_t i = 0; i < api->memory.items.len; i++)
			if (api->memory.items.v[i].kind == MEMORY_VALUE)
				buf_printf(&b, "%s%s=%s", b.len == 0 ? "SET " : ",",
					   api->memory.items.v[i].name,
					   api->memory.items.v[i].name[1] == '@' ? "DEFAULT"
										 : "NULL");
	memory_forget(&api->memory);
	api->lock_ms = api->statement_ms = 0;
	if (api->by_hand && api->transaction != NULL)
		rc = api_commit(api, err);
	else if (b.len != 0)
		rc = api_run(api, b.data, err);
	api->by_hand = false;
	return rc;
}
