/* SPDX-License-Identifier: Apache-2.0 */
/* Files in which something else than a semicolon ends a statement. */
#ifndef LAYOUT_BREAKS_H
#define LAYOUT_BREAKS_H

#include "layout/migration.h"
#include "layout/tree.h"

/*
 * Make script->text of the script's bytes in the file with a ';' wherever marker
 * stands, and blanks for its other bytes but line ends: lines stay right. Nothing
 * is done where there is no marker.
 */
void breaks_apply(const struct tree_text *file, const char *marker, struct arena *a,
		  struct script *script);

#endif
