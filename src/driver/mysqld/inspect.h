/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the catalog, shared by inspect*.c.
 *
 *	inspect.c          the order of reading, what differs between servers, the database itself
 *	inspect_table.c    tables, columns
 *	inspect_key.c      keys, indexes, checks, foreign keys
 *	inspect_show.c     what only SHOW CREATE TABLE tells
 *	inspect_program.c  views, triggers, routines, events
 *	inspect_body.c     the exact body of a program
 *	inspect_sequence.c sequences; privileges
 *	inspect_text.c     the server's text: types, names of the own database, what is named in it
 */
#ifndef DRIVER_MYSQLD_INSPECT_H
#define DRIVER_MYSQLD_INSPECT_H

#include "driver/mysqld/mysqld.h"

/* In what the servers' information_schema differ; texts are parts of queries. */
struct inspect_facts {
	const char *ignored;     /* column of STATISTICS: "yes" for an index nobody may use */
	const char *expression;  /* column of STATISTICS: the expression of a functional key part */
	const char *check_table; /* CHECK_CONSTRAINTS: the table's name; NULL: no such table */
	const char *check_level; /* "Column" or "Table" */
	const char *view_algorithm;
	const char *order;        /* rows do not come in their natural order without it */
	bool raw_defaults;        /* literals in COLUMN_DEFAULT are not quoted */
	bool escaped_expressions; /* quotes in expressions carry a backslash */
	bool sequences;
};

struct late_check {
	const char *name, *clause;
};

/* What reading a table brings to light for the steps that follow. */
struct table_info {
	struct object *object;
	const char *collation;
	const char *engine;
	bool sequence;
	bool show;                     /* SHOW CREATE TABLE has to tell the rest */
	VEC(struct late_check) checks; /* one of them may be the period's and no check */
};

/* A text that names objects, kept until all of them are known. */
struct mention {
	struct object *object;
	const char *text;
};

struct reader {
	struct mysqld *my;
	const struct inspect_facts *facts;
	const struct inspect_options *options;
	struct arena *a;
	struct schema_builder b;
	const char *database;
	const char *literal; /* the database's name, quoted for a query */
	VEC(struct table_info *) tables;
	struct map by_name; /* struct table_info of tables and sequences */
	VEC(struct mention) mentions;
	struct pawl_error *err;
};

/* Each %s of the query is the database's name as a literal. */
int reader_query(struct reader *r, struct db_rows *ret, const char *sql);
bool reader_excluded(const struct reader *r, const char *name);
/* Edges to what text names are made at the end. */
void reader_mention(struct reader *r, struct object *o, const char *text);

int read_tables(struct reader *r);
int read_columns(struct reader *r);
int read_indexes(struct reader *r);
int read_checks(struct reader *r);
int read_foreign_keys(struct reader *r);
int read_shown(struct reader *r);
int read_views(struct reader *r);
int read_triggers(struct reader *r);
int read_routines(struct reader *r);
int read_events(struct reader *r);
int read_sequences(struct reader *r);
int read_privileges(struct reader *r);

/* inspect_body.c: set BODY to shown, or to what SHOW CREATE has where shown is not exact. */
int read_body(struct reader *r, struct object *o, const char *shown);
/* inspect_body.c: set KEY to the parameters as SHOW CREATE has them. */
int read_parameter_list(struct reader *r, struct object *o);

/* The rules of what the server prints, which has no comments. */
extern const struct lex_rules text_printed;
/* A column's type without display widths that mean nothing; *ret_compressed as it says. */
const char *text_type(struct arena *a, const char *type, bool *ret_compressed);
/* text without the name of the own database in front of names. */
const char *text_local(const struct reader *r, const char *text);
/*
 * A query without the parentheses around the joins that its FROMs begin with: for one and
 * the same join the server prints them or not, as its author wrote a comma or JOIN.
 */
const char *text_joins(const struct reader *r, const char *text);
/* Edges from m's object to the tables, views, sequences and functions that its text names. */
void text_needs(struct reader *r, const struct mention *m);
void text_name(struct buf *b, const char *name); /* `name` */

#endif
