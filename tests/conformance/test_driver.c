/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The contract of driver/driver.h, on whatever engine PAWL_TEST_URL names. What
 * differs between engines stands in struct engine; a new driver adds a row.
 */
#include "suite.h"

#include "base/clock.h"

#include <stdio.h>
#include <sys/time.h>

struct engine {
	const char *dialect;
	const char *insert;    /* INSERT INTO pair (a, b) with two parameters */
	const char *slow;      /* a query that takes far longer than a test */
	const char *misplaced; /* a statement with an error in its second line ... */
	unsigned long column; /* ... at this byte; 0 where the engine tells only the line or less */
	bool tells_line;      /* it tells the line at all */
	const char *noisy;    /* a statement that the engine has something to say about; or NULL */
	const char *setting;  /* a query for a setting that reset() restores */
	const char *change;   /* changes it */
	const char *parameters; /* text that only looks like a parameter, in a statement */
	bool ddl_rolls_back;
};

static const struct engine engines[] = {
	{
		.dialect = "postgres",
		.insert = "INSERT INTO pair (a, b) VALUES ($1, $2)",
		.slow = "SELECT pg_sleep(30)",
		.misplaced = "SELECT 1,\n'\xc3\xa4\xc3\xb6', nothing_there",
		.column = 9,
		.tells_line = true,
		.noisy = "DROP TABLE IF EXISTS never_was",
		.setting = "SELECT current_setting('search_path')",
		.change = "SET search_path = pg_catalog",
		.parameters = "INSERT INTO pair (a, b) VALUES ('$1', '?')",
		.ddl_rolls_back = true,
	},
	{
		.dialect = "mysql",
		.insert = "INSERT INTO pair (a, b) VALUES (?, ?)",
		.slow = "SELECT count(*) FROM information_schema.columns a, "
			"information_schema.columns b, information_schema.columns c",
		.misplaced = "SELECT 1,\nFROM FROM",
		.column = 1,
		.tells_line = true,
		.noisy = "SELECT 'never_was' + 1", /* notes are left out */
		.setting = "SELECT @@sql_mode",
		.change = "SET sql_mode = 'ANSI'",
		.parameters = "INSERT INTO pair (a, b) VALUES ('$1', '?')",
	},
	{
		.dialect = "sqlite",
		.insert = "INSERT INTO pair (a, b) VALUES (?, ?)",
		.slow = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
			"SELECT count(*) FROM n",
		.misplaced = "SELECT 1,\n'\xc3\xa4\xc3\xb6', nothing_there",
		.column = 9,
		.tells_line = true,
		.setting = "PRAGMA foreign_keys",
		.change = "PRAGMA foreign_keys = off",
		.parameters = "INSERT INTO pair (a, b) VALUES ('$1', '?')",
		.ddl_rolls_back = true,
	},
};

static const struct engine *engine;
static struct db *db;
static struct pawl_error err;
static volatile sig_atomic_t cancel;
static struct db *watcher;
static unsigned long ticks;
static int64_t blocked_by;
static char notices[512];

static void tick(void *data)
{
	struct db *waiting = *(struct db **)data;
	struct db_blocker *v = NULL;
	struct pawl_error why;
	size_t n = 0;

	ticks++;
	if (watcher == NULL || waiting == NULL)
		return;
	if (db_blockers(watcher, db_info(waiting)->backend, &suite_arena, &v, &n, &why) == 0 &&
	    n != 0)
		blocked_by = v[0].pid;
}

static void notice(void *data, const char *severity, const char *text)
{
	(void)data;
	snprintf(notices, sizeof(notices), "%s: %s", severity, text);
}

static const struct db_host host = {.cancel = &cancel, .tick = tick, .notice = notice, .data = &db};

static int setup(void **state)
{
	(void)state;
	error_reset(&err);
	cancel = 0;
	ticks = 0;
	blocked_by = 0;
	notices[0] = '\0';
	db = suite_open(&host);
	for (size_t i = 0; i < sizeof(engines) / sizeof(engines[0]); i++)
		if (strcmp(engines[i].dialect, db_driver(db)->dialect) == 0)
			engine = &engines[i];
	assert_non_null(engine);
	suite_run(db, "CREATE TABLE pair (a varchar(20), b varchar(20))");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	cancel = 0;
	db_rollback(db, NULL);
	suite_run(db, "DROP TABLE pair");
	db_close(db);
	db = NULL;
	return 0;
}

