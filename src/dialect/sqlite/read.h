/* SPDX-License-Identifier: Apache-2.0 */
/* What a statement does: struct dialect's read and what belongs to it. */
#ifndef DIALECT_SQLITE_READ_H
#define DIALECT_SQLITE_READ_H

#include "dialect/action.h"

int sqlite_read(const char *sql, size_t len, struct arena *a, struct action_list *ret,
		struct pawl_error *err);

struct cost_input;
struct cost_list;

/* cost.c */
void sqlite_cost(const struct cost_input *in, const struct action_list *statement,
		 const struct action *a, struct cost_list *list);

#endif
