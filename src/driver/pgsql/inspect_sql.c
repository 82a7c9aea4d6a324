/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the queries have in common, and what the servers from 13 to 18 do not:
 * the one place that knows versions. A query writes "{name argument ...}" and
 * gets the text that the newest entry for its server has, with $1, $2 replaced by
 * the arguments; that text may hold such phrases itself.
 *
 * search_path holds a schema of the user's: all functions are named with
 * pg_catalog, so that none of the user's can fit better.
 */
#include "driver/pgsql/inspect.h"

#include <assert.h>

enum { ARGUMENTS = 9 };

static const struct {
	const char *name;
	int since;
	const char *sql;
} phrases[] = {
	/* what initdb made has a smaller oid */
	{"first", 0, "16384"},
	/* catalog, oid: made by a user and no extension; nor is it a part of something else */
	{"user", 0,
	 "$2 >= {first} AND NOT EXISTS (SELECT FROM pg_depend x "
	 "WHERE x.classid = '$1'::regclass::oid AND x.objid = $2 AND x.deptype = 'e')"},
	{"alone", 0,
	 "$2 >= {first} AND NOT EXISTS (SELECT FROM pg_depend x "
	 "WHERE x.classid = '$1'::regclass::oid AND x.objid = $2 AND x.deptype IN ('e', 'i'))"},

	/* names: "schema." where it is not the default schema, nor, for visible, the server's */
	{"prefix", 0,
	 "(SELECT CASE WHEN n.nspname = pg_catalog.current_schema() THEN '' "
	 "ELSE pg_catalog.quote_ident(n.nspname) || '.' END FROM pg_namespace n WHERE n.oid = $1)"},
	{"visible", 0,
	 "(SELECT CASE WHEN n.nspname IN ('pg_catalog', pg_catalog.current_schema()) THEN '' "
	 "ELSE pg_catalog.quote_ident(n.nspname) || '.' END FROM pg_namespace n WHERE n.oid = $1) "
	 "|| pg_catalog.quote_ident($2)"},
	{"named", 0, "{prefix $1} || pg_catalog.quote_ident($2)"},
	{"type", 0, "pg_catalog.format_type($1, NULL)"},
	{"side", 0, "CASE WHEN $1 = 0 THEN 'NONE' ELSE {type $1} END"},
	{"operator", 0,
	 "(SELECT CASE WHEN n.nspname IN ('pg_catalog', pg_catalog.current_schema()) "
	 "THEN q.oprname::text ELSE 'OPERATOR(' || pg_catalog.quote_ident(n.nspname) || '.' || "
	 "q.oprname::text || ')' END FROM pg_operator q "
	 "JOIN pg_namespace n ON n.oid = q.oprnamespace WHERE q.oid = $1)"},
	{"owner", 0, "pg_catalog.pg_get_userbyid($1)"},
	{"tablespace", 0,
	 "CASE WHEN $1 <> 0 THEN (SELECT b.spcname FROM pg_tablespace b WHERE b.oid = $1) END"},

	/* options: of storage, of foreign data, "WORD = function" and an aggregate's MODIFY */
	{"reloptions", 0,
	 "CASE WHEN $1 IS NOT NULL THEN (SELECT pg_catalog.string_agg(o, ', ' ORDER BY o) "
	 "FROM pg_catalog.unnest($1) o) END"},
	{"options", 0,
	 "(SELECT pg_catalog.string_agg(pg_catalog.quote_ident(y.option_name) || ' ' || "
	 "pg_catalog.quote_literal(y.option_value), ', ' ORDER BY y.option_name) "
	 "FROM pg_catalog.pg_options_to_table($1) y)"},
	{"with_options", 0, "coalesce(' OPTIONS (' || {options $1} || ')', '')"},
	{"function", 0, "CASE WHEN $2 <> 0 THEN '$1 = ' || $2::regproc::text END"},
	{"modify", 0,
	 "CASE WHEN $3 <> 0 AND $2::text <> CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END "
	 "THEN '$1 = ' || CASE $2 WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' "
	 "ELSE 'READ_WRITE' END END"},

	/* the class (NULL: none) that a member of an operator family belongs to */
	{"member", 0,
	 "(SELECT d.refobjid FROM pg_depend d WHERE d.classid = '$1'::regclass::oid "
	 "AND d.objid = $2 AND d.refclassid = 'pg_opclass'::regclass::oid AND d.deptype = 'i') "
	 "IS NOT DISTINCT FROM $3"},
	/* family, class or NULL: "OPERATOR 1 <(integer,bigint), FUNCTION ..." */
	{"members", 0,
	 "(SELECT pg_catalog.string_agg(z.text, ', ' ORDER BY z.sort, z.number, z.text) FROM ("
	 "SELECT 1 AS sort, a.amopstrategy AS number, 'OPERATOR ' || a.amopstrategy || ' ' || "
	 "a.amopopr::regoperator::text || CASE WHEN a.amopsortfamily <> 0 "
	 "THEN ' FOR ORDER BY ' || (SELECT {visible s.opfnamespace s.opfname} FROM pg_opfamily s "
	 "WHERE s.oid = a.amopsortfamily) ELSE '' END AS text "
	 "FROM pg_amop a WHERE a.amopfamily = $1 AND {member pg_amop a.oid $2} "
	 "UNION ALL SELECT 2, a.amprocnum, 'FUNCTION ' || a.amprocnum || "
	 "' (' || {type a.amproclefttype} || ', ' || {type a.amprocrighttype} || ') ' || "
	 "a.amproc::regprocedure::text "
	 "FROM pg_amproc a WHERE a.amprocfamily = $1 AND {member pg_amproc a.oid $2}) z)"},

	/* privileges */
	{"acl", 0,
	 "SELECT '$1'::regclass::oid, $2, 0, $3::\"char\", $4, $5 FROM $1 p "
	 "WHERE $5 IS NOT NULL AND $2 >= {first}"},
	{"grantee", 0, "CASE WHEN $1 = 0 THEN 'PUBLIC' ELSE {owner $1}::text END"},
	{"rights", 0,
	 "pg_catalog.string_agg(e.privilege, ', ' ORDER BY pg_catalog.strpos('SELECT INSERT UPDATE "
	 "DELETE TRUNCATE REFERENCES TRIGGER MAINTAIN USAGE EXECUTE CREATE', e.privilege))"},
	{"public_has", 0, "{public_in pg_catalog.acldefault($1,$2)}"},
	{"public_in", 0, "EXISTS (SELECT FROM pg_catalog.aclexplode($1) x WHERE x.grantee = 0)"},

	/* by version, newest first; each ends with one for 13 */
	{"attcompression", 140000, "NULLIF(a.attcompression, '')"},
	{"attcompression", 0, "NULL"},
	{"attstattarget", 170000, "a.attstattarget"},
	{"attstattarget", 0, "NULLIF(a.attstattarget, -1)"},
	{"stxstattarget", 170000, "s.stxstattarget"},
	{"stxstattarget", 0, "NULLIF(s.stxstattarget, -1)"},
	{"multirange", 140000,
	 "(SELECT CASE WHEN m.typname <> CASE WHEN t.typname ~ 'range' THEN "
	 "pg_catalog.regexp_replace(t.typname::text, 'range', 'multirange') "
	 "ELSE t.typname::text || '_multirange' END "
	 "THEN 'MULTIRANGE_TYPE_NAME = ' || pg_catalog.format_type(m.oid, NULL) END "
	 "FROM pg_type m WHERE m.oid = r.rngmultitypid)"},
	{"multirange", 0, "NULL"},
	{"subscript", 140000,
	 "CASE WHEN t.typsubscript <> 0 THEN 'SUBSCRIPT = ' || t.typsubscript::regproc::text END"},
	{"subscript", 0, "NULL"},
	{"colllocale", 170000, "c.colllocale"},
	{"colllocale", 150000, "c.colliculocale"},
	{"colllocale", 0, "CASE WHEN c.collprovider = 'i' THEN c.collcollate::text END"},
	{"collicurules", 160000, "c.collicurules"},
	{"collicurules", 0, "NULL::text"},
	{"pubcolumns", 150000,
	 "(SELECT ' (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' "
	 "ORDER BY a.attnum) || ')' FROM pg_attribute a "
	 "WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[]))"},
	{"pubcolumns", 0, "NULL"},
	{"pubrows", 150000, "' WHERE ' || pg_catalog.pg_get_expr(r.prqual, r.prrelid)"},
	{"pubrows", 0, "NULL"},
	{"pubschemas", 150000,
	 "(SELECT pg_catalog.string_agg('TABLES IN SCHEMA ' || pg_catalog.quote_ident(n.nspname), "
	 "', ' ORDER BY n.nspname) FROM pg_publication_namespace q "
	 "JOIN pg_namespace n ON n.oid = q.pnnspid WHERE q.pnpubid = p.oid)"},
	{"pubschemas", 0, "NULL"},
	{"pubgencols", 180000,
	 "CASE WHEN p.pubgencols = 's' THEN 'publish_generated_columns = stored' END"},
	{"pubgencols", 0, "NULL"},
};

