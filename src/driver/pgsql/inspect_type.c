/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types that stand alone: neither a relation's row type nor an array.
 *
 *	ENUM		LABELS, OWNER
 *	DOMAIN		TYPE, NOT_NULL, DEFAULT, COLLATION, OWNER (checks: inspect_part.c)
 *	COMPOSITE	OWNER (columns: inspect_relation.c)
 *	RANGE, TYPE	DEFINITION, OWNER
 */
#include "driver/pgsql/inspect.h"

static const char types_sql[] =
	"SELECT t.oid, t.typnamespace, t.typname, t.typtype, t.typrelid, t.typarray, "
	"{owner t.typowner}, CASE WHEN t.typtype = 'e' "
	"THEN (SELECT pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), "
	"', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) END, "
	"CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END, "
	"t.typtype = 'd' AND t.typnotnull, CASE WHEN t.typtype = 'd' "
	"THEN pg_catalog.pg_get_expr(t.typdefaultbin, 0) END, CASE WHEN t.typtype = 'd' "
	"AND t.typcollation <> 0 AND t.typcollation <> b.typcollation "
	"THEN t.typcollation::regcollation::text END "
	"FROM pg_type t "
	"LEFT JOIN pg_type b ON b.oid = t.typbasetype "
	"WHERE t.typtype IN ('e', 'd', 'c') AND t.typisdefined AND {alone pg_type t.oid}";

static void add_type(struct inspect *in, const struct catalog_row *r)
{
	enum {
		OID,
		SPACE,
		NAME,
		TYPE,
		RELATION,
		ARRAY,
		OWNER,
		LABELS,
		BASE,
		NOT_NULL,
		DEFAULT,
		COLLATION
	};
	enum object_kind kind = cell_is(r, TYPE, "e")   ? OBJECT_ENUM
				: cell_is(r, TYPE, "d") ? OBJECT_DOMAIN
							: OBJECT_COMPOSITE;
	struct object *o = inspect_add(in, kind, PG_TYPE, cell_oid(r, OID), cell_oid(r, SPACE),
				       cell(r, NAME), NULL);

	if (o == NULL)
		return;
	if (kind == OBJECT_COMPOSITE)
		inspect_know(in, PG_CLASS, cell_oid(r, RELATION), 0, o);
	schema_set(&in->b, o, ATTR_OWNER, cell_share(in, r, OWNER));
	cell_set(in, o, ATTR_LABELS, r, LABELS);
	cell_set(in, o, ATTR_TYPE, r, BASE);
	schema_set_flag(&in->b, o, ATTR_NOT_NULL, cell_true(r, NOT_NULL));
	cell_set(in, o, ATTR_DEFAULT, r, DEFAULT);
	cell_set(in, o, ATTR_COLLATION, r, COLLATION);
}

static const char ranges_sql[] =
	"SELECT t.oid, t.typnamespace, t.typname, NULL, {owner t.typowner}, "
	"'CREATE TYPE ' || {named t.typnamespace t.typname} || ' AS RANGE (' || "
	"pg_catalog.concat_ws(', ', 'SUBTYPE = ' || pg_catalog.format_type(r.rngsubtype, NULL), "
	"CASE WHEN NOT o.opcdefault THEN 'SUBTYPE_OPCLASS = ' || "
	"CASE WHEN pg_catalog.pg_opclass_is_visible(o.oid) THEN '' "
	"ELSE (SELECT pg_catalog.quote_ident(n.nspname) || '.' FROM pg_namespace n "
	"WHERE n.oid = o.opcnamespace) END || pg_catalog.quote_ident(o.opcname) END, "
	"CASE WHEN r.rngcollation <> 0 AND r.rngcollation <> s.typcollation "
	"THEN 'COLLATION = ' || r.rngcollation::regcollation::text END, "
	"{function CANONICAL r.rngcanonical}, {function SUBTYPE_DIFF r.rngsubdiff}, "
	"{multirange}) || ')' "
	"FROM pg_range r "
	"JOIN pg_type t ON t.oid = r.rngtypid "
	"JOIN pg_opclass o ON o.oid = r.rngsubopc "
	"JOIN pg_type s ON s.oid = r.rngsubtype "
	"WHERE {user pg_type t.oid}";

/* Base types, and shell types that nobody has filled. */
static const char bases_sql[] =
	"SELECT t.oid, t.typnamespace, t.typname, NULL, {owner t.typowner}, "
	"'CREATE TYPE ' || {named t.typnamespace t.typname} || CASE WHEN t.typisdefined "
	"THEN ' (' || pg_catalog.concat_ws(', ', 'INPUT = ' || t.typinput::text, "
	"'OUTPUT = ' || t.typoutput::text, {function RECEIVE t.typreceive}, "
	"{function SEND t.typsend}, {function TYPMOD_IN t.typmodin}, "
	"{function TYPMOD_OUT t.typmodout}, {function ANALYZE t.typanalyze}, {subscript}, "
	"'INTERNALLENGTH = ' || CASE WHEN t.typlen = -1 THEN 'VARIABLE' "
	"ELSE t.typlen::text END, CASE WHEN t.typbyval THEN 'PASSEDBYVALUE' END, "
	"'ALIGNMENT = ' || CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' "
	"WHEN 'i' THEN 'int4' ELSE 'double' END, 'STORAGE = ' || CASE t.typstorage "
	"WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' "
	"ELSE 'extended' END, CASE WHEN t.typcategory <> 'U' "
	"THEN 'CATEGORY = ' || pg_catalog.quote_literal(t.typcategory::text) END, "
	"CASE WHEN t.typispreferred THEN 'PREFERRED = true' END, "
	"'DEFAULT = ' || pg_catalog.quote_literal(t.typdefault), CASE WHEN t.typelem <> 0 "
	"THEN 'ELEMENT = ' || pg_catalog.format_type(t.typelem, NULL) END, "
	"CASE WHEN t.typdelim <> ',' THEN 'DELIMITER = ' || "
	"pg_catalog.quote_literal(t.typdelim::text) END, CASE WHEN t.typcollation <> 0 "
	"THEN 'COLLATABLE = true' END) || ')' ELSE '' END, t.typinput::oid "
	"FROM pg_type t "
	"WHERE (t.typtype = 'b' OR t.typtype = 'p' AND NOT t.typisdefined) "
	"AND {alone pg_type t.oid}";

static void add_base(struct inspect *in, const struct catalog_row *r)
{
	enum { OID, INPUT = 6 };
	struct id *input = arena_new(&in->scratch, struct id);

	inspect_add_defined(in, r);
	*input = (struct id){PG_PROC, cell_oid(r, INPUT), 0};
	ids_put(&in->inputs, &in->scratch, (struct id){PG_TYPE, cell_oid(r, OID), 0}, input);
}

static const struct inspect_query queries[] = {
	{types_sql, add_type},
	{ranges_sql, inspect_add_defined, OBJECT_RANGE, PG_TYPE},
	{bases_sql, add_base, OBJECT_TYPE, PG_TYPE},
};

const struct inspect_queries inspect_types = {queries, sizeof(queries) / sizeof(queries[0])};
