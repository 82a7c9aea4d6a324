/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Renumbering in three steps: decide everything, check everything, then do it
 * with a way back for each step that was done.
 */
#include "layout/author.h"
#include "layout/backends.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/name.h"
#include "layout/number.h"
#include "layout/sum.h"

#include <errno.h>
#include <string.h>

enum { LARGEST_EDIT = 1 << 30 };

struct moved {
	const struct migration *m;
	const char *version; /* the new one */
};

/* A file whose pawl:requires lines change. */
struct edit {
	const char *from, *to; /* its path before and after */
	const char *old_text, *new_text;
	size_t old_len, new_len;
};

struct rebase {
	const struct author_rebase *in;
	struct arena *arena;
	struct map taken; /* name_key of the versions that stay */
	VEC(struct moved) moved;
	VEC(struct author_rename) renames;
	VEC(struct edit) edits;
};

static bool has_number(const struct migration *m)
{
	return m->kind == MIGRATION_VERSIONED && !m->hash_id;
}

/* The next version behind last that no file outside of pending has. */
static const char *free_version(const struct rebase *r, const char *last)
{
	bool timestamp = number_is_timestamp(last);
	const char *version = timestamp ? number_timestamp(last, r->arena)
					: number_next(last, r->arena);

	while (map_get(&r->taken, name_key(version)) != NULL)
		version = number_next(version, r->arena);
	return version;
}

static void choose_versions(struct rebase *r)
{
	const struct author_rebase *in = r->in;
	const char *last = in->newest_applied != NULL ? in->newest_applied : "0";

	for (size_t i = 0; i < in->list->len; i++) {
		if (has_number(&in->list->v[i]))
			map_put(&r->taken, name_key(in->list->v[i].version), r);
	}
	for (size_t i = 0; i < in->pending_len; i++)
		map_put(&r->taken, name_key(in->pending[i]->version), NULL);
	for (size_t i = 0; i < in->pending_len; i++) {
		const struct migration *m = in->pending[i];

		if (!has_number(m))
			continue;
		if (number_compare(m->version, last) > 0) {
			last = m->version;
			continue;
		}
		last = free_version(r, last);
		*vec_push(&r->moved, r->arena) = (struct moved){.m = m, .version = last};
	}
}

static void add_rename(struct rebase *r, const struct moved *moved, const struct script *script,
		       enum name_role role)
{
	const char *base, *to;
	struct name name;

	/* A section goes with its file. */
	if (script->path == NULL || (role != NAME_UP && strcmp(script->path, moved->m->path) == 0))
		return;
	base = file_base(script->path);
	name_parse(base, r->arena, &name);
	to = arena_printf(r->arena, "%.*s%s%s", (int)(base - script->path), script->path,
			  moved->version, base + name.prefix_len);
	*vec_push(&r->renames, r->arena) = (struct author_rename){.from = script->path, .to = to};
}

static const char *new_path(const struct rebase *r, const char *path)
{
	for (size_t i = 0; i < r->renames.len; i++) {
		if (strcmp(r->renames.v[i].from, path) == 0)
			return r->renames.v[i].to;
	}
	return path;
}

/* What ref must say from now on; NULL if it names none of the moved. */
static const char *new_ref(const struct rebase *r, const char *ref)
{
	for (size_t i = 0; i < r->moved.len; i++) {
		const struct moved *moved = &r->moved.v[i];

		if (name_ref_matches(ref, moved->m->version, moved->m->name))
			return arena_printf(r->arena, "%s%s", moved->version,
					    ref + strcspn(ref, "_"));
	}
	return NULL;
}

static int add_edit(struct rebase *r, const struct migration *m, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	struct edit e = {.from = m->path, .to = new_path(r, m->path)};
	size_t done = 0;
	char *text = NULL;

	for (size_t i = 0; i < m->requires_len; i++) {
		const struct migration_ref *ref = &m->requires[i];
		const char *replacement = new_ref(r, ref->name);
		int rc = 0;

		if (replacement == NULL)
			continue;
		if (text == NULL)
			rc = file_read_all(m->path, LARGEST_EDIT, r->arena, &text, &e.old_len, err);
		if (rc != 0)
			return rc;
		if (ref->offset + strlen(ref->name) > e.old_len ||
		    memcmp(text + ref->offset, ref->name, strlen(ref->name)) != 0)
			return fail(err, PAWL_E_FILE, "file \"%s\" has changed in the meantime",
				    m->path);
		buf_add(&b, text + done, (size_t)ref->offset - done);
		buf_adds(&b, replacement);
		done = (size_t)ref->offset + strlen(ref->name);
	}
	if (text == NULL)
		return 0;
	buf_add(&b, text + done, e.old_len - done);
	e.old_text = text;
	e.new_text = buf_dup(&b, r->arena);
	e.new_len = b.len;
	*vec_push(&r->edits, r->arena) = e;
	return 0;
}

