/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One statement of a migration on Aurora MySQL. Transactions are the API's own calls,
 * so BEGIN, COMMIT and ROLLBACK as statements become these. What the server commits
 * by itself ends the API's transaction as well: whether a statement behind it would
 * be in another one is nothing that the API says.
 */
#include "base/text.h"
#include "driver/data_api/mysql.h"

#include <strings.h>

enum { PARSE_ERROR = 1064 };

/* START TRANSACTION, BEGIN: what is open is committed. */
static int run_begin(struct api *api, struct pawl_error *err)
{
	int rc = api->transaction == NULL ? 0 : api_commit(api, err);

	return rc != 0 ? rc : api_begin_as(api, NULL, err);
}

int mysql_begin(void *conn, const struct db_tx *tx, struct pawl_error *err)
{
	(void)tx; /* references never fire on DDL here */
	return run_begin(conn, err);
}

/* Is it a call of its own at the API? Then *ret is how that went. */
static bool run_control(struct api *api, const char *sql, int *ret, struct pawl_error *err)
{
	const char *rest;

	if ((rest = words_behind(sql, "begin")) != NULL && words_end(words_past(rest, "work")))
		*ret = run_begin(api, err);
	else if ((rest = words_behind(sql, "start")) != NULL && words_begins(rest, "transaction"))
		*ret = run_begin(api, err);
	else if ((rest = words_behind(sql, "commit")) != NULL)
		*ret = api_end(api, words_past(rest, "work"), true, err);
	else if ((rest = words_behind(sql, "rollback")) != NULL &&
		 !words_begins(words_past(rest, "work"), "to"))
		*ret = api_end(api, words_past(rest, "work"), false, err);
	else
		return false;
	return true;
}

/* What would be accepted, and not be what the file means. */
static int refuse(const char *sql, size_t len, struct pawl_error *err)
{
	const char *rest = words_behind(sql, "set"), *what = NULL, *advice = NULL;

	if (rest != NULL && !words_begins(rest, "global") &&
	    words_begins(words_past(words_past(rest, "session"), "local"), "transaction")) {
		what = "the Data API has no transactions of another kind";
		advice = "take SET TRANSACTION out";
	} else if ((rest = words_behind(sql, "load")) != NULL &&
		   (words_begins(rest, "data") || words_begins(rest, "xml")) &&
		   strcasestr(rest, " local ") != NULL) {
		what = "the Data API reads no file of this machine";
		advice = "write the rows as INSERT, or load them from S3";
	} else if (words_begins(sql, "xa")) {
		what = "the Data API has no XA transactions";
		advice = "write BEGIN and COMMIT";
	} else {
		return 0;
	}
	fail(err, PAWL_E_SQL, "%s", what);
	hint(err, "%s", advice);
	excerpt(err, sql, len);
	return PAWL_E_SQL;
}

/* As the manual's list of statements that cause an implicit commit. */
static bool commits(const char *sql)
{
	static const char *const words[] = {"alter",  "create",    "drop",    "rename", "truncate",
					    "grant",  "revoke",    "analyze", "check",  "optimize",
					    "repair", "flush",     "install", "cache",  "load",
					    "import", "uninstall", "reset",   "change", "stop"};
	const char *rest = words_behind(sql, "create");

	if (rest == NULL)
		rest = words_behind(sql, "drop");
	if (rest != NULL && words_begins(rest, "temporary"))
		return false;
	rest = words_behind(sql, "load");
	if (rest != NULL && !words_begins(rest, "index"))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words_begins(sql, words[i]))
			return true;
	return false;
}

/*
 * LOCK TABLES, which dumps have: no session could hold the locks from call to call. That
 * it commits, and that the statements up to UNLOCK TABLES are transactions, stays.
 */
static bool run_lock(struct api *api, const char *sql, int *ret, struct pawl_error *err)
{
	bool lock = words_begins(sql, "lock");

	if (!lock && !words_begins(sql, "unlock"))
		return false;
	*ret = lock && api->transaction != NULL ? api_commit(api, err) : 0;
	if (lock && api->host != NULL && api->host->notice != NULL)
		api->host->notice(api->host->data, "WARNING",
				  "LOCK TABLES is left out: the Data API has no session that could "
				  "hold the locks");
	return true;
}

