/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/data_api/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static struct db_rows rows_of(const char *text)
{
	struct db_rows rows = {0};

	assert_true(record_rows(arena_strdup(&arena, text), &arena, &rows));
	return rows;
}

static void cells_are_the_texts_of_columns(void **state)
{
	struct db_rows r = rows_of("(1,,\"\",\"a, \"\"b\"\" \\\\ (c)\",x y)(2,t,\"\n\",{1},)");

	(void)state;
	assert_int_equal(r.rows, 2);
	assert_int_equal(r.cols, 5);
	assert_string_equal(r.cells[0], "1");
	assert_null(r.cells[1]);
	assert_string_equal(r.cells[2], "");
	assert_string_equal(r.cells[3], "a, \"b\" \\ (c)");
	assert_string_equal(r.cells[4], "x y");
	assert_string_equal(r.cells[5], "2");
	assert_string_equal(r.cells[7], "\n");
	assert_null(r.cells[9]);
}

static void one_column_and_none(void **state)
{
	struct db_rows r = rows_of("()(\"\")(a)");

	(void)state;
	assert_int_equal(r.rows, 3);
	assert_int_equal(r.cols, 1);
	assert_null(r.cells[0]);
	assert_string_equal(r.cells[1], "");
	assert_string_equal(r.cells[2], "a");
	assert_int_equal(rows_of("").rows, 0);
}

static void what_is_no_record_is_refused(void **state)
{
	static const char *const wrong[] = {"x",    "(1",       "(1,", "(\"1)",      "(1)x",
					    "(1\\", "(1)(1,2)", "(",   "(1,2)(3)(4)"};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct db_rows rows;

		assert_false(record_rows(arena_strdup(&arena, wrong[i]), &arena, &rows));
	}
}

static int done(void **state)
{
	(void)state;
	arena_done(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_the_texts_of_columns),
		cmocka_unit_test(one_column_and_none),
		cmocka_unit_test(what_is_no_record_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
