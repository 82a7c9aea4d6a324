/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whatever happens, each statement takes effect once. A folder of migrations is
 * run with the process killed, or its connection cut, before and after every
 * call that reaches the server; run again; and compared with a run that nobody
 * disturbed. The table "runs" has no key: a statement that ran twice shows.
 */
#include "runs.h"

#include <stdio.h>
#include <stdlib.h>

enum { RUNNERS = 16 };

static struct pawl_error err;

/* Something that the engine refuses inside a transaction, or commits by itself. */
static const char *stubborn(void)
{
	if (strcmp(dialect_find(suite_url.scheme)->name, "postgres") == 0)
		return "CREATE INDEX CONCURRENTLY a_note ON a (note);\n";
	if (strcmp(suite_url.scheme, "sqlite") == 0)
		return "VACUUM;\n";
	return "CREATE INDEX a_note ON a (note);\nLOCK TABLES runs WRITE;\n"
	       "INSERT INTO runs VALUES ('008 locked');\nUNLOCK TABLES;\n"
	       "CREATE PROCEDURE p() BEGIN INSERT INTO runs VALUES ('008 called'); "
	       "ALTER TABLE a ADD COLUMN extra INT; END;\n"
	       "INSERT INTO runs VALUES ('008 before call');\nCALL p();\n"
	       "INSERT INTO runs VALUES ('008 after call');\nALTER TABLE a DROP COLUMN extra;\n"
	       "BEGIN;\nINSERT INTO runs VALUES ('008 begun');\n"
	       "BEGIN;\nINSERT INTO runs VALUES ('008 begun again');\nCOMMIT;\n";
}

static void write_folder(void)
{
	char text[2048];

	runs_make_folder();
	runs_add_file("001_runs.sql", "CREATE TABLE runs (step VARCHAR(40) NOT NULL);\n"
				      "INSERT INTO runs VALUES ('001');\n");
	runs_add_file("002_a.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY, name VARCHAR(40));\n"
				   "CREATE INDEX a_name ON a (name);\n"
				   "INSERT INTO a VALUES (1, 'one');\n"
				   "INSERT INTO runs VALUES ('002');\n");
	runs_add_file("003_rows.sql", "INSERT INTO runs VALUES ('003 first');\n"
				      "UPDATE a SET id = id + 10 WHERE id = 1;\n"
				      "INSERT INTO runs VALUES ('003 second');\n");
	runs_add_file("004_column.sql", "ALTER TABLE a ADD COLUMN note VARCHAR(40);\n"
					"INSERT INTO runs VALUES ('004 first');\n"
					"UPDATE a SET note = 'n';\n"
					"INSERT INTO runs VALUES ('004 second');\n");
	runs_add_file("005_off.sql", "-- pawl:transaction off\n"
				     "INSERT INTO runs VALUES ('005 first');\n"
				     "CREATE TABLE b (id INTEGER PRIMARY KEY);\n"
				     "INSERT INTO runs VALUES ('005 second');\n"
				     "DROP TABLE b;\n"
				     "INSERT INTO runs VALUES ('005 third');\n");
	runs_add_file("006_wrapped.sql", "BEGIN;\nINSERT INTO runs VALUES ('006');\nCOMMIT;\n");
	runs_add_file("007_own.sql", "BEGIN;\nINSERT INTO runs VALUES ('007 first');\nCOMMIT;\n"
				     "INSERT INTO runs VALUES ('007 second');\n"
				     "BEGIN;\nINSERT INTO runs VALUES ('007 third');\nCOMMIT;\n");
	snprintf(text, sizeof(text),
		 "INSERT INTO runs VALUES ('008 first');\n%s"
		 "INSERT INTO runs VALUES ('008 second');\n",
		 stubborn());
	runs_add_file("008_stubborn.sql", text);
	runs_add_file("009_view.sql", "CREATE VIEW v AS SELECT id, name FROM a;\n"
				      "INSERT INTO runs VALUES ('009');\n");
	runs_add_file("010_empty.sql", "");
	runs_add_file("011_rows.sql", "INSERT INTO a VALUES (2, 'two', 'x');\n"
				      "INSERT INTO runs SELECT '011' FROM a;\n"
				      "DELETE FROM a WHERE id = 11;\n");
	runs_add_file("012_replace.sql", "DROP VIEW v;\n"
					 "CREATE TABLE c (id INTEGER PRIMARY KEY);\n"
					 "INSERT INTO runs VALUES ('012');\n");
}

