/* SPDX-License-Identifier: Apache-2.0 */
/* Hints on files and history that do not fit: what to do next, in this very case. Pure. */
#ifndef MIGRATE_ADVICE_H
#define MIGRATE_ADVICE_H

#include "migrate/plan.h"

/* A file that is older than the newest applied one. */
const char *advice_late(const struct set *set);

/* A row that stands and whose file is gone. */
const char *advice_missing(const struct set *set, const struct history *h,
			   const struct history_row *row, struct arena *a);

/* The file of such a row: as it was called, or as the folder would call it ("00005_*.sql"). */
const char *advice_file(const struct set *set, const struct history_row *row, struct arena *a);

#endif
