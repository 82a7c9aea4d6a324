/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the catalog says of the objects that a statement is about, as a hash:
 * whole catalog rows, without the columns that the server changes by itself.
 * Whole rows, because a list of "what matters" would miss the next release's
 * columns. Indexes have their own, readable form (index.c).
 *
 * Objects of kinds that are not listed here, and statements that are safe to
 * run again (VACUUM and its like), give "".
 */
#include "base/cleanup.h"
#include "base/sha256.h"
#include "driver/pgsql/pgsql.h"

/* $1 schema or NULL, $2 name */
#define RELATION PGSQL_NAMED("$1", "$2")

#define ROWS_OF(catalog, column)                                                                   \
	"UNION ALL SELECT x::text FROM pg_catalog." catalog " x WHERE x." column " = " RELATION " "

static const char relation_sql[] =
	"SELECT (pg_catalog.to_jsonb(c) - '{relpages,reltuples,relallvisible,relallfrozen,"
	"relfrozenxid,relminmxid,relfilenode,relhasindex,relhasrules,relhastriggers,"
	"relhassubclass}'::text[])::text FROM pg_catalog.pg_class c WHERE c.oid = " RELATION
	" " ROWS_OF("pg_attribute", "attrelid") ROWS_OF("pg_attrdef", "adrelid")
		ROWS_OF("pg_constraint", "conrelid") ROWS_OF("pg_inherits", "inhrelid")
			ROWS_OF("pg_inherits", "inhparent") ROWS_OF("pg_trigger", "tgrelid")
				ROWS_OF("pg_rewrite", "ev_class") ROWS_OF("pg_policy", "polrelid")
					ROWS_OF("pg_sequence", "seqrelid")
						ROWS_OF("pg_partitioned_table", "partrelid")
							ROWS_OF("pg_description", "objoid")
								ROWS_OF("pg_publication_rel",
									"prrelid") "ORDER BY 1";

#define IN_SCHEMA(namespace, visible)                                                              \
	"CASE WHEN $1::text IS NULL THEN pg_catalog." visible "(x.oid) ELSE EXISTS (SELECT 1 "     \
	"FROM pg_catalog.pg_namespace n WHERE n.oid = x." namespace " AND n.nspname IN "           \
								    "($1::name, "                  \
								    "lower($1::text)::name)) "     \
								    "END "

static const char type_sql[] =
	"WITH t AS (SELECT x.* FROM pg_catalog.pg_type x WHERE x.typname IN ($2::name, "
	"lower($2::text)::name) AND " IN_SCHEMA(
		"typnamespace",
		"pg_type_is_visible") ") "
				      "SELECT t::text FROM t "
				      "UNION ALL SELECT e::text FROM pg_catalog.pg_enum e, t WHERE "
				      "e.enumtypid = t.oid "
				      "UNION ALL SELECT c::text FROM pg_catalog.pg_constraint c, t "
				      "WHERE c.contypid = t.oid "
				      "UNION ALL SELECT a::text FROM pg_catalog.pg_attribute a, t "
				      "WHERE a.attrelid = t.typrelid AND t.typrelid <> 0 "
				      "UNION ALL SELECT d::text FROM pg_catalog.pg_description d, "
				      "t WHERE d.objoid = t.oid "
				      "ORDER BY 1";

static const char routine_sql[] =
	"SELECT x::text || coalesce(pg_catalog.obj_description(x.oid, 'pg_proc'), '') "
	"FROM pg_catalog.pg_proc x WHERE x.proname IN ($2::name, lower($2::text)::name) "
	"AND " IN_SCHEMA("pronamespace", "pg_function_is_visible") "ORDER BY 1";

/* Catalogs whose rows carry the name; a schema in front of it is not looked at. */
#define BY_NAME(catalog, column)                                                                   \
	"SELECT x::text FROM pg_catalog." catalog " x "                                            \
	"WHERE $1::text IS NOT DISTINCT FROM $1::text AND x." column                               \
	" IN ($2::name, lower($2::text)::name) ORDER BY 1"

struct kind_sql {
	const char *kind;
	const char *sql; /* $1 schema or NULL, $2 name; one column */
};