/* SIGALRM after ms; it sets the flag that a Ctrl-C sets. */
static void on_alarm(int sig)
{
	(void)sig;
	cancel = 1;
}

static void cancel_after(int64_t ms)
{
	struct sigaction sa = {.sa_handler = on_alarm};
	struct itimerval t = {.it_value = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000}};

	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &t, NULL);
}

static void info_tells_the_server(void **state)
{
	const struct db_info *info = db_info(db);

	(void)state;
	assert_true(info->version > 10000);
	assert_non_null(strpbrk(info->version_text, "0123456789"));
	assert_non_null(info->product);
	assert_non_null(info->database);
	assert_true(info->session_locks || info->why_no_locks != NULL);
}

static void exec_counts_rows(void **state)
{
	int64_t changed = -1;
	const char *sql = "INSERT INTO pair (a, b) VALUES ('1', 'x'), ('2', 'x'), ('3', 'y')";

	(void)state;
	ok(db_exec(db, sql, strlen(sql), &changed, &err));
	assert_int_equal(changed, 3);
	sql = "UPDATE pair SET a = '9' WHERE b = 'x'";
	ok(db_exec(db, sql, strlen(sql), &changed, &err));
	assert_int_equal(changed, 2);
	suite_run(db, "SELECT * FROM pair");
	suite_run(db, engine->parameters);
	assert_string_equal(suite_value(db, "SELECT a FROM pair WHERE b = '?'"), "$1");
}

static void query_passes_null_and_text(void **state)
{
	struct db_param params[] = {{NULL, 0}, {"o'\xc3\xa4\\x!", 6}};
	struct db_rows rows;

	(void)state;
	ok(db_query(db, engine->insert, params, 2, &suite_arena, &rows, &err));
	assert_int_equal(rows.rows, 0);
	ok(db_query(db, "SELECT a, b FROM pair", NULL, 0, &suite_arena, &rows, &err));
	assert_int_equal(rows.rows, 1);
	assert_int_equal(rows.cols, 2);
	assert_null(rows.cells[0]);
	assert_string_equal(rows.cells[1], "o'\xc3\xa4\\x");
}

static void error_has_its_place(void **state)
{
	(void)state;
	assert_int_equal(db_execs(db, engine->misplaced, &err), PAWL_E_SQL);
	assert_true(err.message[0] != '\0');
	assert_string_equal(err.file, "");
	if (engine->tells_line)
		assert_int_equal(err.line, 2);
	assert_int_equal(err.column, engine->column);
	error_reset(&err);
	suite_run(db, "SELECT 1");
}

static void transaction_commits_and_rolls_back(void **state)
{
	(void)state;
	assert_false(db_in_transaction(db));
	ok(db_begin(db, NULL, &err));
	assert_true(db_in_transaction(db));
	suite_run(db, "INSERT INTO pair (a) VALUES ('kept')");
	ok(db_commit(db, &err));
	assert_false(db_in_transaction(db));
	ok(db_begin(db, NULL, &err));
	suite_run(db, "INSERT INTO pair (a) VALUES ('gone')");
	db_rollback(db, &err);
	assert_int_equal(err.detail[0], '\0');
	assert_false(db_in_transaction(db));
	db_rollback(db, &err);
	assert_int_equal(err.detail[0], '\0');
	ok(db_begin(db, NULL, &err));
	ok(db_commit(db, &err));
	assert_string_equal(suite_value(db, "SELECT count(*) FROM pair"), "1");
}

static void ddl_rolls_back_where_it_says(void **state)
{
	bool there = false;

	(void)state;
	if (!engine->ddl_rolls_back)
		skip();
	ok(db_begin(db, NULL, &err));
	suite_run(db, "CREATE TABLE other (a int)");
	ok(db_table_exists(db, NULL, "other", &there, &err));
	assert_true(there);
	db_rollback(db, &err);
	ok(db_table_exists(db, NULL, "other", &there, &err));
	assert_false(there);
}

