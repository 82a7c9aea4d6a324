/* SPDX-License-Identifier: Apache-2.0 */
#include "fail.h"

#include "clean.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int cli_fail_at(struct pawl_error *err, int code, const char *src, int line, const char *fmt, ...)
{
	va_list ap;

	memset(err, 0, sizeof(*err));
	err->code = code;
	err->src_file = src;
	err->src_line = line;
	va_start(ap, fmt);
	vsnprintf(err->message, sizeof(err->message), fmt, ap);
	va_end(ap);
	clean_text(err->message);
	return code;
}

void cli_hint(struct pawl_error *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err->hint, sizeof(err->hint), fmt, ap);
	va_end(ap);
	clean_text(err->hint);
}

void cli_place(struct pawl_error *err, const char *file, unsigned long line)
{
	snprintf(err->file, sizeof(err->file), "%s", file);
	clean_text(err->file);
	err->line = line;
}
