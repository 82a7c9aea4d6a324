/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A statement behind pawl:batch: run range by range, each range committed
 * together with its position, which stands in the journal's row where else the
 * fingerprint of a statement in flight stands.
 */
#ifndef MIGRATE_BATCH_H
#define MIGRATE_BATCH_H

#include "layout/migration.h"
#include "migrate/journal_impl.h"

enum { BATCH_LARGEST = 10000000 };

/* The size of the next range after one of size rows took took_ms; target_ms 0: as it was. */
int64_t batch_adapt(int64_t size, int64_t took_ms, int64_t target_ms);

/*
 * Run the statement that the reader gave, from j->in_flight if that is a
 * position. j->stopped is set where --max-batches ends the run before its last
 * range; everything is committed then. A failed range is rolled back.
 */
int batch_run(struct journal *j, const struct statement *st, const struct script_batch *batch,
	      struct pawl_error *err);

#endif
