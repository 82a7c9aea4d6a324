/* SPDX-License-Identifier: Apache-2.0 */
/* What a statement does: struct dialect's read and what belongs to it. */
#ifndef DIALECT_MYSQL_READ_H
#define DIALECT_MYSQL_READ_H

#include "dialect/action.h"
#include "sql/lexer.h"

extern const struct lex_rules mysql_lex; /* dialect.c */

int mysql_read(const char *sql, size_t len, struct arena *a, struct action_list *ret,
	       struct pawl_error *err);
enum action_type_change mysql_retype(const char *from, const char *to);

struct cost_input;
struct cost_list;

/* cost.c */
void mysql_cost(const struct cost_input *in, const struct action_list *statement,
		const struct action *a, struct cost_list *list);

#endif
