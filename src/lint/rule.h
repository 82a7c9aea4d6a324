/* SPDX-License-Identifier: Apache-2.0 */
/* What a rule sees, and how it reports. Everything lives in the arena of the run. */
#ifndef LINT_RULE_H
#define LINT_RULE_H

#include "dialect/known.h"
#include "lint/lint.h"

struct lint_statement {
	const char *text; /* in the file */
	size_t len, at;   /* at: in the file */
	unsigned long line, column;
	uint32_t flags; /* enum stmt_flag */
	const char *kind;
	struct action_list actions;
	unsigned long transaction; /* the same number: the same transaction */
	bool in_transaction;
	struct verdict verdict;
	const char *batch; /* what stands behind pawl:batch, to the end of the file: ranges that are
			      committed one by one; NULL */
	bool in_own;       /* between a BEGIN and its COMMIT of the file's own */
};

struct lint_allow {
	const char *rule;
	const struct lint_statement *statement; /* that it is in front of; NULL: the whole file */
	size_t at, len;
	unsigned long line, column;
	bool used;
};

struct lint {
	const struct lint_input *in;
	struct arena *arena;
	unsigned engine; /* LINT_POSTGRES ... */
	struct known known;
	const struct lint_rule **rules; /* that are on */
	size_t rules_len;

	/* The file. */
	const struct lint_file *file;
	struct {
		struct lint_statement *v;
		size_t len, cap;
	} statements;
	struct {
		struct lint_allow *v;
		size_t len, cap;
	} allows;
	bool wrapped; /* the whole file is one BEGIN ... COMMIT */

	/* The call. */
	const struct lint_rule *rule;
	const struct lint_statement *st;

	struct {
		struct lint_finding *v;
		size_t len, cap;
	} findings;
	struct map seen;  /* fingerprints */
	struct map empty; /* names of tables of a live database */
	unsigned long transactions;
	size_t allowed, statements_all;

	/* ask.c: what the engine knows less of than the files say. */
	bool unsure;        /* nobody knows what was not carried out */
	struct map doubted; /* names of what was not */
	bool founded;       /* the folder's migrations make tables of their own */
	struct {
		struct verdict_broken *v;
		size_t len;
		bool known;
	} broken; /* before the file */
	struct {
		struct ask_break *v;
		size_t len, cap;
	} breaks;
};

/* Does the engine say that others can write while l->st runs? */
bool lint_is_online(const struct lint *l);

/* A finding of l->rule at an action (NULL: at the statement). false: it is allowed there. */
bool lint_report(struct lint *l, const struct action *a, const char *fmt, ...) PRINTF(3, 4);

/* The safe way for the last finding, with its names. */
void lint_safe(struct lint *l, const char *fmt, ...) PRINTF(2, 3);

/* An edit for the last finding; at is in its statement. */
void lint_edit(struct lint *l, size_t at, size_t len, const char *fmt, ...) PRINTF(4, 5);
/* The same, at a place of the file. */
void lint_edit_file(struct lint *l, size_t at, size_t len, const char *text);

/* A finding that no statement is the place of. */
void lint_report_at(struct lint *l, size_t at, size_t len, unsigned long line, unsigned long column,
		    const char *fmt, ...) PRINTF(6, 7);

/* Was the table there before this run, as far as is known? */
bool lint_is_old(const struct lint *l, const struct action *a);
bool lint_is_old_name(const struct lint *l, const char *schema, const char *table);

/* Has the database at hand no row in it? */
bool lint_is_empty(const struct lint *l, const char *schema, const char *table);

/* The server's version, or what stands for a current one. */
int lint_version(const struct lint *l);

/* Text of an action as it is written, of at most its end. */
const char *lint_source(const struct lint *l, const struct action *a);

/* Is the file, or could it be with a directive at its head, run statement by statement? */
bool lint_can_split(const struct lint *l);
/* The edit for that, where it is needed; for the last finding. */
void lint_edit_split(struct lint *l);

/* Does it add a constraint of that kind, be it with its table? */
bool lint_adds(const struct action *a, enum action_constraint_kind kind);

/* For finish: every action of the file, with l->st at its statement. */
void lint_for_each(struct lint *l, void (*look)(struct lint *l, const struct action *a));

/* "a, b" */
const char *lint_join(const struct lint *l, const struct action_names *names);

/* The name of a table, with its schema, quoted where it has to be. */
const char *lint_table(const struct lint *l, const struct action *a);
const char *lint_quote(const struct lint *l, const char *name);

#endif
