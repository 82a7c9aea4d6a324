/* SPDX-License-Identifier: Apache-2.0 */
#include "folder.h"
#include "layout/author.h"
#include "layout/name.h"
#include "layout/number.h"
#include "layout/sum.h"

/* Make one; its file names, or "" where there is none. */
static void make(struct folder *f, const struct author_new *in, const char *want_up,
		 const char *want_down)
{
	struct author_new mine = *in;
	const char *up = NULL, *down = NULL;

	mine.dir = f->path;
	assert_int_equal(folder_read(f), 0);
	assert_int_equal(author_new(&mine, &f->list, &f->arena, &up, &down, &f->err), 0);
	assert_string_equal(file_base(up), want_up);
	assert_true(file_exists(up));
	if (want_down == NULL)
		assert_null(down);
	else
		assert_string_equal(file_base(down), want_down);
	assert_int_equal(folder_read(f), 0);
}

static void numbers_go_on_as_the_newest_has_them(void **state)
{
	struct folder *f = *state;

	make(f, &(struct author_new){.name = "Add users"}, "001_add_users.sql",
	     "001_add_users.down.sql");
	folder_put(f, "0013_x.sql", "");
	make(f, &(struct author_new){.name = "y", .no_down = true}, "0014_y.sql", NULL);
	folder_put(f, "0099_x.up.sql", "");
	folder_put(f, "0099_rollback.sql", "");
	make(f, &(struct author_new){.name = "z"}, "0100_z.up.sql", "0100_rollback.sql");
	make(f, &(struct author_new){.name = "Views", .repeatable = true}, "R_views.sql", NULL);
	folder_put(f, "99999999999999999999_x.sql", "");
	make(f, &(struct author_new){.name = "z"}, "100000000000000000000_z.sql",
	     "100000000000000000000_z.down.sql");
}

static void timestamps_go_on_behind_the_newest(void **state)
{
	struct folder *f = *state;

	assert_true(number_is_timestamp("20240131235959"));
	assert_false(number_is_timestamp("20241331235959"));
	folder_put(f, "20991231000009_x.sql", "");
	make(f, &(struct author_new){.name = "y"}, "20991231000010_y.sql",
	     "20991231000010_y.down.sql");
}

static void hash_ids_require_the_heads(void **state)
{
	struct folder *f = *state;
	const struct migration *m;

	folder_put(f, "ca3d44803198_initial.sql", "");
	folder_put(f, "b00000000001_left.sql", "-- pawl:requires ca3d44803198\n");
	folder_put(f, "b00000000002_right.sql", "-- pawl:requires ca3d44803198_initial\n");
	assert_int_equal(folder_read(f), 0);
	{
		struct author_new in = {.dir = f->path, .name = "x", .up_text = "SELECT 1;\n"};
		const char *up, *down;

		assert_int_equal(author_new(&in, &f->list, &f->arena, &up, &down, &f->err), 0);
		assert_string_equal(folder_get(f, file_base(up)),
				    "-- pawl:requires b00000000001 b00000000002\nSELECT 1;\n");
	}
	assert_int_equal(folder_read(f), 0);
	assert_int_equal(f->list.len, 4);
	for (size_t i = 0; i < f->list.len; i++) {
		m = &f->list.v[i];
		assert_true(m->hash_id);
		assert_int_equal(strlen(m->version), 12);
	}
}

static void free_text_becomes_a_title(void **state)
{
	struct arena a = {0};

	(void)state;
	assert_string_equal(name_from_text("Add users' e-mail / phone", &a),
			    "add_users_e_mail_phone");
	assert_string_equal(name_from_text("addUserTable", &a), "add_user_table");
	assert_string_equal(name_from_text("../../etc/passwd", &a), "etc_passwd");
	assert_string_equal(name_from_text("Gr\xc3\xb6\xc3\x9f"
					   "e \xe2\x80\x9cneu\xe2\x80\x9d",
					   &a),
			    "gr\xc3\xb6\xc3\x9f"
			    "e_neu");
	assert_string_equal(name_from_text("a\033[2J\nb\xff", &a), "a_2_j_b");
	assert_string_equal(name_from_text("--- !", &a), "");
	arena_done(&a);
}

static void bad_names_leave_nothing_behind(void **state)
{
	struct folder *f = *state;
	const char *dir = folder_path(f, "new/deep");
	const char *up, *down;
	struct author_new in = {.dir = dir, .name = " / "};

	assert_int_equal(author_new(&in, NULL, &f->arena, &up, &down, &f->err), PAWL_E_USAGE);
	in.name = "Rollback";
	assert_int_equal(author_new(&in, NULL, &f->arena, &up, &down, &f->err), PAWL_E_USAGE);
	assert_false(file_exists(folder_path(f, "new")));
	in.name = "x";
	in.up_text = "-- pawl:nonsense\n";
	assert_int_equal(author_new(&in, NULL, &f->arena, &up, &down, &f->err), PAWL_E_SYNTAX);
	assert_false(file_exists(folder_path(f, "new/deep/001_x.sql")));
	assert_false(file_exists(folder_path(f, "new/deep/001_x.down.sql")));
	in.up_text = NULL;
	assert_int_equal(author_new(&in, NULL, &f->arena, &up, &down, &f->err), 0);
	assert_true(file_exists(folder_path(f, "new/deep/pawl.sum")));
	assert_int_equal(author_new(&in, NULL, &f->arena, &up, &down, &f->err), PAWL_E_FILE);
}

