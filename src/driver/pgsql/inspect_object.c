/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects that are a definition and little else: the query makes the CREATE
 * statement, its options in an order of their own, and one function serves all.
 *
 *	CAST, TRANSFORM, OPERATOR, OPERATOR_CLASS, COLLATION, CONVERSION, LANGUAGE, ACCESS_METHOD,
 *	TS_PARSER, TS_TEMPLATE, TS_DICTIONARY, FOREIGN_DATA_WRAPPER, SERVER, PUBLICATION
 *				DEFINITION, OWNER where it has one
 *	OPERATOR_FAMILY		DEFINITION, BODY: what ALTER OPERATOR FAMILY ... ADD takes,
 *				the members that belong to no class
 *	TS_CONFIGURATION	DEFINITION, BODY: a line "token dictionary, ..." for each token
 *	STATISTICS		DEFINITION, STATISTICS
 *	EVENT_TRIGGER		DEFINITION, ENABLED
 *	USER_MAPPING		DEFINITION
 *
 * To add one: a line in queries[] whose SQL has the columns of enum column.
 */
#include "driver/pgsql/inspect.h"

enum column { OID, SPACE, NAME, ARGUMENTS, OWNER, DEFINITION, EXTRA };

void inspect_add_defined(struct inspect *in, const struct catalog_row *r)
{
	const struct inspect_query *q = r->query;
	struct object *o = inspect_add(in, q->kind, q->catalog, cell_oid(r, OID),
				       cell_oid(r, SPACE), cell(r, NAME),
				       cell_share(in, r, ARGUMENTS));

	if (o == NULL)
		return;
	schema_set(&in->b, o, ATTR_OWNER, cell_share(in, r, OWNER));
	cell_set(in, o, ATTR_DEFINITION, r, DEFINITION);
	if (q->extra != 0)
		cell_set(in, o, q->extra, r, EXTRA);
}

static const char casts_sql[] =
	"SELECT c.oid, 0, '(' || {type c.castsource} || ' AS ' || {type c.casttarget} || ')', "
	"NULL, NULL, 'CREATE CAST (' || {type c.castsource} || ' AS ' || {type c.casttarget} || "
	"') ' || CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || "
	"c.castfunc::regprocedure::text WHEN 'i' THEN 'WITH INOUT' "
	"ELSE 'WITHOUT FUNCTION' END || CASE c.castcontext WHEN 'i' THEN ' AS IMPLICIT' "
	"WHEN 'a' THEN ' AS ASSIGNMENT' ELSE '' END "
	"FROM pg_cast c "
	"WHERE {alone pg_cast c.oid}";

static const char transforms_sql[] =
	"SELECT t.oid, 0, 'FOR ' || {type t.trftype} || ' LANGUAGE ' || "
	"pg_catalog.quote_ident(l.lanname), NULL, NULL, 'CREATE TRANSFORM FOR ' || "
	"{type t.trftype} || ' LANGUAGE ' || pg_catalog.quote_ident(l.lanname) || ' (' || "
	"pg_catalog.concat_ws(', ', CASE WHEN t.trffromsql <> 0 THEN 'FROM SQL WITH FUNCTION ' || "
	"t.trffromsql::regprocedure::text END, CASE WHEN t.trftosql <> 0 "
	"THEN 'TO SQL WITH FUNCTION ' || t.trftosql::regprocedure::text END) || ')' "
	"FROM pg_transform t "
	"JOIN pg_language l ON l.oid = t.trflang "
	"WHERE {user pg_transform t.oid}";

static const char operators_sql[] =
	"SELECT o.oid, o.oprnamespace, o.oprname, {side o.oprleft} || ', ' || "
	"{side o.oprright}, {owner o.oprowner}, 'CREATE OPERATOR ' || {prefix o.oprnamespace} "
	"|| o.oprname || ' (' || pg_catalog.concat_ws(', ', 'FUNCTION = ' || o.oprcode::text, "
	"CASE WHEN o.oprleft <> 0 THEN 'LEFTARG = ' || {type o.oprleft} END, "
	"CASE WHEN o.oprright <> 0 THEN 'RIGHTARG = ' || {type o.oprright} END, "
	"'COMMUTATOR = ' || {operator o.oprcom}, 'NEGATOR = ' || {operator o.oprnegate}, "
	"{function RESTRICT o.oprrest}, {function JOIN o.oprjoin}, CASE WHEN o.oprcanhash "
	"THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END) || ')' "
	"FROM pg_operator o "
	"WHERE o.oprcode <> 0 AND {user pg_operator o.oid}";

