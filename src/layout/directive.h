/* SPDX-License-Identifier: Apache-2.0 */
/* The meaning of pawl: directives: what they make of a migration. Pure. */
#ifndef LAYOUT_DIRECTIVE_H
#define LAYOUT_DIRECTIVE_H

#include "layout/migration.h"
#include "layout/name.h"
#include "layout/scan.h"

struct directive_file {
	const char *path;
	enum name_role role; /* NAME_UP, NAME_DOWN or NAME_VERIFY */
};

/*
 * Take over into m what a file of it says: its script or, where it has
 * sections, its scripts, with their settings; from an up file the rest, too. A
 * down file that meets a down section (and so with verify) is an error that
 * names both. PAWL_E_SYNTAX with the place for what cannot be understood.
 */
int directive_apply(const struct directive_file *file, const struct scan_text *text,
		    struct arena *a, struct migration *m, struct pawl_error *err);

/*
 * A down script that is at hand as text, with what its directives say. text and
 * name, which errors call it by, are borrowed.
 */
int directive_script(const char *text, const char *name, const struct lex_rules *rules,
		     struct arena *a, struct script *ret, struct pawl_error *err);

#endif
