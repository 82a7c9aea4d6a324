/* SPDX-License-Identifier: Apache-2.0 */
/* What is SQLite's own; what every driver must do is in tests/conformance. */
#include "sqlite_fixture.h"

#include "base/clock.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>

/* Opening. */

static void missing_files(void **state)
{
	struct db_options no_create = {.no_create = true}, read_only = {.read_only = true};
	struct pawl_error err = {0};
	void *c;

	(void)state;
	assert_int_equal(try_open("a.db", &no_create, &err), PAWL_E_CONNECT);
	assert_non_null(strstr(err.message, "a.db"));
	assert_non_null(strstr(err.hint, "pawl create"));
	assert_false(file_exists(path_of("a.db")));
	c = open_with("a.db", &read_only, NULL);
	assert_string_equal(ask(c, "SELECT count(*) FROM sqlite_schema"), "0");
	drv->close(c);
	assert_false(file_exists(path_of("a.db")));
	assert_int_equal(try_open("no/such/a.db", NULL, &err), PAWL_E_CONNECT);
	assert_non_null(strstr(err.message, "/no/such\" of the database file does not exist"));
	assert_int_equal(try_open("", NULL, &err), PAWL_E_CONNECT); /* the folder itself */
	assert_int_equal(mkfifo(path_of("fifo"), 0600), 0);
	assert_int_equal(try_open("fifo", NULL, &err), PAWL_E_CONNECT);
	assert_int_equal(try_open("a.db?mode=rw", NULL, &err), PAWL_E_CONNECT);
	assert_int_equal(try_open("a.db?mode=x", NULL, &err), PAWL_E_CONFIG);
	assert_int_equal(try_open("a.db", NULL, &err), 0);
	assert_true(file_exists(path_of("a.db")));
}

static void not_a_database(void **state)
{
	struct pawl_error err = {0};

	(void)state;
	put("text", "this is not a database, whatever its name says; and it is long enough too\n");
	assert_int_equal(try_open("text", NULL, &err), PAWL_E_CONNECT);
	assert_non_null(strstr(err.message, "not a database"));
	assert_non_null(strstr(err.context, "text"));
	assert_int_not_equal(err.hint[0], 0);
}

static void read_only_cannot_write(void **state)
{
	struct db_options read_only = {.read_only = true};
	struct pawl_error err;
	void *c = open_db("a.db");

	(void)state;
	exec(c, "CREATE TABLE t(x)");
	drv->close(c);
	c = open_with("a.db", &read_only, NULL);
	assert_int_equal(try_exec(c, "INSERT INTO t VALUES (1)", &err), PAWL_E_SQL);
	assert_non_null(strstr(err.message, "readonly"));
	assert_int_equal(begin(c), 0);
	assert_string_equal(ask(c, "SELECT count(*) FROM t"), "0");
	drv->close(c);
}

static void database_itself(void **state)
{
	struct db_url url = url_of("a.db"), text = url_of("text");
	struct pawl_error err = {0};
	bool there = true;
	void *c;

	(void)state;
	assert_int_equal(drv->database_exists(&url, NULL, &there, &err), 0);
	assert_false(there);
	assert_int_equal(drv->database_create(&url, NULL, &err), 0);
	assert_int_equal(drv->database_exists(&url, NULL, &there, &err), 0);
	assert_true(there);
	assert_int_equal(drv->database_create(&url, NULL, &err), PAWL_E_SQL);
	c = open_db("a.db");
	exec(c, "PRAGMA journal_mode = WAL");
	exec(c, "CREATE TABLE t(x)");
	assert_int_equal(begin(c), 0);
	put("a.db-journal", "");
	put("a.db-pawl", "");
	error_reset(&err);
	assert_int_equal(drv->database_drop(&url, NULL, true, &err), 0);
	drv->close(c);
	for (size_t i = 0; i < 5; i++) {
		static const char *const all[] = {"a.db", "a.db-wal", "a.db-shm", "a.db-journal",
						  "a.db-pawl"};

		assert_false(file_exists(path_of(all[i])));
	}
	put("text", "somebody's letters, which must not be deleted by a slip of the pen\n");
	assert_int_equal(drv->database_drop(&text, NULL, true, &err), PAWL_E_CONNECT);
	assert_true(file_exists(path_of("text")));
}

