/* SPDX-License-Identifier: Apache-2.0 */
/* What is SQLite's own; what every driver must do is in tests/conformance. */
#include "driver/sqlite/sqlite.h"

#include "base/clock.h"
#include "base/file.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const struct driver *const drv = &sqlite_driver;
static struct arena arena;
static char dir[64];

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/pawl-test-sqlite-XXXXXX");
	return mkdtemp(dir) == NULL ? -1 : 0;
}

static int teardown(void **state)
{
	struct pawl_error err;
	struct file_list list;

	(void)state;
	if (file_list(dir, &arena, &list, &err) == 0)
		for (size_t i = 0; i < list.len; i++)
			unlink(file_join(&arena, dir, list.v[i].name));
	arena_done(&arena);
	return rmdir(dir);
}

static const char *path_of(const char *name)
{
	return file_join(&arena, dir, name);
}

static struct db_url url_of(const char *name)
{
	struct pawl_error err;
	struct db_url url = {0};

	assert_int_equal(
		url_parse(arena_printf(&arena, "sqlite:%s", path_of(name)), &arena, &url, &err), 0);
	return url;
}

static void *open_with(const char *name, const struct db_options *o, const struct db_host *host)
{
	struct db_url url = url_of(name);
	struct pawl_error err = {0};
	void *c = NULL;

	if (drv->open(&url, o, host, &c, &err) != 0)
		fail_msg("%s: %s", name, err.message);
	return c;
}

static void *open_db(const char *name)
{
	return open_with(name, NULL, NULL);
}

static int try_open(const char *name, const struct db_options *o, struct pawl_error *err)
{
	struct db_url url = url_of(name);
	void *c = NULL;
	int rc;

	error_reset(err);
	rc = drv->open(&url, o, NULL, &c, err);
	drv->close(c);
	return rc;
}

static int try_exec(void *c, const char *sql, struct pawl_error *err)
{
	int64_t changed;

	error_reset(err);
	return drv->exec(c, sql, strlen(sql), &changed, err);
}

static void exec(void *c, const char *sql)
{
	struct pawl_error err;

	if (try_exec(c, sql, &err) != 0)
		fail_msg("%s: %s", sql, err.message);
}

static const char *ask(void *c, const char *sql)
{
	struct pawl_error err = {0};
	struct db_rows rows;

	if (drv->query(c, sql, NULL, 0, &arena, &rows, &err) != 0)
		fail_msg("%s: %s", sql, err.message);
	return rows.rows == 0 ? NULL : rows.cells[0];
}

static int begin(void *c)
{
	struct db_tx tx = {0};
	struct pawl_error err = {0};

	return drv->begin(c, &tx, &err);
}

static void put(const char *name, const char *text)
{
	struct pawl_error err;

	assert_int_equal(file_write(path_of(name), text, strlen(text), &err), 0);
}

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
	int64_t start = clock_ms();

	(void)state;
	assert_int_equal(begin(c), 0);
	assert_int_equal(drv->set_timeouts(c, 0, 50, true, &err), 0);
	assert_int_equal(try_exec(c, endless, &err), PAWL_E_TIMEOUT);
	assert_true(clock_ms() - start < 2000);
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
	assert_in_range(clock_ms() - start, 190, 2000);
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

/* Rebuilding a table that others refer to. */

static void *open_family(void)
{
	void *c = open_db("a.db");

	exec(c, "CREATE TABLE users(id INTEGER PRIMARY KEY, name)");
	exec(c, "CREATE TABLE posts(id INTEGER PRIMARY KEY,"
		" owner REFERENCES USERS(id) ON DELETE CASCADE)");
	exec(c, "INSERT INTO users VALUES (1, 'a'), (2, 'b')");
	exec(c, "INSERT INTO posts VALUES (10, 1), (11, 2), (12, 2)");
	return c;
}

static void begin_rebuild(void *c, const char *const *written, size_t n)
{
	static const char *const tables[] = {"users", "users_new"};
	struct db_tx tx = {.references_off = true,
			   .tables = tables,
			   .tables_len = 2,
			   .written = written,
			   .written_len = n};
	struct pawl_error err = {0};

	if (drv->begin(c, &tx, &err) != 0)
		fail_msg("%s", err.message);
}

