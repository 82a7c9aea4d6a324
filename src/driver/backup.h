/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an engine copies a whole database into a file, and back: its own call
 * (SQLite) or its own program (pg_dump, mariadb-dump).
 */
#ifndef DRIVER_BACKUP_H
#define DRIVER_BACKUP_H

#include "base/arena.h"
#include "driver/types.h"
#include "driver/url.h"

struct backup_save {
	/* Tables to be written behind all others: a copy that was cut off while it was
	 * loaded must not look whole. Only where loading is not a single transaction. */
	const char *const *last;
	size_t last_len;
};

struct backup_load {
	bool no_owner; /* leave owners and privileges out, where the engine has them */
	bool at_once;  /* all of it or nothing, where the engine can */
};

struct driver_backup {
	const char *suffix; /* of such files: ".db", ".dump", ".sql" */

	/*
	 * PAWL_E_FILE, with what to install, where a program is missing or older than the
	 * server; PAWL_E_USAGE where this database cannot be copied. Asked before anything
	 * is done.
	 */
	int (*check)(const struct db_url *url, const struct db_info *info, struct pawl_error *err);

	/*
	 * Write the database into path, a file that is not there yet, readable by us
	 * alone, as it is at one moment. A file that is not complete does not stay.
	 * Passwords go by the environment or in memory, never by arguments.
	 */
	int (*save)(const struct db_url *url, const struct db_host *host,
		    const struct backup_save *how, const char *path, struct pawl_error *err);

	/*
	 * Fill a database that holds nothing from such a file. PAWL_E_FILE where the file
	 * is not whole, as far as can be seen before anything is done; PAWL_E_LIMIT where
	 * it is too much at once.
	 */
	int (*load)(const struct db_url *url, const struct db_host *host,
		    const struct backup_load *how, const char *path, struct pawl_error *err);

	/* load() takes the place of what is there, in one step; the file is a database itself. */
	bool replaces;

	/*
	 * The database called name takes the place of the URL's, in one step; afterwards
	 * name is what was there before. Ends everybody's connections to both. NULL where
	 * databases cannot be renamed.
	 */
	int (*swap)(const struct db_url *url, const struct db_host *host, const char *name,
		    struct pawl_error *err);

	/*
	 * Drop the URL's database and make it anew, empty and with the same settings.
	 * Nothing stops it half-way. Only where neither of the two above is there.
	 */
	int (*renew)(const struct db_url *url, struct pawl_error *err);
};

#endif
