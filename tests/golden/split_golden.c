/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tests/golden/split/<dialect>/<case>/: input.sql, and expected.json as
 * "pawl split --json" prints it, or, where the split fails, as {"error": ...}.
 * With PAWL_GOLDEN_UPDATE=1 the expected files are written anew. Given a
 * dialect and a file it prints what it would write.
 */
#include <pawl/split.h>

#include "base/buf.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int add_statement(void *data, const struct pawl_statement *st)
{
	struct buf *b = data;

	buf_printf(b,
		   "%s\n  {\"start\": %llu, \"length\": %llu, \"line\": %lu, \"column\": %lu, "
		   "\"kind\": \"%s\"}",
		   b->len == 1 ? "" : ",", (unsigned long long)st->start,
		   (unsigned long long)st->length, st->line, st->column, st->kind);
	return 0;
}

static void split_json(const char *path, const char *dialect, struct buf *b)
{
	struct pawl_error err = {0};

	buf_adds(b, "[");
	if (pawl_split(path, dialect, add_statement, b, &err) == 0) {
		buf_adds(b, b->len == 1 ? "]\n" : "\n]\n");
		return;
	}
	buf_clear(b);
	buf_printf(b, "{\"error\": \"%s\", \"line\": %lu, \"column\": %lu, \"message\": \"",
		   pawl_error_name(err.code), err.line, err.column);
	for (const char *s = err.message; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			buf_addc(b, '\\');
		buf_addc(b, *s);
	}
	buf_adds(b, "\"}\n");
}

static int check(const char *dir, const char *dialect)
{
	struct arena a = {0};
	struct pawl_error err = {0};
	char *path = file_join(&a, dir, "expected.json"), *expected = NULL;
	_cleanup_buf_ struct buf b = {0};
	size_t len;
	int failed = 0;

	split_json(file_join(&a, dir, "input.sql"), dialect, &b);
	if (getenv("PAWL_GOLDEN_UPDATE") != NULL) {
		failed = file_write(path, b.data, b.len, &err) != 0;
	} else if (file_read_all(path, 1 << 20, &a, &expected, &len, &err) != 0 ||
		   strcmp(expected, b.data) != 0) {
		printf("not ok %s\n--- expected\n%s--- got\n%s", dir,
		       expected == NULL ? err.message : expected, b.data);
		failed = 1;
	}
	arena_done(&a);
	return failed;
}

static int check_all(const char *root, int *ret_cases)
{
	static const char *const dialects[] = {"sqlite", "postgres", "mysql"};
	struct pawl_error err = {0};
	int failed = 0;

	for (size_t i = 0; i < sizeof(dialects) / sizeof(*dialects); i++) {
		struct arena a = {0};
		struct file_list cases = {0};
		char *dir = file_join(&a, root, dialects[i]);

		if (file_list(dir, &a, &cases, &err) != 0) {
			printf("%s\n", err.message);
			failed++;
		}
		for (size_t k = 0; k < cases.len; k++, (*ret_cases)++)
			failed += check(file_join(&a, dir, cases.v[k].name), dialects[i]);
		arena_done(&a);
	}
	return failed;
}

int main(int argc, char **argv)
{
	int cases = 0, failed;

	if (argc == 3) {
		_cleanup_buf_ struct buf b = {0};

		split_json(argv[2], argv[1], &b);
		fputs(b.data, stdout);
		return 0;
	}
	failed = check_all(argv[1], &cases);
	printf("%d cases, %d failed\n", cases, failed);
	return failed != 0 || cases == 0;
}
