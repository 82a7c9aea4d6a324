/* SPDX-License-Identifier: Apache-2.0 */
/* What is particular to MariaDB and MySQL, on the server that PAWL_TEST_URL names. */
#include "suite.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static struct db *db;
static struct pawl_error err;
static char notices[1024];

static void notice(void *data, const char *severity, const char *text)
{
	size_t len = strlen(notices);

	(void)data;
	snprintf(notices + len, sizeof(notices) - len, "%s: %s\n", severity, text);
}

static const struct db_host host = {.notice = notice};

static int setup(void **state)
{
	(void)state;
	error_reset(&err);
	notices[0] = '\0';
	db = suite_open(&host);
	/* What a failed test has left open must not hold up the others for ever. */
	suite_run(db, "SET lock_wait_timeout = 10");
	suite_run(db, "DROP TABLE IF EXISTS t, u, a, b, c, base");
	ok(db_reset(db, &err));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	db_close(db);
	db = NULL;
	return 0;
}

static int try_exec(const char *sql)
{
	error_reset(&err);
	return db_execs(db, sql, &err);
}

static void info_is_the_server_s(void **state)
{
	const struct db_info *info = db_info(db);

	(void)state;
	assert_string_equal(suite_value(db, "SELECT CONNECTION_ID()"),
			    arena_printf(&suite_arena, "%lld", (long long)info->backend));
	assert_string_equal(suite_value(db, "SELECT DATABASE()"), info->database);
	assert_string_equal(info->schema, info->database);
	assert_string_equal(suite_value(db, "SELECT CURRENT_USER()"), info->user);
	assert_true(strcmp(info->product, "MariaDB") == 0 || strcmp(info->product, "MySQL") == 0);
	assert_string_equal(suite_value(db, "SELECT VERSION()"), info->version_text);
	assert_string_equal(suite_value(db, "SELECT @@character_set_client"), "utf8mb4");
	assert_string_equal(suite_value(db, "SELECT @@character_set_database"), "utf8mb4");
}

static void implicit_commit_shows(void **state)
{
	(void)state;
	suite_run(db, "CREATE TABLE t (a INT PRIMARY KEY)");
	ok(db_begin(db, NULL, &err));
	suite_run(db, "INSERT INTO t VALUES (1)");
	assert_true(db_in_transaction(db));
	suite_run(db, "CREATE TABLE u (a INT)");
	assert_false(db_in_transaction(db));
	/* The commit comes before the failure, and the failure does not tell of it. */
	ok(db_begin(db, NULL, &err));
	suite_run(db, "INSERT INTO t VALUES (2)");
	assert_int_equal(try_exec("CREATE TABLE u (a INT)"), PAWL_E_SQL);
	assert_int_equal(err.vendor, 1050);
	assert_false(db_in_transaction(db));
	suite_run(db, "SET autocommit = 0");
	assert_false(db_in_transaction(db));
	suite_run(db, "INSERT INTO t VALUES (3)");
	assert_true(db_in_transaction(db));
	assert_int_equal(try_exec("INSERT INTO t VALUES (3)"), PAWL_E_SQL);
	assert_true(db_in_transaction(db));
	db_rollback(db, NULL);
	assert_false(db_in_transaction(db));
	ok(db_reset(db, &err));
	assert_string_equal(suite_value(db, "SELECT @@autocommit"), "1");
	assert_string_equal(suite_value(db, "SELECT COUNT(*) FROM t"), "2");
	suite_run(db, "SET autocommit = 0");
	suite_run(db, "SELECT * FROM t");
	assert_true(db_in_transaction(db));
	db_rollback(db, NULL);
	suite_run(db, "DROP TABLE t, u");
}

