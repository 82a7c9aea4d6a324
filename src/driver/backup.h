/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an engine copies a whole database into a file, and back: its own call
 * (SQLite) or its own program (pg_dump, mariadb-dump), found on PATH.
 */
#ifndef DRIVER_BACKUP_H
#define DRIVER_BACKUP_H

#include "base/arena.h"
#include "driver/types.h"
#include "driver/url.h"

struct driver_backup {
	const char *suffix; /* of such files: ".db", ".dump", ".sql" */

	/*
	 * PAWL_E_FILE, with what to install, where the program is missing or older than
	 * the server of version (as db_info has it); asked before anything is done. NULL
	 * where there is no program.
	 */
	int (*check)(int version, const char *product, struct pawl_error *err);

	/*
	 * Write the database into path, a file that is not there yet, as it is at one
	 * moment. A file that is not complete does not stay. Passwords go by the
	 * environment or a private file, never by arguments.
	 */
	int (*save)(const struct db_url *url, const struct db_host *host, const char *path,
		    struct pawl_error *err);

	/* Fill a database that holds nothing from such a file. */
	int (*load)(const struct db_url *url, const struct db_host *host, const char *path,
		    struct pawl_error *err);
};

#endif
