/* SPDX-License-Identifier: Apache-2.0 */
/* A backup back into the database. */
#ifndef MIGRATE_RESTORE_H
#define MIGRATE_RESTORE_H

#include "migrate/set.h"
#include "migrate/settings.h"

#include <pawl/backup.h>

/*
 * See pawl_restore(). The connection is another one afterwards, or NULL after a
 * failure: w->db is the caller's to take over.
 */
int restore_backup(struct work *w, const struct set *set, const struct pawl_restore_options *o,
		   struct arena *a, struct pawl_restored *ret, struct pawl_error *err);

#endif
