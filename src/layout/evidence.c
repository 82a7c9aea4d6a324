/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/evidence.h"

#include "base/text.h"

#include <sys/stat.h>

enum {
	LONGEST_SHOWN = 60,
	LONGEST_TEXT = 256 << 10, /* read for a look: enough for what people write by hand */
};

const char *evidence_text(const struct tree_entry *e, struct arena *a)
{
	struct tree_text text;
	struct stat st;

	if (stat(e->path, &st) != 0 || st.st_size > LONGEST_TEXT ||
	    tree_read(e, a, &text, NULL) != 0)
		return tree_peek(e, a);
	return text.data;
}

static bool look_into(const struct tree_entry *e, const char *start, evidence_fn *fn,
		      struct arena *a, const char **ret_why)
{
	struct lines lines;
	struct line l;

	if (text_starts(start, "\xef\xbb\xbf"))
		start += 3;
	lines_init(&lines, start, strlen(start));
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

typedef const char *text_fn(const struct tree_entry *e, struct arena *a);

static bool look(const struct layout_input *in, unsigned depth, evidence_fn *fn, text_fn *text_of,
		 struct arena *a, const char **ret_why)
{
	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree *t = &in->trees[i];

		for (size_t j = 0, seen = 0; j < t->len && seen < EVIDENCE_FILES; j++) {
			const struct tree_entry *e = &t->v[j];

			if (e->is_dir || e->depth > depth || !text_ends(e->base, ".sql"))
				continue;
			seen++;
			if (look_into(e, text_of(e, a), fn, a, ret_why))
				return true;
		}
	}
	return false;
}

bool evidence_line(const struct layout_input *in, unsigned depth, evidence_fn *fn, struct arena *a,
		   const char **ret_why)
{
	return look(in, depth, fn, tree_peek, a, ret_why);
}

bool evidence_anywhere(const struct layout_input *in, unsigned depth, evidence_fn *fn,
		       struct arena *a, const char **ret_why)
{
	return look(in, depth, fn, evidence_text, a, ret_why);
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
