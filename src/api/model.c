/* SPDX-License-Identifier: Apache-2.0 */
/* The calls of pawl/schema.h that look at migrations: check, generate, replay, squash. */
#include "api/result.h"
#include "api/schema.h"
#include "base/file.h"
#include "layout/sum.h"
#include "migrate/check.h"
#include "migrate/generate.h"
#include "migrate/replay.h"
#include "migrate/report.h"
#include "migrate/squash.h"

static struct pawl_diff_options compared(int grants, int owners)
{
	return (struct pawl_diff_options){
		.size = sizeof(struct pawl_diff_options),
		.grants = grants,
		.owners = owners,
	};
}

/* Whatever there is of the three; at least two are needed. */
static int find_sources(const struct pawl_session *s, struct arena *a, struct source v[3],
			struct check_request *ret, struct pawl_error *err)
{
	const struct settings *set = &s->settings;
	bool migrations = false;
	int rc = 0;

	for (size_t i = 0; i < set->dirs_len; i++)
		migrations = migrations || file_is_dir(set->dirs[i]);
	if (rc == 0 && set->url != NULL) {
		rc = source_parse(set, "database", a, &v[0], err);
		ret->database = &v[0];
	}
	if (rc == 0 && migrations) {
		rc = source_parse(set, "migrations", a, &v[1], err);
		ret->migrations = &v[1];
	}
	if (rc == 0 && set->schema != NULL) {
		rc = source_parse(set, "schema", a, &v[2], err);
		ret->schema = &v[2];
	}
	if (rc != 0 ||
	    (ret->database != NULL) + (ret->migrations != NULL) + (ret->schema != NULL) >= 2)
		return rc;
	fail(err, PAWL_E_CONFIG, "there is nothing to compare with");
	hint(err, "two of the three are needed: a database (--url), a folder of migrations "
		  "(--dir), a declared schema (--schema)");
	return PAWL_E_CONFIG;
}

static int check_all_there_is(struct pawl_session *s, const struct pawl_diff_options *options,
			      struct arena *a, struct pawl_check *body, struct pawl_error *err)
{
	struct check_request request = {.options = options};
	struct source sources[3];
	struct schema_call c;
	int rc = find_sources(s, a, sources, &request, err);

	if (rc == 0)
		rc = schema_call_begin(&c, s, request.database != NULL ? "database" : "migrations",
				       NULL, a, err);
	return rc != 0 ? rc : schema_call_end(&c, check_all(&c.lab, &request, a, body, err));
}

static int check_two(struct pawl_session *s, const struct pawl_check_options *o,
		     const struct pawl_diff_options *options, struct arena *a,
		     struct pawl_check *body, struct pawl_error *err)
{
	struct schema_call c;
	int rc = schema_call_begin(&c, s, o->from != NULL ? o->from : "database",
				   o->to != NULL ? o->to : "schema", a, err);

	return rc != 0 ? rc
		       : schema_call_end(&c,
					 check_pair(&c.lab, &c.from, &c.to, options, a, body, err));
}

int pawl_check(struct pawl_session *s, const struct pawl_check_options *o, struct pawl_check **ret,
	       struct pawl_error *err)
{
	const struct pawl_check_options usual = {.size = sizeof(usual)};
	struct pawl_diff_options options;
	struct pawl_check *body;
	struct arena *a;
	int rc;

	error_reset(err);
	o = o == NULL ? &usual : o;
	rc = schema_check_size(o->size, sizeof(*o), "pawl_check_options", err);
	if (rc != 0)
		return rc;
	options = compared(o->grants, o->owners);
	body = result_new(sizeof(*body), &a);
	if (o->from == NULL && o->to == NULL)
		rc = check_all_there_is(s, &options, a, body, err);
	else
		rc = check_two(s, o, &options, a, body, err);
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}

void pawl_check_free(struct pawl_check *check)
{
	result_free(check);
}

/* A database that can be reached has to have all migrations: the new one builds on them. */
static int check_up_to_date(struct schema_call *c, const struct set *set, struct pawl_error *err)
{
	const struct db_url *url = c->call.session->settings.url;
	struct pawl_status status;
	const struct driver *d;
	bool exists = false;
	int rc;

	if (url == NULL || driver_find(url->scheme, &d, NULL) != 0 ||
	    d->database_exists(url, &c->call.session->host, &exists, NULL) != 0 || !exists)
		return 0;
	rc = call_connect(&c->call, CALL_READ, err);
	if (rc == PAWL_E_CONNECT) {
		error_reset(err);
		return 0;
	}
	if (rc == 0)
		rc = keeper_attach(&c->call.work, set, err);
	if (rc == 0)
		rc = report_status(&c->call.work, set, c->call.work.arena, &status, err);
	if (rc != 0 || status.pending + status.out_of_order + status.failed == 0)
		return rc;
	fail(err, PAWL_E_HISTORY, "target database is not up to date");
	hint(err, "it lacks %zu migration%s: run \"pawl up\" first",
	     status.pending + status.out_of_order + status.failed,
	     status.pending + status.out_of_order + status.failed == 1 ? "" : "s");
	return PAWL_E_HISTORY;
}

