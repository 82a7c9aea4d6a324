/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Flyway: V<version>__<description>.sql at any depth of all locations together,
 * U its way back, R__<description>.sql repeatables behind all of them, and
 * B<version>__ baselines for empty databases. "1", "1.0" and "1_0" are one version.
 * <file>.conf sets options; ${name} is replaced. Callbacks are named, not run.
 */
#include "layout/flyway.h"

#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/number.h"
#include "layout/refinery.h"

#include <string.h>

/* Its text with placeholders replaced, and what its .conf says of running it. */
static int finish_script(const struct gather *g, const struct gather_item *item,
			 const struct tree_text *text, struct arena *a, struct script *s,
			 const char **ret_text, size_t *ret_len, struct pawl_error *err)
{
	struct flyway_conf conf;
	int rc = flyway_conf_read(g->in, item->file, a, &conf, err);

	*ret_text = text->data;
	*ret_len = text->len;
	if (rc == 0 && !conf.literal)
		rc = flyway_replace(g->in, item->file, text->data, text->len, a, ret_text, ret_len,
				    err);
	if (rc != 0)
		return rc;
	s->settings.tx = conf.tx;
	s->literal = true;
	if (*ret_text != text->data) {
		s->text = *ret_text;
		s->offset = 0;
		s->length = *ret_len;
	}
	return 0;
}

static const char *spaced(const char *description, struct arena *a)
{
	char *s = arena_strdup(a, description);

	for (char *p = s; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	return s;
}

enum { DESCRIPTION_LONGEST = 200, SCRIPT_LONGEST = 1000 };

/* Bytes of the first n units of UTF-16, in which the tool counts; never half a character. */
static size_t units(const char *text, size_t n)
{
	size_t len = strlen(text), i = 0;

	for (size_t size, used = 0; i < len; i += size, used++) {
		size = text_utf8(text + i, len - i);
		size += size == 0;
		used += size == 4;
		if (used >= n)
			break;
	}
	return i;
}

/* As the table takes it. */
static const char *short_description(const char *text, struct arena *a)
{
	if (text[units(text, DESCRIPTION_LONGEST)] == '\0')
		return text;
	return arena_printf(a, "%.*s...", (int)units(text, DESCRIPTION_LONGEST - 3), text);
}

static const char *short_script(const char *text, struct arena *a)
{
	size_t from = units(text, 3), to = units(text, SCRIPT_LONGEST);

	if (text[to] == '\0')
		return text;
	return arena_printf(a, "...%.*s", (int)(to - from), text + from);
}

/* A repeatable's checksum is of the text that runs: a new value of a placeholder runs it again. */
static void replaced_checksum(const char *text, size_t len, struct migration *m)
{
	struct sha256 h;

	sha256_init(&h);
	sha256_add_text(&h, text, len);
	sha256_hex(&h, m->checksum);
}

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	struct migration_record *r = arena_new(a, struct migration_record);
	const char *run;
	size_t len;
	int rc = finish_script(g, item, text, a, &m->up, &run, &len, err);

	if (rc != 0)
		return rc;
	r->version = item->version;
	r->description = short_description(spaced(item->name, a), a);
	r->script = short_script(item->file->name, a);
	r->checksum = flyway_checksum(text->data, text->len, a);
	if (item->kind == MIGRATION_REPEATABLE && run != text->data) {
		const char **raw = arena_array(a, const char *, 2);

		raw[0] = r->checksum;
		r->checksums = raw;
		r->checksum = flyway_checksum(run, len, a);
		replaced_checksum(run, len, m);
	}
	m->record = r;
	return 0;
}

static int read_down(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	const char *run;
	size_t len;

	return finish_script(g, item, text, a, &m->down, &run, &len, err);
}

