/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PostgreSQL's own parser (libpg_query) -> its tree as JSON -> struct action.
 * A node is an object with one member, named after its type.
 */
#ifndef DIALECT_POSTGRES_PARSE_H
#define DIALECT_POSTGRES_PARSE_H

#include "dialect/postgres/read.h"

#include <jansson.h>

struct pg_reader {
	struct arena *arena;
	const char *sql;
	size_t len;
	struct action_list *list;
};

/* What a statement says of a relation. */
struct pg_relation {
	const char *schema, *name;
	bool temporary;
	size_t at;
};

/* Append an action that stands at that byte. */
struct action *pg_add(struct pg_reader *r, enum action_verb verb, enum action_object object,
		      size_t start);

/* Members of a node; NULL, false, 0 where they are missing. Texts are copied into the arena. */
const char *pg_text(struct pg_reader *r, const json_t *node, const char *key);
bool pg_true(const json_t *node, const char *key);
bool pg_is(const json_t *node, const char *key, const char *value);
size_t pg_at(const json_t *node); /* "location" */
/* Does a list of options have it, and not as OFF, false or 0? */
bool pg_option(const json_t *options, const char *name);

/* The one member of a node; *ret_type NULL if it is none. */
const json_t *pg_node(const json_t *node, const char **ret_type);
/* The node if it is of that type, else NULL. */
const json_t *pg_as(const json_t *node, const char *type);

/* [{"String": {"sval": "a"}}, ...]: the last is the name, the one before the schema. */
const char *pg_last_name(struct pg_reader *r, const json_t *list, const char **ret_schema);
/* A node String. */
const char *pg_string(struct pg_reader *r, const json_t *node);
void pg_names(struct pg_reader *r, const json_t *list, struct action_names *ret);

struct pg_relation pg_relation(struct pg_reader *r, const json_t *relation);

/* parse_type.c: a TypeName as text, "varchar(20)[]". */
const char *pg_type(struct pg_reader *r, const json_t *type);
enum action_default pg_default(const json_t *expression);

/* parse_table.c */
void pg_create_table(struct pg_reader *r, const json_t *node);
void pg_create_table_as(struct pg_reader *r, const json_t *node);
void pg_alter_table(struct pg_reader *r, const json_t *node);

/* parse_other.c: any other statement; false if it is of no interest. */
bool pg_other(struct pg_reader *r, const char *type, const json_t *node);

/* parse_index.c */
void pg_create_index(struct pg_reader *r, const json_t *node);
void pg_drop(struct pg_reader *r, const json_t *node);
void pg_reindex(struct pg_reader *r, const json_t *node);

#endif
