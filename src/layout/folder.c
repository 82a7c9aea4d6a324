/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/folder.h"

#include <string.h>

bool folder_item(const struct tree_entry *e, const char *base, enum gather_role role,
		 struct arena *a, struct gather_item *ret)
{
	const char *folder;
	size_t version;

	if (e->is_dir || e->depth != 1 || strcmp(e->base, base) != 0)
		return false;
	folder = arena_strndup(a, e->name, strlen(e->name) - strlen(base) - 1);
	version = strcspn(folder, "_");
	*ret = (struct gather_item){
		.file = e,
		.role = role,
		.version = arena_strndup(a, folder, version),
		.name = folder[version] == '\0' ? "" : folder + version + 1,
		.filename = folder,
	};
	return true;
}

const struct tree_entry *folder_sibling(const struct tree *t, const struct tree_entry *e,
					const char *base, struct arena *a)
{
	size_t folder = strlen(e->name) - strlen(e->base);

	return tree_find(t, arena_printf(a, "%.*s%s", (int)folder, e->name, base));
}

int folder_compare(const struct gather_item *a, const struct gather_item *b)
{
	return strcmp(a->filename, b->filename);
}
