/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/ident.h"

#include "dialect/dialect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void quotes_are_doubled(void **state)
{
	_cleanup_buf_ struct buf b = {0};

	(void)state;
	ident_quote(&b, '"', "a\"b\"\"");
	buf_addc(&b, ' ');
	ident_quote(&b, '`', "`a\"");
	buf_addc(&b, ' ');
	ident_quote(&b, '"', "");
	assert_string_equal(b.data, "\"a\"\"b\"\"\"\"\" ```a\"` \"\"");
}

static void literals_escape_what_the_dialect_needs(void **state)
{
	_cleanup_buf_ struct buf b = {0};

	(void)state;
	ident_literal(&b, "it's a\\b", false);
	buf_addc(&b, ' ');
	ident_literal(&b, "it's a\\b", true);
	buf_addc(&b, ' ');
	ident_literal(&b, NULL, true);
	assert_string_equal(b.data, "'it''s a\\b' 'it''s a\\\\b' NULL");
}

static void check_unquote(const char *text, const char *expected)
{
	struct arena a = {0};

	assert_string_equal(ident_unquote(&a, text, strlen(text)), expected);
	arena_done(&a);
}

static void unquoting(void **state)
{
	(void)state;
	check_unquote("Plain", "Plain");
	check_unquote("\"a\"\"b\"", "a\"b");
	check_unquote("`a``b`", "a`b");
	check_unquote("[a]", "a");
	check_unquote("\"\"", "");
	check_unquote("\"", "\"");
	check_unquote("U&\"x\"\"\"", "x\"");
}

static void dialects_by_every_name(void **state)
{
	static const char *const names[][2] = {
		{"sqlite", "sqlite"},     {"sqlite3", "sqlite"},      {"pg", "postgres"},
		{"postgres", "postgres"}, {"postgresql", "postgres"}, {"mysql", "mysql"},
		{"mariadb", "mysql"},     {"Maria", "mysql"},
	};
	_cleanup_buf_ struct buf b = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_string_equal(dialect_find(names[i][0])->name, names[i][1]);
	assert_null(dialect_find("oracle"));
	dialect_name(dialect_find("mysql"), &b, "s", "a`b");
	dialect_name(dialect_find("pg"), &b, NULL, "t");
	assert_string_equal(b.data, "`s`.`a``b`\"t\"");
}

static void check_script(const char *dialect, const char *text, const char *expected)
{
	struct statement st = {.text = text, .len = strlen(text)};
	_cleanup_buf_ struct buf b = {0};

	dialect_find(dialect)->script(&b, &st);
	assert_string_equal(b.data, expected);
}

static void scripts_for_the_client(void **state)
{
	(void)state;
	check_script("pg", "SELECT 1", "SELECT 1;\n");
	check_script("mysql", "SELECT ';' -- x;", "SELECT ';' -- x;;\n");
	check_script("mysql", "CREATE PROCEDURE p() BEGIN SELECT 1; END",
		     "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END\n//\nDELIMITER ;\n");
	check_script("mysql", "BEGIN NOT ATOMIC SELECT '//'; END",
		     "DELIMITER $$\nBEGIN NOT ATOMIC SELECT '//'; END\n$$\nDELIMITER ;\n");
}

static void lock_tables_takes_more_tables(void **state)
{
	static const char *const extra[] = {"_migrations", "`s`.`log`"};
	_cleanup_buf_ struct buf b = {0};

	(void)state;
	dialect_find("mysql")->lock_tables(&b, "LOCK TABLES a READ", 18, extra, 2);
	assert_string_equal(b.data, "LOCK TABLES a READ, `_migrations` WRITE, `s`.`log` WRITE");
	buf_clear(&b);
	dialect_find("mysql")->lock_tables(&b, "/*!1 LOCK TABLES a READ*/", 25, extra, 1);
	assert_string_equal(b.data, "/*!1 LOCK TABLES a READ, `_migrations` WRITE */");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quotes_are_doubled),
		cmocka_unit_test(literals_escape_what_the_dialect_needs),
		cmocka_unit_test(unquoting),
		cmocka_unit_test(dialects_by_every_name),
		cmocka_unit_test(scripts_for_the_client),
		cmocka_unit_test(lock_tables_takes_more_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