/* Everything that must not depend on what happened on the way. */
static char *state_of_database(void)
{
	struct db *db = suite_open(NULL);
	_cleanup_buf_ struct buf b = {0};
	char *text;

	runs_add_query(&b, db, "SELECT step, count(*) FROM runs GROUP BY step ORDER BY step");
	runs_add_query(&b, db, "SELECT id, name, note FROM a ORDER BY id");
	runs_add_query(&b, db, "SELECT count(*) FROM c");
	runs_add_query(&b, db,
		       "SELECT version, filename, state, statements_done, checksum, kind "
		       "FROM _migrations ORDER BY filename");
	runs_add_query(&b, db,
		       "SELECT filename, count(*) FROM _migrations_log WHERE action = 'apply' "
		       "GROUP BY filename ORDER BY filename");
	text = strdup(buf_str(&b));
	db_close(db);
	return text;
}

static void killed_at_every_step(void **state)
{
	(void)state;
	runs_stop_everywhere("kill", true, state_of_database, 41);
}

static void killed_at_every_step_of_a_new_database(void **state)
{
	struct db *db = suite_open(NULL);
	bool groups = db_dialect(db)->transactional_ddl;

	(void)state;
	db_close(db);
	/* Without grouping it is the same run once more. */
	if (groups)
		runs_stop_everywhere("kill", false, state_of_database, 41);
}

static void cut_off_at_every_step(void **state)
{
	(void)state;
	runs_stop_everywhere("drop", true, state_of_database, 41);
}

static void many_runners_at_once(void **state)
{
	char *expected = runs_undisturbed(state_of_database), *got;
	pid_t pids[RUNNERS];

	(void)state;
	runs_fresh_database();
	for (int i = 0; i < RUNNERS; i++)
		pids[i] = runs_start_up(NULL);
	for (int i = 0; i < RUNNERS; i++)
		assert_int_equal(runs_finish(pids[i]), 0);
	got = state_of_database();
	assert_string_equal(got, expected);
	free(got);
	free(expected);
}

/* Twelve statements of which the seventh is wrong. */
static void write_seventh(const char *seventh)
{
	_cleanup_buf_ struct buf b = {0};

	buf_adds(&b, "CREATE TABLE t (n INTEGER);\n");
	for (int i = 2; i <= 12; i++)
		if (i == 7)
			buf_printf(&b, "%s\n", seventh);
		else if (i == 4)
			buf_adds(&b, "CREATE TABLE u (n INTEGER);\n");
		else
			buf_printf(&b, "INSERT INTO t VALUES (%d);\n", i);
	runs_add_file("013_seventh.sql", b.data);
}

static void a_failing_statement_leaves_what_it_says(void **state)
{
	struct pawl_error e = {0};
	struct db *db;
	bool rolls_back;

	(void)state;
	runs_fresh_database();
	write_seventh("INSERT INTO nowhere VALUES (7);");
	assert_int_equal(runs_up(NULL, NULL, &e), PAWL_E_SQL);
	assert_int_equal(e.line, 7);
	assert_non_null(strstr(e.file, "013_seventh.sql"));
	assert_non_null(strstr(e.statement, "INSERT INTO nowhere"));

	db = suite_open(NULL);
	rolls_back = db_dialect(db)->transactional_ddl;
	assert_string_equal(
		suite_value(db, "SELECT count(*) FROM _migrations WHERE state = 'applied'"), "12");
	assert_string_equal(
		suite_value(db, "SELECT count(*) FROM _migrations_log WHERE action = 'fail'"), "1");
	if (rolls_back) {
		assert_non_null(strstr(e.detail, "rolled back"));
		assert_string_equal(suite_value(db, "SELECT count(*) FROM _migrations"), "12");
	} else {
		assert_non_null(strstr(e.detail, "6 of 12 statements"));
		assert_string_equal(suite_value(db, "SELECT statements_done FROM _migrations WHERE "
						    "state = 'failed'"),
				    "6");
		assert_string_equal(suite_value(db, "SELECT count(*) FROM t"), "4");
	}
	db_close(db);

	write_seventh("INSERT INTO t VALUES (7);");
	ok(runs_up(NULL, NULL, &err));
	db = suite_open(NULL);
	assert_string_equal(suite_value(db, "SELECT count(*) FROM t"), "10");
	assert_string_equal(suite_value(db, "SELECT sum(n) FROM t"), "73");
	assert_string_equal(
		suite_value(db, "SELECT count(*) FROM _migrations WHERE state = 'applied'"), "13");
	db_close(db);
}

