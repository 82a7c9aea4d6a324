/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Version folders: v<version>/manifest.json, as temporal and cadence keep them.
 * The manifest says which version it is and which files make it, in their
 * order; versions are compared part by part as numbers, so that v1.10 follows v1.9.
 *
 * Each file is a migration, so that a version that fails half-way goes on where
 * it stopped: the last has the version itself, those before it "1.2-1", "1.2-2".
 * A version that says it has no files is one that does nothing.
 * (github.com/temporalio/temporal, tools/common/schema/updatetask.go)
 */
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/folder.h"
#include "layout/json.h"

#include <string.h>

static const char manifest[] = "manifest.json";
static const char files_key[] = "SchemaUpdateCqlFiles", no_files_key[] = "AllowNoCqlFiles";

struct items {
	struct gather_item *v;
	size_t len, cap;
};

static bool is_manifest(const struct tree_entry *e, struct arena *a, struct gather_item *ret)
{
	return folder_item(e, manifest, GATHER_UP, a, ret) && ret->filename[0] == 'v' &&
	       ret->filename[1 + strspn(ret->filename + 1, "0123456789.")] == '\0';
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	struct gather_item item;

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];

			if (is_manifest(e, a, &item) &&
			    strstr(tree_peek(e, a), files_key) != NULL) {
				*ret_why = e->name;
				return LAYOUT_SURE;
			}
		}
	}
	return LAYOUT_NO;
}

/* Digits up to a '.' or anything else that parts. */
static int compare_versions(const char *a, const char *b)
{
	while (*a != '\0' || *b != '\0') {
		size_t alen = strspn(a, "0123456789"), blen = strspn(b, "0123456789");
		int order = text_compare_numbers(a, alen, b, blen);

		if (order != 0)
			return order;
		a += alen + (a[alen] != '\0');
		b += blen + (b[blen] != '\0');
	}
	return 0;
}

static int compare(const struct gather_item *a, const struct gather_item *b)
{
	size_t alen = strcspn(a->filename, "/"), blen = strcspn(b->filename, "/");
	int order = alen == blen && memcmp(a->filename, b->filename, alen) == 0
			    ? 0
			    : compare_versions(a->filename + 1, b->filename + 1);

	if (order == 0 && a->position != b->position)
		order = a->position < b->position ? -1 : 1;
	return order;
}

static void record(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration_record *ret)
{

	(void)g;
	(void)text;
	ret->version = arena_strndup(a, item->version, strcspn(item->version, "-"));
}

/* The manifest itself stands for a version without files. */
static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	(void)g;
	(void)text;
	(void)a;
	(void)err;
	if (item->role == GATHER_BOTH) {
		m->up.text = "";
		m->up.offset = m->up.length = 0;
	}
	return 0;
}

static int refuse(const struct tree_entry *file, const char *what, struct pawl_error *err)
{
	fail(err, PAWL_E_SYNTAX, "file \"%s\" %s", file->path, what);
	hint(err, "it holds CurrVersion, the version of its folder, and %s, a list of files",
	     files_key);
	at(err, file->path, 1, 0);
	return PAWL_E_SYNTAX;
}

static int add_file(const struct tree *t, const struct tree_entry *file, const char *name,
		    struct arena *a, struct gather_item *item, struct pawl_error *err)
{
	item->file = folder_sibling(t, file, name, a);
	if (item->file == NULL || item->file->is_dir) {
		fail(err, PAWL_E_FILE, "file \"%s\" names \"%s\", which is not there", file->path,
		     name);
		hint(err, "get the file back, or take it out of the list");
		return PAWL_E_FILE;
	}
	item->filename = item->file->name;
	item->name = text_ends(name, ".sql") ? arena_strndup(a, name, strlen(name) - 4) : name;
	return 0;
}

static int read_manifest(const struct tree *t, struct gather_item item, struct arena *a,
			 struct items *ret, struct pawl_error *err)
{
	const struct tree_entry *file = item.file;
	const char *version = item.filename + 1;
	const struct json_node *files;
	struct json_node root;
	const char *said, *none;
	int rc = json_node_read(file, a, &root, err);

	if (rc != 0)
		return rc;
	said = json_node_text(&root, "CurrVersion");
	files = json_node_get(&root, files_key);
	none = json_node_text(&root, no_files_key);
	if (said == NULL || files == NULL ||
	    (files->len == 0 && (none == NULL || strcmp(none, "true") != 0)))
		return refuse(file, "does not say its version and its files", err);
	if (compare_versions(said + (said[0] == 'v'), version) != 0)
		return refuse(file, "says another version than its folder", err);
	if (files->len == 0) {
		item.role = GATHER_BOTH;
		item.version = version;
		item.filename = file->name;
		item.name = "";
		*vec_push(ret, a) = item;
	}
	for (size_t i = 0; i < files->len; i++) {
		if (files->v[i].text == NULL)
			return refuse(file, "lists something that is no file", err);
		item.position = i;
		item.version = i + 1 == files->len ? version
						   : arena_printf(a, "%s-%zu", version, i + 1);
		rc = add_file(t, file, files->v[i].text, a, &item, err);
		if (rc != 0)
			return rc;
		*vec_push(ret, a) = item;
	}
	return 0;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {
		.in = in, .compare = compare, .read_text = read_text, .record = record};
	struct gather_item item;
	struct items items = {0};

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			int rc = 0;

			if (is_manifest(&in->trees[i].v[j], a, &item))
				rc = read_manifest(&in->trees[i], item, a, &items, err);
			if (rc != 0)
				return rc;
		}
	}
	return gather_build(&g, items.v, items.len, a, ret, err);
}

const struct layout layout_manifest = {
	.name = "manifest",
	.aliases = (const char *const[]){"temporal", "cadence", NULL},
	.recognise = recognise,
	.read = read_list,
};
