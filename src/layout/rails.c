/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rails: db/structure.sql, the dump that ends in INSERT INTO schema_migrations
 * with the versions it stands for, and Ecto's priv/repo/structure.sql, which is the
 * same. It is a baseline whose version is the highest of them. Migrations in Ruby or
 * Elixir beside it that it does not stand for are steps that are no SQL.
 * (rails/activerecord, lib/active_record/tasks and connection_adapters;
 * elixir-ecto/ecto_sql, lib/ecto/adapters)
 */
#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/gather.h"
#include "layout/lift.h"
#include "layout/sections.h"

#include <string.h>

static const char structure[] = "structure.sql";

/*
 * Behind the next "INSERT INTO schema_migrations (version) VALUES", however the name is quoted
 * and qualified; NULL: there is none.
 */
static const char *find_versions(const char *text)
{
	static const char insert[] = "INSERT INTO ", table[] = "schema_migrations";
	static const char values[] = " (version) VALUES";

	for (const char *p = text; (p = strstr(p, insert)) != NULL;) {
		p += strlen(insert);
		if (text_starts(p, "public."))
			p += strlen("public.");
		p += *p == '"' || *p == '`';
		if (!text_starts(p, table))
			continue;
		p += strlen(table);
		p += *p == '"' || *p == '`';
		if (text_starts(p, values))
			return p + strlen(values);
	}
	return NULL;
}

/* migrate/<version>_<name>.rb, and migrations/<version>_<name>.exs with Ecto. */
static bool is_code(const struct tree_entry *e)
{
	size_t digits = strspn(e->base, "0123456789");

	return !e->is_dir && e->depth <= 1 && digits != 0 && e->base[digits] == '_' &&
	       (text_ends(e->base, ".rb") || text_ends(e->base, ".exs"));
}

/* By the dump; steps in a folder below fit, where there is none. */
static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	enum layout_match match = LAYOUT_NO;

	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree_entry *e = tree_find(&in->trees[i], structure);
		struct tree_text text;

		for (size_t j = 0; j < in->trees[i].len; j++)
			if (in->trees[i].v[j].depth == 1 && is_code(&in->trees[i].v[j]))
				match = LAYOUT_FITS;
		if (e == NULL || e->is_dir || tree_read(e, a, &text, NULL) != 0 ||
		    find_versions(text.data) == NULL)
			continue;
		*ret_why = structure;
		return LAYOUT_SURE;
	}
	return match;
}

/* The higher of two versions, as numbers; one may be NULL. */
static const char *higher(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == NULL ? b : a;
	return text_compare_numbers(a, strlen(a), b, strlen(b)) < 0 ? b : a;
}

/* ('1'),\n('2'): all into the map; the highest is returned, NULL if there is none. */
static const char *read_values(const char *p, struct map *ret, struct arena *a)
{
	const char *highest = NULL;

	for (;;) {
		const char *version;
		size_t len;

		p += strspn(p, " \t\r\n,('");
		len = strspn(p, "0123456789");
		if (len == 0)
			return highest;
		version = arena_strndup(a, p, len);
		map_put(ret, version, NULL);
		highest = higher(highest, version);
		p += len;
		p += strspn(p, "')");
	}
}

/* The same of all such statements: older Rails and Ecto write one for each version. */
static const char *read_versions(const char *text, struct map *ret, struct arena *a)
{
	const char *highest = NULL;

	while ((text = find_versions(text)) != NULL)
		highest = higher(highest, read_values(text, ret, a));
	return highest;
}

/*
 * SQLite's own ".schema" prints its table of row numbers, which nobody else can make; Rails
 * goes on behind the error.
 */
static void leave_out_sequence(const struct layout_input *in, struct migration *m, struct arena *a)
{
	static const char catalogue[] = "CREATE TABLE sqlite_sequence(";
	_cleanup_lift_ struct lift lift = {0};
	const struct tree_entry *e = NULL;
	struct tree_text text;
	struct lines lines;
	struct line l;

	for (size_t i = 0; i < in->dirs_len && e == NULL; i++) {
		e = tree_find(&in->trees[i], structure);
		if (e != NULL && strcmp(e->path, m->path) != 0)
			e = NULL;
	}
	if (e == NULL || tree_read(e, a, &text, NULL) != 0 || strstr(text.data, catalogue) == NULL)
		return;
	lines_init(&lines, text.data, text.len);
	while (lines_next(&lines, &l))
		if (l.len < strlen(catalogue) || memcmp(l.text, catalogue, strlen(catalogue)) != 0)
			lift_line(&lift, &l);
	lift_script(&lift, m->path, m->up.settings.tx, a, &m->up);
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {
		.in = in, .compare = gather_compare_versions, .record = gather_record_version};
	struct map covered = {.arena = a};
	VEC(struct gather_item) items = {0};
	int rc;

	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree_entry *e = tree_find(&in->trees[i], structure);
		struct tree_text text;
		const char *highest;

		rc = e == NULL ? 0 : tree_read(e, a, &text, err);
		if (rc != 0)
			return rc;
		highest = e == NULL ? NULL : read_versions(text.data, &covered, a);
		if (highest != NULL)
			*vec_push(&items, a) = (struct gather_item){
				.file = e,
				.role = GATHER_UP,
				.version = highest,
				.name = "structure",
				.baseline = true,
			};
		if (e != NULL && highest == NULL) {
			fail(err, PAWL_E_SYNTAX, "file \"%s\" does not say its versions", e->path);
			hint(err, "\"rails db:schema:dump\" writes them at its end");
			return PAWL_E_SYNTAX;
		}
	}
	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];
			size_t digits = strspn(e->base, "0123456789");
			const char *version = arena_strndup(a, e->base, digits);
			const char *name = e->base + digits + 1;

			if (!is_code(e) || map_has(&covered, version))
				continue;
			*vec_push(&items, a) = (struct gather_item){
				.file = e,
				.role = GATHER_UP,
				.version = version,
				.name = arena_strndup(a, name, (size_t)(strrchr(name, '.') - name)),
				.filename = e->base,
				.language = gather_language(e->base),
			};
		}
	}
	rc = gather_build(&g, items.v, items.len, a, ret, err);
	for (size_t i = 0; rc == 0 && i < ret->len; i++)
		if (ret->v[i].baseline)
			leave_out_sequence(in, &ret->v[i], a);
	return rc;
}

const struct layout layout_rails = {
	.name = "rails",
	.recognise = recognise,
	.read = read_list,
};
