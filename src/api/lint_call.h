/* SPDX-License-Identifier: Apache-2.0 */
/* A call of pawl_lint(): what its files share. */
#ifndef API_LINT_CALL_H
#define API_LINT_CALL_H

#include "api/lint_baseline.h"
#include "api/session.h"
#include "lint/lint.h"

#include <pawl/lint.h>

struct lint_call {
	struct call call;
	const struct pawl_lint_options *o;
	struct arena *arena;
	struct lint_input in;
	VEC(struct lint_file) files;
	struct lint_baseline baseline;
	bool live; /* a database tells what is there, and what of it is empty */
};

/* lint_files.c: fill files with what is judged, and what comes before it, in order. */
int lint_files_choose(struct lint_call *c, struct pawl_error *err);

/* Mark files that must not be edited any more: by pawl.sum, and by the database's history. */
int lint_files_mark_sealed(struct lint_call *c, struct pawl_error *err);
void lint_files_mark_applied(struct lint_call *c);

#endif