static void rebuild(void *c, const char *filter)
{
	exec(c, "CREATE TABLE users_new(id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
	exec(c, arena_printf(&arena, "INSERT INTO users_new SELECT * FROM users %s", filter));
	exec(c, "DROP TABLE users");
	exec(c, "ALTER TABLE users_new RENAME TO users");
}

static void rebuild_keeps_the_children(void **state)
{
	struct pawl_error err = {0};
	void *c = open_family();

	(void)state;
	begin_rebuild(c, NULL, 0);
	rebuild(c, "");
	assert_int_equal(drv->commit(c, &err), 0);
	assert_string_equal(ask(c, "SELECT count(*) FROM posts"), "3");
	assert_string_equal(ask(c, "PRAGMA foreign_keys"), "1");
	assert_int_equal(try_exec(c, "INSERT INTO posts VALUES (13, 99)", &err), PAWL_E_SQL);
	exec(c, "DELETE FROM users WHERE id = 2");
	assert_string_equal(ask(c, "SELECT count(*) FROM posts"), "1"); /* still a cascade */
	/* For comparison, what references_off is there for. */
	assert_int_equal(begin(c), 0);
	rebuild(c, "");
	assert_int_equal(drv->commit(c, &err), 0);
	assert_string_equal(ask(c, "SELECT count(*) FROM posts"), "0");
	drv->close(c);
}

static void rebuild_must_not_leave_new_violations(void **state)
{
	struct pawl_error err = {0};
	void *c = open_family();

	(void)state;
	exec(c, "PRAGMA foreign_keys = OFF");
	exec(c, "INSERT INTO posts VALUES (14, 77)"); /* an old one: tolerated */
	assert_int_equal(drv->reset(c, &err), 0);
	begin_rebuild(c, NULL, 0);
	rebuild(c, "");
	assert_int_equal(drv->commit(c, &err), 0);
	begin_rebuild(c, NULL, 0);
	rebuild(c, "WHERE id <> 2");
	assert_int_equal(drv->commit(c, &err), PAWL_E_SQL);
	assert_string_equal(err.message,
			    "row 11 of table \"posts\" refers to a missing row of table \"USERS\"");
	assert_non_null(strstr(err.detail, "leave 3 violations"));
	assert_non_null(strstr(err.detail, "there were 1"));
	assert_true(drv->in_transaction(c));
	assert_int_equal(drv->rollback(c, &err), 0);
	assert_string_equal(ask(c, "SELECT count(*) FROM users"), "2");
	assert_string_equal(ask(c, "PRAGMA foreign_keys"), "1");
	/* Renamed away and dropped: the children then refer to what is gone. */
	error_reset(&err);
	begin_rebuild(c, NULL, 0);
	exec(c, "ALTER TABLE users RENAME TO users_old");
	exec(c, "CREATE TABLE users(id INTEGER PRIMARY KEY, name)");
	exec(c, "INSERT INTO users SELECT * FROM users_old");
	exec(c, "DROP TABLE users_old");
	assert_int_equal(drv->commit(c, &err), PAWL_E_SQL);
	assert_int_equal(drv->rollback(c, &err), 0);
	drv->close(c);
}

static void rebuild_counts_the_childrens_rows(void **state)
{
	static const char *const written[] = {"Posts"};
	struct pawl_error err = {0};
	void *c = open_family();

	(void)state;
	exec(c, "CREATE TABLE sweep(x)");
	exec(c, "CREATE TRIGGER swept AFTER INSERT ON sweep BEGIN DELETE FROM posts WHERE id = 12;"
		" END");
	begin_rebuild(c, NULL, 0);
	rebuild(c, "");
	exec(c, "INSERT INTO sweep VALUES (1)");
	assert_int_equal(drv->commit(c, &err), PAWL_E_SQL);
	assert_string_equal(err.message, "table \"posts\" would lose rows: 3 before, 2 after");
	assert_int_equal(drv->rollback(c, &err), 0);
	error_reset(&err);
	begin_rebuild(c, written, 1); /* meant */
	rebuild(c, "");
	exec(c, "DELETE FROM posts WHERE id = 12");
	assert_int_equal(drv->commit(c, &err), 0);
	drv->close(c);
}

static void deferred_violation_is_explained_at_commit(void **state)
{
	struct pawl_error err = {0};
	void *c = open_family();

	(void)state;
	exec(c, "CREATE TABLE late(x REFERENCES users(id) DEFERRABLE INITIALLY DEFERRED)");
	assert_int_equal(begin(c), 0);
	exec(c, "INSERT INTO late VALUES (99)");
	assert_int_equal(drv->commit(c, &err), PAWL_E_SQL);
	assert_non_null(strstr(err.detail, "row 1 of table \"late\""));
	assert_int_equal(drv->rollback(c, &err), 0);
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

/* The runner's lock. */

static bool try_lock(void *c)
{
	struct pawl_error err = {0};
	bool got = false;

	if (drv->try_lock(c, "runner", &got, &err) != 0)
		fail_msg("%s", err.message);
	return got;
}

static void lock_excludes_within_and_across_processes(void **state)
{
	void *a = open_db("a.db"), *b;
	struct pawl_error err = {0};
	bool got = false;
	int status = 0;
	pid_t pid;

	(void)state;
	exec(a, "CREATE TABLE t(x)");
	assert_int_equal(symlink(path_of("a.db"), path_of("link.db")), 0);
	b = open_db("link.db");
	assert_true(try_lock(a));
	assert_false(try_lock(b));
	assert_true(file_exists(path_of("a.db-pawl")));
	pid = fork();
	if (pid == 0) {
		void *c = open_db("a.db");

		_exit(try_lock(c) ? 1 : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(drv->try_lock(b, "another", &got, &err), 0);
	assert_true(got);
	assert_int_equal(drv->unlock(b, "another", &err), 0);
	assert_true(file_exists(path_of("a.db-pawl"))); /* a's */
	assert_true(try_lock(a));
	assert_int_equal(drv->unlock(a, "runner", &err), 0);
	assert_false(try_lock(b)); /* locked twice, unlocked once */
	/* The lock is not SQLite's: others still write. */
	exec(b, "INSERT INTO t VALUES (1)");
	assert_int_equal(drv->unlock(a, "runner", &err), 0);
	assert_false(file_exists(path_of("a.db-pawl")));
	assert_true(try_lock(b));
	drv->close(b);
	assert_true(try_lock(a));
	drv->close(a);
	assert_false(file_exists(path_of("a.db-pawl")));
}

static void lock_of_a_killed_process_is_free(void **state)
{
	void *a = open_db("a.db");
	int status = 0, ready[2];
	char byte;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		void *c = open_db("a.db");

		if (try_lock(c) && write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_false(try_lock(a));
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(file_exists(path_of("a.db-pawl")));
	assert_true(try_lock(a));
	drv->close(a);
	close(ready[0]);
	close(ready[1]);
}

/* 4 processes, 400 turns each: whoever has the lock finds nobody else inside. */
static void lock_has_one_holder_at_a_time(void **state)
{
	void *a = open_db("a.db");
	int failed = 0, status;

	(void)state;
	for (int i = 0; i < 4; i++) {
		if (fork() != 0)
			continue;
		void *c = open_db("a.db");

		for (int done = 0; done < 400;) {
			if (!try_lock(c))
				continue; /* at once: the races are between open and flock */
			if (mkdir(path_of("inside"), 0700) != 0 || rmdir(path_of("inside")) != 0)
				_exit(1);
			if (drv->unlock(c, "runner", NULL) != 0)
				_exit(1);
			done++;
		}
		_exit(0);
	}
	for (int i = 0; i < 4; i++)
		if (wait(&status) > 0)
			failed += status != 0;
	assert_int_equal(failed, 0);
	drv->close(a);
}

static void lock_in_a_folder_nobody_can_write_to(void **state)
{
	struct pawl_error err = {0};
	bool got = true;
	void *c = open_db("a.db");

	(void)state;
	/* A folder in the way fails for root as well, as a read-only one does not. */
	assert_int_equal(mkdir(path_of("a.db-pawl"), 0700), 0);
	assert_int_equal(drv->try_lock(c, "runner", &got, &err), PAWL_E_FILE);
	assert_non_null(strstr(err.message, "a.db-pawl"));
	assert_non_null(strstr(err.hint, "write to the folder"));
	rmdir(path_of("a.db-pawl"));
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
		TEST(rebuild_keeps_the_children),
		TEST(rebuild_must_not_leave_new_violations),
		TEST(rebuild_counts_the_childrens_rows),
		TEST(deferred_violation_is_explained_at_commit),
		TEST(reset_takes_settings_back),
		TEST(catalog_questions),
		TEST(lock_excludes_within_and_across_processes),
		TEST(lock_of_a_killed_process_is_free),
		TEST(lock_has_one_holder_at_a_time),
		TEST(lock_in_a_folder_nobody_can_write_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
