/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the folders hold that was not read of them, so that no file of SQL is passed over in
 * silence: whose it is, and where migrations are when there are none.
 *
 *	layout_read() -> leftover_check() -> leftover_notes()
 */
#ifndef LAYOUT_LEFTOVER_H
#define LAYOUT_LEFTOVER_H

#include "layout/layout.h"

/*
 * PAWL_E_CONFIG where a layout that nobody named leaves out what another one would run: a whole
 * folder of several, or folders beside the files that it reads. Both are named.
 */
int leftover_check(const struct layout_input *in, const struct layout *layout,
		   const struct migration_list *list, struct arena *a, struct pawl_error *err);

/*
 * The folder above that holds the migrations, where a folder is a part of one: sqitch's deploy,
 * Diesel's or Prisma's folder of one migration, Drizzle's meta. NULL if it is none.
 */
const char *leftover_above(const struct layout_input *in, struct arena *a);

/* Add to list's notes what is not run, and where migrations are if list is empty. */
void leftover_notes(const struct layout_input *in, const struct layout *layout,
		    struct migration_list *list, struct arena *a);

#endif
