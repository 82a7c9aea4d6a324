/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/export.h"

#include "base/text.h"
#include "layout/export.h"
#include "layout/tool_history.h"
#include "migrate/script.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { EXPORT_LONGEST = 256 << 20 };

/* What every tool takes as a name. */
static const char *plain_name(const struct migration *m, struct arena *a)
{
	/* A hash id is all that some files tell of themselves. */
	const char *known = m->name[0] != '\0'          ? m->name
			    : set_is_number(m->version) ? "migration"
							: m->version;
	char *name = arena_strdup(a, known[0] == '\0' ? "migration" : known);

	for (char *p = name; *p != '\0'; p++)
		*p = isalnum((unsigned char)*p) ? *p : '_';
	return name;
}

/* Does the tool take the version of the migration at that position? */
static bool is_taken(const struct export_form *form, const struct set_entry *e, struct arena *a)
{
	const char *version = e->m->version;

	if (!set_is_number(version))
		return false;
	switch (form->numbers) {
	case EXPORT_ANY:
		break;
	case EXPORT_INT32:
		return set_compare_versions(version, "2147483647") <= 0;
	case EXPORT_GAPLESS:
		return set_compare_versions(version, arena_printf(a, "%zu", e->position + 1)) == 0;
	}
	return true;
}

/* Digits; all are numbered by their place where one has none (a hash id), or the tool wants it. */
static const char *plain_version(const struct set *set, const struct set_entry *e,
				 const struct export_form *form, struct arena *a)
{
	bool as_they_are = !set->by_name;

	for (size_t p = 0; as_they_are && p < set->versioned; p++)
		as_they_are = is_taken(form, &set->v[p], a);
	return as_they_are ? e->m->version : arena_printf(a, "%04zu", e->position + 1);
}

static int read_script(const struct work *w, const struct script *script, struct arena *a,
		       const char **ret, bool *ret_alone, bool *ret_wrapped, struct pawl_error *err)
{
	const struct script_text text = {.file = script};
	struct script_facts facts;
	int rc;

	*ret = NULL;
	if (script->path == NULL && script->text == NULL)
		return 0;
	rc = script_slurp(w, &text, EXPORT_LONGEST, a, ret, err);
	if (rc == 0 && *ret == NULL)
		return fail(err, PAWL_E_LIMIT, "\"%s\" is longer than %d MiB", script->path,
			    EXPORT_LONGEST >> 20);
	if (rc == 0)
		rc = script_survey(w, &text, a, &facts, err);
	if (rc == 0 && facts.batch != NULL) {
		fail(err, PAWL_E_CONFIG,
		     "a batched statement has no form in the folders of others");
		hint(err, "leave that file out, or write the statement so that it runs as a whole");
		at(err, script->path, facts.batch->line, facts.batch->column);
		return PAWL_E_CONFIG;
	}
	if (rc == 0) {
		*ret_alone = script->settings.tx == MIGRATION_TX_OFF || facts.no_tx_kind != NULL;
		*ret_wrapped = facts.wrapped;
	}
	return rc;
}

static int refuse(const struct migration *m, const struct export_form *form, const char *what,
		  struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG, "migration \"%s\" is %s, which has no form in a folder of %s",
	     m->filename, what, form->name);
	hint(err, "choose another form with --to, or leave that file out");
	at(err, m->path, 0, 0);
	return PAWL_E_CONFIG;
}

/* What the files do for the old tool alone stays behind with it. */
static int drop_record(const struct work *w, const struct set *set, const struct export_out *out,
		       const char **text, struct pawl_error *err)
{
	const struct tool_history *t = set->layout == NULL ? NULL : tool_find(set->layout);
	const char *table = t == NULL || !t->kept_by_files ? NULL : t->table[w->dialect->engine];

	return table == NULL ? 0
			     : export_drop_record(out->lex, *text, table, out->arena, text, err);
}

