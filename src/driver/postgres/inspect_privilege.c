/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Privileges: a PRIVILEGE for each grantee of an object or a column, with what
 * differs from the rights that the object has by itself.
 *
 *	PRIVILEGE		PRIVILEGES, GRANTABLE; "NONE" where PUBLIC lost what it has by
 *				itself. The owner's own rights are left out.
 *	DEFAULT_PRIVILEGE	PRIVILEGES, GRANTABLE, DEFINITION
 */
#include "driver/postgres/inspect.h"

/* The order in which the manual lists them, as an array literal's text. */
#define ORDER                                                                                      \
	"ORDER BY pg_catalog.array_position(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', "        \
	"'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN', 'USAGE', 'EXECUTE', 'CREATE'], "         \
	"e.privilege)"

/* Objects with an acl: address, type letter of acldefault(), owner, acl. */
#define ACL(catalog, type, owner, acl, oid, where)                                                 \
	"SELECT '" catalog "'::regclass::oid, " oid ", 0, " type ", " owner ", " acl               \
	" FROM " catalog " WHERE " acl " IS NOT NULL AND " oid " >= " FIRST_OID where              \
	" UNION ALL "

static const char privileges_sql[] = "WITH o (catalog, oid, sub, type, owner, acl) AS (" ACL(
	"pg_class", "CASE relkind WHEN 'S' THEN 's'::\"char\" ELSE 'r'::\"char\" END", "relowner",
	"relacl", "oid",
	"") ACL("pg_proc", "'f'::\"char\"", "proowner", "proacl", "oid",
		"") ACL("pg_type", "'T'::\"char\"", "typowner", "typacl", "oid",
			"") ACL("pg_namespace", "'n'::\"char\"", "nspowner", "nspacl", "oid",
				"") ACL("pg_language", "'l'::\"char\"", "lanowner", "lanacl", "oid",
					"") ACL("pg_foreign_data_wrapper", "'F'::\"char\"",
						"fdwowner", "fdwacl", "oid", "")
	ACL("pg_foreign_server", "'S'::\"char\"", "srvowner", "srvacl", "oid",
	    "") "SELECT 'pg_class'::regclass::oid, a.attrelid, a.attnum, 'c'::\"char\", "
		"c.relowner, a.attacl "
		"FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
		"WHERE a.attacl IS NOT NULL AND a.attrelid >= " FIRST_OID "), "
		/* grantable counts where it was granted once with and once without */
		"e (catalog, oid, sub, type, owner, grantee, privilege, grantable) AS ("
		"SELECT o.catalog, o.oid, o.sub, o.type, o.owner, x.grantee, x.privilege_type, "
		"pg_catalog.bool_or(x.is_grantable) FROM o, pg_catalog.aclexplode(o.acl) x "
		"WHERE x.grantee <> o.owner GROUP BY 1, 2, 3, 4, 5, 6, 7) "
		"SELECT e.catalog, e.oid, e.sub, CASE WHEN e.grantee = 0 THEN 'PUBLIC' "
		"ELSE " OWNER_OF(
			"e.grantee") "::text END, "
				     "pg_catalog.string_agg(e.privilege, ', ' " ORDER "), "
				     "pg_catalog.string_agg(e.privilege, ', ' " ORDER
				     ") FILTER (WHERE e.grantable) "
				     "FROM e GROUP BY e.catalog, e.oid, e.sub, e.type, e.owner, "
				     "e.grantee "
				     "HAVING e.grantee <> 0 OR pg_catalog.bool_or(e.grantable) OR "
				     "pg_catalog.count(*) <> (SELECT pg_catalog.count(*) FROM "
				     "pg_catalog.aclexplode(pg_catalog.acldefault(e.type, "
				     "e.owner)) x WHERE x.grantee = 0) "
				     "UNION ALL SELECT o.catalog, o.oid, o.sub, 'PUBLIC', 'NONE', "
				     "NULL FROM o "
				     "WHERE EXISTS (SELECT FROM "
				     "pg_catalog.aclexplode(pg_catalog.acldefault(o.type, "
				     "o.owner)) x "
				     "WHERE x.grantee = 0) AND NOT EXISTS (SELECT FROM "
				     "pg_catalog.aclexplode(o.acl) x "
				     "WHERE x.grantee = 0)";

static void add_privilege(struct inspect *in, const struct catalog_row *r)
{
	enum { CATALOG, OID, SUB, GRANTEE, PRIVILEGES, GRANTABLE };
	const struct object *on =
		inspect_find(in, cell_oid(r, CATALOG), cell_oid(r, OID), (int32_t)cell_int(r, SUB));
	struct object *o = inspect_add_child(in, OBJECT_PRIVILEGE, PG_CLASS, 0, on,
					     cell_share(in, r, GRANTEE));

	if (o == NULL)
		return;
	schema_set(&in->b, o, ATTR_PRIVILEGES, cell_share(in, r, PRIVILEGES));
	schema_set(&in->b, o, ATTR_GRANTABLE, cell_share(in, r, GRANTABLE));
}

/*
 * Without a schema they replace what the server gives by itself, so that a right
 * of PUBLIC may be missing; in a schema they add to it.
 */
