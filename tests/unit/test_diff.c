/* SPDX-License-Identifier: Apache-2.0 */
#include "model_world.h"

static void equal_schemas_differ_in_nothing(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");

	set(w, t, ATTR_COMMENT, "same", "same");
	add(w, BOTH, OBJECT_COLUMN, t, "a");
	assert_string_equal(world_diff(w), "");
}

static void children_are_folded_into_their_table(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, TO, OBJECT_TABLE, nothing, "t");

	add(w, TO, OBJECT_COLUMN, t, "a").v[1]->position = 1;
	add(w, TO, OBJECT_CHECK, t, "c");
	add(w, TO, OBJECT_INDEX, t, "i");
	assert_string_equal(world_diff(w), "+table t(+column t.a, +check constraint t.c)\n"
					   "+index t.i");
	assert_string_equal(world_back(w), "-table t");
	assert_string_equal(w->changes.v[0]->loss, "all rows");
}

static void attributes_are_compared_by_their_rules(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");

	set(w, t, ATTR_COMMENT, "old", NULL);
	set(w, t, ATTR_OPTIONS, NULL, "fillfactor=70");
	set(w, t, ATTR_OWNER, "one", "other");
	set(w, t, ATTR_SOURCE, "a", "b");
	assert_string_equal(world_diff(w), "~table t: comment, options");
	w->options.owners = true;
	assert_string_equal(world_diff(w), "~table t: comment, owner, options");
}

static bool same_types(const struct object *old, const struct object *new, enum attribute name)
{
	(void)old;
	(void)new;
	return name == ATTR_TYPE;
}

static void the_dialect_knows_two_spellings_of_one_thing(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");

	set(w, add(w, BOTH, OBJECT_COLUMN, t, "a"), ATTR_TYPE, "int", "integer");
	w->rules.same = same_types;
	assert_string_equal(world_diff(w), "");
	w->rules.same = NULL;
	assert_string_equal(world_diff(w), "~column t.a: type");
}

static void changes_of_parts_are_one_change_of_the_table(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");

	w->rules.kinds[OBJECT_COLUMN] = KIND_PART;
	set(w, add(w, BOTH, OBJECT_COLUMN, t, "a"), ATTR_NOT_NULL, "yes", NULL);
	add(w, TO, OBJECT_COLUMN, t, "b");
	add(w, FROM, OBJECT_COLUMN, t, "c");
	assert_string_equal(world_diff(w),
			    "~table t(-column t.c, ~column t.a: not null, +column t.b)");
	assert_string_equal(world_back(w),
			    "~table t(-column t.b, ~column t.a: not null, +column t.c)");
}

static void implied_objects_come_with_others(void **state)
{
	struct world *w = *state;
	struct twin v = add(w, TO, OBJECT_VIEW, nothing, "v");
	struct twin c = add(w, TO, OBJECT_COLUMN, v, "a");

	c.v[1]->implied = true;
	set(w, c, ATTR_COMMENT, NULL, "said");
	assert_string_equal(world_diff(w), "+view v\n~column v.a: comment");
	assert_string_equal(world_back(w), "-view v");
}

static void what_is_made_again_takes_its_dependents_along(void **state)
{
	struct world *w = *state;
	struct twin f = add(w, BOTH, OBJECT_FUNCTION, nothing, "f");
	struct twin one = add(w, BOTH, OBJECT_VIEW, nothing, "z");
	struct twin two = add(w, BOTH, OBJECT_VIEW, nothing, "a");

	set(w, f, ATTR_DEFINITION, "old", "new");
	need(w, one, f);
	need(w, two, one);
	add(w, BOTH, OBJECT_TRIGGER, two, "g");
	assert_string_equal(world_diff(w), "-view a!\n-view z!\n-function f!\n+function f!\n"
					   "+view z!\n+view a!\n+trigger a.g!");
	assert_string_equal(w->changes.v[2]->advice, "made again");
}

