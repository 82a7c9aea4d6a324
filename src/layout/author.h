/* SPDX-License-Identifier: Apache-2.0 */
/* Making and renaming files of the native layout. */
#ifndef LAYOUT_AUTHOR_H
#define LAYOUT_AUTHOR_H

#include "layout/layout.h"
#include "layout/migration.h"

enum author_scheme {
	AUTHOR_AUTO,      /* as the newest file has it; else three digits */
	AUTHOR_NUMBER,    /* 001, 002, ... width of the newest */
	AUTHOR_TIMESTAMP, /* 20260131235959 */
	AUTHOR_HASH,      /* 12 hex digits, requires the current heads */
};

struct author_new {
	const char *dir;  /* created if missing */
	const char *name; /* free text; made into snake_case */
	enum author_scheme scheme;
	bool no_down;
	bool repeatable;
	const char *up_text, *down_text; /* NULL: a template */
	const struct lex_rules *lex;     /* as in struct layout_input */
};

/*
 * Writes the files, never over one that exists; paths made are in the arena.
 * *ret_down is NULL without one. pawl.sum is written where the folder has one
 * or was empty: a team that never had it is not made to keep it. existing is
 * what all folders hold; NULL: nothing. On failure no file is left.
 */
int author_new(const struct author_new *in, const struct migration_list *existing, struct arena *a,
	       const char **ret_up, const char **ret_down, struct pawl_error *err);

struct author_rebase {
	const struct migration_list *list;      /* all there are */
	const struct migration *const *pending; /* of them, in their order */
	size_t pending_len;
	const char *newest_applied; /* a version; NULL: none */
	const struct lex_rules *lex;
	bool dry_run; /* only report */
};

struct author_rename {
	const char *from, *to; /* paths */
};

/*
 * Renumber pending migrations, in their order, so that all stand behind the
 * newest applied one; those that do already keep their numbers, and hash ids and
 * repeatables have none. Their up, down and verify files are renamed, pawl:requires
 * in pending files that name them rewritten, and pawl.sum where there is one.
 * All or nothing. The renames are in the arena.
 */
int author_rebase(const struct author_rebase *in, struct arena *a, struct author_rename **ret,
		  size_t *ret_len, struct pawl_error *err);

#endif
