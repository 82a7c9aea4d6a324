/* SPDX-License-Identifier: Apache-2.0 */
/* pawl_docs: schema, files and history put together for docgen. */
#include "docgen/docgen.h"

#include "api/result.h"
#include "api/schema.h"
#include "base/file.h"
#include "base/text.h"
#include "migrate/digest.h"
#include "migrate/report.h"

#include <string.h>

struct docs {
	struct schema_call *call;
	const struct pawl_docs_options *o;
	struct arena *arena;
	struct lab_schema schema;
	struct docgen_input in;
};

static const char *given(const char *text)
{
	return text == NULL || text[0] == '\0' ? NULL : text;
}

/*
 * "PostgreSQL 15", "MariaDB 10.11" of a live database. What a scratch database
 * runs on says nothing of the schema, and would change a page from machine to machine.
 */
static const char *product_of(const struct schema *s, bool live, struct arena *a)
{
	int major = s->version / 10000, minor = s->version / 100 % 100;

	if (given(s->product) == NULL || s->version == 0 || !live)
		return given(s->product);
	return minor == 0 ? arena_printf(a, "%s %d", s->product, major)
			  : arena_printf(a, "%s %d.%d", s->product, major, minor);
}

static bool is_live(const struct source *from)
{
	return from->kind == SOURCE_URL || from->kind == SOURCE_DATABASE;
}

static const char *default_title(const struct docs *d)
{
	const struct source *from = &d->call->from;
	const struct db_url *url = from->kind == SOURCE_URL ? from->url
							    : d->call->call.session->settings.url;

	if (url == NULL)
		return from->display;
	if (url->path != NULL)
		return file_base(url->path);
	return url->database != NULL ? url->database : from->display;
}

static const char *origin_of(const struct docs *d)
{
	_cleanup_buf_ struct buf b = {0};

	buf_printf(&b, "pawl from %s", d->call->from.display);
	for (size_t i = 0; i < d->schema.versions_len; i++)
		buf_printf(&b, "%s%s", i == 0 ? " at " : ", ", d->schema.versions[i]);
	return buf_dup(&b, d->arena);
}

/* The schema's own name of something that a statement names: case does not always count. */
static const char *canonical(const struct docs *d, const char *name)
{
	const struct schema *s = &d->schema.schema;
	const char *dot = strrchr(name, '.');
	const char *last = dot != NULL ? dot + 1 : name;

	for (size_t i = 0; i < s->len; i++) {
		const struct object *o = s->objects[i];
		const char *title;

		if (o->parent != NULL || strcasecmp(o->name, last) != 0)
			continue;
		title = object_title(o, d->arena);
		if (text_equal_nocase(title, name) || (dot != NULL && o->schema == NULL))
			return title;
	}
	return name;
}

static int describe_file(struct docs *d, const struct migration *m, struct docgen_migration *ret,
			 struct pawl_error *err)
{
	const char **touches;
	struct digest digest;
	int rc = digest_read(&d->call->call.work, m, &digest, err);

	if (rc != 0)
		return rc;
	touches = arena_array(d->arena, const char *, digest.touches_len);
	for (size_t i = 0; i < digest.touches_len; i++)
		touches[i] = canonical(d, digest.touches[i]);
	ret->purpose = digest.purpose;
	ret->lines = digest.lines;
	ret->changes = digest.changes;
	ret->changes_len = digest.changes_len;
	ret->touches = touches;
	ret->touches_len = digest.touches_len;
	return 0;
}

