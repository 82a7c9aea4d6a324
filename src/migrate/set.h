/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The migrations in the order in which they run: numbered ones by number, hash
 * ids where their requires put them, repeatables last by name. Pure.
 */
#ifndef MIGRATE_SET_H
#define MIGRATE_SET_H

#include "base/map.h"
#include "layout/migration.h"

struct set_entry {
	const struct migration *m;
	size_t position;
	const size_t *needs; /* positions of what requires names */
	size_t needs_len;
	bool excluded; /* pawl:env leaves it out here */
	bool is_head;  /* nothing follows it */
};

struct set {
	struct set_entry *v; /* in running order */
	size_t len;
	size_t versioned; /* the first so many are versioned, the rest repeatable */
	struct map by_filename;
	bool by_name;            /* versions are names: which is newer only the order of v tells */
	const char *layout;      /* of the list that it was built from */
	const char *const *also; /* as there */
	const struct migration_aside *asides;
	size_t asides_len;
};

/*
 * environment may be NULL. Unknown names in requires, cycles, and a number that
 * requires a later number are PAWL_E_SYNTAX at the directive.
 */
int set_build(const struct migration_list *list, const char *environment, struct arena *a,
	      struct set *ret, struct pawl_error *err);

/* The entry of a file, NULL if there is none. */
const struct set_entry *set_find_file(const struct set *s, const char *filename);

/*
 * The versioned entry that a name stands for: file name, "version_name",
 * version (leading zeros aside), or an unambiguous prefix of a hash id or of a
 * version as written. PAWL_E_USAGE when there is none or more than one.
 */
int set_lookup(const struct set *s, const char *name, const struct set_entry **ret,
	       struct pawl_error *err);

/*
 * Which entries belong to the history that ends at target, by position: a
 * number takes every smaller number along, a hash id its ancestors alone.
 */
const bool *set_history_of(const struct set *s, const struct set_entry *target, struct arena *a);

/*
 * Order two versions: numbers by value, everything else by bytes. Numbers with
 * parts ("1.5.2", "2024-03-06") go part by part, and a missing part is 0.
 */
int set_compare_versions(const char *a, const char *b);

/* Is it digits, or parts of digits with one of ".-_" between them? */
bool set_is_number(const char *version);

#endif
