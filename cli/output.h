/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a command's long result goes: stdout, or a file that is complete or not
 * there at all. Kept in memory until then, so that a failure leaves nothing.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cmd.h"

struct output {
	FILE *f;
	char *text;
	size_t len;
};

void output_begin(struct output *o);

/* A pawl_write_fn; data is the struct output. */
int output_write(void *data, const char *text, size_t len);

/* What was written so far. */
const char *output_text(struct output *o);

/* path NULL: stdout. */
int output_end(struct output *o, const char *path, struct pawl_error *err);
/* Without printing. Accepts one that has ended. */
void output_drop(struct output *o);

#endif
