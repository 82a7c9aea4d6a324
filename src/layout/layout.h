/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folder of migrations -> struct migration_list. One file per tool's way of
 * keeping them; native.c is pawl's own.
 *
 * To add one: src/layout/<tool>.c, its line in registry.c,
 * tests/golden/layout/<tool>/, a line in docs/guide/other-tools.md.
 */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "base/arena.h"
#include "layout/migration.h"
#include "sql/lexer.h"

struct layout_input {
	const char *const *dirs;
	size_t dirs_len;
	const struct lex_rules *lex; /* what in a file is a comment; NULL: the dialect is unknown */
	bool duplicates;             /* two of one number are taken, told apart by their names */
};

struct layout {
	const char *name;

	/*
	 * Read every migration, sorted as migration.h says, checksums computed and
	 * directives parsed. Duplicate versions, unknown directives, unreadable or
	 * vanished files and unfit names are errors with file, line and column.
	 */
	int (*read)(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		    struct pawl_error *err);
};

/* "native", or "auto" which is the same until other layouts exist; NULL means auto. */
int layout_find(const char *name, const struct layout **ret, struct pawl_error *err);

extern const struct layout layout_native;

#endif