static void call_reads_all_results(void **state)
{
	int64_t changed = -7;
	const char *call = "CALL p(0)";

	(void)state;
	suite_run(db, "CREATE TABLE t (a INT PRIMARY KEY)");
	suite_run(db, "CREATE PROCEDURE p(fails INT) BEGIN SELECT 1; INSERT INTO t VALUES (1), "
		      "(2); SELECT * FROM t; SELECT 3 WHERE 0; IF fails THEN INSERT INTO t VALUES "
		      "(1); END IF; DELETE FROM t; END");
	ok(db_exec(db, call, strlen(call), &changed, &err));
	assert_in_range(changed, 2, 4); /* MariaDB adds up, MySQL tells the last */
	assert_int_equal(try_exec("CALL p(1)"), PAWL_E_SQL);
	assert_int_equal(err.vendor, 1062);
	assert_string_equal(err.sqlstate, "23000");
	suite_run(db, "DELETE FROM t");
	assert_string_equal(suite_value(db, "CALL p(0)"), "1");
	suite_run(db, "DROP PROCEDURE p");
	suite_run(db, "DROP TABLE t");
}

/* An error that comes after the first rows. */
static void error_within_rows_counts(void **state)
{
	(void)state;
	suite_run(db, "CREATE TABLE t (a INT)");
	suite_run(db, "INSERT INTO t VALUES (1), (1), (0)");
	assert_int_equal(
		try_exec("SELECT (SELECT b.a FROM t b WHERE b.a = t.a) FROM t ORDER BY t.a"),
		PAWL_E_SQL);
	assert_int_equal(err.vendor, 1242);
	assert_string_equal(suite_value(db, "SELECT 'usable'"), "usable");
	suite_run(db, "DROP TABLE t");
}

static void one_statement_at_a_time(void **state)
{
	int64_t changed = -7;

	(void)state;
	assert_int_equal(try_exec("SELECT 1; SELECT 2"), PAWL_E_SQL);
	assert_int_equal(err.vendor, 1064);
	error_reset(&err);
	ok(db_exec(db, "/* nothing */", strlen("/* nothing */"), &changed, &err));
	assert_int_equal(changed, 0);
	ok(db_exec(db, "", 0, &changed, &err));
	suite_run(db, "/*!40101 SET @a = 1 */");
	assert_string_equal(suite_value(db, "SELECT @a"), "1");
	suite_run(db, "CREATE TABLE t (a INT)");
	assert_int_equal(try_exec("LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t"), PAWL_E_SQL);
	suite_run(db, "DROP TABLE t");
}

static void parameters_do_not_depend_on_the_session(void **state)
{
	static const char nasty[] = "'\\' OR \"1\"=?; -- \xc3\xa4\xe6\xbc\xa2\xf0\x9f\x98\x80\n";
	const char *const sessions[] = {"SET sql_mode = ''",
					"SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'",
					"SET NAMES latin1", "SET NAMES gbk"};
	struct db_param params[] = {{nasty, sizeof(nasty) - 1}, {NULL, 0}, {"it's", 4}};
	struct db_rows rows;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		suite_run(db, sessions[i]);
		ok(db_query(db, "SELECT HEX(?), '?' /* ? */, ?, ?", params, 3, &suite_arena, &rows,
			    &err));
		assert_string_equal(rows.cells[0],
				    "275C27204F52202231223D3F3B202D2D20C3A4E6BCA2F09F98800A");
		assert_string_equal(rows.cells[1], "?");
		assert_null(rows.cells[2]);
		assert_string_equal(rows.cells[3], "it's");
		ok(db_reset(db, &err));
	}
	assert_int_equal(db_query(db, "SELECT 1", params, 1, &suite_arena, &rows, &err),
			 PAWL_E_BUG);
}

static void warnings_arrive_and_notes_do_not(void **state)
{
	(void)state;
	suite_run(db, "DROP TABLE IF EXISTS never_was");
	assert_string_equal(notices, "");
	suite_run(db, "SET sql_mode = ''");
	suite_run(db, "CREATE TABLE t (a TINYINT)");
	suite_run(db, "INSERT INTO t VALUES (1000)");
	assert_non_null(strstr(notices, "Warning: Out of range value for column 'a'"));
	suite_run(db, "DROP TABLE t");
}

