/* SPDX-License-Identifier: Apache-2.0 */
/*
 * postgres-migrations: <number>[-_]<name>.sql, flat, numbers without a gap. A
 * file that holds "-- postgres-migrations disable-transaction" runs outside of
 * one; "-- postgres-migrations ignore" (supabase/storage's reader) makes it one
 * that does nothing. .js files are steps that pawl cannot run. The hash is SHA-1
 * over the file's name and text.
 * (github.com/thomwright/postgres-migrations, src/file-name-parser.ts, src/migration-file.ts)
 */
#include "base/buf.h"
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/digest.h"
#include "layout/evidence.h"

#include <string.h>

#define PREFIX "-- postgres-migrations "

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	const struct sections s = {.file = item->file, .text = text, .arena = a};

	(void)g;
	(void)err;
	if (strstr(text->data, PREFIX "ignore") != NULL)
		sections_script(&s, NULL, 0, MIGRATION_TX_AUTO, &m->up);
	else if (strstr(text->data, PREFIX "disable-transaction") != NULL)
		m->up.settings.tx = MIGRATION_TX_OFF;
	return 0;
}

static void record(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration_record *ret)
{
	_cleanup_buf_ struct buf b = {0};

	(void)g;
	ret->version = item->version + strspn(item->version, "0");
	ret->description = item->name[0] == '\0' ? item->file->name : item->name;
	if (item->language == NULL) {
		buf_adds(&b, item->file->name);
		buf_add(&b, text->data - text->skipped, text->len + text->skipped);
		ret->checksum = digest_sha1(b.data, b.len, a);
	}
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->name, "0123456789"), end = strlen(e->name);
	bool sql = text_ends(e->name, ".sql"), js = text_ends(e->name, ".js");
	size_t title = digits + (e->name[digits] == '-' || e->name[digits] == '_');

	(void)in;
	if (e->is_dir || e->depth > 0 || !(sql || (js && digits != 0)))
		return 0;
	if (digits == 0)
		return collect_refuse_name(e, "<number>-<name>.sql", err);
	*ret_taken = true;
	end -= sql ? 4 : 3;
	*ret = (struct gather_item){
		.file = e,
		.role = GATHER_UP,
		.version = arena_strndup(a, e->name, digits),
		.name = title >= end ? "" : arena_strndup(a, e->name + title, end - title),
		.language = sql ? NULL : "JavaScript",
	};
	return 0;
}

static bool is_mark(const struct line *l)
{
	return l->len > strlen(PREFIX) && memcmp(l->text, PREFIX, strlen(PREFIX)) == 0;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	return evidence_anywhere(in, 0, is_mark, a, ret_why) ? LAYOUT_SURE : LAYOUT_NO;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in,
				 .compare = gather_compare_versions,
				 .read_text = read_text,
				 .record = record};

	return collect_gapless(&g, parse_name, NULL, "postgres-migrations", a, ret, err);
}

const struct layout layout_postgres_migrations = {
	.name = "postgres-migrations",
	.recognise = recognise,
	.read = read_list,
};
