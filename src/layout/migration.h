/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A migration as read from disk: what layouts produce and migrate/ consumes.
 * Plain data in the arena that the layout was given.
 */
#ifndef LAYOUT_MIGRATION_H
#define LAYOUT_MIGRATION_H

#include "base/file.h"
#include "base/sha256.h"

#include <stdbool.h>
#include <stdint.h>

enum migration_kind {
	MIGRATION_VERSIONED,
	MIGRATION_REPEATABLE, /* runs again when its text changes, after the versioned ones */
};

enum migration_tx {
	MIGRATION_TX_AUTO, /* one transaction, unless a statement demands otherwise */
	MIGRATION_TX_ON,   /* pawl:transaction on */
	MIGRATION_TX_OFF,
};

/* How a text wants to be run. Up and down have their own: either may need what the other must not. */
struct script_settings {
	enum migration_tx tx;
	const char *tx_remedy; /* what to do where MIGRATION_TX_ON cannot be; NULL: the usual */
	int64_t lock_timeout_ms, statement_timeout_ms; /* 0: no limit; -1: as configured */
};

/* pawl:batch: the statement behind it runs in ranges of a key. See docs/guide/batches.md. */
struct script_batch {
	const char *schema; /* NULL: where unqualified names resolve */
	const char *table;
	const char *const *keys; /* columns of a unique key */
	size_t keys_len;
	int64_t size;                        /* rows in a range, to begin with */
	int64_t pause_ms, target_ms, lag_ms; /* 0: none */
	unsigned long line, column;          /* of the directive's name */
};

/*
 * A text to run: a file or a section of one, or text that a layout has made of
 * a file (sections put together, variables replaced) with its lines where they
 * stood. path NULL means there is none.
 */
struct script {
	const char *path;        /* for errors where there is text */
	const char *text;        /* NULL: the bytes of the file */
	uint64_t offset, length; /* bytes of the file, or of text */
	unsigned long line;      /* of the first byte, 1-based */
	bool literal;            /* ${name} in it is not pawl's to replace */
	struct file_stamp stamp; /* of the file when its checksum was taken */
	struct script_settings settings;
	const struct script_batch *batches; /* by line */
	size_t batches_len;
};

/* A name with the place where it was written, for errors and for rewriting it. */
struct migration_ref {
	const char *name;
	uint64_t offset;            /* of its first byte in the file */
	unsigned long line, column; /* 1-based */
};

/* pawl:allow: a lint rule that this migration may break, and why: "" is for lint to complain of. */
struct migration_allow {
	const char *rule, *reason;
	unsigned long line;
};

/* A query that must give one value before a migration may run: a precondition. */
struct migration_check {
	const char *sql, *expected;
	unsigned long line;
};

/* A value that only one tool's table has, by the name that its statements use. */
struct migration_value {
	const char *name, *value; /* name NULL: the end of a list */
};

/* One of several things that a migration leaves in the tool's tables: a tag, a requirement. */
struct migration_detail {
	const char *kind;
	const struct migration_value *values;
};

/* What another tool's history table says of a migration: see tool_history.h. */
struct migration_record {
	const char *version;     /* as the table has it */
	const char *description; /* or name; NULL where the table has none */
	const char *script;      /* the file as the table names it; NULL where it does not */
	const char *outside;     /* what likely stands before script in a table; NULL: nothing */
	const char *checksum;    /* as text; NULL where the table has none */
	/* Others that the tool takes for the same, NULL-terminated; may be NULL. */
	const char *const *checksums;
	bool any_checksum; /* it takes every other */
	bool always;       /* a repeatable that every run runs, whatever the checksum */
	const struct migration_value *values; /* NULL: none */
	const struct migration_detail *details;
	size_t details_len;
};

struct migration {
	enum migration_kind kind;
	const char *version;  /* digits as written ("003") or a hash id; "" for a repeatable */
	const char *name;     /* "create_users"; "" for "003.sql" */
	const char *filename; /* relative to its folder: the key of its history row */
	const char *path;     /* of the file that holds the up script */
	bool hash_id;         /* ordered by requires alone */
	bool any_time;        /* may run after what comes behind it: never out of order */
	bool baseline;        /* stands for all that come before it, on an empty database only */
	/*
	 * A step that is no SQL ("Go", "TypeScript"): it has no up, and can be recorded
	 * or passed over where it is recorded, never run. NULL for SQL. up.line is where
	 * it begins, if it is not all of its file.
	 */
	const char *language;
	const struct migration_record *record; /* NULL for pawl's own layout */
	const struct migration_check *checks;  /* asked right before it runs up */
	size_t checks_len;
	bool unmet_records;    /* if one does not hold: recorded without running, not an error */
	bool verify_by_errors; /* what a query of verify gives does not matter */
	struct script up, down, verify;
	char checksum[SHA256_HEX]; /* of the whole up file's text, BOM and CR LF aside */
	uint64_t size;             /* of that file in bytes */

	/* pawl: directives */
	const struct migration_ref *requires; /* versions, or version_name */
	size_t requires_len;
	const char *const *replaces; /* of a baseline: the versions that it stands for */
	size_t replaces_len;
	const char *const *envs; /* empty: everywhere */
	size_t envs_len;
	const struct migration_allow *allows;
	size_t allows_len;
	const char *irreversible; /* the reason, which may be ""; NULL if it can go back */
};

/* A script that its tool runs beside migrations, and pawl does not: told when it would have. */
struct migration_aside {
	const char *text; /* for people */
	bool up, down;
};

/* A file that belongs to a migration: its up, down, rollback or verify file. */
struct migration_file {
	const char *dir, *name; /* the folder as it was given, the name in it */
	char checksum[SHA256_HEX];
};

struct migration_list {
	struct migration *v; /* numbered by version, hash ids by name, repeatables by name */
	size_t len;
	/*
	 * The order of v is the order of running, repeatables last: versions are names
	 * that the layout has understood, and need not be numbers.
	 */
	bool ordered;
	const char *layout; /* the name of the layout that they were read in */
	/* Others whose names fit, where none was named, NULL-terminated; else NULL. */
	const char *const *also;
	/* What the folders hold that is not run and not refused, each a text for people. */
	const char *const *notes;
	size_t notes_len;
	const struct migration_aside *asides;
	size_t asides_len;
	struct migration_file *files; /* in the order of their migrations; what pawl.sum lists */
	size_t files_len;
};

#endif