static void syntax_error_has_line_and_column(void **state)
{
	(void)state;
	assert_int_equal(try_exec("CREATE TABLE t (\n\ta INT,\n\tb INT DEFAULT DEFAULT 'x'\n)"),
			 PAWL_E_SQL);
	assert_int_equal(err.line, 3);
	assert_int_equal(err.column, 24);
	assert_null(strchr(err.message, '\n'));
	assert_non_null(strstr(err.message, "near ''x' )'"));
	assert_int_equal(try_exec("SELECT (1"), PAWL_E_SQL);
	assert_int_equal(err.line, 1);
	assert_int_equal(err.column, 10);
}

static void reset_restores_the_session(void **state)
{
	static const char *const queries[] = {
		"SELECT DATABASE()",
		"SELECT @@foreign_key_checks",
		"SELECT @@unique_checks",
		"SELECT @@time_zone",
		"SELECT @@character_set_client",
		"SELECT @@character_set_results",
		"SELECT @@collation_connection",
		"SELECT @@sql_log_bin",
		"SELECT @@tx_isolation",
		"SELECT @@lock_wait_timeout",
		"SELECT @@innodb_lock_wait_timeout",
		"SELECT CURRENT_ROLE()",
		"SELECT @@timestamp > 9",
	};
	enum { QUERIES = sizeof(queries) / sizeof(queries[0]) };
	const char *before[QUERIES];
	bool got = false;

	(void)state;
	for (size_t i = 0; i < QUERIES; i++)
		before[i] = suite_value(db, queries[i]);
	suite_run(db, "CREATE TABLE t (a INT)");
	suite_run(db, "CREATE ROLE pawl_role");
	ok(db_try_lock(db, "kept", &got, &err));
	suite_run(db,
		  "SET foreign_key_checks=0, unique_checks=0, time_zone='+05:00', sql_log_bin=0, "
		  "timestamp=7");
	suite_run(db, "SET NAMES latin1");
	suite_run(db, "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE");
	suite_run(db, "GRANT pawl_role TO CURRENT_USER()");
	suite_run(db, "SET ROLE pawl_role");
	suite_run(db, "USE mysql");
	ok(db_set_timeouts(db, 1500, 2500, true, &err));
	assert_string_equal(suite_value(db, "SELECT @@lock_wait_timeout"), "2");
	assert_string_equal(suite_value(db, "SELECT @@innodb_lock_wait_timeout"), "2");
	assert_string_equal(suite_value(db, "SELECT @@max_statement_time"), "2.500000");
	suite_run(db, "LOCK TABLES user READ");
	ok(db_reset(db, &err));
	for (size_t i = 0; i < QUERIES; i++)
		assert_string_equal(suite_value(db, queries[i]), before[i]);
	assert_string_equal(suite_value(db, "SELECT IS_USED_LOCK('kept') = CONNECTION_ID()"), "1");
	suite_run(db, "INSERT INTO t VALUES (1)");
	suite_run(db, "DROP ROLE pawl_role");
	suite_run(db, "DROP TABLE t");
}

static void long_and_strange_lock_names(void **state)
{
	struct db *other = suite_open(NULL);
	char name[300];
	bool got = false;

	(void)state;
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ok(db_try_lock(db, name, &got, &err));
	assert_true(got);
	ok(db_try_lock(other, name, &got, &err));
	assert_false(got);
	name[298] = 'y';
	ok(db_try_lock(other, name, &got, &err));
	assert_true(got);
	assert_int_equal(db_unlock(db, name, &err), PAWL_E_LOCKED);
	error_reset(&err);
	assert_int_equal(db_unlock(db, "never taken", &err), PAWL_E_LOCKED);
	db_close(other);
}

static const char *fingerprint(const char *kind, const char *object, const char *name,
			       const char *sql)
{
	struct stmt_class cls = suite_about(kind, STMT_DDL, object, name);
	const char *ret = NULL;

	ok(db_fingerprint(db, &cls, sql, strlen(sql), &suite_arena, &ret, &err));
	return ret;
}

