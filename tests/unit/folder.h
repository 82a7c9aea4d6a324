/* SPDX-License-Identifier: Apache-2.0 */
/* A temporary folder for the tests of layouts, and reading it. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include "base/cleanup.h"
#include "base/file.h"
#include "layout/backends.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

struct folder {
	char path[64];
	struct arena arena;
	struct migration_list list;
	struct pawl_error err;
};

static int folder_setup(void **state)
{
	struct folder *f = xcalloc(1, sizeof(*f));

	snprintf(f->path, sizeof(f->path), "/tmp/pawl-test-XXXXXX");
	*state = f;
	return mkdtemp(f->path) == NULL;
}

static void remove_tree(const char *path)
{
	struct arena a = {0};
	struct file_list list = {0};

	file_list(path, &a, &list, NULL);
	for (size_t i = 0; i < list.len; i++) {
		const char *each = file_join(&a, path, list.v[i].name);

		if (unlink(each) != 0)
			remove_tree(each);
	}
	rmdir(path);
	arena_done(&a);
}

static int folder_teardown(void **state)
{
	struct folder *f = *state;

	remove_tree(f->path);
	arena_done(&f->arena);
	free(f);
	return 0;
}

static inline const char *folder_path(struct folder *f, const char *name)
{
	return file_join(&f->arena, f->path, name);
}

static inline void folder_put(struct folder *f, const char *name, const char *text)
{
	assert_int_equal(file_write(folder_path(f, name), text, strlen(text), &f->err), 0);
}

static inline const char *folder_get(struct folder *f, const char *name)
{
	char *text;

	assert_int_equal(
		file_read_all(folder_path(f, name), 1 << 20, &f->arena, &text, NULL, &f->err), 0);
	return text;
}

static inline int folder_read(struct folder *f)
{
	const char *dirs[] = {f->path};
	struct layout_input in = {.dirs = dirs, .dirs_len = 1};

	error_reset(&f->err);
	return layout_native.read(&in, &f->arena, &f->list, &f->err);
}

#define folder_test(fn) cmocka_unit_test_setup_teardown(fn, folder_setup, folder_teardown)

#endif