/* A baseline stands before the migration of its own version, which it stands for, too. */
static int compare(const struct gather_item *x, const struct gather_item *y)
{
	int order = number_compare(x->version, y->version);

	return order != 0 ? order : (int)y->baseline - (int)x->baseline;
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	struct flyway_name n;
	struct flyway_conf conf = {0};
	int rc = flyway_parse(e, a, &n, err);

	if (rc == 0 && n.kind != FLYWAY_NONE && n.kind != FLYWAY_CALLBACK)
		rc = flyway_conf_read(in, e, a, &conf, err);
	*ret_taken = n.kind != FLYWAY_NONE && n.kind != FLYWAY_CALLBACK && !conf.skipped;
	if (rc != 0 || !*ret_taken)
		return rc;
	*ret = (struct gather_item){
		.file = e,
		.role = n.kind == FLYWAY_UNDO ? GATHER_DOWN : GATHER_UP,
		.kind = n.kind == FLYWAY_REPEATABLE ? MIGRATION_REPEATABLE : MIGRATION_VERSIONED,
		.version = n.version,
		.name = n.description,
		.language = n.language,
		.baseline = n.kind == FLYWAY_BASELINE,
	};
	return 0;
}

static const char *note_on(const struct layout_input *in, const struct tree_entry *e,
			   struct arena *a)
{
	const char *suffix = strrchr(e->base, '.');
	struct flyway_conf conf;
	struct flyway_name n;

	if (e->is_dir || suffix == NULL || flyway_parse(e, a, &n, NULL) != 0)
		return NULL;
	if (n.kind == FLYWAY_NONE && strcmp(suffix, ".sql") == 0)
		return arena_printf(a, "file \"%s\" has no name of Flyway's and is left out",
				    e->path);
	if (n.kind != FLYWAY_NONE && flyway_conf_read(in, e, a, &conf, NULL) == 0 && conf.skipped)
		return arena_printf(a, "file \"%s\" is left out by shouldExecute in its .conf",
				    e->path);
	return NULL;
}

static bool is_callback(const struct tree_entry *e, struct arena *a)
{
	struct flyway_name n;

	return !e->is_dir && flyway_parse(e, a, &n, NULL) == 0 && n.kind == FLYWAY_CALLBACK;
}

static struct migration_aside aside_of(const struct tree_entry *e, struct arena *a)
{
	return (struct migration_aside){
		.text = arena_printf(a, "callback \"%s\" is not run: hooks in pawl.ini can",
				     e->path),
		.up = flyway_callback_runs(e->base, false),
		.down = flyway_callback_runs(e->base, true),
	};
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	enum layout_match match = LAYOUT_NO;
	const char *other;

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];
			struct flyway_name n;

			if (flyway_parse(e, a, &n, NULL) != 0 ||
			    (n.kind != FLYWAY_VERSIONED && n.kind != FLYWAY_BASELINE))
				continue;
			if (n.language != NULL) {
				match = LAYOUT_FITS;
				continue;
			}
			if (refinery_is_sure(in, a, &other))
				return LAYOUT_FITS;
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
		.in = in,
		.compare = compare,
		.read_text = read_text,
		.read_down = read_down,
		.orphan = "to Flyway it is a way back, and there is no V of its version; if the "
			  "folder is refinery's, --layout refinery says so",
	};
	VEC(const char *) notes = {0};
	VEC(struct migration_aside) asides = {0};
	struct migration_list list;
	int rc = collect_read(&g, parse_name, a, &list, err);

	for (size_t i = 0; rc == 0 && i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];
			const char *note = note_on(in, e, a);

			if (note != NULL)
				*vec_push(&notes, a) = note;
			if (is_callback(e, a))
				*vec_push(&asides, a) = aside_of(e, a);
		}
	}
	if (rc != 0)
		return rc;
	list.notes = notes.v;
	list.notes_len = notes.len;
	list.asides = asides.v;
	list.asides_len = asides.len;
	*ret = list;
	return 0;
}

const struct layout layout_flyway = {
	.name = "flyway",
	.recognise = recognise,
	.read = read_list,
};
