/* SPDX-License-Identifier: Apache-2.0 */
/* Where a schema comes from, as pawl/schema.h has it: what a source's text means. */
#ifndef MIGRATE_SOURCE_H
#define MIGRATE_SOURCE_H

#include "migrate/settings.h"

enum source_kind {
	SOURCE_EMPTY,
	SOURCE_DATABASE,   /* of the session */
	SOURCE_URL,        /* another one */
	SOURCE_DDL,        /* a file, or a folder of files */
	SOURCE_COMMAND,    /* a command that prints DDL */
	SOURCE_MIGRATIONS, /* the session's folders */
	SOURCE_FOLDER,     /* another folder of migrations */
};

struct source {
	enum source_kind kind;
	const char *display;        /* for people */
	const struct db_url *url;   /* SOURCE_URL */
	const char *path;           /* SOURCE_DDL, SOURCE_FOLDER */
	const char *version;        /* SOURCE_MIGRATIONS, SOURCE_FOLDER; NULL: the newest */
	const char *command;        /* SOURCE_COMMAND */
	const char *const *applied; /* SOURCE_MIGRATIONS: these file names alone; NULL: all */
	size_t applied_len;
};

/*
 * PAWL_E_CONFIG for "schema" where none is declared and "database" without a
 * URL, PAWL_E_FILE for a path where nothing is.
 */
int source_parse(const struct settings *settings, const char *text, struct arena *a,
		 struct source *ret, struct pawl_error *err);

/* The .sql files of a SOURCE_DDL: itself, or all below it, in the order of their paths. */
int source_files(const struct source *source, struct arena *a, const char *const **ret,
		 size_t *ret_len, struct pawl_error *err);

#endif
