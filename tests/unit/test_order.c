/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "model_world.h"

static struct twin add_table(struct world *w, int set, const char *name)
{
	struct twin t = add(w, set, OBJECT_TABLE, nothing, name);

	add(w, set, OBJECT_COLUMN, t, "id");
	return t;
}

static struct twin refer(struct world *w, int set, struct twin table, struct twin to,
			 const char *name)
{
	struct twin f = add(w, set, OBJECT_FOREIGN_KEY, table, name);

	need(w, f, to);
	return f;
}

static void a_table_comes_after_what_it_refers_to(void **state)
{
	struct world *w = *state;
	struct twin a = add_table(w, TO, "a"), b = add_table(w, TO, "b");

	refer(w, TO, a, b, "f");
	assert_string_equal(world_diff(w),
			    "+table b(+column b.id)\n+table a(+column a.id, +foreign key a.f)");
	assert_string_equal(world_back(w), "-table a\n-table b");
}

static void a_circle_of_foreign_keys_is_closed_later(void **state)
{
	struct world *w = *state;
	struct twin a = add_table(w, TO, "a"), b = add_table(w, TO, "b");

	refer(w, TO, a, b, "to_b");
	refer(w, TO, b, a, "to_a");
	refer(w, TO, a, a, "to_self");
	assert_string_equal(world_diff(w), "+table a(+column a.id, +foreign key a.to_self)\n"
					   "+table b(+column b.id)\n+foreign key a.to_b\n"
					   "+foreign key b.to_a");
	assert_string_equal(world_back(w),
			    "-foreign key a.to_b\n-foreign key b.to_a\n-table a\n-table b");
}

static void parts_that_cannot_be_taken_out_are_left_in_their_circle(void **state)
{
	struct world *w = *state;
	struct twin a = add_table(w, TO, "a"), b = add_table(w, TO, "b");

	w->rules.kinds[OBJECT_FOREIGN_KEY] = KIND_PART;
	refer(w, TO, a, b, "to_b");
	refer(w, TO, b, a, "to_a");
	assert_string_equal(world_diff(w), "+table a(+column a.id, +foreign key a.to_b)\n"
					   "+table b(+column b.id, +foreign key b.to_a)");
	assert_string_equal(world_back(w), "-table a\n-table b");
}

static void a_default_waits_for_a_function_that_waits_for_the_table(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, TO, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, TO, OBJECT_COLUMN, t, "a");
	struct twin f = add(w, TO, OBJECT_FUNCTION, nothing, "f");

	set(w, a, ATTR_DEFAULT, NULL, "f()");
	need(w, a, f);
	need(w, f, t);
	assert_string_equal(world_diff(w), "+table t(+column t.a)\n+function f\n"
					   "~column t.a: default");
	assert_false(object_has(w->changes.v[0]->parts[0]->new, ATTR_DEFAULT));
	assert_true(object_has(w->changes.v[2]->new, ATTR_DEFAULT));
	assert_string_equal(world_back(w), "~column t.a: default\n-function f\n-table t");
}

static void a_check_waits_for_a_function_that_waits_for_the_table(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, TO, OBJECT_TABLE, nothing, "t");
	struct twin c = add(w, TO, OBJECT_CHECK, t, "c");
	struct twin f = add(w, TO, OBJECT_FUNCTION, nothing, "f");

	need(w, c, f);
	need(w, f, t);
	assert_string_equal(world_diff(w), "+table t\n+function f\n+check constraint t.c");
	assert_string_equal(world_back(w), "-check constraint t.c\n-function f\n-table t");
}

static void a_circle_that_nothing_opens_is_cut(void **state)
{
	struct world *w = *state;
	struct twin v[4];

	for (int i = 0; i < 4; i++)
		v[i] = add(w, TO, OBJECT_VIEW, nothing, arena_printf(&w->arena, "v%d", i));
	for (int i = 0; i < 4; i++) /* each needs each: many circles */
		for (int k = 0; k < 4; k++)
			need(w, v[i], v[k]);
	assert_string_equal(world_diff(w), "+view v0\n+view v1\n+view v2\n+view v3");
	assert_string_equal(world_back(w), "-view v0\n-view v1\n-view v2\n-view v3");
}

