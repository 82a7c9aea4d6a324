/* SPDX-License-Identifier: Apache-2.0 */
/* Temporary databases. */
#include "driver/mysqld/mysqld.h"

#include <string.h>

/*
 * Defaults and comparisons of text depend on both. The variables are the server's behind
 * a session's reset, which a pool of sessions does.
 */
static int like(void *conn, struct arena *a, const char **ret, struct pawl_error *err)
{
	struct db_rows rows;
	int r = mysqld_query(conn,
			     "SELECT COALESCE((SELECT CONCAT(' CHARACTER SET ', "
			     "DEFAULT_CHARACTER_SET_NAME, ' COLLATE ', DEFAULT_COLLATION_NAME) "
			     "FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()), "
			     "CONCAT(' CHARACTER SET ', @@character_set_database, ' COLLATE ', "
			     "@@collation_database))",
			     NULL, 0, a, &rows, err);

	if (r == 0)
		*ret = mysqld_cell(&rows, 0, 0);
	return r;
}

/* Who is in a database is not told: other users' connections are not ours to see. */
static int list(void *conn, const char *prefix, struct arena *a, struct db_rows *ret,
		struct pawl_error *err)
{
	const struct db_param params[] = {
		{.text = prefix, .len = strlen(prefix)},
		{.text = prefix, .len = strlen(prefix)},
	};

	return mysqld_query(conn,
			    "SELECT SCHEMA_NAME, 'database', '0' FROM information_schema.SCHEMATA "
			    "WHERE LEFT(SCHEMA_NAME, CHAR_LENGTH(?)) = ? ORDER BY 1",
			    params, 2, a, ret, err);
}

const struct driver_scratch mysqld_scratch = {
	.maintenance = "information_schema",
	.like = like,
	.list = list,
};
