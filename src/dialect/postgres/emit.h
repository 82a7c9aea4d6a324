/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of PostgreSQL's half of the model share. emit.c and judge.c
 * hold a table of kinds; each family of kinds has an emit_<family>.c, and the
 * judge of a family stands in judge_<family>.c.
 *
 *	struct change -> judge -> (diff, order) -> emit -> SQL
 *
 * The attributes that each kind has are those that the catalog reader sets, see
 * driver/postgres. Text in results is in the arena.
 */
#ifndef DIALECT_POSTGRES_EMIT_H
#define DIALECT_POSTGRES_EMIT_H

#include "model/rules.h"
#include "sql/lexer.h"

extern const struct lex_rules pgsql_lex;
extern const struct model_rules pgsql_model;

/* One change on its way to SQL. */
struct emit {
	const struct diff_options *o;
	const struct change *c;
	struct arena *a;
	struct sql_list *ret;
};

/* emit.c */

/* Add a statement; the second one for those that stand outside of a transaction. */
void pgsql_add(const struct emit *e, const char *fmt, ...) PRINTF(2, 3);
void pgsql_add_alone(const struct emit *e, const char *fmt, ...) PRINTF(2, 3);
/* The server that runs it is of this major version or newer (or unknown). */
bool pgsql_since(const struct diff_options *o, int major);
bool pgsql_changed(const struct change *c, enum attribute name);
/* COMMENT ON and OWNER TO of a new object. */
void pgsql_extras(const struct emit *e, const struct object *o);
/* "IF NOT EXISTS " or "IF EXISTS " where they are asked for, else "". */
const char *pgsql_if_not_exists(const struct emit *e);
const char *pgsql_if_exists(const struct emit *e);
/* The name of a schema where it has to be said, quoted; of the default one too. */
const char *pgsql_schema_name(const struct emit *e, const char *schema);
/* DROP of what c->old is. */
void pgsql_drop(const struct emit *e);
/* Text with word and a blank behind the first occurrence of after, a word of the statement's head. */
const char *pgsql_insert(struct arena *a, const char *sql, const char *after, const char *words);

/* name.c: identifiers as the server itself quotes them. */

const char *pgsql_ident(struct arena *a, const char *name);
/* Qualified if it is not in the default schema. */
const char *pgsql_qualified(struct arena *a, const char *schema, const char *name);
const char *pgsql_name(struct arena *a, const struct object *o);
const char *pgsql_literal(struct arena *a, const char *text);
/* "TABLE t", "TRIGGER x ON t", "FUNCTION f(integer)": for DROP, ALTER, COMMENT ON. */
const char *pgsql_target(struct arena *a, const struct object *o);
/* The words in front of its name: "MATERIALIZED VIEW". */
const char *pgsql_kind(const struct object *o);
/* A name of 63 bytes at most that says what it stands for. */
const char *pgsql_spare_name(struct arena *a, const char *name, const char *suffix);
/* "ALTER TABLE t", for the table, foreign table or view that o is. */
const char *pgsql_alter_table(struct arena *a, const struct object *o);

/* text.c: pieces of the server's text. */

/* A list at its commas outside of quotes and parentheses; blanks around items taken off. */
struct text_list {
	const char **v;
	size_t len, cap;
};
void pgsql_split(struct arena *a, const char *text, struct text_list *ret);
bool pgsql_list_has(const struct text_list *list, const char *item);
/* Whether the code of text has that identifier, quoted or not. */
bool pgsql_mentions(struct arena *a, const char *text, const char *name);
/* (text), unless it stands in parentheses already. */
const char *pgsql_parens(struct arena *a, const char *text);
/* The first code word at nesting depth 0 from which on text reads like words; NULL if none. */
const char *pgsql_find(const char *text, const char *words);
/* Without blanks and a final ";" at the end. */
const char *pgsql_trim(struct arena *a, const char *text);
/* What is in the first and matching parentheses behind the words; NULL if there are none. */
const char *pgsql_behind(struct arena *a, const char *text, const char *words);

/*
 * The difference of two lists of options "name=value" or "name 'value'".
 * set: those that are new or differ; reset: names of those that are gone.
 */
void pgsql_options_diff(struct arena *a, const char *old, const char *new, const char **ret_set,
			const char **ret_reset);
/* The same for FDW options: "ADD a 'x', SET b 'y', DROP c"; NULL if nothing differs. */
const char *pgsql_fdw_options_diff(struct arena *a, const char *old, const char *new);

/* same.c: a difference in attributes that is none. */
bool pgsql_same(const struct object *old, const struct object *new, enum attribute name);

/* type.c: what becomes of values when a column's type changes. */

struct type_change {
	bool assignable; /* needs no USING */
	bool keeps_keys; /* foreign keys over the column can stay while only one side is changed */
	const char *using;  /* else the expression, made of the column's name */
	const char *loss;   /* NULL if every value stays what it is */
	const char *advice; /* NULL if there is nothing to say */
};
void pgsql_type_change(struct arena *a, const struct object *old, const struct object *new,
		       struct type_change *ret);

/* What emit.c's table of kinds refers to. */

