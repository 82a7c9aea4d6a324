/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/lab.h"

#include "base/map.h"
#include "base/vec.h"
#include "layout/sum.h"
#include "migrate/command.h"
#include "migrate/connection.h"
#include "migrate/ddl.h"
#include "migrate/folders.h"
#include "migrate/place.h"

#include <string.h>

void lab_init(struct lab *lab, struct work *w, const struct layout *layout,
	      const struct db_url *server)
{
	const struct settings *s = w->settings;

	*lab = (struct lab){
		.w = w,
		.layout = layout,
		.host = {.cancel = w->cancel},
		.place = place_of(w, server),
	};
	/* A scratch server of another engine's database would be like nothing. */
	if (s->url != NULL && dialect_find(s->url->scheme) != w->dialect)
		lab->place.like = NULL;
}

void lab_done(struct lab *lab)
{
	scratch_server_close(lab->server);
	lab->server = NULL;
}

int lab_trial(struct lab *lab, struct trial *t, struct pawl_error *err)
{
	int rc = 0;

	*t = (struct trial){0};
	lab->place.host = &lab->host;
	if (lab->server == NULL)
		rc = scratch_server_open(&lab->place, &lab->server, err);
	return rc != 0 ? rc : trial_open(lab->w, lab->server, t, err);
}

/* The migrations that source.applied names, in the same list. */
static void keep_applied(const struct source *source, struct migration_list *list, struct arena *a)
{
	struct map applied = {.arena = a};
	size_t kept = 0;

	for (size_t i = 0; i < source->applied_len; i++)
		map_put(&applied, source->applied[i], list);
	for (size_t i = 0; i < list->len; i++)
		if (map_has(&applied, list->v[i].filename))
			list->v[kept++] = list->v[i];
	list->len = kept;
}

int lab_set(struct lab *lab, const struct source *source, struct arena *a, struct set *ret,
	    struct pawl_error *err)
{
	const struct settings *s = lab->w->settings;
	bool own = source->kind == SOURCE_MIGRATIONS;
	struct layout_input in;
	struct migration_list files;
	int rc;

	folders_input(s, lab->w->dialect, a, &in);
	if (!own) {
		in.dirs = &source->path;
		in.dirs_len = 1;
	}
	rc = layout_read(own ? lab->layout : NULL, &in, a, &files, err);
	if (rc == PAWL_E_FILE && own)
		hint(err, "the folder of migrations is set by --dir, or by dir in pawl.ini");
	for (size_t i = 0; rc == 0 && i < in.dirs_len; i++)
		rc = sum_check(&files, in.dirs[i], err);
	if (rc == 0 && source->applied != NULL)
		keep_applied(source, &files, a);
	return rc != 0 ? rc : set_build(&files, s->environment, a, ret, err);
}

static int read_migrations(struct lab *lab, const struct source *source, struct arena *a,
			   struct lab_schema *ret, struct pawl_error *err)
{
	_cleanup_trial_ struct trial t = {0};
	struct history h;
	struct set set;
	int rc = lab_set(lab, source, a, &set, err);

	if (rc == 0)
		rc = lab_trial(lab, &t, err);
	if (rc == 0)
		rc = trial_run(&t, &set, RUN_UP, source->version, NULL, err);
	if (rc == 0)
		rc = history_read(&t.work, &h, err);
	if (rc != 0)
		return rc;
	ret->versions = plan_current(&set, &h, a, &ret->versions_len);
	return trial_inspect(&t, a, &ret->schema, err);
}

/* What loads into an empty database. */
static int read_texts(struct lab *lab, const struct script_text *texts, size_t n, struct arena *a,
		      struct lab_schema *ret, struct pawl_error *err)
{
	_cleanup_trial_ struct trial t = {0};
	int rc = lab_trial(lab, &t, err);

	if (rc == 0)
		rc = ddl_load(&t.work, texts, n, err);
	return rc != 0 ? rc : trial_inspect(&t, a, &ret->schema, err);
}

static int read_files(struct lab *lab, const struct source *source, struct arena *a,
		      struct lab_schema *ret, struct pawl_error *err)
{
	struct rename_list renames = {0};
	struct script_text *texts;
	const char *const *paths;
	size_t n;
	int rc = source_files(source, a, &paths, &n, err);

