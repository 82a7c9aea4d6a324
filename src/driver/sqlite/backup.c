/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite's online backup. Somebody who writes meanwhile makes it start anew; with
 * a write-ahead log a transaction of ours keeps to one moment and stands in
 * nobody's way, so it is opened at once. Elsewhere it would keep writers waiting,
 * and is opened only after the copy was begun anew a few times.
 *
 * The way back is the same call into the live file: one transaction of SQLite's,
 * so that whoever has the database open sees the old content or the new one, and
 * what is cut off is rolled back by the next who opens it.
 */
#include "driver/sqlite/conn.h"

#include "base/cleanup.h"
#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

enum { PAGES_A_STEP = 256, FRESH_STARTS = 3, NAP_MS = 5, BUSY_MS = 30000 };

static void close_conn(void **conn)
{
	sqlite_driver.close(*conn);
}

static void close_file(sqlite3 **db)
{
	sqlite3_close_v2(*db);
}

#define _cleanup_conn_ __attribute__((cleanup(close_conn)))
#define _cleanup_file_ __attribute__((cleanup(close_file)))

static int check(const struct db_url *url, const struct db_info *info, struct pawl_error *err)
{
	const char *mode = url_param(url, "mode");

	(void)info;
	if (strcmp(url->path, ":memory:") != 0 && (mode == NULL || strcmp(mode, "memory") != 0))
		return 0;
	fail(err, PAWL_E_USAGE,
	     "a database in memory is gone with its connection: no backup of it "
	     "can be made or restored");
	hint(err, "name a file, as in sqlite:app.db");
	return PAWL_E_USAGE;
}

static int fail_file(sqlite3 *db, const char *what, const char *path, struct pawl_error *err)
{
	fail_db(err, PAWL_E_FILE, NULL, db == NULL ? 0 : sqlite3_extended_errcode(db),
		db == NULL ? "out of memory" : sqlite3_errmsg(db));
	context(err, "while %s \"%s\"", what, path);
	return PAWL_E_FILE;
}

/*
 * The first complaint of SQLite's own check; a database that is whole says "ok".
 * Rows that break a CHECK are as they were, and no damage. Where an index needs a
 * function or a collation of an extension, the check cannot be had here.
 */
static int check_whole(sqlite3 *db, const char *path, struct pawl_error *err)
{
	static const char lenient[] = "PRAGMA ignore_check_constraints = 1";
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	const char *said;
	int rc = sqlite3_exec(db, lenient, NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &stmt, NULL);
	if ((rc & 0xff) == SQLITE_ERROR)
		return 0;
	if (rc != SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW)
		return fail_file(db, "checking", path, err);
	said = (const char *)sqlite3_column_text(stmt, 0);
	if (said != NULL && strcmp(said, "ok") == 0)
		return 0;
	fail(err, PAWL_E_FILE, "\"%s\" is damaged", path);
	detail(err, "SQLite's integrity_check says: %s", said == NULL ? "nothing" : said);
	return PAWL_E_FILE;
}

static bool is_wal(struct conn *c)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	const char *mode = NULL;

	if (conn_prepare(c, "PRAGMA journal_mode", &stmt, NULL) == 0 &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		mode = (const char *)sqlite3_column_text(stmt, 0);
	return mode != NULL && strcmp(mode, "wal") == 0;
}

/* From here on c sees one moment. */
static int hold(struct conn *c, struct pawl_error *err)
{
	int64_t ignored;
	int rc = conn_run(c, "BEGIN", err);

	return rc == 0 ? conn_number(c, "SELECT count(*) FROM sqlite_schema", &ignored, err) : rc;
}

struct copy {
	struct conn *live; /* whose host is asked, and whose lock is waited for */
	sqlite3_backup *backup;
	sqlite3 *to; /* has the error */
	const char *path;
	bool writes_live; /* the live file is what is written */
	bool held;
	int starts, done;
	int64_t busy_since, next_tick;
};

static int copy_pause(struct copy *y, int step, struct pawl_error *err)
{
	const struct db_host *host = y->live->host;
	int64_t now = clock_ms();

	if (host != NULL && host->cancel != NULL && *host->cancel)
		return fail(err, PAWL_E_CANCELLED, "cancelled");
	if (host != NULL && host->tick != NULL && now >= y->next_tick) {
		host->tick(host->data);
		y->next_tick = now + 1000;
	}
	if (step == SQLITE_OK) {
		y->busy_since = 0;
		return 0;
	}
	if (y->busy_since == 0)
		y->busy_since = now;
	if (now - y->busy_since >= BUSY_MS) {
		fail(err, PAWL_E_LOCKED, "the database is locked by somebody else");
		hint(err, "try again when the others have finished");
		return PAWL_E_LOCKED;
	}
	clock_sleep_ms(NAP_MS);
	return 0;
}

/* A copy that others make begin anew again and again gets them to wait. */
static int copy_watch(struct copy *y, struct pawl_error *err)
{
	int done = sqlite3_backup_pagecount(y->backup) - sqlite3_backup_remaining(y->backup);

	if (done <= y->done)
		y->starts++;
	y->done = done;
	if (y->held || y->writes_live || y->starts < FRESH_STARTS)
		return 0;
	y->held = true;
	return hold(y->live, err);
}

static int copy_pages(struct copy *y, struct pawl_error *err)
{
	int step = SQLITE_OK, rc = 0;

	while (rc == 0 && step != SQLITE_DONE) {
		step = sqlite3_backup_step(y->backup, PAGES_A_STEP);
		if (step == SQLITE_DONE)
			break;
		if (step == SQLITE_OK)
			rc = copy_watch(y, err);
		else if ((step & 0xff) != SQLITE_BUSY && (step & 0xff) != SQLITE_LOCKED)
			break;
		if (rc == 0)
			rc = copy_pause(y, step, err);
	}
	step = sqlite3_backup_finish(y->backup);
	y->backup = NULL;
	if (rc != 0 || step == SQLITE_OK)
		return rc;
	return fail_file(y->to, "copying", y->path, err);
}

