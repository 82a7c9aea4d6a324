/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "paper_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct set build(struct migration_list list)
{
	struct pawl_error err = {0};
	struct set s = {0};

	if (set_build(&list, NULL, &arena, &s, &err) != 0)
		fail_msg("%s", err.message);
	return s;
}

static void refuses(struct migration_list list, const char *message)
{
	struct pawl_error err = {0};
	struct set s = {0};

	assert_int_equal(set_build(&list, NULL, &arena, &s, &err), PAWL_E_SYNTAX);
	if (strstr(err.message, message) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", message, err.message);
}

static void order_is(const struct set *s, const char *expected)
{
	char got[512] = "";

	for (size_t i = 0; i < s->len; i++) {
		strncat(got, s->v[i].m->filename, sizeof(got) - strlen(got) - 1);
		strncat(got, " ", sizeof(got) - strlen(got) - 1);
	}
	assert_string_equal(got, expected);
}

static void numbers_run_by_value(void **state)
{
	struct set s =
		build(LIST({"10_c"}, {"9_b"}, {"R_view"}, {"001_a"}, {"20150100000001000000_z"}));

	(void)state;
	order_is(&s, "001_a 9_b 10_c 20150100000001000000_z R_view ");
	assert_int_equal(s.versioned, 4);
	assert_true(s.v[3].is_head);
	assert_false(s.v[2].is_head);
}

static void hash_ids_run_where_requires_puts_them(void **state)
{
	struct set s = build(LIST({"aaaaaaaaaaaa_last", "cccccccccccc"}, {"bbbbbbbbbbbb_first"},
				  {"cccccccccccc_mid", "bbbbbbbbbbbb"}));

	(void)state;
	order_is(&s, "bbbbbbbbbbbb_first cccccccccccc_mid aaaaaaaaaaaa_last ");
	assert_true(s.v[2].is_head);
	assert_false(s.v[0].is_head);
}

static void a_number_can_wait_for_a_hash_id(void **state)
{
	struct set s = build(LIST({"001_a"}, {"002_b", "abcdefabcdef"}, {"abcdefabcdef_x", "001"}));

	(void)state;
	order_is(&s, "001_a abcdefabcdef_x 002_b ");
}

static void cycles_and_unknown_names_are_errors(void **state)
{
	(void)state;
	refuses(LIST({"aaaaaaaaaaaa_x", "bbbbbbbbbbbb"}, {"bbbbbbbbbbbb_y", "aaaaaaaaaaaa"}),
		"cycle");
	refuses(LIST({"001_a", "001"}), "is itself");
	refuses(LIST({"001_a", "002"}, {"002_b"}), "comes after it");
	refuses(LIST({"001_a", "007"}), "does not exist");
	refuses(LIST({"001_a", "abcdefabcdef"}, {"002_b"}, {"abcdefabcdef_x", "002"}),
		"required by something that comes before");
}

static void targets_are_found_by_what_people_type(void **state)
{
	struct set s = build(LIST({"003_add_users.sql"}, {"0040_x.sql"}, {"ca3d44803198_i.sql"},
				  {"ca9999999999_j.sql"}));
	const char *const good[] = {"3", "003", "003_add_users", "003_add_users.sql", "40", "ca3d"};
	const struct set_entry *e;
	struct pawl_error err;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (set_lookup(&s, good[i], &e, &err) != 0)
			fail_msg("%s: %s", good[i], err.message);
	assert_int_equal(set_lookup(&s, "ca", &e, &err), PAWL_E_USAGE);
	assert_int_equal(set_lookup(&s, "7", &e, &err), PAWL_E_USAGE);
}

static void a_number_takes_all_before_it_along(void **state)
{
	struct set s = build(LIST({"001_a"}, {"002_b"}, {"003_c"}, {"aaaaaaaaaaaa_x"},
				  {"bbbbbbbbbbbb_y", "aaaaaaaaaaaa"}));
	const struct set_entry *e;
	const bool *in;

	(void)state;
	assert_int_equal(set_lookup(&s, "2", &e, NULL), 0);
	in = set_history_of(&s, e, &arena);
	assert_true(in[0] && in[1] && !in[2] && !in[3] && !in[4]);
	assert_int_equal(set_lookup(&s, "bbbb", &e, NULL), 0);
	in = set_history_of(&s, e, &arena);
	assert_true(!in[0] && !in[1] && !in[2] && in[3] && in[4]);
}

static void environments_leave_migrations_out(void **state)
{
	struct migration_list list = LIST({"001_a"}, {"002_b", NULL, "dev"});
	struct set s;

	(void)state;
	assert_int_equal(set_build(&list, NULL, &arena, &s, NULL), 0);
	assert_true(s.v[1].excluded);
	assert_int_equal(set_build(&list, "dev", &arena, &s, NULL), 0);
	assert_false(s.v[1].excluded);
	assert_int_equal(set_build(&list, "prod", &arena, &s, NULL), 0);
	assert_true(s.v[1].excluded);
}

static void a_long_chain_needs_no_deep_stack(void **state)
{
	enum { LONG = 20000 };
	struct file *files = arena_array(&arena, struct file, LONG);
	struct migration_list list;
	struct set s;

	(void)state;
	for (int i = 0; i < LONG; i++) {
		files[i].filename = arena_printf(&arena, "%012xa_n", LONG - i);
		if (i + 1 < LONG)
			files[i].requires = arena_printf(&arena, "%012xa", LONG - i - 1);
	}
	list = list_of(files, LONG);
	s = build(list);
	assert_string_equal(s.v[0].m->version, "000000000001a");
}

static int drop_arena(void **state)
{
	(void)state;
	arena_done(&arena);
	return 0;
}

static void versions_with_parts_are_compared_part_by_part(void **state)
{
	(void)state;
	assert_true(set_compare_versions("1.9", "1.10") < 0);
	assert_true(set_compare_versions("1", "1.0") == 0);
	assert_true(set_compare_versions("1_0", "1.0.0") == 0);
	assert_true(set_compare_versions("1", "1.0.1") < 0);
	assert_true(set_compare_versions("2024-03-06", "2024-03-13") < 0);
	assert_true(set_is_number("2024-03-06.5"));
	assert_false(set_is_number("1..2"));
	assert_false(set_is_number("1."));
	assert_false(set_is_number(""));
	assert_false(set_is_number("ca3d"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_with_parts_are_compared_part_by_part),
		cmocka_unit_test_teardown(numbers_run_by_value, drop_arena),
		cmocka_unit_test_teardown(hash_ids_run_where_requires_puts_them, drop_arena),
		cmocka_unit_test_teardown(a_number_can_wait_for_a_hash_id, drop_arena),
		cmocka_unit_test_teardown(cycles_and_unknown_names_are_errors, drop_arena),
		cmocka_unit_test_teardown(targets_are_found_by_what_people_type, drop_arena),
		cmocka_unit_test_teardown(a_number_takes_all_before_it_along, drop_arena),
		cmocka_unit_test_teardown(environments_leave_migrations_out, drop_arena),
		cmocka_unit_test_teardown(a_long_chain_needs_no_deep_stack, drop_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
