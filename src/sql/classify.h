/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a statement is, from its first tokens: enough to know how it must be
 * run. No parser: cost does not grow with the statement.
 */
#ifndef SQL_CLASSIFY_H
#define SQL_CLASSIFY_H

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
		<< 10, /* may lose data: DROP TABLE/COLUMN/SCHEMA, TRUNCATE, DELETE or UPDATE without WHERE */
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

#endif
