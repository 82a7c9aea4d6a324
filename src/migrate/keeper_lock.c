/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session lock goes with the connection. A row stays behind a runner that was
 * killed, unless it holds a time until which it counts; so do files, which are for
 * one machine alone. Both kinds of time are moved on while the run lasts.
 */
#include "migrate/keeper_lock.h"

#include "base/file.h"
#include "migrate/keeper.h"
#include "migrate/runner_lock.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FILE_SECONDS = 60, FILE_LONGEST = 32, NS_PER_S = 1000000000 };

static bool is_yes(const struct db_rows *rows)
{
	return rows->rows != 0 && rows->cells[0] != NULL &&
	       (*rows->cells[0] == '1' || *rows->cells[0] == 't');
}

static int try_session_lock(struct work *w, bool *ret_got, struct pawl_error *err)
{
	struct keeper *k = w->keeper;
	const char *key = k->tool->lock_key == NULL || !db_info(w->db)->session_locks
				  ? NULL
				  : k->tool->lock_key(k->engine, &k->place, w->arena);
	_cleanup_buf_ struct buf b = {0};
	struct db_rows rows;
	int rc;

	*ret_got = true;
	if (key == NULL || k->locked)
		return 0;
	tool_lock_sql(k->engine, key, true, &b);
	rc = db_query(w->db, b.data, NULL, 0, w->arena, &rows, err);
	*ret_got = k->locked = rc == 0 && is_yes(&rows);
	return rc;
}

/* The row says who this runner is, not only whose. */
static void row_sql(const struct work *w, const char *template, struct buf *b)
{
	const struct keeper *k = w->keeper;
	struct tool_change c = keeper_plain_change(w, k);

	if (w->lock != NULL)
		c.applied_by = w->lock->holder;
	tool_sql(template, k->engine, &k->place, &c, b);
}

static void exec_quietly(struct db *db, const char *sql)
{
	struct pawl_error ignored = {0};

	db_exec(db, sql, strlen(sql), NULL, &ignored);
}

static int try_row_lock(struct work *w, bool *ret_got, struct pawl_error *err)
{
	struct keeper *k = w->keeper;
	const char *take = k->tool->lock_take[k->engine];
	_cleanup_buf_ struct buf b = {0};
	const char *sql;
	int64_t changed = 0;
	bool exists;
	int rc;

	*ret_got = true;
	if (take == NULL || k->row_locked)
		return 0;
	/* Made along with the history itself; whoever makes that needs no lock yet. */
	rc = db_table_exists(w->db, k->place.schema, k->tool->lock_table[k->engine], &exists, err);
	if (rc != 0 || !exists)
		return rc;
	row_sql(w, take, &b);
	/* What prepares the row may fail where another runner does the same at once. */
	for (sql = b.data; sql + strlen(sql) + 1 < b.data + b.len; sql += strlen(sql) + 1)
		exec_quietly(w->db, sql);
	rc = db_exec(w->db, sql, strlen(sql), &changed, err);
	*ret_got = k->row_locked = rc == 0 && changed == 1;
	return rc;
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

static const char *const *lock_files(const struct work *w)
{
	const struct db_url *url = w->settings->url;

	if (w->keeper->tool->lock_files == NULL || w->keeper->engine != ENGINE_SQLITE)
		return NULL;
	return w->keeper->tool->lock_files(url->path, url_environment(url, "TMPDIR"), w->arena);
}

/* Is there such a file, and does it still count? One that cannot be read does. */
static bool is_taken(const struct work *w, const char *path)
{
	struct pawl_error ignored = {0};
	char *text;
	size_t len;

	if (access(path, F_OK) != 0)
		return false;
	return file_read_all(path, FILE_LONGEST, w->arena, &text, &len, &ignored) != 0 ||
	       strtoll(text, NULL, 10) > now_ns();
}

static int write_files(const struct work *w, struct pawl_error *err)
{
	const char *const *path = lock_files(w);
	int64_t until = now_ns() + (int64_t)FILE_SECONDS * NS_PER_S;
	const char *text = arena_printf(w->arena, "%lld", (long long)until);
	int rc = 0;

	for (; rc == 0 && *path != NULL; path++)
		rc = file_write(*path, text, strlen(text), err);
	return rc;
}

/* Runners of pawl keep each other out by its own lock, so there is time to look first. */
static int try_file_locks(struct work *w, bool *ret_got, struct pawl_error *err)
{
	struct keeper *k = w->keeper;
	const char *const *path = lock_files(w);
	int rc;

	*ret_got = true;
	if (path == NULL || k->files_locked)
		return 0;
	for (; *path != NULL; path++)
		*ret_got = *ret_got && !is_taken(w, *path);
	if (!*ret_got)
		return 0;
	rc = write_files(w, err);
	k->files_locked = rc == 0;
	return rc;
}

int keeper_try_lock(struct work *w, bool *ret_got, struct pawl_error *err)
{
	int rc = try_session_lock(w, ret_got, err);

	if (rc == 0 && *ret_got)
		rc = try_row_lock(w, ret_got, err);
	if (rc == 0 && *ret_got)
		rc = try_file_locks(w, ret_got, err);
	return rc;
}

bool keeper_lock_is_left(struct work *w)
{
	const struct keeper *k = w->keeper;
	const char *left = k->tool->lock_left[k->engine];
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error ignored = {0};
	struct db_rows rows;
	bool exists;

	if (left == NULL ||
	    db_table_exists(w->db, k->place.schema, k->tool->lock_table[k->engine], &exists,
			    &ignored) != 0 ||
	    !exists)
		return false;
	row_sql(w, left, &b);
	return db_query(w->db, b.data, NULL, 0, w->arena, &rows, &ignored) == 0 && rows.rows != 0;
}

const char *keeper_left_behind(const struct work *w)
{
	const struct keeper *k = w->keeper;
	const char *table = k->tool->lock_table[k->engine];

	return table == NULL || k->tool->lock_renew[k->engine] != NULL ? NULL : table;
}

void keeper_renew_lock(struct work *w, struct db *other)
{
	struct keeper *k = w->keeper;
	const char *renew = k->tool->lock_renew[k->engine];
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error ignored = {0};

	if (k->files_locked)
		write_files(w, &ignored);
	if (!k->row_locked || renew == NULL || other == NULL)
		return;
	row_sql(w, renew, &b);
	exec_quietly(other, b.data);
}

void keeper_unlock(struct work *w)
{
	struct keeper *k = w->keeper;
	struct pawl_error ignored = {0};
	_cleanup_buf_ struct buf row = {0}, session = {0};
	const char *const *path = k->files_locked ? lock_files(w) : NULL;
	struct db_rows rows;

	for (; path != NULL && *path != NULL; path++)
		unlink(*path);
	if (k->row_locked) {
		row_sql(w, k->tool->lock_free[k->engine], &row);
		exec_quietly(w->db, row.data);
	}
	if (k->locked) {
		tool_lock_sql(k->engine, k->tool->lock_key(k->engine, &k->place, w->arena), false,
			      &session);
		db_query(w->db, session.data, NULL, 0, w->arena, &rows, &ignored);
	}
	k->files_locked = k->row_locked = k->locked = false;
}
