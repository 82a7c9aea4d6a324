/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/evidence.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"

#include <string.h>

enum { LONGEST_SHOWN = 60 };

static bool search(const struct tree_entry *e, const char *start, size_t len, evidence_fn *fn,
		   struct arena *a, const char **ret_why)
{
	size_t mark = len >= 3 && memcmp(start, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	struct lines lines;
	struct line l;

	lines_init(&lines, start + mark, len - mark);
	while (lines_next(&lines, &l)) {
		if (!fn(&l))
			continue;
		*ret_why = arena_printf(a, "\"%.*s\" in %s",
					(int)(l.len < LONGEST_SHOWN ? l.len : LONGEST_SHOWN),
					l.text, e->name);
		return true;
	}
	return false;
}

static bool look_into(const struct tree_entry *e, evidence_fn *fn, struct arena *a,
		      const char **ret_why)
{
	const char *start = tree_peek(e, a);

	return search(e, start, strlen(start), fn, a, ret_why);
}

/* The first bytes of a file; fewer where it cannot be read. */
static size_t read_start(const struct tree_entry *e, char *data, size_t size)
{
	_cleanup_close_ int fd = -1;
	size_t len = 0, n = 1;

	if (file_open(e->path, &fd, NULL) != 0)
		return 0;
	while (len < size && n != 0) {
		if (file_read(fd, e->path, data + len, size - len, &n, NULL) != 0)
			break;
		len += n;
	}
	return len;
}

bool evidence_line(const struct layout_input *in, unsigned depth, evidence_fn *fn, struct arena *a,
		   const char **ret_why)
{
	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree *t = &in->trees[i];

		for (size_t j = 0, seen = 0; j < t->len && seen < EVIDENCE_FILES; j++) {
			const struct tree_entry *e = &t->v[j];

			if (e->is_dir || e->depth > depth || !text_ends(e->base, ".sql"))
				continue;
			seen++;
			if (look_into(e, fn, a, ret_why))
				return true;
		}
	}
	return false;
}

bool evidence_anywhere(const struct layout_input *in, unsigned depth, evidence_fn *fn,
		       struct arena *a, const char **ret_why)
{
	_cleanup_free_ char *data = xmalloc(EVIDENCE_BYTES);

	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree *t = &in->trees[i];

		for (size_t j = 0; j < t->len; j++) {
			const struct tree_entry *e = &t->v[j];

			if (!e->is_dir && e->depth <= depth && text_ends(e->base, ".sql") &&
			    search(e, data, read_start(e, data, EVIDENCE_BYTES), fn, a, ret_why))
				return true;
		}
	}
	return false;
}

bool evidence_file(const struct layout_input *in, const char *name, const char **ret_why)
{
	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree_entry *e = tree_find(&in->trees[i], name);

		if (e == NULL || e->is_dir)
			continue;
		*ret_why = e->name;
		return true;
	}
	return false;
}
