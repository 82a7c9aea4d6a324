/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Batched statements: every row is done once, whatever key it has and wherever
 * the run is stopped. The statements count: n = n + 1.
 */
#include "runs.h"

#include <stdio.h>
#include <stdlib.h>

static struct pawl_error err;

static bool is_engine(const char *dialect)
{
	return strcmp(dialect_find(suite_url.scheme)->name, dialect) == 0;
}

/* A long statement for each of the engines' own way to count. */
static void fill(struct buf *b, const char *insert, const char *values, int rows)
{
	for (int i = 1; i <= rows; i++) {
		buf_printf(b, "%s VALUES (", insert);
		for (const char *p = values; *p != '\0'; p++)
			if (*p == '#')
				buf_printf(b, "%d", i * 7 % 1000);
			else
				buf_addc(b, *p);
		buf_adds(b, ");\n");
	}
}

static void write_folder(void)
{
	_cleanup_buf_ struct buf b = {0};

	runs_make_folder();
	buf_adds(&b, "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);\n"
		     "CREATE TABLE seen (n INTEGER NOT NULL);\n");
	fill(&b, "INSERT INTO t", "#, 0", 23);
	runs_add_file("001_t.sql", b.data);
	runs_add_file("002_batch.sql", "INSERT INTO seen VALUES (1);\n"
				       "-- pawl:batch table=t key=id size=5\n"
				       "UPDATE t SET n = n + 1 WHERE id BETWEEN :lo AND :hi;\n"
				       "INSERT INTO seen VALUES (2);\n"
				       "-- pawl:batch table=t key=id size=9\n"
				       "UPDATE t SET n = n + 10 WHERE id > :lo AND id <= :hi;\n");
}

static char *state_of_database(void)
{
	struct db *db = suite_open(NULL);
	_cleanup_buf_ struct buf b = {0};
	char *text;

	runs_add_query(&b, db, "SELECT id, n FROM t ORDER BY id");
	runs_add_query(&b, db, "SELECT n FROM seen ORDER BY n");
	runs_add_query(&b, db,
		       "SELECT filename, state, statements_done, fingerprint, checksum "
		       "FROM _migrations ORDER BY filename");
	text = strdup(buf_str(&b));
	db_close(db);
	return text;
}

static void killed_at_every_step(void **state)
{
	(void)state;
	runs_stop_everywhere("kill", true, state_of_database, 40);
}

static void cut_off_at_every_step(void **state)
{
	(void)state;
	runs_stop_everywhere("drop", true, state_of_database, 40);
}

static void a_failed_range_keeps_those_before_it(void **state)
{
	struct pawl_error e = {0};
	struct db *db;

	(void)state;
	runs_fresh_database();
	runs_add_file(
		"003_k.sql",
		"-- pawl:batch table=t key=id size=5\n"
		"UPDATE t SET n = n + 100 / CASE WHEN id > 100 AND EXISTS (SELECT 1 FROM seen "
		"WHERE n = 1) THEN NULL ELSE 1 END WHERE id BETWEEN :lo AND :hi;\n");
	assert_int_equal(runs_up(NULL, NULL, &e), PAWL_E_SQL);
	assert_int_equal(e.line, 2);
	assert_non_null(strstr(e.detail, "in the range from 77 to 105"));
	assert_non_null(strstr(e.detail, "so do the batches of the next so far"));
	db = suite_open(NULL);
	assert_string_equal(suite_value(db, "SELECT count(*) FROM t WHERE n = 111"), "10");
	suite_run(db, "DELETE FROM seen WHERE n = 1");
	db_close(db);

	ok(runs_up(NULL, NULL, &err));
	db = suite_open(NULL);
	assert_string_equal(suite_value(db, "SELECT count(*) FROM t WHERE n = 111"), "23");
	db_close(db);
}

/* Run one batched counting UPDATE over a table, and see that each row counts once. */
static void counts_once(const char *create, const char *values, const char *key, const char *where)
{
	_cleanup_buf_ struct buf table = {0}, batch = {0};
	struct db *db;

	runs_fresh_database();
	buf_printf(&table, "CREATE TABLE k (n INTEGER NOT NULL, %s);\n", create);
	fill(&table, "INSERT INTO k", values, 40);
	runs_add_file("003_k.sql", table.data);
	buf_printf(&batch,
		   "-- pawl:batch table=k key=%s size=7\nUPDATE k SET n = n + 1 WHERE %s;\n", key,
		   where);
	runs_add_file("004_k.sql", batch.data);
	ok(runs_up(NULL, NULL, &err));
	db = suite_open(NULL);
	assert_string_equal(suite_value(db, "SELECT count(*) FROM k WHERE n = 1"), "40");
	assert_string_equal(suite_value(db, "SELECT count(*) FROM k"), "40");
	db_close(db);
}

