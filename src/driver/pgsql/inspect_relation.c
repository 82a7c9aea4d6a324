/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Schemas, extensions, and what is in pg_class: tables with their columns,
 * foreign tables, views and materialized views.
 *
 *	SCHEMA		OWNER (not the default schema, not public)
 *	EXTENSION	IN_SCHEMA, VERSION (not plpgsql, which every database has)
 *	TABLE		PERSISTENCE, ACCESS_METHOD, TABLESPACE, OPTIONS, INHERITS, OF_TYPE,
 *			PARTITION_BY, PARTITION_OF, PARTITION_BOUND, ROW_SECURITY,
 *			REPLICA_IDENTITY, CLUSTER_ON (inspect_part.c), OWNER
 *	FOREIGN_TABLE	the same, and DEFINITION: its server and options
 *	VIEW, MATERIALIZED_VIEW	QUERY, OPTIONS, CHECK_OPTION, ACCESS_METHOD, TABLESPACE, OWNER
 *	COLUMN		TYPE, NOT_NULL, DEFAULT, GENERATED, GENERATION, IDENTITY,
 *			IDENTITY_OPTIONS, COLLATION, STORAGE, COMPRESSION, STATISTICS, OPTIONS
 */
#include "base/text.h"
#include "driver/pgsql/inspect.h"

static const char spaces_sql[] =
	"SELECT n.oid, n.nspname, {owner n.nspowner}, n.nspname <> 'public' "
	"AND {user pg_namespace n.oid} "
	"FROM pg_namespace n "
	"WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

static void add_space(struct inspect *in, const struct catalog_row *r)
{
	enum { OID, NAME, OWNER, MADE };
	const char *name = cell_keep(in, r, NAME), *mine = in->pgsql->info.schema;
	bool is_default = mine != NULL && strcmp(mine, name) == 0;
	struct space *space = arena_new(&in->scratch, struct space);

	space->name = is_default ? NULL : name;
	ids_put(&in->spaces, &in->scratch, (struct id){PG_NAMESPACE, cell_oid(r, OID), 0}, space);
	if (is_default || !cell_true(r, MADE) || inspect_space_excluded(in, name))
		return;
	space->object = schema_add(&in->b, OBJECT_SCHEMA, NULL, NULL, name, NULL);
	schema_set(&in->b, (struct object *)space->object, ATTR_OWNER, cell_share(in, r, OWNER));
	inspect_know(in, PG_NAMESPACE, cell_oid(r, OID), 0, space->object);
}

static const char extensions_sql[] = "SELECT e.oid, e.extname, e.extversion, n.nspname, n.oid "
				     "FROM pg_extension e "
				     "JOIN pg_namespace n ON n.oid = e.extnamespace "
				     "WHERE e.extname <> 'plpgsql'";

static void add_extension(struct inspect *in, const struct catalog_row *r)
{
	enum { OID, NAME, VERSION, SCHEMA, SCHEMA_OID };
	const char *mine = in->pgsql->info.schema;
	const struct space *space =
		ids_get(&in->spaces, (struct id){PG_NAMESPACE, cell_oid(r, SCHEMA_OID), 0});
	struct object *o = inspect_add(in, OBJECT_EXTENSION, PG_EXTENSION, cell_oid(r, OID), 0,
				       cell(r, NAME), NULL);

	if (o == NULL)
		return;
	cell_set(in, o, ATTR_VERSION, r, VERSION);
	if (mine == NULL || !cell_is(r, SCHEMA, mine))
		cell_set(in, o, ATTR_IN_SCHEMA, r, SCHEMA);
	if (space != NULL && space->object != NULL)
		schema_need(&in->b, o, space->object);
}

