/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions, procedures and aggregates.
 *
 *	FUNCTION, PROCEDURE	DEFINITION, RETURNS, OWNER
 *	AGGREGATE		DEFINITION, OWNER
 */
#include "base/text.h"
#include "driver/pgsql/inspect.h"

static const char routines_sql[] =
	"SELECT p.oid, p.pronamespace, p.proname, "
	"pg_catalog.pg_get_function_identity_arguments(p.oid), {owner p.proowner}, "
	"pg_catalog.pg_get_functiondef(p.oid), p.prokind, "
	"pg_catalog.pg_get_function_result(p.oid) "
	"FROM pg_proc p "
	"WHERE p.prokind <> 'a' AND {alone pg_proc p.oid}";

static void add_routine(struct inspect *in, const struct catalog_row *r)
{
	enum { OID, SPACE, NAME, ARGUMENTS, OWNER, DEFINITION, KIND, RETURNS };
	bool procedure = cell_is(r, KIND, "p");
	const char *text = cell(r, DEFINITION);
	struct object *o;
	char *kept;
	size_t len;

	o = inspect_add(in, procedure ? OBJECT_PROCEDURE : OBJECT_FUNCTION, PG_PROC,
			cell_oid(r, OID), cell_oid(r, SPACE), cell(r, NAME),
			cell_keep(in, r, ARGUMENTS));
	if (o == NULL || text == NULL)
		return;
	text = inspect_unqualified(in, text, procedure ? " PROCEDURE " : " FUNCTION ");
	len = strlen(text);
	kept = (char *)text;
	if (len > 0 && kept[len - 1] == '\n')
		kept[len - 1] = '\0';
	schema_set(&in->b, o, ATTR_DEFINITION, text);
	schema_set(&in->b, o, ATTR_OWNER, cell_share(in, r, OWNER));
	schema_set(&in->b, o, ATTR_RETURNS, cell_share(in, r, RETURNS));
}

static const char aggregates_sql[] =
	"SELECT p.oid, p.pronamespace, p.proname, "
	"pg_catalog.pg_get_function_identity_arguments(p.oid), {owner p.proowner}, "
	"'CREATE AGGREGATE ' || {named p.pronamespace p.proname} || '(' || "
	"coalesce(NULLIF(pg_catalog.pg_get_function_arguments(p.oid), ''), "
	"'*') || ') (' || pg_catalog.concat_ws(', ', 'SFUNC = ' || a.aggtransfn::text, "
	"'STYPE = ' || pg_catalog.format_type(a.aggtranstype, NULL), "
	"CASE WHEN a.aggtransspace <> 0 THEN 'SSPACE = ' || a.aggtransspace END, "
	"{function FINALFUNC a.aggfinalfn}, CASE WHEN a.aggfinalextra "
	"THEN 'FINALFUNC_EXTRA' END, {modify FINALFUNC_MODIFY a.aggfinalmodify a.aggfinalfn}, "
	"{function COMBINEFUNC a.aggcombinefn}, {function SERIALFUNC a.aggserialfn}, "
	"{function DESERIALFUNC a.aggdeserialfn}, 'INITCOND = ' || "
	"pg_catalog.quote_literal(a.agginitval), {function MSFUNC a.aggmtransfn}, "
	"{function MINVFUNC a.aggminvtransfn}, CASE WHEN a.aggmtranstype <> 0 "
	"THEN 'MSTYPE = ' || pg_catalog.format_type(a.aggmtranstype, NULL) END, "
	"CASE WHEN a.aggmtransspace <> 0 THEN 'MSSPACE = ' || a.aggmtransspace END, "
	"{function MFINALFUNC a.aggmfinalfn}, CASE WHEN a.aggmfinalextra "
	"THEN 'MFINALFUNC_EXTRA' END, "
	"{modify MFINALFUNC_MODIFY a.aggmfinalmodify a.aggmfinalfn}, "
	"'MINITCOND = ' || pg_catalog.quote_literal(a.aggminitval), "
	"CASE WHEN a.aggsortop <> 0 THEN 'SORTOP = ' || (SELECT 'OPERATOR(' || "
	"pg_catalog.quote_ident(n.nspname) || '.' || q.oprname || ')' FROM pg_operator q "
	"JOIN pg_namespace n ON n.oid = q.oprnamespace WHERE q.oid = a.aggsortop) END, "
	"CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' "
	"THEN 'PARALLEL = RESTRICTED' END, CASE WHEN a.aggkind = 'h' "
	"THEN 'HYPOTHETICAL' END) || ')' "
	"FROM pg_aggregate a "
	"JOIN pg_proc p ON p.oid = a.aggfnoid "
	"WHERE {user pg_proc p.oid}";

static const struct inspect_query queries[] = {
	{routines_sql, add_routine},
	{aggregates_sql, inspect_add_defined, OBJECT_AGGREGATE, PG_PROC},
};

const struct inspect_queries inspect_routines = {queries, sizeof(queries) / sizeof(queries[0])};
