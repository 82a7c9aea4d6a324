/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a statement is, from its first tokens: enough to know how it must be
 * run. No parser: cost does not grow with the statement.
 */
#ifndef SQL_CLASSIFY_H
#define SQL_CLASSIFY_H

#include "base/arena.h"
#include "sql/lexer.h"

#include <stdint.h>

enum stmt_flag {
	STMT_DDL = 1 << 0,
	STMT_DML =
		1
		<< 1, /* INSERT, UPDATE, DELETE, REPLACE, MERGE, COPY, LOAD DATA, CALL, DO, WITH */
	STMT_QUERY = 1 << 2, /* SELECT, VALUES, TABLE, SHOW, EXPLAIN */
	STMT_SESSION =
		1 << 3, /* changes the connection only: SET, USE, PRAGMA, ATTACH, LOCK TABLES */
	STMT_TX_BEGIN = 1 << 4,
	STMT_TX_COMMIT = 1 << 5,       /* COMMIT, END */
	STMT_TX_ROLLBACK = 1 << 6,     /* the whole transaction, not to a savepoint */
	STMT_TX_SAVEPOINT = 1 << 7,    /* SAVEPOINT, RELEASE, ROLLBACK TO */
	STMT_NO_TX = 1 << 8,           /* the engine refuses it inside a transaction */
	STMT_IMPLICIT_COMMIT = 1 << 9, /* the engine commits before it (MariaDB's DDL) */
	STMT_DESTRUCTIVE =
		1
		<< 10, /* may lose data: DROP TABLE/COLUMN/SCHEMA, TRUNCATE, DELETE or UPDATE without WHERE,
		     CREATE OR REPLACE TABLE, DROP TYPE ... CASCADE */
	STMT_DROPS_TABLE =
		1 << 11, /* DROP TABLE, ALTER TABLE ... RENAME TO: objects[] names them */
	STMT_CONCURRENTLY = 1 << 12, /* CREATE/DROP INDEX, REINDEX, DETACH ... CONCURRENTLY */
	STMT_LOCK_TABLES = 1 << 13,  /* MariaDB: LOCK TABLES */
	STMT_FK_OFF = 1 << 14,       /* SQLite: PRAGMA foreign_keys = off */
	STMT_NEW_ENUM = 1 << 15,     /* PostgreSQL: ALTER TYPE ... ADD VALUE */
	STMT_COPY_STDIN = 1 << 16,
	STMT_LONG_SCAN = 1 << 17, /* waits for other transactions by design: no lock_timeout */
};

/* The object a statement creates, alters, drops or writes. */
struct stmt_object {
	const char *kind;   /* "table", "index", "view", "trigger", "procedure", ...; static */
	const char *schema; /* unquoted text, NULL if not given */
	const char *name;
};

enum { STMT_OBJECTS = 8 };

struct stmt_class {
	const char *
		kind; /* "create table", "insert", "set"; lower case, static storage; "other" if unknown */
	uint32_t flags;                           /* of enum stmt_flag */
	struct stmt_object objects[STMT_OBJECTS]; /* the first few it names */
	size_t objects_len;
	bool more_objects; /* it names more than fit */
};

/* How the names behind a verb are read. */
enum classify_names {
	NAMES_NONE,
	NAMES_ONE,
	NAMES_LIST,  /* a, b, c */
	NAMES_PAIRS, /* a TO b, c TO d: all of them */
};

/* A statement by its first words, in upper case; the longer of two comes first. */
struct classify_verb {
	const char *words;
	const char *kind;
	uint32_t flags;
	const char *object; /* the kind of what names follow; NULL if none do */
	enum classify_names names;
};

/* What CREATE, ALTER and DROP may be followed by. Written with CLASSIFY_OBJECT. */
struct classify_object {
	const char *words;
	const char *kind, *create, *alter, *drop;
};

#define CLASSIFY_OBJECT(words, name)                                                               \
	{                                                                                          \
		words, name, "create " name, "alter " name, "drop " name                           \
	}

/* Everything that differs between dialects. Tables end with an all-zero entry. */
struct classify_rules {
	const struct lex_rules *lex;
	const struct classify_verb *verbs;
	const struct classify_object *objects;
	uint32_t ddl; /* added to every CREATE, ALTER and DROP */
};

/*
 * The class of a statement as far as the tables tell. Returns a lexer behind
 * the words that told it, for what the dialect looks at itself.
 */
struct lexer classify(const struct classify_rules *rules, const char *sql, size_t len,
		      struct arena *a, struct stmt_class *ret);

/* True if the words, in upper case and apart by one blank each, follow; then lx stands behind. */
bool classify_take(struct lexer *lx, const char *words);

/* The words stand somewhere in the rest, outside of parentheses. */
bool classify_has(struct lexer lx, const char *words);

/* Nothing but blanks and comments is left. */
bool classify_at_end(struct lexer lx);

#endif
