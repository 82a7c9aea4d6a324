/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Building struct pawl_error. Only fail() and its two sisters create an error;
 * hint(), detail(), at(), excerpt() and context() decorate one on its way up.
 * The first error wins: fail() on a filled error is a bug, use detail().
 *
 *	if (fd < 0)
 *		return fail_errno(err, PAWL_E_FILE, "could not open \"%s\"", path);
 *
 * A NULL err is allowed everywhere: the code is still returned.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <pawl/error.h>
#include <stddef.h>

#define PRINTF(f, a) __attribute__((format(printf, f, a)))

/* Fill err and return code, which must be negative. */
#define fail(err, code, ...)                                                                       \
	error_known(code, error_fail(err, code, __FILE__, __LINE__, __VA_ARGS__))

/* The same, with ": <strerror(errno)>" behind the message. */
#define fail_errno(err, code, ...)                                                                 \
	error_known(code, error_fail_errno(err, code, __FILE__, __LINE__, __VA_ARGS__))

/*
 * An engine's complaint. sqlstate may be NULL, vendor 0; message is the engine's
 * own text, of which the first line becomes the message (control characters are
 * replaced, see error_clean).
 */
#define fail_db(err, code, sqlstate, vendor, message)                                              \
	error_known(code, error_fail_db(err, code, __FILE__, __LINE__, sqlstate, vendor, message))

int error_fail(struct pawl_error *err, int code, const char *src, int line, const char *fmt, ...)
	PRINTF(5, 6);
int error_fail_errno(struct pawl_error *err, int code, const char *src, int line, const char *fmt,
		     ...) PRINTF(5, 6);
int error_fail_db(struct pawl_error *err, int code, const char *src, int line, const char *sqlstate,
		  int vendor, const char *message);

/* Lets compilers and analysers see in the caller that what fail() returns is not 0. */
static inline int error_known(int code, int returned)
{
	(void)returned;
	return code;
}

/* Set the hint; a hint that stands already is kept. */
void hint(struct pawl_error *err, const char *fmt, ...) PRINTF(2, 3);

/* Append a sentence to the detail. */
void detail(struct pawl_error *err, const char *fmt, ...) PRINTF(2, 3);

/* Set the user's place; a place that stands already is kept. column may be 0. */
void at(struct pawl_error *err, const char *file, unsigned long line, unsigned long column);

/* Keep the start of the failed statement, cut at a character boundary. */
void excerpt(struct pawl_error *err, const char *sql, size_t len);

/* Append an outer frame: "while applying ...". */
void context(struct pawl_error *err, const char *fmt, ...) PRINTF(2, 3);

/* Ready for use again. */
void error_reset(struct pawl_error *err);

#endif
