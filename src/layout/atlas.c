/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Atlas: <version>_<description>.sql, flat, in the order of the names, and
 * atlas.sum. The comments at the top of a file, up to the first blank line, may
 * hold directives:
 *
 *	-- atlas:txmode none|file|all	none: no transaction
 *	-- atlas:delimiter \n\n		what ends a statement; quoted or bare, with escapes
 *	-- atlas:checkpoint [tag]	stands for all before it on an empty database
 *	-- atlas:sum ignore		first line: not in atlas.sum
 *	-- atlas:nolint [check]		for its linter
 *	-- atlas:txtar			sections "-- migration.sql --", "-- down.sql --"
 *
 * Folders of other tools may have an atlas.sum, too: it is no proof there.
 * (github.com/ariga/atlas, sql/migrate/dir.go)
 */
#include "base/text.h"
#include "base/vec.h"
#include "layout/atlas_sum.h"
#include "layout/backends.h"
#include "layout/breaks.h"
#include "layout/gather.h"
#include "layout/sections.h"

#include <string.h>

struct atlas {
	struct gather gather;
	const struct atlas_hash *hashes;
	size_t hashes_len;
};

static bool is_file(const struct tree_entry *e)
{
	return !e->is_dir && e->depth == 0 && text_ends(e->name, ".sql");
}

/* Names and marks of the tools whose folders Atlas takes as well. */
static bool is_others(const struct tree_entry *e, struct arena *a)
{
	static const char *const marks[] = {"+goose Up", "+migrate Up", "-- migrate:up",
					    "--liquibase formatted"};
	const char *text = tree_peek(e, a);

	if (text_ends(e->name, ".up.sql") || text_ends(e->name, ".down.sql") ||
	    ((e->name[0] == 'V' || e->name[0] == 'R') && strstr(e->name, "__") != NULL))
		return true;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (strstr(text, marks[i]) != NULL)
			return true;
	return false;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree *t = &in->trees[i];
		size_t j = 0;

		if (tree_find(t, ATLAS_SUM) == NULL)
			continue;
		while (j < t->len && !is_file(&t->v[j]))
			j++;
		if (j < t->len && is_others(&t->v[j], a))
			continue;
		*ret_why = ATLAS_SUM;
		return LAYOUT_SURE;
	}
	return LAYOUT_NO;
}

/* A delimiter as it is written: in quotes or not, "\n" for a line end. */
static char *delimiter(const char *text, size_t len, struct arena *a)
{
	char *out, *p;

	if (len >= 2 && (text[0] == '"' || text[0] == '\'') && text[len - 1] == text[0]) {
		text++;
		len -= 2;
	}
	out = p = arena_alloc(a, len + 1);
	for (size_t i = 0; i < len; i++) {
		char next = i + 1 < len ? text[i + 1] : '\0';
		bool escape = text[i] == '\\' && (next == 'n' || next == 'r' || next == 't');

		*p++ = !escape ? text[i] : next == 'n' ? '\n' : next == 'r' ? '\r' : '\t';
		i += escape;
	}
	*p = '\0';
	return out;
}

static int refuse(const struct gather_item *item, const struct line *l, const char *what,
		  struct pawl_error *err)
{
	fail(err, PAWL_E_SYNTAX, "%s", what);
	hint(err, "known are txmode none|file|all, delimiter, checkpoint, sum, nolint and txtar");
	at(err, item->file->path, l->number, 1);
	return PAWL_E_SYNTAX;
}

struct directives {
	enum migration_tx tx;
	const char *delimiter; /* NULL: ';' */
	bool checkpoint, archive;
};

static bool is_word(const char *text, size_t len, const char *word)
{
	return len == strlen(word) && memcmp(text, word, len) == 0;
}

static int take_directive(const struct gather_item *item, const struct line *l, const char *text,
			  struct arena *a, struct directives *d, struct pawl_error *err)
{
	size_t left = (size_t)(l->text + l->len - text), name = 0;
	const char *value;

	while (name < left && text[name] != ' ')
		name++;
	value = text + name + strspn(text + name, " ");
	left = (size_t)(l->text + l->len - value);
	while (left > 0 && value[left - 1] == ' ')
		left--;
	if (is_word(text, name, "txmode")) {
		if (is_word(value, left, "none"))
			d->tx = MIGRATION_TX_OFF;
		else if (!is_word(value, left, "file") && !is_word(value, left, "all"))
			return refuse(item, l, "unknown txmode", err);
	} else if (is_word(text, name, "delimiter")) {
		d->delimiter = delimiter(value, left, a);
		if (d->delimiter[0] == '\0')
			return refuse(item, l, "a delimiter is missing", err);
	} else if (is_word(text, name, "checkpoint")) {
		d->checkpoint = true;
	} else if (is_word(text, name, "txtar")) {
		d->archive = true;
	} else if (!is_word(text, name, "sum") && !is_word(text, name, "nolint")) {
		return refuse(item, l, "unknown atlas: directive", err);
	}
	return 0;
}