static void failed_transaction_cannot_commit(void **state)
{
	(void)state;
	ok(db_begin(db, NULL, &err));
	suite_run(db, "INSERT INTO pair (a) VALUES ('1')");
	assert_false(db_tx_failed(db));
	assert_int_equal(db_execs(db, "SELECT nothing_there FROM pair", &err), PAWL_E_SQL);
	error_reset(&err);
	if (db_tx_failed(db)) {
		assert_int_equal(db_commit(db, &err), PAWL_E_SQL);
		assert_false(db_in_transaction(db));
		assert_string_equal(suite_value(db, "SELECT count(*) FROM pair"), "0");
	}
}

#define STATEMENT(text)                                                                            \
	{                                                                                          \
		text, sizeof(text) - 1                                                             \
	}

static void batch_runs_all(void **state)
{
	enum { MANY = 2000 };
	struct db_statement *v = arena_array(&suite_arena, struct db_statement, MANY);
	size_t done = 0;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		v[i].sql = arena_printf(&suite_arena,
					i % 2 == 0 ? "INSERT INTO pair (a, b) VALUES ('%zu', '%s;')"
						   : "SELECT '%zu', '%s'",
					i, "x");
		v[i].len = strlen(v[i].sql);
	}
	ok(db_begin(db, NULL, &err));
	ok(db_exec_batch(db, v, MANY, &done, &err));
	assert_int_equal(done, MANY);
	ok(db_commit(db, &err));
	assert_string_equal(suite_value(db, "SELECT count(*) FROM pair"), "1000");
}

static void batch_stops_at_the_failure(void **state)
{
	static const struct db_statement v[] = {
		STATEMENT("INSERT INTO pair (a) VALUES ('1')"),
		STATEMENT("INSERT INTO pair (a) VALUES ('2')"),
		STATEMENT("SELECT nothing_there FROM pair"),
		STATEMENT("INSERT INTO pair (a) VALUES ('3')"),
	};
	size_t done = 99;

	(void)state;
	ok(db_begin(db, NULL, &err));
	assert_int_equal(db_exec_batch(db, v, 4, &done, &err), PAWL_E_SQL);
	assert_int_equal(done, 2);
	assert_non_null(strstr(err.message, "nothing_there"));
	error_reset(&err);
	db_rollback(db, &err);
	suite_run(db, "INSERT INTO pair (a) VALUES ('4')");
	assert_string_equal(suite_value(db, "SELECT max(a) FROM pair"), "4");
	ok(db_begin(db, NULL, &err));
	ok(db_exec_batch(db, v, 0, &done, &err));
	assert_int_equal(done, 0);
}

/* More sets than a call may take, and more bytes. */
static void repeat_runs_all_in_order(void **state)
{
	enum { SETS = 2345, LONG_SETS = 50, LONG = 60000 };
	struct db_param *v = arena_array(&suite_arena, struct db_param, SETS * 2);
	char *text = arena_strdup(&suite_arena, "'\xc3\xa4\\:p1$1?");

	(void)state;
	for (size_t i = 0; i < SETS; i++) {
		const char *number = arena_printf(&suite_arena, "%zu", i);

		v[2 * i] = (struct db_param){number, strlen(number)};
		v[2 * i + 1] = i % 2 == 0 ? (struct db_param){text, strlen(text)}
					  : (struct db_param){NULL, 0};
	}
	ok(db_begin(db, NULL, &err));
	ok(db_repeat(db, engine->insert, v, 2, SETS, &err));
	ok(db_repeat(db, engine->insert, v, 2, 0, &err));
	ok(db_commit(db, &err));
	assert_string_equal(suite_value(db, "SELECT count(DISTINCT a) FROM pair"), "2345");
	assert_string_equal(suite_value(db, "SELECT count(*) FROM pair WHERE b IS NULL"), "1172");
	assert_string_equal(suite_value(db, "SELECT max(b) FROM pair"), text);

	suite_run(db, "CREATE TABLE pawl_long (a text)");
	text = arena_alloc(&suite_arena, LONG + 1);
	memset(text, '"', LONG);
	text[LONG] = '\0';
	for (size_t i = 0; i < LONG_SETS; i++)
		v[i] = (struct db_param){text, LONG};
	ok(db_begin(db, NULL, &err));
	ok(db_repeat(db,
		     strchr(engine->insert, '$') != NULL ? "INSERT INTO pawl_long (a) VALUES ($1)"
							 : "INSERT INTO pawl_long (a) VALUES (?)",
		     v, 1, LONG_SETS, &err));
	ok(db_commit(db, &err));
	assert_string_equal(suite_value(db, "SELECT sum(length(a)) FROM pawl_long"), "3000000");
	suite_run(db, "DROP TABLE pawl_long");
}

