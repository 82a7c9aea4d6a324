/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Named sections, as drone keeps them: <number>_<name>.sql cut by lines
 * "-- name: create-table-users". A section is a migration; files run in the
 * order of their names, sections as they stand. Other lines that begin with two
 * dashes are not sent, even where the engine would not take them for comments.
 * (github.com/drone/drone, store/shared/migrate)
 */
#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/lift.h"

#include <string.h>

static const char mark[] = "-- name:";

struct reader {
	struct arena *arena;
	struct map seen;
	VEC(struct migration) found;
	struct lift lift;
};

static bool is_numbered(const struct tree_entry *e)
{
	size_t digits = strspn(e->name, "0123456789");

	return !e->is_dir && e->depth == 0 && digits != 0 && e->name[digits] == '_' &&
	       text_ends(e->name, ".sql");
}

static bool begins_with_mark(const char *text)
{
	text += strspn(text, " \t\r\n");
	return text_starts(text, mark);
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];

			if (!is_numbered(e) || !begins_with_mark(tree_peek(e, a)))
				continue;
			*ret_why = arena_printf(a, "\"%s\" in %s", mark, e->name);
			return LAYOUT_SURE;
		}
	}
	return LAYOUT_NO;
}

static void finish(struct reader *r, const struct tree_entry *e, const char *name)
{
	struct migration_record *record = arena_new(r->arena, struct migration_record);
	struct migration *m = vec_push(&r->found, r->arena);

	*m = (struct migration){
		.version = name, .name = "", .filename = name, .path = e->path, .record = record};
	record->version = name;
	lift_script(&r->lift, e->path, MIGRATION_TX_AUTO, r->arena, &m->up);
	lift_checksum(m);
	map_put(&r->seen, name, NULL);
}

static int refuse(const struct tree_entry *e, const struct line *l, const char *what,
		  struct pawl_error *err)
{
	fail(err, PAWL_E_SYNTAX, "%s", what);
	hint(err, "each section begins with \"%s <name>\", a name of its own", mark);
	at(err, e->path, l->number, 1);
	return PAWL_E_SYNTAX;
}

static int read_file(struct reader *r, const struct tree_entry *e, struct pawl_error *err)
{
	struct tree_text text;
	struct lines lines;
	struct line l;
	const char *name = NULL, *rest;
	size_t len;
	int rc = tree_read(e, r->arena, &text, err);

	if (rc != 0)
		return rc;
	lines_init(&lines, text.data, text.len);
	while (lines_next(&lines, &l)) {
		size_t blanks = 0;

		if (line_starts(&l, mark, &rest, &len)) {
			if (name != NULL)
				finish(r, e, name);
			name = arena_strndup(r->arena, rest, len);
			if (len == 0)
				return refuse(e, &l, "a section without a name", err);
			if (map_has(&r->seen, name))
				return refuse(e, &l,
					      arena_printf(r->arena,
							   "section \"%s\" is there twice", name),
					      err);
			continue;
		}
		while (blanks < l.len && (l.text[blanks] == ' ' || l.text[blanks] == '\t'))
			blanks++;
		if (line_is_blank(&l) ||
		    (l.len - blanks >= 2 && memcmp(l.text + blanks, "--", 2) == 0))
			continue;
		if (name == NULL)
			return refuse(e, &l, "SQL that belongs to no section", err);
		lift_line(&r->lift, &l);
	}
	if (name != NULL)
		finish(r, e, name);
	return 0;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	struct reader r = {.arena = a, .seen = {.arena = a}};
	int rc = 0;

	for (size_t i = 0; i < in->dirs_len; i++)
		for (size_t j = 0; rc == 0 && j < in->trees[i].len; j++)
			if (is_numbered(&in->trees[i].v[j]))
				rc = read_file(&r, &in->trees[i].v[j], err);
	lift_done(&r.lift);
	if (rc == 0)
		*ret = (struct migration_list){.v = r.found.v, .len = r.found.len, .ordered = true};
	return rc;
}

const struct layout layout_named = {
	.name = "named",
	.aliases = (const char *const[]){"drone", NULL},
	.recognise = recognise,
	.read = read_list,
};
