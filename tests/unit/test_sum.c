/* SPDX-License-Identifier: Apache-2.0 */
#include "folder.h"
#include "layout/sum.h"

static int check(struct folder *f)
{
	assert_int_equal(folder_read(f), 0);
	return sum_check(&f->list, f->path, &f->err);
}

/* Three migrations and their pawl.sum. */
static void prepare(struct folder *f)
{
	folder_put(f, "9_a.sql", "SELECT 1;\n");
	folder_put(f, "9_rollback.sql", "SELECT 2;\n");
	folder_put(f, "10_b.sql", "SELECT 3;\n");
	folder_put(f, "R_views.sql", "SELECT 4;\n");
	assert_int_equal(folder_read(f), 0);
	assert_int_equal(sum_write(&f->list, f->path, SUM_SEAL_NEW, &f->err), 0);
}

static void without_a_sum_nothing_is_wrong(void **state)
{
	struct folder *f = *state;

	folder_put(f, "001_a.sql", "");
	assert_int_equal(check(f), 0);
}

/* The number of the line that lists the file, 0 if none does. */
static size_t line_of(struct folder *f, const char *name)
{
	const char *text = folder_get(f, SUM_FILE);
	size_t len = strlen(name);

	for (size_t line = 1; *text != '\0'; line++) {
		if (strncmp(text, name, len) == 0 && strncmp(text + len, " sha256:", 8) == 0)
			return line;
		text += strcspn(text, "\n") + 1;
	}
	return 0;
}

static void it_lists_all_in_order_and_accepts_them(void **state)
{
	struct folder *f = *state;

	prepare(f);
	assert_int_equal(line_of(f, "9_a.sql"), 1);
	assert_int_equal(line_of(f, "9_rollback.sql"), 2);
	assert_int_equal(line_of(f, "10_b.sql"), 3);
	assert_int_equal(line_of(f, "R_views.sql"), 4);
	assert_int_equal(check(f), 0);
}

/* The value is the format's: sha256("" + name + "\n" + sha256(text)), by sha256sum. */
static void the_hash_is_the_documented_one(void **state)
{
	struct folder *f = *state;

	folder_put(f, "001_a.sql", "SELECT 1;\n");
	assert_int_equal(folder_read(f), 0);
	assert_int_equal(sum_write(&f->list, f->path, SUM_SEAL_NEW, &f->err), 0);
	assert_string_equal(
		folder_get(f, SUM_FILE),
		"001_a.sql "
		"sha256:76eeb8e477ad0d5f4bf7a9b8d31bd8b499d97cea2d697f0ce60a8981a0311e17\n");
}

/* What was just made may be edited; the next write seals what was, and nothing else. */
static void drafts_may_be_written(void **state)
{
	struct folder *f = *state;

	folder_put(f, "001_a.sql", "-- a\n");
	folder_put(f, "002_b.sql", "-- b\n");
	assert_int_equal(folder_read(f), 0);
	assert_int_equal(sum_write(&f->list, f->path, SUM_DRAFT_NEW, &f->err), 0);
	folder_put(f, "001_a.sql", "SELECT 1;\n");
	assert_int_equal(check(f), 0);
	folder_put(f, "003_c.sql", "-- c\n");
	assert_int_equal(check(f), PAWL_E_HISTORY);
	assert_int_equal(sum_write(&f->list, f->path, SUM_DRAFT_NEW, &f->err), 0);
	assert_int_equal(line_of(f, "001_a.sql"), 1);
	assert_int_equal(line_of(f, "002_b.sql"), 0);
	assert_int_equal(check(f), 0);
	folder_put(f, "002_b.sql", "SELECT 2;\n");
	assert_int_equal(check(f), 0);
	folder_put(f, "001_a.sql", "SELECT 9;\n");
	assert_int_equal(check(f), PAWL_E_HISTORY);
	assert_non_null(strstr(f->err.message, "001_a.sql"));
}

static void line_endings_and_marks_do_not_matter(void **state)
{
	struct folder *f = *state;
	const char *text;
	char crlf[2048] = "\xef\xbb\xbf";
	size_t n = 3;

	prepare(f);
	folder_put(f, "9_a.sql", "\xef\xbb\xbfSELECT 1;\r\n");
	for (text = folder_get(f, SUM_FILE); *text != '\0'; text++) {
		if (*text == '\n')
			crlf[n++] = '\r';
		crlf[n++] = *text;
	}
	folder_put(f, SUM_FILE, crlf);
	assert_int_equal(check(f), 0);
}

static void differences_are_named(void **state)
{
	struct folder *f = *state;

	prepare(f);
	folder_put(f, "10_b.sql", "SELECT 33;\n");
	assert_int_equal(check(f), PAWL_E_HISTORY);
	assert_non_null(strstr(f->err.message, "file \"10_b.sql\" differs"));
	assert_int_equal(f->err.line, 3);
	assert_non_null(strstr(f->err.hint, "pawl repair --sum"));
	unlink(folder_path(f, "10_b.sql"));
	assert_int_equal(check(f), PAWL_E_HISTORY);
	assert_non_null(strstr(f->err.message, "file \"10_b.sql\" is listed in"));
	folder_put(f, "10_b.sql", "SELECT 3;\n");
	assert_int_equal(check(f), 0);
	folder_put(f, "11_c.sql", "");
	assert_int_equal(check(f), PAWL_E_HISTORY);
	assert_non_null(strstr(f->err.message, "file \"11_c.sql\" is not listed"));
}

static void merge_conflicts_are_recognised(void **state)
{
	struct folder *f = *state;

	prepare(f);
	folder_put(f, SUM_FILE, "<<<<<<< HEAD\n9_a.sql sha256:00\n=======\n>>>>>>> theirs\n");
	assert_int_equal(check(f), PAWL_E_HISTORY);
	assert_non_null(strstr(f->err.message, "merge conflict"));
	folder_put(f, SUM_FILE, "\x1b[2Jwhat\n");
	assert_int_equal(check(f), PAWL_E_HISTORY);
	assert_non_null(strstr(f->err.message, "none of its own"));
}

static void hash_ids_keep_the_order_they_came_in(void **state)
{
	struct folder *f = *state;

	folder_put(f, "ffff00001111_first.sql", "");
	assert_int_equal(folder_read(f), 0);
	assert_int_equal(sum_write(&f->list, f->path, SUM_SEAL_NEW, &f->err), 0);
	folder_put(f, "aaaa00001111_second.sql", "-- pawl:requires ffff00001111\n");
	assert_int_equal(folder_read(f), 0);
	assert_int_equal(sum_write(&f->list, f->path, SUM_SEAL_NEW, &f->err), 0);
	assert_int_equal(line_of(f, "ffff00001111_first.sql"), 1);
	assert_int_equal(line_of(f, "aaaa00001111_second.sql"), 2);
	assert_int_equal(check(f), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(without_a_sum_nothing_is_wrong),
		folder_test(it_lists_all_in_order_and_accepts_them),
		folder_test(the_hash_is_the_documented_one),
		folder_test(drafts_may_be_written),
		folder_test(line_endings_and_marks_do_not_matter),
		folder_test(differences_are_named),
		folder_test(merge_conflicts_are_recognised),
		folder_test(hash_ids_keep_the_order_they_came_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
