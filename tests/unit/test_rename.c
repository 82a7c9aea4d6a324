/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"
#include "state/rename.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct pawl_error err;
static const char *asked;

static int tear_down(void **state)
{
	(void)state;
	arena_done(&arena);
	return 0;
}

static void scan(const char *text, struct rename_list *list, int expected)
{
	assert_int_equal(rename_scan(dialect_find("postgres")->lex, "model.sql", text, strlen(text),
				     &arena, list, &err),
			 expected);
}

static void test_comments_say_what_was_renamed(void **state)
{
	struct rename_list list = {0};

	(void)state;
	scan("-- pawl:rename users people\nCREATE TABLE people (\n"
	     "  mail text -- pawl:rename users.email -> users.mail\n);\n"
	     "--pawl:rename a=b\n-- pawl:rename foreign key t.\"old one\" new_one\n",
	     &list, 0);
	assert_int_equal(list.len, 4);
	assert_string_equal(list.v[0].from, "users");
	assert_string_equal(list.v[0].to, "people");
	assert_string_equal(list.v[1].from, "users.email");
	assert_string_equal(list.v[1].to, "users.mail");
	assert_int_equal(list.v[1].line, 3);
	assert_string_equal(list.v[2].to, "b");
	assert_string_equal(list.v[3].kind, "foreign key");
	assert_string_equal(list.v[3].from, "t.\"old one\"");
}

static void test_only_comments_count(void **state)
{
	struct rename_list list = {0};

	(void)state;
	scan("SELECT '-- pawl:rename a b';\n$$\n-- pawl:rename a b\n$$;\n", &list, 0);
	assert_int_equal(list.len, 0);
}

static void test_half_a_rename_is_an_error_with_its_line(void **state)
{
	struct rename_list list = {0};

	(void)state;
	scan("\n-- pawl:rename users\n", &list, PAWL_E_SYNTAX);
	assert_int_equal(err.line, 2);
	error_reset(&err);
	scan("-- pawl:rename gizmo a b\n", &list, PAWL_E_SYNTAX);
	error_reset(&err);
}

/* --- finding --- */

static struct object *add_table(struct schema_builder *b, const char *name)
{
	return schema_add(b, OBJECT_TABLE, NULL, NULL, name, NULL);
}

static void add_column(struct schema_builder *b, struct object *table, const char *name,
		       const char *type, size_t position)
{
	struct object *o = schema_add(b, OBJECT_COLUMN, table, NULL, name, NULL);

	o->position = position;
	schema_set(b, o, ATTR_TYPE, type);
}

static void add_index(struct schema_builder *b, struct object *table, const char *name,
		      const char *definition)
{
	schema_set(b, schema_add(b, OBJECT_INDEX, table, NULL, name, NULL), ATTR_DEFINITION,
		   definition);
}

static int yes(void *data, const char *kind, const char *from, const char *to)
{
	(void)data;
	asked = arena_printf(&arena, "%s %s %s", kind, from, to);
	return 1;
}

static int nobody_knows(void *data, const char *kind, const char *from, const char *to)
{
	yes(data, kind, from, to);
	return -1;
}

static struct rename_search search_in(const struct schema *from, const struct schema *to,
				      struct rename_list *said, rename_ask_fn *ask)
{
	asked = NULL;
	return (struct rename_search){
		.dialect = dialect_find("postgres"),
		.from = from,
		.to = to,
		.said = said,
		.ask = ask,
	};
}

/* users(id, email, name) with an index, and what became of it. */
static void build(struct schema *ret, const char *table, const char *column, const char *index)
{
	struct schema_builder b;
	struct object *o;

	schema_begin(&b, &arena);
	o = add_table(&b, table);
	add_column(&b, o, "id", "integer", 1);
	add_column(&b, o, column, "text", 2);
	add_column(&b, o, "age", "integer", 3);
	add_index(&b, o, index,
		  arena_printf(&arena, "CREATE INDEX %s ON t USING btree (id)", index));
	schema_finish(&b, ret);
}

static void test_tables_that_share_most_columns_are_asked_about(void **state)
{
	struct rename_list said = {0};
	struct schema from, to;
	struct rename_search s = search_in(&from, &to, &said, yes);
	struct rename_pair *pairs;
	size_t len;

	(void)state;
	build(&from, "users", "email", "i");
	build(&to, "people", "mail", "i");
	assert_int_equal(rename_find(&s, RENAME_RELATIONS, &arena, &pairs, &len, &err), 0);
	assert_int_equal(len, 1);
	assert_string_equal(asked, "table users people");
	s.ask = NULL;
	assert_int_equal(rename_find(&s, RENAME_RELATIONS, &arena, &pairs, &len, &err), 0);
	assert_int_equal(len, 0);
	s.ask = nobody_knows;
	assert_int_equal(rename_find(&s, RENAME_RELATIONS, &arena, &pairs, &len, &err),
			 PAWL_E_USAGE);
	error_reset(&err);
}