static const char defaults_sql[] =
	"WITH d AS (SELECT d.oid, d.defaclnamespace AS space, d.defaclrole AS role, "
	"d.defaclacl AS acl, d.defaclobjtype AS type, CASE d.defaclobjtype WHEN 'r' THEN 'tables' "
	"WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' "
	"WHEN 'n' THEN 'schemas' ELSE 'large objects' END AS word, "
	"'ALTER DEFAULT PRIVILEGES FOR ROLE ' || "
	"pg_catalog.quote_ident(" OWNER_OF(
		"d.defaclrole") ") || "
				"coalesce((SELECT ' IN SCHEMA ' || "
				"pg_catalog.quote_ident(n.nspname) "
				"FROM pg_namespace n WHERE n.oid = d.defaclnamespace), '') AS head "
				"FROM pg_default_acl d), "
				"e AS (SELECT d.*, x.grantee, x.privilege_type AS privilege, "
				"pg_catalog.bool_or(x.is_grantable) AS grantable FROM d, "
				"pg_catalog.aclexplode(d.acl) x "
				"WHERE d.space <> 0 OR x.grantee <> d.role "
				"GROUP BY 1, 2, 3, 4, 5, 6, 7, x.grantee, x.privilege_type) "
				"SELECT e.oid, e.space, " OWNER_OF(
					"e.role") ", e.word || ' to ' || "
						  "CASE WHEN e.grantee = 0 THEN 'PUBLIC' "
						  "ELSE " OWNER_OF(
							  "e.grantee") "::text END, "
								       "e.head || ' GRANT ' || "
								       "pg_catalog.string_agg(e."
								       "privilege, ', ' " ORDER
								       ") || ' ON ' || "
								       "pg_catalog.upper(e.word) "
								       "|| ' TO ' || CASE WHEN "
								       "e.grantee = 0 THEN "
								       "'PUBLIC' ELSE "
								       "pg_catalog.quote_"
								       "ident(" OWNER_OF(
									       "e.grantee") ") END "
											    "|| "
											    "CASE "
											    "WHEN "
											    "pg_"
											    "catalo"
											    "g."
											    "bool_"
											    "and(e."
											    "granta"
											    "ble) "
											    "THEN "
											    "' "
											    "WITH "
											    "GRANT "
											    "OPTION"
											    "' "
											    "ELSE "
											    "'' "
											    "END, "
											    "pg_"
											    "catalo"
											    "g."
											    "string"
											    "_agg("
											    "e."
											    "privil"
											    "ege, "
											    "', "
											    "'"
											    " " ORDER
											    "), "
											    "pg_"
											    "catalo"
											    "g."
											    "string"
											    "_agg("
											    "e."
											    "privil"
											    "ege, "
											    "', "
											    "'"
											    " " ORDER
											    ") "
											    "FILTER"
											    " ("
											    "WHERE "
											    "e."
											    "granta"
											    "ble) "
											    "FROM "
											    "e "
											    "GROUP "
											    "BY "
											    "e.oid,"
											    " e."
											    "space,"
											    " e."
											    "role, "
											    "e."
											    "word, "
											    "e."
											    "head, "
											    "e."
											    "type, "
											    "e."
											    "grante"
											    "e "
											    "HAVING"
											    " e."
											    "space "
											    "<> 0 "
											    "OR "
											    "e."
											    "grante"
											    "e <> "
											    "0 OR "
											    "NOT "
											    "EXISTS"
											    " ("
											    "SELECT"
											    " FROM "
											    "pg_"
											    "catalo"
											    "g."
											    "aclexp"
											    "lode("
											    "pg_"
											    "catalo"
											    "g."
											    "acldef"
											    "ault("
											    "e."
											    "type, "
											    "e."
											    "role))"
											    " x "
											    "WHERE "
											    "x."
											    "grante"
											    "e = "
											    "0) "
											    "UNION "
											    "ALL "
											    "SELECT"
											    " d."
											    "oid, "
											    "d."
											    "space,"
											    " " OWNER_OF(
												    "d.role") ", d.word || ' to PUBLIC', "
													      "d.head || ' REVOKE ALL ON ' || pg_catalog.upper(d.word) || ' FROM PUBLIC', 'NONE', NULL "
													      "FROM d WHERE d.space = 0 AND EXISTS (SELECT FROM pg_catalog.aclexplode("
													      "pg_catalog.acldefault(d.type, d.role)) x WHERE x.grantee = 0) "
													      "AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(d.acl) x WHERE x.grantee = 0)";

static void add_default(struct inspect *in, const struct catalog_row *r)
{
	enum { OID, SPACE, ROLE, ARGUMENTS, DEFINITION, PRIVILEGES, GRANTABLE };
	const struct space *space =
		ids_get(&in->spaces, (struct id){PG_NAMESPACE, cell_oid(r, SPACE), 0});
	const char *arguments = cell_keep(in, r, ARGUMENTS);
	struct object *o;

	if (cell_oid(r, SPACE) != 0 && space == NULL)
		return;
	/* Of the default schema, not of all: neither has a schema in its identity. */
	if (space != NULL && space->name == NULL)
		arguments = arena_printf(in->b.arena, "%s in the default schema", arguments);
	o = schema_add(&in->b, OBJECT_DEFAULT_PRIVILEGE, NULL, space == NULL ? NULL : space->name,
		       cell_share(in, r, ROLE), arguments);
	cell_set(in, o, ATTR_DEFINITION, r, DEFINITION);
	schema_set(&in->b, o, ATTR_PRIVILEGES, cell_share(in, r, PRIVILEGES));
	schema_set(&in->b, o, ATTR_GRANTABLE, cell_share(in, r, GRANTABLE));
	if (space != NULL && space->object != NULL)
		schema_need(&in->b, o, space->object);
}

static const struct inspect_query queries[] = {
	{privileges_sql, add_privilege},
	{defaults_sql, add_default},
};

const struct inspect_queries inspect_privileges = {queries, sizeof(queries) / sizeof(queries[0])};