/* Absent before, then twice different. */
static void fingerprint_of_each_kind(void **state)
{
	static const char *const cases[][5] = {
		{"view", "v", "CREATE VIEW v AS SELECT 1", "CREATE OR REPLACE VIEW v AS SELECT 2",
		 "DROP VIEW v"},
		{"table", "a`b \xc3\xa4", "CREATE TABLE `a``b \xc3\xa4` (i INT)",
		 "CREATE INDEX x ON `a``b \xc3\xa4` (i)", "DROP TABLE `a``b \xc3\xa4`"},
		{"procedure", "p", "CREATE PROCEDURE p() SELECT 1",
		 "CREATE OR REPLACE PROCEDURE p() SELECT 2", "DROP PROCEDURE p"},
		{"function", "f", "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1",
		 "CREATE OR REPLACE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 2",
		 "DROP FUNCTION f"},
		{"event", "e", "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
		 "ALTER EVENT e DISABLE", "DROP EVENT e"},
		{"trigger", "g", "CREATE TRIGGER g BEFORE INSERT ON base FOR EACH ROW SET @a = 1",
		 "CREATE OR REPLACE TRIGGER g BEFORE INSERT ON base FOR EACH ROW SET @a = 2",
		 "DROP TRIGGER g"},
		{"sequence", "s", "CREATE SEQUENCE s", "ALTER SEQUENCE s INCREMENT 7",
		 "DROP SEQUENCE s"},
		{"database", "pawl_other", "CREATE DATABASE pawl_other",
		 "ALTER DATABASE pawl_other CHARACTER SET ascii", "DROP DATABASE pawl_other"},
		{"user", "pawl_u", "CREATE USER pawl_u", "CREATE USER pawl_u@localhost",
		 "DROP USER pawl_u, pawl_u@localhost"},
	};

	(void)state;
	suite_run(db, "DROP DATABASE IF EXISTS pawl_other");
	suite_run(db, "DROP USER IF EXISTS pawl_u, pawl_u@localhost");
	suite_run(db, "CREATE TABLE base (i INT)");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *const *c = cases[i];
		const char *absent = fingerprint("create x", c[0], c[1], c[2]), *first, *second;

		assert_string_equal(absent,
				    arena_printf(&suite_arena, "absent %s %s\n", c[0], c[1]));
		suite_run(db, c[2]);
		first = fingerprint("create x", c[0], c[1], c[2]);
		assert_string_not_equal(first, absent);
		assert_null(strstr(first, "unknown"));
		assert_string_equal(fingerprint("create x", c[0], c[1], c[2]), first);
		suite_run(db, c[3]);
		second = fingerprint("create x", c[0], c[1], c[2]);
		assert_string_not_equal(second, first);
		suite_run(db, c[4]);
		assert_string_equal(fingerprint("drop x", c[0], c[1], c[2]), absent);
	}
	suite_run(db, "DROP TABLE base");
}

static void fingerprint_sees_the_definition_only(void **state)
{
	const char *before;

	(void)state;
	suite_run(db, "CREATE TABLE t (i INT AUTO_INCREMENT PRIMARY KEY, s VARCHAR(9)) COMMENT="
		      "'not AUTO_INCREMENT=1'");
	before = fingerprint("alter table", "table", "t", "");
	suite_run(db, "INSERT INTO t (s) VALUES ('a'), ('b')");
	assert_string_equal(fingerprint("alter table", "table", "t", ""), before);
	suite_run(db, "ALTER TABLE t COMMENT='not AUTO_INCREMENT=2'");
	assert_string_not_equal(fingerprint("alter table", "table", "t", ""), before);
	suite_run(db, "ALTER TABLE t COMMENT='not AUTO_INCREMENT=1'");
	suite_run(db, "SET sql_mode='ANSI', sql_quote_show_create=0, character_set_results=latin1");
	assert_string_equal(fingerprint("alter table", "table", "t", ""), before);
	assert_string_equal(suite_value(db, "SELECT @@sql_quote_show_create"), "0");
	assert_non_null(strstr(suite_value(db, "SELECT @@sql_mode"), "ANSI"));
	suite_run(db, "LOCK TABLES t WRITE");
	assert_string_equal(fingerprint("alter table", "table", "t", ""), before);
	suite_run(db, "UNLOCK TABLES");
	assert_string_equal(fingerprint("truncate", "table", "t", "TRUNCATE t"), "");
	suite_run(db, "DROP TABLE t");
}