static const char families_sql[] =
	"SELECT f.oid, f.opfnamespace, f.opfname, m.amname, {owner f.opfowner}, "
	"'CREATE OPERATOR FAMILY ' || {named f.opfnamespace f.opfname} || ' USING ' || "
	"pg_catalog.quote_ident(m.amname), {members f.oid NULL} "
	"FROM pg_opfamily f "
	"JOIN pg_am m ON m.oid = f.opfmethod "
	"WHERE {user pg_opfamily f.oid}";

static const char classes_sql[] =
	"SELECT c.oid, c.opcnamespace, c.opcname, m.amname, {owner c.opcowner}, "
	"'CREATE OPERATOR CLASS ' || {named c.opcnamespace c.opcname} || "
	"CASE WHEN c.opcdefault THEN ' DEFAULT' ELSE '' END || ' FOR TYPE ' || {type c.opcintype} "
	"|| "
	"' USING ' || pg_catalog.quote_ident(m.amname) || ' FAMILY ' || "
	"{named f.opfnamespace f.opfname} || ' AS ' || pg_catalog.concat_ws(', ', "
	"CASE WHEN c.opckeytype <> 0 THEN 'STORAGE ' || {type c.opckeytype} END, "
	"coalesce({members f.oid c.oid}, CASE WHEN c.opckeytype = 0 "
	"THEN 'STORAGE ' || {type c.opcintype} END)) "
	"FROM pg_opclass c "
	"JOIN pg_am m ON m.oid = c.opcmethod "
	"JOIN pg_opfamily f ON f.oid = c.opcfamily "
	"WHERE {user pg_opclass c.oid}";

static const char collations_sql[] =
	"SELECT c.oid, c.collnamespace, c.collname, NULL, {owner c.collowner}, "
	"'CREATE COLLATION ' || {named c.collnamespace c.collname} || ' (' || "
	"pg_catalog.concat_ws(', ', 'PROVIDER = ' || CASE c.collprovider WHEN 'i' "
	"THEN 'icu' WHEN 'b' THEN 'builtin' WHEN 'd' THEN 'default' ELSE 'libc' END, "
	"CASE WHEN c.collprovider <> 'c' THEN 'LOCALE = ' || "
	"pg_catalog.quote_literal({colllocale}::text) WHEN c.collcollate = c.collctype "
	"THEN 'LOCALE = ' || pg_catalog.quote_literal(c.collcollate::text) "
	"ELSE 'LC_COLLATE = ' || pg_catalog.quote_literal(c.collcollate::text) || "
	"', LC_CTYPE = ' || pg_catalog.quote_literal(c.collctype::text) END, "
	"CASE WHEN NOT c.collisdeterministic THEN 'DETERMINISTIC = false' END, "
	"'RULES = ' || pg_catalog.quote_literal({collicurules})) || ')' "
	"FROM pg_collation c "
	"WHERE {user pg_collation c.oid}";

static const char conversions_sql[] =
	"SELECT c.oid, c.connamespace, c.conname, NULL, {owner c.conowner}, 'CREATE ' || "
	"CASE WHEN c.condefault THEN 'DEFAULT ' ELSE '' END || 'CONVERSION ' || "
	"{named c.connamespace c.conname} || ' FOR ' || "
	"pg_catalog.quote_literal(pg_catalog.pg_encoding_to_char(c.conforencoding)::text) || "
	"' TO ' || "
	"pg_catalog.quote_literal(pg_catalog.pg_encoding_to_char(c.contoencoding)::text) || "
	"' FROM ' || c.conproc::text "
	"FROM pg_conversion c "
	"WHERE {user pg_conversion c.oid}";

