/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ${name} in a stream of text, replaced where name is declared and left alone
 * where it is not: SQL uses the same characters for other things.
 */
#ifndef MIGRATE_PLACEHOLDER_H
#define MIGRATE_PLACEHOLDER_H

#include "sql/split.h"

#include <pawl/session.h>

struct placeholder_filter;

/* Reads from source, which is copied; vars are borrowed. */
struct placeholder_filter *placeholder_new(const struct split_source *source,
					   const struct pawl_var *vars, size_t vars_len);
void placeholder_free(struct placeholder_filter *f);

/* A struct split_source's read with the filter as its ctx. */
int placeholder_read(void *filter, char *data, size_t size, size_t *ret_len,
		     struct pawl_error *err);

#endif
