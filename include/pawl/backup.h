/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies of a whole database, the history in it, and back: SQLite by its own
 * call, PostgreSQL by pg_dump and pg_restore, MariaDB and MySQL by their dump
 * program and client.
 *
 * Beside FILE lies FILE.sha256, as sha256sum writes it. A backup is written under
 * another name and renamed when it is complete and on the disk.
 *
 * pawl_up() and its sisters make backups as struct pawl_options asks for.
 */
#ifndef PAWL_BACKUP_H
#define PAWL_BACKUP_H

#include <pawl/session.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pawl_backup_options {
	size_t size;
	const char *output; /* a new file; NULL: a new name in the session's folder for backups */
	int verify;         /* restore it into a scratch database and compare */
};

struct pawl_backup {
	const char *path, *checksum; /* SHA-256 of the file */
	const char *version;         /* the current version in it, "" for none */
	int64_t bytes, duration_ms;
	/* Older backups of the same database that were removed; with output none are. */
	const char *const *pruned;
	size_t pruned_len;
	int verified;
	/* What the restored copy has otherwise than the database; nothing is pruned then. */
	const char *const *differences;
	size_t differences_len;
	size_t tables; /* whose rows were counted */
};

PAWL_API int pawl_backup(struct pawl_session *s, const struct pawl_backup_options *o,
			 struct pawl_backup **ret, struct pawl_error *err);
PAWL_API void pawl_backup_free(struct pawl_backup *backup);

struct pawl_restore_options {
	size_t size;
	const char *path;
	int force;    /* take the place of what is there; else PAWL_E_HISTORY unless it is empty */
	int no_owner; /* PostgreSQL: owners and privileges stay behind */
};

struct pawl_restored {
	const char *path;
	const char *version; /* the current version now, "" for none */
	int checked;         /* there was a checksum beside it, and it fits */
	int replaced;        /* something was there before */
	int64_t duration_ms;
};

/*
 * PAWL_E_FILE where the file is not what its checksum says; force does not change
 * that. What fails leaves the database as it was, but on MariaDB and MySQL with
 * force, where it fails before the old content is removed if the backup does not
 * load into a scratch database.
 */
PAWL_API int pawl_restore(struct pawl_session *s, const struct pawl_restore_options *o,
			  struct pawl_restored **ret, struct pawl_error *err);
PAWL_API void pawl_restored_free(struct pawl_restored *restored);

#ifdef __cplusplus
}
#endif
#endif
