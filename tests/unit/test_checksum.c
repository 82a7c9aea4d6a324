/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/checksum.h"
#include "layout/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void hashes_are_the_published_ones(void **state)
{
	_cleanup_arena_ struct arena a = {0};

	(void)state;
	assert_string_equal(digest_sha1("abc", 3, &a), "a9993e364706816aba3e25717850c26c9cd0d89d");
	assert_string_equal(checksum_sha384("abc", 3, &a),
			    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"
			    "1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
	assert_int_equal(checksum_crc32(0, "123456789", 9), 0xcbf43926);
	assert_int_equal(checksum_crc32(checksum_crc32(0, "12345", 5), "6789", 4), 0xcbf43926);
}

/* Python 3.11 hashes bytes by the same function when PYTHONHASHSEED is 0. */
static void siphash_is_that_of_others(void **state)
{
	(void)state;
	assert_true(checksum_siphash13("a", 1) == 4644417185603328019U);
	assert_true(checksum_siphash13("12345678", 8) == 3785724242978802311U);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_are_the_published_ones),
		cmocka_unit_test(siphash_is_that_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
