/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Flyway's names (flyway_name.c) and what it does to a file's text
 * (flyway_text.c), for flyway.c.
 * (documentation.red-gate.com/flyway; flyway-core: ResourceNameParser,
 * MigrationVersion, PlaceholderReplacingReader, ChecksumCalculator)
 */
#ifndef LAYOUT_FLYWAY_H
#define LAYOUT_FLYWAY_H

#include "layout/layout.h"

enum flyway_kind {
	FLYWAY_NONE, /* none of Flyway's */
	FLYWAY_VERSIONED,
	FLYWAY_UNDO,
	FLYWAY_BASELINE,
	FLYWAY_REPEATABLE,
	FLYWAY_CALLBACK,
};

struct flyway_name {
	enum flyway_kind kind;
	const char *version;     /* "1.5.2", whether dots or underscores stand in the name */
	const char *description; /* as in the name */
	const char *language;    /* NULL for SQL */
};

/* PAWL_E_FILE for a name that begins as one of Flyway's and goes on as none. */
int flyway_parse(const struct tree_entry *e, struct arena *a, struct flyway_name *ret,
		 struct pawl_error *err);

/* Would Flyway run this callback where migrations are applied, or undone? */
bool flyway_callback_runs(const char *name, bool down);

/* <file>.conf beside a file; all unset where there is none. */
struct flyway_conf {
	enum migration_tx tx;
	bool literal; /* placeholderReplacement=false */
	bool skipped; /* shouldExecute is false */
};

int flyway_conf_read(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		     struct flyway_conf *ret, struct pawl_error *err);

/*
 * The text with ${name} replaced, in the arena; *ret is data itself where there is
 * none. PAWL_E_SYNTAX for a name that nobody has declared. file is for errors.
 */
int flyway_replace(const struct layout_input *in, const struct tree_entry *file, const char *data,
		   size_t len, struct arena *a, const char **ret, size_t *ret_len,
		   struct pawl_error *err);

/* CRC-32 of the lines without their ends, as the signed number that the table holds. */
const char *flyway_checksum(const char *data, size_t len, struct arena *a);

#endif