static const char languages_sql[] =
	"SELECT l.oid, 0, l.lanname, NULL, {owner l.lanowner}, 'CREATE ' || "
	"CASE WHEN l.lanpltrusted THEN 'TRUSTED ' ELSE '' END || 'LANGUAGE ' || "
	"pg_catalog.quote_ident(l.lanname) || ' ' || pg_catalog.concat_ws(' ', "
	"'HANDLER ' || l.lanplcallfoid::regproc::text, CASE WHEN l.laninline <> 0 "
	"THEN 'INLINE ' || l.laninline::regproc::text END, CASE WHEN l.lanvalidator <> 0 "
	"THEN 'VALIDATOR ' || l.lanvalidator::regproc::text END) "
	"FROM pg_language l "
	"WHERE {user pg_language l.oid}";

static const char methods_sql[] =
	"SELECT m.oid, 0, m.amname, NULL, NULL, 'CREATE ACCESS METHOD ' || "
	"pg_catalog.quote_ident(m.amname) || ' TYPE ' || CASE m.amtype WHEN 't' "
	"THEN 'TABLE' ELSE 'INDEX' END || ' HANDLER ' || m.amhandler::text "
	"FROM pg_am m "
	"WHERE {user pg_am m.oid}";

static const char ts_parsers_sql[] =
	"SELECT p.oid, p.prsnamespace, p.prsname, NULL, NULL, "
	"'CREATE TEXT SEARCH PARSER ' || {named p.prsnamespace p.prsname} || ' (' || "
	"pg_catalog.concat_ws(', ', 'START = ' || p.prsstart::text, "
	"'GETTOKEN = ' || p.prstoken::text, 'END = ' || p.prsend::text, "
	"'LEXTYPES = ' || p.prslextype::text, {function HEADLINE p.prsheadline}) || ')' "
	"FROM pg_ts_parser p "
	"WHERE {user pg_ts_parser p.oid}";

static const char ts_templates_sql[] =
	"SELECT t.oid, t.tmplnamespace, t.tmplname, NULL, NULL, "
	"'CREATE TEXT SEARCH TEMPLATE ' || {named t.tmplnamespace t.tmplname} || ' (' || "
	"pg_catalog.concat_ws(', ', {function INIT t.tmplinit}, "
	"'LEXIZE = ' || t.tmpllexize::text) || ')' "
	"FROM pg_ts_template t "
	"WHERE {user pg_ts_template t.oid}";

static const char ts_dictionaries_sql[] =
	"SELECT d.oid, d.dictnamespace, d.dictname, NULL, {owner d.dictowner}, "
	"'CREATE TEXT SEARCH DICTIONARY ' || {named d.dictnamespace d.dictname} || "
	"' (TEMPLATE = ' || {visible t.tmplnamespace t.tmplname} || coalesce(', ' || "
	"d.dictinitoption, '') || ')' "
	"FROM pg_ts_dict d "
	"JOIN pg_ts_template t ON t.oid = d.dicttemplate "
	"WHERE {user pg_ts_dict d.oid}";

static const char ts_configurations_sql[] =
	"SELECT c.oid, c.cfgnamespace, c.cfgname, NULL, {owner c.cfgowner}, "
	"'CREATE TEXT SEARCH CONFIGURATION ' || {named c.cfgnamespace c.cfgname} || "
	"' (PARSER = ' || {visible p.prsnamespace p.prsname} || ')', "
	"(SELECT pg_catalog.string_agg(y.line, E'\\n' ORDER BY y.line) "
	"FROM (SELECT k.alias || ' ' || "
	"pg_catalog.string_agg({visible d.dictnamespace d.dictname}, "
	"', ' ORDER BY m.mapseqno) AS line FROM pg_ts_config_map m JOIN pg_ts_dict d "
	"ON d.oid = m.mapdict JOIN pg_catalog.ts_token_type(c.cfgparser) k "
	"ON k.tokid = m.maptokentype WHERE m.mapcfg = c.oid GROUP BY k.alias) y) "
	"FROM pg_ts_config c "
	"JOIN pg_ts_parser p ON p.oid = c.cfgparser "
	"WHERE {user pg_ts_config c.oid}";