static void any_unique_key(void **state)
{
	static const char between[] = "id BETWEEN :lo AND :hi";

	(void)state;
	counts_once("id BIGINT PRIMARY KEY", "0, 9007199254740993 + #", "id", between);
	counts_once("id VARCHAR(40) PRIMARY KEY", "0, 'it''s \\ # \xc3\xa4'", "id", between);
	counts_once("a INTEGER, b VARCHAR(10), PRIMARY KEY (a, b)", "0, # % 3, 'x#'", "a,b",
		    "(a, b) >= :lo AND (a, b) <= :hi");
	counts_once("a INTEGER, b INTEGER, PRIMARY KEY (a, b)", "0, # % 3, #", "a,b",
		    "a BETWEEN :lo_a AND :hi_a AND (a, b) > :lo AND (a, b) <= :hi");
	counts_once("id INTEGER NOT NULL UNIQUE", "0, #", "id", between);
	if (is_engine("postgres"))
		counts_once("id uuid PRIMARY KEY", "0, md5('#')::uuid", "id", between);
	else if (is_engine("mysql"))
		counts_once("id BINARY(16) PRIMARY KEY", "0, UNHEX(MD5('#'))", "id", between);
	else
		counts_once("id BLOB PRIMARY KEY", "0, randomblob(16)", "id", between);
	if (is_engine("mysql"))
		counts_once("id UUID PRIMARY KEY",
			    "0, CONCAT('00000000-0000-4000-8000-', LPAD(#, 12, '0'))", "id",
			    between);
}

/* What a text key's order is, its collation says. */
static void the_engine_compares(void **state)
{
	const char *collation = is_engine("postgres") ? "COLLATE \"und-x-icu\""
				: is_engine("mysql")  ? "COLLATE utf8mb4_unicode_ci"
						      : "COLLATE NOCASE";
	_cleanup_buf_ struct buf create = {0};

	(void)state;
	buf_printf(&create, "id VARCHAR(40) %s PRIMARY KEY", collation);
	counts_once(create.data, "0, CASE WHEN # % 2 = 0 THEN 'a#' ELSE 'B#' END", "id",
		    "id BETWEEN :lo AND :hi");
}

static void refused(const char *text, int line, const char *message)
{
	struct pawl_error e = {0};

	runs_fresh_database();
	runs_add_file("003_k.sql", "CREATE TABLE k (id INTEGER PRIMARY KEY, o INTEGER, "
				   "u INTEGER UNIQUE, n INTEGER);\n"
				   "INSERT INTO k VALUES (1, 1, NULL, 0);\n");
	runs_add_file("004_k.sql", text);
	assert_int_equal(runs_up(NULL, NULL, &e), PAWL_E_SYNTAX);
	if (strstr(e.message, message) == NULL)
		fail_msg("\"%s\" instead of \"%s\"", e.message, message);
	assert_int_equal(e.line, line);
	assert_non_null(strstr(e.file, "004_k.sql"));
}

#define UPDATE "UPDATE k SET n = 1 WHERE id BETWEEN :lo AND :hi;\n"

static void what_cannot_run_is_refused(void **state)
{
	(void)state;
	refused("-- pawl:batch table=kk key=id\n" UPDATE, 1, "table \"kk\" of directive");
	refused("\n-- pawl:batch table=k key=nn\n" UPDATE, 2, "no column \"nn\"");
	refused("-- pawl:batch table=k key=o\n" UPDATE, 1, "no unique key on (o)");
	refused("-- pawl:batch table=k key=u\n" UPDATE, 1, "rows whose key is NULL");
	refused("-- pawl:batch table=k key=id\nUPDATE k SET n = 1;\n", 2, "name :lo and :hi");
	refused("-- pawl:batch table=k key=id\nUPDATE k SET n = 1\nWHERE id >= :lo AND id < :hi;\n",
		3, "last row");
	refused("-- pawl:batch table=k key=id\nCREATE TABLE x (a INTEGER);\n", 1,
		"create table cannot run in ranges");
	refused("BEGIN;\n-- pawl:batch table=k key=id\n" UPDATE "COMMIT;\n", 2,
		"inside a transaction");
	refused("SELECT 1;\n-- pawl:batch table=k key=id\n", 2, "before no statement");
	refused("UPDATE k SET n = 1\n-- pawl:batch table=k key=id\nWHERE id = 1;\n", 2,
		"inside a statement");
	if (is_engine("mysql"))
		refused("CREATE TABLE m (id INTEGER PRIMARY KEY) ENGINE = MyISAM;\n"
			"-- pawl:batch table=m key=id\n"
			"DELETE FROM m WHERE id BETWEEN :lo AND :hi;\n",
			2, "may not roll back");
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
		cmocka_unit_test(cut_off_at_every_step),
		cmocka_unit_test(a_failed_range_keeps_those_before_it),
		cmocka_unit_test(any_unique_key),
		cmocka_unit_test(the_engine_compares),
		cmocka_unit_test(what_cannot_run_is_refused),
	};

	if (!suite_has_url(NULL))
		return 77;
	return cmocka_run_group_tests(tests, add_folder, drop_folder);
}
