/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A migration in one transaction, together with its history row: where DDL
 * rolls back, this is what makes it happen exactly once.
 */
#ifndef MIGRATE_APPLY_H
#define MIGRATE_APPLY_H

#include "migrate/unit.h"

/* In a transaction of its own. On failure it is rolled back. */
int apply_alone(struct work *w, struct unit *u, struct pawl_error *err);

/*
 * Behind a savepoint of the transaction that is open. On failure that savepoint
 * is rolled back to, unless the transaction as a whole is gone
 * (db_in_transaction() tells).
 */
int apply_in_group(struct work *w, struct unit *u, struct pawl_error *err);

#endif
