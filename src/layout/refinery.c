/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refinery: V<number>__<name>.sql, and U<number>__<name>.sql for those that may
 * run late, at any depth; the same with .rs are steps that pawl cannot run. The
 * checksum is SipHash-1-3 over name, version and text as Rust hashes them.
 * (github.com/rust-db/refinery, refinery_core/src/util.rs and runner.rs)
 */
#include "layout/refinery.h"

#include "base/buf.h"
#include "base/text.h"
#include "layout/backends.h"
#include "layout/checksum.h"
#include "layout/collect.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool is_word(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (!(c == '_' || c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		      (c >= 'A' && c <= 'Z')))
			return false;
	}
	return len != 0;
}

/* What Rust's Hash feeds for a text, a number of width bytes, and a text. */
static const char *checksum(const char *name, uint64_t version, size_t width, const char *sql,
			    size_t len, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	buf_printf(&b, "%s\xff", name);
	for (size_t i = 0; i < width; i++)
		buf_addc(&b, (char)(version >> (8 * i)));
	buf_add(&b, sql, len);
	buf_addc(&b, '\xff');
	return arena_printf(a, "%" PRIu64, checksum_siphash13(b.data, b.len));
}

static void record(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration_record *ret)
{
	const char *sql = text->data - text->skipped;
	size_t len = text->len + text->skipped;
	uint64_t version = strtoull(item->version, NULL, 10);

	(void)g;
	ret->version = arena_printf(a, "%" PRIu64, version);
	ret->description = item->name;
	if (item->language == NULL) {
		const char **wide = arena_array(a, const char *, 2);

		ret->checksum = checksum(item->name, version, 4, sql, len, a);
		/* With the feature int8-versions. */
		wide[0] = checksum(item->name, version, 8, sql, len, a);
		ret->checksums = wide;
	}
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	bool sql = text_ends(e->base, ".sql"), prefixed = e->base[0] == 'V' || e->base[0] == 'U';
	size_t digits = prefixed ? strspn(e->base + 1, "0123456789") : 0, len = strlen(e->base);
	const char *name = e->base + 1 + digits + 2;
	size_t suffix = sql ? 4 : 3, name_len;
	bool fits = digits != 0 && text_starts(e->base + 1 + digits, "__");

	(void)in;
	if (e->is_dir || !(sql || text_ends(e->base, ".rs")) || (!sql && !fits))
		return 0;
	name_len = fits ? len - suffix - (size_t)(name - e->base) : 0;
	if (!fits || !is_word(name, name_len))
		return collect_refuse_name(e, "V<number>__<name>.sql or U<number>__<name>.sql",
					   err);
	*ret_taken = true;
	*ret = (struct gather_item){
		.file = e,
		.role = GATHER_UP,
		.version = arena_strndup(a, e->base + 1, digits),
		.name = arena_strndup(a, name, name_len),
		.any_time = e->base[0] == 'U',
		.language = sql ? NULL : "Rust",
	};
	return 0;
}

/* refinery.toml in the project's root, above migrations or src/migrations. */
static bool has_config_above(const struct layout_input *in, const char **ret_why, struct arena *a)
{
	static const char *const above[] = {"../refinery.toml", "../../refinery.toml"};

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t k = 0; k < sizeof(above) / sizeof(*above); k++) {
			if (!file_exists(file_join(a, in->dirs[i], above[k])))
				continue;
			*ret_why = above[k];
			return true;
		}
	}
	return false;
}

bool refinery_is_sure(const struct layout_input *in, struct arena *a, const char **ret_why)
{
	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];
			bool code = e->base[0] == 'V' && text_ends(e->base, ".rs") &&
				    strstr(e->base, "__") != NULL;

			if (!code && strcmp(e->base, "refinery.toml") != 0)
				continue;
			*ret_why = e->name;
			return true;
		}
	}
	return has_config_above(in, ret_why, a);
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	struct gather_item item;
	bool taken = false;

	for (size_t i = 0; i < in->dirs_len; i++)
		for (size_t j = 0; !taken && j < in->trees[i].len; j++)
			parse_name(in, &in->trees[i].v[j], a, &item, &taken, NULL);
	if (!taken)
		return LAYOUT_NO;
	return refinery_is_sure(in, a, ret_why) ? LAYOUT_SURE : LAYOUT_FITS;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in, .compare = gather_compare_versions, .record = record};

	return collect_read(&g, parse_name, a, ret, err);
}

const struct layout layout_refinery = {
	.name = "refinery",
	.recognise = recognise,
	.read = read_list,
};
