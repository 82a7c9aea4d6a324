/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A migration as read from disk: what layouts produce and migrate/ consumes.
 * Plain data in the arena of the list that holds it.
 */
#ifndef LAYOUT_MIGRATION_H
#define LAYOUT_MIGRATION_H

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

/* How a script wants to be run. */
struct script_settings {
	enum migration_tx tx;
	int64_t lock_timeout_ms, statement_timeout_ms; /* -1: as configured; 0: none */
};

/* A text to run: a file or a section of one. path NULL means there is none. */
struct script {
	const char *path;
	uint64_t offset, length; /* bytes of the file */
	unsigned long line;      /* of the first byte, 1-based */
	struct script_settings settings;
};

/* A name with the place where it was written, for errors. */
struct migration_ref {
	const char *name;
	unsigned long line, column;
};

struct migration {
	enum migration_kind kind;
	const char *version;  /* digits as written ("003") or a hash id; "" for a repeatable */
	const char *name;     /* "create_users" */
	const char *filename; /* relative to its folder: the key of its history row */
	const char *path;     /* of the file that holds the up script */
	bool hash_id;         /* ordered by requires alone */
	struct script up, down, verify;
	char checksum[SHA256_HEX]; /* of the whole up file's text, BOM and CR LF aside */
	uint64_t size;             /* of that file in bytes */

	/* pawl: directives */
	const struct migration_ref *requires; /* versions, or version_name */
	size_t requires_len;
	const char *const *envs; /* empty: everywhere */
	size_t envs_len;
	const char *irreversible; /* the reason, NULL if it can go back */
};

struct migration_list {
	struct migration *v; /* in the order of the folder names; set.c orders them */
	size_t len;
};

#endif