void pgsql_schema_create(const struct emit *e);
void pgsql_extension_create(const struct emit *e);
void pgsql_extension_alter(const struct emit *e);
void pgsql_table_create(const struct emit *e);
void pgsql_table_alter(const struct emit *e);
void pgsql_column_create(const struct emit *e);
void pgsql_column_alter(const struct emit *e);
void pgsql_constraint_create(const struct emit *e);
void pgsql_constraint_alter(const struct emit *e);
void pgsql_index_create(const struct emit *e);
void pgsql_index_alter(const struct emit *e);
void pgsql_index_drop(const struct emit *e);
void pgsql_sequence_create(const struct emit *e);
void pgsql_sequence_alter(const struct emit *e);
void pgsql_sequence_owner(const struct emit *e);
void pgsql_sequence_owner_drop(const struct emit *e);
void pgsql_view_create(const struct emit *e);
void pgsql_view_alter(const struct emit *e);
void pgsql_routine_create(const struct emit *e);
void pgsql_routine_alter(const struct emit *e);
void pgsql_trigger_create(const struct emit *e);
void pgsql_trigger_alter(const struct emit *e);
void pgsql_policy_create(const struct emit *e);
void pgsql_policy_alter(const struct emit *e);
void pgsql_enum_create(const struct emit *e);
void pgsql_enum_alter(const struct emit *e);
void pgsql_domain_create(const struct emit *e);
void pgsql_domain_alter(const struct emit *e);
void pgsql_composite_create(const struct emit *e);
void pgsql_defined_create(const struct emit *e);
void pgsql_defined_replace(const struct emit *e);
void pgsql_statistics_create(const struct emit *e);
void pgsql_statistics_alter(const struct emit *e);
void pgsql_foreign_alter(const struct emit *e);
void pgsql_server_drop(const struct emit *e);
void pgsql_publication_alter(const struct emit *e);
void pgsql_text_search_create(const struct emit *e);
void pgsql_text_search_alter(const struct emit *e);
void pgsql_privilege(const struct emit *e);
void pgsql_default_privilege(const struct emit *e);

/* Pieces that several families need. */

/* Which of its indexes a table is known by: REPLICA IDENTITY, CLUSTER ON. */
void pgsql_index_marks(const struct emit *e, const char *alter_table);

/* The line of a column in CREATE TABLE or ADD COLUMN. */
const char *pgsql_column_line(const struct emit *e, const struct object *col);
/* " CASCADE" where tables are made of the composite type that the attribute is of, else "". */
const char *pgsql_cascade(const struct object *attribute);
/* What of a new column has no place in that line: storage, statistics, comment... */
void pgsql_column_extras(const struct emit *e, const struct object *col);
void pgsql_constraint_extras(const struct emit *e, const struct object *o);
/*
 * Where its place, unused still at first, is in front of the bound that it will have:
 * the bound becomes its place. sequence is an expression of type regclass.
 */
void pgsql_sequence_move(const struct emit *e, const char *sequence, const char *first,
			 const char *bound, bool down);
/* What needs c->old as it will be; NULL if it will not be, or no longer need it. */
const struct object *pgsql_stays_as(const struct change *c, const struct object *dependent);
/* Are all the old labels among the new ones, in the same order? */
bool pgsql_labels_grow(struct arena *a, const char *old, const char *new);

/* contain.c: columns that hold values of a type inside of others. */

struct containers {
	VEC(const struct object *) arrays; /* columns of tables whose arrays are of the type */
	const struct object *deep;         /* one that holds it deeper; NULL if none does */
	const struct object *key;          /* one of a partition key that is of the type */
};
void pgsql_containers(struct arena *a, const struct object *type, struct containers *ret);
/* Where the type cannot be exchanged because of them, c is refused. */
void pgsql_refuse_exchange(struct change *c, struct arena *a, const struct object *type);
/* Where the domain cannot get stricter because of them, c is refused. */
void pgsql_refuse_stricter(struct change *c, struct arena *a, const struct object *domain);
/* Before and after a domain gets stricter: its arrays are of text meanwhile. */
void pgsql_set_aside(const struct emit *e, const struct object *domain);
void pgsql_put_back(const struct emit *e, const struct object *domain);

/* judge.c, judge_*.c */

enum change_way pgsql_judge(const struct diff_options *o, struct change *c, struct arena *a);
bool pgsql_survives(const struct diff_options *o, const struct change *cause,
		    const struct object *dependent);
bool pgsql_is_constraint(const struct object *o);
bool pgsql_is_partition_key(struct arena *a, const struct object *column);
enum change_way pgsql_judge_column(const struct diff_options *o, struct change *c, struct arena *a);
enum change_way pgsql_judge_table(const struct diff_options *o, struct change *c, struct arena *a);
enum change_way pgsql_judge_constraint(const struct diff_options *o, struct change *c,
				       struct arena *a);
enum change_way pgsql_judge_view(const struct diff_options *o, struct change *c, struct arena *a);
enum change_way pgsql_judge_routine(const struct diff_options *o, struct change *c,
				    struct arena *a);
enum change_way pgsql_judge_policy(const struct diff_options *o, struct change *c, struct arena *a);
enum change_way pgsql_judge_trigger(const struct diff_options *o, struct change *c,
				    struct arena *a);
enum change_way pgsql_judge_type(const struct diff_options *o, struct change *c, struct arena *a);

#endif