/* The comments at the top, up to a line that is none. */
static int read_directives(const struct gather_item *item, const struct tree_text *text,
			   struct arena *a, struct directives *ret, struct pawl_error *err)
{
	struct directives d = {0};
	struct lines lines;
	struct line l;

	lines_init(&lines, text->data, text->len);
	while (lines_next(&lines, &l)) {
		const char *mark;
		int rc;

		if (l.len < 1 || (l.text[0] != '#' && (l.len < 2 || memcmp(l.text, "--", 2) != 0)))
			break;
		mark = memmem(l.text, l.len, "atlas:", 6);
		if (mark == NULL)
			continue;
		rc = take_directive(item, &l, mark + 6, a, &d, err);
		if (rc != 0)
			return rc;
	}
	*ret = d;
	return 0;
}

/* "-- name --", NULL if the line is something else. */
static const char *section_name(const struct line *l, struct arena *a)
{
	if (l->len < 7 || memcmp(l->text, "-- ", 3) != 0 ||
	    memcmp(l->text + l->len - 3, " --", 3) != 0)
		return NULL;
	return arena_strndup(a, l->text + 3, l->len - 6);
}

/* An archive: what it is to run, and what leads back. */
static int read_archive(const struct gather_item *item, const struct tree_text *text,
			struct arena *a, struct migration *m, struct pawl_error *err)
{
	const struct sections s = {.file = item->file, .text = text, .arena = a};
	struct section_piece up = {0}, down = {0}, *open = NULL;
	struct lines lines;
	struct line l;

	lines_init(&lines, text->data, text->len);
	while (lines_next(&lines, &l)) {
		const char *name = section_name(&l, a);

		if (name == NULL) {
			if (open != NULL)
				open->end = l.end;
			continue;
		}
		open = strcmp(name, "migration.sql") == 0 ? &up
		       : strcmp(name, "down.sql") == 0    ? &down
							  : NULL;
		if (text_starts(name, "checks")) {
			fail(err, PAWL_E_SYNTAX, "pre-migration checks are not run");
			hint(err, "run them yourself, then take section \"%s\" out", name);
			at(err, item->file->path, l.number, 1);
			return PAWL_E_SYNTAX;
		}
		if (open != NULL)
			*open = (struct section_piece){l.end, l.end, l.number + 1};
	}
	if (up.line == 0)
		return refuse(item, &(struct line){.number = 1}, "the archive has no migration.sql",
			      err);
	sections_script(&s, &up, 1, item->tx, &m->up);
	if (down.line != 0)
		sections_script(&s, &down, 1, item->tx, &m->down);
	return 0;
}

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	struct directives d;
	int rc = read_directives(item, text, a, &d, err);

	(void)g;
	if (rc == 0 && d.archive)
		rc = read_archive(item, text, a, m, err);
	if (rc != 0)
		return rc;
	m->baseline = d.checkpoint;
	m->up.settings.tx = m->down.settings.tx = d.tx;
	if (d.delimiter != NULL)
		breaks_apply(text, d.delimiter, a, &m->up);
	if (d.delimiter != NULL && m->down.path != NULL)
		breaks_apply(text, d.delimiter, a, &m->down);
	return 0;
}

static void record(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration_record *ret)
{
	const struct atlas *t = (const struct atlas *)g; /* its first member */

	(void)text;
	(void)a;
	ret->version = item->version;
	ret->description = item->name;
	for (size_t i = 0; i < t->hashes_len; i++)
		if (t->hashes[i].file == item->file)
			ret->checksum = t->hashes[i].hash;
}

static void name_item(const struct tree_entry *e, struct arena *a, struct gather_item *ret)
{
	const char *stem = arena_strndup(a, e->name, strlen(e->name) - 4);
	size_t version = strcspn(stem, "_");

	*ret = (struct gather_item){
		.file = e,
		.role = GATHER_UP,
		.version = arena_strndup(a, stem, version),
		.name = stem[version] == '\0' ? "" : stem + version + 1,
	};
}

static int compare(const struct gather_item *a, const struct gather_item *b)
{
	return strcmp(a->file->name, b->file->name);
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	struct atlas t = {.gather = {
				  .in = in,
				  .compare = compare,
				  .read_text = read_text,
				  .record = record,
			  }};
	VEC(struct gather_item) items = {0};
	VEC(struct atlas_hash) hashes = {0};

	for (size_t i = 0; i < in->dirs_len; i++) {
		size_t first = hashes.len;
		const char *sum;
		int rc;

		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];

			if (!is_file(e))
				continue;
			name_item(e, a, vec_push(&items, a));
			vec_push(&hashes, a)->file = e;
		}
		rc = atlas_sum_compute(hashes.v + first, hashes.len - first, a, &sum, err);
		if (rc == 0)
			rc = atlas_sum_check(&in->trees[i], hashes.v + first, hashes.len - first,
					     sum, a, err);
		if (rc != 0)
			return rc;
	}
	t.hashes = hashes.v;
	t.hashes_len = hashes.len;
	return gather_build(&t.gather, items.v, items.len, a, ret, err);
}

const struct layout layout_atlas = {
	.name = "atlas",
	.recognise = recognise,
	.read = read_list,
};
