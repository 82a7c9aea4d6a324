/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/source.h"

#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/name.h"
#include "layout/sum.h"

#include <string.h>

enum { FOLDERS_DEEPEST = 32 };

/* "postgres://..." and "sqlite:app.db", but not "C:" or "notes:". */
static bool is_url(const char *text, struct arena *a)
{
	size_t len = strcspn(text, ":/@ ");

	if (text[len] != ':' || len < 2)
		return false;
	text = url_translate(text, a);
	return dialect_find(arena_strndup(a, text, strcspn(text, ":+"))) != NULL;
}

static int no_such_source(const char *text, struct pawl_error *err)
{
	fail(err, PAWL_E_FILE, "there is no file or folder \"%s\"", text);
	hint(err, "a schema comes from a database URL, a .sql file, a folder, \"cmd:COMMAND\", or "
		  "is one of database, migrations, migrations@VERSION, schema, empty");
	return PAWL_E_FILE;
}

/*
 * Every .sql file at its top says a version, or there is a pawl.sum. Such a
 * folder of DDL is in the order of its names as well, so nothing is lost by taking
 * it for migrations.
 */
static int is_migrations(const char *path, struct arena *a, bool *ret, struct pawl_error *err)
{
	struct file_list list;
	size_t versions = 0;
	int rc = file_list(path, a, &list, err);

	*ret = false;
	for (size_t i = 0; rc == 0 && i < list.len; i++) {
		struct name name;

		if (strcmp(list.v[i].name, SUM_FILE) == 0) {
			*ret = true;
			return 0;
		}
		if (list.v[i].is_dir)
			continue;
		name_parse(list.v[i].name, a, &name);
		if (name.role == NAME_UNFIT)
			return 0;
		versions += name.role == NAME_UP;
	}
	*ret = versions != 0;
	return rc;
}

static int parse_folder(const char *path, struct arena *a, struct source *ret,
			struct pawl_error *err)
{
	bool migrations = ret->version != NULL;
	int rc = migrations ? 0 : is_migrations(path, a, &migrations, err);

	ret->kind = migrations ? SOURCE_FOLDER : SOURCE_DDL;
	ret->path = path;
	return rc;
}

static int parse_path(const char *text, struct arena *a, struct source *ret, struct pawl_error *err)
{
	const char *sign = strrchr(text, '@');

	if (file_is_dir(text))
		return parse_folder(text, a, ret, err);
	if (file_exists(text)) {
		ret->kind = SOURCE_DDL;
		ret->path = text;
		return 0;
	}
	if (sign != NULL && sign[1] != '\0') {
		const char *folder = arena_strndup(a, text, (size_t)(sign - text));

		ret->version = sign + 1;
		if (file_is_dir(folder))
			return parse_folder(folder, a, ret, err);
	}
	return no_such_source(text, err);
}

static int parse_url(const struct settings *settings, const char *text, struct arena *a,
		     struct source *ret, struct pawl_error *err)
{
	struct db_url *url = arena_new(a, struct db_url);
	int rc = url_parse(text, a, url, err);

	url->environment = settings->url_environment;
	ret->kind = SOURCE_URL;
	ret->url = url;
	ret->display = url->display;
	return rc;
}

static int parse_declared(const struct settings *settings, struct arena *a, struct source *ret,
			  struct pawl_error *err)
{
	const char *display = ret->display;
	int rc;

	if (settings->schema == NULL) {
		fail(err, PAWL_E_CONFIG, "no schema is declared");
		hint(err,
		     "name a file, a folder or \"cmd:COMMAND\" with --schema, or with schema in "
		     "pawl.ini");
		return PAWL_E_CONFIG;
	}
	/* Many call the folder so; the word would lead back to here. */
	if (strcmp(settings->schema, "schema") == 0)
		rc = parse_path("schema", a, ret, err);
	else
		rc = source_parse(settings, settings->schema, a, ret, err);
	if (rc != 0)
		context(err, "while looking for the declared schema");
	else
		ret->display = display;
	return rc;
}

static int parse_database(const struct settings *settings, struct source *ret,
			  struct pawl_error *err)
{
	ret->kind = SOURCE_DATABASE;
	if (settings->url != NULL)
		return 0;
	fail(err, PAWL_E_CONFIG, "no database URL is given");
	hint(err, "give --url, set PAWL_URL or DATABASE_URL, or put url into pawl.ini");
	return PAWL_E_CONFIG;
}

int source_parse(const struct settings *settings, const char *text, struct arena *a,
		 struct source *ret, struct pawl_error *err)
{
	text = arena_strdup(a, text);
	*ret = (struct source){.display = text};
	if (strcmp(text, "empty") == 0)
		return 0;
	if (strcmp(text, "schema") == 0)
		return parse_declared(settings, a, ret, err);
	if (strcmp(text, "database") == 0)
		return parse_database(settings, ret, err);
	if (strcmp(text, "migrations") == 0 || text_starts(text, "migrations@")) {
		ret->kind = SOURCE_MIGRATIONS;
		ret->version = text[10] == '@' ? text + 11 : NULL;
		return 0;
	}
	if (text_starts(text, "cmd:")) {
		ret->kind = SOURCE_COMMAND;
		ret->command = text + 4;
		return 0;
	}
	return is_url(text, a) ? parse_url(settings, text, a, ret, err)
			       : parse_path(text, a, ret, err);
}

struct files {
	VEC(const char *) list;
	struct arena *arena;
};

static int walk(struct files *f, const char *dir, unsigned depth, struct pawl_error *err)
{
	struct file_list list;
	int rc = file_list(dir, f->arena, &list, err);

	if (depth == FOLDERS_DEEPEST)
		return fail(err, PAWL_E_LIMIT, "the folders below \"%s\" are more than %d deep",
			    dir, FOLDERS_DEEPEST);
	for (size_t i = 0; rc == 0 && i < list.len; i++) {
		const char *path = file_join(f->arena, dir, list.v[i].name);

		if (*list.v[i].name == '.')
			continue;
		if (list.v[i].is_dir)
			rc = walk(f, path, depth + 1, err);
		else if (text_ends(path, ".sql"))
			*vec_push(&f->list, f->arena) = path;
	}
	return rc;
}

int source_files(const struct source *source, struct arena *a, const char *const **ret,
		 size_t *ret_len, struct pawl_error *err)
{
	struct files f = {.arena = a};
	int rc = 0;

	if (file_is_dir(source->path))
		rc = walk(&f, source->path, 0, err);
	else
		*vec_push(&f.list, a) = source->path;
	if (rc == 0 && f.list.len == 0) {
		fail(err, PAWL_E_FILE, "there is no .sql file in folder \"%s\"", source->path);
		hint(err, "\"empty\" stands for a schema without anything");
		rc = PAWL_E_FILE;
	}
	*ret = f.list.v;
	*ret_len = f.list.len;
	return rc;
}
