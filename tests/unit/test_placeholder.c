/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "migrate/placeholder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct pieces {
	const char *text;
	size_t left, piece;
};

static int read_piece(void *ctx, char *data, size_t size, size_t *ret_len, struct pawl_error *err)
{
	struct pieces *p = ctx;

	(void)err;
	if (size > p->piece)
		size = p->piece;
	if (size > p->left)
		size = p->left;
	memcpy(data, p->text, size);
	p->text += size;
	p->left -= size;
	*ret_len = size;
	return 0;
}

/* Whatever the pieces in which it arrives, and whatever the size of the reads. */
static void gives(const char *text, const char *expected)
{
	static const struct pawl_var vars[] = {
		{"name", "users"}, {"empty", ""}, {"self", "${name}"}};

	for (size_t piece = 1; piece <= strlen(text) + 1; piece++) {
		struct pieces p = {.text = text, .left = strlen(text), .piece = piece};
		struct split_source source = {.read = read_piece, .ctx = &p};
		struct placeholder_filter *f = placeholder_new(&source, vars, 3);
		_cleanup_buf_ struct buf got = {0};
		char chunk[3];
		size_t n = 1;

		while (n != 0) {
			assert_int_equal(placeholder_read(f, chunk, sizeof(chunk), &n, NULL), 0);
			buf_add(&got, chunk, n);
		}
		placeholder_free(f);
		assert_string_equal(buf_str(&got), expected);
	}
}

static void declared_names_are_replaced(void **state)
{
	(void)state;
	gives("", "");
	gives("create table ${name} (a ${empty}int);", "create table users (a int);");
	gives("${name}${name}", "usersusers");
	gives("${self}", "${name}"); /* a value is not looked at again */
}

static void everything_else_stays(void **state)
{
	(void)state;
	gives("$", "$");
	gives("a$", "a$");
	gives("${", "${");
	gives("${other} $1 $$body$$ $tag$ ${na me}", "${other} $1 $$body$$ $tag$ ${na me}");
	gives("$${name}", "$users");
	gives("${${name}}", "${users}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(declared_names_are_replaced),
		cmocka_unit_test(everything_else_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
