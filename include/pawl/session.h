/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session: where the migrations are, which database they go to, and how to
 * run them. It connects when a call first needs the database.
 *
 *	struct pawl_options o = {.size = sizeof(o), .url = "sqlite:app.db"};
 *	struct pawl_session *s;
 *	struct pawl_error err;
 *	if (pawl_session_open(&o, &s, &err) == 0 && pawl_up(s, NULL, NULL, &err) == 0)
 *		...
 *	pawl_session_free(s);
 *
 * A session belongs to one thread at a time; pawl_session_cancel() alone may be
 * called from any thread and from a signal handler.
 */
#ifndef PAWL_SESSION_H
#define PAWL_SESSION_H

#include <pawl/event.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pawl_session;

struct pawl_var {
	const char *name, *value;
};

enum pawl_out_of_order {
	PAWL_OUT_OF_ORDER_REFUSE = 0, /* the default */
	PAWL_OUT_OF_ORDER_APPLY
};

/* Two migrations of one number: */
enum pawl_duplicates {
	PAWL_DUPLICATES_REFUSE = 0, /* the default */
	PAWL_DUPLICATES_APPLY       /* told apart, and ordered, by the rest of their names */
};

enum pawl_history {
	PAWL_HISTORY_OWN = 0, /* the default: pawl's table */
	PAWL_HISTORY_KEEP     /* the table of the tool that the folder is from */
};

/* When a run makes a backup of the database first; see pawl/backup.h. */
enum pawl_backup_when {
	PAWL_BACKUP_NEVER = 0, /* the default */
	PAWL_BACKUP_AUTO,      /* before a run in which a statement may lose data */
	PAWL_BACKUP_ALWAYS     /* before each run that does something */
};

/* Each a shell command, or the path of a .sql file; NULL for none. */
struct pawl_hooks {
	const char *before_up, *after_up;
	const char *before_each, *after_each;
	const char *after_failure;
};

/* Set size to sizeof(struct pawl_options), all else may stay zero. Copied by open. */
struct pawl_options {
	size_t size;
	const char *url;         /* NULL: calls that need a database fail */
	const char *const *dirs; /* folders of migrations; none: "migrations" */
	size_t dirs_len;
	const char *layout;      /* NULL: auto */
	const char *dialect;     /* for work without a URL */
	const char *environment; /* NULL: none; migrations with pawl:env are left out then */
	enum pawl_history history;
	const char *history_table;  /* NULL: _migrations; with keep: the tool's own name for it */
	const char *history_schema; /* NULL: where unqualified names are made */
	const char *session_sql;    /* path of a .sql file to run on every connection first */
	const char *const *load_extensions; /* SQLite */
	size_t load_extensions_len;
	const struct pawl_var *vars; /* ${name} */
	size_t vars_len;
	/*
	 * The value of an environment variable, NULL if it is not set: for folders of tools that
	 * put those into their SQL (goose's ENVSUB). NULL: none is set. The library itself never
	 * reads the environment.
	 */
	const char *(*read_variable)(const char *name);
	enum pawl_out_of_order out_of_order;
	enum pawl_duplicates duplicates;
	int64_t lock_timeout_ms;      /* of statements; 0: 3 s; -1: none */
	int64_t statement_timeout_ms; /* 0 or -1: none */
	int lock_retries; /* how often a migration is tried again after a lock timeout; 0: 10; -1: never */
	/*
	 * End who keeps a statement waiting for so long: what they run is cancelled, a session
	 * that runs nothing is ended. 0: nobody.
	 */
	int64_t cancel_blockers_ms;
	int64_t wait_ms;        /* for another runner; 0: without end; -1: not at all */
	int connect_timeout;    /* seconds; 0: 10 */
	const char *applied_by; /* NULL: the operating system's user @ host */
	struct pawl_hooks hooks;
	const char *schema;      /* the declared schema, a source of schema.h; NULL: none */
	const char *scratch_url; /* where scratch databases are made; NULL: beside the database */
	const char *const *exclude; /* objects of others: left out of all comparisons; * and ? */
	size_t exclude_len;
	enum pawl_backup_when backup;
	const char *backup_dir; /* NULL: "backups"; made when it is missing */
	int backup_keep;        /* of each database, the newest; 0: 5; -1: all */
	pawl_event_fn on_event;
	void *event_data;
	int trace; /* nonzero: PAWL_EVENT_STATEMENT for every statement */
	/*
	 * The host's environment, which the library itself never reads: asked for AWS_* and
	 * HOME by the driver of the RDS Data API. NULL: nothing is set.
	 */
	const char *(*environment_get)(void *data, const char *name);
	void *environment_data;
	const char *fault; /* tests only: "kill:before:N", "drop:after:N", "fail:before:N" */
};

PAWL_API int pawl_session_open(const struct pawl_options *options, struct pawl_session **ret,
			       struct pawl_error *err);
/* Accepts NULL. */
PAWL_API void pawl_session_free(struct pawl_session *s);

/* Stop what runs as soon as possible: the call returns PAWL_E_CANCELLED. */
PAWL_API void pawl_session_cancel(struct pawl_session *s);

/* The URL without its password, for people; NULL without a URL. Lives as long as the session. */
PAWL_API const char *pawl_session_display(const struct pawl_session *s);

/* The database itself. exists: *ret is 1 or 0. */
PAWL_API int pawl_database_exists(struct pawl_session *s, int *ret, struct pawl_error *err);
/* *ret_created is 0 when it was there already, which is no error. */
PAWL_API int pawl_database_create(struct pawl_session *s, int *ret_created, struct pawl_error *err);
/* force: end other people's connections first. *ret_dropped is 0 when there was none. */
PAWL_API int pawl_database_drop(struct pawl_session *s, int force, int *ret_dropped,
				struct pawl_error *err);
/* Until it answers, for at most timeout_ms; PAWL_E_TIMEOUT, with the last failure as detail. */
PAWL_API int pawl_database_wait(struct pawl_session *s, int64_t timeout_ms, struct pawl_error *err);

#ifdef __cplusplus
}
#endif
#endif
