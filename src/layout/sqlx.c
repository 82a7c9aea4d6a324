/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqlx: <number>_<description>.sql, or .up.sql and .down.sql, flat. A file
 * whose first bytes are "-- no-transaction" runs outside of one. The checksum
 * is SHA-384 over the file's bytes as they are, but for characters that an sqlx.toml
 * has ignored.
 * (github.com/launchbadge/sqlx, sqlx-core/src/migrate/source.rs)
 */
#include "base/text.h"
#include "layout/backends.h"
#include "layout/checksum.h"
#include "layout/collect.h"
#include "layout/evidence.h"
#include "layout/sqlx_toml.h"

#include <string.h>

#define NO_TRANSACTION "-- no-transaction"

struct sqlx {
	struct gather gather;
	struct sqlx_toml toml;
};

static bool wants_no_tx(const struct tree_text *text)
{
	return text->skipped == 0 && text_starts(text->data, NO_TRANSACTION);
}

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	(void)g;
	(void)item;
	(void)a;
	(void)err;
	if (wants_no_tx(text))
		m->up.settings.tx = MIGRATION_TX_OFF;
	return 0;
}

static int read_down(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	(void)g;
	(void)item;
	(void)a;
	(void)err;
	if (wants_no_tx(text))
		m->down.settings.tx = MIGRATION_TX_OFF;
	return 0;
}

static void record(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration_record *ret)
{
	const struct sqlx *s = (const struct sqlx *)g; /* its first member */
	char *description = arena_strdup(a, item->name);
	/* The mark that tree_read() has skipped counts. */
	size_t len = text->len + text->skipped;
	const char *counts = sqlx_toml_strip(&s->toml, text->data - text->skipped, &len, a);

	for (char *p = description; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	ret->version = item->version + strspn(item->version, "0");
	ret->description = description;
	ret->checksum = checksum_sha384(counts, len, a);
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->name, "0123456789"), end = strlen(e->name);

	(void)in;
	if (e->is_dir || e->depth > 0 || !text_ends(e->name, ".sql") ||
	    strchr(e->name, '_') == NULL)
		return 0;
	if (digits == 0 || e->name[digits] != '_')
		return collect_refuse_name(e, "<number>_<description>.sql", err);
	*ret_taken = true;
	end -= text_ends(e->name, ".up.sql") ? 7 : text_ends(e->name, ".down.sql") ? 9 : 4;
	*ret = (struct gather_item){
		.file = e,
		.role = text_ends(e->name, ".down.sql") ? GATHER_DOWN : GATHER_UP,
		.version = arena_strndup(a, e->name, digits),
		.name = end <= digits ? ""
				      : arena_strndup(a, e->name + digits + 1, end - digits - 1),
	};
	return 0;
}

static bool is_mark(const struct line *l)
{
	return l->number == 1 && l->len >= strlen(NO_TRANSACTION) &&
	       memcmp(l->text, NO_TRANSACTION, strlen(NO_TRANSACTION)) == 0;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	struct gather_item item;
	bool taken = false;

	if (evidence_line(in, 0, is_mark, a, ret_why))
		return LAYOUT_SURE;
	for (size_t i = 0; i < in->dirs_len; i++)
		for (size_t j = 0; !taken && j < in->trees[i].len; j++)
			if (parse_name(in, &in->trees[i].v[j], a, &item, &taken, NULL) != 0)
				return LAYOUT_NO;
	return taken ? LAYOUT_FITS : LAYOUT_NO;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	struct sqlx s = {.gather = {.in = in,
				    .compare = gather_compare_versions,
				    .read_text = read_text,
				    .read_down = read_down,
				    .record = record}};
	const char **notes = arena_array(a, const char *, 1);
	int rc = sqlx_toml_read(in, a, &s.toml, err);

	if (rc == 0)
		rc = collect_read(&s.gather, parse_name, a, ret, err);
	if (rc != 0 || s.toml.table == NULL)
		return rc;
	notes[0] = arena_printf(a,
				"file \"%s\" calls sqlx's table \"%s\": --history-table and "
				"--history-schema say so to pawl",
				s.toml.path, s.toml.table);
	ret->notes = notes;
	ret->notes_len = 1;
	return 0;
}

const struct layout layout_sqlx = {
	.name = "sqlx",
	.recognise = recognise,
	.read = read_list,
};
