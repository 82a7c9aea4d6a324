/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Diesel: <version>_<name>/up.sql, with down.sql and metadata.toml beside it.
 * The version ends at the first '_', its '-' left out, and is compared as text:
 * "2024-03-13-170000_a" and "2024-03-13_170000_b" have the versions
 * 20240313170000 and 20240313. A metadata.toml that does not say
 * run_in_transaction = true says false, even if it is empty.
 * (github.com/diesel-rs/diesel, diesel_migrations/src/file_based_migrations.rs)
 */
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/folder.h"
#include "layout/keys.h"

#include <string.h>

static const char metadata[] = "metadata.toml";

static const char *without_dashes(const char *version, struct arena *a)
{
	char *copy = arena_strdup(a, version), *to = copy;

	for (const char *p = copy; *p != '\0'; p++)
		if (*p != '-')
			*to++ = *p;
	*to = '\0';
	return copy;
}

static enum migration_tx transaction(const struct tree *t, const struct tree_entry *e,
				     struct arena *a)
{
	const struct tree_entry *file = folder_sibling(t, e, metadata, a);
	const char *value;

	if (file == NULL)
		return MIGRATION_TX_AUTO;
	value = keys_get(tree_peek(file, a), "run_in_transaction", a);
	return value != NULL && strcmp(value, "true") == 0 ? MIGRATION_TX_AUTO : MIGRATION_TX_OFF;
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	(void)err;
	*ret_taken = folder_item(e, "up.sql", GATHER_UP, a, ret) ||
		     folder_item(e, "down.sql", GATHER_DOWN, a, ret);
	if (!*ret_taken)
		return 0;
	ret->version = without_dashes(ret->version, a);
	ret->tx = transaction(collect_tree(in, e), e, a);
	return 0;
}

/* "2018-01-14-171611", as "diesel migration generate" writes them. */
static bool is_generated(const char *folder)
{
	static const char form[] = "0000-00-00-000000";

	for (size_t i = 0; form[i] != '\0'; i++)
		if (form[i] == '0' ? folder[i] < '0' || folder[i] > '9' : folder[i] != form[i])
			return false;
	return true;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	enum layout_match match = LAYOUT_NO;
	struct gather_item item;

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];

			if (!folder_item(e, "up.sql", GATHER_UP, a, &item))
				continue;
			match = LAYOUT_FITS;
			if (folder_sibling(&in->trees[i], e, metadata, a) == NULL &&
			    !is_generated(item.filename) &&
			    !text_ends(item.filename, "_diesel_initial_setup"))
				continue;
			*ret_why = e->name;
			return LAYOUT_SURE;
		}
	}
	return match;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {
		.in = in, .compare = gather_compare_text, .record = gather_record_version};

	return collect_read(&g, parse_name, a, ret, err);
}

const struct layout layout_diesel = {
	.name = "diesel",
	.recognise = recognise,
	.read = read_list,
	.by_text = true,
};
