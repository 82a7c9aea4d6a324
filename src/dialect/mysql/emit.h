/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SQL of changes for MariaDB and MySQL, shared by emit*.c and judge*.c.
 * What the attributes mean, driver/mysqld/inspect.c says.
 *
 *	emit.c            which change is made how; sequences, privileges, renames
 *	emit_table.c      CREATE TABLE, ALTER TABLE and their clauses; foreign keys
 *	emit_options.c    a table's options: engine, collation, versioning ...
 *	mysql_emit_column.c     one column, and where it stands
 *	emit_foreign.c    foreign keys
 *	emit_partition.c  partitions added, dropped, reorganised
 *	mysql_emit_program.c    views, triggers, routines, events
 *	judge.c           how a change is brought about, what it can lose
 *	mysql_judge_type.c      which values a change of type can lose
 */
#ifndef DIALECT_MYSQL_EMIT_H
#define DIALECT_MYSQL_EMIT_H

#include "model/rules.h"

/* The object rules of dialect.c. */
extern const struct model_rules mysql_model;

/* One change on its way into statements. */
struct emit {
	const struct diff_options *o;
	const struct change *c;
	struct arena *a;
	struct sql_list *ret;
};

/* version as struct db_info has it; MariaDB's begin with 10. 0 is taken for a new MariaDB. */
static inline bool mysql_emit_is_mariadb(const struct diff_options *o)
{
	return o->version == 0 || o->version >= 100000;
}

/* Append a statement; b is emptied. */
void mysql_emit_add(struct emit *e, struct buf *b);
void mysql_emit_name(struct buf *b, const char *name);
void mysql_emit_text(struct buf *b, const char *text); /* a literal */
/* "latin1" of "latin1_bin". */
size_t mysql_emit_charset_len(const char *collation);
bool mysql_emit_changed(const struct change *c, enum attribute name);

/* Clauses of ALTER TABLE: each on a line of its own, parted by commas. */
struct clauses {
	struct buf b;
	size_t n, start; /* start: behind the table's name */
};

/* emit_table.c */
void mysql_emit_clause(struct clauses *cl); /* begin the next one */
void mysql_emit_create_table(struct emit *e);
void mysql_emit_alter_table(struct emit *e);

/* emit_foreign.c */
void mysql_emit_foreign_key(struct emit *e);
void mysql_emit_foreign_key_definition(struct buf *b, const struct object *key);
/* A foreign key to a table that is not there; o may be NULL or of another kind. */
bool mysql_emit_dangles(const struct object *o);
/* As mysql_emit_add(), without the checks of foreign keys if they are not wanted. */
void mysql_emit_with_checks(struct emit *e, struct buf *b, bool checks);

/* emit_options.c */
void mysql_emit_table_options(struct buf *b, const struct object *table);
void mysql_emit_option_changes(struct clauses *cl, const struct change *c);
/* Periods that go (in front of the columns), or come (behind them). */
void mysql_emit_period_changes(struct clauses *cl, const struct change *c, bool drops);
/*
 * From versioning with columns of its own to that without, or back, and from one engine
 * to another: the table has no versioning in between.
 */
bool mysql_emit_is_unversioned_between(const struct change *c);
/* Does the change of the table's collation carry this column along? */
bool mysql_emit_follows_collation(const struct object *column);

/* mysql_emit_column.c */
void mysql_emit_column(struct buf *b, const struct object *column);
/* Is it ROW START or ROW END of a period of system time? */
bool mysql_emit_is_row_time(const struct object *column);
void mysql_emit_place(struct buf *b, const struct object *column); /* " FIRST", " AFTER `x`" */
/* Has the column another place among those that both tables have? */
bool mysql_emit_is_moved(const struct object *old, const struct object *new);

/* emit_partition.c */
void mysql_emit_partitions(struct emit *e, struct buf *b); /* PARTITION BY ... */
/* What that could not say. */
void mysql_emit_more_partitions(struct emit *e);
void mysql_emit_partition_changes(struct emit *e, bool before);
/* The names of partitions whose rows the change drops, "a, b"; NULL if none. */
const char *mysql_emit_dropped_partitions(const struct change *c, struct arena *a);

/* mysql_emit_program.c */
void mysql_emit_view(struct emit *e);
void mysql_emit_program(struct emit *e);

/* judge.c */
enum change_way mysql_judge_change(const struct diff_options *o, struct change *c, struct arena *a);
bool mysql_judge_survives(const struct diff_options *o, const struct change *cause,
			  const struct object *dependent);
bool mysql_judge_same(const struct object *old, const struct object *new, enum attribute name);
bool mysql_judge_is_text(const struct object *column); /* has it a collation? */
/* A column that must be dropped and added instead of being modified. */
bool mysql_judge_is_again(const struct change *c);

/* mysql_judge_type.c: which values get lost, in one clause; NULL if none. */
const char *mysql_judge_type(const char *old, const char *new, struct arena *a);
/* Values were only put behind those of an enum or set. */
bool mysql_judge_appended(const char *old, const char *new);

#endif
