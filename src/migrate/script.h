/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a migration on its way to the engine: read as a stream from a
 * file, a section of one, or memory, with ${name} replaced, cut into
 * statements.
 *
 *	struct script -> script_survey() -> facts: how must it run?
 *	struct script -> script_open()   -> script_next() ... -> statements
 */
#ifndef MIGRATE_SCRIPT_H
#define MIGRATE_SCRIPT_H

#include "base/map.h"
#include "layout/migration.h"
#include "migrate/settings.h"
#include "sql/classify.h"
#include "sql/split.h"

/* A script from disk or, where text is not NULL, from memory. */
struct script_text {
	const struct script *file;
	const char *text;
	const char *name; /* for errors; NULL: file->path */
};

struct script_facts {
	size_t statements;
	uint32_t flags;           /* all flags of all statements */
	unsigned long no_tx_line; /* the first statement that the engine refuses in a transaction */
	const char *no_tx_kind;
	bool wrapped;          /* one BEGIN first, its COMMIT last, nothing of the kind between */
	bool own_transactions; /* any other transaction control */
	bool changes_session;  /* may leave settings behind */
	const char *const *dropped; /* tables dropped or renamed */
	size_t dropped_len;
	const char *const *written; /* tables named by statements that write or define */
	size_t written_len;
	const struct script_batch
		*batch; /* of the first batched statement, NULL if there is none */
};

/* Read the whole script once, running nothing. Names are in the arena. */
int script_survey(const struct work *w, const struct script_text *text, struct arena *a,
		  struct script_facts *ret, struct pawl_error *err);

struct script_reader;

int script_open(const struct work *w, const struct script_text *text, struct script_reader **ret,
		struct pawl_error *err);
void script_close(struct script_reader *r);
void script_close_ptr(struct script_reader **r);
#define _cleanup_script_ __attribute__((cleanup(script_close_ptr)))

/* As split_next() and split_copy_data(). */
int script_next(struct script_reader *r, struct statement *ret, bool *ret_more,
		struct pawl_error *err);
/* What pawl:batch says of the statement that script_next() gave last; NULL if nothing. */
const struct script_batch *script_batch(const struct script_reader *r);
const char *script_name(const struct script_reader *r);

int script_copy_data(struct script_reader *r, const char **ret, size_t *ret_len, bool *ret_more,
		     struct pawl_error *err);

/*
 * Run the statement that script_next() gave, copy data included. On failure
 * err has file, line, column and an excerpt.
 */
int script_run(struct work *w, struct script_reader *r, const struct statement *st,
	       int64_t *ret_changed, struct pawl_error *err);

/* Put the place of a failed statement into err; the engine may have set its own inside. */
void script_locate(const struct script_reader *r, const struct statement *st,
		   struct pawl_error *err);

/* The same with the name of the text alone. */
void script_locate_in(const char *name, const struct statement *st, struct pawl_error *err);

/*
 * The whole text of a script as it is written (a placeholder may stand for a
 * secret), at most limit bytes; NULL if longer.
 */
int script_slurp(const struct work *w, const struct script_text *text, size_t limit,
		 struct arena *a, const char **ret, struct pawl_error *err);

#endif