static void repeat_stops_at_the_failure(void **state)
{
	static const struct db_param v[] = {
		{"1", 1}, {"x", 1}, {"2", 1}, {"x", 1}, {"1", 1}, {"x", 1}, {"3", 1}, {"x", 1},
	};

	(void)state;
	suite_run(db, "CREATE UNIQUE INDEX pawl_once ON pair (a)");
	ok(db_begin(db, NULL, &err));
	assert_int_equal(db_repeat(db, engine->insert, v, 2, 4, &err), PAWL_E_SQL);
	error_reset(&err);
	db_rollback(db, &err);
	assert_string_equal(suite_value(db, "SELECT count(*) FROM pair"), "0");
}

static void statement_timeout_is_a_timeout(void **state)
{
	int64_t start = clock_ms();

	(void)state;
	ok(db_set_timeouts(db, 0, 300, false, &err));
	assert_int_equal(db_execs(db, engine->slow, &err), PAWL_E_TIMEOUT);
	assert_true(clock_ms() - start < LONG_BEFORE_MS);
	error_reset(&err);
	ok(db_set_timeouts(db, 0, 0, false, &err));
	suite_run(db, "SELECT 1");
}

static void cancel_is_noticed_at_once(void **state)
{
	int64_t start = clock_ms();

	(void)state;
	cancel_after(300);
	assert_int_equal(db_execs(db, engine->slow, &err), PAWL_E_CANCELLED);
	assert_true(clock_ms() - start < LONG_BEFORE_MS);
	error_reset(&err);
	cancel = 0;
	suite_run(db, "SELECT 1");
}

static void rollback_works_after_cancel(void **state)
{
	(void)state;
	ok(db_begin(db, NULL, &err));
	suite_run(db, "INSERT INTO pair (a) VALUES ('1')");
	cancel_after(200);
	assert_int_equal(db_execs(db, engine->slow, &err), PAWL_E_CANCELLED);
	error_reset(&err);
	db_rollback(db, &err);
	assert_int_equal(err.detail[0], '\0');
	assert_false(db_in_transaction(db));
	cancel = 0;
	assert_string_equal(suite_value(db, "SELECT count(*) FROM pair"), "0");
}

/* Or does each call make its own? */
static bool has_sessions(void)
{
	return !db_info(db)->pooled && strncmp(suite_url.scheme, "data-api", 8) != 0;
}

static void lock_conflict_is_locked_and_explained(void **state)
{
	struct db *other = suite_open(NULL);

	(void)state;
	watcher = suite_open(NULL);
	suite_run(db, "INSERT INTO pair (a) VALUES ('1')");
	ok(db_begin(other, NULL, &err));
	suite_run(other, "UPDATE pair SET b = 'theirs'");
	ok(db_set_timeouts(db, 2300, 0, false, &err));
	assert_int_equal(db_execs(db, "UPDATE pair SET b = 'ours'", &err), PAWL_E_LOCKED);
	assert_true(ticks >= 1);
	/* Without sessions a connection's number is its own, the blocker's the server's. */
	if (!has_sessions())
		assert_true(blocked_by > 0);
	else if (db_driver(db)->blockers != NULL && db_info(other)->backend != 0)
		assert_int_equal(blocked_by, db_info(other)->backend);
	error_reset(&err);
	ok(db_commit(other, &err));
	suite_run(db, "UPDATE pair SET b = 'ours'");
	db_close(other);
	db_close(watcher);
	watcher = NULL;
}

