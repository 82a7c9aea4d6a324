/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three ways, by what the engine can do, so that what is cut off at any place
 * leaves the old content, the new one, or something that nobody takes for whole:
 *
 *	SQLite          one transaction takes the place of everything
 *	PostgreSQL      an empty database is filled in one transaction; else, or where
 *	                that is too much for one, a new database is filled and takes the
 *	                place of the old one
 *	MariaDB, MySQL  the backup is proved on a scratch database, then the old one
 *	                is dropped and made anew; the history comes last, see the driver
 */
#include "migrate/restore.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/file.h"
#include "migrate/backup.h"
#include "migrate/backup_copy.h"
#include "migrate/backup_file.h"
#include "migrate/connection.h"
#include "migrate/history.h"
#include "migrate/run.h"
#include "migrate/runner_lock.h"
#include "migrate/watch.h"

struct restore {
	struct work *w;
	const struct pawl_restore_options *o;
	const struct driver_backup *driver;
	bool checked; /* against the checksum beside it */
};

/* Whoever swaps databases, or makes one anew, is alone with it. */
static void disconnect(struct work *w)
{
	if (w->lock != NULL)
		runner_lock_release(w);
	watch_free(w->watch);
	w->watch = NULL;
	db_close(w->db);
	w->db = NULL;
}

static int load(const struct restore *r, struct pawl_error *err)
{
	const struct backup_load how = {.no_owner = r->o->no_owner, .at_once = true};

	return r->driver->load(r->w->settings->url, r->w->host, &how, r->o->path, err);
}

static int load_copy(const struct restore *r, const struct db_url *beside, struct backup_copy *ret,
		     struct pawl_error *err)
{
	const struct backup_load how = {.no_owner = r->o->no_owner};

	return backup_copy_load(ret, r->w, r->driver, &how, r->o->path, beside, err);
}

/* Why a load fails its program may tell or not; that nothing has come of it is ours to say. */
static void tell_untouched(const struct restore *r, int rc, struct pawl_error *err)
{
	if (rc == 0 || rc == PAWL_E_LOST)
		return;
	detail(err, "the database is as it was");
	if (!r->checked)
		hint(err, "no checksum lies beside the backup, so that it may be damaged: try "
			  "another one");
}

/* Filled beside it, then exchanged; the scratch database is the old one then, and goes. */
static int load_and_swap(const struct restore *r, struct pawl_error *err)
{
	const struct settings *s = r->w->settings;
	_cleanup_backup_copy_ struct backup_copy copy = {0};
	struct db_url maintenance;
	int rc = url_with_database(s->url, db_driver(r->w->db)->scratch->maintenance, r->w->arena,
				   &maintenance, err);

	if (rc != 0)
		return rc;
	/* Nobody may be in the database when it is renamed. */
	rc = load_copy(r, &maintenance, &copy, err);
	if (rc == 0)
		rc = work_check_cancel(r->w, err);
	tell_untouched(r, rc, err);
	if (rc != 0)
		return rc;
	scratch_disconnect(copy.scratch);
	disconnect(r->w);
	return r->driver->swap(s->url, r->w->host, scratch_url(copy.scratch)->database, err);
}

/* On a scratch database, before anything is dropped. */
static int prove(const struct restore *r, struct pawl_error *err)
{
	_cleanup_backup_copy_ struct backup_copy copy = {0};
	int rc = load_copy(r, NULL, &copy, err);

	tell_untouched(r, rc, err);
	if (rc != 0)
		context(err, "while trying the backup out, before the database is touched");
	return rc;
}

/* The lock is the connection's, and stays through the fall of the database. */
static int prove_and_load(const struct restore *r, struct pawl_error *err)
{
	int rc = prove(r, err);

	if (rc == 0)
		rc = work_check_cancel(r->w, err);
	if (rc == 0)
		rc = r->driver->renew(r->w->settings->url, err);
	if (rc != 0)
		return rc;
	rc = load(r, err);
	if (rc != 0)
		detail(err,
		       "the old content is gone, and the new is not complete: run \"pawl "
		       "restore %s --force\" again",
		       file_word(r->w->arena, r->o->path));
	return rc;
}

