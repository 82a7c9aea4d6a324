/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A schema as one text, and back. The head of a dump says in comments which
 * dialect it is of and which versions it stands for:
 *
 *	-- pawl:dialect postgres
 *	-- pawl:version 003
 */
#ifndef MIGRATE_DUMP_H
#define MIGRATE_DUMP_H

#include "migrate/delta.h"

/* Append the schema; the versions stand in its head. */
void dump_write(const struct dialect *d, const struct diff_options *options,
		const struct lab_schema *schema, struct arena *a, struct buf *b);

/* What the head of a dump says; all NULL and 0 where it says nothing. */
struct dump_head {
	const char *dialect;
	const char *const *versions;
	size_t versions_len;
};

int dump_read_head(const char *path, struct arena *a, struct dump_head *ret,
		   struct pawl_error *err);

/*
 * Run a dump on w's database, which has to be empty, and stamp the versions of
 * its head: all that each of them stands on counts as applied. A text without
 * versions stamps nothing, and every migration stays pending.
 */
int dump_load(struct work *w, const struct set *set, const char *path, const struct dump_head *head,
	      struct run_result *ret, struct pawl_error *err);

#endif