/* name(id, column) */
static void build_small(struct schema *ret, const char *name, const char *type, const char *column)
{
	struct schema_builder b;
	struct object *o;

	schema_begin(&b, &arena);
	o = add_table(&b, name);
	add_column(&b, o, "id", type, 1);
	add_column(&b, o, column, "text", 2);
	schema_finish(&b, ret);
}

static void test_half_of_the_columns_is_enough_whatever_their_types(void **state)
{
	struct rename_list said = {0};
	struct schema from, to;
	struct rename_search s = search_in(&from, &to, &said, yes);
	struct rename_pair *pairs;
	size_t len;

	(void)state;
	build_small(&from, "people", "integer", "name");
	build_small(&to, "persons", "bigint", "full_name");
	assert_int_equal(rename_find(&s, RENAME_RELATIONS, &arena, &pairs, &len, &err), 0);
	assert_int_equal(len, 1);
	assert_string_equal(asked, "table people persons");
	build(&to, "persons", "full_name", "i");
	asked = NULL;
	assert_int_equal(rename_find(&s, RENAME_RELATIONS, &arena, &pairs, &len, &err), 0);
	assert_null(asked);
}

static void test_columns_of_one_type_are_asked_about_others_are_not(void **state)
{
	struct rename_list said = {0};
	struct schema from, to;
	struct rename_search s = search_in(&from, &to, &said, yes);
	struct rename_pair *pairs;
	size_t len;

	(void)state;
	build(&from, "users", "email", "i");
	build(&to, "users", "mail", "i");
	assert_int_equal(rename_find(&s, RENAME_COLUMNS, &arena, &pairs, &len, &err), 0);
	assert_int_equal(len, 1);
	assert_string_equal(pairs[0].new->name, "mail");
	assert_string_equal(asked, "column users.email users.mail");
}

static void test_what_is_said_is_not_asked(void **state)
{
	struct rename_list said = {0};
	struct schema from, to;
	struct rename_search s = search_in(&from, &to, &said, nobody_knows);
	struct rename_pair *pairs;
	size_t len;

	(void)state;
	build(&from, "users", "email", "i");
	build(&to, "users", "mail", "i");
	*(struct rename *)vec_push(&said, &arena) =
		(struct rename){.from = "users.\"email\"", .to = "mail"};
	assert_int_equal(rename_find(&s, RENAME_COLUMNS, &arena, &pairs, &len, &err), 0);
	assert_int_equal(len, 1);
	assert_null(asked);
	assert_true(said.v[0].used);
}

static void test_an_index_that_only_changed_its_name_was_renamed(void **state)
{
	struct rename_list said = {0};
	struct schema from, to;
	struct rename_search s = search_in(&from, &to, &said, NULL);
	struct rename_pair *pairs;
	size_t len;

	(void)state;
	build(&from, "users", "email", "old_index");
	build(&to, "users", "email", "new_index");
	assert_int_equal(rename_find(&s, RENAME_OTHERS, &arena, &pairs, &len, &err), 0);
	assert_int_equal(len, 1);
	assert_string_equal(pairs[0].old->name, "old_index");
	assert_string_equal(pairs[0].new->name, "new_index");
}

static void test_an_index_is_found_by_its_name_alone(void **state)
{
	struct rename_list said = {0};
	struct schema from, to;
	struct rename_search s = search_in(&from, &to, &said, NULL);
	struct rename_pair *pairs;
	size_t len;

	(void)state;
	build(&from, "users", "email", "old_index");
	build(&to, "users", "email", "new_index");
	*(struct rename *)vec_push(&said, &arena) =
		(struct rename){.from = "old_index", .to = "new_index"};
	assert_int_equal(rename_find(&s, RENAME_OTHERS, &arena, &pairs, &len, &err), 0);
	assert_int_equal(len, 1);
	assert_true(said.v[0].used);
}

#define each(name) cmocka_unit_test_teardown(name, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		each(test_comments_say_what_was_renamed),
		each(test_only_comments_count),
		each(test_half_a_rename_is_an_error_with_its_line),
		each(test_tables_that_share_most_columns_are_asked_about),
		each(test_half_of_the_columns_is_enough_whatever_their_types),
		each(test_columns_of_one_type_are_asked_about_others_are_not),
		each(test_what_is_said_is_not_asked),
		each(test_an_index_that_only_changed_its_name_was_renamed),
		each(test_an_index_is_found_by_its_name_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