static void drop_refuses_while_somebody_writes(void **state)
{
	struct db_url url = url_of("a.db");
	struct pawl_error err = {0};
	void *c = open_db("a.db");

	(void)state;
	exec(c, "CREATE TABLE t(x)");
	assert_int_equal(begin(c), 0);
	assert_int_equal(drv->database_drop(&url, NULL, false, &err), PAWL_E_LOCKED);
	assert_true(file_exists(path_of("a.db")));
	drv->close(c);
	error_reset(&err);
	assert_int_equal(drv->database_drop(&url, NULL, false, &err), 0);
	assert_false(file_exists(path_of("a.db")));
}

/* Statements. */

static void statements_and_places(void **state)
{
	struct db_param params[] = {{"7", 1}, {NULL, 0}, {"a\0b", 3}};
	struct pawl_error err = {0};
	struct db_rows rows;
	int64_t changed = -1;
	void *c = open_db("a.db");

	(void)state;
	exec(c, "CREATE TABLE t(x, y, z)");
	assert_int_equal(
		drv->query(c, "INSERT INTO t VALUES (?, ?, ?)", params, 3, &arena, &rows, &err), 0);
	assert_int_equal(drv->exec(c, "UPDATE t SET x = 8", 18, &changed, &err), 0);
	assert_int_equal(changed, 1);
	assert_int_equal(drv->exec(c, "CREATE TABLE u(x)", 17, &changed, &err), 0);
	assert_int_equal(changed, 0);
	assert_string_equal(ask(c, "SELECT x || typeof(y) || length(CAST(z AS BLOB)) FROM t"),
			    "8null3");
	assert_int_equal(try_exec(c, "SELECT x,\n  nope\nFROM t", &err), PAWL_E_SQL);
	assert_int_equal(err.line, 2);
	assert_int_equal(err.column, 3);
	assert_int_equal(err.vendor, 1);
	assert_int_equal(try_exec(c, "SELECT 1; ", &err), 0);
	assert_int_equal(try_exec(c, "-- nothing", &err), 0);
	assert_int_equal(try_exec(c, "DELETE FROM t; SELECT 2", &err), PAWL_E_BUG);
	assert_string_equal(ask(c, "SELECT count(*) FROM t"), "1");
	exec(c, "CREATE UNIQUE INDEX i ON t(x)");
	assert_int_equal(try_exec(c, "INSERT INTO t VALUES (8, 1, 1)", &err), PAWL_E_SQL);
	assert_int_equal(err.vendor, 2067); /* SQLITE_CONSTRAINT_UNIQUE */
	assert_string_equal(ask(c, "PRAGMA foreign_keys"), "1");
	drv->close(c);
}

static volatile sig_atomic_t cancelled;
static int ticks;

static void on_alarm(int signal)
{
	(void)signal;
	cancelled = 1;
}

static void on_tick(void *data)
{
	(void)data;
	ticks++;
}

static void arm(long ms)
{
	struct itimerval timer = {.it_value = {ms / 1000, ms % 1000 * 1000}};

	cancelled = 0;
	signal(SIGALRM, on_alarm);
	setitimer(ITIMER_REAL, &timer, NULL);
}

static const char endless[] = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
			      " SELECT count(*) FROM n";

static void cancel_stops_a_running_statement(void **state)
{
	struct db_host host = {.cancel = &cancelled, .tick = on_tick};
	struct pawl_error err;
	void *c = open_with("a.db", NULL, &host);

	(void)state;
	exec(c, "CREATE TABLE t(x)");
	ticks = 0;
	arm(1200);
	assert_int_equal(try_exec(c, endless, &err), PAWL_E_CANCELLED);
	assert_int_equal(ticks, 1);
	assert_int_equal(try_exec(c, "INSERT INTO t VALUES (1)", &err), PAWL_E_CANCELLED);
	cancelled = 0;
	exec(c, "INSERT INTO t VALUES (1)"); /* the connection goes on */
	drv->close(c);
}

