/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Migrations: what is applied, what is pending, and running them.
 *
 * Every result is a struct that owns its memory; free it with the function of
 * its name. Arrays have their length beside them. Strings are never NULL unless
 * the comment says so.
 *
 * Targets, where a call takes one: NULL (newest for up, one back for down),
 * "head" or "heads", "base", "+N", "-N", a version ("3" finds "003"), an
 * unambiguous prefix of a hash id or of a version, "version_name", or a file
 * name.
 */
#ifndef PAWL_MIGRATE_H
#define PAWL_MIGRATE_H

#include <pawl/session.h>

#ifdef __cplusplus
extern "C" {
#endif

enum pawl_state {
	PAWL_STATE_PENDING = 0,
	PAWL_STATE_APPLIED,
	PAWL_STATE_CHANGED,      /* applied, and its file's text is not what was applied */
	PAWL_STATE_MISSING,      /* applied, and its file is gone */
	PAWL_STATE_FAILED,       /* stopped half-way; up goes on at statements_done + 1 */
	PAWL_STATE_OUT_OF_ORDER, /* pending, and older than the newest applied one */
	PAWL_STATE_EXCLUDED,     /* pawl:env leaves it out here */
	PAWL_STATE_IN_PROGRESS   /* amid the batches of a statement, up or down; see progress */
};

/* "pending", "applied", ... Static storage. */
PAWL_API const char *pawl_state_name(enum pawl_state state);

struct pawl_migration {
	const char *version; /* "" for a repeatable */
	const char *name;
	const char *filename;
	const char *kind; /* "versioned", "repeatable", "baseline" */
	const char *path; /* "" when the file is missing */
	enum pawl_state state;
	int has_down;
	const char *irreversible;     /* the reason; NULL if it can go back */
	const char *const *requires_; /* as written */
	size_t requires_len;
	const char *checksum; /* of the file; "" when missing */
	/* From the history; "" and -1 where there is no row or the column is empty. */
	const char *applied_at, *applied_by, *environment, *applied_checksum, *pawl_version;
	int64_t duration_ms, statements_done;
	int is_head;          /* nothing requires or follows it */
	const char *language; /* "Go": no SQL, so that it can be recorded only; NULL for SQL */
	const char
		*progress; /* "down: 12 batches, 60000 rows" amid batches, failed or not; else "" */
};

struct pawl_status {
	struct pawl_migration
		*migrations; /* in running order; those without a file at their place */
	size_t len;
	size_t applied, pending, changed, missing, failed, out_of_order, excluded, in_progress;
	const char *const *current; /* the versions that nothing applied follows */
	size_t current_len;
	const char *database;      /* the URL without its password */
	const char *history_table; /* as resolved, "public._migrations" */
	int history_exists;
	int newer;                     /* the database holds versions beyond the newest file */
	const char *tool, *tool_table; /* whose history is not taken over yet; NULL for none */
	size_t tool_len;               /* migrations recorded there, not in pawl's */
	int tool_again;                /* others were taken over before: the tool has gone on */
	size_t tool_taken_back;        /* of those: the tool has them no longer */
};

PAWL_API int pawl_status(struct pawl_session *s, struct pawl_status **ret, struct pawl_error *err);
PAWL_API void pawl_status_free(struct pawl_status *status);

/* One row of _migrations_log. */
struct pawl_log_entry {
	const char *at, *action, *version, *filename, *by, *from, *environment, *error,
		*pawl_version;
	int64_t duration_ms; /* -1 if none */
};

struct pawl_log {
	struct pawl_log_entry *entries; /* oldest first */
	size_t len;
};

PAWL_API int pawl_log(struct pawl_session *s, struct pawl_log **ret, struct pawl_error *err);
PAWL_API void pawl_log_free(struct pawl_log *log);

struct pawl_run_options {
	size_t size;
	const char *target; /* NULL: see above */
	int all;            /* down: everything */
	int dry_run;        /* report what would be done */
	size_t max_batches; /* stop after so many ranges of batched statements; 0: no limit */
};

/* One thing done, or to be done. */
struct pawl_step {
	const char *
		action; /* "apply", "revert", "resume", "reapply", "stamp", "unstamp", "repair", "adopt" */
	const char *version, *name, *filename;
	const char *transaction; /* "one", "per statement" */
	const char *
		reason; /* why per statement: "line 3: vacuum cannot run in a transaction", or "" */
	size_t statements;
	int destructive;     /* holds a statement that may lose data */
	int64_t duration_ms; /* -1 when not run */
	int64_t duration_us; /* the same, finer; 0 where it was not measured */
	int done;
};

struct pawl_run {
	struct pawl_step *steps;
	size_t len;
	const char *from, *to; /* current version before and after, "" for none */
	int dry_run;
	int stopped;                   /* by max_batches: the next call goes on */
	size_t batches;                /* ranges of batched statements that ran */
	const char *backup;            /* the file that was made first, NULL if none was */
	const char *tool, *tool_table; /* pawl_adopt(): whose table it read; else NULL */
	size_t pending;                /* files that it says nothing of */
};

/*
 * Apply or revert. *ret (may be NULL) is filled on success; on failure err says
 * what was rolled back and what stands.
 */
PAWL_API int pawl_up(struct pawl_session *s, const struct pawl_run_options *o,
		     struct pawl_run **ret, struct pawl_error *err);
PAWL_API int pawl_down(struct pawl_session *s, const struct pawl_run_options *o,
		       struct pawl_run **ret, struct pawl_error *err);
/* The newest applied migration down and up again. */
PAWL_API int pawl_redo(struct pawl_session *s, struct pawl_run **ret, struct pawl_error *err);
PAWL_API void pawl_run_free(struct pawl_run *run);

/*
 * The same as a script for the engine's own client. Without a reachable
 * database, or with target "FROM:TO", it starts from FROM or nothing. write is
 * called with pieces of text.
 */
typedef int (*pawl_write_fn)(void *data, const char *text, size_t len);
PAWL_API int pawl_up_sql(struct pawl_session *s, const struct pawl_run_options *o,
			 pawl_write_fn write, void *data, struct pawl_error *err);
PAWL_API int pawl_down_sql(struct pawl_session *s, const struct pawl_run_options *o,
			   pawl_write_fn write, void *data, struct pawl_error *err);

/* Record everything up to target as applied and everything beyond as not, running nothing. */
PAWL_API int pawl_stamp(struct pawl_session *s, const struct pawl_run_options *o,
			struct pawl_run **ret, struct pawl_error *err);

/* Start with an existing database: record up to target (all files if NULL) in an empty history. */
PAWL_API int pawl_baseline(struct pawl_session *s, const struct pawl_run_options *o,
			   struct pawl_run **ret, struct pawl_error *err);

/*
 * Accept what is: edited files get their new checksum, rows of failed migrations
 * are cleared (or recorded as applied where applied is nonzero), rows whose file
 * is gone are kept unless forget_missing. target limits it to one migration.
 */
struct pawl_repair_options {
	size_t size;
	const char *target;
	int applied;
	int forget_missing;
	int dry_run;
};
PAWL_API int pawl_repair(struct pawl_session *s, const struct pawl_repair_options *o,
			 struct pawl_run **ret, struct pawl_error *err);

/*
 * Record in pawl's history what another tool's table says is applied. Refused
 * (PAWL_E_HISTORY) where something is applied there that has no file, whose file
 * is not the one that was applied, or that stopped half-way. The tool's table is
 * only read.
 */
struct pawl_adopt_options {
	size_t size;
	const char *from; /* "flyway"; NULL: the folder's layout, else the table that is there */
	int dry_run;
};
PAWL_API int pawl_adopt(struct pawl_session *s, const struct pawl_adopt_options *o,
			struct pawl_run **ret, struct pawl_error *err);

/* One disagreement between files and history, or a failing verify script. */
struct pawl_problem {
	const char *
		kind; /* "changed", "missing", "out-of-order", "failed", "sum", "verify", "newer" */
	const char *version, *filename;
	const char *message, *hint;
};

struct pawl_verification {
	struct pawl_problem *problems;
	size_t len;
	size_t checked; /* migrations compared */
	size_t scripts; /* verify scripts run */
};

/* Files against history; scripts: also run the verify sections of what is applied. */
PAWL_API int pawl_verify(struct pawl_session *s, int scripts, struct pawl_verification **ret,
			 struct pawl_error *err);
PAWL_API void pawl_verification_free(struct pawl_verification *v);

/* New files. Needs no database. */
struct pawl_new_options {
	size_t size;
	const char *name;
	const char *dir;    /* NULL: the session's first folder */
	const char *scheme; /* "auto", "number", "timestamp", "hash"; NULL: auto */
	int no_down, repeatable;
};

struct pawl_files {
	const char *const *paths;
	size_t len;
};

PAWL_API int pawl_new(struct pawl_session *s, const struct pawl_new_options *o,
		      struct pawl_files **ret, struct pawl_error *err);
PAWL_API void pawl_files_free(struct pawl_files *files);

/*
 * Write the migrations as files of another tool's form, into a folder that is
 * empty or not there yet; a native folder stays as it is. Needs no database, but
 * the dialect.
 */
struct pawl_export_options {
	size_t size;
	const char *layout; /* "goose" */
	const char *dir;
};
PAWL_API int pawl_export(struct pawl_session *s, const struct pawl_export_options *o,
			 struct pawl_files **ret, struct pawl_error *err);

/* Renumber local pending files behind the newest applied one; paths come in pairs: from, to. */
PAWL_API int pawl_rebase(struct pawl_session *s, int dry_run, struct pawl_files **ret,
			 struct pawl_error *err);

/* Write pawl.sum anew in each folder of the session; paths lists the files written. */
PAWL_API int pawl_sum_write(struct pawl_session *s, struct pawl_files **ret,
			    struct pawl_error *err);

#ifdef __cplusplus
}
#endif
#endif
