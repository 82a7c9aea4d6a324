/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a session was told, checked and with defaults filled in, and what the
 * parts of migrate/ share while they work: struct work. api/session.c makes
 * both; everything else only reads them.
 */
#ifndef MIGRATE_SETTINGS_H
#define MIGRATE_SETTINGS_H

#include "driver/db.h"

#include <pawl/session.h>

enum {
	SETTINGS_LOCK_TIMEOUT_MS = 3000,
	SETTINGS_LOCK_RETRIES = 10,
	SETTINGS_BACKUP_KEEP = 5,
};

struct settings {
	const struct db_url *url;                      /* NULL without one */
	const struct url_environment *url_environment; /* of every URL; NULL without one */
	const char *const *dirs;
	size_t dirs_len;
	const char *(*read_variable)(const char *name); /* of the host's environment; or NULL */
	bool layout_given;       /* whose folders they are is said, not recognised */
	const char *environment; /* NULL for none */
	const char *history_table;
	bool keep;                  /* the history is another tool's table, see keeper.h */
	const char *history_schema; /* NULL: where unqualified names are made */
	const char *session_sql;    /* path, NULL for none */
	const char *const *extensions;
	size_t extensions_len;
	const struct pawl_var *vars;
	size_t vars_len;
	enum pawl_out_of_order out_of_order;
	enum pawl_duplicates duplicates;
	int64_t lock_timeout_ms, statement_timeout_ms; /* 0: none */
	int lock_retries;                              /* 0: none */
	int64_t cancel_blockers_ms;                    /* 0: nobody is cancelled */
	int64_t wait_ms;                               /* -1: without end, 0: not at all */
	int connect_timeout;
	const char *applied_by; /* "user@host" */
	const char *client;     /* host name */
	struct pawl_hooks hooks;
	const char *schema;               /* the declared schema, a source; NULL for none */
	const struct db_url *scratch_url; /* where scratch databases are made; NULL: at url */
	const char *const *exclude;       /* patterns of names to leave out of comparisons */
	size_t exclude_len;
	enum pawl_backup_when backup;
	const char *backup_dir;
	size_t backup_keep; /* 0: all */
	bool trace;
};

/* The history tables, resolved once: see history.h. */
struct history_table {
	const char *schema; /* NULL where the engine has none */
	const char *name, *log_name, *lock_name;
	const char *quoted, *log_quoted, *lock_quoted; /* schema-qualified */
	const char *display;                           /* "public._migrations" */
	/* See history_prepare(): in the names of the statements, 0 without; and not to be tried. */
	int64_t prepared;
	bool unprepared;
};

struct watch;
struct runner_lock;
struct history_store;
struct keeper;

struct work {
	struct arena *arena; /* of the call: results, plans, names */
	const struct settings *settings;
	const struct dialect *dialect;
	struct db *db;              /* NULL where a call needs none */
	const struct db_host *host; /* of its connections; NULL for none */
	struct history_table table;
	const struct history_store *store; /* NULL: the history is pawl's own */
	struct keeper *keeper;             /* of that store */
	volatile sig_atomic_t *cancel;
	bool cancelled; /* see work_hear_cancel() */
	bool quiet;     /* what runs is the history's own: the server's notices on it say nothing */
	struct watch *watch;      /* the second connection, see watch.h */
	struct runner_lock *lock; /* while this runner holds it, see runner_lock.h */
	pawl_event_fn on_event;
	void *event_data;
	int64_t statement_since_ms;   /* of a migration's statement that runs now; 0: none does */
	size_t batches, most_batches; /* ranges run, and to be run at most; 0: no limit */
};

/* Hand an event to the host, if it wants any. */
void work_event(const struct work *w, const struct pawl_event *event);

/* An event of text alone. */
void work_say(const struct work *w, enum pawl_event_kind kind, const char *fmt, ...) PRINTF(3, 4);

/*
 * After PAWL_E_CANCELLED: from here on the connection can be used again, to roll
 * back and to write down what was stopped; work_check_cancel() goes on to fail.
 */
void work_hear_cancel(struct work *w);

/* PAWL_E_CANCELLED once the host has asked to stop. */
int work_check_cancel(const struct work *w, struct pawl_error *err);

/* May one more range of a batched statement run? */
bool work_may_batch(const struct work *w);

#endif