static void statement_timeout_stops(void **state)
{
	struct pawl_error err = {0};
	void *c = open_db("a.db");

	(void)state;
	assert_int_equal(begin(c), 0);
	assert_int_equal(drv->set_timeouts(c, 0, 50, true, &err), 0);
	assert_int_equal(try_exec(c, endless, &err), PAWL_E_TIMEOUT);
	assert_int_equal(drv->rollback(c, &err), 0);
	/* local: gone with the transaction */
	assert_int_equal(try_exec(c,
				  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
				  " WHERE i < 1000000) SELECT count(*) FROM n",
				  &err),
			 0);
	drv->close(c);
}

static void a_writer_waits_for_another(void **state)
{
	struct db_host host = {.cancel = &cancelled};
	struct pawl_error err = {0};
	struct db_tx tx = {0};
	void *a = open_db("a.db"), *b = open_with("a.db", NULL, &host);
	struct db_blocker *blockers;
	int64_t start;
	size_t n = 0;
	int status, ready[2];
	char byte;
	pid_t pid;

	(void)state;
	exec(a, "CREATE TABLE t(x)");
	assert_int_equal(begin(a), 0);
	assert_int_equal(drv->set_timeouts(b, 200, 0, false, &err), 0);
	start = clock_ms();
	assert_int_equal(drv->begin(b, &tx, &err), PAWL_E_LOCKED);
	assert_true(clock_ms() - start >= 190);
	assert_int_equal(err.vendor & 0xff, 5); /* SQLITE_BUSY */
	arm(100);
	assert_int_equal(drv->set_timeouts(b, 0, 0, false, NULL), 0); /* without end */
	error_reset(&err);
	assert_int_equal(drv->begin(b, &tx, &err), PAWL_E_CANCELLED);
	cancelled = 0;
	drv->close(a);
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		void *other = open_db("a.db");

		_exit(begin(other) != 0 || write(ready[1], "x", 1) != 1 ||
		      read(ready[0], &byte, 0) ||
		      (clock_sleep_ms(400), drv->commit(other, NULL)) != 0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(drv->blockers(b, 0, &arena, &blockers, &n, &err), 0);
	assert_int_equal(n, 1);
	assert_int_equal(blockers[0].pid, pid);
	error_reset(&err);
	assert_int_equal(drv->begin(b, &tx, &err), 0); /* waits for the other's commit */
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	drv->close(b);
	close(ready[0]);
	close(ready[1]);
}

static void full_disk_rolls_back(void **state)
{
	struct pawl_error err = {0};
	void *c = open_db("a.db");

	(void)state;
	exec(c, "CREATE TABLE t(x)");
	exec(c, "PRAGMA max_page_count = 10");
	assert_int_equal(begin(c), 0);
	exec(c, "INSERT INTO t VALUES (1)");
	assert_int_equal(try_exec(c, "INSERT INTO t VALUES (zeroblob(1000000))", &err), PAWL_E_SQL);
	assert_int_equal(err.vendor & 0xff, 13); /* SQLITE_FULL */
	assert_non_null(strstr(err.hint, "disk space"));
	assert_int_equal(drv->tx_failed(c), !drv->in_transaction(c));
	assert_int_equal(drv->rollback(c, &err), 0);
	assert_false(drv->tx_failed(c));
	assert_string_equal(ask(c, "SELECT count(*) FROM t"), "0");
	drv->close(c);
}

static void a_transaction_that_sqlite_ended_has_failed(void **state)
{
	struct pawl_error err = {0};
	void *c = open_db("a.db");

	(void)state;
	exec(c, "CREATE TABLE t(x UNIQUE)");
	assert_int_equal(begin(c), 0);
	exec(c, "INSERT INTO t VALUES (1)");
	assert_false(drv->tx_failed(c));
	assert_int_equal(try_exec(c, "INSERT OR ROLLBACK INTO t VALUES (1)", &err), PAWL_E_SQL);
	assert_false(drv->in_transaction(c));
	assert_true(drv->tx_failed(c));
	assert_int_equal(drv->rollback(c, &err), 0);
	assert_false(drv->tx_failed(c));
	drv->close(c);
}

/* The connection's state. */

static void reset_takes_settings_back(void **state)
{
	struct pawl_error err = {0};
	void *c = open_db("a.db");

	(void)state;
	exec(c, "PRAGMA journal_mode = DELETE");
	exec(c, " /* x */ pragma foreign_keys = off");
	exec(c, "PRAGMA legacy_alter_table = ON");
	exec(c, "PRAGMA recursive_triggers = ON");
	exec(c, "PRAGMA synchronous = OFF");
	exec(c, "PRAGMA writable_schema = ON");
	exec(c, "PRAGMA busy_timeout = 1");
	exec(c, arena_printf(&arena, "ATTACH '%s' AS \"o\"\"ther\"", path_of("b.db")));
	assert_int_equal(drv->reset(c, &err), 0);
	assert_string_equal(ask(c, "PRAGMA foreign_keys"), "1");
	assert_string_equal(ask(c, "PRAGMA legacy_alter_table"), "0");
	assert_string_equal(ask(c, "PRAGMA recursive_triggers"), "0");
	assert_string_equal(ask(c, "PRAGMA synchronous"), "2");
	assert_string_equal(ask(c, "PRAGMA writable_schema"), "0");
	assert_string_equal(ask(c, "SELECT count(*) FROM pragma_database_list"), "1");
	drv->close(c);
}

static void catalog_questions(void **state)
{
	static const char *const mine[] = {"_Migrations", "_migrations_log"};
	struct stmt_class ddl = {.kind = "create table",
				 .flags = STMT_DDL,
				 .objects = {{"table", NULL, "T"}},
				 .objects_len = 1};
	struct stmt_class vacuum = {.kind = "vacuum", .flags = STMT_NO_TX};
	const char *before = NULL, *after = NULL, *const *columns = NULL;
	struct pawl_error err = {0};
	void *c = open_db("a.db");
	bool yes = false;
	size_t n = 0;

	(void)state;
	assert_int_equal(drv->is_fresh(c, NULL, 0, &yes, &err), 0);
	assert_true(yes);
	exec(c, "CREATE TABLE _migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name UNIQUE,"
		" twice AS (id * 2))");
	exec(c, "CREATE INDEX mine ON _migrations(name)");
	assert_int_equal(drv->is_fresh(c, mine, 2, &yes, &err), 0);
	assert_true(yes);
	assert_int_equal(drv->is_fresh(c, NULL, 0, &yes, &err), 0);
	assert_false(yes);
	assert_int_equal(drv->fingerprint(c, &ddl, "", 0, &arena, &before, &err), 0);
	exec(c, "CREATE TABLE t(x)");
	assert_int_equal(drv->fingerprint(c, &ddl, "", 0, &arena, &after, &err), 0);
	assert_string_not_equal(before, after);
	exec(c, "CREATE VIEW v AS SELECT 1");
	assert_int_equal(drv->fingerprint(c, &ddl, "", 0, &arena, &before, &err), 0);
	assert_string_equal(before, after);
	assert_int_equal(drv->fingerprint(c, &vacuum, "", 0, &arena, &before, &err), 0);
	assert_string_equal(before, "");
	assert_int_equal(drv->is_fresh(c, mine, 2, &yes, &err), 0);
	assert_false(yes);
	assert_int_equal(drv->table_exists(c, NULL, "T", &yes, &err), 0);
	assert_true(yes);
	assert_int_equal(drv->table_exists(c, "main", "u", &yes, &err), 0);
	assert_false(yes);
	assert_int_equal(drv->table_exists(c, "nowhere", "t", &yes, &err), 0);
	assert_false(yes);
	exec(c, "ATTACH ':memory:' AS o");
	exec(c, "CREATE TABLE o.u(x)");
	assert_int_equal(drv->table_exists(c, "o", "u", &yes, &err), 0);
	assert_true(yes);
	assert_int_equal(drv->table_columns(c, "main", "_migrations", &arena, &columns, &n, &err),
			 0);
	assert_int_equal(n, 3);
	assert_string_equal(columns[2], "twice");
	assert_int_equal(drv->table_columns(c, NULL, "none", &arena, &columns, &n, &err), 0);
	assert_int_equal(n, 0);
	drv->close(c);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(missing_files),
		TEST(not_a_database),
		TEST(read_only_cannot_write),
		TEST(database_itself),
		TEST(drop_refuses_while_somebody_writes),
		TEST(statements_and_places),
		TEST(cancel_stops_a_running_statement),
		TEST(statement_timeout_stops),
		TEST(a_writer_waits_for_another),
		TEST(full_disk_rolls_back),
		TEST(a_transaction_that_sqlite_ended_has_failed),
		TEST(reset_takes_settings_back),
		TEST(catalog_questions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
