/* SPDX-License-Identifier: Apache-2.0 */
/* Rows whose files are gone: where they stand among the files. Pure. */
#ifndef MIGRATE_MISSING_H
#define MIGRATE_MISSING_H

#include "migrate/history.h"
#include "migrate/set.h"

/* For qsort: pointers to rows, by their versions. */
int missing_compare(const void *x, const void *y);

/* Does the row come before this entry of the set? Where no number says so it comes behind all. */
bool missing_precedes(const struct set *set, const struct history_row *row,
		      const struct set_entry *e);

/* What the migration was called: what its file's name has beside the version; "" for nothing. */
const char *missing_name(const struct history_row *row, struct arena *a);

#endif
