/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of SQLite's model share. Their functions begin with lite_, since other
 * dialects have files of the same names.
 *
 *	text.c      names, quotes and the canonical form of expressions
 *	parse.c     CREATE statements taken apart; parse_table.c: tables
 *	declare.c   from there to the objects of a schema; declare_table.c: tables
 *	judge.c     what a change costs, and how it is brought about
 *	emit.c      changes as SQL; alter.c: those of tables that ALTER TABLE can do,
 *	rebuild.c   and those that it cannot
 */
#ifndef DIALECT_SQLITE_MODEL_H
#define DIALECT_SQLITE_MODEL_H

#include "base/vec.h"
#include "dialect/dialect.h"
#include "dialect/sqlite/parse.h"

extern const struct model_rules sqlite_rules;

/* dialect.h's declare. */
void sqlite_declare(struct schema_builder *b, const struct dialect_row *rows, size_t n);

/* What declare.c and declare_table.c know of a table while they work. */
struct table {
	struct object *object;
	struct object **columns;
	const char **names; /* of the columns */
	size_t len;
	struct names primary; /* columns of the primary key */
};

/* A foreign key that waits until all tables are known. */
struct reference {
	struct object *object;
	const char *key;   /* the columns of its own table */
	const char *table; /* folded */
	struct names to;
};

struct declare {
	struct schema_builder *b;
	struct arena kept, row; /* until the end; until the end of a row */
	struct map tables;      /* folded name -> struct table */
	struct map objects;     /* folded name -> table, virtual table or view */
	struct map names;       /* those and all columns, once a view or trigger asks */
	VEC(struct reference) references;
};

/* A copy for the schema of what was made for a row. */
const char *lite_keep(const struct declare *d, const char *text);

/* A table, its columns and constraints; what its foreign keys refer to is left for later. */
void lite_declare_table(struct declare *d, const struct dialect_row *row);
void lite_declare_references(struct declare *d);

/* "a, b COLLATE NOCASE DESC": parts of a key, canonical. */
const char *lite_declare_key(const struct tokens *t, const struct parts *parts,
			     const struct known *known, struct arena *a);

/* The column's number (1-based) by its name without case; 0 if there is none. */
size_t lite_column(const struct create_table *t, const char *name);

/* The column that is an alias of the rowid (1-based), 0 if there is none. */
size_t lite_rowid_alias(const struct create_table *t);

/* judge.c */
enum change_way sqlite_judge(const struct diff_options *o, struct change *c, struct arena *a);
bool sqlite_survives(const struct diff_options *o, const struct change *cause,
		     const struct object *dependent);

/* A type's affinity (https://sqlite.org/datatype3.html#determination_of_column_affinity). */
enum affinity { AFFINITY_INTEGER, AFFINITY_TEXT, AFFINITY_BLOB, AFFINITY_REAL, AFFINITY_NUMERIC };
enum affinity lite_affinity(const char *type);

/* Is it an FTS table over the rows of another one, from which it can be filled again? */
bool lite_is_index(const struct object *o);

/* emit.c */
void sqlite_emit(const struct diff_options *o, const struct change *c, struct arena *a,
		 struct sql_list *ret);
const char *sqlite_head(const struct changes *changes, struct arena *a);
void lite_add(struct sql_list *ret, struct arena *a, const struct buf *b);
void lite_create_table(struct buf *b, const struct create_table *t, const char *name,
		       struct arena *a);
void lite_create_index(struct buf *b, const struct object *o, bool if_not_exists, struct arena *a);
void lite_create_trigger(struct buf *b, const struct object *o, bool if_not_exists,
			 struct arena *a);

/* alter.c: the ALTER of a table by ALTER TABLE. False, with nothing emitted, if that cannot do it. */
bool lite_alter(const struct diff_options *o, const struct change *c,
		const struct create_table *old, const struct create_table *new, struct arena *a,
		struct sql_list *ret);

/* rebuild.c: by a new table that takes the old one's place. */
void lite_rebuild(const struct change *c, const struct create_table *old,
		  const struct create_table *new, struct arena *a, struct sql_list *ret);

#endif
