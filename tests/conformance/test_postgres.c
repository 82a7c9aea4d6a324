/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What only PostgreSQL has: the pipeline's edges, COPY, what CONCURRENTLY leaves
 * behind, pooling proxies, and the many ways in which a connection fails.
 */
#include "suite.h"

#include "base/cleanup.h"
#include "base/clock.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif
#else
enum { SANITIZED = 0 };
#endif

static struct db *db;
static struct pawl_error err;
static volatile sig_atomic_t cancel;
static struct db *watcher;
static char progress[256];

static void tick(void *data)
{
	const char *text = NULL;

	(void)data;
	if (watcher == NULL)
		return;
	ok(db_progress(watcher, db_info(db)->backend, &suite_arena, &text, &err));
	if (text != NULL)
		strncat(progress, text, sizeof(progress) - strlen(progress) - 1);
}

static const struct db_host host = {.cancel = &cancel, .tick = tick};

static int setup(void **state)
{
	(void)state;
	error_reset(&err);
	cancel = 0;
	db = suite_open(&host);
	suite_run(db, "CREATE TABLE t (id int, name text)");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	cancel = 0;
	db_rollback(db, NULL);
	db_close(db);
	db = suite_open(NULL);
	suite_run(db, "DROP SCHEMA public CASCADE");
	suite_run(db, "CREATE SCHEMA public");
	db_close(db);
	return 0;
}

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

static struct db_statement statement(const char *sql)
{
	return (struct db_statement){.sql = sql, .len = strlen(sql)};
}

/* exec_batch() inside a transaction that is left open. */
static int batch(const char *const *texts, size_t n, size_t *ret_done)
{
	struct db_statement v[16];

	assert_in_range(n, 0, 16);
	for (size_t i = 0; i < n; i++)
		v[i] = statement(texts[i]);
	ok(db_begin(db, NULL, &err));
	return db_exec_batch(db, v, n, ret_done, &err);
}

static void pipeline_takes_every_statement(void **state)
{
	static const char twice[] = "CREATE FUNCTION twice(int) RETURNS int LANGUAGE plpgsql AS "
				    "$$ BEGIN RETURN $1 * 2; END $$";
	const char *const texts[] = {
		"SET transaction_timeout = 0", /* of a newer server's dump */
		"CREATE TABLE made (id int PRIMARY KEY, note text)",
		twice,
		db_info(db)->version < 140000
			? "CREATE FUNCTION thrice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 3'"
			: "CREATE FUNCTION thrice(int) RETURNS int LANGUAGE sql RETURN $1 * 3",
		"DO $$ BEGIN INSERT INTO made VALUES (1, 'a;b'); END $$",
		"INSERT INTO made VALUES (twice(3), '$1')",
		"PREPARE p AS SELECT $1::int",
		"SELECT * FROM made",
		"ALTER TABLE made ADD COLUMN extra int DEFAULT 7",
		"CREATE VIEW seen AS SELECT thrice(id) AS id FROM made",
		"COPY (SELECT 1) TO STDOUT",
		"-- a comment in front\nUPDATE made SET extra = 8",
		"CREATE TABLE one (); CREATE TABLE two ()",
		"INSERT INTO made VALUES (9, E'it\\'s; so')",
	};
	enum { N = sizeof(texts) / sizeof(texts[0]) };
	size_t done = 0;

	(void)state;
	suite_run(db, "-- on top\nSET transaction_timeout = 0;");
	ok(batch(texts, N, &done));
	assert_int_equal(done, N);
	ok(db_commit(db, &err));
	assert_string_equal(suite_value(db, "SELECT sum(id) FROM seen"), "48");
	assert_string_equal(suite_value(db, "SELECT note FROM made WHERE id = 6"), "$1");
	assert_string_equal(suite_value(db, "SELECT to_regclass('two')"), "two");
}

static void pipeline_error_has_its_place(void **state)
{
	static const char *const texts[] = {
		"INSERT INTO t VALUES (1)",
		"INSERT INTO t\nVALUES ('\xc3\xa4', nothing_there)",
		"INSERT INTO t VALUES (3)",
	};
	size_t done = 9;

	(void)state;
	assert_int_equal(batch(texts, 3, &done), PAWL_E_SQL);
	assert_int_equal(done, 1);
	assert_string_equal(err.sqlstate, "42703");
	assert_int_equal(err.line, 2);
	assert_int_equal(err.column, 15);
	assert_non_null(strstr(err.statement, "nothing_there"));
	assert_true(db_tx_failed(db));
	error_reset(&err);
}