static int write_entry(const struct work *w, const struct set *set, const struct set_entry *e,
		       const struct export_form *form, struct export_out *out,
		       struct pawl_error *err)
{
	struct export_item item = {
		.version = plain_version(set, e, form, out->arena),
		.name = plain_name(e->m, out->arena),
		.repeatable = e->m->kind == MIGRATION_REPEATABLE,
	};
	int rc;

	if (e->m->language != NULL)
		return refuse(e->m, form, e->m->language, err);
	if (item.repeatable && !form->repeatables)
		return refuse(e->m, form, "repeatable", err);
	rc = read_script(w, &e->m->up, out->arena, &item.up, &item.up_alone, &item.up_wrapped, err);
	if (rc == 0)
		rc = read_script(w, &e->m->down, out->arena, &item.down, &item.down_alone,
				 &item.down_wrapped, err);
	if (rc == 0 && item.up == NULL)
		item.up = "";
	if (rc == 0)
		rc = drop_record(w, set, out, &item.up, err);
	if (rc == 0 && item.down != NULL)
		rc = drop_record(w, set, out, &item.down, err);
	return rc != 0 ? rc : form->write(out, &item, err);
}

/* With those above it. */
static int make_folder(const char *path, struct arena *a, struct pawl_error *err)
{
	char *part = arena_strdup(a, path);

	for (char *p = part;; p++) {
		char c = *p;

		if ((c != '/' && c != '\0') || p == part)
			continue;
		*p = '\0';
		if (mkdir(part, 0777) != 0 && errno != EEXIST)
			return fail_errno(err, PAWL_E_FILE, "could not make the folder \"%s\"",
					  part);
		if (c == '\0')
			return 0;
		*p = c;
	}
}

/* An existing folder must hold nothing: old files beside new ones would be migrations, too. */
static int check_folder(const char *dir, struct arena *a, struct pawl_error *err)
{
	struct file_list list;
	int rc = make_folder(dir, a, err);

	if (rc == 0)
		rc = file_list(dir, a, &list, err);
	if (rc != 0 || list.len == 0)
		return rc;
	fail(err, PAWL_E_FILE, "folder \"%s\" is not empty", dir);
	hint(err, "name another with -o");
	return PAWL_E_FILE;
}

static const char *file_folder(struct arena *a, const char *name)
{
	return arena_strndup(a, name, (size_t)(strrchr(name, '/') - name));
}

static int write_files(const struct export_out *out, const char *dir, struct arena *a,
		       struct pawl_files *ret, struct pawl_error *err)
{
	const char **paths = arena_array(a, const char *, out->files.len);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < out->files.len; i++) {
		const struct export_file *f = &out->files.v[i];
		const char *slash = strchr(f->name, '/');

		if (slash != NULL)
			rc = make_folder(file_join(a, dir, file_folder(a, f->name)), a, err);
		paths[i] = file_join(a, dir, f->name);
		if (rc == 0)
			rc = file_create(paths[i], f->text, strlen(f->text), err);
	}
	if (rc == 0)
		*ret = (struct pawl_files){.paths = paths, .len = out->files.len};
	return rc;
}

int export_write(struct work *w, const struct set *set, const struct lex_rules *lex,
		 const struct pawl_export_options *o, struct arena *a, struct pawl_files *ret,
		 struct pawl_error *err)
{
	struct export_out out = {
		.arena = a,
		.lex = lex,
		.engine = w->dialect->engine,
	};
	const struct export_form *form;
	size_t downs = 0;
	int rc = export_find(o->layout, &form, err);

	for (size_t p = 0; rc == 0 && p < set->len; p++) {
		rc = write_entry(w, set, &set->v[p], form, &out, err);
		downs += set->v[p].m->down.path != NULL;
	}
	if (rc == 0 && form->finish != NULL)
		form->finish(&out);
	if (rc == 0)
		rc = check_folder(o->dir, a, err);
	if (rc == 0)
		rc = write_files(&out, o->dir, a, ret, err);
	if (rc == 0 && downs > out.downs)
		work_say(w, PAWL_EVENT_WARNING,
			 "%s has no place for the way back: %zu were left out", form->name,
			 downs - out.downs);
	return rc;
}
