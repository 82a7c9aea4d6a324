/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/engine_name.h"

#include <string.h>
#include <strings.h>

/* Tools' words; "" where pawl has no driver. like: whose folders mostly run there, too. */
static const struct engine_name {
	const char *name, *dialect, *like;
} known[] = {
	{"postgres", "postgres", NULL},
	{"postgresql", "postgres", NULL},
	{"pgsql", "postgres", NULL},
	{"pg", "postgres", NULL},
	{"cockroach", "", "postgres"},
	{"cockroachdb", "", "postgres"},
	{"crdb", "", "postgres"},
	{"yugabyte", "", "postgres"},
	{"mysql", "mysql", NULL},
	{"mariadb", "mysql", NULL},
	{"singlestore", "", "mysql"},
	{"sqlite", "sqlite", NULL},
	{"sqlite3", "sqlite", NULL},
	{"turso", "sqlite", NULL},
	{"mssql", "", NULL},
	{"sqlserver", "", NULL},
	{"oracle", "", NULL},
	{"mongodb", "", NULL},
	{"gel", "", NULL},
	{"snowflake", "", NULL},
	{"firebird", "", NULL},
	{"vertica", "", NULL},
	{"exasol", "", NULL},
	{"clickhouse", "", NULL},
};

static const struct engine_name *find(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strlen(known[i].name) == len && strncasecmp(known[i].name, name, len) == 0)
			return &known[i];
	return NULL;
}

const char *engine_name_dialect(const char *name, size_t len)
{
	const struct engine_name *n = find(name, len);

	return n == NULL ? NULL : n->dialect;
}

bool engine_name_fits(const char *name, const char *dialect)
{
	const struct engine_name *n = find(name, strlen(name));

	return n == NULL || strcmp(n->like != NULL ? n->like : n->dialect, dialect) == 0;
}