static const char relations_sql[] =
	"SELECT c.oid, c.relnamespace, c.relname, c.relkind, {owner c.relowner}, "
	"c.relpersistence, "
	"(SELECT m.amname FROM pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap'), "
	"{tablespace c.reltablespace}, "
	"{reloptions c.reloptions}, "
	"CASE WHEN c.reltoastrelid <> 0 THEN (SELECT pg_catalog.string_agg('toast.' || o, ', ') "
	"FROM pg_class t, pg_catalog.unnest(t.reloptions) o WHERE t.oid = c.reltoastrelid) END, "
	"CASE WHEN c.relrowsecurity AND c.relforcerowsecurity THEN 'enabled, forced' "
	"WHEN c.relrowsecurity THEN 'enabled' WHEN c.relforcerowsecurity THEN 'forced' END, "
	"CASE WHEN c.relkind <> 'f' THEN "
	"CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' END END, "
	"CASE WHEN c.reloftype <> 0 THEN {type c.reloftype} END, "
	"CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END, "
	"CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END, "
	"i.parents, "
	"CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END, "
	"k.relname, k.relnamespace "
	"FROM pg_class c "
	"LEFT JOIN (SELECT h.inhrelid, pg_catalog.string_agg(h.inhparent::regclass::text, ', ' "
	"ORDER BY h.inhseqno) AS parents FROM pg_inherits h GROUP BY h.inhrelid) i "
	"ON i.inhrelid = c.oid "
	"LEFT JOIN pg_class k ON c.relispartition "
	"AND k.oid = pg_catalog.pg_partition_root(c.oid)::oid "
	"WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {user pg_class c.oid}";

enum {
	REL_OID,
	REL_SPACE,
	REL_NAME,
	REL_KIND,
	REL_OWNER,
	REL_PERSISTENCE,
	REL_METHOD,
	REL_TABLESPACE,
	REL_OPTIONS,
	REL_TOAST,
	REL_SECURITY,
	REL_IDENTITY,
	REL_OF_TYPE,
	REL_BOUND,
	REL_PARTITION_BY,
	REL_PARENTS,
	REL_QUERY,
	REL_ROOT,
	REL_ROOT_SPACE
};

static enum object_kind relation_kind(char relkind)
{
	switch (relkind) {
	case 'v':
		return OBJECT_VIEW;
	case 'm':
		return OBJECT_MATERIALIZED_VIEW;
	case 'f':
		return OBJECT_FOREIGN_TABLE;
	default:
		return OBJECT_TABLE;
	}
}

/*
 * A list of options without the one of that name, in the arena; NULL if none is
 * left. *ret_value, if asked for, is what it was set to.
 */
static const char *without(struct inspect *in, const char *options, const char *name,
			   const char **ret_value)
{
	_cleanup_buf_ struct buf rest = {0};
	const char *at = options;

	while (at != NULL && *at != '\0') {
		const char *end = strstr(at, ", ");
		size_t len = end == NULL ? strlen(at) : (size_t)(end - at);

		if (!text_starts(at, name))
			buf_printf(&rest, "%s%.*s", rest.len == 0 ? "" : ", ", (int)len, at);
		else if (ret_value != NULL)
			*ret_value =
				arena_strndup(in->b.arena, at + strlen(name), len - strlen(name));
		at = end == NULL ? NULL : end + 2;
	}
	return rest.len == 0 ? NULL : buf_dup(&rest, in->b.arena);
}

static void set_query(struct inspect *in, struct object *o, const struct catalog_row *r)
{
	const char *text = cell(r, REL_QUERY), *check = NULL;
	size_t len = text == NULL ? 0 : strlen(text);

	if (len > 0 && text[len - 1] == ';')
		len--;
	schema_set(&in->b, o, ATTR_QUERY,
		   arena_strndup(in->b.arena, text == NULL ? "" : text, len));
	schema_set(&in->b, o, ATTR_OPTIONS,
		   without(in, cell(r, REL_OPTIONS), "check_option=", &check));
	schema_set(&in->b, o, ATTR_CHECK_OPTION, check);
}

