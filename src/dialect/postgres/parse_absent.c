/* SPDX-License-Identifier: Apache-2.0 */
/* A build without libpg_query. */
#include "dialect/postgres/read.h"

int pg_read(const char *sql, size_t len, struct arena *a, struct action_list *ret,
	    struct pawl_error *err)
{
	(void)sql;
	(void)len;
	(void)a;
	(void)ret;
	fail(err, PAWL_E_CONFIG, "this pawl was built without the parser of PostgreSQL");
	hint(err, "build it with -Dpg_query=enabled");
	return PAWL_E_CONFIG;
}
