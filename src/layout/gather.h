/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the files that a layout has understood to its list of migrations: what
 * most tools' folders have in common.
 *
 *	tree -> the layout's own reading of names -> gather_item[] -> gather_build() -> list
 */
#ifndef LAYOUT_GATHER_H
#define LAYOUT_GATHER_H

#include "layout/layout.h"

enum gather_role {
	GATHER_UP,
	GATHER_BOTH, /* sections of one file: the layout's read_text finds them */
	GATHER_DOWN,
	GATHER_VERIFY,
};

struct gather_item {
	const struct tree_entry *file;
	enum gather_role role;
	enum migration_kind kind;
	const char *version,
		*name;        /* name "" if there is none; "" is the version of a repeatable */
	const char *filename; /* the key of the history row; NULL: the file's name in the folder */
	enum migration_tx tx;
	const char *tx_remedy;   /* as in struct script_settings */
	const char *language;    /* a step that is no SQL; NULL for SQL */
	bool any_time, baseline; /* as in struct migration */
	size_t position;         /* for layouts whose order is written down; else 0 */
};

struct gather {
	const struct layout_input *in;
	/*
	 * The order of running; 0 if both belong to one migration. Repeatables
	 * are put behind all others before this is asked.
	 */
	int (*compare)(const struct gather_item *a, const struct gather_item *b);

	/*
	 * May provide: look into the text of an up file. For GATHER_BOTH it must set
	 * m->up and m->down (sections.h helps); else it may set what the text says of
	 * itself (m->up.settings.tx). Called with the bytes of the file.
	 */
	int (*read_text)(const struct gather *g, const struct gather_item *item,
			 const struct tree_text *text, struct arena *a, struct migration *m,
			 struct pawl_error *err);

	/*
	 * May provide: the same for a down file of its own (GATHER_DOWN).
	 */
	int (*read_down)(const struct gather *g, const struct gather_item *item,
			 const struct tree_text *text, struct arena *a, struct migration *m,
			 struct pawl_error *err);

	const char *orphan; /* a hint for a way back without a way up; NULL: the usual one */

	/* May provide: fill what m->record is to be; text is the up file's. */
	void (*record)(const struct gather *g, const struct gather_item *item,
		       const struct tree_text *text, struct arena *a, struct migration_record *ret);
};

/* For record: a table of versions alone, as they are written or without the zeros before them. */
void gather_record_version(const struct gather *g, const struct gather_item *item,
			   const struct tree_text *text, struct arena *a,
			   struct migration_record *ret);
void gather_record_number(const struct gather *g, const struct gather_item *item,
			  const struct tree_text *text, struct arena *a,
			  struct migration_record *ret);

/* Items are sorted in place. ret is ordered. */
int gather_build(const struct gather *g, struct gather_item *v, size_t n, struct arena *a,
		 struct migration_list *ret, struct pawl_error *err);

/* The usual order: versions as numbers of any length, then by name. */
int gather_compare_numbers(const struct gather_item *a, const struct gather_item *b);
/* The same, but two files with one number and different names are an error. */
int gather_compare_versions(const struct gather_item *a, const struct gather_item *b);
/* By the version's bytes. */
int gather_compare_text(const struct gather_item *a, const struct gather_item *b);

/* A file that is code ("Go"), by its suffix; NULL if it is none that pawl knows of. */
const char *gather_language(const char *filename);

#endif
