/* SPDX-License-Identifier: Apache-2.0 */
/* Finding directives however the text is cut; their meaning is in golden cases. */
#include "base/buf.h"
#include "dialect/dialect.h"
#include "layout/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct text {
	const char *data;
	size_t len, piece; /* bytes a read gives at most */
};

static int read_text(void *ctx, uint64_t offset, char *data, size_t size, size_t *ret_len,
		     struct pawl_error *err)
{
	const struct text *t = ctx;
	size_t n = offset < t->len ? t->len - (size_t)offset : 0;

	(void)err;
	if (n > size)
		n = size;
	if (n > t->piece)
		n = t->piece;
	memcpy(data, t->data + offset, n);
	*ret_len = n;
	return 0;
}

static int scan(const char *data, size_t len, size_t piece, struct arena *a, struct scan_text *ret,
		struct pawl_error *err)
{
	_cleanup_scanner_ struct scanner *sc = scan_new(dialect_find("postgres")->lex);
	struct text t = {.data = data, .len = len, .piece = piece};

	return scan_run(sc, read_text, &t, "test.sql", a, ret, err);
}

static void pieces_of_any_size_give_the_same(void **state)
{
	static const char sql[] = "\xef\xbb\xbf  -- pawl:env dev\r\n"
				  "SELECT '\n-- pawl:nonsense\n', $x$\n-- pawl:nonsense\n$x$;\n"
				  "\t--pawl:requires 1 2\n/*\n-- pawl:nonsense\n*/\n-- pawl: down";
	struct arena a = {0};
	struct scan_text whole, cut;

	(void)state;
	assert_int_equal(scan(sql, strlen(sql), SIZE_MAX, &a, &whole, NULL), 0);
	assert_int_equal(whole.len, 3);
	assert_int_equal(whole.directives[0].column, 3);
	assert_int_equal(whole.directives[1].line, 7);
	assert_int_equal(whole.directives[1].code_line, 2);
	assert_true(whole.directives[1].glued);
	assert_string_equal(whole.directives[2].name, "down");
	assert_int_equal(whole.directives[2].end, strlen(sql));
	for (size_t piece = 3; piece < 80; piece++) {
		assert_int_equal(scan(sql, strlen(sql), piece, &a, &cut, NULL), 0);
		assert_string_equal(cut.checksum, whole.checksum);
		assert_int_equal(cut.len, 3);
		for (size_t i = 0; i < 3; i++) {
			assert_int_equal(cut.directives[i].start, whole.directives[i].start);
			assert_int_equal(cut.directives[i].line, whole.directives[i].line);
			assert_string_equal(cut.directives[i].value, whole.directives[i].value);
		}
	}
	arena_done(&a);
}

/* The buffer's size is scan.c's own business, so the border is looked for everywhere. */
static void a_directive_at_a_border_is_found(void **state)
{
	_cleanup_buf_ struct buf b = {0};
	struct arena a = {0};

	(void)state;
	for (size_t pad = (128 << 10) - 40; pad < (128 << 10) + 10; pad++) {
		struct scan_text text;

		buf_clear(&b);
		buf_adds(&b, "SELECT '");
		while (b.len < pad)
			buf_addc(&b, b.len % 64 == 0 ? '\n' : 'x');
		buf_adds(&b, "';\n-- pawl:requires 7\nSELECT 2;\n");
		assert_int_equal(scan(b.data, b.len, SIZE_MAX, &a, &text, NULL), 0);
		assert_int_equal(text.len, 1);
		assert_string_equal(text.directives[0].value, "7");
		assert_memory_equal(b.data + text.directives[0].value_offset, "7\n", 2);
		arena_reset(&a);
	}
	arena_done(&a);
}

static void long_lines_pass_and_long_directives_do_not(void **state)
{
	_cleanup_buf_ struct buf b = {0};
	struct arena a = {0};
	struct pawl_error err = {0};
	struct scan_text text;

	(void)state;
	buf_adds(&b, "SELECT 1");
	while (b.len < 1 << 20)
		buf_adds(&b, "          -- pawl:nonsense");
	buf_adds(&b, "\nSELECT 2");
	for (size_t i = 0; i < 256 << 10; i++)
		buf_addc(&b, ' ');
	buf_adds(&b, "-- pawl:nonsense\n-- pawl:env dev\n");
	assert_int_equal(scan(b.data, b.len, SIZE_MAX, &a, &text, &err), 0);
	assert_int_equal(text.len, 1);
	assert_int_equal(text.directives[0].line, 3);
	buf_clear(&b);
	buf_adds(&b, "\n-- pawl:requires");
	while (b.len < 1 << 20)
		buf_adds(&b, " 1");
	assert_int_equal(scan(b.data, b.len, SIZE_MAX, &a, &text, &err), PAWL_E_LIMIT);
	assert_int_equal(err.line, 2);
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_of_any_size_give_the_same),
		cmocka_unit_test(a_directive_at_a_border_is_found),
		cmocka_unit_test(long_lines_pass_and_long_directives_do_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