static int check_targets(const struct rebase *r, struct pawl_error *err)
{
	struct map leaving = {.arena = r->arena};

	for (size_t i = 0; i < r->renames.len; i++)
		map_put(&leaving, r->renames.v[i].from, r->arena);
	for (size_t i = 0; i < r->renames.len; i++) {
		const struct author_rename *n = &r->renames.v[i];

		if (file_exists(n->to) && !map_has(&leaving, n->to))
			return fail(err, PAWL_E_FILE,
				    "could not rename \"%s\": file \"%s\" exists already", n->from,
				    n->to);
	}
	return 0;
}

/* Numbers only grow, so from the last to the first no target is still in use. */
static int do_renames(const struct rebase *r, size_t *ret_left, struct pawl_error *err)
{
	while (*ret_left > 0) {
		const struct author_rename *n = &r->renames.v[*ret_left - 1];

		if (rename(n->from, n->to) != 0)
			return fail_errno(err, PAWL_E_FILE, "could not rename \"%s\" to \"%s\"",
					  n->from, n->to);
		--*ret_left;
	}
	return 0;
}

static int do_edits(const struct rebase *r, size_t *ret_done, struct pawl_error *err)
{
	int rc = 0;

	for (; rc == 0 && *ret_done < r->edits.len; ++*ret_done) {
		const struct edit *e = &r->edits.v[*ret_done];

		rc = file_write(e->to, e->new_text, e->new_len, err);
		if (rc != 0)
			break;
	}
	return rc;
}

/* Folders of the renamed files that have a pawl.sum get it anew. */
static int do_sums(const struct rebase *r, struct pawl_error *err)
{
	struct map dirs = {.arena = r->arena};
	VEC(const char *) all = {0};
	struct layout_input input = {.lex = r->in->lex};
	struct migration_list list;
	int rc;

	for (size_t i = 0; i < r->in->list->files_len; i++) {
		const char *dir = r->in->list->files[i].dir;

		if (map_put(&dirs, dir, r->arena) == NULL)
			*vec_push(&all, r->arena) = dir;
	}
	input.dirs = all.v;
	input.dirs_len = all.len;
	rc = layout_native.read(&input, r->arena, &list, err);
	for (size_t i = 0; rc == 0 && i < all.len; i++) {
		if (file_exists(file_join(r->arena, all.v[i], SUM_FILE)))
			rc = sum_write(&list, all.v[i], SUM_SEAL_NEW, err);
	}
	return rc;
}

/* Back to what was; a step that fails here is told, and the others are still taken. */
static void undo(const struct rebase *r, size_t renames_left, size_t edits_done,
		 struct pawl_error *err)
{
	for (size_t i = edits_done; i > 0; i--) {
		const struct edit *e = &r->edits.v[i - 1];

		if (file_write(e->to, e->old_text, e->old_len, NULL) != 0)
			detail(err, "could not restore \"%s\"", e->to);
	}
	for (size_t i = renames_left; i < r->renames.len; i++) {
		const struct author_rename *n = &r->renames.v[i];

		if (rename(n->to, n->from) != 0)
			detail(err, "\"%s\" keeps its new name: %s", n->to, strerror(errno));
	}
}

static int carry_out(const struct rebase *r, struct pawl_error *err)
{
	size_t renames_left = r->renames.len, edits_done = 0;
	int rc = check_targets(r, err);

	if (rc == 0)
		rc = do_renames(r, &renames_left, err);
	if (rc == 0)
		rc = do_edits(r, &edits_done, err);
	if (rc == 0)
		rc = do_sums(r, err);
	if (rc != 0)
		undo(r, renames_left, edits_done, err);
	return rc;
}

int author_rebase(const struct author_rebase *in, struct arena *a, struct author_rename **ret,
		  size_t *ret_len, struct pawl_error *err)
{
	struct rebase r = {.in = in, .arena = a, .taken = {.arena = a}};
	int rc = 0;

	/* A hash id has no place in the order of numbers. */
	if (in->newest_applied == NULL || number_is_plain(in->newest_applied))
		choose_versions(&r);
	for (size_t i = 0; i < r.moved.len; i++) {
		add_rename(&r, &r.moved.v[i], &r.moved.v[i].m->up, NAME_UP);
		add_rename(&r, &r.moved.v[i], &r.moved.v[i].m->down, NAME_DOWN);
		add_rename(&r, &r.moved.v[i], &r.moved.v[i].m->verify, NAME_VERIFY);
	}
	for (size_t i = 0; rc == 0 && r.moved.len != 0 && i < in->pending_len; i++)
		rc = add_edit(&r, in->pending[i], err);
	if (rc == 0 && r.moved.len != 0)
		rc = in->dry_run ? check_targets(&r, err) : carry_out(&r, err);
	if (rc != 0)
		return rc;
	*ret = r.renames.v;
	*ret_len = r.renames.len;
	return 0;
}