	if (rc != 0)
		return rc;
	texts = arena_array(a, struct script_text, n);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct script *file = arena_new(a, struct script);

		*file = (struct script){.path = paths[i], .length = UINT64_MAX, .line = 1};
		texts[i] = (struct script_text){.file = file};
		rc = rename_scan_file(lab->w->dialect->lex, paths[i], a, &renames, err);
	}
	ret->renames = renames.v;
	ret->renames_len = renames.len;
	return rc != 0 ? rc : read_texts(lab, texts, n, a, ret, err);
}

static int read_command(struct lab *lab, const struct source *source, struct arena *a,
			struct lab_schema *ret, struct pawl_error *err)
{
	struct script_text text = {.name = source->display};
	struct rename_list renames = {0};
	int rc = command_read(lab->w, source->command, a, &text.text, err);

	/* A command that went wrong without saying so must not look like a wish to drop it all. */
	if (rc == 0 && text.text[strspn(text.text, " \t\r\n")] == '\0') {
		fail(err, PAWL_E_FILE, "the command prints no SQL");
		detail(err, "the command was: %s", source->command);
		hint(err, "\"empty\" stands for a schema without anything");
		return PAWL_E_FILE;
	}
	if (rc == 0)
		rc = rename_scan(lab->w->dialect->lex, text.name, text.text, strlen(text.text), a,
				 &renames, err);
	ret->renames = renames.v;
	ret->renames_len = renames.len;
	return rc != 0 ? rc : read_texts(lab, &text, 1, a, ret, err);
}

/* A file with a slip in its name is not an empty database; servers say so themselves. */
int lab_check_exists(const struct lab *lab, const struct db_url *url, struct pawl_error *err)
{
	const struct driver *driver;
	bool there = true;
	int rc = driver_find(url->scheme, &driver, err);

	if (rc == 0 && driver->scratch != NULL && driver->scratch->memory != NULL)
		rc = driver->database_exists(url, &lab->host, &there, err);
	if (rc != 0 || there)
		return rc;
	fail(err, PAWL_E_CONNECT, "there is no database \"%s\"", url->path);
	hint(err, "correct the URL, or make the database with \"pawl create\" or \"pawl up\"");
	return PAWL_E_CONNECT;
}

static int inspect(struct lab *lab, struct db *db, struct arena *a, struct lab_schema *ret,
		   struct pawl_error *err)
{
	struct inspect_options o;
	int rc = trial_excluded(lab->w, db, a, &o, err);

	return rc != 0 ? rc : db_inspect(db, &o, a, &ret->schema, err);
}

static int read_url(struct lab *lab, const struct source *source, struct arena *a,
		    struct lab_schema *ret, struct pawl_error *err)
{
	struct db_options options = lab->place.options;
	_cleanup_db_ struct db *db = NULL;
	int rc = lab_check_exists(lab, source->url, err);

	if (rc != 0)
		return rc;
	options.read_only = true;
	rc = db_open(source->url, &options, &lab->host, &db, err);
	return rc != 0 ? rc : inspect(lab, db, a, ret, err);
}

static int read_database(struct lab *lab, struct arena *a, struct lab_schema *ret,
			 struct pawl_error *err)
{
	return inspect(lab, lab->w->db, a, ret, err);
}

int lab_read(struct lab *lab, const struct source *source, struct arena *a, struct lab_schema *ret,
	     struct pawl_error *err)
{
	int rc = 0;

	*ret = (struct lab_schema){0};
	switch (source->kind) {
	case SOURCE_EMPTY:
		rc = read_texts(lab, NULL, 0, a, ret, err);
		break;
	case SOURCE_DATABASE:
		rc = read_database(lab, a, ret, err);
		break;
	case SOURCE_URL:
		rc = read_url(lab, source, a, ret, err);
		break;
	case SOURCE_DDL:
		rc = read_files(lab, source, a, ret, err);
		break;
	case SOURCE_COMMAND:
		rc = read_command(lab, source, a, ret, err);
		break;
	case SOURCE_MIGRATIONS:
	case SOURCE_FOLDER:
		rc = read_migrations(lab, source, a, ret, err);
		break;
	}
	if (rc != 0)
		context(err, "while reading the schema of \"%s\"", source->display);
	return rc;
}