/* More bytes both ways than the socket holds: neither end may wait for the other. */
static void pipeline_does_not_deadlock(void **state)
{
	enum { N = 600, SIZE = 20000 };
	struct db_statement *v = arena_array(&suite_arena, struct db_statement, N);
	char *big = arena_alloc(&suite_arena, SIZE + 1);
	size_t done = 0;

	(void)state;
	memset(big, 'x', SIZE);
	for (size_t i = 0; i < N; i++)
		v[i] = statement(
			arena_printf(&suite_arena, "SELECT '%s', repeat('y', %d)", big, SIZE));
	v[500] = statement("SELECT 1 / 0");
	ok(db_begin(db, NULL, &err));
	assert_int_equal(db_exec_batch(db, v, N, &done, &err), PAWL_E_SQL);
	assert_int_equal(done, 500);
	assert_string_equal(err.sqlstate, "22012");
	error_reset(&err);
	db_rollback(db, &err);
	suite_run(db, "SELECT 1");
}

static void pipeline_can_be_cancelled(void **state)
{
	static const char *const texts[] = {"SELECT 1", "SELECT pg_sleep(30)", "SELECT 2"};
	int64_t start = clock_ms();
	size_t done = 9;

	(void)state;
	cancel_after(200);
	assert_int_equal(batch(texts, 3, &done), PAWL_E_CANCELLED);
	assert_int_equal(done, 1);
	assert_true(clock_ms() - start < LONG_BEFORE_MS);
	error_reset(&err);
	db_rollback(db, &err);
	assert_false(db_in_transaction(db));
}

static void limits_travel_with_the_first_statement(void **state)
{
	static const char *const texts[] = {
		"INSERT INTO t SELECT 1, current_setting('lock_timeout')",
		"INSERT INTO t SELECT 2, current_setting('statement_timeout')"};
	struct db_statement v[] = {statement(texts[0]), statement(texts[1])};
	size_t done = 0;

	(void)state;
	ok(db_begin(db, NULL, &err));
	ok(db_set_timeouts(db, 1234, 5678, true, &err));
	ok(db_exec_batch(db, v, 2, &done, &err));
	ok(db_commit(db, &err));
	assert_string_equal(suite_value(db, "SELECT string_agg(name, ' ' ORDER BY id) FROM t"),
			    "1234ms 5678ms");
	assert_string_equal(suite_value(db, "SHOW lock_timeout"), "0");
}

static void nothing_starts_after_cancel(void **state)
{
	(void)state;
	cancel = 1;
	assert_int_equal(db_execs(db, "SELECT 1", &err), PAWL_E_CANCELLED);
	error_reset(&err);
	cancel = 0;
	suite_run(db, "SELECT 1");
}