static void a_disturbed_column_takes_views_but_no_index(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, BOTH, OBJECT_COLUMN, t, "a");
	struct twin b = add(w, BOTH, OBJECT_COLUMN, t, "b");
	struct twin i = add(w, BOTH, OBJECT_INDEX, t, "i");
	struct twin va = add(w, BOTH, OBJECT_VIEW, nothing, "va");
	struct twin vb = add(w, BOTH, OBJECT_VIEW, nothing, "vb");

	set(w, a, ATTR_TYPE, "int", "bigint");
	need(w, i, a);
	need(w, va, a);
	need(w, vb, b);
	assert_string_equal(world_diff(w), "-view va!\n~column t.a: type\n+view va!");
}

static void a_disturbed_column_disturbs_those_that_inherit_it(void **state)
{
	struct world *w = *state;
	struct twin base = add(w, BOTH, OBJECT_TABLE, nothing, "base");
	struct twin a = add(w, BOTH, OBJECT_COLUMN, base, "a");
	struct twin heir = add(w, BOTH, OBJECT_TABLE, nothing, "heir");
	struct twin b = add(w, BOTH, OBJECT_COLUMN, heir, "a");
	struct twin v = add(w, BOTH, OBJECT_VIEW, nothing, "v");

	b.v[0]->implied = b.v[1]->implied = true;
	set(w, a, ATTR_TYPE, "int", "bigint");
	set(w, b, ATTR_TYPE, "int", "bigint");
	need(w, heir, base);
	need(w, v, b);
	assert_string_equal(world_diff(w), "-view v!\n~column base.a: type\n+view v!");
}

static void a_dependent_that_moves_away_is_altered_only(void **state)
{
	struct world *w = *state;
	struct twin f = add(w, FROM, OBJECT_FUNCTION, nothing, "f");
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, BOTH, OBJECT_COLUMN, t, "a");

	set(w, a, ATTR_DEFAULT, "f()", "1");
	need(w, a, f);
	assert_string_equal(world_diff(w), "~column t.a: default\n-function f");
	assert_string_equal(world_back(w), "+function f\n~column t.a: default");
}

static void a_default_is_away_while_its_function_is_made_again(void **state)
{
	struct world *w = *state;
	struct twin f = add(w, BOTH, OBJECT_FUNCTION, nothing, "f");
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, BOTH, OBJECT_COLUMN, t, "a");
	struct twin v = add(w, BOTH, OBJECT_VIEW, nothing, "v");

	set(w, f, ATTR_DEFINITION, "old", "new");
	set(w, a, ATTR_DEFAULT, "f()", "f()");
	need(w, a, f);
	need(w, v, a);
	assert_string_equal(
		world_diff(w),
		"~column t.a: default\n-function f!\n+function f!\n~column t.a: default");
	assert_false(object_has(w->changes.v[0]->new, ATTR_DEFAULT));
	assert_false(object_has(w->changes.v[3]->old, ATTR_DEFAULT));
	assert_string_equal(object_get(w->changes.v[3]->new, ATTR_DEFAULT), "f()");
	w->rules.kinds[OBJECT_COLUMN] = KIND_PART;
	assert_string_equal(world_back(w), "~table t(~column t.a: default)\n-function f!\n"
					   "+function f!\n~table t(~column t.a: default)");
}

static void the_rest_of_a_split_column_changes_in_between(void **state)
{
	struct world *w = *state;
	struct twin f = add(w, BOTH, OBJECT_FUNCTION, nothing, "f");
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, BOTH, OBJECT_COLUMN, t, "a");

	set(w, f, ATTR_DEFINITION, "old", "new");
	set(w, a, ATTR_DEFAULT, "f()", "f() + 1");
	set(w, a, ATTR_NOT_NULL, NULL, "yes");
	need(w, a, f);
	assert_string_equal(world_diff(w),
			    "~column t.a: default\n-function f!\n"
			    "~column t.a: not null\n+function f!\n~column t.a: default");
}

static void a_generated_column_is_added_again(void **state)
{
	struct world *w = *state;
	struct twin f = add(w, BOTH, OBJECT_FUNCTION, nothing, "f");
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, BOTH, OBJECT_COLUMN, t, "a");

	set(w, f, ATTR_DEFINITION, "old", "new");
	set(w, a, ATTR_GENERATED, "f(b)", "f(b)");
	need(w, a, f);
	assert_string_equal(world_diff(w),
			    "-column t.a!\n-function f!\n+function f!\n+column t.a!");
}