static const struct kind_sql kinds[] = {
	{"table", relation_sql},
	{"foreign table", relation_sql},
	{"view", relation_sql},
	{"materialized view", relation_sql},
	{"sequence", relation_sql},
	{"type", type_sql},
	{"domain", type_sql},
	{"function", routine_sql},
	{"procedure", routine_sql},
	{"routine", routine_sql},
	{"aggregate", routine_sql},
	{"trigger", BY_NAME("pg_trigger", "tgname")},
	{"rule", BY_NAME("pg_rewrite", "rulename")},
	{"policy", BY_NAME("pg_policy", "polname")},
	{"schema", BY_NAME("pg_namespace", "nspname")},
	{"extension", BY_NAME("pg_extension", "extname")},
	{"tablespace", BY_NAME("pg_tablespace", "spcname")},
	{"role", BY_NAME("pg_roles", "rolname")},
	{"user", BY_NAME("pg_roles", "rolname")},
	{"group", BY_NAME("pg_roles", "rolname")},
	{"language", BY_NAME("pg_language", "lanname")},
	{"event trigger", BY_NAME("pg_event_trigger", "evtname")},
	{"publication", BY_NAME("pg_publication", "pubname")},
	{"server", BY_NAME("pg_foreign_server", "srvname")},
	{"foreign data wrapper", BY_NAME("pg_foreign_data_wrapper", "fdwname")},
	{"collation", BY_NAME("pg_collation", "collname")},
	{"conversion", BY_NAME("pg_conversion", "conname")},
	{"operator", BY_NAME("pg_operator", "oprname")},
	{"statistics", BY_NAME("pg_statistic_ext", "stxname")},
	{"access method", BY_NAME("pg_am", "amname")},
	{"database", "SELECT (pg_catalog.to_jsonb(x) - '{datfrozenxid,datminmxid}'::text[])::text "
		     "FROM pg_catalog.pg_database x "
		     "WHERE $1::text IS NOT DISTINCT FROM $1::text AND x.datname IN ($2::name, "
		     "lower($2::text)::name)"},
	/* its connection string is for superusers only */
	{"subscription", "SELECT pg_catalog.concat_ws(' ', x.oid, x.subname, x.subenabled, "
			 "x.subslotname, x.subpublications) FROM pg_catalog.pg_subscription x "
			 "WHERE $1::text IS NOT DISTINCT FROM $1::text AND x.subname IN ($2::name, "
			 "lower($2::text)::name)"},
};

/* Statements that change no definition. */
static const char *const no_definition[] = {"vacuum",    "analyze", "cluster",
					    "truncate",  "lock",    "refresh materialized view",
					    "checkpoint"};

static bool is_about_catalog(const struct stmt_class *cls)
{
	for (size_t i = 0; i < sizeof(no_definition) / sizeof(no_definition[0]); i++)
		if (strcmp(cls->kind, no_definition[i]) == 0)
			return false;
	return (cls->flags & (STMT_DDL | STMT_NEW_ENUM | STMT_CONCURRENTLY)) != 0;
}

static int add_object(struct pgsql *pg, const struct stmt_object *o, struct sha256 *h,
		      bool *ret_asked, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const char *sql = NULL;
	struct db_param params[2];
	struct db_rows rows;
	int r;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, o->kind) == 0)
			sql = kinds[i].sql;
	if (sql == NULL || o->name == NULL)
		return 0;
	params[0] = (struct db_param){o->schema, o->schema == NULL ? 0 : strlen(o->schema)};
	params[1] = (struct db_param){o->name, strlen(o->name)};
	r = pgsql_query(pg, sql, params, 2, &a, &rows, err);
	if (r < 0)
		return r;
	*ret_asked = true;
	sha256_add(h, o->name, strlen(o->name) + 1);
	for (size_t i = 0; i < rows.rows; i++)
		sha256_add(h, rows.cells[i], strlen(rows.cells[i]) + 1);
	return 0;
}

int pgsql_fingerprint(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
		      struct arena *a, const char **ret, struct pawl_error *err)
{
	struct pgsql *pg = conn;
	char hex[SHA256_HEX];
	struct sha256 h;
	bool asked = false;

	(void)sql;
	(void)len;
	if (pgsql_is_about_indexes(cls))
		return pgsql_index_fingerprint(pg, cls, a, ret, err);
	if (!is_about_catalog(cls)) {
		*ret = "";
		return 0;
	}
	sha256_init(&h);
	for (size_t i = 0; i < cls->objects_len; i++) {
		int r = add_object(pg, &cls->objects[i], &h, &asked, err);

		if (r < 0)
			return r;
	}
	sha256_hex(&h, hex);
	*ret = asked ? arena_strdup(a, hex) : "";
	return 0;
}