static long peak_kib(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void rows_are_dropped_as_they_come(void **state)
{
	long before = peak_kib();

	(void)state;
	/* A sanitizer keeps what was freed. */
	if (SANITIZED)
		skip();
	suite_run(db, "SELECT repeat('x', 1000) FROM generate_series(1, 100000)");
	suite_run(db, "COPY (SELECT repeat('x', 1000) FROM generate_series(1, 100000)) TO STDOUT");
	assert_in_range(peak_kib() - before, 0, 20000);
}

static void copy_takes_data(void **state)
{
	static const char sql[] = "COPY t (id, name) FROM stdin";
	_cleanup_buf_ struct buf data = {0};
	int64_t changed = -1;

	(void)state;
	for (int i = 0; i < 20000; i++)
		buf_printf(&data, "%d\tline %d\n", i, i);
	ok(db_copy_begin(db, sql, strlen(sql), &err));
	ok(db_copy_data(db, data.data, data.len, &err));
	ok(db_copy_data(db, "-1\t\\N\n", 6, &err));
	ok(db_copy_end(db, true, &changed, &err));
	assert_int_equal(changed, 20001);
	assert_string_equal(suite_value(db, "SELECT name FROM t WHERE id = 19999"), "line 19999");
	assert_string_equal(suite_value(db, "SELECT name FROM t WHERE id = -1"), "NULL");
}

static void copy_fails_and_gives_up(void **state)
{
	static const char sql[] = "COPY t (id, name) FROM stdin";
	static const char wrong[] = "INSERT INTO t VALUES (1)";

	(void)state;
	ok(db_copy_begin(db, sql, strlen(sql), &err));
	ok(db_copy_data(db, "1\ta\nseven\tb\n", 12, &err));
	assert_int_equal(db_copy_end(db, true, NULL, &err), PAWL_E_SQL);
	assert_string_equal(err.sqlstate, "22P02");
	assert_non_null(strstr(err.detail, "line 2"));
	error_reset(&err);
	ok(db_copy_begin(db, sql, strlen(sql), &err));
	ok(db_copy_data(db, "1\ta\n", 4, &err));
	ok(db_copy_end(db, false, NULL, &err));
	assert_string_equal(suite_value(db, "SELECT count(*) FROM t"), "0");
	assert_int_equal(db_copy_begin(db, wrong, strlen(wrong), &err), PAWL_E_SQL);
	error_reset(&err);
	assert_int_equal(db_execs(db, sql, &err), PAWL_E_SQL);
	error_reset(&err);
	ok(db_copy_begin(db, sql, strlen(sql), &err));
	cancel = 1;
	assert_int_equal(db_copy_data(db, "1\ta\n", 4, &err), PAWL_E_CANCELLED);
	cancel = 0;
	error_reset(&err);
	suite_run(db, "SELECT 1");
}

static const char *fingerprint(const struct stmt_class *cls)
{
	const char *text = NULL;

	ok(db_fingerprint(db, cls, "", 0, &suite_arena, &text, &err));
	return text;
}

static bool heal(const struct stmt_class *cls, const char *before)
{
	bool done = false;

	ok(db_heal(db, cls, "", 0, before, &done, &err));
	return done;
}

static const char *indexes(void)
{
	return suite_value(db, "SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') "
			       "FROM pg_class WHERE relkind = 'i' AND "
			       "relnamespace = 'public'::regnamespace");
}

static struct stmt_class about_index(const char *kind, const char *index, const char *table)
{
	struct stmt_class cls = suite_about(kind, STMT_DDL | STMT_CONCURRENTLY | STMT_NO_TX,
					    index == NULL ? "table" : "index",
					    index == NULL ? table : index);

	if (index == NULL || table == NULL)
		return cls;
	cls.objects[1] = (struct stmt_object){.kind = "table", .name = table};
	cls.objects_len = 2;
	return cls;
}

static void broken_index_is_dropped(void **state)
{
	struct stmt_class cls = about_index("create index", "t_\"id", "t");
	const char *create = "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"t_\"\"id\" ON t(id)";
	const char *before = fingerprint(&cls);

	(void)state;
	suite_run(db, "INSERT INTO t VALUES (1), (1)");
	assert_int_equal(db_execs(db, create, &err), PAWL_E_SQL);
	error_reset(&err);
	assert_string_equal(indexes(), "t_\"id");
	assert_string_not_equal(fingerprint(&cls), before);
	assert_false(heal(&cls, before));
	assert_string_equal(indexes(), "");
	assert_string_equal(fingerprint(&cls), before);
	suite_run(db, "DELETE FROM t");
	suite_run(db, create);
	assert_true(heal(&cls, before));
	assert_false(heal(&cls, fingerprint(&cls)));
	assert_string_equal(indexes(), "t_\"id");
}

static void broken_index_without_a_name(void **state)
{
	struct stmt_class cls = about_index("create index", NULL, "t");
	const char *before;

	(void)state;
	suite_run(db, "INSERT INTO t VALUES (1), (1)");
	assert_int_equal(db_execs(db, "CREATE UNIQUE INDEX CONCURRENTLY old ON t(id)", &err),
			 PAWL_E_SQL);
	error_reset(&err);
	before = fingerprint(&cls);
	assert_int_equal(db_execs(db, "CREATE UNIQUE INDEX CONCURRENTLY ON t(id)", &err),
			 PAWL_E_SQL);
	error_reset(&err);
	assert_string_equal(indexes(), "old t_id_idx");
	assert_false(heal(&cls, before));
	assert_string_equal(indexes(), "old");
	suite_run(db, "CREATE INDEX CONCURRENTLY ON t(id)");
	assert_true(heal(&cls, before));
}

/* Cut a statement off while it waits for the end of another session's transaction. */
static void cut_off(const char *sql, const char *theirs)
{
	_cleanup_db_ struct db *other = suite_open(NULL);

	ok(db_begin(other, NULL, &err));
	suite_run(other, theirs);
	ok(db_set_timeouts(db, 0, 400, false, &err));
	assert_int_equal(db_execs(db, sql, &err), PAWL_E_TIMEOUT);
	error_reset(&err);
	ok(db_set_timeouts(db, 0, 0, false, &err));
	db_rollback(other, NULL);
}

static const char reading[] = "SELECT * FROM t";
static const char writing[] = "INSERT INTO t VALUES (7)";

static void reindex_leftovers_are_dropped(void **state)
{
	struct stmt_class cls = about_index("reindex", NULL, "t");
	const char *before;

	(void)state;
	suite_run(db, "CREATE INDEX t_id ON t (id)");
	cut_off("REINDEX TABLE CONCURRENTLY t", writing);
	assert_string_equal(indexes(), "t_id t_id_ccnew");
	before = fingerprint(&cls);
	cut_off("REINDEX TABLE CONCURRENTLY t", reading);
	assert_string_equal(indexes(), "t_id t_id_ccnew t_id_ccold");
	assert_false(heal(&cls, before));
	assert_string_equal(indexes(), "t_id t_id_ccnew");
	assert_false(heal(&cls, ""));
	assert_string_equal(indexes(), "t_id");
	cut_off("REINDEX INDEX CONCURRENTLY t_id", writing);
	assert_string_equal(indexes(), "t_id t_id_ccnew");
	cls = about_index("reindex", "t_id", NULL);
	assert_false(heal(&cls, ""));
	assert_string_equal(indexes(), "t_id");
}

static void half_dropped_index_goes(void **state)
{
	struct stmt_class cls = about_index("drop index", "t_id", NULL);
	const char *before;

	(void)state;
	suite_run(db, "CREATE INDEX t_id ON t (id)");
	before = fingerprint(&cls);
	assert_false(heal(&cls, before));
	cut_off("DROP INDEX CONCURRENTLY t_id", reading);
	assert_string_equal(indexes(), "t_id");
	assert_true(heal(&cls, before));
	assert_string_equal(indexes(), "");
	assert_true(heal(&cls, before));
}

static void pending_detach_is_finished(void **state)
{
	struct stmt_class cls =
		suite_about("alter table", STMT_DDL | STMT_CONCURRENTLY, "table", "parts");
	const char *before;

	(void)state;
	if (db_info(db)->version < 140000)
		skip();
	suite_run(db, "DROP TABLE t");
	suite_run(db, "CREATE TABLE parts (id int) PARTITION BY RANGE (id)");
	suite_run(db, "CREATE TABLE t PARTITION OF parts FOR VALUES FROM (1) TO (9)");
	before = fingerprint(&cls);
	assert_false(heal(&cls, before));
	cut_off("ALTER TABLE parts DETACH PARTITION t CONCURRENTLY", "SELECT * FROM parts");
	assert_string_equal(suite_value(db, "SELECT inhdetachpending FROM pg_inherits"), "t");
	assert_true(heal(&cls, before));
	assert_string_equal(suite_value(db, "SELECT count(*) FROM pg_inherits"), "0");
}

static void fingerprint_knows_many_kinds(void **state)
{
	static const struct {
		const char *kind, *object, *name, *sql;
	} cases[] = {
		{"create type", "type", "mood", "CREATE TYPE mood AS ENUM ('a')"},
		{"alter type", "type", "mood", "ALTER TYPE mood ADD VALUE 'b'"},
		{"create domain", "domain", "d", "CREATE DOMAIN d AS int CHECK (VALUE > 0)"},
		{"create view", "view", "v", "CREATE VIEW v AS SELECT id FROM t"},
		{"create view", "view", "v",
		 "CREATE OR REPLACE VIEW v AS SELECT id + 1 AS id FROM t"},
		{"create function", "function", "f",
		 "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"},
		{"create function", "function", "f",
		 "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'"},
		{"create sequence", "sequence", "s", "CREATE SEQUENCE s"},
		{"alter sequence", "sequence", "s", "ALTER SEQUENCE s INCREMENT 2"},
		{"alter table", "table", "t", "ALTER TABLE t ALTER id SET DEFAULT 5"},
		{"alter table", "table", "t", "ALTER TABLE t ADD CHECK (id > 0) NOT VALID"},
		{"alter table", "table", "t", "ALTER TABLE t VALIDATE CONSTRAINT t_id_check"},
		{"comment", "table", "t", "COMMENT ON TABLE t IS 'so'"},
		{"alter table", "table", "T", "ALTER TABLE T ADD COLUMN folded int"},
		{"create type", "type", "Folded", "CREATE TYPE Folded AS (a int)"},
		{"create schema", "schema", "s2", "CREATE SCHEMA s2"},
		{"drop schema", "schema", "s2", "DROP SCHEMA s2"},
		{"create publication", "publication", "p", "CREATE PUBLICATION p"},
		{"alter index", "index", "t_name", "CREATE INDEX t_name ON t (name)"},
		{"alter index", "index", "t_name", "ALTER INDEX t_name SET (fillfactor = 50)"},
		{"drop publication", "publication", "p", "DROP PUBLICATION p"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct stmt_class cls =
			suite_about(cases[i].kind, STMT_DDL, cases[i].object, cases[i].name);
		const char *before = fingerprint(&cls);

		assert_string_equal(fingerprint(&cls), before);
		suite_run(db, cases[i].sql);
		if (strcmp(fingerprint(&cls), before) == 0)
			fail_msg("unchanged after %s", cases[i].sql);
	}
	{
		struct stmt_class cls = suite_about("vacuum", STMT_DDL, "table", "t");

		assert_string_equal(fingerprint(&cls), "");
		cls = suite_about("alter table", STMT_DDL, "table", "t");
		suite_run(db, "INSERT INTO t SELECT 1, 'x' FROM generate_series(1, 1000)");
		assert_string_equal(fingerprint(&cls), fingerprint(&cls));
	}
}

static void analyze_changes_no_fingerprint(void **state)
{
	struct stmt_class cls = suite_about("alter table", STMT_DDL, "table", "t");
	const char *before = fingerprint(&cls);

	(void)state;
	suite_run(db, "INSERT INTO t SELECT 1, 'x' FROM generate_series(1, 1000)");
	suite_run(db, "VACUUM (FULL, ANALYZE) t");
	suite_run(db, "VACUUM (FREEZE) t");
	assert_string_equal(fingerprint(&cls), before);
}

static void fresh_leaves_out_the_right_things(void **state)
{
	static const char *const except[] = {"t", "has \"quotes\\"};
	bool fresh = false;

	(void)state;
	suite_run(db, "ALTER TABLE t ADD COLUMN serial bigserial");
	suite_run(db, "CREATE TABLE \"has \"\"quotes\\\" (id int GENERATED ALWAYS AS IDENTITY)");
	suite_run(db, "CREATE TEMP TABLE mine (id int)");
	ok(db_is_fresh(db, except, 2, &fresh, &err));
	assert_true(fresh);
	suite_run(db, "CREATE TYPE e AS ENUM ('a')");
	ok(db_is_fresh(db, except, 2, &fresh, &err));
	assert_false(fresh);
	suite_run(db, "DROP TYPE e");
	suite_run(db, "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'");
	ok(db_is_fresh(db, except, 2, &fresh, &err));
	assert_false(fresh);
}

static void reset_undoes_a_session(void **state)
{
	(void)state;
	suite_run(db, "CREATE ROLE pawl_other");
	suite_run(db, "SET ROLE pawl_other");
	suite_run(db, "SET client_encoding = 'LATIN1'");
	suite_run(db, "PREPARE p AS SELECT 1");
	suite_run(db, "CREATE TEMP TABLE t2 (id int)");
	suite_run(db, "LISTEN x");
	ok(db_reset(db, &err));
	assert_string_equal(suite_value(db, "SELECT current_user = session_user"), "t");
	assert_string_equal(suite_value(db, "SHOW client_encoding"), "UTF8");
	assert_string_equal(suite_value(db, "SHOW application_name"), "pawl");
	assert_string_equal(suite_value(db, "SELECT count(*) FROM pg_prepared_statements"), "0");
	assert_string_equal(suite_value(db, "SELECT to_regclass('t2')"), "NULL");
	suite_run(db, "DROP ROLE pawl_other");
}

static void read_only_changes_nothing(void **state)
{
	struct db_options options = {.read_only = true};
	_cleanup_db_ struct db *reader = NULL;

	(void)state;
	ok(db_open(&suite_url, &options, &host, &reader, &err));
	/* Nothing is set for the session: somebody else may get it next. */
	assert_string_equal(suite_value(reader, "SHOW default_transaction_read_only"), "off");
	ok(db_begin(reader, NULL, &err));
	assert_int_equal(db_execs(reader, "INSERT INTO t VALUES (1)", &err), PAWL_E_SQL);
	assert_string_equal(err.sqlstate, "25006");
	error_reset(&err);
}

static void lost_connection_is_lost(void **state)
{
	struct db *other = suite_open(&host);
	size_t done = 9;
	const char *sql = arena_printf(&suite_arena, "SELECT pg_terminate_backend(%d)",
				       (int)db_info(other)->backend);
	struct db_statement v = statement("SELECT 1");

	(void)state;
	ok(db_begin(other, NULL, &err));
	suite_run(other, "SELECT 1");
	suite_run(db, sql);
	assert_int_equal(db_execs(other, "SELECT 1", &err), PAWL_E_LOST);
	assert_non_null(strstr(err.message, "terminating connection"));
	error_reset(&err);
	assert_int_equal(db_execs(other, "SELECT 1", &err), PAWL_E_LOST);
	error_reset(&err);
	assert_int_equal(db_exec_batch(other, &v, 1, &done, &err), PAWL_E_LOST);
	assert_int_equal(done, 0);
	error_reset(&err);
	db_rollback(other, &err);
	assert_int_equal(err.detail[0], '\0');
	db_close(other);
	other = suite_open(&host);
	sql = arena_printf(&suite_arena, "SELECT pg_terminate_backend(%d)",
			   (int)db_info(other)->backend);
	ok(db_begin(other, NULL, &err));
	ok(db_exec_batch(other, &v, 1, &done, &err));
	suite_run(db, sql);
	assert_int_equal(db_exec_batch(other, &v, 1, &done, &err), PAWL_E_LOST);
	error_reset(&err);
	db_close(other);
}

static void deadlock_is_locked(void **state)
{
	_cleanup_db_ struct db *other = suite_open(NULL);
	bool got = false;

	(void)state;
	ok(db_try_lock(db, "pawl:other", &got, &err));
	ok(db_try_lock(other, "pawl:third", &got, &err));
	assert_true(got);
	suite_run(db, "DO $$ BEGIN RAISE SQLSTATE '40P01'; EXCEPTION WHEN OTHERS THEN END $$");
	assert_int_equal(db_execs(db, "DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$", &err),
			 PAWL_E_LOCKED);
	error_reset(&err);
	assert_int_equal(db_unlock(db, "pawl:never", &err), PAWL_E_LOCKED);
	error_reset(&err);
	ok(db_unlock(db, "pawl:other", &err));
}

static void progress_is_reported(void **state)
{
	(void)state;
	if (db_info(db)->version < 140000)
		skip();
	watcher = suite_open(NULL);
	progress[0] = '\0';
	suite_run(db, "COPY (SELECT pg_sleep(0.1) FROM generate_series(1, 15)) TO STDOUT");
	db_close(TAKE(watcher));
	assert_non_null(strstr(progress, "copy to: "));
	assert_non_null(strstr(progress, " rows"));
}

static int open_text(const char *text, const char *database, struct db **ret)
{
	struct db_options options = {.connect_timeout = 1};
	struct db_url url;

	error_reset(&err);
	ok(url_parse(text, &suite_arena, &url, &err));
	if (database != NULL)
		ok(url_with_database(&url, database, &suite_arena, &url, &err));
	return db_open(&url, &options, &host, ret, &err);
}

static void failed_connections_say_why(void **state)
{
	static const struct {
		const char *url, *message, *hint;
	} cases[] = {
		{"postgresql://nobody:hushhush@127.0.0.1:1/x", "Connection refused", "port"},
		{"postgresql://u:hushhush@no-such-host.invalid/x", "no-such-host.invalid", "host"},
		{"postgresql:///x?host=/nonexistent&password=hushhush", "No such file", "running"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct db *none = NULL;

		assert_int_equal(open_text(cases[i].url, NULL, &none), PAWL_E_CONNECT);
		assert_non_null(strstr(err.message, cases[i].message));
		assert_non_null(strstr(err.hint, cases[i].hint));
		assert_null(memmem(&err, sizeof(err), "hushhush", 8));
	}
}

static void wrong_password_is_told(void **state)
{
	const char *socket_dir = url_param(&suite_url, "host");
	struct db *none = NULL;
	int rc;

	(void)state;
	if (socket_dir == NULL)
		skip();
	suite_run(db, "CREATE ROLE pawl_password LOGIN PASSWORD 'right'");
	rc = open_text(arena_printf(&suite_arena,
				    "postgresql://pawl_password:hushhush@/postgres?host=%s",
				    socket_dir),
		       NULL, &none);
	db_close(none);
	suite_run(db, "DROP ROLE pawl_password");
	if (rc == 0)
		skip();
	assert_int_equal(rc, PAWL_E_CONNECT);
	assert_non_null(strstr(err.message, "password authentication failed"));
	assert_non_null(strstr(err.hint, "password"));
	assert_null(memmem(&err, sizeof(err), "hushhush", 8));
}

/* A server that lets people in and never says a word. */
static int mute_server(const char *dir)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(at.sun_path, sizeof(at.sun_path), "%s/.s.PGSQL.5432", dir);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 5), 0);
	return fd;
}

