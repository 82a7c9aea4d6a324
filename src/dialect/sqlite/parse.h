/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CREATE statements that sqlite_schema keeps, taken apart. They were
 * accepted by SQLite once, so nothing is checked beyond what is needed to find
 * the parts; a text that cannot be read is told as such.
 *
 * Grammar: https://sqlite.org/lang_createtable.html and its neighbours, and
 * what SQLite takes beyond them (names as strings, a CONSTRAINT without a
 * constraint, no comma between table constraints).
 *
 * Ranges are of tokens in the statement's own token list.
 */
#ifndef DIALECT_SQLITE_PARSE_H
#define DIALECT_SQLITE_PARSE_H

#include "dialect/sqlite/text.h"
#include "model/schema.h"

/* One column or expression of a key or an index. */
struct part {
	const char *name;      /* NULL: an expression */
	struct range text;     /* the expression */
	const char *collation; /* NULL: the column's own */
	bool descending;
};

struct parts {
	struct part *v;
	size_t len, cap;
};

struct names {
	const char **v;
	size_t len, cap;
};

struct constraint {
	enum object_kind kind; /* OBJECT_PRIMARY_KEY, UNIQUE, CHECK or FOREIGN_KEY */
	const char *name;      /* NULL: none was given */
	size_t column;         /* stands in the definition of columns[column - 1]; 0: of its own */
	struct range text;     /* the whole of it */
	struct parts parts;    /* of keys; of foreign keys the columns of this table */
	bool autoincrement, descending;            /* descending: of a column's PRIMARY KEY */
	struct range check;                        /* what stands in the parentheses */
	const char *table;                         /* referenced */
	struct names to;                           /* its columns; none: its primary key */
	const char *on_delete, *on_update, *match; /* in capitals; NULL: not given */
	bool deferred;
	const char *on_conflict; /* in capitals; NULL: not given */
};

struct column {
	const char *name;
	const char *type; /* in capitals, "" if none */
	bool not_null;
	const char *not_null_conflict;
	struct range default_value; /* empty: none */
	const char *collation;      /* in capitals; NULL: none */
	struct range generated;     /* what stands in the parentheses; empty: not generated */
	bool stored;
	struct range text; /* the whole of it */
};

struct create_table {
	struct tokens tokens;
	const char *name;
	struct range body; /* "(" to ")" */
	struct {
		struct column *v;
		size_t len, cap;
	} columns;
	struct {
		struct constraint *v;
		size_t len, cap;
	} constraints;
	bool strict, without_rowid;
};

/* False if it cannot be read. */
bool lite_parse_table(struct arena *a, const char *sql, struct create_table *ret);

struct create_index {
	struct tokens tokens;
	bool unique;
	struct parts parts;
	struct range where; /* empty: none */
	size_t rest;        /* the token behind the table's name */
};

bool lite_parse_index(struct arena *a, const char *sql, struct create_index *ret);

struct create_view {
	struct tokens tokens;
	struct names columns; /* given in front of AS */
	struct range query;
	size_t rest; /* the token behind its name */
};

bool lite_parse_view(struct arena *a, const char *sql, struct create_view *ret);

struct create_trigger {
	struct tokens tokens;
	const char *timing; /* "BEFORE", "AFTER", "INSTEAD OF" */
	struct range event; /* "UPDATE OF a, b" */
	struct range body;  /* WHEN ... END, without FOR EACH ROW */
	size_t rest;        /* the token behind its name */
};

bool lite_parse_trigger(struct arena *a, const char *sql, struct create_trigger *ret);

struct create_virtual {
	struct tokens tokens;
	size_t rest; /* USING */
};

bool lite_parse_virtual(struct arena *a, const char *sql, struct create_virtual *ret);

#endif