static void a_sum_is_kept_only_where_one_was(void **state)
{
	struct folder *f = *state;

	folder_put(f, "001_x.sql", "");
	make(f, &(struct author_new){.name = "y"}, "002_y.sql", "002_y.down.sql");
	assert_false(file_exists(folder_path(f, SUM_FILE)));
	assert_int_equal(sum_write(&f->list, f->path, SUM_SEAL_NEW, &f->err), 0);
	make(f, &(struct author_new){.name = "z"}, "003_z.sql", "003_z.down.sql");
	assert_int_equal(sum_check(&f->list, f->path, &f->err), 0);
}

static int rebase(struct folder *f, const char *newest, bool dry_run, size_t *ret_len)
{
	const struct migration *pending[16];
	struct author_rebase in = {
		.list = &f->list, .pending = pending, .newest_applied = newest, .dry_run = dry_run};
	struct author_rename *renames;

	assert_int_equal(folder_read(f), 0);
	/* 001 and the newest are applied. */
	for (size_t i = 0; i < f->list.len; i++) {
		if (strcmp(f->list.v[i].version, "001") != 0 &&
		    strcmp(f->list.v[i].version, newest) != 0)
			pending[in.pending_len++] = &f->list.v[i];
	}
	return author_rebase(&in, &f->arena, &renames, ret_len, &f->err);
}

static void rebase_renames_and_rewrites(void **state)
{
	struct folder *f = *state;
	size_t n = 0;

	folder_put(f, "001_a.sql", "");
	folder_put(f, "002_mine.sql", "-- pawl:requires 001\nSELECT 2;\n");
	folder_put(f, "002_rollback.sql", "");
	folder_put(f, "002_mine.verify.sql", "");
	folder_put(f, "003_more.sql", "-- pawl:requires 1 2, 002_mine\r\n-- pawl:requires 002\n");
	folder_put(f, "004_theirs.sql", "");
	folder_put(f, "005_late.sql", "-- pawl:requires 3\n");
	folder_put(f, "R_views.sql", "");
	assert_int_equal(folder_read(f), 0);
	assert_int_equal(sum_write(&f->list, f->path, SUM_SEAL_NEW, &f->err), 0);
	assert_int_equal(rebase(f, "004", true, &n), 0);
	assert_int_equal(n, 5);
	assert_true(file_exists(folder_path(f, "002_mine.sql")));
	assert_int_equal(rebase(f, "004", false, &n), 0);
	assert_int_equal(n, 5);
	assert_int_equal(folder_read(f), 0);
	assert_int_equal(sum_check(&f->list, f->path, &f->err), 0);
	assert_string_equal(folder_get(f, "005_mine.sql"), "-- pawl:requires 001\nSELECT 2;\n");
	assert_true(file_exists(folder_path(f, "005_rollback.sql")));
	assert_true(file_exists(folder_path(f, "005_mine.verify.sql")));
	assert_string_equal(folder_get(f, "006_more.sql"),
			    "-- pawl:requires 1 005, 005_mine\r\n-- pawl:requires 005\n");
	assert_string_equal(folder_get(f, "007_late.sql"), "-- pawl:requires 006\n");
	assert_int_equal(rebase(f, "004", false, &n), 0);
	assert_int_equal(n, 0);
}

static void a_failing_rebase_changes_nothing(void **state)
{
	struct folder *f = *state;
	size_t n = 0;

	folder_put(f, "001_a.sql", "");
	folder_put(f, "002_mine.sql", "");
	folder_put(f, "003_more.sql", "-- pawl:requires 002\n");
	folder_put(f, "004_theirs.sql", "");
	mkdir(folder_path(f, "005_mine.sql"), 0700);
	assert_int_equal(rebase(f, "004", false, &n), PAWL_E_FILE);
	assert_non_null(strstr(f->err.message, "exists already"));
	rmdir(folder_path(f, "005_mine.sql"));
	/* The last step fails: pawl.sum cannot be read. */
	mkdir(folder_path(f, SUM_FILE), 0700);
	assert_int_equal(rebase(f, "004", false, &n), PAWL_E_FILE);
	assert_true(file_exists(folder_path(f, "002_mine.sql")));
	assert_string_equal(folder_get(f, "003_more.sql"), "-- pawl:requires 002\n");
	assert_false(file_exists(folder_path(f, "005_mine.sql")));
	assert_string_equal(f->err.detail, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(numbers_go_on_as_the_newest_has_them),
		folder_test(timestamps_go_on_behind_the_newest),
		folder_test(hash_ids_require_the_heads),
		cmocka_unit_test(free_text_becomes_a_title),
		folder_test(bad_names_leave_nothing_behind),
		folder_test(a_sum_is_kept_only_where_one_was),
		folder_test(rebase_renames_and_rewrites),
		folder_test(a_failing_rebase_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
