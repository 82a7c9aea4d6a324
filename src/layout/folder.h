/* SPDX-License-Identifier: Apache-2.0 */
/* Folders that hold one migration each: "2024_init/up.sql" and what lies beside it. */
#ifndef LAYOUT_FOLDER_H
#define LAYOUT_FOLDER_H

#include "layout/gather.h"

/*
 * If e is the file called base of a folder of the tree: an item with role whose
 * filename is the folder's name, whose version are the bytes before its first
 * '_' and whose name is what follows.
 */
bool folder_item(const struct tree_entry *e, const char *base, enum gather_role role,
		 struct arena *a, struct gather_item *ret);

/* The file called base beside e, NULL if there is none. */
const struct tree_entry *folder_sibling(const struct tree *t, const struct tree_entry *e,
					const char *base, struct arena *a);

/* By the folders' names, byte by byte. */
int folder_compare(const struct gather_item *a, const struct gather_item *b);

#endif
