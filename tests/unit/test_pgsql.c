/* SPDX-License-Identifier: Apache-2.0 */
/* Names, pieces of text and type changes of src/dialect/postgres; what needs a server is golden. */
#include "dialect/postgres/emit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void names_are_quoted_as_the_server_does(void **state)
{
	_cleanup_arena_ struct arena a = {0};

	(void)state;
	assert_string_equal(pgsql_ident(&a, "users"), "users");
	assert_string_equal(pgsql_ident(&a, "_a1"), "_a1");
	assert_string_equal(pgsql_ident(&a, "Users"), "\"Users\"");
	assert_string_equal(pgsql_ident(&a, "1a"), "\"1a\"");
	assert_string_equal(pgsql_ident(&a, "a b"), "\"a b\"");
	assert_string_equal(pgsql_ident(&a, ""), "\"\"");
	assert_string_equal(pgsql_ident(&a, "x\"; DROP TABLE t; --"),
			    "\"x\"\"; DROP TABLE t; --\"");
	assert_string_equal(pgsql_ident(&a, "select"), "\"select\"");
	assert_string_equal(pgsql_ident(&a, "left"), "\"left\"");
	assert_string_equal(pgsql_ident(&a, "json_table"), "\"json_table\"");
	assert_string_equal(pgsql_ident(&a, "name"), "name"); /* UNRESERVED */
}

static void spare_names_fit(void **state)
{
	_cleanup_arena_ struct arena a = {0};
	char name[64];

	(void)state;
	memset(name, 'x', 63);
	name[63] = '\0';
	assert_int_equal(strlen(pgsql_spare_name(&a, name, "_old")), 63);
	assert_string_equal(pgsql_spare_name(&a, "mood", "_old"), "mood_old");
}

static void lists_are_split_outside_of_quotes(void **state)
{
	_cleanup_arena_ struct arena a = {0};
	struct text_list list = {0};

	(void)state;
	pgsql_split(&a, "'a,b', f(1, 2) , \"c,d\"", &list);
	assert_int_equal(list.len, 3);
	assert_string_equal(list.v[0], "'a,b'");
	assert_string_equal(list.v[1], "f(1, 2)");
	assert_string_equal(list.v[2], "\"c,d\"");
}

static void options_are_compared_by_name(void **state)
{
	_cleanup_arena_ struct arena a = {0};
	const char *set, *reset;

	(void)state;
	pgsql_options_diff(&a, "fillfactor=70, a=1", "fillfactor=80, b=2", &set, &reset);
	assert_string_equal(set, "fillfactor=80, b=2");
	assert_string_equal(reset, "a");
	assert_string_equal(pgsql_fdw_options_diff(&a, "h 'x', p '1'", "h 'y', \"u s\" '2'"),
			    "DROP p, SET h 'y', ADD \"u s\" '2'");
	assert_null(pgsql_fdw_options_diff(&a, "h 'x'", "h 'x'"));
}

static void words_are_found_outside_of_parentheses(void **state)
{
	_cleanup_arena_ struct arena a = {0};
	const char *sql = "UNIQUE (\"INCLUDE\", f(a)) INCLUDE (b) DEFERRABLE";

	(void)state;
	assert_string_equal(pgsql_behind(&a, sql, "UNIQUE"), "\"INCLUDE\", f(a)");
	assert_string_equal(pgsql_behind(&a, sql, "INCLUDE"), "b");
	assert_null(pgsql_find(sql, "NULLS NOT DISTINCT"));
	assert_string_equal(pgsql_parens(&a, "(a) + (b)"), "((a) + (b))");
	assert_string_equal(pgsql_parens(&a, "((a) + (b))"), "((a) + (b))");
	assert_true(pgsql_mentions(&a, "RANGE (\"At\", lower(b))", "At"));
	assert_false(pgsql_mentions(&a, "RANGE (at, lower('b'))", "b"));
}

static struct type_change change_of(struct arena *a, const char *old, const char *new)
{
	struct schema_builder b;
	struct object *from, *to;
	struct type_change ret;

	schema_begin(&b, a);
	from = schema_add(&b, OBJECT_COLUMN, NULL, NULL, "c", "old");
	to = schema_add(&b, OBJECT_COLUMN, NULL, NULL, "c", "new");
	schema_set(&b, from, ATTR_TYPE, old);
	schema_set(&b, to, ATTR_TYPE, new);
	pgsql_type_change(a, from, to, &ret);
	return ret;
}

static void type_changes_are_weighed(void **state)
{
	static const struct {
		const char *old, *new, *using;
		bool loses;
	} cases[] = {
		{"integer", "bigint", NULL, false},
		{"bigint", "integer", NULL, true},
		{"integer", "numeric(10,0)", NULL, false},
		{"bigint", "numeric(10,0)", NULL, true},
		{"numeric(8,2)", "numeric(10,2)", NULL, false},
		{"numeric(10,2)", "numeric(10,3)", NULL, true},
		{"numeric", "double precision", NULL, true},
		{"smallint", "real", NULL, false},
		{"text", "character varying(5)", NULL, true},
		{"character varying(5)", "text", NULL, false},
		{"timestamp(3) without time zone", "timestamp(6) without time zone", NULL, false},
		{"timestamp without time zone", "timestamp(0) without time zone", NULL, true},
		{"text", "date", "c::date", true},
		{"uuid", "integer", "c::text::integer", true},
		{"boolean", "bigint", "c::integer", false},
		{"bigint", "boolean", "c <> 0", true},
		{"my.mood", "text", NULL, false},
		{"text", "my.mood", "c::my.mood", true},
		{"my.mood", "other", "c::text::other", true},
		{"integer[]", "integer", "c[1]::text::integer", true},
		{"integer[]", "text", NULL, false},
	};
	_cleanup_arena_ struct arena a = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct type_change c = change_of(&a, cases[i].old, cases[i].new);

		if (c.assignable != (cases[i].using == NULL) || (c.loss != NULL) != cases[i].loses)
			fail_msg("%s to %s: using %s, loss %s", cases[i].old, cases[i].new,
				 c.using != NULL ? c.using : "none",
				 c.loss != NULL ? c.loss : "none");
		if (cases[i].using != NULL)
			assert_string_equal(c.using, cases[i].using);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_quoted_as_the_server_does),
		cmocka_unit_test(spare_names_fit),
		cmocka_unit_test(lists_are_split_outside_of_quotes),
		cmocka_unit_test(options_are_compared_by_name),
		cmocka_unit_test(words_are_found_outside_of_parentheses),
		cmocka_unit_test(type_changes_are_weighed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
