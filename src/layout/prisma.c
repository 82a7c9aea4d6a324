/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prisma: <yyyymmddhhmmss>_<name>/migration.sql, a down.sql beside it where a
 * team writes one, and migration_lock.toml in the folder itself. The folder's
 * whole name is the migration's: a timestamp may be used twice, and the name may
 * end in ".sql". Ordered by these names. The checksum is the SHA-256 of the
 * file; CR LF and LF count as the same. A folder with a migration.ts instead, as
 * some teams' own runners take them, is a step that pawl cannot run.
 * (github.com/prisma/prisma-engines, schema-engine/connectors)
 */
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/folder.h"
#include "layout/keys.h"

#include <string.h>

static const char lock_file[] = "migration_lock.toml";

/* "migration.ts" in a folder without a migration.sql. */
static bool is_code(const struct tree *t, const struct tree_entry *e, struct arena *a,
		    struct gather_item *ret)
{
	if (!text_starts(e->base, "migration.") || gather_language(e->base) == NULL ||
	    !folder_item(e, e->base, GATHER_UP, a, ret) ||
	    folder_sibling(t, e, "migration.sql", a) != NULL)
		return false;
	ret->language = gather_language(e->base);
	return true;
}

static bool holds_code(const struct tree *t, const struct tree_entry *dir, struct arena *a)
{
	struct gather_item item;

	for (size_t i = 0; i < t->len; i++)
		if (is_code(t, &t->v[i], a, &item) && strcmp(item.filename, dir->name) == 0)
			return true;
	return false;
}

/*
 * By the lock file, unless all SQL stands beside it (0001_init.sql, as those write
 * it who take Prisma's SQL to another runner): Prisma would find nothing there.
 */
static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	enum layout_match match = LAYOUT_NO;
	struct gather_item item;

	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree *t = &in->trees[i];
		bool inside = false, beside = false;

		for (size_t j = 0; j < t->len; j++) {
			const struct tree_entry *e = &t->v[j];

			if (folder_item(e, "migration.sql", GATHER_UP, a, &item))
				inside = true;
			else if (!e->is_dir && e->depth == 0 && text_ends(e->base, ".sql"))
				beside = true;
		}
		if (tree_find(t, lock_file) != NULL && (inside || !beside)) {
			*ret_why = lock_file;
			return LAYOUT_SURE;
		}
		if (inside)
			match = LAYOUT_FITS;
	}
	return match;
}

static const char *engine(const struct tree *t, const char *dialect, struct arena *a,
			  const struct tree_entry **ret_file)
{
	(void)dialect;
	*ret_file = tree_find(t, lock_file);
	return *ret_file == NULL ? NULL : keys_get(tree_peek(*ret_file, a), "provider", a);
}

enum newlines { AS_LF, AS_CRLF };

/* The checksum as it would be with other line ends. */
static const char *checksum_with(const struct tree_text *text, enum newlines ends, struct arena *a)
{
	char *hex = arena_alloc(a, SHA256_HEX);
	struct sha256 h;
	size_t from = 0;

	sha256_init(&h);
	if (text->skipped != 0)
		sha256_add(&h, "\xef\xbb\xbf", 3);
	for (size_t i = 0; i < text->len; i++) {
		bool pair = i > from && text->data[i - 1] == '\r';

		if (text->data[i] != '\n')
			continue;
		sha256_add(&h, text->data + from, i - from - pair);
		if (ends != AS_LF)
			sha256_add(&h, "\r", 1);
		sha256_add(&h, "\n", 1);
		from = i + 1;
	}
	sha256_add(&h, text->data + from, text->len - from);
	sha256_hex(&h, hex);
	return hex;
}

/* As old releases wrote them: a byte below 16 is one digit. */
static const char *unpadded(const char *hex, struct arena *a)
{
	char *text = arena_alloc(a, SHA256_HEX), *to = text;

	for (; hex[0] != '\0'; hex += 2) {
		if (hex[0] != '0')
			*to++ = hex[0];
		*to++ = hex[1];
	}
	*to = '\0';
	return text;
}

static const char *checksum(const struct tree_text *text, struct arena *a)
{
	char *hex = arena_alloc(a, SHA256_HEX);
	struct sha256 h;

	sha256_init(&h);
	if (text->skipped != 0)
		sha256_add(&h, "\xef\xbb\xbf", 3);
	sha256_add(&h, text->data, text->len);
	sha256_hex(&h, hex);
	return hex;
}

static void record(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration_record *ret)
{

	const char **others = arena_array(a, const char *, 6);

	(void)g;
	ret->version = item->filename;
	ret->checksum = checksum(text, a);
	ret->checksums = others;
	others[0] = checksum_with(text, AS_LF, a);
	others[1] = checksum_with(text, AS_CRLF, a);
	others[2] = unpadded(ret->checksum, a);
	others[3] = unpadded(others[0], a);
	others[4] = unpadded(others[1], a);
}

/* A folder in which something lies, but no migration.sql: the tool stops there, too. */
static int check_folder(const struct tree *t, const struct tree_entry *dir, struct arena *a,
			struct pawl_error *err)
{
	if (dir->depth != 0 ||
	    tree_find(t, arena_printf(a, "%s/migration.sql", dir->name)) != NULL ||
	    dir->name[strspn(dir->name, "0123456789")] != '_' || holds_code(t, dir, a))
		return 0;
	fail(err, PAWL_E_FILE, "folder \"%s\" holds no migration.sql", dir->path);
	hint(err, "get the file back, or remove the folder");
	return PAWL_E_FILE;
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	if (e->is_dir)
		return check_folder(collect_tree(in, e), e, a, err);
	*ret_taken = folder_item(e, "migration.sql", GATHER_UP, a, ret) ||
		     folder_item(e, "down.sql", GATHER_DOWN, a, ret) ||
		     is_code(collect_tree(in, e), e, a, ret);
	return 0;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in, .compare = folder_compare, .record = record};

	return collect_read(&g, parse_name, a, ret, err);
}

const struct layout layout_prisma = {
	.name = "prisma",
	.recognise = recognise,
	.read = read_list,
	.by_text = true,
	.engine = engine,
};
