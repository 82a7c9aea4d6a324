/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/collect.h"

#include "base/text.h"
#include "base/vec.h"
#include "layout/number.h"

#include <string.h>

int collect_items(const struct layout_input *in, collect_fn *parse, struct arena *a,
		  struct gather_item **ret, size_t *ret_len, struct pawl_error *err)
{
	VEC(struct gather_item) items = {0};

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			struct gather_item item = {0};
			bool taken = false;
			int rc = parse(in, &in->trees[i].v[j], a, &item, &taken, err);

			if (rc != 0)
				return rc;
			if (taken)
				*vec_push(&items, a) = item;
		}
	}
	*ret = items.v;
	*ret_len = items.len;
	return 0;
}

int collect_read(const struct gather *g, collect_fn *parse, struct arena *a,
		 struct migration_list *ret, struct pawl_error *err)
{
	struct gather_item *items;
	size_t len;
	int rc = collect_items(g->in, parse, a, &items, &len, err);

	return rc != 0 ? rc : gather_build(g, items, len, a, ret, err);
}

int collect_gapless(const struct gather *g, collect_fn *parse, const char *first, const char *tool,
		    struct arena *a, struct migration_list *ret, struct pawl_error *err)
{
	struct migration_list list = {0};
	int rc = collect_read(g, parse, a, &list, err);

	for (size_t i = 0; rc == 0 && i < list.len; i++) {
		const char *version = list.v[i].version;
		const char *next = i > 0 ? number_next(list.v[i - 1].version, a) : first;

		if (next == NULL ||
		    text_compare_numbers(next, strlen(next), version, strlen(version)) == 0)
			continue;
		rc = fail(err, PAWL_E_FILE, "migration %s is missing before \"%s\"", next,
			  list.v[i].path);
		hint(err, "%s takes numbers%s%s without a gap only", tool,
		     first == NULL ? "" : " from ", first == NULL ? "" : first);
	}
	if (rc == 0)
		*ret = list;
	return rc;
}

const struct tree *collect_tree(const struct layout_input *in, const struct tree_entry *e)
{
	size_t i = 0;

	while (tree_find(&in->trees[i], e->name) != e)
		i++;
	return &in->trees[i];
}

int collect_refuse_name(const struct tree_entry *e, const char *form, struct pawl_error *err)
{
	fail(err, PAWL_E_FILE, "file \"%s\" has no version in its name", e->path);
	hint(err, "files are called %s here; rename it, or move it out of the folder", form);
	return PAWL_E_FILE;
}
