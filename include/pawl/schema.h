/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Schemas: read them, write them as SQL, compare them, make migrations of the
 * difference, prove migrations on a scratch database.
 *
 * Sources, where a call takes one: a database URL; the path of a .sql file or of
 * a folder of DDL; a folder of migrations; "cmd:COMMAND" for what a command
 * prints as DDL; "database" (the session's URL), "migrations" (its folders),
 * "schema" (its declared schema), "empty"; and behind "migrations" or a
 * folder of migrations "@VERSION". Everything but a URL is loaded into a scratch
 * database: in memory for SQLite, else a temporary database on the server of
 * scratch_url or of the session's URL, or a temporary schema where none may be made.
 */
#ifndef PAWL_SCHEMA_H
#define PAWL_SCHEMA_H

#include <pawl/migrate.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Names as "table", "table.column", "schema.table", "schema.table.column". */
struct pawl_rename {
	const char *kind; /* "table", "column", ...; NULL where the names tell */
	const char *from, *to;
};

/*
 * Something is gone and something like it is new. Return 1: it was renamed; 0: it
 * was not; -1: nobody can say, the call fails with PAWL_E_USAGE.
 */
typedef int (*pawl_rename_fn)(void *data, const struct pawl_rename *candidate);

struct pawl_diff_options {
	size_t size;
	const char *from, *to; /* sources; NULL: "database" and "schema" */
	const struct pawl_rename *renames;
	size_t renames_len;
	pawl_rename_fn on_rename; /* NULL: what no rename[] explains was not renamed */
	void *rename_data;
	int allow_loss; /* also changes of types that lose data */
	int concurrent; /* indexes without blocking writers, where the engine can */
	int grants, owners;
};

struct pawl_change {
	const char *action;     /* "create", "drop", "alter", "rename" */
	const char *kind;       /* "table", "foreign key", ... */
	const char *object;     /* "users.email" */
	const char *const *sql; /* statements without terminators */
	size_t sql_len;
	const char *const *reverse; /* the way back of this change alone */
	size_t reverse_len;
	const char *loss;   /* which data can be lost; NULL if none */
	const char *advice; /* what else to know; NULL if nothing */
	int outside; /* a statement cannot run in a transaction, or needs a commit behind it */
};

struct pawl_diff {
	struct pawl_change *changes; /* in an order in which they run; none: equal */
	size_t len;
	const char *from, *to;   /* the sources, for people: no passwords */
	const char *sql;         /* all of it as a script; "" when equal */
	const char *reverse_sql; /* the script back from to to from */
	const char *dialect;
};

/* A change that would lose data, or cannot be done, is PAWL_E_SQL with the reason. */
PAWL_API int pawl_diff(struct pawl_session *s, const struct pawl_diff_options *o,
		       struct pawl_diff **ret, struct pawl_error *err);
PAWL_API void pawl_diff_free(struct pawl_diff *diff);

struct pawl_dump_options {
	size_t size;
	const char *from; /* a source; NULL: "database" */
	const char *at;   /* a version: the schema that the migrations give there; NULL: none */
	int grants, owners;
};

/*
 * The schema as SQL: stable, in an order that loads. The head says which
 * version it stands for, so that pawl_load can record it.
 */
PAWL_API int pawl_dump(struct pawl_session *s, const struct pawl_dump_options *o,
		       pawl_write_fn write, void *data, struct pawl_error *err);

/* Run a dump on an empty database and stamp it. *ret (may be NULL): what was stamped. */
PAWL_API int pawl_load(struct pawl_session *s, const char *path, struct pawl_run **ret,
		       struct pawl_error *err);

/* Two sources compared. */
struct pawl_pair {
	const char *from, *to;  /* "database", "migrations", "schema", or the sources given */
	struct pawl_diff *diff; /* from from to to; its len is 0 when they are equal */
};

struct pawl_check {
	struct pawl_pair *pairs;
	size_t len;
	size_t different;                /* of the pairs */
	size_t pending;                  /* migrations that the database has not got */
	struct pawl_verification *files; /* files against history; NULL without a database */
};

struct pawl_check_options {
	size_t size;
	const char *from, *to; /* both NULL: database, migrations and schema, as far as there are */
	int grants, owners;
};

PAWL_API int pawl_check(struct pawl_session *s, const struct pawl_check_options *o,
			struct pawl_check **ret, struct pawl_error *err);
PAWL_API void pawl_check_free(struct pawl_check *check);

/*
 * A migration from the difference between what the migrations give and the
 * declared schema, proved on a scratch database: up gives the schema, down gives
 * the start, up again. Nothing is written when they are equal (paths_len 0) or
 * when the proof fails. A database that lacks migrations is PAWL_E_HISTORY:
 * "target database is not up to date".
 */
struct pawl_generate_options {
	size_t size;
	struct pawl_new_options files;
	struct pawl_diff_options diff; /* from and to stay NULL */
};

struct pawl_generated {
	const char *const *paths;
	size_t paths_len;
	struct pawl_diff *diff;
};

PAWL_API int pawl_generate(struct pawl_session *s, const struct pawl_generate_options *o,
			   struct pawl_generated **ret, struct pawl_error *err);
PAWL_API void pawl_generated_free(struct pawl_generated *generated);

/* Every migration on a scratch database: up, down, up; which down does not lead back. */
struct pawl_replay_step {
	const char *version, *filename;
	const char *problem; /* "" if it holds; else what differs, or the error of its down */
	int has_down;
	int64_t up_ms, down_ms;
};

struct pawl_replay {
	struct pawl_replay_step *steps;
	size_t len;
	size_t problems;
};

PAWL_API int pawl_replay(struct pawl_session *s, struct pawl_replay **ret, struct pawl_error *err);
PAWL_API void pawl_replay_free(struct pawl_replay *replay);

/*
 * Replace the migrations up to target by one baseline file, proved to give the
 * same schema; the files replaced are moved to archive (NULL: removed). Data that
 * the old files inserted is kept as INSERTs where data is nonzero.
 */
struct pawl_squash_options {
	size_t size;
	const char *target; /* NULL: all */
	const char *archive;
	int data;
	int dry_run;
};

struct pawl_squashed {
	const char *path; /* of the baseline */
	const char *sql;
	const char *const *replaced;
	size_t replaced_len;
	int loses_rows; /* the old files inserted rows that the baseline does not */
};

PAWL_API int pawl_squash(struct pawl_session *s, const struct pawl_squash_options *o,
			 struct pawl_squashed **ret, struct pawl_error *err);
PAWL_API void pawl_squashed_free(struct pawl_squashed *squashed);

/* The documentation of a schema and its migrations: "html" or "markdown". */
struct pawl_docs_options {
	size_t size;
	const char *format;  /* NULL: "html" */
	const char *from;    /* a source; NULL: "database" */
	const char *title;   /* NULL: the database's name */
	int migrations_only; /* just the index of migrations */
};

PAWL_API int pawl_docs(struct pawl_session *s, const struct pawl_docs_options *o,
		       pawl_write_fn write, void *data, struct pawl_error *err);

#ifdef __cplusplus
}
#endif
#endif