static const char statistics_sql[] =
	"SELECT s.oid, s.stxnamespace, s.stxname, NULL, {owner s.stxowner}, "
	"pg_catalog.pg_get_statisticsobjdef(s.oid), {stxstattarget}, s.stxrelid "
	"FROM pg_statistic_ext s "
	"WHERE {user pg_statistic_ext s.oid}";

/* The server writes their schema in any case; and they go with their table. */
static void add_statistics(struct inspect *in, const struct catalog_row *r)
{
	enum { TABLE = EXTRA + 1 };
	struct object *o;

	if (inspect_find(in, PG_CLASS, cell_oid(r, TABLE), 0) == NULL)
		return;
	o = inspect_add(in, OBJECT_STATISTICS, PG_STATISTIC_EXT, cell_oid(r, OID),
			cell_oid(r, SPACE), cell(r, NAME), NULL);
	if (o == NULL)
		return;
	schema_set(&in->b, o, ATTR_OWNER, cell_share(in, r, OWNER));
	schema_set(&in->b, o, ATTR_DEFINITION,
		   inspect_unqualified(in, cell(r, DEFINITION), "CREATE STATISTICS "));
	cell_set(in, o, ATTR_STATISTICS, r, EXTRA);
}

static const char wrappers_sql[] =
	"SELECT w.oid, 0, w.fdwname, NULL, {owner w.fdwowner}, "
	"'CREATE FOREIGN DATA WRAPPER ' || pg_catalog.quote_ident(w.fdwname) || "
	"CASE WHEN w.fdwhandler <> 0 THEN ' HANDLER ' || w.fdwhandler::regproc::text "
	"ELSE '' END || CASE WHEN w.fdwvalidator <> 0 THEN ' VALIDATOR ' || "
	"w.fdwvalidator::regproc::text ELSE '' END || {with_options w.fdwoptions} "
	"FROM pg_foreign_data_wrapper w "
	"WHERE {user pg_foreign_data_wrapper w.oid}";

static const char servers_sql[] =
	"SELECT s.oid, 0, s.srvname, NULL, {owner s.srvowner}, "
	"'CREATE SERVER ' || pg_catalog.quote_ident(s.srvname) || coalesce(' TYPE ' || "
	"pg_catalog.quote_literal(s.srvtype), '') || coalesce(' VERSION ' || "
	"pg_catalog.quote_literal(s.srvversion), '') || ' FOREIGN DATA WRAPPER ' || "
	"pg_catalog.quote_ident(w.fdwname) || {with_options s.srvoptions} "
	"FROM pg_foreign_server s "
	"JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw "
	"WHERE {user pg_foreign_server s.oid}";

/* The view, because not everybody may read the catalog itself; it hides options then. */
static const char mappings_sql[] =
	"SELECT u.umid, u.srvid, CASE WHEN u.umuser = 0 THEN 'PUBLIC' ELSE u.usename END, "
	"'CREATE USER MAPPING FOR ' || CASE WHEN u.umuser = 0 THEN 'PUBLIC' "
	"ELSE pg_catalog.quote_ident(u.usename) END || ' SERVER ' || "
	"pg_catalog.quote_ident(u.srvname) || {with_options u.umoptions} "
	"FROM pg_catalog.pg_user_mappings u";

static void add_mapping(struct inspect *in, const struct catalog_row *r)
{
	const struct object *server = inspect_find(in, PG_FOREIGN_SERVER, cell_oid(r, 1), 0);
	struct object *o = inspect_add_child(in, OBJECT_USER_MAPPING, PG_USER_MAPPING,
					     cell_oid(r, 0), server, cell_keep(in, r, 2));

	/* A role may be called "PUBLIC". */
	if (o != NULL && o->attributes_len == 0)
		cell_set(in, o, ATTR_DEFINITION, r, 3);
}