/* Definitions are the same before and after; the tables are not. */
static void fingerprint_sees_swapped_tables(void **state)
{
	struct stmt_class cls = suite_about("rename table", STMT_DDL, "table", "t");
	const char *before = NULL, *after = NULL;
	const char *sql = "RENAME TABLE t TO w, u TO t, w TO u";

	(void)state;
	suite_run(db, "CREATE TABLE t (i INT)");
	suite_run(db, "CREATE TABLE u (i INT)");
	ok(db_fingerprint(db, &cls, sql, strlen(sql), &suite_arena, &before, &err));
	suite_run(db, sql);
	ok(db_fingerprint(db, &cls, sql, strlen(sql), &suite_arena, &after, &err));
	assert_string_not_equal(after, before);
	suite_run(db, "DROP TABLE t, u");
}

static struct stmt_class drop_of(size_t n)
{
	static const char *const names[] = {"a", "b", "c"};
	struct stmt_class cls = suite_about("drop table", STMT_DDL, "table", "a");

	for (size_t i = 0; i < n; i++)
		cls.objects[i] = (struct stmt_object){.kind = "table", .name = names[i]};
	cls.objects_len = n;
	return cls;
}

static bool healed(const struct stmt_class *cls, const char *sql, const char *before)
{
	bool done = false;

	ok(db_heal(db, cls, sql, strlen(sql), before, &done, &err));
	return done;
}

static void half_done_drop_is_finished(void **state)
{
	static const char sql[] = "DROP TABLE a, b, c";
	struct stmt_class cls = drop_of(3);
	const char *before = NULL;
	bool there = true;

	(void)state;
	suite_run(db, "CREATE TABLE a (i INT)");
	suite_run(db, "CREATE TABLE b (i INT)");
	suite_run(db, "CREATE TABLE c (i INT)");
	ok(db_fingerprint(db, &cls, sql, strlen(sql), &suite_arena, &before, &err));
	assert_false(healed(&cls, sql, before));
	suite_run(db, "DROP TABLE a");
	assert_true(healed(&cls, sql, before));
	ok(db_table_exists(db, NULL, "c", &there, &err));
	assert_false(there);
	assert_true(healed(&cls, sql, before));
}

/* b was missing from the start: the statement has failed and would again. */
static void failed_drop_is_not_finished(void **state)
{
	static const char sql[] = "DROP TABLE a, b, c";
	struct stmt_class cls = drop_of(3);
	const char *before = NULL;
	bool there = false;

	(void)state;
	suite_run(db, "CREATE TABLE a (i INT)");
	suite_run(db, "CREATE TABLE c (i INT)");
	ok(db_fingerprint(db, &cls, sql, strlen(sql), &suite_arena, &before, &err));
	suite_run(db, "DROP TABLE a");
	assert_false(healed(&cls, sql, before));
	ok(db_table_exists(db, NULL, "c", &there, &err));
	assert_true(there);
	suite_run(db, "DROP TABLE c");
}

static void *alter_slowly(void *other)
{
	struct pawl_error e;

	db_execs(other, "ALTER TABLE t ADD COLUMN b INT", &e);
	return NULL;
}

