/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Old migrations replaced by one baseline: <version>_baseline.sql, with the
 * version of the last of them and a line "-- pawl:replaces" that names them all.
 * A fresh database runs it; for a database that has all of them it counts as
 * applied (plan.c).
 */
#ifndef MIGRATE_SQUASH_H
#define MIGRATE_SQUASH_H

#include "migrate/compare.h"
#include "migrate/workshop.h"

/* Fill *ret; files are moved last, once the baseline is proved to give the same. */
int squash_migrations(struct lab *lab, const struct source *migrations,
		      const struct pawl_squash_options *o, struct arena *a,
		      struct pawl_squashed *ret, struct pawl_error *err);

/*
 * May the files of these migrations go, for the database that w is connected to? PAWL_E_HISTORY
 * where one of them is half done, or only some of them are applied. Nothing to ask where
 * w has no connection.
 */
int squash_check_live(struct work *w, const struct migration *const *v, size_t len,
		      struct pawl_error *err);

/* Is there a row in any of the schema's tables? */
int squash_has_rows(struct trial *t, const struct schema *schema, bool *ret,
		    struct pawl_error *err);

/* Append INSERTs for all rows of the schema's tables, parents before children. */
int squash_data(struct trial *t, const struct schema *schema, struct arena *a, struct buf *b,
		struct pawl_error *err);

#endif
