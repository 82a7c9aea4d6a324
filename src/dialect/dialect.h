/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything pawl knows about an engine's SQL without a connection. Facts are
 * data where they can be and functions where they must be. A dialect needs no
 * client library: lint, split and --sql work offline.
 *
 * To add one: src/dialect/<name>/, a line in registry.c, golden cases.
 */
#ifndef DIALECT_DIALECT_H
#define DIALECT_DIALECT_H

#include "dialect/action.h"
#include "model/rules.h"
#include "sql/classify.h"
#include "sql/engine.h"
#include "sql/ident.h"
#include "sql/lexer.h"
#include "sql/split.h"

/* Column types and expressions that the history tables are made of. */
struct dialect_history {
	const char *id;        /* an auto-numbered primary key, type and all */
	const char *key_text;  /* text that can be UNIQUE */
	const char *text;      /* text of any length */
	const char *integer;   /* 64 bits */
	const char *timestamp; /* UTC instant, with its DEFAULT of now */
	const char *now;       /* expression: the current instant as stored in timestamp */
	const char *epoch; /* expression: seconds since 1970 by the server's clock, an integer */
	/* Expression: whole milliseconds since the transaction began; NULL where nobody needs it. */
	const char *elapsed;
	bool prepares; /* PREPARE name (types) AS ... and EXECUTE name (...) spare the server work */
	/* A column of timestamps as UTC text, behind and in front of its name. */
	const char *utc_before, *utc_after;
	/* Expression: a timestamp of a date and time as text, which goes between them. */
	const char *instant_before, *instant_after;
	const char *table_tail; /* behind the closing parenthesis of CREATE TABLE, "" if nothing */
};

/*
 * A row of a catalog that keeps CREATE statements as their author wrote them
 * (sqlite_schema): "table", "index", "view" or "trigger", its name, its table's.
 */
struct dialect_row {
	const char *type, *name, *table, *sql;
};

struct cost_input;
struct cost_list;

struct dialect {
	const char *name; /* "postgres" */
	enum sql_engine engine;
	const char *const *aliases; /* other names for --dialect, NULL-terminated */
	const char *const *schemes; /* URL schemes that mean this dialect, NULL-terminated */
	const struct lex_rules *lex;
	char quote;               /* of identifiers */
	bool numbered_parameters; /* $1, $2 instead of ? */
	bool transactional_ddl;   /* DDL rolls back */
	bool copy_stdin;
	bool row_ranges; /* (a, b) > (1, 2) is looked up in an index */
	struct dialect_history history;

	/* Modes of locks that keep nobody from reading or writing, NULL-terminated; NULL: none. */
	const char *const *weak_locks;
	/*
	 * For a rehearsal, NULL where there is no such thing: in front of the milliseconds after
	 * which the server ends a transaction whose client is silent, and a statement that has
	 * what is checked at the commit checked at once.
	 */
	const char *idle_limit, *check_deferred;
	/* What a rollback does not take back, for the user; NULL: nothing. */
	const char *outlives_rollback;

	/* A query for the schema in which unqualified names are made; NULL where there are none. */
	const char *current_schema;
	/* A query for schema and name of tables; " IN (...)" behind it says which names. */
	const char *tables_named;

	/* For scripts: lines in front of everything, and around a transaction. NULL: nothing. */
	const char *script_head;                    /* "PRAGMA foreign_keys = ON;" */
	const char *script_reset;                   /* settings that a migration may have changed */
	const char *script_begin, *script_commit;   /* "BEGIN;", "COMMIT;" */
	const char *references_off, *references_on; /* around one that drops referenced tables */

	/* What a statement is. Names in ret->objects are in the arena. */
	void (*classify)(const char *sql, size_t len, struct arena *a, struct stmt_class *ret);

	/*
	 * Append a statement so that the engine's own client runs it from a
	 * script, terminator and newline included (DELIMITER around a stored
	 * program where the client needs it).
	 */
	void (*script)(struct buf *b, const struct statement *st);

	/*
	 * Append an expression whose value is the value of a column as a literal,
	 * NULL included. column is quoted, type as the catalog has it.
	 */
	void (*value)(struct buf *b, const char *column, const char *type);

	/*
	 * May be NULL: true of all. Does a column of the type compare with such a
	 * literal just as it compares with the value?
	 */
	bool (*orders_as_literal)(const char *type);

	/* May be NULL: a query for statements that make sequences go on behind their rows. */
	const char *data_tail;

	/* How schemas are compared and written as SQL; NULL where that cannot be done. */
	const struct model_rules *model;

	/*
	 * May provide (else NULL), where such a catalog is all there is to read: add
	 * the objects of the statements to b. The texts are borrowed.
	 */
	void (*declare)(struct schema_builder *b, const struct dialect_row *rows, size_t n);

	/*
	 * What a statement does, appended to ret; nothing where that is of no interest.
	 * PAWL_E_SYNTAX where it cannot be understood, err->column its place in the text.
	 */
	int (*read)(const char *sql, size_t len, struct arena *a, struct action_list *ret,
		    struct pawl_error *err);

	/* What it costs to change a column's type; NULL where that cannot be done. */
	enum action_type_change (*retype)(const char *from, const char *to);

	/* Add what an action of a statement costs, see cost.h; NULL where that is not known. */
	void (*cost)(const struct cost_input *in, const struct action_list *statement,
		     const struct action *a, struct cost_list *list);

	/*
	 * May provide (else NULL): append to b the text to run in place of
	 * LOCK TABLES so that the named extra tables stay writable.
	 */
	void (*lock_tables)(struct buf *b, const char *sql, size_t len, const char *const *extra,
			    size_t n);
};

/* By name, alias or URL scheme ("pg", "mariadb", "sqlite3"); NULL if unknown. */
const struct dialect *dialect_find(const char *name);

/* All of them; *ret_len entries. */
const struct dialect *const *dialect_all(size_t *ret_len);

/* Append a quoted identifier, schema-qualified when schema is not NULL. */
void dialect_name(const struct dialect *d, struct buf *b, const char *schema, const char *name);

/* Append a string literal of the dialect, or NULL. */
void dialect_literal(const struct dialect *d, struct buf *b, const char *text);

#endif
