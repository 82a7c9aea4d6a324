/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/evidence.h"

#include "base/text.h"

enum { LONGEST_SHOWN = 60 };

static bool look_into(const struct tree_entry *e, evidence_fn *fn, struct arena *a,
		      const char **ret_why)
{
	const char *start = tree_peek(e, a);
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
