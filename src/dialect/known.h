/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schema as far as the files tell: followed action by action. A table that
 * no file made is unknown and counts as one that has been there for long.
 */
#ifndef DIALECT_KNOWN_H
#define DIALECT_KNOWN_H

#include "base/map.h"
#include "dialect/action.h"

struct known_column {
	const char *name;
	struct action_column def;
	bool dropped;
};

struct known_index {
	const char *name; /* NULL: none was given */
	struct action_names columns;
	bool unique, filtered, dropped;
	const char *kind; /* "fulltext", "spatial"; NULL: any other */
	bool of_key;      /* a primary key's or unique constraint's own */
};

struct known_constraint {
	const char *name;
	const struct action_constraint *def;
	bool valid, dropped;
	unsigned long transaction; /* in which it was added */
};

struct known_table {
	const char *schema; /* NULL: the usual one */
	const char *name;
	bool made_now; /* in this run: it is empty, or nobody uses it yet */
	bool dropped;
	bool copies;          /* made from another: not all of it is known */
	bool complete;        /* its CREATE TABLE was seen */
	size_t triggers;      /* that are known */
	size_t indexes_named; /* made by CREATE INDEX */
	struct {
		struct known_column *v;
		size_t len, cap;
	} columns;
	struct {
		struct known_index *v;
		size_t len, cap;
	} indexes;
	struct {
		struct known_constraint *v;
		size_t len, cap;
	} constraints;
};

struct known_index_owner {
	struct known_table *table;
	size_t index;
};

struct known {
	struct arena *arena;
	struct map tables;   /* of struct known_table */
	struct map indexes;  /* by schema and name: of struct known_index_owner */
	struct map triggers; /* by name: of the struct known_table that it is on */
	struct map others;   /* "kind name" of what was made in this run */
	struct map domains;  /* that check their values */
	const char *path;    /* the first schema of SET search_path; NULL: the usual one */
	struct {
		struct known_table **v;
		size_t len, cap;
	} all;
};

/* The schema of a name; NULL for the usual one, also where that was given. */
const char *known_schema(const char *schema);

void known_init(struct known *k, struct arena *a);

/* Follow an action. transaction: a number for each; now: in this run. */
void known_apply(struct known *k, const struct action *a, unsigned long transaction, bool now);

/* The next migration: search_path is what it was before the one before it. */
void known_reset(struct known *k);

/* Give names without a schema the one that search_path leads to, as far as that is known. */
void known_resolve(const struct known *k, struct action_list *actions);

/* What was made is old from here on. */
void known_age(struct known *k);

/* NULL if no file made it, or it was dropped. */
struct known_table *known_table(const struct known *k, const char *schema, const char *name);
/* The one of that name even if it was dropped. */
const struct known_table *known_gone(const struct known *k, const char *schema, const char *name);
struct known_table *known_table_of(const struct known *k, const struct action *a);
struct known_column *known_column(const struct known_table *t, const char *name);
const struct known_constraint *known_constraint(const struct known_table *t, const char *name);
/* The table of an index; ret may be NULL. */
struct known_table *known_index(const struct known *k, const char *schema, const char *name,
				const struct known_index **ret);

/* The index of that name that went with a table of that name; NULL. */
const struct known_index *known_gone_index(const struct known *k, const char *schema,
					   const char *name, const char *table);

/* Was a type, domain, view ... of that name made in this run? */
bool known_is_new(const struct known *k, enum action_object object, const char *name);

/* Begins the index's columns with these? */
bool known_covers(const struct action_names *index, const struct action_names *columns);

/* NULL if it has none, or none is known. */
const struct known_constraint *known_primary_key(const struct known_table *t);

/* Is the type a domain that checks its values? */
bool known_is_checked(const struct known *k, const char *type);

/* Is it a foreign key, that was not dropped, to that table? */
bool known_refers(const struct known_constraint *c, const struct known_table *to);

/* Does a validated CHECK keep NULL out of the column? */
bool known_has_not_null_check(const struct known_table *t, const char *column);

#endif