static void mute_server_is_passed_over(void **state)
{
	char dir[] = "/tmp/pawl-mute-XXXXXX";
	const char *live = url_param(&suite_url, "host");
	struct db *found = NULL;
	int fd;

	(void)state;
	if (live == NULL)
		skip();
	assert_non_null(mkdtemp(dir));
	fd = mute_server(dir);
	assert_int_equal(open_text(arena_printf(&suite_arena, "postgresql:///x?host=%s", dir), NULL,
				   &found),
			 PAWL_E_CONNECT);
	assert_non_null(strstr(err.message, "no answer"));
	ok(open_text(arena_printf(&suite_arena,
				  "postgresql://postgres@/postgres?host=%s,%s&port=5432,5432", dir,
				  live),
		     NULL, &found));
	db_close(found);
	cancel_after(200);
	assert_int_equal(open_text(arena_printf(&suite_arena,
						"postgresql:///x?connect_timeout=9&host=%s", dir),
				   NULL, &found),
			 PAWL_E_CANCELLED);
	error_reset(&err);
	close(fd);
	unlink(arena_printf(&suite_arena, "%s/.s.PGSQL.5432", dir));
	rmdir(dir);
}

static void pooling_proxy_is_recognised(void **state)
{
	const char *text = getenv("PAWL_TEST_PGBOUNCER_URL");
	struct db *pooled = NULL;
	size_t done = 0;
	struct db_statement v[] = {statement("CREATE TABLE pooled (id int)"),
				   statement("INSERT INTO pooled VALUES (1)")};

	(void)state;
	if (text == NULL)
		skip();
	assert_true(db_info(db)->session_locks);
	ok(open_text(text, suite_url.database, &pooled));
	assert_false(db_info(pooled)->session_locks);
	assert_non_null(strstr(db_info(pooled)->why_no_locks, "proxy"));
	ok(db_begin(pooled, NULL, &err));
	ok(db_set_timeouts(pooled, 1000, 0, true, &err));
	ok(db_exec_batch(pooled, v, 2, &done, &err));
	assert_int_equal(done, 2);
	db_rollback(pooled, &err);
	ok(db_reset(pooled, &err));
	db_close(pooled);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pipeline_takes_every_statement),
		TEST(pipeline_error_has_its_place),
		TEST(pipeline_does_not_deadlock),
		TEST(pipeline_can_be_cancelled),
		TEST(limits_travel_with_the_first_statement),
		TEST(nothing_starts_after_cancel),
		TEST(rows_are_dropped_as_they_come),
		TEST(copy_takes_data),
		TEST(copy_fails_and_gives_up),
		TEST(broken_index_is_dropped),
		TEST(broken_index_without_a_name),
		TEST(reindex_leftovers_are_dropped),
		TEST(half_dropped_index_goes),
		TEST(pending_detach_is_finished),
		TEST(fingerprint_knows_many_kinds),
		TEST(analyze_changes_no_fingerprint),
		TEST(fresh_leaves_out_the_right_things),
		TEST(reset_undoes_a_session),
		TEST(read_only_changes_nothing),
		TEST(lost_connection_is_lost),
		TEST(deadlock_is_locked),
		TEST(progress_is_reported),
		TEST(failed_connections_say_why),
		TEST(wrong_password_is_told),
		TEST(mute_server_is_passed_over),
		TEST(pooling_proxy_is_recognised),
	};

	if (!suite_has_url("postgres"))
		return 77;
	return cmocka_run_group_tests(tests, suite_setup, suite_teardown);
}
