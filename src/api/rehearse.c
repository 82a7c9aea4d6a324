/* SPDX-License-Identifier: Apache-2.0 */
#include <pawl/rehearse.h>

#include "api/result.h"
#include "api/session.h"
#include "migrate/rehearse.h"

/* A database that is a file, and is not there yet, is not made by a rehearsal. */
static int target_exists(const struct pawl_session *s, bool *ret, struct pawl_error *err)
{
	const struct driver *driver;
	int rc = driver_find(s->settings.url->scheme, &driver, err);

	*ret = true;
	if (rc == 0 && driver->scratch != NULL && driver->scratch->memory != NULL)
		rc = driver->database_exists(s->settings.url, &s->host, ret, err);
	return rc;
}

/* Where scratch databases are made: a scratch URL of the same engine, else beside the target. */
static const struct db_url *scratch_server_of(const struct pawl_session *s)
{
	const struct db_url *url = s->settings.scratch_url;

	return url != NULL && dialect_find(url->scheme) == s->dialect ? url : s->settings.url;
}

static int rehearse(struct pawl_session *s, const struct pawl_rehearse_options *o, struct arena *a,
		    struct pawl_rehearsal *ret, struct pawl_error *err)
{
	_cleanup_lab_ struct lab lab = {0};
	const char *why_scratch = NULL;
	struct call c;
	bool there;
	int rc;

	if (s->settings.url == NULL)
		return call_refuse_no_url(err);
	rc = target_exists(s, &there, err);
	if (rc != 0)
		return rc;
	if (!s->dialect->transactional_ddl)
		why_scratch = "the engine commits each DDL statement";
	else if (!there)
		why_scratch = "the database is not there yet";
	else if (o->scratch)
		why_scratch = "nothing of the target is to be touched";
	rc = call_begin(&c, s, why_scratch == NULL ? CALL_WRITE : CALL_READ, a, err);
	if (rc != 0)
		return rc;
	lab_init(&lab, &c.work, s->layout, scratch_server_of(s));
	return call_end(&c, rehearse_run(&lab, &c.set, o, why_scratch, a, ret, err));
}

int pawl_rehearse(struct pawl_session *s, const struct pawl_rehearse_options *o,
		  struct pawl_rehearsal **ret, struct pawl_error *err)
{
	const struct pawl_rehearse_options usual = {.size = sizeof(usual)};
	struct pawl_rehearsal *body;
	struct arena *a;
	int rc;

	o = o == NULL ? &usual : o;
	error_reset(err);
	if (o->size != sizeof(*o))
		return fail(err, PAWL_E_USAGE, "struct pawl_rehearse_options has the wrong size");
	body = result_new(sizeof(*body), &a);
	rc = rehearse(s, o, a, body, err);
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}

void pawl_rehearsal_free(struct pawl_rehearsal *rehearsal)
{
	result_free(rehearsal);
}