static bool is_waiting(struct db *other)
{
	const char *sql = arena_printf(&suite_arena,
				       "SELECT 1 FROM information_schema.PROCESSLIST WHERE STATE "
				       "LIKE 'Waiting for table metadata lock' AND ID = %lld",
				       (long long)db_info(other)->backend);

	return strcmp(suite_value(db, sql), "1") == 0;
}

/* The lost runner's ALTER still waits on the server: neither done nor to be run again. */
static void heal_waits_for_the_lost_statement(void **state)
{
	static const char sql[] = "ALTER TABLE t ADD COLUMN b INT";
	struct stmt_class cls = suite_about("alter table", STMT_DDL, "table", "t");
	struct db *other = suite_open(NULL), *holder = suite_open(NULL);
	struct db_blocker *v = NULL;
	const char *before = NULL;
	bool done = false;
	pthread_t thread;
	size_t n = 0;

	(void)state;
	suite_run(db, "CREATE TABLE t (a INT)");
	ok(db_fingerprint(db, &cls, sql, strlen(sql), &suite_arena, &before, &err));
	ok(db_begin(holder, NULL, &err));
	suite_run(holder, "INSERT INTO t VALUES (1)");
	pthread_create(&thread, NULL, alter_slowly, other);
	for (int i = 0; i < 500 && !is_waiting(other); i++)
		clock_sleep_ms(20);
	assert_true(is_waiting(other));
	assert_int_equal(db_heal(db, &cls, sql, strlen(sql), before, &done, &err), PAWL_E_LOCKED);
	error_reset(&err);
	ok(db_blockers(db, db_info(other)->backend, &suite_arena, &v, &n, &err));
	/* Without the lock plugin everybody with an open transaction is named, strangers too. */
	while (n > 1 && v->pid != db_info(holder)->backend) {
		v++;
		n--;
	}
	assert_int_equal(v->pid, db_info(holder)->backend);
	assert_non_null(v->since);
	assert_non_null(strstr(v->state, "idle"));
	ok(db_commit(holder, &err));
	pthread_join(thread, NULL);
	assert_true(healed(&cls, sql, before));
	suite_run(db, "DROP TABLE t");
	db_close(other);
	db_close(holder);
}

static void metadata_lock_times_out(void **state)
{
	struct db *holder = suite_open(NULL);
	int64_t start = clock_ms();

	(void)state;
	suite_run(db, "CREATE TABLE t (a INT)");
	ok(db_begin(holder, NULL, &err));
	suite_run(holder, "INSERT INTO t VALUES (1)");
	ok(db_set_timeouts(db, 1, 0, false, &err));
	assert_int_equal(try_exec("ALTER TABLE t ADD COLUMN b INT"), PAWL_E_LOCKED);
	assert_int_equal(err.vendor, 1205);
	assert_true(clock_ms() - start >= 900);
	db_rollback(holder, NULL);
	db_close(holder);
	suite_run(db, "DROP TABLE t");
}

static void *update_first_row(void *other)
{
	struct pawl_error e;

	db_execs(other, "UPDATE t SET b = 1 WHERE a = 1", &e);
	return NULL;
}

static void deadlock_ends_the_transaction(void **state)
{
	struct db *other = suite_open(NULL);
	pthread_t thread;
	int rc;

	(void)state;
	suite_run(db, "CREATE TABLE t (a INT PRIMARY KEY, b INT)");
	suite_run(db, "INSERT INTO t VALUES (1, 0), (2, 0), (3, 0), (4, 0)");
	ok(db_begin(other, NULL, &err));
	/* The one that has changed more survives. */
	suite_run(other, "UPDATE t SET b = 2 WHERE a > 1");
	ok(db_begin(db, NULL, &err));
	suite_run(db, "UPDATE t SET b = 3 WHERE a = 1");
	pthread_create(&thread, NULL, update_first_row, other);
	clock_sleep_ms(200);
	rc = try_exec("UPDATE t SET b = 3 WHERE a = 2");
	pthread_join(thread, NULL);
	assert_int_equal(rc, PAWL_E_LOCKED);
	assert_int_equal(err.vendor, 1213);
	assert_false(db_in_transaction(db));
	assert_true(db_tx_failed(db));
	db_rollback(db, NULL);
	assert_false(db_tx_failed(db));
	db_rollback(other, NULL);
	db_close(other);
	suite_run(db, "DROP TABLE t");
}

