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

/* Taken back in other sizes, and in the other order. */
static void add_way_back(void)
{
	runs_add_file("002_batch.down.sql",
		      "-- pawl:batch table=t key=id size=8\n"
		      "UPDATE t SET n = n - 10 WHERE id BETWEEN :lo AND :hi;\n"
		      "DELETE FROM seen WHERE n = 2;\n"
		      "-- pawl:batch table=t key=id size=6\n"
		      "UPDATE t SET n = n - 1 WHERE id BETWEEN :lo AND :hi;\n"
		      "DELETE FROM seen;\n");
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

/* The RDS Data API is the engine with a request to each call: the way up shows what is its own. */
static void killed_at_every_step_down(void **state)
{
	(void)state;
	if (suite_is_data_api())
		skip();
	add_way_back();
	runs_down_to = "001";
	runs_stop_everywhere("kill", true, state_of_database, 40);
	runs_down_to = NULL;
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
	assert_non_null(strstr(e.detail, "of statement"));
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
	_cleanup_buf_ struct buf table = {0}, row = {0}, batch = {0};
	struct db *db;

	runs_fresh_database();
	buf_printf(&table, "CREATE TABLE k (n INTEGER NOT NULL, %s);\n", create);
	buf_printf(&row, "0, %s", values);
	fill(&table, "INSERT INTO k", row.data, 40);
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
	counts_once("id BIGINT PRIMARY KEY", "9007199254740993 + #", "id", between);
	counts_once("id VARCHAR(40) PRIMARY KEY", "'it''s \\ # \xc3\xa4'", "id", between);
	counts_once("a INTEGER, b VARCHAR(10), PRIMARY KEY (a, b)", "# % 3, 'x#'", "a,b",
		    "(a, b) >= :lo AND (a, b) <= :hi");
	counts_once("a INTEGER, b INTEGER, PRIMARY KEY (a, b)", "# % 3, #", "a,b",
		    "a BETWEEN :lo_a AND :hi_a AND (a, b) > :lo AND (a, b) <= :hi");
	counts_once("id INTEGER NOT NULL UNIQUE", "#", "id", between);
	if (is_engine("postgres"))
		counts_once("id uuid PRIMARY KEY", "md5('#')::uuid", "id", between);
	else if (is_engine("mysql"))
		counts_once("id BINARY(16) PRIMARY KEY", "UNHEX(MD5('#'))", "id", between);
	else
		counts_once("id BLOB PRIMARY KEY", "randomblob(16)", "id", between);
	if (is_engine("mysql"))
		counts_once("id BIT(12) PRIMARY KEY", "#", "id", between);
	if (!is_engine("sqlite"))
		counts_once("id DECIMAL(30, 3) PRIMARY KEY", "12345678901234567890.125 + #", "id",
			    between);
	if (is_engine("sqlite"))
		counts_once("id TEXT PRIMARY KEY", "'a' || char(0) || '#'", "id", between);
	if (is_engine("mysql"))
		counts_once("`Line No` INTEGER PRIMARY KEY", "#", "\"Line No\"",
			    "`Line No` BETWEEN :lo AND :hi");
	else
		counts_once("\"Line No\" INTEGER PRIMARY KEY", "#", "\"Line No\"",
			    "\"Line No\" BETWEEN :lo AND :hi");
	if (is_engine("mysql"))
		counts_once("id UUID PRIMARY KEY",
			    "CONCAT('00000000-0000-4000-8000-', LPAD(#, 12, '0'))", "id", between);
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
	counts_once(create.data, "CASE WHEN # % 2 = 0 THEN 'a#' ELSE 'B#' END", "id",
		    "id BETWEEN :lo AND :hi");
}

/* What is to be done in ranges to a table k that create and values have made, and what that gives. */
static void gives(const char *create, const char *values, const char *text, const char *query,
		  const char *expected)
{
	_cleanup_buf_ struct buf table = {0};
	struct db *db;

	runs_fresh_database();
	buf_printf(&table, "CREATE TABLE k (%s, n INTEGER NOT NULL);\n", create);
	buf_printf(&table, "INSERT INTO k VALUES %s;\n", values);
	buf_adds(&table, "CREATE TABLE copy (id BIGINT, n INTEGER);\n");
	runs_add_file("003_k.sql", table.data);
	runs_add_file("004_k.sql", text);
	ok(runs_up(NULL, NULL, &err));
	db = suite_open(NULL);
	if (strcmp(suite_value(db, query), expected) != 0)
		fail_msg("%s: %s instead of %s", text, suite_value(db, query), expected);
	db_close(db);
}

/* The ends of the numbers and gaps between them; one row to a range, and several. */
static void the_ends_of_the_numbers(void **state)
{
	static const char rows[] = "(-9223372036854775807 - 1, 0), (-9223372036854775807, 0), "
				   "(-1, 0), (0, 0), (5000000000, 0), (9223372036854775807, 0)";

	(void)state;
	for (int size = 1; size < 4; size++) {
		_cleanup_buf_ struct buf text = {0};

		buf_printf(&text, "-- pawl:batch table=k key=id size=%d\n", size);
		buf_adds(&text, "UPDATE k SET n = n + 1 WHERE id BETWEEN :lo AND :hi;\n");
		gives("id BIGINT PRIMARY KEY", rows, text.data,
		      "SELECT count(*) FROM k WHERE n = 1", "6");
	}
	gives("id BIGINT PRIMARY KEY", "(-3, 0), (-2, 0), (-1, 0), (0, 0), (7, 0)",
	      "-- pawl:batch table=k key=id size=2\n"
	      "UPDATE k SET n = n + 1 WHERE id-:hi<=0 AND id>=:lo;\n",
	      "SELECT count(*) FROM k WHERE n = 1", "5");
}

static void other_statements(void **state)
{
	static const char rows[] = "(1, 0), (2, 0), (3, 0), (4, 0), (5, 0)";

	(void)state;
	gives("id INTEGER PRIMARY KEY", rows,
	      "-- pawl:batch table=k key=id size=2\n"
	      "DELETE FROM k WHERE id BETWEEN :lo AND :hi AND id <> 3;\n",
	      "SELECT sum(id) FROM k", "3");
	gives("id INTEGER PRIMARY KEY", rows,
	      "-- pawl:batch table=k key=id size=2\n"
	      "INSERT INTO copy SELECT id, n + 1 FROM k WHERE id >= :lo AND id <= :hi;\n",
	      "SELECT sum(id * n) FROM copy", "15");
	gives("id INTEGER PRIMARY KEY", rows,
	      "-- pawl:batch table=k key=id size=2\n"
	      "UPDATE k SET n = n + 1 WHERE id BETWEEN :lo AND :hi AND n > 7;\n",
	      "SELECT sum(n) FROM k", "0");
	gives("id INTEGER PRIMARY KEY", rows,
	      is_engine("mysql")
		      ? "-- pawl:batch table=k key=id size=1\n"
			"UPDATE `k` SET `n` = `n` + 1 WHERE `id` BETWEEN :lo AND :hi;\n"
		      : "-- pawl:batch table=\"k\" key=\"id\" size=1\n"
			"UPDATE \"k\" SET \"n\" = n + 1 WHERE \"id\" BETWEEN :lo AND :hi;\n",
	      "SELECT count(*) FROM k WHERE n = 1", "5");
}

/* A backslash is one, whatever the file has set. */
static void a_mode_changes_no_literal(void **state)
{
	(void)state;
	if (!is_engine("mysql"))
		skip();
	gives("id VARCHAR(40) PRIMARY KEY",
	      "('a\\\\b', 0), ('a\\\\\\\\b', 0), ('it''s', 0), ('\"', 0)",
	      "SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES', autocommit = 0;\n"
	      "-- pawl:batch table=k key=id size=1\n"
	      "UPDATE k SET n = n + 1 WHERE id BETWEEN :lo AND :hi;\n",
	      "SELECT count(*) FROM k WHERE n = 1", "4");
}

/* The directive means the table that the statement means. */
static void where_unqualified_names_resolve(void **state)
{
	struct db *db;

	(void)state;
	/* The Data API has no session in which a search_path would last. */
	if (!is_engine("postgres") || suite_is_data_api())
		skip();
	runs_fresh_database();
	runs_add_file("003_k.sql",
		      "CREATE SCHEMA app; CREATE TABLE app.k (id int PRIMARY KEY, n int);\n"
		      "CREATE TABLE k (other int PRIMARY KEY);\n"
		      "INSERT INTO app.k SELECT i, 0 FROM generate_series(1, 9) i;\n");
	runs_add_file("004_k.sql", "-- pawl:batch table=app.k key=id size=2\n"
				   "UPDATE app.k SET n = n + 1 WHERE id BETWEEN :lo AND :hi;\n"
				   "SET search_path = app;\n"
				   "-- pawl:batch table=k key=id size=2\n"
				   "UPDATE k SET n = n + 10 WHERE id BETWEEN :lo AND :hi;\n"
				   "-- pawl:batch table=public.k key=other size=2\n"
				   "DELETE FROM public.k WHERE other BETWEEN :lo AND :hi;\n");
	ok(runs_up(NULL, NULL, &err));
	db = suite_open(NULL);
	assert_string_equal(suite_value(db, "SELECT count(*) FROM app.k WHERE n = 11"), "9");
	db_close(db);
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
	refused("-- pawl:batch table=k key=id\n"
		"UPDATE k SET n = 1, id = id + 100 WHERE id BETWEEN :lo AND :hi;\n",
		2, "changes column \"id\" of its key");
	refused("-- pawl:batch table=k key=id\n\n"
		"INSERT INTO k (id) SELECT id + 100 FROM k WHERE id BETWEEN :lo AND :hi;\n",
		3, "adds rows to table \"k\"");
	refused("-- pawl:batch table=nowhere.k key=id\n" UPDATE, 1,
		"table \"nowhere.k\" of directive");
	if (is_engine("mysql")) {
		refused("CREATE TABLE m (a INTEGER, id ENUM('z', 'binary'), PRIMARY KEY (a, id));\n"
			"-- pawl:batch table=m key=a,id\n"
			"DELETE FROM m WHERE (a, id) >= :lo AND (a, id) <= :hi;\n",
			2, "of type enum('z','binary') cannot be in the key");
		refused("CREATE TABLE m (id FLOAT PRIMARY KEY);\n"
			"-- pawl:batch table=m key=id\n"
			"DELETE FROM m WHERE id BETWEEN :lo AND :hi;\n",
			2, "of type float cannot be in the key");
	}
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
		cmocka_unit_test(killed_at_every_step_down),
		cmocka_unit_test(a_failed_range_keeps_those_before_it),
		cmocka_unit_test(any_unique_key),
		cmocka_unit_test(the_engine_compares),
		cmocka_unit_test(the_ends_of_the_numbers),
		cmocka_unit_test(other_statements),
		cmocka_unit_test(a_mode_changes_no_literal),
		cmocka_unit_test(where_unqualified_names_resolve),
		cmocka_unit_test(what_cannot_run_is_refused),
	};

	if (!suite_has_url(NULL))
		return 77;
	return cmocka_run_group_tests(tests, add_folder, drop_folder);
}