static const char *words_of(const char *name, struct arena *a)
{
	char *copy = arena_strdup(a, given(name));

	for (char *p = copy; p != NULL && *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	return copy;
}

/* From the history, where the database is at hand. */
static int list_with_history(struct docs *d, struct pawl_error *err)
{
	const struct set *set = &d->call->call.set;
	struct docgen_migration *v;
	struct pawl_status status;
	int rc = report_status(&d->call->call.work, set, d->arena, &status, err);

	if (rc != 0)
		return rc;
	v = arena_array(d->arena, struct docgen_migration, status.len);
	for (size_t i = 0; rc == 0 && i < status.len; i++) {
		const struct pawl_migration *m = &status.migrations[i];
		const struct set_entry *e = set_find_file(set, m->filename);

		v[i] = (struct docgen_migration){
			.version = m->version,
			.name = words_of(m->name, d->arena),
			.filename = m->filename,
			.state = pawl_state_name(m->state),
			.applied_at = given(m->applied_at) != NULL
					      ? arena_printf(d->arena, "%s UTC", m->applied_at)
					      : NULL,
			.applied_by = given(m->applied_by),
			.duration_ms = m->duration_ms,
		};
		if (e != NULL)
			rc = describe_file(d, e->m, &v[i], err);
	}
	d->in.migrations = v;
	d->in.migrations_len = status.len;
	return rc;
}

static int list_files(struct docs *d, struct pawl_error *err)
{
	const struct set *set = &d->call->call.set;
	struct docgen_migration *v = arena_array(d->arena, struct docgen_migration, set->len);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < set->len; i++) {
		const struct migration *m = set->v[i].m;

		v[i] = (struct docgen_migration){
			.version = m->version,
			.name = words_of(m->name, d->arena),
			.filename = m->filename,
			.duration_ms = -1,
		};
		rc = describe_file(d, m, &v[i], err);
	}
	d->in.migrations = v;
	d->in.migrations_len = set->len;
	return rc;
}

static bool has_folder(const struct settings *s)
{
	for (size_t i = 0; i < s->dirs_len; i++)
		if (!file_is_dir(s->dirs[i]))
			return false;
	return true;
}

static int list_migrations(struct docs *d, struct pawl_error *err)
{
	struct call *c = &d->call->call;
	int rc;

	if (d->call->from.kind == SOURCE_URL || !has_folder(c->work.settings))
		return 0;
	rc = call_read_files(c, CALL_FILES, err);
	if (rc != 0)
		return rc;
	return c->work.db != NULL ? list_with_history(d, err) : list_files(d, err);
}

static int read_schema(struct docs *d, struct pawl_error *err)
{
	static const struct schema nothing = {.product = ""};

	bool live = d->call->from.kind == SOURCE_DATABASE;
	int rc = d->o->migrations_only ? 0 : schema_need_database(d->call, err);

	if (d->o->migrations_only)
		d->schema.schema = delta_nothing(&nothing, d->arena);
	else if (rc == 0)
		rc = lab_read(&d->call->lab, &d->call->from, d->arena, &d->schema, err);
	return rc == 0 && live ? schema_read_versions(d->call, &d->schema, err) : rc;
}

static int write_docs(struct docs *d, bool html, pawl_write_fn write, void *data,
		      struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int rc = read_schema(d, err);

	if (rc == 0)
		rc = list_migrations(d, err);
	if (rc != 0)
		return rc;
	d->in.title = d->o->title != NULL ? d->o->title : default_title(d);
	d->in.product = product_of(&d->schema.schema, is_live(&d->call->from), d->arena);
	d->in.origin = origin_of(d);
	d->in.schema = &d->schema.schema;
	if (html)
		docgen_html(&d->in, &b);
	else
		docgen_markdown(&d->in, &b);
	if (write(data, b.data, b.len) != 0)
		return fail(err, PAWL_E_FILE, "the documentation could not be written");
	return 0;
}

static int choose_format(const char *format, bool *ret_html, struct pawl_error *err)
{
	*ret_html = format == NULL || strcmp(format, "html") == 0;
	if (*ret_html || strcmp(format, "markdown") == 0)
		return 0;
	fail(err, PAWL_E_USAGE, "unknown format \"%s\"", format);
	hint(err, "it is html or markdown");
	return PAWL_E_USAGE;
}

int pawl_docs(struct pawl_session *s, const struct pawl_docs_options *o, pawl_write_fn write,
	      void *data, struct pawl_error *err)
{
	const struct pawl_docs_options usual = {.size = sizeof(usual)};
	_cleanup_arena_ struct arena a = {0};
	struct schema_call c;
	struct docs d = {.call = &c, .o = o == NULL ? &usual : o, .arena = &a};
	bool html;
	int rc;

	error_reset(err);
	rc = schema_check_size(d.o->size, sizeof(*o), "pawl_docs_options", err);
	if (rc == 0)
		rc = choose_format(d.o->format, &html, err);
	if (rc == 0)
		rc = schema_call_begin(&c, s, d.o->from != NULL ? d.o->from : "database", NULL, &a,
				       err);
	return rc != 0 ? rc : schema_call_end(&c, write_docs(&d, html, write, data, err));
}
