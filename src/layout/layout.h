/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folder of migrations -> struct migration_list. One file per tool's way of
 * keeping them; native.c is pawl's own.
 *
 *	folders -> layout_list() -> recognise() of each layout -> read() of one
 *
 * To add one: src/layout/<tool>.c, its line in registry.c,
 * tests/golden/layout/<tool>/, a page docs/guide/from-<tool>.md. What it needs
 * of reading files is in tree.h; what its history table looks like goes into
 * <tool>_history.c behind tool_history.h.
 */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "base/arena.h"
#include "layout/migration.h"
#include "layout/tree.h"
#include "sql/lexer.h"

struct layout_var {
	const char *name, *value;
};

struct layout_input {
	const char *const *dirs;
	size_t dirs_len;
	const struct lex_rules *lex; /* what in a file is a comment; NULL: the dialect is unknown */
	const char *dialect;         /* its name, for folders that hold several; NULL: unknown */
	const char *env;             /* --env; NULL: none */
	bool duplicates;             /* two of one number are taken, told apart by their names */
	const struct layout_var *vars; /* declared by the user */
	size_t vars_len;
	/* A variable of the host's environment, for tools that replace those; may be NULL. */
	const char *(*environment)(const char *name);

	/* The same folders, listed: filled by layout_list(). */
	const struct tree *trees;
};

/* How sure a layout is that a folder is its own. */
enum layout_match {
	LAYOUT_NO,
	LAYOUT_FITS, /* the names fit, as they would fit others */
	LAYOUT_SURE, /* something is there that only this tool has */
};

/* What a line is to a layout that cuts files in two. */
enum layout_mark {
	LAYOUT_NO_MARK,
	LAYOUT_MARK,      /* nobody else writes it */
	LAYOUT_UP_MARK,   /* a word that anybody may write */
	LAYOUT_DOWN_MARK, /* the same, unless that or SQL stands above it in the same file */
};

struct line;

struct layout {
	const char *name;           /* "golang-migrate": --layout */
	const char *const *aliases; /* NULL-terminated; NULL: none */

	/*
	 * NULL: only by name. Sets *ret_why, on LAYOUT_SURE, to what told it ("meta/_journal.json",
	 * "-- +goose Up in 001_init.sql"), in the arena.
	 */
	enum layout_match (*recognise)(const struct layout_input *in, struct arena *a,
				       const char **ret_why);

	/*
	 * Read every migration, sorted as migration.h says, checksums computed and
	 * directives parsed. Duplicate versions, unknown directives, unreadable or
	 * vanished files and unfit names are errors with file, line and column.
	 */
	int (*read)(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		    struct pawl_error *err);

	/*
	 * May provide: the engine that a folder says it is for, in the tool's words, and the file
	 * that says so. NULL where it says none, or that dialect is one of several.
	 */
	const char *(*engine)(const struct tree *t, const char *dialect, struct arena *a,
			      const struct tree_entry **ret_file);

	bool by_text; /* versions are ordered as texts, "10" before "2" */

	/* Files beside its migrations are parts of them, or for other databases: not worth a word. */
	bool selects;

	/* May provide: is the line a mark by which it runs a part of a file alone? */
	enum layout_mark (*mark)(const struct line *l);
};

/* By name or alias; NULL and "auto" give NULL, to be found by layout_recognise(). */
int layout_find(const char *name, const struct layout **ret, struct pawl_error *err);

/*
 * The one layout that is sure; where none is, the first that fits (pawl's own
 * before others). Two that are sure are PAWL_E_CONFIG, with both reasons and --layout as
 * the way out. *ret_why is "" where it only fits. *ret_also are the names of
 * the others that fit, NULL-terminated.
 */
int layout_recognise(const struct layout_input *in, struct arena *a, const struct layout **ret,
		     const char **ret_why, const char *const **ret_also, struct pawl_error *err);

/* What the line is to another layout than but, which is *ret then; nothing if but takes it for one. */
enum layout_mark layout_mark(const struct line *l, const struct layout *but,
			     const struct layout **ret);

/* List in->dirs into in->trees. */
int layout_list(struct layout_input *in, struct arena *a, struct pawl_error *err);

/* List, recognise where layout is NULL, and read. */
int layout_read(const struct layout *layout, struct layout_input *in, struct arena *a,
		struct migration_list *ret, struct pawl_error *err);

#endif
