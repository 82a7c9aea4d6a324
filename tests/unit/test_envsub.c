/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/envsub.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *get(const char *name)
{
	return strcmp(name, "A") == 0 ? "x" : strcmp(name, "EMPTY") == 0 ? "" : NULL;
}

static void becomes(const char *text, const char *expected)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error err = {0};
	size_t column;

	if (envsub_replace(text, strlen(text), get, &b, &column, &err) != 0)
		fail_msg("%s: %s", text, err.message);
	assert_string_equal(buf_str(&b), expected);
}

static void is_refused(const char *text, size_t at_column)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error err = {0};
	size_t column = 0;

	assert_int_equal(envsub_replace(text, strlen(text), get, &b, &column, &err), PAWL_E_SYNTAX);
	assert_int_equal(column, at_column);
}

static void variables_are_replaced(void **state)
{
	(void)state;
	becomes("$A ${A} $A_ $B.", "x x  .");
	becomes("${A:-d}${EMPTY:-d}${B:-d}", "xdd");
	becomes("${A-d}${EMPTY-d}${B-d}", "xd");
	becomes("${B:-${A}${C-$A}}", "xx");
	becomes("${A?must be}", "x");
}

static void dollars_are_escaped(void **state)
{
	(void)state;
	becomes("$$A \\$A \\\\ $(A) 5$", "$A $A \\\\ $(A) 5$");
}

static void the_rest_is_refused(void **state)
{
	(void)state;
	is_refused("ab $1", 4);
	is_refused("${A", 1);
	is_refused(" ${A:?no}", 2);
	is_refused("${B?must be}", 1);
	is_refused("${A:-${B?must be}}", 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(variables_are_replaced),
		cmocka_unit_test(dollars_are_escaped),
		cmocka_unit_test(the_rest_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
