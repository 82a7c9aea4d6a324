/* SPDX-License-Identifier: Apache-2.0 */
#include "api/result.h"
#include "api/session.h"
#include "base/clock.h"
#include "migrate/export.h"
#include "migrate/offline.h"
#include "migrate/redo.h"
#include "migrate/report.h"

#include <string.h>

/*
 * A call with a result: begin, fill body in its arena by fn, end. On failure
 * the result is dropped.
 */
typedef int report_fn(struct call *c, void *body, const void *options, struct pawl_error *err);

static int with_result(struct pawl_session *s, enum call_mode mode, size_t size, report_fn *fn,
		       const void *options, void **ret, struct pawl_error *err)
{
	struct arena *a;
	struct call c;
	void *body = result_new(size, &a);
	int rc = call_begin(&c, s, mode, a, err);

	if (rc == 0)
		rc = call_end(&c, fn(&c, body, options, err));
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}

static int fill_status(struct call *c, void *body, const void *options, struct pawl_error *err)
{
	(void)options;
	return report_status(&c->work, &c->set, c->work.arena, body, err);
}

int pawl_status(struct pawl_session *s, struct pawl_status **ret, struct pawl_error *err)
{
	return with_result(s, CALL_READ, sizeof(**ret), fill_status, NULL, (void **)ret, err);
}

void pawl_status_free(struct pawl_status *status)
{
	result_free(status);
}

static int fill_log(struct call *c, void *body, const void *options, struct pawl_error *err)
{
	(void)options;
	return report_log(&c->work, c->work.arena, body, err);
}

int pawl_log(struct pawl_session *s, struct pawl_log **ret, struct pawl_error *err)
{
	return with_result(s, CALL_READ, sizeof(**ret), fill_log, NULL, (void **)ret, err);
}

void pawl_log_free(struct pawl_log *log)
{
	result_free(log);
}

static int check_options(const struct pawl_run_options *o, struct pawl_error *err)
{
	if (o == NULL || o->size == sizeof(*o))
		return 0;
	error_reset(err);
	return fail(err, PAWL_E_USAGE, "struct pawl_run_options has the wrong size");
}

static struct run_request request_of(enum run_kind kind, const struct pawl_run_options *o)
{
	return (struct run_request){
		.kind = kind,
		.target = o == NULL ? NULL : o->target,
		.all = o != NULL && o->all,
		.dry_run = o != NULL && o->dry_run,
		.most_batches = o == NULL ? 0 : o->max_batches,
	};
}

static int fill_run(struct call *c, void *body, const void *options, struct pawl_error *err)
{
	const struct run_request *request = options;
	struct run_result result = {0};
	int rc = run_request(&c->work, &c->set, request, &result, err);

	if (rc == 0)
		report_run(&result, request->dry_run, c->work.arena, body);
	return rc;
}

/* Of calls about what is recorded already: they do not make a database. */
static enum call_mode existing(bool dry_run)
{
	return dry_run ? CALL_LOOK : CALL_CHANGE;
}

static int run(struct pawl_session *s, enum run_kind kind, const struct pawl_run_options *o,
	       struct pawl_run **ret, struct pawl_error *err)
{
	struct run_request request = request_of(kind, o);
	enum call_mode mode = request.dry_run ? CALL_READ : CALL_WRITE;
	int rc = check_options(o, err);

	if (rc != 0)
		return rc;
	/* There is no way back in a database that is not there. */
	if (kind == RUN_DOWN)
		mode = existing(request.dry_run);
	return with_result(s, mode, sizeof(**ret), fill_run, &request, (void **)ret, err);
}

int pawl_up(struct pawl_session *s, const struct pawl_run_options *o, struct pawl_run **ret,
	    struct pawl_error *err)
{
	return run(s, RUN_UP, o, ret, err);
}

int pawl_down(struct pawl_session *s, const struct pawl_run_options *o, struct pawl_run **ret,
	      struct pawl_error *err)
{
	return run(s, RUN_DOWN, o, ret, err);
}

int pawl_stamp(struct pawl_session *s, const struct pawl_run_options *o, struct pawl_run **ret,
	       struct pawl_error *err)
{
	return run(s, RUN_STAMP, o, ret, err);
}

int pawl_baseline(struct pawl_session *s, const struct pawl_run_options *o, struct pawl_run **ret,
		  struct pawl_error *err)
{
	return run(s, RUN_BASELINE, o, ret, err);
}

/* Down by one, then up to the same place again: one result with both steps. */
static int fill_redo(struct call *c, void *body, const void *options, struct pawl_error *err)
{
	struct run_result both = {0};
	int rc = redo_newest(&c->work, &c->set, &both, err);

	(void)options;
	if (rc == 0)
		report_run(&both, false, c->work.arena, body);
	return rc;
}

int pawl_redo(struct pawl_session *s, struct pawl_run **ret, struct pawl_error *err)
{
	return with_result(s, CALL_CHANGE, sizeof(**ret), fill_redo, NULL, (void **)ret, err);
}

