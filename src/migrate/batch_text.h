/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A batched statement as text: :lo and :hi stand for the first and the last key
 * of a range, outside of strings and comments. Pure.
 *
 * Both ends belong to a range, and no row lies between two ranges. So ">" in
 * front of :lo can only mean ">=", and is sent as that; "<" in front of :hi
 * would leave out a row and is refused. With a key of several columns :lo is a
 * row value, (1, 2), and :lo_column the value of one of them.
 */
#ifndef MIGRATE_BATCH_TEXT_H
#define MIGRATE_BATCH_TEXT_H

#include "dialect/dialect.h"
#include "layout/migration.h"

/* PAWL_E_SYNTAX, with the place in the file called name, for what cannot run in ranges. */
int batch_text_check(const struct dialect *d, const struct script_batch *batch,
		     const struct statement *st, const struct stmt_class *c, const char *name,
		     struct pawl_error *err);

/* The ends of a range: an expression for each column of the key. */
struct batch_range {
	const char *const *lo, *const *hi;
};

/* Append the statement for a range. */
void batch_text_fill(const struct dialect *d, const struct script_batch *batch, const char *sql,
		     size_t len, const struct batch_range *range, struct buf *b);

/*
 * Append the statement for the whole table, for a script that stands alone: the
 * ends are queries for the first and the last key.
 */
void batch_text_whole(const struct dialect *d, const struct script_batch *batch, const char *sql,
		      size_t len, struct buf *b);

/* Append the quoted table, and the quoted columns with separator and tail behind each. */
void batch_text_table(const struct dialect *d, const struct script_batch *batch, struct buf *b);
void batch_text_columns(const struct dialect *d, const struct script_batch *batch, const char *tail,
			struct buf *b);

/* Append "batches of 5000 rows of app.users (tenant, id)". */
void batch_text_describe(const struct script_batch *batch, struct buf *b);

#endif
