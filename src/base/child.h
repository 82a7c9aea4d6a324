/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Another program, run to its end: no shell of ours in between, no descriptors
 * but those named here, what it complains about kept for the error. It dies with
 * us: what it does for somebody who is gone could only do harm.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include "base/buf.h"

#include <signal.h>
#include <stdbool.h>

struct child {
	const char *const *argv; /* ends with NULL; argv[0] is a path */
	char *const *env;        /* ends with NULL; see child_environment() */
	/* Open descriptors that become its own; 0: none. */
	int in;    /* standard input, else it is empty */
	int out;   /* standard output, else it goes into printed */
	int third; /* its descriptor 3 */
	struct buf *printed;
	size_t longest;                      /* that it may print there; more is PAWL_E_LIMIT */
	const volatile sig_atomic_t *cancel; /* nonzero: end it; NULL: never */
	void (*tick)(void *data);            /* about once a second; may be NULL */
	void *data;
};

struct child_end {
	int status;           /* as waitpid() has it */
	struct buf complaint; /* the end of its standard error, without the last newlines */
};

void child_end_done(struct child_end *end);
#define _cleanup_child_ __attribute__((cleanup(child_end_done)))

/*
 * 0 whenever it has ended, however it ended. PAWL_E_CANCELLED once it is gone after
 * a cancel; PAWL_E_FILE if it could not be started.
 */
int child_run(const struct child *c, struct child_end *ret, struct pawl_error *err);

/*
 * 0 if it ended well; else code, with what it said as detail. what: "the command",
 * "\"pg_dump\"".
 */
int child_judge(const struct child_end *end, int code, const char *what, struct pawl_error *err);

/* Our environment with these in place of those of the same name; "NAME" alone takes one out. */
char **child_environment(const char *const *changes, size_t n, struct arena *a);

/* The first executable of that name in a list like PATH, or in the usual one if path is NULL. */
bool child_find(const char *path, const char *name, struct arena *a, const char **ret);

#endif
