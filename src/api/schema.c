/* SPDX-License-Identifier: Apache-2.0 */
#include "api/schema.h"

#include "api/result.h"
#include "migrate/dump.h"
#include "migrate/report.h"

#include <string.h>

int schema_check_size(size_t given, size_t known, const char *name, struct pawl_error *err)
{
	if (given == known)
		return 0;
	return fail(err, PAWL_E_USAGE, "struct %s has the wrong size", name);
}

static const struct dialect *dialect_of(const struct db_url *url)
{
	return url == NULL ? NULL : dialect_find(url->scheme);
}

/* Does the text of a source belong to the session, and so to its engine? */
static bool is_of_session(const struct source *s)
{
	return s->kind == SOURCE_DATABASE || s->kind == SOURCE_MIGRATIONS ||
	       (s->display != NULL && strcmp(s->display, "schema") == 0);
}

static int different_engines(const struct dialect *one, const struct dialect *other,
			     struct pawl_error *err)
{
	fail(err, PAWL_E_USAGE, "a schema of %s cannot be compared with one of %s", one->name,
	     other->name);
	return PAWL_E_USAGE;
}

/* The URLs say it, else the session. */
static int choose_dialect(const struct pawl_session *s, const struct source *from,
			  const struct source *to, const struct dialect **ret,
			  struct pawl_error *err)
{
	const struct dialect *d = dialect_of(from->url), *other = dialect_of(to->url);

	if (d != NULL && other != NULL && d != other)
		return different_engines(d, other, err);
	d = d != NULL ? d : other;
	if (d != NULL && s->dialect != NULL && d != s->dialect &&
	    (is_of_session(from) || is_of_session(to)))
		return different_engines(d, s->dialect, err);
	if (d == NULL)
		d = s->dialect;
	if (d == NULL)
		d = dialect_of(s->settings.scratch_url);
	if (d == NULL)
		return call_refuse_no_url(err);
	*ret = d;
	return 0;
}

/* The first URL of that engine. */
static const struct db_url *choose_server(const struct pawl_session *s, const struct source *from,
					  const struct source *to, const struct dialect *d)
{
	const struct db_url *const urls[] = {s->settings.scratch_url, s->settings.url, from->url,
					     to->url};

	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++)
		if (dialect_of(urls[i]) == d)
			return urls[i];
	return NULL;
}

int schema_call_begin(struct schema_call *c, struct pawl_session *s, const char *from,
		      const char *to, struct arena *a, struct pawl_error *err)
{
	const struct dialect *d;
	int rc;

	*c = (struct schema_call){0};
	rc = source_parse(&s->settings, from, a, &c->from, err);
	if (rc == 0 && to != NULL)
		rc = source_parse(&s->settings, to, a, &c->to, err);
	if (rc == 0)
		rc = choose_dialect(s, &c->from, &c->to, &d, err);
	if (rc == 0 && d->model == NULL)
		rc = fail(err, PAWL_E_USAGE, "schemas of %s cannot be compared", d->name);
	if (rc != 0)
		return rc;
	call_start(&c->call, s, d, a);
	lab_init(&c->lab, &c->call.work, s->layout, choose_server(s, &c->from, &c->to, d));
	if (c->from.kind == SOURCE_DATABASE || c->to.kind == SOURCE_DATABASE)
		rc = call_connect(&c->call, CALL_READ, err);
	return rc != 0 ? schema_call_end(c, rc) : 0;
}

int schema_need_database(struct schema_call *c, struct pawl_error *err)
{
	return c->from.kind != SOURCE_DATABASE
		       ? 0
		       : lab_check_exists(&c->lab, c->call.session->settings.url, err);
}

int schema_call_end(struct schema_call *c, int rc)
{
	lab_done(&c->lab);
	return call_end(&c->call, rc);
}

int pawl_diff(struct pawl_session *s, const struct pawl_diff_options *o, struct pawl_diff **ret,
	      struct pawl_error *err)
{
	const struct pawl_diff_options usual = {.size = sizeof(usual)};
	struct schema_call c;
	struct pawl_diff *body;
	struct arena *a;
	int rc;

