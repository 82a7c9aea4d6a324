/* SPDX-License-Identifier: Apache-2.0 */
/* What passes between a driver and its callers: options, facts, small results. Plain data. */
#ifndef DRIVER_TYPES_H
#define DRIVER_TYPES_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the caller offers to a connection; outlives it. Members may be NULL. */
struct db_host {
	const volatile sig_atomic_t *cancel; /* nonzero: stop at once, also on the server */
	void (*tick)(void *data);            /* about once a second while a statement runs */
	void (*notice)(void *data, const char *severity, const char *text);
	void *data;
};

struct db_options {
	bool read_only;      /* change nothing; a missing SQLite file reads as an empty database */
	bool no_create;      /* do not create a missing SQLite file: PAWL_E_CONNECT */
	int connect_timeout; /* seconds; 0 means 10 */
	const char *const *extensions; /* SQLite: load_extension files */
	size_t extensions_len;
};

/* Parameters are sent as text; text NULL is NULL. */
struct db_param {
	const char *text;
	size_t len;
};

/* A small result, all text, in the caller's arena; NULL cells are NULL. */
struct db_rows {
	size_t rows, cols;
	const char *const *cells; /* [row * cols + col] */
};

struct db_info {
	int version;              /* 150004, 101106, 34001: major * 10000 + minor * 100 + patch */
	const char *version_text; /* as the server says it */
	const char *product;      /* "PostgreSQL", "MariaDB", "MySQL", "SQLite" */
	const char *database, *user;
	const char *schema;       /* where unqualified names are made; NULL if there is none */
	int64_t backend;          /* the server's number for this connection, 0 if it has none */
	bool session_locks;       /* false: session state does not hold (pooling proxy, Galera) */
	const char *why_no_locks; /* one clause, when session_locks is false */
	bool pooled;              /* each transaction may get another session of the server */
};

/* How a transaction is to be opened. */
struct db_tx {
	/*
	 * Tables are dropped or rebuilt that others may refer to. Where references
	 * would fire (SQLite), they are off for this transaction, and commit fails
	 * with PAWL_E_SQL when it would leave violations that were not there before,
	 * or when a table that refers to one of tables[] and is not in written[] has
	 * lost rows. With tables_len 0 the SQL itself asks for references off:
	 * tables that are new are not checked then.
	 */
	bool references_off;
	const char *const *tables; /* dropped or renamed */
	size_t tables_len;
	const char *const *written; /* named by any statement that writes */
	size_t written_len;
};

struct db_statement {
	const char *sql;
	size_t len;
};

struct db_blocker {
	int64_t pid;
	const char *user, *application, *state, *query, *since; /* NULL if unknown */
	bool possible; /* it may be another: the server does not tell who it is */
};

/* How large a table is as the engine's own statistics tell; -1 where they do not. */
struct db_table_size {
	const char *schema, *name; /* schema NULL: the default one */
	int64_t rows, bytes;       /* bytes: its indexes included */
	bool empty;                /* certain: it has been looked at, and holds no row */
};

/* A lock on a table that the transaction of a connection holds. */
struct db_lock {
	const char *schema, *table; /* table NULL: the whole database */
	const char *mode;           /* as the engine names it: "ACCESS EXCLUSIVE" */
	const char *oid; /* NULL where tables have none; with it, a NULL table has been dropped */
};

/* Where the rows of a table are kept: another id after a statement means that it was rewritten. */
struct db_storage {
	const char *schema, *table;
	const char *index; /* an index of it, NULL for the table itself */
	const char *id;
	const char *oid; /* that names and drops leave alone; NULL where tables have none */
};

/* What to leave out of a catalog that is read. */
struct inspect_options {
	/*
	 * Names of tables, views, routines, types, sequences, with * and ?; "schema.name"
	 * or, for any schema, "name". What belongs to an excluded table goes with it.
	 */
	const char *const *exclude;
	size_t exclude_len;
};

#endif