static void killed_connection_is_lost(void **state)
{
	struct db *other = suite_open(NULL);

	(void)state;
	suite_run(db, arena_printf(&suite_arena, "KILL %lld", (long long)db_info(other)->backend));
	error_reset(&err);
	assert_int_equal(db_execs(other, "SELECT 1", &err), PAWL_E_LOST);
	assert_false(db_in_transaction(other));
	error_reset(&err);
	assert_int_equal(db_execs(other, "SELECT 1", &err), PAWL_E_LOST);
	db_close(other);
}

static void oversized_statement_keeps_the_connection(void **state)
{
	size_t limit = (size_t)strtoull(suite_value(db, "SELECT @@max_allowed_packet"), NULL, 10);
	size_t len = limit + 100;
	char *sql = malloc(len + 1);
	int rc;

	(void)state;
	if (sql == NULL)
		skip();
	memset(sql, ' ', len);
	memcpy(sql, "SELECT", 6);
	memcpy(sql + len - 2, " 1", 2);
	sql[len] = '\0';
	rc = db_exec(db, sql, len, NULL, &err);
	free(sql);
	assert_int_equal(rc, PAWL_E_SQL);
	assert_int_equal(err.vendor, 1153);
	assert_string_equal(suite_value(db, "SELECT 'usable'"), "usable");
}

/* A packet of 16 MiB and more is cut by the protocol. */
static void large_statement_and_cell(void **state)
{
	enum { SIZE = 10 << 20 };
	struct db_param param;
	struct db_rows rows;
	char *text = malloc(SIZE);

	(void)state;
	if (text == NULL)
		skip();
	memset(text, 'a', SIZE);
	param = (struct db_param){.text = text, .len = SIZE};
	ok(db_query(db, "SELECT ?", &param, 1, &suite_arena, &rows, &err));
	assert_int_equal(strlen(rows.cells[0]), SIZE);
	free(text);
}

static int open_with(const char *user, const char *password, const char *database)
{
	struct db_url url = suite_url;
	struct db_options options = {0};
	struct db_host nobody = {0};
	struct db *other = NULL;
	int rc;

	url.user = user;
	url.password = password;
	url.database = database;
	error_reset(&err);
	rc = db_open(&url, &options, &nobody, &other, &err);
	db_close(other);
	return rc;
}

static void bad_credentials_say_so(void **state)
{
	(void)state;
	suite_run(db, "DROP USER IF EXISTS pawl_secret");
	suite_run(db, "CREATE USER pawl_secret IDENTIFIED BY 'right-word'");
	suite_run(db, "GRANT ALL ON `pawl%`.* TO pawl_secret");
	assert_int_equal(open_with("pawl_secret", "wrong-word", suite_url.database),
			 PAWL_E_CONNECT);
	assert_int_equal(err.vendor, 1045);
	assert_null(memmem(&err, sizeof(err), "wrong-word", strlen("wrong-word")));
	assert_non_null(strstr(err.hint, "password"));
	ok(open_with("pawl_secret", "right-word", suite_url.database));
	assert_int_equal(open_with("pawl_secret", "right-word", "pawl_nowhere"), PAWL_E_CONNECT);
	assert_int_equal(err.vendor, 1049);
	assert_int_equal(open_with("pawl_secret", "right-word", "mysql"), PAWL_E_CONNECT);
	assert_int_equal(err.vendor, 1044);
	suite_run(db, "DROP USER pawl_secret");
}

static int open_text(const char *text)
{
	struct db_options options = {.connect_timeout = 3};
	struct db_host nobody = {0};
	struct db_url url;
	struct db *other = NULL;
	int rc;

	error_reset(&err);
	ok(url_parse(text, &suite_arena, &url, &err));
	rc = db_open(&url, &options, &nobody, &other, &err);
	db_close(other);
	return rc;
}

