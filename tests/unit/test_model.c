/* SPDX-License-Identifier: Apache-2.0 */
#include "model/equal.h"
#include "model_world.h"

static void objects_are_found_by_their_identity(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, BOTH, OBJECT_COLUMN, t, "a");

	world_diff(w);
	assert_ptr_equal(schema_same(&w->to, a.v[0]), a.v[1]);
	assert_ptr_equal(schema_find(&w->to, OBJECT_COLUMN, t.v[1], NULL, "a", NULL), a.v[1]);
	assert_null(schema_find(&w->to, OBJECT_COLUMN, NULL, NULL, "a", NULL));
	assert_null(schema_find(&w->to, OBJECT_VIEW, NULL, NULL, "t", NULL));
}

static void what_columns_say_is_needed(void **state)
{
	static const char *const columns[] = {"b", ""};
	struct world *w = *state;
	struct twin t = add(w, TO, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, TO, OBJECT_COLUMN, t, "a");
	struct twin b = add(w, TO, OBJECT_COLUMN, t, "b");
	struct twin i = add(w, TO, OBJECT_INDEX, t, "i");

	i.v[1]->columns = columns;
	i.v[1]->columns_len = 2;
	schema_need(&w->b[1], i.v[1], b.v[1]); /* said twice, kept once */
	world_diff(w);
	assert_int_equal(i.v[1]->needs_len, 1);
	assert_ptr_equal(i.v[1]->needs[0], b.v[1]);
	assert_int_equal(a.v[1]->needed_by_len, 0);
	assert_ptr_equal(b.v[1]->needed_by[0], i.v[1]);
}

static void differences_are_told(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin gone = add(w, FROM, OBJECT_TABLE, nothing, "gone");
	_cleanup_buf_ struct buf b = {0};

	set(w, add(w, BOTH, OBJECT_COLUMN, t, "a"), ATTR_TYPE, "int", "text");
	set(w, t, ATTR_COMMENT, "old", NULL);
	add(w, TO, OBJECT_INDEX, t, "i");
	add(w, FROM, OBJECT_COLUMN, gone, "x");
	world_diff(w);
	assert_int_equal(schema_differences(&w->rules, &w->options, &w->from, &w->to, 10, &b), 4);
	assert_string_equal(buf_str(&b), "table \"gone\" is there and should not be\n"
					 "table \"t\": comment is \"old\" instead of absent\n"
					 "column \"t.a\": type is \"int\" instead of \"text\"\n"
					 "index \"t.i\" is missing\n");
	buf_clear(&b);
	assert_int_equal(schema_differences(&w->rules, &w->options, &w->from, &w->to, 1, &b), 4);
	assert_string_equal(buf_str(&b), "table \"gone\" is there and should not be\n");
	assert_int_equal(schema_differences(&w->rules, &w->options, &w->to, &w->to, 1, &b), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(objects_are_found_by_their_identity),
		test(what_columns_say_is_needed),
		test(differences_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
