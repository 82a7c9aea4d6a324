/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Backups as files: their names, the checksum beside each, what is left over of
 * a run that was killed, and which of the older ones may go.
 *
 *	app.db-5e1f7c-20260131T235959Z-003.db
 *	app.db-5e1f7c-20260131T235959Z-003.db.sha256
 *	.app.db-5e1f7c-20260131T235959Z-003.db.4711.part    while process 4711 writes it
 */
#ifndef MIGRATE_BACKUP_FILE_H
#define MIGRATE_BACKUP_FILE_H

#include "base/file.h"
#include "base/sha256.h"

#include <signal.h>

enum { BACKUP_STAMP = 14 }; /* digits of clock_stamp() */

/*
 * The backups of one database. Those of another of the same name, on another
 * server or in another folder, may lie beside them: place is what tells them
 * apart, and six digits of its checksum stand in the names.
 */
struct backup_series {
	const char *database, *place;
	const char *suffix;
};

/* The name of a backup; stamp as of clock_stamp(), version "" for none. */
const char *backup_file_name(const struct backup_series *series, const char *stamp,
			     const char *version, struct arena *a);

/* Was name made by backup_file_name() for this database? */
bool backup_file_is_of(const char *name, const struct backup_series *series, struct arena *a);

/* The name under which path is written until it is complete. */
const char *backup_file_part(const char *path, struct arena *a);

/* Remove from the folder of path what dead processes have left of backups of its kind. */
void backup_file_sweep(const char *path, const struct backup_series *series, struct arena *a);

/* SHA-256 and size of what is in the file, and the file to the disk. */
int backup_file_read(const char *path, const volatile sig_atomic_t *cancel, char ret[SHA256_HEX],
		     int64_t *ret_bytes, struct pawl_error *err);

/* part becomes path, and path.sha256 tells its checksum; both are on the disk then. */
int backup_file_finish(const char *part, const char *path, const char *checksum, struct arena *a,
		       struct pawl_error *err);

/* PAWL_E_FILE where path is not what path.sha256 says; *ret_known is false without one. */
int backup_file_check(const char *path, const volatile sig_atomic_t *cancel, struct arena *a,
		      bool *ret_known, struct pawl_error *err);

/*
 * Remove all but the newest keep backups of this database in the folder; never
 * newest, which was just written. *ret lists what was removed.
 */
int backup_file_prune(const char *newest, const struct backup_series *series, size_t keep,
		      struct arena *a, const char *const **ret, size_t *ret_len,
		      struct pawl_error *err);

#endif
