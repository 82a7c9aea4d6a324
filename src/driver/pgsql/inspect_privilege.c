/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Privileges: a PRIVILEGE for each grantee of an object or a column, with what
 * differs from the rights that the object has by itself.
 *
 *	PRIVILEGE		PRIVILEGES, GRANTABLE; "NONE" where PUBLIC lost what it has by
 *				itself. The owner's own rights are left out.
 *	DEFAULT_PRIVILEGE	PRIVILEGES, GRANTABLE, DEFINITION
 */
#include "driver/pgsql/inspect.h"

/*
 * The catalogs whose objects have an acl, with the letter that acldefault() takes
 * for their kind.
 */
static const char privileges_sql[] =
	"WITH o (catalog, oid, sub, type, owner, acl) AS ("
	"{acl pg_proc p.oid 'f' p.proowner p.proacl} UNION ALL "
	"{acl pg_type p.oid 'T' p.typowner p.typacl} UNION ALL "
	"{acl pg_namespace p.oid 'n' p.nspowner p.nspacl} UNION ALL "
	"{acl pg_language p.oid 'l' p.lanowner p.lanacl} UNION ALL "
	"{acl pg_foreign_data_wrapper p.oid 'F' p.fdwowner p.fdwacl} UNION ALL "
	"{acl pg_foreign_server p.oid 'S' p.srvowner p.srvacl} UNION ALL "
	"SELECT 'pg_class'::regclass::oid, p.oid, 0, "
	"(CASE WHEN p.relkind = 'S' THEN 's' ELSE 'r' END)::\"char\", p.relowner, p.relacl "
	"FROM pg_class p WHERE p.relacl IS NOT NULL AND p.oid >= {first} UNION ALL "
	"SELECT 'pg_class'::regclass::oid, a.attrelid, a.attnum, 'c', p.relowner, a.attacl "
	"FROM pg_attribute a JOIN pg_class p ON p.oid = a.attrelid "
	"WHERE a.attacl IS NOT NULL AND a.attrelid >= {first}), "
	"e (catalog, oid, sub, type, owner, grantee, privilege, grantable) AS ("
	"SELECT o.catalog, o.oid, o.sub, o.type, o.owner, x.grantee, x.privilege_type, "
	"pg_catalog.bool_or(x.is_grantable) FROM o, pg_catalog.aclexplode(o.acl) x "
	"WHERE x.grantee <> o.owner GROUP BY 1, 2, 3, 4, 5, 6, 7) "
	"SELECT e.catalog, e.oid, e.sub, {grantee e.grantee}, {rights}, "
	"{rights} FILTER (WHERE e.grantable) "
	"FROM e GROUP BY e.catalog, e.oid, e.sub, e.type, e.owner, e.grantee "
	/* what PUBLIC has by itself is at most one right, never with grant option */
	"HAVING e.grantee <> 0 OR pg_catalog.bool_or(e.grantable) "
	"OR pg_catalog.count(*) <> 1 OR NOT {public_has e.type e.owner} "
	"UNION ALL SELECT o.catalog, o.oid, o.sub, 'PUBLIC', 'NONE', NULL FROM o "
	"WHERE {public_has o.type o.owner} AND NOT {public_in o.acl}";

static void add_privilege(struct inspect *in, const struct catalog_row *r)
{
	enum { CATALOG, OID, SUB, GRANTEE, PRIVILEGES, GRANTABLE };
	const struct object *on =
		inspect_find(in, cell_oid(r, CATALOG), cell_oid(r, OID), (int32_t)cell_int(r, SUB));
	struct object *o = inspect_add_child(in, OBJECT_PRIVILEGE, PG_CLASS, 0, on,
					     cell_share(in, r, GRANTEE));

	/* A role may be called "PUBLIC". */
	if (o == NULL || o->attributes_len != 0)
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
	"d.defaclobjtype AS type, d.defaclacl AS acl, "
	"CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' "
	"WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' "
	"ELSE 'large objects' END AS word, "
	"'ALTER DEFAULT PRIVILEGES FOR ROLE ' || pg_catalog.quote_ident({owner d.defaclrole}) || "
	"coalesce((SELECT ' IN SCHEMA ' || pg_catalog.quote_ident(n.nspname) "
	"FROM pg_namespace n WHERE n.oid = d.defaclnamespace), '') AS head "
	"FROM pg_default_acl d), "
	"e AS (SELECT d.oid, d.space, d.role, d.type, d.word, d.head, x.grantee, "
	"x.privilege_type AS privilege, pg_catalog.bool_or(x.is_grantable) AS grantable "
	"FROM d, pg_catalog.aclexplode(d.acl) x WHERE d.space <> 0 OR x.grantee <> d.role "
	"GROUP BY 1, 2, 3, 4, 5, 6, 7, 8) "
	"SELECT e.oid, e.space, {owner e.role}, e.word || ' to ' || {grantee e.grantee}, "
	"e.head || ' GRANT ' || {rights} || ' ON ' || pg_catalog.upper(e.word) || ' TO ' || "
	"CASE WHEN e.grantee = 0 THEN 'PUBLIC' "
	"ELSE pg_catalog.quote_ident({owner e.grantee}) END || "
	"CASE WHEN pg_catalog.bool_and(e.grantable) THEN ' WITH GRANT OPTION' ELSE '' END, "
	"{rights}, {rights} FILTER (WHERE e.grantable) "
	"FROM e GROUP BY e.oid, e.space, e.role, e.type, e.word, e.head, e.grantee "
	"HAVING e.space <> 0 OR e.grantee <> 0 OR NOT {public_has e.type e.role} "
	"UNION ALL SELECT d.oid, d.space, {owner d.role}, d.word || ' to PUBLIC', "
	"d.head || ' REVOKE ALL ON ' || pg_catalog.upper(d.word) || ' FROM PUBLIC', "
	"'NONE', NULL FROM d "
	"WHERE d.space = 0 AND {public_has d.type d.role} AND NOT {public_in d.acl}";

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
