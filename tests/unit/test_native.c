/* SPDX-License-Identifier: Apache-2.0 */
/* What needs a real folder; names and directives are golden cases. */
#include "folder.h"

static void many_files_come_in_number_order(void **state)
{
	struct folder *f = *state;
	char name[32];

	for (int i = 5000; i > 0; i--) {
		snprintf(name, sizeof(name), "%d_t.sql", i);
		folder_put(f, name, "SELECT 1;\n");
	}
	assert_int_equal(folder_read(f), 0);
	assert_int_equal(f->list.len, 5000);
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "%d", i + 1);
		assert_string_equal(f->list.v[i].version, name);
	}
}

static void a_fifo_is_refused_by_name(void **state)
{
	struct folder *f = *state;

	assert_int_equal(mkfifo(folder_path(f, "001_a.sql"), 0600), 0);
	assert_int_equal(folder_read(f), PAWL_E_FILE);
	assert_non_null(strstr(f->err.message, "001_a.sql\" is not a regular file"));
}

static void broken_links_are_refused_by_name(void **state)
{
	struct folder *f = *state;

	assert_int_equal(symlink("nowhere", folder_path(f, "001_a.sql")), 0);
	assert_int_equal(folder_read(f), PAWL_E_FILE);
	assert_non_null(strstr(f->err.message, "001_a.sql"));
	unlink(folder_path(f, "001_a.sql"));
	assert_int_equal(symlink("002_a.sql", folder_path(f, "002_a.sql")), 0);
	assert_int_equal(folder_read(f), PAWL_E_FILE);
	assert_non_null(strstr(f->err.message, "002_a.sql"));
}

static void a_link_to_a_file_is_read(void **state)
{
	struct folder *f = *state;

	folder_put(f, "elsewhere.txt", "SELECT 1;\n");
	assert_int_equal(symlink("elsewhere.txt", folder_path(f, "001_a.sql")), 0);
	assert_int_equal(folder_read(f), 0);
	assert_int_equal(f->list.len, 1);
	assert_int_equal(f->list.v[0].size, 10);
}

static void a_missing_folder_is_named(void **state)
{
	struct folder *f = *state;
	const char *dirs[] = {folder_path(f, "none")};
	struct layout_input in = {.dirs = dirs, .dirs_len = 1};

	assert_int_equal(layout_native.read(&in, &f->arena, &f->list, &f->err), PAWL_E_FILE);
	assert_non_null(strstr(f->err.message, dirs[0]));
}

static void folders_interleave_and_share_versions(void **state)
{
	struct folder *f = *state;
	const char *dirs[] = {folder_path(f, "x"), folder_path(f, "y")};
	struct layout_input in = {.dirs = dirs, .dirs_len = 2};

	mkdir(dirs[0], 0700);
	mkdir(dirs[1], 0700);
	folder_put(f, "x/1_a.sql", "");
	folder_put(f, "x/3_c.sql", "");
	folder_put(f, "y/2_b.sql", "");
	assert_int_equal(layout_native.read(&in, &f->arena, &f->list, &f->err), 0);
	assert_string_equal(f->list.v[1].path, folder_path(f, "y/2_b.sql"));
	assert_string_equal(f->list.v[1].filename, "2_b.sql");
	folder_put(f, "y/03_d.sql", "");
	assert_int_equal(layout_native.read(&in, &f->arena, &f->list, &f->err), PAWL_E_FILE);
	assert_non_null(strstr(f->err.message, folder_path(f, "x/3_c.sql")));
	assert_non_null(strstr(f->err.message, folder_path(f, "y/03_d.sql")));
}

static void names_with_control_characters_are_shown_escaped(void **state)
{
	static const char *const names[] = {"001_a\nb.sql", "001_\033[2J.sql", "001_\xff.sql"};
	static const char *const shown[] = {"001_a\\x0ab.sql", "001_\\x1b[2J.sql", "001_\\xff.sql"};
	struct folder *f = *state;

	for (size_t i = 0; i < 3; i++) {
		folder_put(f, names[i], "");
		assert_int_equal(folder_read(f), PAWL_E_FILE);
		assert_non_null(strstr(f->err.message, shown[i]));
		unlink(folder_path(f, names[i]));
	}
}

static void unknown_layouts_are_refused(void **state)
{
	const struct layout *layout = NULL;
	struct pawl_error err = {0};

	(void)state;
	assert_int_equal(layout_find("native", &layout, &err), 0);
	assert_ptr_equal(layout, &layout_native);
	assert_int_equal(layout_find(NULL, &layout, &err), 0);
	assert_null(layout);
	assert_int_equal(layout_find("auto", &layout, &err), 0);
	assert_null(layout);
	assert_int_equal(layout_find("nativ", &layout, &err), PAWL_E_CONFIG);
	assert_non_null(strstr(err.message, "did you mean \"native\"?"));
	assert_non_null(strstr(err.hint, "known layouts are: auto, "));
	assert_non_null(strstr(err.hint, ", native, "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(many_files_come_in_number_order),
		folder_test(a_fifo_is_refused_by_name),
		folder_test(broken_links_are_refused_by_name),
		folder_test(a_link_to_a_file_is_read),
		folder_test(a_missing_folder_is_named),
		folder_test(folders_interleave_and_share_versions),
		folder_test(names_with_control_characters_are_shown_escaped),
		cmocka_unit_test(unknown_layouts_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
