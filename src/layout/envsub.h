/* SPDX-License-Identifier: Apache-2.0 */
/* goose's ENVSUB: variables of the environment in a line of SQL, with their defaults. Pure. */
#ifndef LAYOUT_ENVSUB_H
#define LAYOUT_ENVSUB_H

#include "base/buf.h"

/*
 * Append text to out with $NAME, ${NAME}, ${NAME:-default}, ${NAME-default} and
 * ${NAME?message} replaced; "$$" and "\$" are a dollar sign. get may be NULL: nothing
 * is set then. PAWL_E_SYNTAX, with the 1-based column, for what is none of these
 * and for a variable that is demanded and not set.
 */
int envsub_replace(const char *text, size_t len, const char *(*get)(const char *name),
		   struct buf *out, size_t *ret_column, struct pawl_error *err);

#endif