static void a_circle_waits_for_what_is_outside(void **state)
{
	struct world *w = *state;
	struct twin p = add(w, TO, OBJECT_PUBLICATION, nothing, "p");
	struct twin a = add(w, TO, OBJECT_VIEW, nothing, "a");
	struct twin b = add(w, TO, OBJECT_VIEW, nothing, "b");

	need(w, a, b);
	need(w, b, a);
	need(w, a, p);
	assert_string_equal(world_diff(w), "+publication p\n+view a\n+view b");
	assert_string_equal(world_back(w), "-view a\n-publication p\n-view b");
}

/* Nothing but its identity ties the new one to the old one. */
static void what_is_made_again_is_dropped_first(void **state)
{
	struct world *w = *state;
	struct twin c = add(w, BOTH, OBJECT_CAST, nothing, "c");
	struct twin v = add(w, BOTH, OBJECT_VIEW, nothing, "v");

	set(w, c, ATTR_DEFINITION, "old", "new");
	set(w, v, ATTR_QUERY, "cast", "none");
	schema_need(&w->b[0], v.v[0], c.v[0]);
	assert_string_equal(world_diff(w), "~view v: query\n-cast c!\n+cast c!");
	assert_string_equal(world_back(w), "-cast c!\n+cast c!\n~view v: query");
}

static bool survives_all(const struct diff_options *o, const struct change *cause,
			 const struct object *dependent)
{
	(void)o;
	(void)cause;
	(void)dependent;
	return true;
}

/* It needs both the old and the new one, and stands all the while. */
static void what_survives_is_altered_after_all(void **state)
{
	struct world *w = *state;
	struct twin f = add(w, BOTH, OBJECT_FUNCTION, nothing, "f");
	struct twin v = add(w, BOTH, OBJECT_VIEW, nothing, "a");

	w->rules.survives = survives_all;
	set(w, f, ATTR_DEFINITION, "old", "new");
	set(w, v, ATTR_QUERY, "f(1)", "f(2)");
	need(w, v, f);
	assert_string_equal(world_diff(w), "-function f!\n+function f!\n~view a: query");
}

static void a_name_is_free_before_it_is_taken(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "z");

	add(w, FROM, OBJECT_VIEW, nothing, "x");
	add(w, TO, OBJECT_TABLE, nothing, "x");
	add(w, FROM, OBJECT_CHECK, t, "c");
	add(w, TO, OBJECT_PRIMARY_KEY, t, "c");
	assert_string_equal(world_diff(w),
			    "-view x\n-check constraint z.c\n+table x\n+primary key z.c");
	assert_string_equal(world_back(w),
			    "-primary key z.c\n-table x\n+check constraint z.c\n+view x");
}

/* The view needs the old function, so the drop waits, and the new one waits for that. */
static void a_freed_name_waits_for_the_drop(void **state)
{
	struct world *w = *state;
	struct twin f = add(w, FROM, OBJECT_FUNCTION, nothing, "f");
	struct twin p = add(w, TO, OBJECT_PROCEDURE, nothing, "f");
	struct twin v = add(w, BOTH, OBJECT_VIEW, nothing, "v");
	struct twin i = add(w, BOTH, OBJECT_INDEX, v, "i");

	(void)p;
	set(w, v, ATTR_QUERY, "f()", "1");
	set(w, i, ATTR_COMMENT, "a", "b");
	need(w, v, f);
	assert_string_equal(world_diff(w),
			    "~index v.i: comment\n~view v: query\n-function f\n+procedure f");
}

static void a_plain_drop_comes_before_the_change_it_is_in_the_way_of(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, BOTH, OBJECT_COLUMN, t, "a");
	struct twin v = add(w, FROM, OBJECT_VIEW, nothing, "v");

	set(w, a, ATTR_TYPE, "int", "text");
	need(w, v, a);
	assert_string_equal(world_diff(w), "-view v\n~column t.a: type");
	assert_string_equal(world_back(w), "~column t.a: type\n+view v");
}

static void a_part_s_needs_count_for_the_whole(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, TO, OBJECT_COLUMN, t, "a");
	struct twin s = add(w, TO, OBJECT_SEQUENCE, nothing, "s");
	struct twin i = add(w, TO, OBJECT_INDEX, t, "i");

	w->rules.kinds[OBJECT_COLUMN] = KIND_PART;
	need(w, a, s);
	need(w, i, a);
	assert_string_equal(world_diff(w), "+sequence s\n~table t(+column t.a)\n+index t.i");
	assert_string_equal(world_back(w), "-index t.i\n~table t(-column t.a)\n-sequence s");
}