static void set_table(struct inspect *in, struct object *o, const struct catalog_row *r)
{
	const char *options = cell(r, REL_OPTIONS), *toast = cell(r, REL_TOAST);
	bool partition = cell(r, REL_BOUND) != NULL;

	if (options != NULL || toast != NULL)
		schema_set(&in->b, o, ATTR_OPTIONS,
			   arena_printf(in->b.arena, "%s%s%s", options == NULL ? "" : options,
					options == NULL || toast == NULL ? "" : ", ",
					toast == NULL ? "" : toast));
	cell_set(in, o, partition ? ATTR_PARTITION_OF : ATTR_INHERITS, r, REL_PARENTS);
	cell_set(in, o, ATTR_OF_TYPE, r, REL_OF_TYPE);
	cell_set(in, o, ATTR_PARTITION_BY, r, REL_PARTITION_BY);
	cell_set(in, o, ATTR_PARTITION_BOUND, r, REL_BOUND);
	cell_set(in, o, ATTR_ROW_SECURITY, r, REL_SECURITY);
	cell_set(in, o, ATTR_REPLICA_IDENTITY, r, REL_IDENTITY);
}

static void add_relation(struct inspect *in, const struct catalog_row *r)
{
	enum object_kind kind = relation_kind(*cell(r, REL_KIND));
	const char *root = cell(r, REL_ROOT);
	const struct space *space;
	struct object *o;

	/* A partition goes with the table that it is a part of. */
	if (root != NULL && !inspect_wanted(in, cell_oid(r, REL_ROOT_SPACE), root, &space))
		return;
	o = inspect_add(in, kind, PG_CLASS, cell_oid(r, REL_OID), cell_oid(r, REL_SPACE),
			cell(r, REL_NAME), NULL);
	if (o == NULL)
		return;
	if (cell_is(r, REL_PERSISTENCE, "u"))
		schema_set(&in->b, o, ATTR_PERSISTENCE, "unlogged");
	schema_set(&in->b, o, ATTR_OWNER, cell_share(in, r, REL_OWNER));
	cell_set(in, o, ATTR_ACCESS_METHOD, r, REL_METHOD);
	cell_set(in, o, ATTR_TABLESPACE, r, REL_TABLESPACE);
	if (kind == OBJECT_VIEW || kind == OBJECT_MATERIALIZED_VIEW)
		set_query(in, o, r);
	else
		set_table(in, o, r);
}

static const char foreign_sql[] =
	"SELECT f.ftrelid, 'SERVER ' || pg_catalog.quote_ident(s.srvname) || "
	"coalesce(' OPTIONS (' || {options f.ftoptions} || ')', '') "
	"FROM pg_foreign_table f "
	"JOIN pg_foreign_server s ON s.oid = f.ftserver";

static void set_foreign(struct inspect *in, const struct catalog_row *r)
{
	struct object *o = inspect_find(in, PG_CLASS, cell_oid(r, 0), 0);

	if (o != NULL)
		cell_set(in, o, ATTR_DEFINITION, r, 1);
}

/* Of composite types as well; in the order of each table's own. */
static const char columns_sql[] =
	"SELECT a.attrelid, a.attnum, a.attname, "
	"pg_catalog.format_type(a.atttypid, a.atttypmod), "
	"a.attnotnull, a.attgenerated, a.attidentity, "
	"CASE WHEN a.atthasdef THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END, "
	"CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation "
	"THEN a.attcollation::regcollation::text END, "
	"CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' "
	"WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END, "
	"CASE {attcompression} WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END, "
	"{attstattarget}, "
	"{reloptions a.attoptions}, "
	"CASE WHEN a.attfdwoptions IS NOT NULL THEN {options a.attfdwoptions} END, "
	"a.attislocal, c.reloftype <> 0, c.relkind IN ('v', 'm') "
	"FROM pg_attribute a "
	"JOIN pg_class c ON c.oid = a.attrelid "
	"JOIN pg_type t ON t.oid = a.atttypid "
	"LEFT JOIN pg_attrdef d ON a.atthasdef AND d.adrelid = a.attrelid AND d.adnum = a.attnum "
	"WHERE a.attrelid >= {first} AND a.attnum > 0 AND NOT a.attisdropped "
	"AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') ORDER BY a.attrelid, a.attnum";