static void grants_and_owners_survive(void **state)
{
	struct world *w = *state;
	struct twin v = add(w, BOTH, OBJECT_VIEW, nothing, "v");

	set(w, v, ATTR_DEFINITION, "old", "new");
	set(w, v, ATTR_OWNER, "app", "me");
	set(w, add(w, FROM, OBJECT_PRIVILEGE, v, "reader"), ATTR_PRIVILEGES, "SELECT", NULL);
	assert_string_equal(world_diff(w),
			    "-view v!\n+view v!\n~view v: owner\n+privilege v.reader!");
	assert_string_equal(object_get(w->changes.v[2]->new, ATTR_OWNER), "app");
	assert_string_equal(object_get(w->changes.v[3]->new, ATTR_PRIVILEGES), "SELECT");
	w->options.grants = w->options.owners = true;
	assert_string_equal(world_diff(w), "-view v!\n+view v!");
}

static void grants_are_compared_on_request(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");

	set(w, add(w, BOTH, OBJECT_PRIVILEGE, t, "a"), ATTR_PRIVILEGES, "SELECT", "INSERT");
	add(w, TO, OBJECT_PRIVILEGE, t, "b");
	assert_string_equal(world_diff(w), "");
	w->options.grants = true;
	assert_string_equal(world_diff(w), "~privilege t.a: privileges\n+privilege t.b");
}

static void a_sequence_goes_with_its_owner(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, FROM, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, FROM, OBJECT_COLUMN, t, "a");
	struct twin s = add(w, FROM, OBJECT_SEQUENCE, nothing, "s");
	struct twin owner = add(w, FROM, OBJECT_SEQUENCE_OWNER, s, "t.a");

	set(w, a, ATTR_DEFAULT, "nextval(s)", NULL);
	need(w, a, s);
	need(w, owner, a);
	assert_string_equal(world_diff(w), "-table t");
	assert_string_equal(world_back(w),
			    "+sequence s\n+table t(+column t.a)\n+sequence ownership s.t.a");
}

static void a_table_names_its_index_when_that_is_there(void **state)
{
	static const char *const columns[] = {"a"};
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin i = add(w, BOTH, OBJECT_INDEX, t, "i");

	for (int k = 0; k < 2; k++) {
		i.v[k]->columns = columns;
		i.v[k]->columns_len = 1;
	}
	set(w, t, ATTR_CLUSTER_ON, "i", "i");
	set(w, i, ATTR_DEFINITION, "old", "new");
	assert_string_equal(world_diff(w), "-index t.i!\n+index t.i!\n~table t: cluster on");
}

static void a_table_made_again_names_its_index_too(void **state)
{
	static const char *const columns[] = {"a"};
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin i = add(w, BOTH, OBJECT_INDEX, t, "i");

	for (int k = 0; k < 2; k++) {
		i.v[k]->columns = columns;
		i.v[k]->columns_len = 1;
	}
	set(w, t, ATTR_CLUSTER_ON, "i", "i");
	set(w, t, ATTR_DEFINITION, "old", "new");
	assert_string_equal(world_diff(w),
			    "-table t!\n+table t!\n+index t.i!\n~table t: cluster on");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(equal_schemas_differ_in_nothing),
		test(children_are_folded_into_their_table),
		test(attributes_are_compared_by_their_rules),
		test(the_dialect_knows_two_spellings_of_one_thing),
		test(changes_of_parts_are_one_change_of_the_table),
		test(implied_objects_come_with_others),
		test(what_is_made_again_takes_its_dependents_along),
		test(a_disturbed_column_takes_views_but_no_index),
		test(a_disturbed_column_disturbs_those_that_inherit_it),
		test(a_dependent_that_moves_away_is_altered_only),
		test(a_default_is_away_while_its_function_is_made_again),
		test(the_rest_of_a_split_column_changes_in_between),
		test(a_generated_column_is_added_again),
		test(grants_and_owners_survive),
		test(grants_are_compared_on_request),
		test(a_sequence_goes_with_its_owner),
		test(a_table_names_its_index_when_that_is_there),
		test(a_table_made_again_names_its_index_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
