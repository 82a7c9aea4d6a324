/* SPDX-License-Identifier: Apache-2.0 */
/* Small questions to the catalog. All names are qualified: search_path may be anything. */
#include "base/cleanup.h"
#include "driver/pgsql/pgsql.h"

static struct db_param text_param(const char *text)
{
	return (struct db_param){.text = text, .len = text == NULL ? 0 : strlen(text)};
}

/* $1 schema or NULL, $2 table; r.oid is NULL if there is no such relation. */
#define RESOLVE                                                                                    \
	"WITH r AS (SELECT CASE WHEN $1::text IS NULL "                                            \
	"THEN pg_catalog.to_regclass(pg_catalog.quote_ident($2::text))::oid "                      \
	"ELSE (SELECT c.oid FROM pg_catalog.pg_class c "                                           \
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "                                \
	"WHERE n.nspname = $1::name AND c.relname = $2::name) END AS oid) "

int pgsql_table_exists(void *conn, const char *schema, const char *table, bool *ret,
		       struct pawl_error *err)
{
	static const char sql[] = RESOLVE
		"SELECT 1 FROM r JOIN pg_catalog.pg_class c ON c.oid = r.oid "
		"WHERE c.relkind IN ('r', 'p', 'f')";
	_cleanup_arena_ struct arena a = {0};
	struct db_param params[] = {text_param(schema), text_param(table)};
	struct db_rows rows;
	int r = pgsql_query(conn, sql, params, 2, &a, &rows, err);

	if (r == 0)
		*ret = rows.rows != 0;
	return r;
}

int pgsql_table_columns(void *conn, const char *schema, const char *table, struct arena *a,
			const char *const **ret, size_t *ret_len, struct pawl_error *err)
{
	static const char sql[] = RESOLVE
		"SELECT t.attname FROM r JOIN pg_catalog.pg_attribute t ON t.attrelid = r.oid "
		"WHERE t.attnum > 0 AND NOT t.attisdropped ORDER BY t.attnum";
	struct db_param params[] = {text_param(schema), text_param(table)};
	struct db_rows rows;
	int r = pgsql_query(conn, sql, params, 2, a, &rows, err);

	if (r < 0)
		return r;
	*ret = rows.cells;
	*ret_len = rows.rows;
	return 0;
}

/* As a literal of type text[]. */
static void array_literal(struct buf *b, const char *const *v, size_t n)
{
	buf_addc(b, '{');
	for (size_t i = 0; i < n; i++) {
		buf_adds(b, i == 0 ? "\"" : ",\"");
		for (const char *at = v[i]; *at != '\0'; at++) {
			if (*at == '"' || *at == '\\')
				buf_addc(b, '\\');
			buf_addc(b, *at);
		}
		buf_addc(b, '"');
	}
	buf_addc(b, '}');
}

#define OF_USER(namespace)                                                                         \
	"EXISTS (SELECT 1 FROM pg_catalog.pg_namespace n WHERE n.oid = " namespace " AND "         \
										   "n.nspname <> " \
										   "'information_" \
										   "schema' AND "  \
										   "n.nspname !~ " \
										   "'^pg_') "

#define NO_MEMBER(catalog, oid)                                                                    \
	"AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = "                  \
	"'pg_catalog." catalog "'::pg_catalog.regclass AND d.objid = " oid                         \
	" AND d.deptype = 'e') "

int pgsql_is_fresh(void *conn, const char *const *except, size_t n, bool *ret,
		   struct pawl_error *err)
{
	static const char sql[] =
		"SELECT 1 FROM pg_catalog.pg_class c WHERE c.relkind IN ('r','p','v','m','f','S') "
		"AND c.relname <> ALL ($1::text[]) AND " OF_USER("c.relnamespace")
			NO_MEMBER("pg_class", "c.oid")
		/* the sequences of excepted tables */
		"AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d "
		"JOIN pg_catalog.pg_class o ON o.oid = d.refobjid "
		"WHERE c.relkind = 'S' AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass "
		"AND d.objid = c.oid AND d.deptype IN ('a', 'i') "
		"AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass "
		"AND o.relname = ANY ($1::text[])) "
		"UNION ALL SELECT 1 FROM pg_catalog.pg_proc p WHERE " OF_USER("p.pronamespace")
			NO_MEMBER("pg_proc", "p.oid")
		/* neither a relation's row type nor an array */
		"UNION ALL SELECT 1 FROM pg_catalog.pg_type t WHERE t.typelem = 0 "
		"AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_class c "
		"WHERE c.oid = t.typrelid AND c.relkind <> 'c') AND " OF_USER("t.typnamespace")
			NO_MEMBER("pg_type", "t.oid") "LIMIT 1";
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf names = {0};
	struct db_param param;
	struct db_rows rows;
	int r;

	array_literal(&names, except, n);
	param = (struct db_param){.text = names.data, .len = names.len};
	r = pgsql_query(conn, sql, &param, 1, &a, &rows, err);
	if (r == 0)
		*ret = rows.rows == 0;
	return r;
}
