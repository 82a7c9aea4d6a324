/* SPDX-License-Identifier: Apache-2.0 */
/* The statements of an SQL text, as pawl would send them. Needs no database. */
#ifndef PAWL_SPLIT_H
#define PAWL_SPLIT_H

#include <pawl/error.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pawl_statement {
	uint64_t start, length;     /* bytes of the file, first token to last, no terminator */
	unsigned long line, column; /* of the start, 1-based; column in bytes */
	const char *kind;           /* "create table"; static storage */
	const char *text;           /* valid during the callback */
};

/* Nonzero stops the walk, and pawl_split() returns it. */
typedef int (*pawl_statement_fn)(void *data, const struct pawl_statement *statement);

/* path "-" is standard input. dialect: "sqlite", "postgres", "mysql" or an alias. */
PAWL_API int pawl_split(const char *path, const char *dialect, pawl_statement_fn fn, void *data,
			struct pawl_error *err);

/* The dialect's own name for a name, alias or URL scheme; NULL if unknown. Static storage. */
PAWL_API const char *pawl_dialect_name(const char *name);

#ifdef __cplusplus
}
#endif
#endif
