/* SPDX-License-Identifier: Apache-2.0 */
/* Names in a dump, wherever they stand in the file, and what is whole. */
#include "driver/mysql/dump.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { CHUNK = 1 << 20 };

static int file_of(const struct buf *b)
{
	char path[] = "/tmp/pawl-dump.XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	unlink(path);
	assert_int_equal(write(fd, b->data, b->len), (ssize_t)b->len);
	return fd;
}

static void check_unname(const struct buf *before, const struct buf *after)
{
	int fd = file_of(before);
	char *now = malloc(after->len + 1);

	assert_int_equal(dump_unname(fd, "x", NULL), 0);
	assert_int_equal(pread(fd, now, after->len + 1, 0), (ssize_t)after->len);
	assert_memory_equal(now, after->data, after->len);
	free(now);
	close(fd);
}

static void test_name_anywhere(void **state)
{
	static const char line[] = "\nALTER DATABASE `a``b` CHARACTER SET x;\n";
	static const char blank[] = "\nALTER DATABASE        CHARACTER SET x;\n";

	(void)state;
	for (size_t at = CHUNK - sizeof(line) - 2; at < CHUNK + 2; at++) {
		struct buf before = {0}, after = {0};

		while (before.len < at) {
			buf_addc(&before, '-');
			buf_addc(&after, '-');
		}
		buf_adds(&before, line);
		buf_adds(&before, line);
		buf_adds(&after, blank);
		buf_adds(&after, blank);
		check_unname(&before, &after);
		buf_done(&before);
		buf_done(&after);
	}
}

static void test_what_is_no_such_line(void **state)
{
	static const char *const others[] = {
		"INSERT INTO t VALUES ('ALTER DATABASE `a` CHARACTER SET x');\n",
		"\nALTER DATABASE `a` COMMENT 'x';\n",
		"\nALTER DATABASE `a`\n` CHARACTER SET x",
		"\nALTER DATABASE `",
		"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		struct buf b = {0};

		buf_adds(&b, others[i]);
		check_unname(&b, &b);
		buf_done(&b);
	}
}

static void test_whole(void **state)
{
	static const struct {
		const char *text;
		int rc;
	} cases[] = {
		{"SELECT 1;\n-- Dump completed\n", 0},
		{"SELECT 1;\n-- Dump completed on 2026-01-31 23:59:59\r\n\n", 0},
		{"-- Dump completed\nSELECT 1;\n", PAWL_E_FILE},
		{"SELECT 1;\n", PAWL_E_FILE},
		{"SELECT '-- Dump completed", PAWL_E_FILE},
		{"\n\n", PAWL_E_FILE},
		{"", PAWL_E_FILE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf b = {0};
		int fd;

		buf_adds(&b, cases[i].text);
		fd = file_of(&b);
		assert_int_equal(dump_check(fd, "x", NULL), cases[i].rc);
		assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
		close(fd);
		buf_done(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_name_anywhere),
		cmocka_unit_test(test_what_is_no_such_line),
		cmocka_unit_test(test_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
