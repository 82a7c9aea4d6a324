/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Liquibase's formatted SQL: files whose first line is "--liquibase formatted
 * sql", in the order that liquibase_root.c finds. A changeset is a migration: its id is the
 * version, its author the name, and path::id::author the key of its row. A file
 * that is plain SQL is one changeset, raw by includeAll, as there.
 *
 * A changeset for another database (dbms) or with ignore:true is left out; one
 * whose context is not that of --env is there but excluded; runOnChange and
 * runAlways make repeatables, which run behind all others.
 * (docs.liquibase.com, "SQL format"; liquibase FormattedSqlChangeLogParser.java)
 */
#include "layout/liquibase.h"

#include "base/text.h"
#include "layout/backends.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char header[] = "liquibase formatted sql";

static bool is_sql(const struct tree_entry *e)
{
	return !e->is_dir && text_ends(e->name, ".sql");
}

/* The first line that is not blank; NULL if it is not the header. */
static const char *find_header(const char *text)
{
	const char *p = text;

	while (isspace((unsigned char)*p))
		p++;
	if (strncmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	if (p[0] != '-' || p[1] != '-')
		return NULL;
	p += 2;
	while (*p == ' ' || *p == '\t')
		p++;
	return strncasecmp(p, header, strlen(header)) == 0 ? p + strlen(header) : NULL;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];

			if (is_sql(e) && find_header(tree_peek(e, a)) != NULL) {
				*ret_why = arena_printf(a, "--%s in %s", header, e->name);
				return LAYOUT_SURE;
			}
			if (e->depth <= 1 && liquibase_is_control(e, a)) {
				*ret_why = arena_printf(a, "databaseChangeLog in %s", e->name);
				return LAYOUT_SURE;
			}
		}
	}
	return LAYOUT_NO;
}

static enum layout_mark mark(const struct line *l)
{
	bool ours = line_resembles(l, header) ||
		    (line_resembles(l, "changeset ") && memchr(l->text, ':', l->len) != NULL);

	return ours ? LAYOUT_MARK : LAYOUT_NO_MARK;
}

static int add_raw(struct changelog *c, const struct tree_text *text)
{
	struct migration *m = vec_push(&c->found, c->arena);
	struct migration_record *r = arena_new(c->arena, struct migration_record);

	*r = (struct migration_record){
		.version = "raw",
		.description = "includeAll",
		.script = arena_printf(c->arena, "%s%s", c->outside, c->logical_path),
		.outside = c->place,
	};
	*m = (struct migration){
		.version = "raw",
		.name = "includeAll",
		.filename = arena_printf(c->arena, "%s::raw::includeAll", c->logical_path),
		.path = c->file->path,
		.size = text->len,
		.record = r,
		.up =
			{
				.path = c->file->path,
				.offset = text->skipped,
				.length = text->len,
				.line = 1,
				.stamp = text->stamp,
				.settings = {.lock_timeout_ms = -1, .statement_timeout_ms = -1},
			},
	};
	memcpy(m->checksum, text->checksum, sizeof(m->checksum));
	return 0;
}

/* A changeset that is no SQL: named, never run. */
static int add_step(struct changelog *c, const struct liquibase_file *f, const char *outside,
		    const char *place, struct pawl_error *err)
{
	const struct liquibase_item *set = f->changeset;
	const char *path = set->path != NULL ? set->path : f->entry->name;
	struct migration *m;
	struct migration_record *r;
	const char **env;

	if (set->id == NULL || set->author == NULL) {
		fail(err, PAWL_E_SYNTAX, "a changeset without author and id");
		hint(err, "the two and the path of the file are its name");
		at(err, f->entry->path, set->line, 0);
		return PAWL_E_SYNTAX;
	}
	if (!liquibase_fits_dbms(c->in, set->dbms))
		return 0;
	m = vec_push(&c->found, c->arena);
	r = arena_new(c->arena, struct migration_record);
	*r = (struct migration_record){
		.version = set->id,
		.description = set->author,
		.script = arena_printf(c->arena, "%s%s", set->path != NULL ? "" : outside, path),
		.outside = set->path != NULL || *outside != '\0' ? NULL : place,
		.any_checksum = true,
	};
	*m = (struct migration){
		.version = set->id,
		.name = set->author,
		.filename = arena_printf(c->arena, "%s::%s::%s", path, set->id, set->author),
		.path = f->entry->path,
		.language = f->language,
		.size = set->size,
		.record = r,
		.up = {.line = set->line},
	};
	memcpy(m->checksum, set->checksum, sizeof(m->checksum));
	if (liquibase_wanted(set->context, c->in->env))
		return 0;
	env = arena_new(c->arena, const char *);
	*env = set->context;
	m->envs = env;
	m->envs_len = 1;
	return 0;
}

static int read_file(struct changelog *c, const struct tree_entry *e, const char *outside,
		     const char *place, struct pawl_error *err)
{
	struct tree_text text;
	const char *rest, *path;
	int rc = tree_read(e, c->arena, &text, err);

	if (rc != 0)
		return rc;
	c->file = e;
	c->logical_path = e->name;
	c->outside = outside;
	c->place = *outside == '\0' ? place : NULL;
	rest = find_header(text.data);
	if (rest == NULL)
		return add_raw(c, &text);
	path = liquibase_attribute(rest, strcspn(rest, "\r\n"), "logicalFilePath", c->arena);
	if (path != NULL) {
		c->logical_path = path;
		c->outside = "";
		c->place = NULL;
	}
	return liquibase_parse(c, &text, err);
}

/* Repeatables go to the end; else the order of the files and in them. */
static void sort(struct changelog *c, struct migration_list *ret)
{
	struct migration *v = arena_array(c->arena, struct migration, c->found.len);
	size_t n = 0;

	for (int kind = MIGRATION_VERSIONED; kind <= MIGRATION_REPEATABLE; kind++)
		for (size_t i = 0; i < c->found.len; i++)
			if ((int)c->found.v[i].kind == kind)
				v[n++] = c->found.v[i];
	*ret = (struct migration_list){.v = v, .len = n, .ordered = true};
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	struct map properties = {.arena = a}, seen = {.arena = a};
	struct changelog c = {.in = in, .arena = a, .properties = &properties, .seen = &seen};

	for (size_t i = 0; i < in->dirs_len; i++) {
		const char *place = liquibase_place(&in->trees[i], a);
		struct liquibase_files files = {0};
		int rc = liquibase_order(&in->trees[i], a, &files, err);

		for (size_t j = 0; rc == 0 && j < files.len; j++) {
			if (files.v[j].language == NULL)
				rc = read_file(&c, files.v[j].entry, files.outside, place, err);
			else
				rc = add_step(&c, &files.v[j], files.outside, place, err);
		}
		if (rc != 0)
			return rc;
	}
	sort(&c, ret);
	return 0;
}

const struct layout layout_liquibase = {
	.name = "liquibase",
	.recognise = recognise,
	.read = read_list,
	.selects = true,
	.mark = mark,
};
