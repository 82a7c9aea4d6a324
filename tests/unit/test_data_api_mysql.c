/* SPDX-License-Identifier: Apache-2.0 */
/* Aurora MySQL over the Data API: what a session would keep, and the texts of errors. */
#include "driver/data_api/memory.h"
#include "driver/data_api/mysql.h"
#include "driver/data_api/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct memory memory;
static struct memory_change change;

static int setup(void **state)
{
	(void)state;
	memory_forget(&memory);
	return 0;
}

static const char *question(const char *sql)
{
	const char *text;

	memory_read(sql, &arena, &change);
	text = memory_question(&change, &arena);
	return text == NULL ? "" : text;
}

static void keep(const char *sql, const char *one, const char *two)
{
	const char *const answer[] = {one, two};

	question(sql);
	memory_keep(&memory, &change, answer);
}

static const char *kept(void)
{
	struct buf b = {0};
	const char *text;

	memory_write(&memory, &b);
	text = arena_strdup(&arena, buf_str(&b));
	buf_done(&b);
	return text;
}

static void what_is_set_is_asked_for(void **state)
{
	static const char *const cases[][2] = {
		{"SET sql_mode = ''", "SELECT @@SESSION.sql_mode"},
		{"set session SQL_MODE='a,b', @X:=f(1, 2), local time_zone = '+00:00'",
		 "SELECT @@SESSION.sql_mode, @X, @@SESSION.time_zone"},
		{"/*!40014 SET @OLD=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;",
		 "SELECT @OLD, @@SESSION.unique_checks"},
		{"-- why\nSET @@session.foreign_key_checks=0",
		 "SELECT @@SESSION.foreign_key_checks"},
		{"SET @@foreign_key_checks=0", "SELECT @@SESSION.foreign_key_checks"},
		{"SET @`a b` = 'x,y=z', @'q' = 1", "SELECT @`a b`, @'q'"},
		{"SET GLOBAL max_connections = 1", ""},
		{"SET @@global.max_connections = 1, @x = 1", "SELECT @x"},
		{"SET GLOBAL a = 1, b = 2, SESSION c = 3", "SELECT @@SESSION.c"},
		{"SET PERSIST a = 1", ""},
		{"SET NAMES utf8mb4", ""},
		{"SET PASSWORD = 'x'", ""},
		{"SELECT 1, ' INTO @no' INTO @a, @`b` FROM t", "SELECT @a, @`b`"},
		{"SELECT 1 INTO OUTFILE 'x'", ""},
		{"SELECT @a := 1", ""},
		{"PREPARE s FROM @sql", "SELECT @sql"},
		{"PREPARE s FROM 'SELECT 1'", ""},
		{"SETTLE", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(question(cases[i][0]), cases[i][1]);
}

static void what_is_set_last_counts(void **state)
{
	(void)state;
	keep("SET sql_mode = 'ANSI', @n = 1", "'ANSI'", "1");
	assert_true(memory_is_set(&memory));
	keep("SET NAMES latin1", NULL, NULL);
	keep("SET @N = 2", "2", NULL);
	assert_string_equal(kept(), "@@SESSION.sql_mode='ANSI',NAMES latin1,@N=2");
	keep("SET SESSION sql_mode = DEFAULT", NULL, NULL);
	assert_string_equal(kept(), "NAMES latin1,@N=2");
	memory_forget(&memory);
	assert_false(memory_is_set(&memory));
	assert_string_equal(kept(), "");
	memory.insert_id = 7;
	assert_string_equal(kept(), "@pawl_id=LAST_INSERT_ID(7)");
}

static void autocommit_is_left_out(void **state)
{
	(void)state;
	question("SET autocommit = 0");
	assert_true(change.any);
	assert_string_equal(change.instead, "");
	assert_true(change.commits_by_hand);
	question("set @@session.AutoCommit = ON");
	assert_true(change.commits_alone);
	assert_false(change.commits_by_hand);
	question("SET autocommit = off");
	assert_int_equal(change.items.len, 0);
	assert_string_equal(question("/*!50000 SET @a = 1, @@autocommit=0, time_zone='x' */"),
			    "SELECT @a, @@SESSION.time_zone");
	assert_string_equal(change.instead, "SET @a = 1, time_zone='x'");
	question("SET time_zone = 'x'");
	assert_null(change.instead);
}

static void prepared_statements_are_made_again(void **state)
{
	(void)state;
	keep("PREPARE Add_It FROM @sql", "'ALTER TABLE t'", NULL);
	assert_false(memory_is_set(&memory));
	assert_string_equal(memory_prepared(&memory, "add_it"), "'ALTER TABLE t'");
	question("EXECUTE ADD_IT USING @x");
	assert_string_equal(change.executed, "add_it");
	assert_false(change.any);
	question("EXECUTE IMMEDIATE 'SELECT 1'");
	assert_null(change.executed);
	keep("DEALLOCATE PREPARE add_it;", NULL, NULL);
	assert_null(memory_prepared(&memory, "add_it"));
	question("DROP PREPARE s");
	assert_string_equal(change.forgotten, "s");
	question("DROP TABLE s");
	assert_false(change.any);
}

static void words_are_found_behind_comments(void **state)
{
	(void)state;
	assert_true(words_begins(" -- x\n/* y */ Begin", "begin"));
	assert_true(words_begins("/*!50003 CREATE*/ /*!50017 DEFINER=`x`*/", "create"));
	assert_true(words_begins("/*M! SET x */", "set"));
	assert_false(words_begins("beginning", "begin"));
	assert_true(words_end(" ; -- nothing\n/* at all */"));
	assert_true(words_end(" */;"));
	assert_false(words_end("x"));
}

static void parts_of_errors(void **state)
{
	static const struct {
		const char *text, *message, *state;
		unsigned number;
	} cases[] = {
		{"Database error code: 1146. Message: Table 'x.y' doesn't exist",
		 "Table 'x.y' doesn't exist", NULL, 1146},
		{"Table 'x.y' doesn't exist; Error code: 1146; SQLState: 42S02",
		 "Table 'x.y' doesn't exist", "42S02", 1146},
		{"Duplicate entry '; Error code: 7; SQLState: x' for key 'a'; SQLState: 23000; "
		 "Error code: 1062",
		 "Duplicate entry '; Error code: 7; SQLState: x' for key 'a'", "23000", 1062},
		{"(conn=12) Lock wait timeout exceeded; Error code: 1205; SQLState: HY000",
		 "Lock wait timeout exceeded", "HY000", 1205},
		{"ERROR 1064 (42000): You have an error near 'x' at line 1",
		 "You have an error near 'x' at line 1", "42000", 1064},
		{"ERROR: relation \"x\" does not exist; SQLState: 42P01", NULL, NULL, 0},
		{"Database returned more than the allowed response size limit", NULL, NULL, 0},
		{"Error code: none", NULL, NULL, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mysqld_complaint c;
		bool is_one = mysql_parts(arena_strdup(&arena, cases[i].text), &c);

		assert_int_equal(is_one, cases[i].message != NULL);
		if (!is_one)
			continue;
		assert_int_equal(c.number, cases[i].number);
		assert_string_equal(c.message, cases[i].message);
		if (cases[i].state == NULL)
			assert_null(c.state);
		else
			assert_string_equal(c.state, cases[i].state);
	}
}

static int teardown(void **state)
{
	(void)state;
	arena_done(&arena);
	arena_done(&memory.arena);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_is_set_is_asked_for, setup),
		cmocka_unit_test_setup(what_is_set_last_counts, setup),
		cmocka_unit_test_setup(autocommit_is_left_out, setup),
		cmocka_unit_test_setup(prepared_statements_are_made_again, setup),
		cmocka_unit_test(words_are_found_behind_comments),
		cmocka_unit_test(parts_of_errors),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
