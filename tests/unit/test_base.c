/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/error.h"
#include "base/map.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/vec.h"

#include <errno.h>
#include <setjmp.h>
#include <sha2.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void arena_keeps_content_across_blocks(void **state)
{
	struct arena a = {0};
	VEC(char *) all = {0};

	(void)state;
	for (int i = 0; i < 5000; i++)
		*vec_push(&all, &a) = arena_printf(&a, "item %d", i);
	assert_string_equal(all.v[0], "item 0");
	assert_string_equal(all.v[4999], "item 4999");
	arena_reset(&a);
	assert_string_equal(arena_strdup(&a, "again"), "again");
	arena_done(&a);
}

static void map_finds_what_was_put(void **state)
{
	struct arena a = {0};
	struct map m = {.arena = &a};
	int one = 1, two = 2;

	(void)state;
	for (int i = 0; i < 1000; i++)
		map_put(&m, arena_printf(&a, "k%d", i), &one);
	assert_int_equal(m.len, 1000);
	assert_ptr_equal(map_get(&m, "k777"), &one);
	assert_null(map_get(&m, "k1000"));
	assert_ptr_equal(map_put(&m, "k777", &two), &one);
	assert_ptr_equal(map_get(&m, "k777"), &two);
	arena_done(&a);
}

static void hash(const char *text, size_t cut, char hex[SHA256_HEX])
{
	struct sha256 h;
	size_t len = strlen(text);

	sha256_init(&h);
	if (cut < len) {
		sha256_add_text(&h, text, cut);
		sha256_add_text(&h, text + cut, len - cut);
	} else {
		sha256_add_text(&h, text, len);
	}
	sha256_hex(&h, hex);
}

static void text_hash_ignores_bom_and_crlf(void **state)
{
	char want[SHA256_HEX], got[SHA256_HEX];
	const char *crlf = "\xef\xbb\xbfselect 1;\r\nselect\r2;\r\n";

	(void)state;
	hash("select 1;\nselect\r2;\n", SIZE_MAX, want);
	for (size_t cut = 3; cut <= strlen(crlf); cut++) {
		hash(crlf, cut, got);
		assert_string_equal(got, want);
	}
	hash("abc", SIZE_MAX, got); /* FIPS 180-4's own example */
	assert_string_equal(got,
			    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* Against libmd, which is also what hashes where the processor cannot. */
static void hash_of_every_length_is_right(void **state)
{
	uint8_t data[300];

	(void)state;
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7 + 1);
	for (size_t len = 0; len <= sizeof(data); len++) {
		char want[SHA256_HEX], got[SHA256_HEX];
		struct sha256 h;

		SHA256Data(data, len, want);
		sha256_init(&h);
		sha256_add(&h, data, len / 3);
		sha256_add(&h, data + len / 3, len - len / 3);
		sha256_hex(&h, got);
		assert_string_equal(got, want);
	}
}

static void errors_carry_no_control_characters(void **state)
{
	struct pawl_error err = {0};

	(void)state;
	assert_int_equal(error_fail(&err, PAWL_E_FILE, "x.c", 1, "bad name \"%s\"",
				    "a\033[31m\x9b\xff"),
			 PAWL_E_FILE);
	assert_string_equal(err.message, "bad name \"a?[31m??\"");
	hint(&err, "first");
	hint(&err, "second");
	assert_string_equal(err.hint, "first");
	detail(&err, "one");
	detail(&err, "two");
	assert_string_equal(err.detail, "one; two");
	assert_int_equal(pawl_error_status(err.code), 3);
	assert_string_equal(pawl_error_name(err.code), "PAWL_E_FILE");
}

static void text_is_cut_between_characters(void **state)
{
	char s[] = "a\xc3\xa9\xe2\x82\xac";

	(void)state;
	text_cut(s, 5);
	assert_string_equal(s, "a\xc3\xa9");
	text_cut(s, 2);
	assert_string_equal(s, "a");
}

static void numbers_compare_at_any_length(void **state)
{
	(void)state;
	assert_true(text_compare_numbers("9", 1, "10", 2) < 0);
	assert_true(text_compare_numbers("001", 3, "1", 1) == 0);
	assert_true(text_compare_numbers("20150100000001000000", 20, "18446744073709551616", 20) >
		    0);
}

static void nearest_name_is_found(void **state)
{
	const char *names[] = {"transaction", "timeout", "requires"};

	(void)state;
	assert_string_equal(text_nearest("transction", names, 3), "transaction");
	assert_null(text_nearest("zebra", names, 3));
	assert_null(text_nearest("foo", (const char *[]){"pop", "bun"}, 2));
	assert_string_equal(text_nearest("siez", (const char *[]){"pause", "size"}, 2), "size");
	assert_string_equal(text_nearest("gosse", (const char *[]){"pop", "goose"}, 2), "goose");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_keeps_content_across_blocks),
		cmocka_unit_test(map_finds_what_was_put),
		cmocka_unit_test(text_hash_ignores_bom_and_crlf),
		cmocka_unit_test(hash_of_every_length_is_right),
		cmocka_unit_test(errors_carry_no_control_characters),
		cmocka_unit_test(text_is_cut_between_characters),
		cmocka_unit_test(numbers_compare_at_any_length),
		cmocka_unit_test(nearest_name_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
