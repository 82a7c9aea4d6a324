/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the journal share: journal.c runs a migration and resumes
 * one, journal_step.c knows how each kind of statement has to run, and
 * journal_progress.c writes down how far it is.
 */
#ifndef MIGRATE_JOURNAL_IMPL_H
#define MIGRATE_JOURNAL_IMPL_H

#include "migrate/unit.h"

enum open_tx {
	TX_NONE,
	TX_OURS, /* around one or several statements */
	TX_USER, /* the file's own */
};

struct journal {
	struct work *w;
	struct unit *u;
	struct script_reader *reader;
	struct arena scratch; /* reset per statement */
	int64_t done;     /* statements that have taken effect or will with the open transaction */
	int64_t recorded; /* as the database has it */
	int64_t standing; /* at least so many have taken effect for good, written down or not */
	struct sha256 prefix; /* over the texts of the first done statements */
	struct sha256 standing_prefix;
	/* Stored fingerprint, or position, of statement recorded + 1; NULL if none. */
	const char *in_flight;
	const char *position; /* of a batched statement under way, as committed; NULL if none */
	bool skipping;        /* what is done; the row says how much that is */
	bool stopped;         /* before its end, as --max-batches asks */
	bool unsettled;       /* that statement, or one that failed, may have left something */
	bool found;           /* there is a row */
	bool started;         /* and it says that this is under way */
	enum open_tx tx;
	bool rebuilds; /* tables whose references must not fire */
	int64_t tx_since_ms, reported_ms;
	bool tables_locked; /* MariaDB's LOCK TABLES is in force */
};

/* journal_progress.c */

/* A statement has taken effect, or will with the open transaction. */
void journal_done(struct journal *j, const struct statement *st);

/* What has been done so far is there whatever becomes of the open transaction. */
void journal_keep(struct journal *j);
/* Go back to that: the open transaction is gone. */
void journal_lose(struct journal *j);

/* The hash of the statements done so far, as the row keeps it; in the arena. */
const char *journal_prefix(const struct journal *j, struct arena *a);

/* The state of a row that is under way: running, or reverting. */
const char *journal_state(const struct journal *j);

/* The statement that makes the row say how far this is, or that inserts it. */
void journal_row_sql(const struct journal *j, const char *state, const char *fingerprint,
		     struct arena *a, struct buf *b);

/* The row says that this is under way, before anything runs that may end a transaction. */
int journal_start(struct journal *j, struct pawl_error *err);

/* Write the number of statements done; it stands once its transaction is committed. */
int journal_write(struct journal *j, const char *state, const char *fingerprint,
		  struct pawl_error *err);
void journal_stands(struct journal *j);

/* Time limits for what follows, where the connection is ours alone. */
int journal_set_limits(struct journal *j, int64_t lock_ms, int64_t statement_ms,
		       struct pawl_error *err);

/* A transaction of ours around one or several statements. */
int journal_begin(struct journal *j, struct pawl_error *err);
int journal_commit(struct journal *j, struct pawl_error *err);

/* Make what has been done so far stand, with its number. */
int journal_flush(struct journal *j, const char *state, const char *fingerprint,
		  struct pawl_error *err);

/* The server may have ended or begun a transaction on its own account. */
void journal_sync_tx(struct journal *j);

/* journal_step.c: run one statement as its kind demands. */
int journal_step(struct journal *j, const struct statement *st, const struct stmt_class *c,
		 struct pawl_error *err);

#endif
