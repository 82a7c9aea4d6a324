/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/watch.h"

#include "base/clock.h"
#include "migrate/history.h"
#include "migrate/runner_lock.h"

#include <stdlib.h>
#include <string.h>

enum { WATCH_CONNECT_SECONDS = 2, SAY_AGAIN_MS = 10000, SAY_RUNNING_MS = 2000 };

struct watch {
	struct work *w;
	struct db *db;
	bool gave_up; /* the second connection was refused: do not try again */
	int64_t said_ms;
	int64_t waiting_since_ms; /* somebody has blocked all the time since then; 0: nobody does */
	bool spared;              /* it was said why a blocker is not cancelled */
	struct buf blockers;      /* the last that were seen */
	struct arena arena;
};

struct watch *watch_new(struct work *w)
{
	struct watch *watch = xcalloc(1, sizeof(*watch));

	watch->w = w;
	return watch;
}

void watch_free(struct watch *watch)
{
	if (watch == NULL)
		return;
	db_close(watch->db);
	buf_done(&watch->blockers);
	arena_done(&watch->arena);
	free(watch);
}

static bool has_use(const struct watch *watch)
{
	const struct driver *d = db_driver(watch->w->db);

	return !watch->gave_up && (d->blockers != NULL || d->progress != NULL);
}

const char *watch_blockers(const struct watch *watch)
{
	return watch->blockers.len == 0 ? NULL : watch->blockers.data;
}

void watch_describe(struct buf *b, const struct db_blocker *who)
{
	buf_printf(b, "pid %lld", (long long)who->pid);
	if (who->user != NULL)
		buf_printf(b, " user %s", who->user);
	if (who->application != NULL && who->application[0] != '\0')
		buf_printf(b, " (%s)", who->application);
	if (who->state != NULL)
		buf_printf(b, ", %s", who->state);
	if (who->since != NULL)
		buf_printf(b, " since %s", who->since);
	if (who->query != NULL && who->query[0] != '\0')
		buf_printf(b, ": %.200s", who->query);
}

static void say_blockers(struct watch *watch, const struct db_blocker *b, size_t len)
{
	bool again;

	if (len == 0)
		return;
	again = watch->blockers.len > 0 && clock_ms() - watch->said_ms < SAY_AGAIN_MS;
	buf_clear(&watch->blockers);
	for (size_t i = 0; i < len; i++) {
		buf_adds(&watch->blockers, i == 0 ? "" : "; ");
		watch_describe(&watch->blockers, &b[i]);
	}
	if (again)
		return;
	watch->said_ms = clock_ms();
	work_event(watch->w, &(struct pawl_event){
				     .kind = PAWL_EVENT_BLOCKED,
				     .text = watch->blockers.data,
				     .text_len = watch->blockers.len,
				     .changed = -1,
			     });
}

/* Over the second connection: the first one waits. */
static void log_cancelled(struct watch *watch, const char *who)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error ignored = {0};
	const char *sql;
	size_t pos = 0, len;

	history_log_sql(watch->w, &b,
			&(struct history_event){
				.action = "cancel blocker",
				.version = "",
				.filename = "",
				.checksum = "",
				.error = who,
				.duration_ms = clock_ms() - watch->waiting_since_ms,
			});
	while (history_next_sql(&b, &pos, &sql, &len))
		if (db_exec(watch->db, sql, len, NULL, &ignored) != 0)
			work_say(watch->w, PAWL_EVENT_WARNING, "the log could not be written: %s",
				 ignored.message);
}

static void spare(struct watch *watch, const char *who, const char *why)
{
	if (!watch->spared)
		work_say(watch->w, PAWL_EVENT_WARNING, "not cancelled: %s: %s", who, why);
	watch->spared = true;
}

static void cancel_one(struct watch *watch, const struct db_blocker *blocker)
{
	_cleanup_buf_ struct buf who = {0};
	struct pawl_error why = {0};
	bool done = false;

	watch_describe(&who, blocker);
	if (blocker->possible) {
		spare(watch, who.data, "whether it is the one is not known");
		return;
	}
	if (blocker->pid == 0) {
		spare(watch, who.data, "it has no session");
		return;
	}
	if (db_cancel_backend(watch->db, blocker->pid, &done, &why) != 0) {
		spare(watch, who.data, why.message);
		return;
	}
	if (!done)
		return;
	work_event(watch->w, &(struct pawl_event){
				     .kind = PAWL_EVENT_CANCELLED_BLOCKER,
				     .text = who.data,
				     .text_len = who.len,
				     .changed = -1,
			     });
	log_cancelled(watch, who.data);
}

/* A tick sees who blocks now; who still does at the next one, now idle, is ended then. */
static void cancel_blockers(struct watch *watch, const struct db_blocker *v, size_t len)
{
	int64_t limit = watch->w->settings->cancel_blockers_ms, now = clock_ms();

	if (len == 0) {
		watch->waiting_since_ms = 0;
		return;
	}
	if (watch->waiting_since_ms == 0)
		watch->waiting_since_ms = now;
	if (limit == 0 || watch->db == NULL || now - watch->waiting_since_ms < limit)
		return;
	for (size_t i = 0; i < len; i++)
		cancel_one(watch, &v[i]);
}

/* Some statements have no report of their own: at least that it runs can be told. */
static void say_running(const struct work *w)
{
	int64_t ms = clock_ms() - w->statement_since_ms;

	if (w->statement_since_ms != 0 && ms >= SAY_RUNNING_MS)
		work_say(w, PAWL_EVENT_PROGRESS, "running for %lld s", (long long)ms / 1000);
}

static bool connect_watch(struct watch *watch)
{
	struct work *w = watch->w;
	const struct db_options options = {.no_create = true,
					   .connect_timeout = WATCH_CONNECT_SECONDS};
	struct pawl_error ignored = {0};

	if (watch->db == NULL)
		watch->gave_up = db_open(w->settings->url, &options, NULL, &watch->db, &ignored) !=
				 0;
	return !watch->gave_up;
}

void watch_tick(struct watch *watch)
{
	struct work *w = watch->w;
	struct pawl_error ignored = {0};
	struct db_blocker *blockers = NULL;
	const char *progress = NULL;
	struct db *other;
	int64_t backend;
	size_t len = 0;

	if (w->db == NULL || !has_use(watch))
		return;
	/* SQLite's lie beside the database: no connection is asked, and another could block. */
	if (!db_driver(w->db)->blockers_outside && !connect_watch(watch))
		return;
	other = watch->db != NULL ? watch->db : w->db;
	if (watch->db != NULL)
		runner_lock_renew(w, watch->db);
	backend = db_info(w->db)->backend;
	arena_reset(&watch->arena);
	if (db_blockers(other, backend, &watch->arena, &blockers, &len, &ignored) == 0) {
		say_blockers(watch, blockers, len);
		cancel_blockers(watch, blockers, len);
	}
	if (watch->db != NULL &&
	    db_progress(watch->db, backend, &watch->arena, &progress, &ignored) == 0 &&
	    progress != NULL)
		work_say(w, PAWL_EVENT_PROGRESS, "%s", progress);
	else if (len == 0)
		say_running(w);
}
