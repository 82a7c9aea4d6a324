/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reader of DDL over tokens, for the engines whose parser is no library:
 * SQLite and MariaDB/MySQL share most of the grammar. It takes what the engines
 * take, and is not strict: what it cannot follow it passes over.
 */
#ifndef DIALECT_DDL_H
#define DIALECT_DDL_H

#include "dialect/action.h"
#include "sql/lexer.h"

struct ddl;

/* What differs. */
struct ddl_rules {
	const struct lex_rules *lex;
	bool lower_tables;    /* names of tables and columns without case */
	bool string_names;    /* 'a' and "a" may be names */
	bool real_references; /* REFERENCES in a column is a foreign key */
	bool reads_volatile;  /* a default expression is computed for each row */
	const char *(*type)(struct arena *a, char *written); /* one spelling for each type */
	/* A table's option or another part of ALTER TABLE, at the cursor; false: unknown. */
	bool (*alter)(struct ddl *d);
	/* A statement that begins with something else than CREATE, ALTER and DROP. */
	void (*other)(struct ddl *d);
};

struct ddl {
	const struct ddl_rules *rules;
	struct arena *arena;
	struct action_list *list;
	const char *sql;
	const struct lex_token
		*t; /* tokens that mean something; a LEX_END stands behind the last */
	size_t len, at;
	const char *schema, *table; /* of the statement */
	bool in_create, guarded, temporary, replaces;
};

int ddl_read(const struct ddl_rules *rules, const char *sql, size_t len, struct arena *a,
	     struct action_list *ret, struct pawl_error *err);

/* The cursor. */
const struct lex_token *ddl_token(const struct ddl *d);
bool ddl_at_end(const struct ddl *d);
bool ddl_is(const struct ddl *d, const char *word);
bool ddl_take(struct ddl *d, const char *words); /* one or more, apart by one blank each */
bool ddl_take_char(struct ddl *d, char c);
void ddl_skip(struct ddl *d);        /* a token, or all in parentheses */
void ddl_skip_part(struct ddl *d);   /* to the next comma or the end */
const char *ddl_name(struct ddl *d); /* NULL if there is none */
const char *ddl_qualified(struct ddl *d, const char **ret_schema);
void ddl_name_list(struct ddl *d,
		   struct action_names *ret); /* "(a, b(10) DESC)"; expressions: "" */
const char *ddl_text(const struct ddl *d, size_t from, size_t to); /* tokens as written */

struct action *ddl_add(struct ddl *d, enum action_verb verb, enum action_object object);

/* ddl_table.c */
void ddl_create_table(struct ddl *d);
void ddl_alter_table(struct ddl *d);
void ddl_column(struct ddl *d, enum action_verb verb); /* name, type, the rest */
/* Type and the rest of a definition; the name is known. */
void ddl_definition(struct ddl *d, enum action_verb verb, const char *name, size_t from);
bool ddl_constraint(struct ddl *d); /* of a table; false if there is none */

#endif
