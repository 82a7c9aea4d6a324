/* SPDX-License-Identifier: Apache-2.0 */
/* What a driver offers to those who make databases only to look at them. */
#ifndef DRIVER_THROWAWAY_H
#define DRIVER_THROWAWAY_H

#include "base/arena.h"
#include "driver/types.h"
#include "driver/url.h"

/*
 * What state/scratch.h needs to know to make databases that are thrown away.
 * Either memory alone is set, or all of the others but schema_*.
 */
struct driver_scratch {
	const char *memory;      /* URL of a database that ends with its connection */
	const char *maintenance; /* a database that every server has */

	/* What to write behind CREATE DATABASE x so that x is like the one connected to. */
	int (*like)(void *conn, struct arena *a, const char **ret, struct pawl_error *err);

	/* Names that begin with prefix: name, "database" or "schema", "1" if somebody is in it. */
	int (*list)(void *conn, const char *prefix, struct arena *a, struct db_rows *ret,
		    struct pawl_error *err);

	/*
	 * The parameter of a URL, and the start of its value, that the name of the
	 * default schema follows; NULL where a schema is a database.
	 */
	const char *schema_param, *schema_value;

	/* A value of that parameter with which nothing is made to last. NULL: there is none. */
	const char *quick;
};

#endif
