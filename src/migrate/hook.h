/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands around a run. A hook is a shell command or, when it ends in ".sql",
 * a file that is run on the migration's connection. Commands see PAWL_HOOK,
 * PAWL_URL, PAWL_DATABASE, PAWL_ENV, PAWL_DIRECTION, PAWL_FROM, PAWL_TO,
 * PAWL_VERSION, PAWL_MIGRATION and, after a failure, PAWL_ERROR; their standard
 * output joins standard error, for standard output belongs to the result.
 */
#ifndef MIGRATE_HOOK_H
#define MIGRATE_HOOK_H

#include "migrate/settings.h"

struct hook_facts {
	const char *direction, *from, *to, *version, *migration, *error; /* NULL: empty */
};

/* command NULL does nothing. PAWL_E_HOOK with the exit status when it fails. */
int hook_run(struct work *w, const char *name, const char *command, const struct hook_facts *facts,
	     struct pawl_error *err);

/* Run a file of SQL statements on a connection, each by itself (session files use it, too). */
int hook_run_sql(struct work *w, const char *path, struct pawl_error *err);

#endif