/*
 * MariaDB commits in front of DDL, but not in front of DDL that it cannot parse:
 * what has been rolled back then has to run again.
 */
static void ddl_that_fails_in_the_file_s_transaction(void **state)
{
	static const char *const wrong[] = {"CREATE TABLE u (n INTEGER,,);",
					    "CREATE TABLE t (n INTEGER);"};
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		static const char frame[] = "CREATE TABLE t (n INTEGER);\nBEGIN;\n"
					    "INSERT INTO t VALUES (1);\n%s\nCOMMIT;\n";
		struct pawl_error e = {0};
		struct db *db;

		runs_fresh_database();
		snprintf(text, sizeof(text), frame, wrong[i]);
		runs_add_file("013_seventh.sql", text);
		assert_int_equal(runs_up(NULL, NULL, &e), PAWL_E_SQL);
		snprintf(text, sizeof(text), frame, "CREATE TABLE u (n INTEGER);");
		runs_add_file("013_seventh.sql", text);
		ok(runs_up(NULL, NULL, &err));
		db = suite_open(NULL);
		assert_string_equal(suite_value(db, "SELECT sum(n) FROM t"), "1");
		assert_string_equal(suite_value(db, "SELECT count(*) FROM u"), "0");
		db_close(db);
	}
}

/* As it would be behind a proxy that changes the session without telling. */
static void prepared_statements_may_vanish(void **state)
{
	struct db *db;

	(void)state;
	if (strncmp(suite_url.scheme, "postgres", 8) != 0)
		skip();
	runs_add_file("000_forget.sql",
		      "CREATE FUNCTION forget() RETURNS integer LANGUAGE plpgsql AS $$\n"
		      "BEGIN EXECUTE 'DEALLOCATE ALL'; RETURN 1; END $$;\n"
		      "CREATE TABLE forgotten (n INTEGER);\n"
		      "INSERT INTO forgotten SELECT forget();\n");
	for (int i = 0; i < 2; i++) {
		runs_used_database = i == 1;
		runs_fresh_database();
		ok(runs_up(NULL, NULL, &err));
		db = suite_open(NULL);
		assert_string_equal(suite_value(db, "SELECT sum(n) FROM forgotten"), "1");
		assert_string_equal(suite_value(db, "SELECT count(*) FROM _migrations_log"), "14");
		db_close(db);
	}
	runs_used_database = false;
}

static int add_folder(void **state)
{
	int rc = suite_setup(state);

	if (rc == 0)
		write_folder();
	return rc;
}

static int drop_folder(void **state)
{
	runs_remove_folder();
	return suite_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_at_every_step),
		cmocka_unit_test(killed_at_every_step_of_a_new_database),
		cmocka_unit_test(cut_off_at_every_step),
		cmocka_unit_test(many_runners_at_once),
		cmocka_unit_test(a_failing_statement_leaves_what_it_says),
		cmocka_unit_test(ddl_that_fails_in_the_file_s_transaction),
		cmocka_unit_test(prepared_statements_may_vanish),
	};

	if (!suite_has_url(NULL))
		return 77;
	return cmocka_run_group_tests(tests, add_folder, drop_folder);
}