	error_reset(err);
	o = o == NULL ? &usual : o;
	rc = schema_check_size(o->size, sizeof(*o), "pawl_diff_options", err);
	if (rc != 0)
		return rc;
	body = result_new(sizeof(*body), &a);
	rc = schema_call_begin(&c, s, o->from != NULL ? o->from : "database",
			       o->to != NULL ? o->to : "schema", a, err);
	if (rc == 0) {
		const struct compare_request request = {.from = &c.from, .to = &c.to, .options = o};

		rc = schema_call_end(&c, compare_sources(&c.lab, &request, a, body, err));
	}
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}

void pawl_diff_free(struct pawl_diff *diff)
{
	result_free(diff);
}

int schema_read_versions(struct schema_call *c, struct lab_schema *schema, struct pawl_error *err)
{
	static const struct set no_files;
	struct work *w = &c->call.work;
	const struct set *files = &no_files;
	struct history h;
	int rc = 0;

	/* What another tool's rows mean is known by the files alone. */
	if (w->settings->keep) {
		rc = call_read_files(&c->call, CALL_FILES, err);
		files = &c->call.set;
	}
	if (rc == 0)
		rc = keeper_attach(w, files, err);
	if (rc == 0)
		rc = history_read(w, &h, err);
	if (rc == 0)
		schema->versions =
			plan_current(files, &h, c->call.work.arena, &schema->versions_len);
	return rc;
}

static int write_dump(struct schema_call *c, const struct pawl_dump_options *o, pawl_write_fn write,
		      void *data, struct pawl_error *err)
{
	const struct pawl_diff_options with = {.grants = o->grants, .owners = o->owners};
	struct arena *a = c->call.work.arena;
	_cleanup_buf_ struct buf b = {0};
	struct diff_options options;
	struct lab_schema schema;
	int rc = schema_need_database(c, err);

	if (rc == 0)
		rc = lab_read(&c->lab, &c->from, a, &schema, err);
	if (rc == 0 && c->from.kind == SOURCE_DATABASE)
		rc = schema_read_versions(c, &schema, err);
	if (rc != 0)
		return rc;
	options = compare_options(&with, &schema.schema);
	dump_write(c->call.work.dialect, &options, &schema, a, &b);
	if (write(data, b.data, b.len) != 0)
		return fail(err, PAWL_E_FILE, "the dump could not be written");
	return 0;
}

int pawl_dump(struct pawl_session *s, const struct pawl_dump_options *o, pawl_write_fn write,
	      void *data, struct pawl_error *err)
{
	const struct pawl_dump_options usual = {.size = sizeof(usual)};
	_cleanup_arena_ struct arena a = {0};
	const char *from = "database";
	struct schema_call c;
	int rc;

	error_reset(err);
	o = o == NULL ? &usual : o;
	rc = schema_check_size(o->size, sizeof(*o), "pawl_dump_options", err);
	if (rc == 0 && o->at != NULL && o->from != NULL && strcmp(o->from, "migrations") != 0) {
		fail(err, PAWL_E_USAGE, "a version is of the migrations, not of \"%s\"", o->from);
		hint(err, "leave one of the two out");
		rc = PAWL_E_USAGE;
	}
	if (rc != 0)
		return rc;
	if (o->at != NULL)
		from = arena_printf(&a, "migrations@%s", o->at);
	else if (o->from != NULL)
		from = o->from;
	rc = schema_call_begin(&c, s, from, NULL, &a, err);
	return rc != 0 ? rc : schema_call_end(&c, write_dump(&c, o, write, data, err));
}

/* A dump that stands for no version needs no folder of migrations. */
static int load(struct call *c, const char *path, struct pawl_run *body, struct pawl_error *err)
{
	struct run_result result = {0};
	struct dump_head head;
	int rc = dump_read_head(path, c->work.arena, &head, err);

	if (rc == 0 && head.versions_len != 0)
		rc = call_read_files(c, CALL_WRITE, err);
	if (rc == 0)
		rc = call_connect(c, CALL_WRITE, err);
	if (rc == 0)
		rc = dump_load(&c->work, &c->set, path, &head, &result, err);
	if (rc == 0)
		report_run(&result, false, c->work.arena, body);
	return rc;
}

int pawl_load(struct pawl_session *s, const char *path, struct pawl_run **ret,
	      struct pawl_error *err)
{
	struct pawl_run *body;
	struct arena *a;
	struct call c;
	int rc;

	error_reset(err);
	if (s->dialect == NULL)
		return call_refuse_no_url(err);
	body = result_new(sizeof(*body), &a);
	call_start(&c, s, s->dialect, a);
	rc = call_end(&c, load(&c, path, body, err));
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}
