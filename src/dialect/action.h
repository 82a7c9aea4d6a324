/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a statement does, in words that fit every engine: a list of actions on
 * tables, columns, indexes, constraints and the rest. Each dialect reads its
 * own SQL into it; whoever judges statements looks at this and at no SQL.
 *
 * CREATE TABLE is the action on the table, then one for each column and
 * constraint, marked with in_create. A constraint in a column's definition is
 * an action of its own, marked as in_column. Names are as the engine compares
 * them: folded where it folds. All text is in the arena of the reader.
 */
#ifndef DIALECT_ACTION_H
#define DIALECT_ACTION_H

#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

enum action_verb {
	ACT_OTHER,
	ACT_CREATE,
	ACT_DROP,
	ACT_RENAME,
	ACT_ADD, /* a column or constraint, to a table */
	ACT_ALTER,
	ACT_SET_TYPE, /* with column; of MODIFY and CHANGE the whole definition */
	ACT_SET_NOT_NULL,
	ACT_DROP_NOT_NULL,
	ACT_SET_DEFAULT,
	ACT_DROP_DEFAULT,
	ACT_VALIDATE, /* a constraint */
	ACT_ATTACH,   /* a partition; with in_create, one that is made */
	ACT_DETACH,
	ACT_ENABLE, /* a trigger */
	ACT_DISABLE,
	ACT_REINDEX,
	ACT_REFRESH, /* a materialized view */
	ACT_VACUUM,
	ACT_REWRITE, /* VACUUM FULL, CLUSTER, SET TABLESPACE ...: name says which */
	ACT_TRUNCATE,
	ACT_INSERT,
	ACT_UPDATE,
	ACT_DELETE,
	ACT_SET,    /* a variable or pragma: name = to; to NULL: it is only read */
	ACT_OPTION, /* of a table: name = to ("engine", "charset", "convert", "algorithm") */
	ACT_BEGIN,
	ACT_COMMIT,
	ACT_ROLLBACK,
	ACT_GRANT, /* and REVOKE */
	ACT_LOCK,  /* LOCK TABLE: to is the mode, "ACCESS EXCLUSIVE" */
};

enum action_object {
	ON_OTHER,
	ON_TABLE,
	ON_COLUMN,
	ON_INDEX,
	ON_CONSTRAINT,
	ON_VIEW,
	ON_MATVIEW,
	ON_SEQUENCE,
	ON_TYPE, /* an enum where values are there */
	ON_VALUE,
	ON_DOMAIN,
	ON_TRIGGER,
	ON_FUNCTION,
	ON_SCHEMA,
	ON_DATABASE,
	ON_EXTENSION,
	ON_POLICY,
};

enum action_default {
	DEFAULT_NONE,
	DEFAULT_NULL,
	DEFAULT_CONSTANT,
	DEFAULT_STABLE,   /* an expression with one value for the whole statement: now() */
	DEFAULT_VOLATILE, /* another value for each row, as far as is known */
};

struct action_names {
	const char **v;
	size_t len, cap;
};

struct action_column {
	const char *type; /* "varchar(20)": small letters, one spelling for each type; "" if none */
	const char *charset, *collation; /* NULL: not given */
	const char *default_text;        /* as written; NULL: none */
	enum action_default default_kind;
	bool not_null;
	bool generated, stored;
	bool identity; /* GENERATED AS IDENTITY */
	bool serial;   /* serial, AUTO_INCREMENT */
	bool moved;    /* FIRST, AFTER */
	bool whole;    /* ACT_SET_TYPE says the rest of the definition as well */
	bool converts; /* USING */
};

enum action_constraint_kind {
	CONSTRAINT_PRIMARY_KEY,
	CONSTRAINT_UNIQUE,
	CONSTRAINT_CHECK,
	CONSTRAINT_FOREIGN_KEY,
	CONSTRAINT_EXCLUDE,
};

struct action_constraint {
	enum action_constraint_kind kind;
	struct action_names columns;
	const char *to_schema, *to_table; /* of foreign keys; to_schema as of an action */
	struct action_names to_columns;
	const char *not_null; /* the column of CHECK (column IS NOT NULL) */
	bool not_valid;
	bool using_index; /* a ready one */
	bool cascade;     /* ON DELETE CASCADE */
	bool in_column;   /* stands in a column's definition */
};

struct action {
	enum action_verb verb;
	enum action_object object;
	const char *schema; /* that was given; NULL */
	const char *table;  /* that it is about; NULL if none */
	const char *name;   /* of the object itself; NULL if none was given */
	/*
	 * The new name or value; of ACT_ALTER which kind, by the parser's name; of ACT_ATTACH and
	 * ACT_DETACH the partition's schema; of an index "fulltext" or "spatial".
	 */
	const char *to;
	const struct action_column *column;
	const struct action_constraint *constraint;
	struct action_names columns; /* of an index ("" for an expression), set by an UPDATE */
	struct action_names values;  /* of an enum; FIRST or AFTER a value: the neighbour */
	bool in_create;
	bool guarded; /* IF EXISTS, IF NOT EXISTS */
	bool concurrently;
	bool cascade;
	bool replaces; /* OR REPLACE */
	bool temporary;
	bool unique;
	bool filtered; /* a WHERE, a LIMIT; an index that not every query can use */
	bool copies;   /* CREATE TABLE AS, LIKE: what it is made of is not known */
	bool not_valid;
	const char *body; /* source of a routine or an anonymous block, else NULL */
	size_t start;     /* where it stands in the statement */
	size_t option_at; /* behind CREATE INDEX, DROP INDEX, ...: where CONCURRENTLY would go; 0 */
	size_t end;       /* behind it; 0: unknown */
};

struct action_list {
	struct action *v;
	size_t len, cap;
};

/* What a change of a column's type costs. */
enum action_type_change {
	TYPE_FREE,    /* the catalog alone, or in place while others write */
	TYPE_REWRITE, /* every row is written anew, or checked under a lock */
	TYPE_NARROWS, /* and values may be cut, changed or refused */
};

#endif
