/* SPDX-License-Identifier: Apache-2.0 */
/* The engine's own opinion, where one is at hand (struct lint_engine). */
#ifndef LINT_ASK_H
#define LINT_ASK_H

#include "lint/rule.h"

/* At the start of a file. */
int ask_start(struct lint *l, struct pawl_error *err);

/* Fill st->verdict, and report what the engine refuses. */
int ask_statement(struct lint *l, struct lint_statement *st, struct pawl_error *err);

/* At the end of a file: what it has left unusable. */
void ask_finish(struct lint *l);

#endif