static void named_lock_is_held_by_one(void **state)
{
	struct db *other = suite_open(NULL);
	bool got = false;

	(void)state;
	if (!db_info(db)->session_locks) {
		db_close(other);
		skip();
	}
	ok(db_try_lock(db, "pawl:test", &got, &err));
	assert_true(got);
	ok(db_try_lock(other, "pawl:test", &got, &err));
	assert_false(got);
	ok(db_reset(db, &err));
	ok(db_try_lock(other, "pawl:test", &got, &err));
	assert_false(got);
	ok(db_unlock(db, "pawl:test", &err));
	ok(db_try_lock(other, "pawl:test", &got, &err));
	assert_true(got);
	db_close(other);
	got = false;
	/* The server may take a moment to see that the connection has ended. */
	for (int i = 0; i < 100 && !got; i++) {
		ok(db_try_lock(db, "pawl:test", &got, &err));
		if (!got)
			clock_sleep_ms(20);
	}
	assert_true(got);
	ok(db_unlock(db, "pawl:test", &err));
}

static void reset_brings_settings_back(void **state)
{
	const char *before = suite_value(db, engine->setting);

	(void)state;
	/* Where sessions do not last, only a transaction keeps a setting. */
	if (db_info(db)->pooled)
		ok(db_begin(db, NULL, &err));
	suite_run(db, engine->change);
	assert_string_not_equal(suite_value(db, engine->setting), before);
	ok(db_reset(db, &err));
	assert_string_equal(suite_value(db, engine->setting), before);
	ok(db_reset(db, &err));
}

static void notices_arrive(void **state)
{
	(void)state;
	/* A transport without a session has no way for them. */
	if (engine->noisy == NULL || !has_sessions())
		skip();
	suite_run(db, engine->noisy);
	assert_non_null(strstr(notices, "never_was"));
}

static void tables_are_found(void **state)
{
	const char *const *columns;
	size_t n = 0;
	bool there = false;

	(void)state;
	ok(db_table_exists(db, NULL, "pair", &there, &err));
	assert_true(there);
	ok(db_table_exists(db, db_info(db)->schema, "pair", &there, &err));
	assert_true(there);
	ok(db_table_exists(db, NULL, "no such \"table\"", &there, &err));
	assert_false(there);
	ok(db_table_columns(db, NULL, "pair", &suite_arena, &columns, &n, &err));
	assert_int_equal(n, 2);
	assert_string_equal(columns[0], "a");
	assert_string_equal(columns[1], "b");
}

static bool is_fresh(const char *except)
{
	bool fresh = false;

	ok(db_is_fresh(db, &except, 1, &fresh, &err));
	return fresh;
}

static void fresh_means_nothing_of_a_user(void **state)
{
	(void)state;
	assert_true(is_fresh("pair"));
	assert_false(is_fresh("other"));
	suite_run(db, "CREATE VIEW a_view AS SELECT 1 AS one");
	assert_false(is_fresh("pair"));
	suite_run(db, "DROP VIEW a_view");
	assert_true(is_fresh("pair"));
}

static const char *fingerprint(const struct stmt_class *cls, const char *sql)
{
	const char *text = NULL;

	ok(db_fingerprint(db, cls, sql, strlen(sql), &suite_arena, &text, &err));
	return text;
}

static void fingerprint_follows_the_catalog(void **state)
{
	static const char create[] = "CREATE TABLE fresh_one (a int)";
	static const char alter[] = "ALTER TABLE fresh_one ADD COLUMN b int";
	static const char insert[] = "INSERT INTO fresh_one (a) VALUES (1)";
	struct stmt_class about = suite_about("create table", STMT_DDL, "table", "fresh_one");
	const char *none = fingerprint(&about, create), *one, *two;

	(void)state;
	assert_string_not_equal(none, "");
	assert_string_equal(fingerprint(&about, create), none);
	suite_run(db, create);
	one = fingerprint(&about, create);
	assert_string_not_equal(one, none);
	suite_run(db, insert);
	assert_string_equal(fingerprint(&about, create), one);
	about.kind = "alter table";
	one = fingerprint(&about, alter);
	suite_run(db, alter);
	two = fingerprint(&about, alter);
	assert_string_not_equal(one, two);
	about = suite_about("insert", STMT_DML, "table", "fresh_one");
	assert_string_equal(fingerprint(&about, insert), "");
	suite_run(db, "DROP TABLE fresh_one");
	about = suite_about("create table", STMT_DDL, "table", "fresh_one");
	assert_string_equal(fingerprint(&about, create), none);
}

