/* SPDX-License-Identifier: Apache-2.0 */
/* Copies of the whole database, made while the runner's lock is held, and their proof. */
#ifndef MIGRATE_BACKUP_H
#define MIGRATE_BACKUP_H

#include "migrate/settings.h"

#include <pawl/backup.h>

struct backup_request {
	const char *output; /* NULL: a new file in the settings' folder */
	bool verify;
};

/* The driver's; PAWL_E_USAGE where it has none, or what its check() says. */
int backup_find(const struct work *w, const struct driver_backup **ret, struct pawl_error *err);

/*
 * Make one of w's database, in which version is current ("" for none), and remove
 * older ones as the settings say. Everything in a.
 */
int backup_make(struct work *w, const struct backup_request *request, const char *version,
		struct arena *a, struct pawl_backup *ret, struct pawl_error *err);

/* One row of the log, where there is one; that it cannot be written is no failure. */
void backup_log(struct work *w, const char *action, const char *path, const char *version,
		int64_t duration_ms);

/* backup_check.c: the database as it was before the copy was made, and after. */
struct backup_facts;
int backup_facts_begin(struct work *w, struct arena *a, struct backup_facts **ret,
		       struct pawl_error *err);
int backup_facts_end(struct work *w, struct backup_facts *facts, struct pawl_error *err);

/* Load the file into a scratch database, or open it, and tell what it has otherwise. */
int backup_compare(struct work *w, const struct driver_backup *d, const char *path,
		   const struct backup_facts *facts, struct arena *a, struct pawl_backup *ret,
		   struct pawl_error *err);

#endif
