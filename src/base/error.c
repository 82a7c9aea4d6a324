/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that comes from a file or a server passes error_clean(), so that
 * no error can carry control characters to a terminal.
 */
#include "base/error.h"

#include "base/text.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* vsnprintf behind what stands in dst, then cleaned; "\n" stays only where keep says so. */
static void append(char *dst, size_t size, const char *separator, const char *fmt, va_list ap)
	PRINTF(4, 0);
static void append(char *dst, size_t size, const char *separator, const char *fmt, va_list ap)
{
	size_t len = strlen(dst);

	if (len != 0 && len + strlen(separator) < size) {
		memcpy(dst + len, separator, strlen(separator) + 1);
		len += strlen(separator);
	}
	vsnprintf(dst + len, size - len, fmt, ap);
	text_clean(dst + len);
	text_cut(dst, size - 1);
}

void error_reset(struct pawl_error *err)
{
	if (err != NULL)
		memset(err, 0, sizeof(*err));
}

static void start(struct pawl_error *err, int code, const char *src, int line)
{
	assert(code < 0);
	error_reset(err);
	err->code = code;
	err->src_file = src;
	err->src_line = line;
}

int error_fail(struct pawl_error *err, int code, const char *src, int line, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return code;
	start(err, code, src, line);
	va_start(ap, fmt);
	append(err->message, sizeof(err->message), "", fmt, ap);
	va_end(ap);
	return code;
}

static void append_plain(char *dst, size_t size, const char *fmt, ...) PRINTF(3, 4);
static void append_plain(char *dst, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	append(dst, size, "", fmt, ap);
	va_end(ap);
}

int error_fail_errno(struct pawl_error *err, int code, const char *src, int line, const char *fmt,
		     ...)
{
	int saved = errno;
	va_list ap;

	if (err == NULL)
		return code;
	start(err, code, src, line);
	va_start(ap, fmt);
	append(err->message, sizeof(err->message), "", fmt, ap);
	va_end(ap);
	append_plain(err->message, sizeof(err->message), ": %s", strerror(saved));
	return code;
}

int error_fail_db(struct pawl_error *err, int code, const char *src, int line, const char *sqlstate,
		  int vendor, const char *message)
{
	size_t len = strcspn(message, "\r\n");

	if (err == NULL)
		return code;
	start(err, code, src, line);
	err->vendor = vendor;
	if (sqlstate != NULL)
		snprintf(err->sqlstate, sizeof(err->sqlstate), "%s", sqlstate);
	append_plain(err->message, sizeof(err->message), "%.*s", (int)(len > 4096 ? 4096 : len),
		     message);
	return code;
}

void hint(struct pawl_error *err, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL || err->hint[0] != '\0')
		return;
	va_start(ap, fmt);
	append(err->hint, sizeof(err->hint), "", fmt, ap);
	va_end(ap);
}

void detail(struct pawl_error *err, const char *fmt, ...)
{
	va_list ap;
	size_t len;

	if (err == NULL)
		return;
	/* Servers end theirs with a full stop. */
	len = strlen(err->detail);
	if (len > 0 && err->detail[len - 1] == '.')
		err->detail[len - 1] = '\0';
	va_start(ap, fmt);
	append(err->detail, sizeof(err->detail), "; ", fmt, ap);
	va_end(ap);
}

void context(struct pawl_error *err, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return;
	va_start(ap, fmt);
	append(err->context, sizeof(err->context), "\n", fmt, ap);
	va_end(ap);
}

void at(struct pawl_error *err, const char *file, unsigned long line, unsigned long column)
{
	if (err == NULL || err->file[0] != '\0' || file == NULL)
		return;
	append_plain(err->file, sizeof(err->file), "%s", file);
	err->line = line;
	err->column = column;
}

void excerpt(struct pawl_error *err, const char *sql, size_t len)
{
	enum { SHOWN = 400 };

	if (err == NULL || err->statement[0] != '\0')
		return;
	append_plain(err->statement, sizeof(err->statement), "%.*s",
		     (int)(len > SHOWN ? SHOWN : len), sql);
	if (len > SHOWN)
		append_plain(err->statement, sizeof(err->statement), " ...");
}

int pawl_error_status(int code)
{
	switch (code) {
	case PAWL_OK:
		return 0;
#define PAWL_ERROR(name, number, status, summary)                                                  \
	case number:                                                                               \
		return status;
#include <pawl/errors.def>
#undef PAWL_ERROR
	default:
		return 70;
	}
}

const char *pawl_error_name(int code)
{
	switch (code) {
	case PAWL_OK:
		return "PAWL_OK";
#define PAWL_ERROR(name, number, status, summary)                                                  \
	case number:                                                                               \
		return "PAWL_E_" #name;
#include <pawl/errors.def>
#undef PAWL_ERROR
	default:
		return "unknown";
	}
}