static int save_into(struct conn *c, const char *path, struct pawl_error *err)
{
	_cleanup_file_ sqlite3 *to = NULL;
	struct copy y = {
		.live = c, .path = path, .held = is_wal(c), .next_tick = clock_ms() + 1000};
	int rc;

	/* "./": not to be taken for a URI; nobody but us knows the file yet, so no journal. */
	if (sqlite3_open_v2(path[0] == '/' ? path : arena_printf(&c->arena, "./%s", path), &to,
			    SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
	    sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL,
			 NULL) != SQLITE_OK)
		return fail_file(to, "writing", path, err);
	rc = y.held ? hold(c, err) : 0;
	if (rc != 0)
		return rc;
	y.to = to;
	y.backup = sqlite3_backup_init(to, "main", c->db, "main");
	if (y.backup == NULL)
		return fail_file(to, "writing", path, err);
	rc = copy_pages(&y, err);
	return rc == 0 ? check_whole(to, path, err) : rc;
}

static int save(const struct db_url *url, const struct db_host *host, const struct backup_save *how,
		const char *path, struct pawl_error *err)
{
	const struct db_options options = {.read_only = true};
	_cleanup_conn_ void *conn = NULL;
	int fd, rc = sqlite_driver.open(url, &options, host, &conn, err);

	(void)how;
	if (rc != 0)
		return rc;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail_errno(err, PAWL_E_FILE, "could not create file \"%s\"", path);
	close(fd);
	rc = save_into(conn, path, err);
	if (rc != 0)
		unlink(path);
	return rc;
}

/* A journal that has something in it begins with its magic number, one that is done with a zero. */
static bool has_journal(const char *path, const char *suffix, struct arena *a)
{
	_cleanup_close_ int fd =
		open(arena_printf(a, "%s%s", path, suffix), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char first;

	return fd >= 0 && read(fd, &first, 1) == 1 && first != '\0';
}

/* What is in use is not in the file alone. */
static int check_source(const char *path, const char *own, struct arena *a, struct pawl_error *err)
{
	struct stat source, live;

	if (stat(path, &source) == 0 && stat(own, &live) == 0 && source.st_dev == live.st_dev &&
	    source.st_ino == live.st_ino)
		return fail(err, PAWL_E_USAGE, "\"%s\" is the database itself", path);
	if (!has_journal(path, "-wal", a) && !has_journal(path, "-journal", a))
		return 0;
	fail(err, PAWL_E_FILE,
	     "\"%s\" is a database in use, not a backup: a journal lies beside it", path);
	hint(err, "make a backup of it with \"pawl backup\", and restore that");
	return PAWL_E_FILE;
}

/* Without its journals, which a backup does not have, and without making any. */
static int open_copy(const char *path, sqlite3 **ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf uri = {0};

	buf_adds(&uri, path[0] == '/' ? "file:" : "file:./");
	for (const char *p = path; *p != '\0'; p++)
		if (strchr("%?#", *p) != NULL)
			buf_printf(&uri, "%%%02X", (unsigned char)*p);
		else
			buf_addc(&uri, *p);
	buf_adds(&uri, "?immutable=1");
	if (sqlite3_open_v2(buf_str(&uri), ret, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) !=
	    SQLITE_OK)
		return fail_file(*ret, "opening", path, err);
	return check_whole(*ret, path, err);
}

/* A write-ahead log cannot change the size of its pages, and only who is alone can end it. */
static int check_pages(struct conn *c, sqlite3 *from, struct pawl_error *err)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	int64_t size = 0, wanted;
	int rc = conn_number(c, "PRAGMA page_size", &size, err);

	if (rc != 0 || !is_wal(c) ||
	    sqlite3_prepare_v2(from, "PRAGMA page_size", -1, &stmt, NULL) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_ROW)
		return rc;
	wanted = sqlite3_column_int64(stmt, 0);
	if (wanted == size)
		return 0;
	fail(err, PAWL_E_USAGE,
	     "the backup has pages of %lld bytes and the database, which has a write-ahead log, "
	     "of %lld",
	     (long long)wanted, (long long)size);
	hint(err, "run PRAGMA journal_mode = DELETE on the database first, or drop it (\"pawl "
		  "drop\")");
	return PAWL_E_USAGE;
}

static int load(const struct db_url *url, const struct db_host *host, const struct backup_load *how,
		const char *path, struct pawl_error *err)
{
	_cleanup_conn_ void *conn = NULL;
	_cleanup_file_ sqlite3 *from = NULL;
	struct copy y = {.path = path, .writes_live = true, .next_tick = clock_ms() + 1000};
	struct conn *c;
	int rc = sqlite_driver.open(url, NULL, host, &conn, err);

	(void)how;
	if (rc != 0)
		return rc;
	c = conn;
	rc = check_source(path, url->path, &c->arena, err);
	if (rc == 0)
		rc = open_copy(path, &from, err);
	if (rc == 0)
		rc = check_pages(c, from, err);
	if (rc != 0)
		return rc;
	y.live = c;
	y.to = c->db;
	wait_start(c);
	y.backup = sqlite3_backup_init(c->db, "main", from, "main");
	if (y.backup == NULL)
		return error_take(c, NULL, err);
	return copy_pages(&y, err);
}

const struct driver_backup sqlite_backup = {
	.suffix = ".db",
	.check = check,
	.save = save,
	.load = load,
	.replaces = true,
};
