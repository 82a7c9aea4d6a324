/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A script made of pieces of a file. Beyond what sections.h does: semicolons
 * between pieces that are statements of their own, and variables replaced.
 */
#ifndef LAYOUT_PIECES_H
#define LAYOUT_PIECES_H

#include "layout/migration.h"
#include "layout/tree.h"

struct piece {
	size_t offset, end;
	unsigned long line; /* of its first byte */
	bool envsub;        /* variables of the environment are replaced: envsub.h */
	bool terminate;     /* a semicolon goes behind it */
};

struct pieces {
	const struct tree_entry *file;
	const struct tree_text *text;
	const char *(*environment)(const char *name); /* may be NULL */
	const struct piece *v;                        /* in their order in the file */
	size_t len;
};

/* Lines of ret are where they stand in the file. */
int pieces_script(const struct pieces *p, enum migration_tx tx, struct arena *a, struct script *ret,
		  struct pawl_error *err);

#endif
