/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A migration statement by statement, where one transaction cannot hold it:
 * MariaDB's DDL, "transaction off", files with transactions of their own.
 *
 * The history row says how many statements have taken effect. A statement that
 * can roll back commits together with that number; one that cannot has the
 * fingerprint of the catalog it touches written beforehand, so that after a
 * kill the next run sees whether it took effect.
 */
#ifndef MIGRATE_JOURNAL_H
#define MIGRATE_JOURNAL_H

#include "migrate/unit.h"

/* Run u from where its row says it stopped, or from the start. */
int journal_run(struct work *w, struct unit *u, struct pawl_error *err);

/* The engine refuses the statement in a transaction: a procedure that commits, say. */
bool journal_must_be_alone(const struct pawl_error *err);

#endif
