/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/backup.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/vec.h"
#include "migrate/backup_file.h"
#include "migrate/history.h"
#include "migrate/keeper.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BACKUP_PAUSE_MS = 100 };

int backup_find(const struct work *w, const struct driver_backup **ret, struct pawl_error *err)
{
	const struct driver *d = db_driver(w->db);

	if (d->backup == NULL) {
		fail(err, PAWL_E_USAGE, "the driver \"%s\" can make and restore no backups",
		     d->name);
		hint(err, "use what the service itself offers, such as a snapshot of the cluster");
		return PAWL_E_USAGE;
	}
	*ret = d->backup;
	return d->backup->check(w->settings->url, db_info(w->db), err);
}

/* Backups go by a file's own name, or the database's. */
static struct backup_series series_of(const struct work *w, const char *suffix, struct arena *a)
{
	const struct db_url *url = w->settings->url;
	const char *name = url->path != NULL ? file_base(url->path) : db_info(w->db)->database;
	_cleanup_free_ char *resolved = url->path == NULL ? NULL : realpath(url->path, NULL);

	return (struct backup_series){
		.database = name == NULL ? "database" : name,
		.place = resolved == NULL ? url->display : arena_strdup(a, resolved),
		.suffix = suffix,
	};
}

/* Others may not look into what is a copy of everything. */
static int make_folder(const char *path, struct pawl_error *err)
{
	if (file_is_dir(path) || mkdir(path, 0700) == 0 || errno == EEXIST)
		return 0;
	fail_errno(err, PAWL_E_FILE, "could not make the folder \"%s\" for backups", path);
	hint(err, "it is set by --backup-dir, or by backup_dir in pawl.ini");
	return PAWL_E_FILE;
}

/* A name that is not there yet: another second, if need be. */
static const char *new_path(const struct work *w, const struct backup_series *series,
			    const char *version, struct arena *a)
{
	char stamp[CLOCK_TEXT];
	const char *path;

	for (;;) {
		clock_stamp(stamp);
		path = file_join(a, w->settings->backup_dir,
				 backup_file_name(series, stamp, version, a));
		if (!file_exists(path))
			return path;
		clock_sleep_ms(BACKUP_PAUSE_MS);
	}
}

static int check_output(const struct work *w, const char *path, struct pawl_error *err)
{
	const char *own = w->settings->url->path;
	struct stat a, b;

	if (path[0] == '\0')
		return fail(err, PAWL_E_USAGE, "the name of a backup is empty");
	if (strpbrk(path, "\\\n\r") != NULL)
		return fail(err, PAWL_E_USAGE,
			    "the name of a backup holds no backslash and no "
			    "line break");
	if (stat(path, &a) != 0)
		return 0;
	if (own != NULL && stat(own, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
		return fail(err, PAWL_E_USAGE, "\"%s\" is the database itself", path);
	if (!S_ISREG(a.st_mode))
		return fail(err, PAWL_E_USAGE, "\"%s\" is not a regular file", path);
	fail(err, PAWL_E_FILE, "the file \"%s\" exists", path);
	hint(err, "give another name, or move the file away; without -o each backup gets a name of "
		  "its own");
	return PAWL_E_FILE;
}

/* The tables that say what the database is: those of the history that are there. */
static int own_tables(struct work *w, struct arena *a, struct backup_save *ret,
		      struct pawl_error *err)
{
	const char *names[] = {w->table.name, w->table.log_name, w->table.lock_name,
			       w->keeper == NULL ? NULL : w->keeper->place.table};
	const char *schema = w->table.schema, *here = db_info(w->db)->schema;
	VEC(const char *) found = {0};
	int rc = 0;

	if (schema != NULL && here != NULL && strcmp(schema, here) != 0 &&
	    !w->dialect->transactional_ddl) {
		work_say(w, PAWL_EVENT_WARNING,
			 "the history \"%s\" lies in another database and is not in the backup",
			 w->table.display);
		return 0;
	}
	for (size_t i = 0; rc == 0 && i < sizeof(names) / sizeof(*names); i++) {
		bool exists = false;

		if (names[i] == NULL)
			continue;
		rc = db_table_exists(w->db, schema, names[i], &exists, err);
		if (rc == 0 && exists)
			*vec_push(&found, a) = names[i];
	}
	*ret = (struct backup_save){.last = found.v, .last_len = found.len};
	return rc;
}

/* Write, and give it its name when it is whole. */
static int write_file(struct work *w, const struct driver_backup *d, const char *part,
		      struct arena *a, struct pawl_backup *ret, struct pawl_error *err)
{
	char *checksum = arena_alloc(a, SHA256_HEX);
	struct backup_save how = {0};
	int rc = own_tables(w, a, &how, err);

	if (rc == 0)
		rc = d->save(w->settings->url, w->host, &how, part, err);
	if (rc == 0)
		rc = backup_file_read(part, w->cancel, checksum, &ret->bytes, err);
	if (rc == 0)
		rc = backup_file_finish(part, ret->path, checksum, a, err);
	if (rc != 0)
		unlink(part);
	ret->checksum = checksum;
	return rc;
}

static int make(struct work *w, const struct backup_request *request, const struct driver_backup *d,
		struct arena *a, struct pawl_backup *ret, struct pawl_error *err)
{
	const struct backup_series series = series_of(w, d->suffix, a);
	struct backup_facts *facts = NULL;
	int rc = 0;

	ret->path = request->output != NULL ? arena_strdup(a, request->output)
					    : new_path(w, &series, ret->version, a);
	backup_file_sweep(ret->path, &series, a);
	if (request->verify)
		rc = backup_facts_begin(w, a, &facts, err);
	if (rc == 0)
		rc = write_file(w, d, backup_file_part(ret->path, a), a, ret, err);
	if (rc == 0 && request->verify)
		rc = backup_facts_end(w, facts, err);
	if (rc == 0 && request->verify)
		rc = backup_compare(w, d, ret->path, facts, a, ret, err);
	if (rc == 0 && request->output == NULL && ret->differences_len == 0)
		rc = backup_file_prune(ret->path, &series, w->settings->backup_keep, a,
				       &ret->pruned, &ret->pruned_len, err);
	return rc;
}

int backup_make(struct work *w, const struct backup_request *request, const char *version,
		struct arena *a, struct pawl_backup *ret, struct pawl_error *err)
{
	struct pawl_backup b = {.version = version, .verified = request->verify};
	const struct driver_backup *d;
	int64_t start = 0;
	int rc = backup_find(w, &d, err);

	if (rc == 0)
		rc = request->output != NULL ? check_output(w, request->output, err)
					     : make_folder(w->settings->backup_dir, err);
	if (rc == 0) {
		start = clock_ms();
		rc = make(w, request, d, a, &b, err);
	}
	if (rc != 0) {
		context(err, "while making a backup");
		return rc;
	}
	b.duration_ms = clock_ms() - start;
	*ret = b;
	return 0;
}

void backup_log(struct work *w, const char *action, const char *path, const char *version,
		int64_t duration_ms)
{
	struct pawl_error ignored = {0};
	bool exists = false;

	if (w->store != NULL ||
	    db_table_exists(w->db, w->table.schema, w->table.log_name, &exists, &ignored) != 0 ||
	    !exists)
		return;
	history_log(w,
		    &(struct history_event){
			    .action = action,
			    .version = version,
			    .filename = file_base(path),
			    .checksum = "",
			    .duration_ms = duration_ms,
		    },
		    &ignored);
}