/* What fails half-way leaves it empty, as it was. */
static int fill(const struct restore *r, struct pawl_error *err)
{
	struct pawl_error second = {0};
	int rc = load(r, err);

	if (rc == PAWL_E_LIMIT && r->driver->swap != NULL) {
		work_say(r->w, PAWL_EVENT_WARNING,
			 "this is too much for one transaction: filling a new database beside it");
		error_reset(err);
		return load_and_swap(r, err);
	}
	if (rc != 0 && r->driver->renew != NULL &&
	    r->driver->renew(r->w->settings->url, &second) != 0)
		detail(err, "what was loaded of it could not be removed: %s", second.message);
	else
		tell_untouched(r, rc, err);
	return rc;
}

static int refuse_full(const struct work *w, struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY, "the database \"%s\" is not empty", w->settings->url->display);
	hint(err, "add --force to replace everything that is in it, or restore into a new one "
		  "(\"pawl create\")");
	return PAWL_E_HISTORY;
}

static int restore_locked(struct restore *r, bool *ret_replaced, struct pawl_error *err)
{
	bool fresh = false;
	int rc = db_is_fresh(r->w->db, NULL, 0, &fresh, err);

	if (rc != 0)
		return rc;
	if (!fresh && !r->o->force)
		return refuse_full(r->w, err);
	*ret_replaced = !fresh;
	if (fresh || r->driver->replaces)
		return fill(r, err);
	return r->driver->swap != NULL ? load_and_swap(r, err) : prove_and_load(r, err);
}

static int check_locks(const struct work *w, struct pawl_error *err)
{
	const struct db_info *info = db_info(w->db);

	if (info->session_locks)
		return 0;
	fail(err, PAWL_E_USAGE, "a backup cannot be restored here: %s",
	     info->why_no_locks == NULL ? "no lock holds for a session" : info->why_no_locks);
	hint(err, "restore with the engine's own client while no application and no pawl runs");
	return PAWL_E_USAGE;
}

/* What is there now, and a row that tells how it came. */
static int look_again(struct work *w, const struct set *set, int64_t duration_ms, struct arena *a,
		      struct pawl_restored *ret, struct pawl_error *err)
{
	const struct db_options options = connection_options(w->settings);
	struct history h;
	int rc;

	disconnect(w);
	rc = connection_open(w, &options, w->host, err);
	if (rc == 0)
		rc = history_read(w, &h, err);
	if (rc != 0)
		return rc;
	ret->version = run_current(set, &h, a);
	ret->duration_ms = duration_ms;
	backup_log(w, "restore", ret->path, ret->version, duration_ms);
	return 0;
}

int restore_backup(struct work *w, const struct set *set, const struct pawl_restore_options *o,
		   struct arena *a, struct pawl_restored *ret, struct pawl_error *err)
{
	struct restore r = {.w = w, .o = o};
	struct pawl_restored done = {.path = arena_strdup(a, o->path)};
	struct runner_lock lock;
	int64_t start = clock_ms();
	bool known = false, replaced = false;
	int rc = backup_file_check(o->path, w->cancel, a, &known, err);

	if (rc == 0)
		rc = backup_find(w, &r.driver, err);
	if (rc == 0)
		rc = check_locks(w, err);
	if (rc != 0)
		return rc;
	r.checked = known;
	if (!known)
		work_say(w, PAWL_EVENT_WARNING,
			 "there is no \"%s.sha256\": whether the file is whole is not known",
			 o->path);
	rc = runner_lock_acquire(w, &lock, err);
	if (rc != 0)
		return rc;
	rc = restore_locked(&r, &replaced, err);
	if (rc == 0)
		rc = look_again(w, set, clock_ms() - start, a, &done, err);
	if (w->lock != NULL)
		runner_lock_release(w);
	if (rc != 0) {
		context(err, "while restoring \"%s\"", o->path);
		return rc;
	}
	done.checked = known;
	done.replaced = replaced;
	*ret = done;
	return 0;
}
