/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list is made breadth by breadth with names relative to the folder, then
 * sorted, so that every layout sees the same order on every file system.
 */
#include "layout/tree.h"

#include "base/cleanup.h"
#include "base/vec.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct listing {
	VEC(struct tree_entry) found;
	const char *dir;
	struct arena *arena;
};

static bool is_left_out(const struct file_entry *e)
{
	return e->name[0] == '.' || (e->is_dir && strcmp(e->name, "node_modules") == 0);
}

/* What lies in one folder; prefix is its name behind the root, "" or "a/b/". */
static int list_level(struct listing *l, const char *path, const char *prefix, unsigned depth,
		      struct pawl_error *err)
{
	struct file_list files;
	int rc = file_list(path, l->arena, &files, err);

	for (size_t i = 0; rc == 0 && i < files.len; i++) {
		const struct file_entry *f = &files.v[i];

		if (is_left_out(f))
			continue;
		if (l->found.len == TREE_FILES) {
			fail(err, PAWL_E_LIMIT, "folder \"%s\" holds more than %d files", l->dir,
			     TREE_FILES);
			hint(err, "name the folder of migrations alone by --dir");
			return PAWL_E_LIMIT;
		}
		*vec_push(&l->found, l->arena) = (struct tree_entry){
			.name = arena_printf(l->arena, "%s%s", prefix, f->name),
			.base = f->name,
			.path = file_join(l->arena, path, f->name),
			.depth = depth,
			.is_dir = f->is_dir,
		};
	}
	return rc;
}

static int compare_entries(const void *a, const void *b)
{
	const struct tree_entry *x = a, *y = b;

	return strcmp(x->name, y->name);
}

int tree_list(const char *dir, struct arena *a, struct tree *ret, struct pawl_error *err)
{
	struct listing l = {.dir = dir, .arena = a};
	int rc = list_level(&l, dir, "", 0, err);

	/* The vector grows while it is read: each folder found is listed in its turn. */
	for (size_t i = 0; rc == 0 && i < l.found.len; i++) {
		struct tree_entry e = l.found.v[i];

		if (e.is_dir && e.depth < TREE_DEPTH)
			rc = list_level(&l, e.path, arena_printf(a, "%s/", e.name), e.depth + 1,
					err);
	}
	if (rc != 0)
		return rc;
	if (l.found.len != 0)
		qsort(l.found.v, l.found.len, sizeof(*l.found.v), compare_entries);
	*ret = (struct tree){.dir = dir, .v = l.found.v, .len = l.found.len};
	return 0;
}

const struct tree_entry *tree_find(const struct tree *f, const char *name)
{
	const struct tree_entry key = {.name = name};

	return f->len == 0 ? NULL : bsearch(&key, f->v, f->len, sizeof(*f->v), compare_entries);
}

const char *tree_peek(const struct tree_entry *e, struct arena *a)
{
	_cleanup_close_ int fd = -1;
	char *data = arena_alloc(a, TREE_PEEK + 1);
	size_t len = 0, n = 1;

	if (file_open(e->path, &fd, NULL) != 0)
		return "";
	while (len < TREE_PEEK && n != 0) {
		if (file_read(fd, e->path, data + len, TREE_PEEK - len, &n, NULL) != 0)
			return "";
		len += n;
	}
	data[len] = '\0';
	return data;
}

static int stamp_of(const struct tree_entry *e, struct tree_text *ret, struct pawl_error *err)
{
	_cleanup_close_ int fd = -1;
	int rc = file_open(e->path, &fd, err);

	return rc != 0 ? rc : file_stamp(fd, e->path, &ret->stamp, err);
}

int tree_read(const struct tree_entry *e, struct arena *a, struct tree_text *ret,
	      struct pawl_error *err)
{
	struct tree_text text = {0};
	struct sha256 h;
	char *data;
	size_t len;
	int rc = stamp_of(e, &text, err);

	if (rc == 0)
		rc = file_read_all(e->path, TREE_TEXT, a, &data, &len, err);
	if (rc != 0)
		return rc;
	sha256_init(&h);
	sha256_add_text(&h, data, len);
	sha256_hex(&h, text.checksum);
	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
		data += 3;
		len -= 3;
		text.skipped = 3;
	}
	text.data = data;
	text.len = len;
	*ret = text;
	return 0;
}

int tree_scan(const struct tree_entry *e, struct tree_text *ret, struct pawl_error *err)
{
	_cleanup_close_ int fd = -1;
	_cleanup_free_ char *chunk = NULL;
	struct tree_text text = {0};
	struct sha256 h;
	size_t n = 1;
	int rc = file_open(e->path, &fd, err);

	if (rc == 0)
		rc = file_stamp(fd, e->path, &text.stamp, err);
	if (rc != 0)
		return rc;
	chunk = xmalloc(FILE_CHUNK);
	sha256_init(&h);
	while (n != 0) {
		rc = file_read(fd, e->path, chunk, FILE_CHUNK, &n, err);
		if (rc != 0)
			return rc;
		sha256_add_text(&h, chunk, n);
		text.len += n;
	}
	sha256_hex(&h, text.checksum);
	*ret = text;
	return 0;
}
