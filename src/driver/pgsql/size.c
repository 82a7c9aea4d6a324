/* SPDX-License-Identifier: Apache-2.0 */
/* How large tables are, what a transaction has locked, and where rows are kept. */
#include "driver/pgsql/pgsql.h"

#include <stdlib.h>

/* A user's own relations: n is the schema's row. */
#define OF_USERS                                                                                   \
	"n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't' "

/* NULL for the schema that unqualified names are made in, $1. */
#define SCHEMA "nullif(n.nspname::text, $1::text)"

static const char *cell(const struct db_rows *rows, size_t row, size_t col)
{
	return rows->cells[row * rows->cols + col];
}

static int64_t number(const struct db_rows *rows, size_t row, size_t col)
{
	const char *text = cell(rows, row, col);

	return text == NULL ? -1 : strtoll(text, NULL, 10);
}

static int ask(struct pgsql *pg, const char *sql, struct arena *a, struct db_rows *ret,
	       struct pawl_error *err)
{
	const char *schema = pg->info.schema;
	const struct db_param param = {schema, schema == NULL ? 0 : strlen(schema)};

	return pgsql_query(pg, sql, &param, 1, a, ret, err);
}

int pgsql_table_sizes(void *conn, struct arena *a, struct db_table_size **ret, size_t *ret_len,
		      struct pawl_error *err)
{
	/* A partitioned table is as large as its partitions; reltuples is -1 before any ANALYZE. */
	static const char sql[] =
		"SELECT " SCHEMA ", c.relname, "
		"CASE WHEN s.bytes = 0 THEN 0 WHEN s.unknown THEN NULL ELSE s.tuples END, "
		"s.all_bytes, s.bytes = 0 "
		"FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
		"ON n.oid = c.relnamespace CROSS JOIN LATERAL ("
		"SELECT coalesce(sum(pg_catalog.pg_relation_size(p.oid)), 0)::int8 AS bytes, "
		"coalesce(sum(pg_catalog.pg_total_relation_size(p.oid)), 0)::int8 AS all_bytes, "
		"coalesce(sum(greatest(p.reltuples, 0)), 0)::int8 AS tuples, "
		"coalesce(bool_or((p.reltuples < 0 OR p.relpages = 0) "
		"AND pg_catalog.pg_relation_size(p.oid) > 0), false) AS unknown "
		"FROM pg_catalog.pg_class p WHERE p.oid = c.oid AND c.relkind <> 'p' "
		"OR c.relkind = 'p' AND p.relkind <> 'p' AND p.oid IN "
		"(SELECT t.relid FROM pg_catalog.pg_partition_tree(c.oid) t)) s "
		"WHERE c.relkind IN ('r', 'm', 'p') AND " OF_USERS "ORDER BY 1 NULLS FIRST, 2";
	struct db_rows rows;
	struct db_table_size *v;
	int r = ask(conn, sql, a, &rows, err);

	if (r < 0)
		return r;
	v = arena_array(a, struct db_table_size, rows.rows);
	for (size_t i = 0; i < rows.rows; i++)
		v[i] = (struct db_table_size){
			.schema = cell(&rows, i, 0),
			.name = cell(&rows, i, 1),
			.rows = number(&rows, i, 2),
			.bytes = number(&rows, i, 3),
			.empty = cell(&rows, i, 4)[0] == 't',
		};
	*ret = v;
	*ret_len = rows.rows;
	return 0;
}

int pgsql_locks_held(void *conn, struct arena *a, struct db_lock **ret, size_t *ret_len,
		     struct pawl_error *err)
{
	/* "ShareRowExclusiveLock" -> "SHARE ROW EXCLUSIVE". */
	static const char sql[] =
		"SELECT " SCHEMA ", c.relname, upper(pg_catalog.regexp_replace("
		"pg_catalog.regexp_replace(l.mode, 'Lock$', ''), '([a-z])([A-Z])', '\\1 \\2', "
		"'g')), l.relation FROM pg_catalog.pg_locks l "
		"LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation "
		"LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
		"WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' "
		"AND l.granted AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d "
		"WHERE d.datname = pg_catalog.current_database()) "
		"AND (c.oid IS NULL OR c.relkind IN ('r', 'p', 'm', 'f', 'v') AND " OF_USERS
		") ORDER BY 1 NULLS FIRST, 2, 3";
	struct db_rows rows;
	struct db_lock *v;
	int r = ask(conn, sql, a, &rows, err);

	if (r < 0)
		return r;
	v = arena_array(a, struct db_lock, rows.rows);
	for (size_t i = 0; i < rows.rows; i++)
		v[i] = (struct db_lock){cell(&rows, i, 0), cell(&rows, i, 1), cell(&rows, i, 2),
					cell(&rows, i, 3)};
	*ret = v;
	*ret_len = rows.rows;
	return 0;
}

int pgsql_storage(void *conn, struct arena *a, struct db_storage **ret, size_t *ret_len,
		  struct pawl_error *err)
{
	static const char sql[] =
		"SELECT " SCHEMA ", coalesce(t.relname, c.relname), "
		"CASE WHEN t.oid IS NOT NULL THEN c.relname END, "
		"coalesce(pg_catalog.pg_relation_filenode(c.oid), 0), c.oid "
		"FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
		"ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid "
		"LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid "
		"WHERE c.relkind IN ('r', 'p', 'm', 'f', 'v', 'i', 'I') AND " OF_USERS
		"ORDER BY 1 NULLS FIRST, 2, 3 NULLS FIRST";
	struct db_rows rows;
	struct db_storage *v;
	int r = ask(conn, sql, a, &rows, err);

	if (r < 0)
		return r;
	v = arena_array(a, struct db_storage, rows.rows);
	for (size_t i = 0; i < rows.rows; i++)
		v[i] = (struct db_storage){cell(&rows, i, 0), cell(&rows, i, 1), cell(&rows, i, 2),
					   cell(&rows, i, 3), cell(&rows, i, 4)};
	*ret = v;
	*ret_len = rows.rows;
	return 0;
}