static void index_fingerprint_follows_the_index(void **state)
{
	static const char create[] = "CREATE INDEX pair_a ON pair (a)";
	struct stmt_class about = suite_about("create index", STMT_DDL, "index", "pair_a");
	const char *none;
	bool done = true;

	(void)state;
	about.objects[1] = (struct stmt_object){.kind = "table", .name = "pair"};
	about.objects_len = 2;
	none = fingerprint(&about, create);
	if (db_driver(db)->heal != NULL)
		ok(db_heal(db, &about, create, strlen(create), none, &done, &err));
	else
		done = false;
	assert_false(done);
	suite_run(db, create);
	assert_string_not_equal(fingerprint(&about, create), none);
	if (db_driver(db)->heal != NULL) {
		ok(db_heal(db, &about, create, strlen(create), none, &done, &err));
		assert_true(done);
	}
}

static void database_comes_and_goes(void **state)
{
	const struct driver *driver = db_driver(db);
	struct db_url url;
	const char *name = "pawl \"second\" one";
	bool there = true;

	(void)state;
	if (suite_url.path != NULL)
		name = arena_printf(&suite_arena, "%s.second", suite_url.path);
	ok(url_with_database(&suite_url, name, &suite_arena, &url, &err));
	ok(driver->database_exists(&url, &host, &there, &err));
	assert_false(there);
	ok(driver->database_create(&url, &host, &err));
	ok(driver->database_exists(&url, &host, &there, &err));
	assert_true(there);
	assert_int_not_equal(driver->database_create(&url, &host, &err), 0);
	error_reset(&err);
	ok(driver->database_drop(&url, &host, false, &err));
	ok(driver->database_exists(&url, &host, &there, &err));
	assert_false(there);
}

static void missing_database_is_no_connection(void **state)
{
	struct db_options options = {.no_create = true};
	struct db_url url;
	struct db *none = NULL;
	const char *name = suite_url.path == NULL
				   ? "pawl_never_was"
				   : arena_printf(&suite_arena, "%s.never", suite_url.path);

	(void)state;
	ok(url_with_database(&suite_url, name, &suite_arena, &url, &err));
	assert_int_equal(db_open(&url, &options, &host, &none, &err), PAWL_E_CONNECT);
	assert_null(none);
	assert_non_null(strstr(err.message, "never"));
	assert_true(err.hint[0] != '\0');
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(info_tells_the_server),
		TEST(exec_counts_rows),
		TEST(query_passes_null_and_text),
		TEST(error_has_its_place),
		TEST(transaction_commits_and_rolls_back),
		TEST(ddl_rolls_back_where_it_says),
		TEST(failed_transaction_cannot_commit),
		TEST(batch_runs_all),
		TEST(batch_stops_at_the_failure),
		TEST(repeat_runs_all_in_order),
		TEST(repeat_stops_at_the_failure),
		TEST(statement_timeout_is_a_timeout),
		TEST(cancel_is_noticed_at_once),
		TEST(rollback_works_after_cancel),
		TEST(lock_conflict_is_locked_and_explained),
		TEST(named_lock_is_held_by_one),
		TEST(reset_brings_settings_back),
		TEST(notices_arrive),
		TEST(tables_are_found),
		TEST(fresh_means_nothing_of_a_user),
		TEST(fingerprint_follows_the_catalog),
		TEST(index_fingerprint_follows_the_index),
		TEST(database_comes_and_goes),
		TEST(missing_database_is_no_connection),
	};

	if (!suite_has_url(NULL))
		return 77;
	return cmocka_run_group_tests(tests, suite_setup, suite_teardown);
}