static void unreachable_servers_say_so(void **state)
{
	(void)state;
	assert_int_equal(open_text("mysql://root@no-such-host.invalid/x"), PAWL_E_CONNECT);
	assert_true(err.hint[0] != '\0');
	assert_int_equal(open_text("mysql://root@127.0.0.1:1/x"), PAWL_E_CONNECT);
	assert_non_null(strstr(err.hint, "port 1"));
	assert_int_equal(open_text("mysql://root@localhost/x?socket=/nowhere/s.sock"),
			 PAWL_E_CONNECT);
	assert_non_null(strstr(err.message, "/nowhere/s.sock"));
	assert_int_equal(open_text("mysql://root@localhost/x?sokcet=/s"), PAWL_E_CONFIG);
	assert_non_null(strstr(err.hint, "\"socket\""));
}

/* The server of the tests has no TLS: what demands it must not go on without. */
static void tls_is_not_given_up(void **state)
{
	struct db_url_param params[4];
	struct db_options options = {0};
	struct db_host nobody = {0};
	struct db_url url = suite_url;
	struct db *other = NULL;

	(void)state;
	if (strcmp(suite_value(db, "SELECT @@have_ssl"), "YES") == 0 || url.params_len > 2)
		skip();
	memcpy(params, url.params, url.params_len * sizeof(params[0]));
	params[url.params_len] = (struct db_url_param){"ssl_mode", "required"};
	url.params = params;
	url.params_len++;
	assert_int_equal(db_open(&url, &options, &nobody, &other, &err), PAWL_E_CONNECT);
	params[url.params_len - 1].value = "disabled";
	error_reset(&err);
	ok(db_open(&url, &options, &nobody, &other, &err));
	db_close(other);
}

static void read_only_changes_nothing(void **state)
{
	struct db_options options = {.read_only = true};
	struct db_host nobody = {0};
	struct db *other = NULL;

	(void)state;
	suite_run(db, "CREATE TABLE t (a INT)");
	ok(db_open(&suite_url, &options, &nobody, &other, &err));
	assert_int_equal(db_execs(other, "INSERT INTO t VALUES (1)", &err), PAWL_E_SQL);
	error_reset(&err);
	assert_int_equal(db_execs(other, "DROP TABLE t", &err), PAWL_E_SQL);
	error_reset(&err);
	ok(db_reset(other, &err));
	assert_int_equal(db_execs(other, "DROP TABLE t", &err), PAWL_E_SQL);
	db_close(other);
	suite_run(db, "DROP TABLE t");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(info_is_the_server_s),
		TEST(implicit_commit_shows),
		TEST(call_reads_all_results),
		TEST(error_within_rows_counts),
		TEST(one_statement_at_a_time),
		TEST(parameters_do_not_depend_on_the_session),
		TEST(warnings_arrive_and_notes_do_not),
		TEST(syntax_error_has_line_and_column),
		TEST(reset_restores_the_session),
		TEST(long_and_strange_lock_names),
		TEST(fingerprint_of_each_kind),
		TEST(fingerprint_sees_the_definition_only),
		TEST(fingerprint_sees_swapped_tables),
		TEST(half_done_drop_is_finished),
		TEST(failed_drop_is_not_finished),
		TEST(heal_waits_for_the_lost_statement),
		TEST(metadata_lock_times_out),
		TEST(deadlock_ends_the_transaction),
		TEST(killed_connection_is_lost),
		TEST(oversized_statement_keeps_the_connection),
		TEST(large_statement_and_cell),
		TEST(bad_credentials_say_so),
		TEST(unreachable_servers_say_so),
		TEST(tls_is_not_given_up),
		TEST(read_only_changes_nothing),
	};

	if (!suite_has_url("mysql"))
		return 77;
	return cmocka_run_group_tests(tests, suite_setup, suite_teardown);
}