/* What a phrase stands for on that server; NULL if it is none. */
static const char *phrase_of(const char *name, size_t len, int version)
{
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (strlen(phrases[i].name) == len && memcmp(phrases[i].name, name, len) == 0 &&
		    version >= phrases[i].since)
			return phrases[i].sql;
	return NULL;
}

/* The text with its $1 .. $9 replaced. */
static const char *replaced(const char *text, char *const arguments[ARGUMENTS], struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '$' && at[1] >= '1' && at[1] <= '9') {
			const char *argument = arguments[at[1] - '1'];

			assert(argument != NULL);
			buf_adds(&b, argument);
			at++;
		} else {
			buf_addc(&b, *at);
		}
	}
	return buf_dup(&b, a);
}

/* The innermost phrase first, until there is none left: "{" opens nothing else. */
const char *inspect_sql(const char *sql, int version, struct arena *a)
{
	const char *close;

	while ((close = strchr(sql, '}')) != NULL) {
		const char *open = memrchr(sql, '{', (size_t)(close - sql)), *text;
		char *phrase, *arguments[ARGUMENTS] = {0}, *at;

		assert(open != NULL);
		phrase = arena_strndup(a, open + 1, (size_t)(close - open - 1));
		at = phrase + strcspn(phrase, " ");
		text = phrase_of(phrase, (size_t)(at - phrase), version);
		assert(text != NULL);
		for (size_t n = 0; *at != '\0' && n < ARGUMENTS; n++) {
			*at++ = '\0';
			arguments[n] = at;
			at += strcspn(at, " ");
		}
		sql = arena_printf(a, "%.*s%s%s", (int)(open - sql), sql,
				   replaced(text, arguments, a), close + 1);
	}
	return sql;
}
