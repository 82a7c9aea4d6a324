/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/backup.h"
#include "api/result.h"
#include "api/session.h"
#include "migrate/history.h"
#include "migrate/restore.h"
#include "migrate/run.h"
#include "migrate/runner_lock.h"

#include <sys/stat.h>

/* What is not there cannot be copied, and must not be made by the attempt. */
static int check_exists(struct pawl_session *s, struct pawl_error *err)
{
	const struct db_url *url = s->settings.url;
	const struct driver *d;
	bool exists = true;
	int rc = url == NULL ? call_refuse_no_url(err) : driver_find(url->scheme, &d, err);

	if (rc == 0)
		rc = d->database_exists(url, &s->host, &exists, err);
	if (rc != 0 || exists)
		return rc;
	return fail(err, PAWL_E_CONNECT, "database \"%s\" does not exist", url->display);
}

static int back_up(struct call *c, const struct backup_request *request, struct pawl_backup *ret,
		   struct pawl_error *err)
{
	const struct driver_backup *d;
	struct runner_lock lock;
	struct history h;
	int rc = backup_find(&c->work, &d, err);

	if (rc == 0)
		rc = runner_lock_acquire(&c->work, &lock, err);
	if (rc != 0)
		return rc;
	rc = history_read(&c->work, &h, err);
	if (rc == 0)
		rc = backup_make(&c->work, request, run_current(&c->set, &h, c->work.arena),
				 c->work.arena, ret, err);
	if (rc == 0)
		backup_log(&c->work, "backup", ret->path, ret->version, ret->duration_ms);
	runner_lock_release(&c->work);
	return rc;
}

int pawl_backup(struct pawl_session *s, const struct pawl_backup_options *o,
		struct pawl_backup **ret, struct pawl_error *err)
{
	const struct pawl_backup_options usual = {.size = sizeof(usual)};
	struct backup_request request;
	struct pawl_backup *body;
	struct arena *a;
	struct call c;
	int rc;

	error_reset(err);
	o = o == NULL ? &usual : o;
	if (o->size != sizeof(*o))
		return fail(err, PAWL_E_USAGE, "struct pawl_backup_options has the wrong size");
	rc = check_exists(s, err);
	if (rc != 0)
		return rc;
	request = (struct backup_request){.output = o->output, .verify = o->verify != 0};
	body = result_new(sizeof(*body), &a);
	rc = call_begin(&c, s, CALL_WRITE, a, err);
	if (rc == 0)
		rc = call_end(&c, back_up(&c, &request, body, err));
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}

void pawl_backup_free(struct pawl_backup *backup)
{
	result_free(backup);
}

/* Is it there before the attempt? Where nobody can tell, it counts as there. */
static bool is_there(const struct pawl_session *s)
{
	struct pawl_error ignored = {0};
	const struct driver *d;
	bool exists = true;

	if (s->settings.url == NULL || driver_find(s->settings.url->scheme, &d, &ignored) != 0 ||
	    d->database_exists(s->settings.url, &s->host, &exists, &ignored) != 0)
		return true;
	return exists;
}

/* A database file that the attempt has made goes with it, as long as it is empty. */
static void drop_empty(struct pawl_session *s)
{
	const char *path = s->settings.url->path;
	struct pawl_error ignored = {0};
	struct stat st;

	if (path != NULL && stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0)
		pawl_database_drop(s, false, NULL, &ignored);
}

int pawl_restore(struct pawl_session *s, const struct pawl_restore_options *o,
		 struct pawl_restored **ret, struct pawl_error *err)
{
	struct pawl_restored *body;
	struct arena *a;
	struct call c;
	bool there;
	int rc;

	error_reset(err);
	if (o == NULL || o->size != sizeof(*o) || o->path == NULL)
		return fail(err, PAWL_E_USAGE, "a restore needs the path of a backup");
	there = is_there(s);
	body = result_new(sizeof(*body), &a);
	rc = call_begin(&c, s, CALL_WRITE, a, err);
	if (rc == 0) {
		rc = restore_backup(&c.work, &c.set, o, a, body, err);
		s->db = c.work.db;
		call_end(&c, rc);
	}
	if (rc != 0 && !there)
		drop_empty(s);
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}

void pawl_restored_free(struct pawl_restored *restored)
{
	result_free(restored);
}
