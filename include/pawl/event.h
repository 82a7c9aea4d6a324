/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pawl tells its host while it works. The library never prints: it calls
 * pawl_event_fn with one of these, on the thread that called it. Everything an
 * event points to lives until the callback returns.
 */
#ifndef PAWL_EVENT_H
#define PAWL_EVENT_H

#include <pawl/error.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum pawl_event_kind {
	PAWL_EVENT_CONNECTED = 1, /* text: product and version; detail: the database, no password */
	PAWL_EVENT_LOCK_WAIT,     /* another runner holds the lock; text: who, if known */
	PAWL_EVENT_LOCK_TAKEN,    /* after a wait, or text: the kind of lock with -v */
	PAWL_EVENT_MIGRATION_START,  /* migration, direction, number, total */
	PAWL_EVENT_MIGRATION_DONE,   /* the same and duration_us */
	PAWL_EVENT_MIGRATION_FAILED, /* the same; the error comes back from the call */
	PAWL_EVENT_STATEMENT,        /* text: the SQL; duration_us; changed */
	PAWL_EVENT_PROGRESS, /* statements_done of statements; text: the engine's own report */
	PAWL_EVENT_RESUME,   /* a migration goes on at statement statements_done + 1 */
	PAWL_EVENT_BLOCKED,  /* text: who blocks the statement that waits */
	PAWL_EVENT_RETRY,    /* text: why; duration_us: the pause before the next try */
	PAWL_EVENT_NOTICE,   /* the server's own message; detail: its severity */
	PAWL_EVENT_HOOK,     /* text: the hook's name; detail: what runs */
	PAWL_EVENT_WARNING,  /* text: something the user should know */
	PAWL_EVENT_INFO,     /* text: something worth a line with -v */
	PAWL_EVENT_CANCELLED_BLOCKER, /* text: who was cancelled, or ended, for it kept a statement waiting */
	PAWL_EVENT_BACKUP /* the database was copied; text: the file; detail: its size */
};

struct pawl_event {
	enum pawl_event_kind kind;
	const char *migration;              /* file name, NULL if the event is about none */
	const char *direction;              /* "up", "down", "verify"; NULL if none */
	size_t number, total;               /* which migration of how many in this run, 1-based */
	size_t statements_done, statements; /* statements 0 if unknown */
	int64_t duration_us;
	int64_t changed; /* rows, -1 if unknown */
	const char *text;
	size_t text_len;
	const char *detail;
};

typedef void (*pawl_event_fn)(void *data, const struct pawl_event *event);

#ifdef __cplusplus
}
#endif
#endif
