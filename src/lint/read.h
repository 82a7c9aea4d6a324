/* SPDX-License-Identifier: Apache-2.0 */
/* A file -> its statements with what they do, and the directives between them. */
#ifndef LINT_READ_H
#define LINT_READ_H

#include "lint/rule.h"

/* Fill l->statements and l->allows from l->file. */
int read_file(struct lint *l, struct pawl_error *err);

/* Directives that name no rule, give no reason, or had no effect. */
void read_report_allows(struct lint *l);

/* The bit of an engine. */
unsigned read_engine(const struct dialect *d);

#endif
