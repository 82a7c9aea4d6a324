/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole runs of "up" over a folder of the program's own: in this process, or in
 * one that is killed or cut off at a call of its choice.
 */
#ifndef CONFORMANCE_RUNS_H
#define CONFORMANCE_RUNS_H

#include "base/buf.h"
#include "suite.h"

#include <pawl/pawl.h>

#include <sys/types.h>

extern char runs_folder[128];
extern const char *runs_down_to; /* not NULL: what is stopped is a way down to it, after an up */
extern const char *runs_kept_layout; /* not NULL: that tool's folder, with history = keep */
extern bool runs_used_database; /* somebody's table is there: it ends the grouping of migrations */

void runs_make_folder(void);
void runs_remove_folder(void);
void runs_add_file(const char *name, const char *text);

void runs_fresh_database(void);

/* The URL as a user would give it. */
const char *runs_url(void);

int runs_up(const char *fault, const char *session_sql, struct pawl_error *e);

/* In a process of its own; its wait status. */
pid_t runs_start_up(const char *fault);
int runs_finish(pid_t pid);

/* Append the rows of a query. */
void runs_add_query(struct buf *b, struct db *db, const char *sql);

/* What state() tells of a fresh database after a run that nobody disturbed; to be freed. */
char *runs_undisturbed(char *(*state)(void));

/*
 * Stop a run before and after each call that reaches the server, by fault kind;
 * then run again: state() must be that of an undisturbed run. At least so many
 * stops must have happened, or the faults did not. PAWL_TEST_EVERY=N tries every Nth.
 */
void runs_stop_everywhere(const char *kind, bool used_database, char *(*state)(void),
			  unsigned long least);

#endif
