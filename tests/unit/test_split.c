/* SPDX-License-Identifier: Apache-2.0 */
/* The stream: pieces of any size, long statements, copy data. Rules: tests/golden/split. */
#include "sql/split.h"

#include "dialect/dialect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct text {
	const char *data;
	size_t len, at, piece;
	size_t fail_at; /* reading behind this offset fails; 0 for never */
};

static int text_read(void *ctx, char *data, size_t size, size_t *ret_len, struct pawl_error *err)
{
	struct text *t = ctx;
	size_t n = t->piece < size ? t->piece : size;

	if (t->fail_at != 0 && t->at >= t->fail_at)
		return error_fail(err, PAWL_E_FILE, __FILE__, __LINE__, "disk on fire");
	if (n > t->len - t->at)
		n = t->len - t->at;
	memcpy(data, t->data + t->at, n);
	t->at += n;
	*ret_len = n;
	return 0;
}

static struct splitter *open_text(struct text *t, const char *dialect)
{
	struct split_source source = {.read = text_read, .ctx = t, .name = "a.sql"};
	struct splitter *sp;

	assert_int_equal(split_open(dialect_find(dialect)->lex, &source, &sp, NULL), 0);
	return sp;
}

static void places_go_on_from_the_source(void **state)
{
	struct text t = {.data = "SELECT 1;\n  SELECT 2;", .len = 21, .piece = 100};
	struct split_source source = {
		.read = text_read, .ctx = &t, .name = "a.sql", .offset = 1000, .line = 30};
	struct splitter *sp;
	struct statement st;
	bool more;

	(void)state;
	assert_int_equal(split_open(dialect_find("pg")->lex, &source, &sp, NULL), 0);
	assert_int_equal(split_next(sp, &st, &more, NULL), 0);
	assert_int_equal(st.start, 1000);
	assert_int_equal(st.line, 30);
	assert_int_equal(split_next(sp, &st, &more, NULL), 0);
	assert_int_equal(st.start, 1012);
	assert_int_equal(st.line, 31);
	assert_int_equal(st.column, 3);
	assert_string_equal(st.text, "SELECT 2");
	assert_int_equal(split_next(sp, &st, &more, NULL), 0);
	assert_false(more);
	split_close(sp);
}

/* Statements far longer than a piece, between short ones. */
static void long_statements(void **state)
{
	enum { LONG = 3000000 };
	char *sql = malloc(LONG + 100);
	size_t n = (size_t)sprintf(sql, "SELECT 1;\nSELECT '");
	struct text t = {.data = sql, .piece = 4096};
	struct splitter *sp;
	struct statement st;
	bool more;

	(void)state;
	for (; n < LONG; n++)
		sql[n] = n % 100 == 0 ? '\n' : ';';
	n += (size_t)sprintf(sql + n, "';\nSELECT 3");
	t.len = n;
	sp = open_text(&t, "mysql");
	assert_int_equal(split_next(sp, &st, &more, NULL), 0);
	assert_int_equal(split_next(sp, &st, &more, NULL), 0);
	assert_int_equal(st.start, 10);
	assert_int_equal(st.len, LONG - 10 + 1);
	assert_memory_equal(st.text, sql + 10, st.len);
	assert_int_equal(split_next(sp, &st, &more, NULL), 0);
	assert_int_equal(st.line, 2 + LONG / 100);
	assert_string_equal(st.text, "SELECT 3");
	split_close(sp);
	free(sql);
}

static void read_all_copy(struct splitter *sp, struct buf *b)
{
	const char *data;
	size_t len;
	bool more;

	buf_clear(b);
	while (split_copy_data(sp, &data, &len, &more, NULL) == 0 && more) {
		assert_true(len > 0);
		buf_add(b, data, len);
	}
}

static void copy_data_comes_whole(void **state)
{
	static const char sql[] = "COPY t FROM stdin;\n1\tx\n\\N\t;\n\\.\nCOPY u FROM stdin; -- c\n"
				  "\\.\nCOPY v FROM stdin;\nlast";
	_cleanup_buf_ struct buf b = {0};
	struct statement st;
	bool more;

	(void)state;
	for (size_t piece = 1; piece < sizeof(sql); piece++) {
		struct text t = {.data = sql, .len = sizeof(sql) - 1, .piece = piece};
		struct splitter *sp = open_text(&t, "pg");

		assert_int_equal(split_next(sp, &st, &more, NULL), 0);
		assert_true(st.copy_data);
		read_all_copy(sp, &b);
		assert_string_equal(buf_str(&b), "1\tx\n\\N\t;\n");
		assert_int_equal(split_next(sp, &st, &more, NULL), 0);
		assert_string_equal(st.text, "COPY u FROM stdin");
		read_all_copy(sp, &b);
		assert_string_equal(buf_str(&b), "");
		assert_int_equal(split_next(sp, &st, &more, NULL), 0);
		assert_int_equal(st.line, 7);
		read_all_copy(sp, &b);
		assert_string_equal(buf_str(&b), "last");
		assert_int_equal(split_next(sp, &st, &more, NULL), 0);
		assert_false(more);
		split_close(sp);
	}
}

static void a_failing_source_is_reported_as_it_is(void **state)
{
	static const char sql[] = "SELECT 1;\nSELECT 'abc";
	struct text t = {.data = sql, .len = sizeof(sql) - 1, .piece = 5, .fail_at = 15};
	struct splitter *sp = open_text(&t, "pg");
	struct pawl_error err = {0};
	struct statement st;
	bool more;

	(void)state;
	assert_int_equal(split_next(sp, &st, &more, &err), 0);
	assert_int_equal(split_next(sp, &st, &more, &err), PAWL_E_FILE);
	assert_string_equal(err.message, "disk on fire");
	assert_string_equal(err.hint, "");
	split_close(sp);
}

/* Without an end: one line that never stops. */
static int endless_read(void *ctx, char *data, size_t size, size_t *ret_len, struct pawl_error *err)
{
	(void)ctx;
	(void)err;
	memset(data, 'a', size);
	*ret_len = size;
	return 0;
}

static void a_statement_has_a_limit(void **state)
{
	struct split_source source = {.read = endless_read, .name = "a.sql"};
	struct splitter *sp;
	struct pawl_error err = {0};
	struct statement st;
	bool more;

	(void)state;
	if (getenv("PAWL_TEST_LARGE") == NULL)
		skip();
	assert_int_equal(split_open(dialect_find("sqlite")->lex, &source, &sp, &err), 0);
	assert_int_equal(split_next(sp, &st, &more, &err), PAWL_E_LIMIT);
	assert_int_equal(err.line, 1);
	split_close(sp);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_go_on_from_the_source),
		cmocka_unit_test(long_statements),
		cmocka_unit_test(copy_data_comes_whole),
		cmocka_unit_test(a_failing_source_is_reported_as_it_is),
		cmocka_unit_test(a_statement_has_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
