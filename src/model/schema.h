/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A database's schema as plain data: what inspect reads from a catalog, diff
 * compares, emit turns into SQL and docgen describes.
 *
 *	live database -> driver's inspect -> struct schema -> diff -> changes -> emit -> SQL
 *
 * A schema is a set of objects that need each other. An object has a kind, a
 * name, a parent where it belongs to another (a column to its table), a few
 * attributes whose values are the server's own text, and the objects that must
 * exist before it. That one shape serves all engines: what an engine has is
 * which kinds and attributes it fills (dialect's struct model_rules knows).
 *
 * Everything is in the arena that the schema was built with and is not changed
 * once schema_finish() was called.
 */
#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"

#include <stdbool.h>

enum object_kind {
#define KIND(id, word) OBJECT_##id,
#include "model/kind.def"
#undef KIND
	OBJECT_KINDS
};

enum attribute {
#define ATTRIBUTE(id, word, compare) ATTR_##id,
#include "model/attribute.def"
#undef ATTRIBUTE
	ATTRIBUTES
};

enum attribute_compare { COMPARE_ALWAYS, COMPARE_REQUEST, COMPARE_NEVER };

struct attribute_value {
	enum attribute name;
	const char *value;
};

struct object {
	enum object_kind kind;
	const char *schema;    /* NULL: the default schema, or the kind or engine has none */
	const char *name;      /* as it is, not quoted */
	const char *arguments; /* of routines: identity argument types as the server prints them */
	const struct object *parent;
	size_t position; /* of columns: 1-based; else 0 */

	/* In the order of enum attribute; absent ones are not there. */
	const struct attribute_value *attributes;
	size_t attributes_len;

	/*
	 * For those who follow relations (order, docs): the columns of a key, an index
	 * or a constraint by name (an expression is ""), and what a foreign key refers to.
	 */
	const char *const *columns;
	size_t columns_len;
	const struct object *references;
	const char *const *reference_columns; /* as many as columns */

	/* Set by schema_finish(). */
	const struct object *const *children; /* columns by position first, then by kind and name */
	size_t children_len;
	const struct object *const *needs; /* must exist before it; its parent is not listed */
	size_t needs_len;
	const struct object *const *needed_by; /* the same edges from the other end */
	size_t needed_by_len;
	const char *key; /* its identity in the schema */
	size_t index;    /* in schema.objects */

	/*
	 * Comes with another object and cannot be made alone: an inherited column, a
	 * partition's share of an index, the index behind a key. Known to docs and to
	 * the edges; never created or dropped. Compared is only what can be said of it
	 * alone: its comment, the default of a view's column, how a materialized view's
	 * column is stored.
	 */
	bool implied;
};

struct schema {
	const struct object *const *objects; /* by kind, then schema, name, arguments, parent */
	size_t len;
	struct map by_key;
	int version;         /* the server's, as struct db_info has it; 0 if unknown */
	const char *product; /* "PostgreSQL", "MariaDB", "SQLite"; "" if unknown */
	const char
		*default_schema; /* the name that schema NULL stands for; NULL if there are none */
	bool nocase;             /* identity is by names without the case of ASCII letters */
	/* Facts of the database that types and tables default to (charset, collation); "" if none. */
	const char *default_charset, *default_collation;
};

/* Building: one builder, in an arena that outlives the schema. */
struct schema_builder {
	struct arena *arena;
	VEC(struct object *) objects;
	VEC(struct schema_edge) edges;
	struct map by_key;
	bool nocase; /* set it before the first object: see struct schema */
};

struct schema_edge {
	const struct object *object, *needs;
};

void schema_begin(struct schema_builder *b, struct arena *a);

/*
 * A new object; names are borrowed (they live in the arena, or are static).
 * parent and arguments may be NULL. Returns the existing one if the identity is taken.
 */
struct object *schema_add(struct schema_builder *b, enum object_kind kind,
			  const struct object *parent, const char *schema, const char *name,
			  const char *arguments);

/* Set an attribute; a NULL or empty value is absence (but DEFAULT, COMMENT... are never ""). */
void schema_set(struct schema_builder *b, struct object *o, enum attribute name, const char *value);
void schema_set_flag(struct schema_builder *b, struct object *o, enum attribute name, bool yes);

/* object cannot exist before needs; an edge to itself, its parent or its child is dropped. */
void schema_need(struct schema_builder *b, const struct object *object, const struct object *needs);

/* Of the objects added so far; parent NULL for those without. NULL if there is none. */
struct object *schema_lookup(const struct schema_builder *b, enum object_kind kind,
			     const struct object *parent, const char *schema, const char *name,
			     const char *arguments);

/*
 * Sort, link children and needs (those of columns[] and references too), take over
 * the lot. version, product etc. are the caller's to set.
 */
void schema_finish(struct schema_builder *b, struct schema *ret);

/* Reading. */

/* The value of an attribute, NULL if it is absent. */
const char *object_get(const struct object *o, enum attribute name);
bool object_has(const struct object *o, enum attribute name);

/* The object of b with the same identity as o has in its schema; NULL if there is none. */
const struct object *schema_same(const struct schema *s, const struct object *o);
const struct object *schema_find(const struct schema *s, enum object_kind kind,
				 const struct object *parent, const char *schema, const char *name,
				 const char *arguments);

/* The outermost parent, or o itself. */
const struct object *object_root(const struct object *o);

/* By schema, parents, position, name and arguments: an order for people, whatever the kinds. */
int object_compare(const struct object *a, const struct object *b);

/* "public.users.email", "add(integer, integer)": for messages, in the arena. */
const char *object_title(const struct object *o, struct arena *a);

const char *kind_word(enum object_kind kind);
/* By its word; OBJECT_KINDS if there is none. */
enum object_kind kind_find(const char *word);
const char *attribute_word(enum attribute name);
enum attribute_compare attribute_compared(enum attribute name);

#endif
