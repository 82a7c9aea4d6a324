/* SPDX-License-Identifier: Apache-2.0 */
/* What the calls of pawl/schema.h begin and end with. */
#ifndef API_SCHEMA_H
#define API_SCHEMA_H

#include "api/session.h"
#include "migrate/compare.h"

struct schema_call {
	struct call call;
	struct lab lab;
	struct source from, to;
};

/*
 * Parse the sources (to may be NULL), find out the engine, and connect where a
 * source is the session's database. End it with schema_call_end().
 */
int schema_call_begin(struct schema_call *c, struct pawl_session *s, const char *from,
		      const char *to, struct arena *a, struct pawl_error *err);

/* Returns rc. */
int schema_call_end(struct schema_call *c, int rc);

/* Refuse to take a database that does not exist for an empty one. */
int schema_need_database(struct schema_call *c, struct pawl_error *err);

/* The versions that the session's database holds, as far as its history tells. */
int schema_read_versions(struct schema_call *c, struct lab_schema *schema, struct pawl_error *err);

/* PAWL_E_USAGE unless an options struct has the size that this library knows. */
int schema_check_size(size_t given, size_t known, const char *name, struct pawl_error *err);

#endif