static const char publications_sql[] =
	"SELECT p.oid, 0, p.pubname, NULL, {owner p.pubowner}, "
	"'CREATE PUBLICATION ' || pg_catalog.quote_ident(p.pubname) || "
	"CASE WHEN p.puballtables THEN ' FOR ALL TABLES' ELSE coalesce(' FOR ' || "
	"NULLIF(pg_catalog.concat_ws(', ', (SELECT 'TABLE ' || pg_catalog.string_agg((SELECT "
	"CASE WHEN c.relhassubclass AND c.relkind = 'r' THEN 'ONLY ' ELSE '' END "
	"FROM pg_class c WHERE c.oid = r.prrelid) || r.prrelid::regclass::text || "
	"coalesce({pubcolumns}, '') || coalesce({pubrows}, ''), "
	"', ' ORDER BY r.prrelid::regclass::text) FROM pg_publication_rel r "
	"WHERE r.prpubid = p.oid), {pubschemas}), ''), "
	"'') END || ' WITH (publish = ''' || pg_catalog.concat_ws(', ', "
	"CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END, "
	"CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate "
	"THEN 'truncate' END) || '''' || CASE WHEN p.pubviaroot "
	"THEN ', publish_via_partition_root = true' ELSE '' END || coalesce(', ' || "
	"{pubgencols}, '') || ')' "
	"FROM pg_publication p "
	"WHERE {user pg_publication p.oid}";

static const char event_triggers_sql[] =
	"SELECT e.oid, 0, e.evtname, NULL, {owner e.evtowner}, "
	"'CREATE EVENT TRIGGER ' || pg_catalog.quote_ident(e.evtname) || ' "
	"ON ' || e.evtevent || coalesce(' WHEN TAG IN (' || (SELECT "
	"pg_catalog.string_agg(pg_catalog.quote_literal(t), ', ' ORDER BY t) "
	"FROM pg_catalog.unnest(e.evttags) t) || ')', '') || ' EXECUTE FUNCTION ' || "
	"e.evtfoid::regproc::text || '()', CASE e.evtenabled WHEN 'D' THEN 'disabled' "
	"WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END "
	"FROM pg_event_trigger e "
	"WHERE {user pg_event_trigger e.oid}";

static const struct inspect_query queries[] = {
	{casts_sql, inspect_add_defined, OBJECT_CAST, PG_CAST},
	{transforms_sql, inspect_add_defined, OBJECT_TRANSFORM, PG_TRANSFORM},
	{operators_sql, inspect_add_defined, OBJECT_OPERATOR, PG_OPERATOR},
	{families_sql, inspect_add_defined, OBJECT_OPERATOR_FAMILY, PG_OPFAMILY, ATTR_BODY},
	{classes_sql, inspect_add_defined, OBJECT_OPERATOR_CLASS, PG_OPCLASS},
	{collations_sql, inspect_add_defined, OBJECT_COLLATION, PG_COLLATION},
	{conversions_sql, inspect_add_defined, OBJECT_CONVERSION, PG_CONVERSION},
	{languages_sql, inspect_add_defined, OBJECT_LANGUAGE, PG_LANGUAGE},
	{methods_sql, inspect_add_defined, OBJECT_ACCESS_METHOD, PG_AM},
	{ts_parsers_sql, inspect_add_defined, OBJECT_TS_PARSER, PG_TS_PARSER},
	{ts_templates_sql, inspect_add_defined, OBJECT_TS_TEMPLATE, PG_TS_TEMPLATE},
	{ts_dictionaries_sql, inspect_add_defined, OBJECT_TS_DICTIONARY, PG_TS_DICT},
	{ts_configurations_sql, inspect_add_defined, OBJECT_TS_CONFIGURATION, PG_TS_CONFIG,
	 ATTR_BODY},
	{statistics_sql, add_statistics},
	{wrappers_sql, inspect_add_defined, OBJECT_FOREIGN_DATA_WRAPPER, PG_FOREIGN_DATA_WRAPPER},
	{servers_sql, inspect_add_defined, OBJECT_SERVER, PG_FOREIGN_SERVER},
	{mappings_sql, add_mapping},
	{publications_sql, inspect_add_defined, OBJECT_PUBLICATION, PG_PUBLICATION},
	{event_triggers_sql, inspect_add_defined, OBJECT_EVENT_TRIGGER, PG_EVENT_TRIGGER,
	 ATTR_ENABLED},
};

const struct inspect_queries inspect_objects = {queries, sizeof(queries) / sizeof(queries[0])};
