/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder is written, read back and compared; where something is wrong, nothing of it
 * stays.
 */
#include "migrate/export.h"

#include "base/file.h"
#include "layout/export.h"
#include "layout/name.h"
#include "migrate/export_take.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* What was made so far, to be taken back: folders behind what is in them. */
struct made {
	VEC(const char *) paths;
};

/* With those above it. */
static int make_folder(const char *path, struct arena *a, struct made *made, struct pawl_error *err)
{
	char *part = arena_strdup(a, path);

	for (char *p = part;; p++) {
		char c = *p;

		if ((c != '/' && c != '\0') || p == part)
			continue;
		*p = '\0';
		if (mkdir(part, 0777) == 0)
			*vec_push(&made->paths, a) = arena_strdup(a, part);
		else if (errno != EEXIST)
			return fail_errno(err, PAWL_E_FILE, "could not make the folder \"%s\"",
					  part);
		if (c == '\0')
			return 0;
		*p = c;
	}
}

/* An existing folder must hold nothing: old files beside new ones would be migrations, too. */
static int check_folder(const char *dir, struct arena *a, struct made *made, struct pawl_error *err)
{
	struct file_list list;
	int rc = make_folder(dir, a, made, err);

	if (rc == 0)
		rc = file_list(dir, a, &list, err);
	if (rc != 0 || list.len == 0)
		return rc;
	fail(err, PAWL_E_FILE, "folder \"%s\" is not empty", dir);
	hint(err, "name another with -o");
	return PAWL_E_FILE;
}

static void take_back(const struct made *made)
{
	for (size_t i = made->paths.len; i > 0; i--)
		remove(made->paths.v[i - 1]);
}

static int write_files(const struct export_out *out, const char *dir, struct made *made,
		       struct pawl_error *err)
{
	struct arena *a = out->arena;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < out->files.len; i++) {
		const struct export_file *f = &out->files.v[i];
		const char *path = file_join(a, dir, f->name), *slash = strrchr(f->name, '/');

		if (slash != NULL)
			rc = make_folder(arena_strndup(a, path, strlen(path) - strlen(slash)), a,
					 made, err);
		if (rc == 0)
			rc = file_create(path, f->text, strlen(f->text), err);
		if (rc == 0)
			*vec_push(&made->paths, a) = path;
	}
	return rc;
}

static void tell_left_out(struct work *w, const struct export_out *out, size_t downs,
			  size_t verifies, size_t left_out)
{
	if (downs > out->downs)
		work_say(w, PAWL_EVENT_WARNING,
			 "%s has no place for the way back: %zu were left out", out->form->name,
			 downs - out->downs);
	if (verifies > out->verifies)
		work_say(w, PAWL_EVENT_WARNING,
			 "%s has no place for verify scripts: %zu were left out", out->form->name,
			 verifies - out->verifies);
	if (left_out > 0)
		work_say(w, PAWL_EVENT_WARNING,
			 "%zu of other environments, or baselines behind what they stand for, were "
			 "left out",
			 left_out);
}

/* A history that knows the old numbers has to be told. */
static void tell_numbers(struct work *w, const struct export_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].m->version[0] != '\0' &&
		    !name_same_version(items[i].version, items[i].m->version)) {
			work_say(w, PAWL_EVENT_WARNING,
				 "the migrations are numbered anew: %s is %s; where they have run, "
				 "\"pawl stamp\" with the new folder",
				 items[i].m->version, items[i].version);
			return;
		}
}

int export_write(struct work *w, const struct set *set, const struct lex_rules *lex,
		 const struct pawl_export_options *o, struct arena *a, struct pawl_files *ret,
		 struct pawl_error *err)
{
	struct export_out out = {.arena = a, .lex = lex, .engine = w->dialect->engine};
	struct export_item *items = arena_array(a, struct export_item, set->len);
	size_t n = 0, downs = 0, verifies = 0;
	struct made made = {0};
	int rc = export_find(o->layout, &out.form, err);
	bool kept = rc == 0 && export_keeps_versions(set, out.form, a);

	for (size_t p = 0; rc == 0 && p < set->len; p++) {
		const struct migration *m = set->v[p].m;

		if (export_leaves_out(w, &set->v[p], out.form))
			continue;
		rc = export_take(w, set, &set->v[p],
				 kept ? m->version : arena_printf(a, "%04zu", n + 1), &out,
				 &items[n], err);
		if (rc == 0)
			rc = out.form->write(&out, &items[n], err);
		items[n++].files = out.files.len;
		downs += m->down.path != NULL;
		verifies += m->verify.path != NULL;
	}
	if (rc == 0 && out.form->finish != NULL)
		out.form->finish(&out);
	if (rc == 0)
		rc = check_folder(o->dir, a, &made, err);
	if (rc == 0)
		rc = write_files(&out, o->dir, &made, err);
	if (rc == 0 && !out.form->code)
		rc = export_check(w, &out, items, n, o->dir, err);
	if (rc != 0) {
		take_back(&made);
		return rc;
	}
	tell_left_out(w, &out, downs, verifies, set->len - n);
	if (!kept)
		tell_numbers(w, items, n);
	*ret = (struct pawl_files){.paths = arena_array(a, const char *, out.files.len),
				   .len = out.files.len};
	for (size_t i = 0; i < out.files.len; i++)
		((const char **)ret->paths)[i] = file_join(a, o->dir, out.files.v[i].name);
	return 0;
}
