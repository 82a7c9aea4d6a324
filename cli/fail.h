/* SPDX-License-Identifier: Apache-2.0 */
/* Filling struct pawl_error for what goes wrong before or beside the library. */
#ifndef CLI_FAIL_H
#define CLI_FAIL_H

#include <pawl/error.h>

/* Returns code, so that "return cli_fail(err, PAWL_E_USAGE, ...)" reads well. */
#define cli_fail(err, code, ...) cli_fail_at(err, code, __FILE__, __LINE__, __VA_ARGS__)

int cli_fail_at(struct pawl_error *err, int code, const char *src, int line, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

void cli_hint(struct pawl_error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The place in the user's file; line 0 if it is about the whole file. */
void cli_place(struct pawl_error *err, const char *file, unsigned long line);

#endif
