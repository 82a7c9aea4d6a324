/* SPDX-License-Identifier: Apache-2.0 */
/* Making and renaming files of the native layout. */
#ifndef LAYOUT_AUTHOR_H
#define LAYOUT_AUTHOR_H

#include "base/arena.h"
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
};

/* Writes the files and pawl.sum; paths made are in the arena. down is NULL without one. */
int author_new(const struct author_new *in, const struct migration_list *existing, struct arena *a,
	       const char **ret_up, const char **ret_down, struct pawl_error *err);

struct author_rename {
	const char *from, *to; /* paths */
};

/*
 * Renumber the pending migrations, in their order, behind the newest applied
 * one: their files and down files are renamed, requires among them rewritten,
 * pawl.sum written. dry_run only reports.
 */
int author_rebase(const struct migration *const *pending, size_t n, const char *newest_applied,
		  bool dry_run, struct arena *a, struct author_rename **ret, size_t *ret_len,
		  struct pawl_error *err);

#endif