enum {
	COL_TABLE,
	COL_NUMBER,
	COL_NAME,
	COL_TYPE,
	COL_NOT_NULL,
	COL_GENERATED,
	COL_IDENTITY,
	COL_DEFAULT,
	COL_COLLATION,
	COL_STORAGE,
	COL_COMPRESSION,
	COL_STATISTICS,
	COL_OPTIONS,
	COL_FDW_OPTIONS,
	COL_LOCAL,
	COL_OF_TYPE,
	COL_OF_VIEW
};

static void set_value(struct inspect *in, struct object *o, const struct catalog_row *r)
{
	bool generated = *cell(r, COL_GENERATED) != '\0';

	schema_set(&in->b, o, generated ? ATTR_GENERATED : ATTR_DEFAULT,
		   cell_share(in, r, COL_DEFAULT));
	if (generated)
		schema_set(&in->b, o, ATTR_GENERATION,
			   cell_is(r, COL_GENERATED, "v") ? "virtual" : "stored");
	if (*cell(r, COL_IDENTITY) != '\0')
		schema_set(&in->b, o, ATTR_IDENTITY,
			   cell_is(r, COL_IDENTITY, "a") ? "always" : "by default");
}

static void add_column(struct inspect *in, const struct catalog_row *r)
{
	uint32_t table = cell_oid(r, COL_TABLE);
	struct object *o;

	if (table != in->table_oid) {
		in->table_oid = table;
		in->table = inspect_find(in, PG_CLASS, table, 0);
		in->position = 0;
	}
	if (in->table == NULL)
		return;
	o = schema_add(&in->b, OBJECT_COLUMN, in->table, NULL, cell_share(in, r, COL_NAME), NULL);
	inspect_know(in, PG_CLASS, table, (int32_t)cell_int(r, COL_NUMBER), o);
	o->position = ++in->position;
	o->implied = !cell_true(r, COL_LOCAL) || cell_true(r, COL_OF_TYPE) ||
		     cell_true(r, COL_OF_VIEW);
	schema_set(&in->b, o, ATTR_TYPE, cell_share(in, r, COL_TYPE));
	if (!cell_true(r, COL_OF_VIEW))
		schema_set_flag(&in->b, o, ATTR_NOT_NULL, cell_true(r, COL_NOT_NULL));
	set_value(in, o, r);
	schema_set(&in->b, o, ATTR_COLLATION, cell_share(in, r, COL_COLLATION));
	schema_set(&in->b, o, ATTR_STORAGE, cell_share(in, r, COL_STORAGE));
	schema_set(&in->b, o, ATTR_COMPRESSION, cell_share(in, r, COL_COMPRESSION));
	schema_set(&in->b, o, ATTR_STATISTICS, cell_share(in, r, COL_STATISTICS));
	/* Minor releases from 15.20 on keep a stamp of their own there, which no option can set. */
	schema_set(&in->b, o, ATTR_OPTIONS,
		   cell(r, COL_FDW_OPTIONS) != NULL
			   ? cell_keep(in, r, COL_FDW_OPTIONS)
			   : without(in, cell(r, COL_OPTIONS), "pg_attver=", NULL));
}

static const struct inspect_query relation_queries[] = {
	{spaces_sql, add_space},
	{extensions_sql, add_extension},
	{relations_sql, add_relation},
	{foreign_sql, set_foreign},
};

const struct inspect_queries inspect_relations = {
	relation_queries, sizeof(relation_queries) / sizeof(relation_queries[0])};

static const struct inspect_query column_query = {columns_sql, add_column};

const struct inspect_queries inspect_attributes = {&column_query, 1};
