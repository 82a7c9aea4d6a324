/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drizzle: <tag>.sql beside meta/_journal.json, which says which files there
 * are and in which order; others are passed over. Without a journal:
 * <number>_<name>.sql with breakpoints in them, by name; or, as of 1.0,
 * <timestamp>_<name>/migration.sql, told by a snapshot.json beside it. Statements end at "--> statement-breakpoint", wherever on a
 * line that stands; a ';' before it is not needed.
 * (github.com/drizzle-team/drizzle-orm, drizzle-orm/src/migrator.ts)
 */
#include "base/text.h"
#include "base/vec.h"
#include "layout/atlas_sum.h"
#include "layout/backends.h"
#include "layout/breaks.h"
#include "layout/folder.h"
#include "layout/json.h"
#include "layout/number.h"

#include <inttypes.h>
#include <string.h>

static const char journal[] = "meta/_journal.json";
static const char breakpoint[] = "--> statement-breakpoint";

struct drizzle {
	struct gather gather;
	VEC(const char *) when; /* of the journals' entries, by position */
};

/* "0000_luxuriant_blaze": the number, and the name behind it. */
static void name_item(const char *tag, struct arena *a, struct gather_item *item)
{
	size_t digits = strspn(tag, "0123456789");

	item->filename = tag;
	item->version = digits == 0 ? tag : arena_strndup(a, tag, digits);
	item->name = digits == 0 ? "" : tag + digits + (tag[digits] == '_');
}

static bool is_numbered(const struct tree_entry *e)
{
	size_t digits = strspn(e->name, "0123456789");

	return !e->is_dir && e->depth == 0 && digits != 0 && e->name[digits] == '_' &&
	       text_ends(e->name, ".sql");
}

static bool is_folder(const struct tree *t, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret)
{
	return folder_item(e, "migration.sql", GATHER_UP, a, ret) &&
	       folder_sibling(t, e, "snapshot.json", a) != NULL;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	struct gather_item item;

	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree *t = &in->trees[i];

		if (tree_find(t, journal) != NULL) {
			*ret_why = journal;
			return LAYOUT_SURE;
		}
		/* What drizzle has generated and Atlas runs is Atlas': the mark is a comment there. */
		if (tree_find(t, ATLAS_SUM) != NULL)
			continue;
		for (size_t j = 0; j < t->len; j++) {
			if (is_folder(t, &t->v[j], a, &item) ||
			    (is_numbered(&t->v[j]) &&
			     strstr(tree_peek(&t->v[j], a), breakpoint) != NULL)) {
				*ret_why = t->v[j].name;
				return LAYOUT_SURE;
			}
		}
	}
	return LAYOUT_NO;
}

static const char *engine(const struct tree *t, const char *dialect, struct arena *a,
			  const struct tree_entry **ret_file)
{
	struct json_node root;

	(void)dialect;
	*ret_file = tree_find(t, journal);
	if (*ret_file == NULL || json_node_read(*ret_file, a, &root, NULL) != 0)
		return NULL;
	return json_node_text(&root, "dialect");
}

static int compare(const struct gather_item *a, const struct gather_item *b)
{
	if (a->position != b->position)
		return a->position < b->position ? -1 : 1;
	return strcmp(a->filename, b->filename);
}

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	(void)g;
	(void)item;
	(void)err;
	breaks_apply(text, breakpoint, a, &m->up);
	return 0;
}

static void record(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration_record *ret)
{
	const struct drizzle *d = (const struct drizzle *)g; /* its first member */
	char *hex = arena_alloc(a, SHA256_HEX);
	struct sha256 h;

	sha256_init(&h);
	if (text->skipped != 0)
		sha256_add(&h, "\xef\xbb\xbf", text->skipped);
	sha256_add(&h, text->data, text->len);
	sha256_hex(&h, hex);
	ret->version = item->position == 0 ? item->version : d->when.v[item->position - 1];
	ret->checksum = hex;
	if (item->file->depth == 0)
		return;
	/* As of 1.0 the folder's name is what the table has, and the time that it begins with. */
	ret->script = item->filename;
	if (strspn(item->filename, "0123456789") >= 14)
		ret->version = arena_printf(a, "%" PRId64,
					    number_millis(arena_strndup(a, item->filename, 14)));
}

struct items {
	struct gather_item *v;
	size_t len, cap;
};

static int refuse_entry(const struct tree_entry *file, const char *tag, struct pawl_error *err)
{
	fail(err, PAWL_E_FILE, "file \"%s\" names migration \"%s\", of which there is no file",
	     file->path, tag);
	hint(err, "get %s.sql back, or take its entry out", tag);
	return PAWL_E_FILE;
}

/* The journal's entries in their order. */
static int read_journal(const struct tree *t, const struct tree_entry *file, struct arena *a,
			struct drizzle *d, struct items *ret, struct pawl_error *err)
{
	const struct json_node *entries;
	struct json_node root;
	int rc = json_node_read(file, a, &root, err);

	if (rc != 0)
		return rc;
	entries = json_node_get(&root, "entries");
	if (entries == NULL)
		return fail(err, PAWL_E_SYNTAX, "file \"%s\" has no \"entries\"", file->path);
	for (size_t i = 0; i < entries->len; i++) {
		const char *tag = json_node_text(&entries->v[i], "tag");
		const char *when = json_node_text(&entries->v[i], "when");
		struct gather_item item = {.role = GATHER_UP, .position = d->when.len + 1};

		if (tag == NULL || when == NULL)
			return fail(err, PAWL_E_SYNTAX,
				    "entry %zu of file \"%s\" has no \"tag\" or no \"when\"", i,
				    file->path);
		item.file = tree_find(t, arena_printf(a, "%s.sql", tag));
		if (item.file == NULL || item.file->is_dir)
			return refuse_entry(file, tag, err);
		*vec_push(&d->when, a) = when;
		name_item(tag, a, &item);
		*vec_push(ret, a) = item;
	}
	return 0;
}

static void read_names(const struct tree *t, struct arena *a, struct items *ret)
{
	for (size_t i = 0; i < t->len; i++) {
		struct gather_item item = {.file = &t->v[i], .role = GATHER_UP};

		if (is_numbered(&t->v[i]))
			name_item(arena_strndup(a, t->v[i].name, strlen(t->v[i].name) - 4), a,
				  &item);
		else if (!folder_item(&t->v[i], "migration.sql", GATHER_UP, a, &item))
			continue;
		*vec_push(ret, a) = item;
	}
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	struct drizzle d = {.gather = {
				    .in = in,
				    .compare = compare,
				    .read_text = read_text,
				    .record = record,
			    }};
	struct items items = {0};

	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree *t = &in->trees[i];
		const struct tree_entry *file = tree_find(t, journal);
		int rc = 0;

		if (file == NULL)
			read_names(t, a, &items);
		else
			rc = read_journal(t, file, a, &d, &items, err);
		if (rc != 0)
			return rc;
	}
	return gather_build(&d.gather, items.v, items.len, a, ret, err);
}

const struct layout layout_drizzle = {
	.name = "drizzle",
	.recognise = recognise,
	.read = read_list,
	.engine = engine,
};
