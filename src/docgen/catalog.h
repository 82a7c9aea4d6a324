/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the writers want to know of a schema, worked out once: the tables with
 * their relations in both directions, which of them hang together, and which
 * migrations touched what.
 *
 *	docgen_input -> catalog_build() -> html, markdown, dot
 */
#ifndef DOCGEN_CATALOG_H
#define DOCGEN_CATALOG_H

#include "docgen/docgen.h"

struct table;

/* A foreign key whose both ends are known. */
struct relation {
	const struct object *key;
	struct table *from, *to;
	bool optional; /* a column of it may be NULL */
	bool single;   /* its columns are unique: at most one row refers */
};

struct table {
	const struct object *object;
	size_t number; /* in catalog.tables */
	size_t group;  /* in catalog.groups */
	VEC(struct relation *) out, in;
	VEC(const struct object *) partitions; /* direct ones; they have no table of their own */
};

/* Tables that foreign keys connect. */
struct group {
	VEC(struct table *) tables;
	VEC(struct relation *) relations;
};

enum key_mark { MARK_PRIMARY = 1, MARK_FOREIGN = 2, MARK_UNIQUE = 4 };

struct catalog {
	const struct docgen_input *in;
	const struct schema *schema;
	struct arena *arena;
	VEC(struct table *) tables;       /* by schema and name; without partitions */
	VEC(struct relation *) relations; /* in the order of the foreign keys */
	VEC(struct group) groups; /* the largest first; tables of no relation are groups of one */
	size_t drawn;             /* how many groups have relations; they come first */
	struct table **by_object; /* by object.index; NULL where it is no table */
	struct map by_title;      /* object_title() -> object */
	struct map touched_by;    /* object_title() -> struct touches */
};

/* The migrations that touch an object. */
struct touches {
	VEC(const struct docgen_migration *) by;
};

void catalog_build(struct catalog *ret, const struct docgen_input *in, struct arena *a);

bool catalog_is_table(enum object_kind kind);

/* The table of an object, NULL if it is none (or a partition). */
struct table *catalog_table(const struct catalog *c, const struct object *o);

/* What keys say of a column, as bits of enum key_mark; unique only if it is so alone. */
unsigned catalog_marks(const struct object *column);

/* Whether a table has foreign keys, and whether one of them leads to no table of the catalog. */
bool catalog_has_keys(const struct table *t);
bool catalog_is_loose(const struct catalog *c, const struct object *key);

/* The objects of a kind that stand for themselves, one after the other; NULL at the end. */
const struct object *catalog_next(const struct catalog *c, enum object_kind kind, size_t *at);
size_t catalog_count(const struct catalog *c, enum object_kind kind);

/* A name for a link: letters, digits, '-', '.', '_' and '~hh' only; another one for each object. */
const char *catalog_anchor(const struct catalog *c, const struct object *o);
const char *catalog_migration_anchor(const struct catalog *c, const struct docgen_migration *m);

const char *catalog_title(const struct catalog *c, const struct object *o);

/* The name of a part of a table, NULL if its author gave it none. */
const char *catalog_name(const struct object *o);

/*
 * A key, index, check, policy or trigger in one line or more of SQL as its engine
 * has it: its DEFINITION, or one put together from its other attributes.
 */
const char *catalog_definition(const struct catalog *c, const struct object *o);

/* The same for an index without what its line says anyway: "(a, b) WHERE ...", "gin (tags)". */
const char *catalog_index_key(const struct catalog *c, const struct object *index);
bool catalog_is_unique(const struct object *index);

/* What a foreign key does beside referring: "ON DELETE CASCADE"; "" if nothing. */
const char *catalog_actions(const struct catalog *c, const struct object *key);

/* "a, b" of the columns of a key or index; an expression is "(expression)". */
const char *catalog_columns(const struct catalog *c, const char *const *columns, size_t len);

/* The parts of a table that are listed below its columns, foreign keys left out, in order. */
struct part_list {
	enum object_kind kind;
	const char *title;
};
extern const struct part_list catalog_parts[]; /* ends with a title of NULL */

/* Kinds of objects beside tables that share a chapter. */
enum { CHAPTER_KINDS = 20 };
struct chapter {
	const char *id, *title, *one, *many;
	enum object_kind kinds[CHAPTER_KINDS];
};
extern const struct chapter catalog_chapters[]; /* ends with an id of NULL */

/* The objects of a chapter one after the other; kind and at start as 0. NULL at the end. */
const struct object *catalog_chapter_next(const struct catalog *c, const struct chapter *k,
					  size_t *kind, size_t *at);
size_t catalog_chapter_count(const struct catalog *c, const struct chapter *k);

#endif
