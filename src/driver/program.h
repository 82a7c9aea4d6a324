/* SPDX-License-Identifier: Apache-2.0 */
/* An engine's client programs: where they are, how old they are, and running them. Each module carries a copy. */
#ifndef DRIVER_PROGRAM_H
#define DRIVER_PROGRAM_H

#include "base/child.h"
#include "driver/types.h"
#include "driver/url.h"

enum { PROGRAM_SAYS = 256 };

/* What it prints when asked with --version, its first line; "" if it prints nothing. */
int program_version(const char *path, char ret[PROGRAM_SAYS], struct pawl_error *err);

struct program_run {
	const char *const *argv; /* argv[0] is the path of the program */
	char *const *env;
	int in, out, third; /* as in struct child */
	const struct db_host *host;
	/* Its own words begin behind this; what stands before is SQL, with data in it. NULL: all
	 * is its own. */
	const char *own_words;
	/* PAWL_E_* by a word in its complaint, the first that fits; else PAWL_E_SQL. */
	const struct program_cause {
		const char *word;
		int code;
	} * causes; /* ends with a NULL word */
};

int program_run(const struct program_run *r, struct pawl_error *err);

/* A new file for us alone, for a program to write to; the caller closes it, and removes it on failure. */
int program_output(const char *path, int *ret_fd, struct pawl_error *err);

#endif
