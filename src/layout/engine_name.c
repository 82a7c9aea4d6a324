/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/engine_name.h"

#include <string.h>

const char *engine_name_dialect(const char *name, size_t len)
{
	static const struct {
		const char *name, *dialect;
	} known[] = {
		{"postgres", "postgres"},
		{"postgresql", "postgres"},
		{"pgsql", "postgres"},
		{"pg", "postgres"},
		{"mysql", "mysql"},
		{"mariadb", "mysql"},
		{"sqlite3", "sqlite"},
		{"sqlite", "sqlite"},
		{"cockroach", ""},
		{"cockroachdb", ""},
		{"crdb", ""},
		{"mssql", ""},
		{"sqlserver", ""},
		{"oracle", ""},
		{"clickhouse", ""},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strlen(known[i].name) == len && memcmp(known[i].name, name, len) == 0)
			return known[i].dialect;
	return NULL;
}
