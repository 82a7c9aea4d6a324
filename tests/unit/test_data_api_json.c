/* SPDX-License-Identifier: Apache-2.0 */
/* What the Data API answers, as texts of the server. */
#include "driver/data_api/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const booleans[] = {"0", "1"};

static struct json_result result(const char *document, struct arena *a)
{
	struct json_result r;

	assert_true(json_result(document, strlen(document), booleans, a, &r));
	return r;
}

static void cells_by_their_type(void **state)
{
	static const char document[] =
		"{\"numberOfRecordsUpdated\":0,\"records\":[[{\"stringValue\":\"1\"},{"
		"\"longValue\":"
		"-9223372036854775808},{\"booleanValue\":true},{\"doubleValue\":0.1},{\"isNull\":"
		"true},{\"blobValue\":\"w6RiYw==\"},{\"blobValue\":\"YWI=\"},{\"blobValue\":\"\"},"
		"{\"arrayValue\":{}}]]}";
	static const char *const texts[] = {"1",
					    "-9223372036854775808",
					    "1",
					    "0.1",
					    NULL,
					    "\xc3\xa4"
					    "bc",
					    "ab",
					    "",
					    ""};
	static const bool numbers[] = {false, true, true, true, false, false, false, false, false};
	struct arena a = {0};
	struct json_result r = result(document, &a);

	(void)state;
	assert_true(r.has_rows);
	assert_int_equal(r.rows.rows, 1);
	assert_int_equal(r.rows.cols, 9);
	assert_int_equal(r.columns, 9);
	for (size_t i = 0; i < 9; i++) {
		if (texts[i] == NULL)
			assert_null(r.rows.cells[i]);
		else
			assert_string_equal(r.rows.cells[i], texts[i]);
		assert_int_equal(r.numbers[i], numbers[i]);
	}
	arena_done(&a);
}

static void what_has_no_rows(void **state)
{
	struct arena a = {0};
	struct json_result r = result("{\"numberOfRecordsUpdated\":3,\"generatedFields\":"
				      "[{\"longValue\":7}]}",
				      &a);

	(void)state;
	assert_false(r.has_rows);
	assert_int_equal(r.changed, 3);
	assert_int_equal(r.generated, 7);
	r = result("{\"records\":[],\"columnMetadata\":[{},{}]}", &a);
	assert_true(r.has_rows);
	assert_int_equal(r.columns, 2);
	assert_int_equal(r.generated, 0);
	assert_int_equal(r.changed, -1);
	assert_false(json_result("[]", 2, booleans, &a, &r));
	assert_false(json_result("{", 1, booleans, &a, &r));
	arena_done(&a);
}

static void only_utf8_is_taken(void **state)
{
	(void)state;
	assert_true(json_takes("", 0));
	assert_true(json_takes("a\xc3\xa4", 3));
	assert_false(json_takes("a\xc3\xa4", 2));
	assert_false(json_takes("\xe4 b", 3));
	assert_false(json_takes("\xed\xa0\x80", 3));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_by_their_type),
		cmocka_unit_test(what_has_no_rows),
		cmocka_unit_test(only_utf8_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
