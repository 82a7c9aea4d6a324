/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbered folders of numbered files: 0/01_init.up.sql, 0/02_log.up.sql,
 * 1/01_tags.up.sql, as boundary keeps them (and, with 0.17/00__inbox.sql, memos).
 * The numbers of files begin anew in each folder; the version is both, "1.01",
 * compared part by part as numbers. Numbered files beside the folders, or in
 * another --dir, come before all of them. Files without a number beside the folders
 * are left out with a warning.
 * (github.com/hashicorp/boundary, internal/db/schema/migrations)
 */
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/gather.h"
#include "layout/number.h"

#include <ctype.h>
#include <string.h>

static const char digits[] = "0123456789";

/* Bytes of the number of a file's folder, a "v" in front aside; 0 if it is none. */
static size_t folder_number(const struct tree_entry *e, const char **ret)
{
	size_t n;

	*ret = e->name + (e->name[0] == 'v' || e->name[0] == 'V');
	n = strspn(*ret, "0123456789.");
	return n != 0 && (*ret)[0] != '.' && (*ret)[n] == '/' ? n : 0;
}

static bool parse(const struct tree_entry *e, struct arena *a, struct gather_item *ret)
{
	size_t number = strspn(e->base, digits), end = strlen(e->base), folder;
	const char *in, *title = e->base + number + strspn(e->base + number, "_-.");
	bool down = text_ends(e->base, ".down.sql");

	if (e->is_dir || e->depth > 1 || number == 0 || !text_ends(e->base, ".sql"))
		return false;
	folder = e->depth == 0 ? 0 : folder_number(e, &in);
	if ((e->depth == 1 && folder == 0) || isalnum((unsigned char)e->base[number]))
		return false;
	end -= down ? strlen(".down.sql") : text_ends(e->base, ".up.sql") ? strlen(".up.sql") : 4;
	*ret = (struct gather_item){
		.file = e,
		.role = down ? GATHER_DOWN : GATHER_UP,
		.version = folder == 0 ? arena_printf(a, "0.0.%.*s", (int)number, e->base)
				       : arena_printf(a, "%.*s.%.*s", (int)folder, in, (int)number,
						      e->base),
		.name = title < e->base + end
				? arena_strndup(a, title, (size_t)(e->base + end - title))
				: "",
	};
	return true;
}

/* A numbered file in a numbered folder, and none beside the folders, which are pawl's own form. */
static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	enum layout_match match = LAYOUT_NO;
	struct gather_item item;

	(void)ret_why;
	for (size_t i = 0; i < in->dirs_len; i++) {
		bool beside = false, inside = false;

		for (size_t j = 0; j < in->trees[i].len; j++) {
			if (!parse(&in->trees[i].v[j], a, &item))
				continue;
			*(item.file->depth == 0 ? &beside : &inside) = true;
		}
		if (beside && inside)
			return LAYOUT_NO;
		if (inside)
			match = LAYOUT_FITS;
	}
	return match;
}

static int compare(const struct gather_item *a, const struct gather_item *b)
{
	return number_compare(a->version, b->version);
}

static int compare_names(const struct gather_item *a, const struct gather_item *b)
{
	int order = compare(a, b);

	return order != 0 ? order : strcmp(a->name, b->name);
}

static int refuse(const struct tree_entry *e, struct pawl_error *err)
{
	fail(err, PAWL_E_FILE, "file \"%s\" stands in no numbered folder with a number of its own",
	     e->path);
	hint(err, "files are called <folder's number>/<number>_<name>.sql here; rename it, or move "
		  "it out of the folder");
	return PAWL_E_FILE;
}

/* Beside the folders stands what they come to, such as memos' LATEST.sql. */
static const char *left_out(const struct tree_entry *e, struct arena *a)
{
	return arena_printf(a, "file \"%s\" stands in no numbered folder and is left out", e->path);
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in, .compare = in->duplicates ? compare_names : compare};
	VEC(struct gather_item) items = {0};
	VEC(const char *) notes = {0};
	struct gather_item item;
	int rc;

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];

			if (parse(e, a, &item))
				*vec_push(&items, a) = item;
			else if (!e->is_dir && text_ends(e->base, ".sql") && e->depth > 0)
				return refuse(e, err);
			else if (!e->is_dir && text_ends(e->base, ".sql"))
				*vec_push(&notes, a) = left_out(e, a);
		}
	}
	rc = gather_build(&g, items.v, items.len, a, ret, err);
	if (rc == 0) {
		ret->notes = notes.v;
		ret->notes_len = notes.len;
	}
	return rc;
}

const struct layout layout_numbered = {
	.name = "numbered",
	.aliases = (const char *const[]){"boundary", NULL},
	.recognise = recognise,
	.read = read_list,
};
