/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/watch.h"

#include "base/clock.h"
#include "migrate/runner_lock.h"

#include <stdlib.h>
#include <string.h>

enum { WATCH_CONNECT_SECONDS = 2, SAY_AGAIN_MS = 10000 };

struct watch {
	struct work *w;
	struct db *db;
	bool gave_up; /* the second connection was refused: do not try again */
	int64_t said_ms;
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
	arena_done(&watch->arena);
	free(watch);
}

static bool has_use(const struct watch *watch)
{
	const struct driver *d = db_driver(watch->w->db);

	return !watch->gave_up && (d->blockers != NULL || d->progress != NULL);
}

static void say_blockers(struct watch *watch, const struct db_blocker *b, size_t len)
{
	_cleanup_buf_ struct buf text = {0};

	if (len == 0 || clock_ms() - watch->said_ms < SAY_AGAIN_MS)
		return;
	watch->said_ms = clock_ms();
	for (size_t i = 0; i < len; i++) {
		buf_printf(&text, "%spid %lld", i == 0 ? "" : "; ", (long long)b[i].pid);
		if (b[i].user != NULL)
			buf_printf(&text, " user %s", b[i].user);
		if (b[i].application != NULL && b[i].application[0] != '\0')
			buf_printf(&text, " (%s)", b[i].application);
		if (b[i].state != NULL)
			buf_printf(&text, ", %s", b[i].state);
		if (b[i].since != NULL)
			buf_printf(&text, " since %s", b[i].since);
		if (b[i].query != NULL && b[i].query[0] != '\0')
			buf_printf(&text, ": %.200s", b[i].query);
	}
	work_event(watch->w, &(struct pawl_event){
				     .kind = PAWL_EVENT_BLOCKED,
				     .text = text.data,
				     .text_len = text.len,
				     .changed = -1,
			     });
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
	int64_t backend;
	size_t len = 0;

	if (w->db == NULL || !has_use(watch) || !connect_watch(watch))
		return;
	runner_lock_renew(w, watch->db);
	backend = db_info(w->db)->backend;
	arena_reset(&watch->arena);
	if (db_blockers(watch->db, backend, &watch->arena, &blockers, &len, &ignored) == 0)
		say_blockers(watch, blockers, len);
	if (db_progress(watch->db, backend, &watch->arena, &progress, &ignored) == 0 &&
	    progress != NULL)
		work_say(w, PAWL_EVENT_PROGRESS, "%s", progress);
}
