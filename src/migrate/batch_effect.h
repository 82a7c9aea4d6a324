/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a batched statement may not do to the table whose key it follows: move
 * rows to where ranges are still to come, or add some there. Rows would be done
 * twice, or without end. Pure.
 */
#ifndef MIGRATE_BATCH_EFFECT_H
#define MIGRATE_BATCH_EFFECT_H

#include "dialect/dialect.h"
#include "layout/migration.h"

/*
 * PAWL_E_SYNTAX, with the place in the file called name, for such a statement.
 * What the dialect cannot read is let through, and so are WITH and MERGE.
 */
int batch_effect_check(const struct dialect *d, const struct script_batch *batch,
		       const struct statement *st, const char *name, struct pawl_error *err);

#endif
