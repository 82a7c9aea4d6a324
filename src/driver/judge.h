/* SPDX-License-Identifier: Apache-2.0 */
/* What an engine says of statements; asked on scratch databases alone. */
#ifndef DRIVER_JUDGE_H
#define DRIVER_JUDGE_H

#include "base/arena.h"
#include "dialect/verdict.h"

#include <pawl/error.h>

struct driver_judge {
	/* Before the first statement of each file. */
	int (*prepare)(void *conn, struct pawl_error *err);

	/*
	 * Compile the statement, and carry it out if it changes the schema and reaches
	 * nothing outside of the database; kind as in struct stmt_class. What the engine
	 * refuses is an answer, not a failure.
	 */
	int (*take)(void *conn, const char *kind, const char *sql, size_t len, struct arena *a,
		    struct verdict *ret, struct pawl_error *err);

	/* May be NULL. */
	int (*broken)(void *conn, struct arena *a, struct verdict_broken **ret, size_t *ret_len,
		      struct pawl_error *err);
};

#endif