/* Inside the open transaction. */
static int run_inside(struct api *api, const char *sql, size_t len, int64_t *ret_changed,
		      struct pawl_error *err)
{
	struct pawl_error own = {0}, *e = err != NULL ? err : &own;
	int rc = api_run_one(api, sql, len, ret_changed, e);
	/* It commits first, and may fail then, or wait in vain for a lock. */
	bool over = commits(sql) && (rc == 0 || rc == PAWL_E_LOCKED || rc == PAWL_E_TIMEOUT ||
				     (rc == PAWL_E_SQL && e->vendor != PARSE_ERROR));
	int end = over && api->transaction != NULL ? api_commit(api, rc == 0 ? e : NULL) : 0;

	/*
	 * Whether it was faster than its cancel is not known. Nothing may be written then: its
	 * row has what the next run needs to find out. What was not sent has not failed.
	 */
	if (rc == PAWL_E_CANCELLED && api->failed && commits(sql))
		api->lost = true;
	return rc != 0 ? rc : end;
}

/* EXECUTE: its session is not that of PREPARE. */
static int run_prepared(struct api *api, const char *sql, size_t len, const char *name,
			int64_t *ret_changed, struct pawl_error *err)
{
	const char *text = memory_prepared(&api->memory, name);
	_cleanup_buf_ struct buf prepare = {0};
	bool own = api->transaction == NULL;
	int rc = own ? api_begin_as(api, NULL, err) : 0;

	if (text != NULL)
		buf_printf(&prepare, "PREPARE %s FROM %s", name, text);
	if (rc == 0 && text != NULL)
		rc = api_run(api, prepare.data, err);
	if (rc == 0)
		rc = api_run_one(api, sql, len, ret_changed, err);
	if (rc == 0 && own)
		rc = api_commit(api, err);
	if (rc != 0 && own)
		api_rollback(api, NULL);
	return rc;
}

static int run(struct api *api, const char *sql, size_t len, int64_t *ret_changed,
	       struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct memory_change change;
	bool asks_id = api->memory.insert_id != 0 && strcasestr(sql, "last_insert_id") != NULL;

	memory_read(sql, &a, &change);
	if (change.any)
		return mysql_run_session(api, sql, len, &change, err);
	if (api->by_hand && api->transaction == NULL && !commits(sql)) {
		int rc = api_begin_as(api, NULL, err);

		if (rc != 0)
			return rc;
	}
	if (change.executed != NULL)
		return run_prepared(api, sql, len, change.executed, ret_changed, err);
	if (api->transaction != NULL)
		return run_inside(api, sql, len, ret_changed, err);
	if (mysql_has_settings(api) || asks_id)
		return api_run_with_settings(api, sql, len, ret_changed, err);
	return api_run_one(api, sql, len, ret_changed, err);
}

int mysql_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed,
	       struct pawl_error *err)
{
	struct api *api = conn;
	int64_t changed = -1;
	int rc = refuse(sql, len, err);

	if (rc == 0)
		rc = api_check_text(api, sql, len, err);
	if (rc != 0)
		return rc;
	/* Comments alone: the server has no answer to them. */
	if (!words_end(sql) && !run_control(api, sql, &rc, err) && !run_lock(api, sql, &rc, err))
		rc = run(api, sql, len, &changed, err);
	if (rc == 0 && ret_changed != NULL)
		*ret_changed = changed;
	return rc;
}

int mysql_exec_own(void *conn, const char *sql, size_t len, int64_t *ret_changed,
		   struct pawl_error *err)
{
	struct api *api = conn;
	int64_t changed = -1;
	int rc = api_check_text(api, sql, len, err);

	if (rc == 0)
		rc = api_run_one(api, sql, len, &changed, err);
	if (rc == 0 && ret_changed != NULL)
		*ret_changed = changed;
	return rc;
}
