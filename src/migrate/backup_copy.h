/* SPDX-License-Identifier: Apache-2.0 */
/* A backup in a scratch database: to look at, or to take the place of the real one. */
#ifndef MIGRATE_BACKUP_COPY_H
#define MIGRATE_BACKUP_COPY_H

#include "migrate/settings.h"
#include "state/scratch.h"

struct backup_copy {
	struct scratch_place place;
	struct scratch_server *server;
	struct scratch *scratch;
};

/*
 * Load the file at path into a new database: at beside, or, where that is NULL, wherever
 * this session makes scratch databases. PAWL_E_CONFIG where only a schema could be made.
 * To be closed whatever comes of it.
 */
int backup_copy_load(struct backup_copy *c, const struct work *w, const struct driver_backup *d,
		     const struct backup_load *how, const char *path, const struct db_url *beside,
		     struct pawl_error *err);
void backup_copy_close(struct backup_copy *c); /* accepts a zeroed one */
#define _cleanup_backup_copy_ __attribute__((cleanup(backup_copy_close)))

#endif
