/* SPDX-License-Identifier: Apache-2.0 */
/* Temporary databases, and temporary schemas for those who may not make one. */
#include "driver/pgsql/pgsql.h"

#include <string.h>

/*
 * template0 takes any encoding and locale. Columns of pg_database that came
 * and went with versions are read as JSON, which has no opinion on them.
 */
int pgsql_scratch_like(void *conn, struct arena *a, const char **ret, struct pawl_error *err)
{
	static const char sql[] =
		"SELECT pg_catalog.concat(' TEMPLATE template0 ENCODING ', "
		"pg_catalog.quote_literal(pg_catalog.pg_encoding_to_char(d.encoding)), "
		"' LC_COLLATE ', pg_catalog.quote_literal(d.datcollate), "
		"' LC_CTYPE ', pg_catalog.quote_literal(d.datctype), "
		"CASE j.v ->> 'datlocprovider' "
		"WHEN 'i' THEN ' LOCALE_PROVIDER icu ICU_LOCALE ' || pg_catalog.quote_literal("
		"coalesce(j.v ->> 'datlocale', j.v ->> 'daticulocale')) "
		"WHEN 'b' THEN ' LOCALE_PROVIDER builtin BUILTIN_LOCALE ' || "
		"pg_catalog.quote_literal(j.v ->> 'datlocale') END) "
		"FROM pg_catalog.pg_database d, "
		"LATERAL (SELECT pg_catalog.to_jsonb(d) AS v) j "
		"WHERE d.datname = pg_catalog.current_database()";
	struct db_rows rows;
	int r = pgsql_query(conn, sql, NULL, 0, a, &rows, err);

	if (r == 0)
		*ret = rows.rows == 0 ? "" : rows.cells[0];
	return r;
}

int pgsql_scratch_list(void *conn, const char *prefix, struct arena *a, struct db_rows *ret,
		       struct pawl_error *err)
{
	static const char sql[] =
		"SELECT d.datname, 'database', CASE WHEN EXISTS (SELECT FROM "
		"pg_catalog.pg_stat_activity s WHERE s.datid = d.oid) THEN '1' ELSE '0' END "
		"FROM pg_catalog.pg_database d WHERE pg_catalog.starts_with(d.datname, $1) "
		"UNION ALL SELECT n.nspname, 'schema', '0' "
		"FROM pg_catalog.pg_namespace n WHERE pg_catalog.starts_with(n.nspname, $1) "
		"ORDER BY 1";
	const struct db_param param = {.text = prefix, .len = strlen(prefix)};

	return pgsql_query(conn, sql, &param, 1, a, ret, err);
}
