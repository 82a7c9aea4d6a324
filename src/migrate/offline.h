/* SPDX-License-Identifier: Apache-2.0 */
/* A run as a script for the engine's own client instead of a run. */
#ifndef MIGRATE_OFFLINE_H
#define MIGRATE_OFFLINE_H

#include "migrate/run.h"

#include <pawl/migrate.h>

/*
 * Write the script of a request; with w->db NULL or a target "FROM:TO" the
 * history is taken to end at FROM, or to be empty. Run by psql, sqlite3 or
 * mariadb it leaves the same tables and the same history rows as the run.
 */
int offline_write(struct work *w, const struct set *set, const struct run_request *request,
		  pawl_write_fn write, void *data, struct pawl_error *err);

#endif
