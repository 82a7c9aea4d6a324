/* SPDX-License-Identifier: Apache-2.0 */
#include "state/guard.h"
#include "state/narrow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct pawl_error err;

static bool is_refused(const char *sql)
{
	struct arena a = {0};
	struct guard g = {
		.dialect = dialect_find("postgres"),
		.schemas = {.arena = &a},
		.own = "scratch",
	};
	int rc;

	map_put(&g.schemas, "public", &g);
	map_put(&g.schemas, "App", &g);
	map_put(&g.schemas, "scratch", &g);
	error_reset(&err);
	rc = guard_check(&g, sql, strlen(sql), &err);
	arena_done(&a);
	assert_true(rc == 0 || rc == PAWL_E_SQL);
	return rc != 0;
}

static void test_what_stays_inside_is_allowed(void **state)
{
	(void)state;
	assert_false(is_refused("CREATE TABLE users (id int, public text)"));
	assert_false(is_refused("SELECT u.public FROM users u"));
	assert_false(is_refused("INSERT INTO scratch.users VALUES (1, 'see public, and app')"));
	assert_false(is_refused("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$"));
	assert_false(is_refused("SELECT pg_catalog.now()"));
	assert_false(is_refused("SELECT app.x FROM app"));
}

static void test_other_schemas_are_refused(void **state)
{
	(void)state;
	assert_true(is_refused("DROP TABLE public.users"));
	assert_true(is_refused("DROP TABLE PUBLIC . users"));
	assert_true(is_refused("DELETE FROM \"App\".users"));
	assert_true(is_refused("GRANT SELECT ON ALL TABLES IN SCHEMA public TO x"));
	assert_true(is_refused("DO $$ BEGIN EXECUTE 'DROP TABLE public.users'; END $$"));
	assert_true(is_refused("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS "
			       "$x$ SELECT 1 FROM public.users $x$"));
	assert_true(is_refused("SET search_path = public"));
	assert_true(is_refused("SELECT set_config('search_path', 'public', false)"));
	assert_non_null(strstr(err.hint, "--scratch-url"));
}

static void test_what_lies_in_no_schema_is_refused(void **state)
{
	(void)state;
	assert_true(is_refused("CREATE SCHEMA app"));
	assert_true(is_refused("DROP SCHEMA IF EXISTS app CASCADE"));
	assert_true(is_refused("CREATE EXTENSION hstore"));
	assert_true(is_refused("CREATE ROLE x"));
}

static bool leaves(const char *dialect, const char *sql)
{
	struct arena a = {0};
	struct guard g = {
		.dialect = dialect_find(dialect),
		.schemas = {.arena = &a},
		.own = "scratch",
		.database = true,
		.names_lead_out = strcmp(dialect, "mysql") == 0,
	};
	int rc;

	if (g.names_lead_out) {
		map_put(&g.schemas, "shop", &g);
		map_put(&g.schemas, "scratch", &g);
	}
	error_reset(&err);
	rc = guard_check(&g, sql, strlen(sql), &err);
	arena_done(&a);
	assert_true(rc == 0 || rc == PAWL_E_SQL);
	return rc != 0;
}

static void test_a_scratch_database_is_not_left(void **state)
{
	(void)state;
	assert_true(leaves("mysql", "USE shop"));
	assert_true(leaves("mysql", "CREATE DATABASE IF NOT EXISTS shop"));
	assert_true(leaves("mysql", "DROP DATABASE other"));
	assert_true(leaves("mysql", "ALTER DATABASE `shop` CHARACTER SET latin1"));
	assert_true(leaves("mysql", "DROP TABLE shop.users"));
	assert_true(leaves("mysql", "INSERT INTO `shop`.`users` VALUES (1)"));
	assert_true(leaves("postgres", "DROP DATABASE app"));
	assert_true(leaves("postgres", "ALTER DATABASE app SET timezone = 'UTC'"));
	assert_true(leaves("postgres", "ALTER SYSTEM SET work_mem = 1"));
	assert_non_null(strstr(err.message, "scratch database"));
}

static bool reaches_a_file(const char *sql)
{
	struct guard g = {.dialect = dialect_find("sqlite"), .memory = true};

	error_reset(&err);
	return guard_check(&g, sql, strlen(sql), &err) != 0;
}

static void test_a_database_in_memory_reaches_no_file(void **state)
{
	(void)state;
	assert_true(reaches_a_file("ATTACH 'a.db' AS a"));
	assert_true(reaches_a_file("attach /* */ database \"a.db\" AS a"));
	assert_true(reaches_a_file("ATTACH ':memory:' || 'a' AS a"));
	assert_true(reaches_a_file("VACUUM main INTO 'a.db'"));
	assert_false(reaches_a_file("ATTACH ':memory:' AS a"));
	assert_false(reaches_a_file("ATTACH DATABASE '' AS a"));
	assert_false(reaches_a_file("VACUUM"));
	assert_false(reaches_a_file("CREATE TABLE attach (id)"));
}

static void test_in_a_scratch_database_all_else_is_allowed(void **state)
{
	(void)state;
	assert_false(leaves("mysql", "ALTER DATABASE CHARACTER SET utf8mb4"));
	assert_false(leaves("mysql", "CREATE TABLE scratch.users (id int)"));
	assert_false(leaves("mysql", "SELECT shop.id FROM shop"));
	assert_false(leaves("mysql", "CREATE TABLE shop (shop int)"));
	assert_false(leaves("postgres", "CREATE SCHEMA app"));
	assert_false(leaves("postgres", "CREATE TABLE app.users (id int)"));
	assert_false(leaves("postgres", "CREATE EXTENSION hstore"));
}

static void test_a_narrow_schema_holds_the_default_one_alone(void **state)
{
	struct arena a = {0};
	struct schema_builder b;
	struct schema s;
	struct object *inside, *column, *other, *extension;

	(void)state;
	schema_begin(&b, &a);
	extension = schema_add(&b, OBJECT_EXTENSION, NULL, NULL, "hstore", NULL);
	other = schema_add(&b, OBJECT_TABLE, NULL, "public", "users", NULL);
	inside = schema_add(&b, OBJECT_TABLE, NULL, NULL, "users", NULL);
	column = schema_add(&b, OBJECT_COLUMN, inside, NULL, "id", NULL);
	schema_need(&b, inside, other);
	schema_need(&b, inside, extension);
	schema_finish(&b, &s);
	narrow_to_default_schema(&s);
	assert_int_equal(s.len, 2);
	assert_ptr_equal(s.objects[0], inside);
	assert_ptr_equal(s.objects[1], column);
	assert_int_equal(inside->index, 0);
	assert_int_equal(inside->needs_len, 0);
	assert_ptr_equal(schema_same(&s, inside), inside);
	assert_null(schema_same(&s, other));
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_stays_inside_is_allowed),
		cmocka_unit_test(test_other_schemas_are_refused),
		cmocka_unit_test(test_what_lies_in_no_schema_is_refused),
		cmocka_unit_test(test_a_scratch_database_is_not_left),
		cmocka_unit_test(test_a_database_in_memory_reaches_no_file),
		cmocka_unit_test(test_in_a_scratch_database_all_else_is_allowed),
		cmocka_unit_test(test_a_narrow_schema_holds_the_default_one_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
