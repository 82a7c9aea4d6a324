/* SPDX-License-Identifier: Apache-2.0 */
/* Preconditions: what a migration asks of the database before it runs. */
#ifndef MIGRATE_PRECONDITION_H
#define MIGRATE_PRECONDITION_H

#include "layout/migration.h"
#include "migrate/settings.h"

/*
 * Ask m's checks. *ret_met is false where one does not hold and m says that it
 * is to be recorded then; where it says nothing, that is an error with the place.
 */
int precondition_ask(struct work *w, const struct migration *m, bool *ret_met,
		     struct pawl_error *err);

#endif