void pawl_run_free(struct pawl_run *r)
{
	result_free(r);
}

/* The database if it can be reached; a script can be written without. */
static int begin_script(struct call *c, struct pawl_session *s, const struct run_request *request,
			struct arena *a, struct pawl_error *err)
{
	struct pawl_error refused = {0};
	bool offline = s->settings.url == NULL ||
		       (request->target != NULL && strchr(request->target, ':') != NULL);
	int rc = call_begin(c, s, offline ? CALL_FILES : CALL_READ, a, &refused);

	if (rc == PAWL_E_CONNECT) {
		offline = true;
		rc = call_begin(c, s, CALL_FILES, a, err);
		if (rc == 0)
			work_say(&c->work, PAWL_EVENT_WARNING,
				 "%s; the script starts from an empty database", refused.message);
	} else if (rc != 0 && err != NULL) {
		*err = refused;
	}
	if (rc == 0 && offline) {
		history_resolve_offline(&c->work);
		rc = keeper_attach(&c->work, &c->set, err);
	}
	return rc;
}

static int write_script(struct pawl_session *s, enum run_kind kind,
			const struct pawl_run_options *o, pawl_write_fn write, void *data,
			struct pawl_error *err)
{
	struct run_request request = request_of(kind, o);
	_cleanup_arena_ struct arena a = {0};
	struct call c;
	int rc = check_options(o, err);

	if (rc == 0)
		rc = begin_script(&c, s, &request, &a, err);
	if (rc != 0)
		return rc;
	return call_end(&c, offline_write(&c.work, &c.set, &request, write, data, err));
}

int pawl_up_sql(struct pawl_session *s, const struct pawl_run_options *o, pawl_write_fn write,
		void *data, struct pawl_error *err)
{
	return write_script(s, RUN_UP, o, write, data, err);
}

int pawl_down_sql(struct pawl_session *s, const struct pawl_run_options *o, pawl_write_fn write,
		  void *data, struct pawl_error *err)
{
	return write_script(s, RUN_DOWN, o, write, data, err);
}

static int fill_adopt(struct call *c, void *body, const void *options, struct pawl_error *err)
{
	return adopt_history(&c->work, &c->set, options, c->work.arena, body, err);
}

int pawl_adopt(struct pawl_session *s, const struct pawl_adopt_options *o, struct pawl_run **ret,
	       struct pawl_error *err)
{
	const struct pawl_adopt_options usual = {.size = sizeof(usual)};

	if (o == NULL)
		o = &usual;
	error_reset(err);
	if (o->size != sizeof(*o))
		return fail(err, PAWL_E_USAGE, "struct pawl_adopt_options has the wrong size");
	if (s->settings.keep) {
		fail(err, PAWL_E_CONFIG, "the other tool's table is kept as the history");
		hint(err, "take history = keep out of pawl.ini, or give --history own");
		return PAWL_E_CONFIG;
	}
	return with_result(s, existing(o->dry_run), sizeof(**ret), fill_adopt, o, (void **)ret,
			   err);
}

static int fill_export(struct call *c, void *body, const void *options, struct pawl_error *err)
{
	return export_write(&c->work, &c->set, session_lex(c->session), options, c->work.arena,
			    body, err);
}

int pawl_export(struct pawl_session *s, const struct pawl_export_options *o,
		struct pawl_files **ret, struct pawl_error *err)
{
	error_reset(err);
	if (o == NULL || o->size != sizeof(*o) || o->layout == NULL || o->dir == NULL)
		return fail(err, PAWL_E_USAGE, "an export needs a layout and a folder");
	return with_result(s, CALL_FILES, sizeof(**ret), fill_export, o, (void **)ret, err);
}

static int fill_repair(struct call *c, void *body, const void *options, struct pawl_error *err)
{
	return repair_history(&c->work, &c->set, options, c->work.arena, body, err);
}

int pawl_repair(struct pawl_session *s, const struct pawl_repair_options *o, struct pawl_run **ret,
		struct pawl_error *err)
{
	const struct pawl_repair_options usual = {.size = sizeof(usual)};

	if (o == NULL)
		o = &usual;
	if (o->size != sizeof(*o)) {
		error_reset(err);
		return fail(err, PAWL_E_USAGE, "struct pawl_repair_options has the wrong size");
	}
	return with_result(s, existing(o->dry_run), sizeof(**ret), fill_repair, o, (void **)ret,
			   err);
}

static int fill_verify(struct call *c, void *body, const void *options, struct pawl_error *err)
{
	const int *scripts = options;

	return report_verify(&c->work, &c->set, *scripts != 0, c->work.arena, body, err);
}

int pawl_verify(struct pawl_session *s, int scripts, struct pawl_verification **ret,
		struct pawl_error *err)
{
	return with_result(s, CALL_READ, sizeof(**ret), fill_verify, &scripts, (void **)ret, err);
}

void pawl_verification_free(struct pawl_verification *v)
{
	result_free(v);
}
