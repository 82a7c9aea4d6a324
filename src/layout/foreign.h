/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks of another tool's in files that the layout at hand runs whole: where that tool would
 * run a part of the file, all of it would run.
 */
#ifndef LAYOUT_FOREIGN_H
#define LAYOUT_FOREIGN_H

#include "layout/layout.h"

/*
 * Look through every file of list for them. PAWL_E_CONFIG with the mark, its place and --layout
 * as the way out; where the user has named the layout (given) a note in list instead.
 */
int foreign_check(const struct layout *layout, bool given, struct migration_list *list,
		  struct arena *a, struct pawl_error *err);

#endif