static int generate(struct schema_call *c, const struct pawl_generate_options *o,
		    struct pawl_generated *body, struct pawl_error *err)
{
	struct arena *a = c->call.work.arena;
	struct generate_request request = {
		.migrations = &c->from,
		.schema = &c->to,
		.options = &o->diff,
		.existing = &c->call.files,
	};
	int rc = author_request(c->call.session, &o->files, &request.files, err);

	/* A project may begin with this migration. */
	if (rc == 0 && !file_is_dir(request.files.dir))
		c->from.kind = SOURCE_EMPTY;
	else if (rc == 0)
		rc = call_read_files(&c->call, CALL_FILES, err);
	if (rc == 0 && c->from.kind != SOURCE_EMPTY)
		rc = check_up_to_date(c, &c->call.set, err);
	return rc != 0 ? rc : generate_migration(&c->lab, &request, a, body, err);
}

int pawl_generate(struct pawl_session *s, const struct pawl_generate_options *o,
		  struct pawl_generated **ret, struct pawl_error *err)
{
	struct pawl_generated *body;
	struct schema_call c;
	struct arena *a;
	int rc;

	error_reset(err);
	if (o == NULL)
		return fail(err, PAWL_E_USAGE, "a new migration needs a name");
	rc = schema_check_size(o->size, sizeof(*o), "pawl_generate_options", err);
	if (rc != 0)
		return rc;
	body = result_new(sizeof(*body), &a);
	rc = schema_call_begin(&c, s, "migrations", "schema", a, err);
	if (rc == 0)
		rc = schema_call_end(&c, generate(&c, o, body, err));
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}

void pawl_generated_free(struct pawl_generated *generated)
{
	result_free(generated);
}

int pawl_replay(struct pawl_session *s, struct pawl_replay **ret, struct pawl_error *err)
{
	struct pawl_replay *body;
	struct schema_call c;
	struct arena *a;
	int rc;

	error_reset(err);
	body = result_new(sizeof(*body), &a);
	rc = schema_call_begin(&c, s, "migrations", NULL, a, err);
	if (rc == 0)
		rc = schema_call_end(&c, replay_all(&c.lab, &c.from, a, body, err));
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}

void pawl_replay_free(struct pawl_replay *replay)
{
	result_free(replay);
}

/* The session's database where there is one; one that is away has no say. */
static int connect_if_there(struct schema_call *c, bool dry_run, struct pawl_error *err)
{
	const struct settings *settings = c->call.work.settings;
	struct pawl_error inside = {0};
	int rc;

	/* A history that is kept elsewhere is refused without a look at it. */
	if (settings->url == NULL || settings->keep)
		return 0;
	if (lab_check_exists(&c->lab, settings->url, &inside) == PAWL_E_CONNECT)
		return 0;
	error_reset(&inside);
	rc = call_connect(&c->call, dry_run ? CALL_READ : CALL_WRITE, &inside);
	if (rc == PAWL_E_CONNECT) {
		work_say(&c->call.work, PAWL_EVENT_WARNING,
			 "%s; whether its history allows this was not looked at", inside.message);
		return 0;
	}
	if (rc != 0 && err != NULL)
		*err = inside;
	return rc;
}

static int squash(struct schema_call *c, const struct pawl_squash_options *o, struct arena *a,
		  struct pawl_squashed *body, struct pawl_error *err)
{
	int rc = connect_if_there(c, o->dry_run != 0, err);

	return rc != 0 ? rc : squash_migrations(&c->lab, &c->from, o, a, body, err);
}

int pawl_squash(struct pawl_session *s, const struct pawl_squash_options *o,
		struct pawl_squashed **ret, struct pawl_error *err)
{
	const struct pawl_squash_options usual = {.size = sizeof(usual)};
	struct pawl_squashed *body;
	struct schema_call c;
	struct arena *a;
	int rc;

	error_reset(err);
	o = o == NULL ? &usual : o;
	rc = schema_check_size(o->size, sizeof(*o), "pawl_squash_options", err);
	if (rc != 0)
		return rc;
	body = result_new(sizeof(*body), &a);
	rc = schema_call_begin(&c, s, "migrations", NULL, a, err);
	if (rc == 0)
		rc = schema_call_end(&c, squash(&c, o, a, body, err));
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}

void pawl_squashed_free(struct pawl_squashed *squashed)
{
	result_free(squashed);
}
