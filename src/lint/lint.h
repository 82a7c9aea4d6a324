/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQL files -> what in them is dangerous, and the safe way. Pure: text in,
 * findings out; an engine is asked through struct lint_engine, where there is one.
 *
 *	files in running order -> statements -> struct action (dialect) -> rules -> findings
 *	                                             └-> known.h: the schema as far as files tell
 *
 * To add a rule: a function and an entry of the table in rules/<family>.c, cases
 * in tests/golden/lint/, a section of docs/guide/lint.md (ARCHITECTURE.md, "What
 * a change touches").
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "dialect/dialect.h"
#include "dialect/verdict.h"

enum lint_level { LINT_NOTE, LINT_WARNING, LINT_ERROR };

enum lint_class {
	LINT_LOCK,
	LINT_LOAD,
	LINT_DATA,
	LINT_COMPAT,
	LINT_TXN,
	LINT_CORRECT,
	LINT_POLICY,
	LINT_STYLE,
	LINT_META, /* about the use of lint itself */
	LINT_CLASSES
};

enum { LINT_POSTGRES = 1, LINT_MYSQL = 2, LINT_SQLITE = 4 };

struct lint;

struct lint_rule {
	const char *id;
	enum lint_class class;
	enum lint_level level;
	unsigned engines;
	bool opt_in;          /* beside those whose class is opt-in */
	const char *versions; /* "PostgreSQL 14 and newer"; NULL: all */
	const char *summary;  /* what it finds */
	const char *why;
	const char *safe;  /* SQL, or what to do instead */
	bool by_algorithm; /* nothing to say where the engine changes the table online */
	bool if_alone; /* nothing to say where another rule of its class has at that statement */
	bool each_statement; /* check is called once a statement, with its first action or NULL */
	void (*check)(struct lint *l, const struct action *a);
	void (*finish)(struct lint *l); /* at the end of each file */
};

/* A scratch database of the engine, on which the statements of all files are tried in order. */
struct lint_engine {
	void *data;
	int (*start_file)(void *data, struct pawl_error *err);
	int (*take)(void *data, const char *kind, const char *sql, size_t len, struct arena *a,
		    struct verdict *ret, struct pawl_error *err);
	int (*broken)(void *data, struct arena *a, struct verdict_broken **ret, size_t *ret_len,
		      struct pawl_error *err);
};

/* A text to be looked at. */
struct lint_file {
	const char *path;
	const char *text; /* of the whole file */
	size_t len;
	size_t offset, length; /* the part that counts */
	bool context;          /* applied already: known, not judged */
	bool new_run;          /* what the files before it made is old */
	bool transaction_on, transaction_off;
	bool no_lock_timeout;
	bool of_folder; /* a migration: those before it make all that is there */
	bool foreign;   /* of another tool's folder, where pawl's directives are comments */
	bool derived;   /* text is not what the file holds: it cannot be mended */
	bool applied;   /* or finished by pawl.sum: it must not be mended */
};

struct lint_input {
	const struct dialect *dialect;
	int version;       /* of the server, 150004, 101100; 0: a current one */
	bool oracle_mysql; /* MySQL, not MariaDB */
	const struct lint_file *files;
	size_t files_len;
	bool whole; /* nothing is there but what the files make */
	const char *const
		*empty; /* tables without a row: "schema.name", or "name" in the usual one */
	size_t empty_len;
	const struct lint_engine *engine; /* NULL: nobody is asked */
	const char *const *ignore;        /* rules */
	size_t ignore_len;
	const char *const *enable; /* rules or classes that are opt-in */
	size_t enable_len;
};

/* Bytes of a file to put others in the place of. */
struct lint_edit {
	size_t at, len;
	const char *text;
};

struct lint_finding {
	const struct lint_rule *rule;
	const struct lint_file *file;
	size_t at, len; /* the part of the file */
	unsigned long line, column, end_line,
		end_column; /* 1-based; the end is behind the last byte */
	const char *message;
	const char *safe;
	const struct lint_edit *edits; /* that make it safe; none where that is not mechanical */
	size_t edits_len;
	const char *fingerprint; /* the same while the statement and its order among equals are */
};

struct lint_result {
	const struct lint_finding *findings; /* in the order of files and places */
	size_t len;
	size_t statements, files, allowed;
};

/* PAWL_E_USAGE for an unknown rule, PAWL_E_SYNTAX where a file cannot be split. */
int lint_run(const struct lint_input *in, struct arena *a, struct lint_result *ret,
	     struct pawl_error *err);

/* All rules, in the order of the documentation. */
const struct lint_rule *const *lint_rules(size_t *ret_len);
const struct lint_rule *lint_rule_find(const char *id);
const char *lint_class_name(enum lint_class class);
const char *lint_level_name(enum lint_level level);

/* Is it on without being asked for? */
bool lint_rule_is_default(const struct lint_rule *rule);

/* The text of a file with the edits of its findings; NULL if there are none. */
const char *lint_fix(const struct lint_result *result, const char *path, struct arena *a);

#endif