/* The default goes before the sequence does, whoever owns that. */
static void a_serial_column_changes_before_its_sequence_goes(void **state)
{
	struct world *w = *state;
	struct twin t = add(w, BOTH, OBJECT_TABLE, nothing, "t");
	struct twin a = add(w, BOTH, OBJECT_COLUMN, t, "a");
	struct twin s = add(w, FROM, OBJECT_SEQUENCE, nothing, "s");
	struct twin owner = add(w, FROM, OBJECT_SEQUENCE_OWNER, s, "t.a");

	set(w, a, ATTR_DEFAULT, "nextval(s)", NULL);
	set(w, a, ATTR_IDENTITY, NULL, "always");
	need(w, a, s);
	need(w, owner, a);
	assert_string_equal(world_diff(w), "~column t.a: default, identity\n-sequence s");
	assert_string_equal(world_back(w), "~column t.a: identity\n+sequence s\n"
					   "~column t.a: default\n+sequence ownership s.t.a");
}

static void columns_are_needs(void **state)
{
	static const char *const columns[] = {"id"};
	struct world *w = *state;
	struct twin a = add_table(w, TO, "a"), b = add_table(w, TO, "b");
	struct twin f = add(w, TO, OBJECT_FOREIGN_KEY, a, "f");

	f.v[1]->columns = f.v[1]->reference_columns = columns;
	f.v[1]->columns_len = 1;
	f.v[1]->references = b.v[1];
	assert_string_equal(world_diff(w),
			    "+table b(+column b.id)\n+table a(+column a.id, +foreign key a.f)");
	assert_int_equal(w->to.objects[2]->needed_by_len, 1); /* a.id */
	assert_int_equal(f.v[1]->needs_len, 3);
}

/* A chain of tables, each with two circles to its neighbours. */
static void ten_thousand_tables_are_quick(void **state)
{
	enum { N = 10000, COLUMNS = 5 };
	struct world *w = *state;
	struct twin *t = arena_array(&w->arena, struct twin, N);
	int64_t start;

	for (int i = 0; i < N; i++) {
		t[i] = add(w, TO, OBJECT_TABLE, nothing, arena_printf(&w->arena, "t%05d", i));
		for (int k = 0; k < COLUMNS; k++)
			add(w, TO, OBJECT_COLUMN, t[i], arena_printf(&w->arena, "c%d", k));
		add(w, TO, OBJECT_INDEX, t[i], arena_printf(&w->arena, "i%d", i));
	}
	for (int i = 0; i < N; i++)
		refer(w, TO, t[i], t[(i + 1) % N], "next");
	for (int i = 0; i + 1 < N; i += 2)
		refer(w, TO, t[i + 1], t[i], "back");
	start = clock_ms();
	world_diff(w);
	assert_true(w->changes.len >= 2 * N);
	world_back(w);
	assert_true(w->changes.len >= N);
	assert_true(clock_ms() - start < 5000);
}

static void many_views_in_one_circle_are_quick(void **state)
{
	enum { N = 10000 };
	struct world *w = *state;
	struct twin *v = arena_array(&w->arena, struct twin, N);
	int64_t start = clock_ms();

	for (int i = 0; i < N; i++)
		v[i] = add(w, TO, OBJECT_VIEW, nothing, arena_printf(&w->arena, "v%05d", i));
	for (int i = 0; i + 1 < N; i++) {
		need(w, v[i], v[i + 1]);
		need(w, v[i + 1], v[i]);
	}
	world_diff(w);
	assert_int_equal(w->changes.len, N);
	assert_true(clock_ms() - start < 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(a_table_comes_after_what_it_refers_to),
		test(a_circle_of_foreign_keys_is_closed_later),
		test(parts_that_cannot_be_taken_out_are_left_in_their_circle),
		test(a_default_waits_for_a_function_that_waits_for_the_table),
		test(a_check_waits_for_a_function_that_waits_for_the_table),
		test(a_circle_that_nothing_opens_is_cut),
		test(a_circle_waits_for_what_is_outside),
		test(what_is_made_again_is_dropped_first),
		test(what_survives_is_altered_after_all),
		test(a_name_is_free_before_it_is_taken),
		test(a_freed_name_waits_for_the_drop),
		test(a_plain_drop_comes_before_the_change_it_is_in_the_way_of),
		test(a_part_s_needs_count_for_the_whole),
		test(a_serial_column_changes_before_its_sequence_goes),
		test(columns_are_needs),
		test(ten_thousand_tables_are_quick),
		test(many_views_in_one_circle_are_quick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
