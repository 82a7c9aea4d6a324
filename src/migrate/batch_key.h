/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key that a batched statement follows: whether the table has it, the
 * queries that find a range of it, and the position as the history keeps it.
 * Values travel as literals, made by the server that will read them.
 */
#ifndef MIGRATE_BATCH_KEY_H
#define MIGRATE_BATCH_KEY_H

#include "layout/migration.h"
#include "migrate/batch_text.h"
#include "migrate/settings.h"

struct batch_key {
	const struct script_batch *batch;
	const char *const *values; /* expressions that give each column as a literal */
};

/* How far a batched statement is. */
struct batch_position {
	int64_t batches, rows;   /* done */
	int64_t size;            /* of the next range */
	const char *const *last; /* literals of the last key done; NULL at the start */
};

/*
 * Look at the table over the connection: it must be there, be able to roll
 * back, and have a unique key on just these columns that no row lacks.
 * PAWL_E_SYNTAX, with the directive's place in the file called name, if not.
 */
int batch_key_find(struct work *w, const struct script_batch *batch, const char *name,
		   struct arena *a, struct batch_key *ret, struct pawl_error *err);

/* The range of up to size rows behind last (NULL: from the start); *ret_found false: none is left. */
int batch_key_range(struct work *w, const struct batch_key *key, const char *const *last,
		    int64_t size, struct arena *a, struct batch_range *ret, bool *ret_found,
		    struct pawl_error *err);

/* The first and the last key of the whole table. */
int batch_key_ends(struct work *w, const struct batch_key *key, struct arena *a,
		   struct batch_range *ret, bool *ret_found, struct pawl_error *err);

/* As text for the history's column "fingerprint", and back; false if the text is none, or another key's. */
const char *batch_position_text(const struct script_batch *batch, const struct batch_position *p,
				struct arena *a);
bool batch_position_read(const struct script_batch *batch, const char *text, struct arena *a,
			 struct batch_position *ret);
bool batch_position_is(const char *text);
/* Of any key. */
bool batch_position_done(const char *text, int64_t *ret_batches, int64_t *ret_rows);

#endif
