/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What belongs to a table, a view or a domain.
 *
 *	PRIMARY_KEY, UNIQUE, CHECK, EXCLUSION, FOREIGN_KEY
 *			DEFINITION, NOT_VALID; of those with an index OPTIONS, TABLESPACE,
 *			INDEX_COMMENT
 *	INDEX		DEFINITION, NOT_VALID, STATISTICS ("2 500" a column), TABLESPACE
 *	TRIGGER, RULE	DEFINITION, ENABLED
 *	POLICY		DEFINITION, EXPRESSION, WITH_CHECK
 *
 * An index behind a constraint is no object; it sets CLUSTER_ON and
 * REPLICA_IDENTITY of its table as others do.
 */
#include "base/text.h"
#include "driver/pgsql/inspect.h"

static const char constraints_sql[] =
	"SELECT c.oid, c.conrelid, c.contypid, c.contype, c.conname, "
	"pg_catalog.array_to_string(c.conkey, ' '), c.confrelid, "
	"pg_catalog.array_to_string(c.confkey, ' '), c.conparentid <> 0 OR NOT c.conislocal "
	"AND c.coninhcount > 0, pg_catalog.pg_get_constraintdef(c.oid) "
	"FROM pg_constraint c "
	"WHERE c.oid >= {first} AND c.contype IN ('p', 'u', 'c', 'f', 'x')";

enum {
	CON_OID,
	CON_TABLE,
	CON_DOMAIN,
	CON_TYPE,
	CON_NAME,
	CON_COLUMNS,
	CON_FOREIGN,
	CON_FOREIGN_COLUMNS,
	CON_IMPLIED,
	CON_DEFINITION
};

static enum object_kind constraint_kind(char type)
{
	switch (type) {
	case 'p':
		return OBJECT_PRIMARY_KEY;
	case 'u':
		return OBJECT_UNIQUE;
	case 'x':
		return OBJECT_EXCLUSION;
	case 'f':
		return OBJECT_FOREIGN_KEY;
	default:
		return OBJECT_CHECK;
	}
}

static void set_reference(struct inspect *in, struct object *o, const struct catalog_row *r)
{
	uint32_t table = cell_oid(r, CON_FOREIGN);
	const struct object *references = inspect_find(in, PG_CLASS, table, 0);
	size_t n = 0;

	if (references == NULL)
		return;
	o->references = references;
	inspect_columns(in, table, cell(r, CON_FOREIGN_COLUMNS), &o->reference_columns, &n);
	/* To itself too: that a table stands alone, pg_depend does not say of a column. */
	schema_need(&in->b, o, references);
}

static void add_constraint(struct inspect *in, const struct catalog_row *r)
{
	static const char not_valid[] = " NOT VALID";
	uint32_t table = cell_oid(r, CON_TABLE);
	const struct object *parent =
		table != 0 ? inspect_find(in, PG_CLASS, table, 0)
			   : inspect_find(in, PG_TYPE, cell_oid(r, CON_DOMAIN), 0);
	const char *text = cell(r, CON_DEFINITION);
	struct object *o;

	if (parent == NULL || text == NULL)
		return;
	o = inspect_add_child(in, constraint_kind(*cell(r, CON_TYPE)), PG_CONSTRAINT,
			      cell_oid(r, CON_OID), parent, cell_keep(in, r, CON_NAME));
	o->implied = cell_true(r, CON_IMPLIED);
	if (text_ends(text, not_valid)) {
		schema_set(&in->b, o, ATTR_DEFINITION,
			   arena_strndup(in->b.arena, text, strlen(text) - strlen(not_valid)));
		schema_set_flag(&in->b, o, ATTR_NOT_VALID, true);
	} else {
		schema_set(&in->b, o, ATTR_DEFINITION, cell_keep(in, r, CON_DEFINITION));
	}
	if (table != 0)
		inspect_columns(in, table, cell(r, CON_COLUMNS), &o->columns, &o->columns_len);
	if (o->kind == OBJECT_FOREIGN_KEY)
		set_reference(in, o, r);
}

/* Those of constraints only where something is to be said about them. */
static const char indexes_sql[] =
	"SELECT i.indexrelid, i.indrelid, c.relname, i.indkey, i.indnkeyatts, "
	"c.relispartition, i.indisvalid, i.indisclustered, i.indisreplident, k.oid, "
	"CASE WHEN i.indisreplident THEN pg_catalog.quote_ident(c.relname) END, "
	"CASE WHEN k.oid IS NULL THEN pg_catalog.pg_get_indexdef(i.indexrelid) END, "
	"{reloptions c.reloptions}, "
	"{tablespace c.reltablespace}, "
	"CASE WHEN i.indexprs IS NOT NULL THEN (SELECT pg_catalog.string_agg(a.attnum || ' ' || "
	"a.attstattarget, ', ' ORDER BY a.attnum) FROM pg_attribute a "
	"WHERE a.attrelid = i.indexrelid AND {attstattarget} IS NOT NULL) END "
	"FROM pg_index i "
	"JOIN pg_class c ON c.oid = i.indexrelid "
	"JOIN pg_class o ON o.oid = i.indrelid "
	"LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') "
	"WHERE i.indexrelid >= {first} AND o.relkind IN ('r', 'p', 'm') "
	"AND (k.oid IS NULL OR i.indisclustered OR i.indisreplident "
	"OR c.reloptions IS NOT NULL OR c.reltablespace <> 0)";

enum {
	IDX_OID,
	IDX_TABLE,
	IDX_NAME,
	IDX_COLUMNS,
	IDX_KEYS,
	IDX_IMPLIED,
	IDX_VALID,
	IDX_CLUSTERED,
	IDX_IDENTITY,
	IDX_CONSTRAINT,
	IDX_QUOTED,
	IDX_DEFINITION,
	IDX_OPTIONS,
	IDX_TABLESPACE,
	IDX_STATISTICS
};

/*
 * The server says ON ONLY of every index of a partitioned table; but one that is
 * valid has its share in each partition, and making it makes those.
 */
static const char *index_definition(struct inspect *in, const struct catalog_row *r)
{
	static const char only[] = "ONLY ";
	const char *text = inspect_unqualified(in, cell(r, IDX_DEFINITION), " ON ");
	const char *at = text == NULL ? NULL : inspect_behind(text, " ON ");

	if (at == NULL || !text_starts(at, only) || !cell_true(r, IDX_VALID))
		return text;
	return arena_printf(in->b.arena, "%.*s%s", (int)(at - text), text, at + strlen(only));
}

static struct object *index_object(struct inspect *in, const struct catalog_row *r,
				   const struct object *table, const char *name)
{
	struct object *o;

	if (cell(r, IDX_CONSTRAINT) != NULL) {
		o = inspect_find(in, PG_CONSTRAINT, cell_oid(r, IDX_CONSTRAINT), 0);
		if (o != NULL)
			cell_set(in, o, ATTR_OPTIONS, r, IDX_OPTIONS);
		return o;
	}
	o = inspect_add_child(in, OBJECT_INDEX, PG_CLASS, cell_oid(r, IDX_OID), table, name);
	o->implied = cell_true(r, IDX_IMPLIED);
	schema_set(&in->b, o, ATTR_DEFINITION, index_definition(in, r));
	schema_set_flag(&in->b, o, ATTR_NOT_VALID, !cell_true(r, IDX_VALID));
	cell_set(in, o, ATTR_STATISTICS, r, IDX_STATISTICS);
	inspect_columns(in, cell_oid(r, IDX_TABLE), cell(r, IDX_COLUMNS), &o->columns,
			&o->columns_len);
	o->columns_len = (size_t)cell_int(r, IDX_KEYS);
	return o;
}

static void add_index(struct inspect *in, const struct catalog_row *r)
{
	struct object *table = inspect_find(in, PG_CLASS, cell_oid(r, IDX_TABLE), 0), *o;
	const char *name;

	if (table == NULL)
		return;
	name = cell_keep(in, r, IDX_NAME);
	o = index_object(in, r, table, name);
	if (o == NULL)
		return;
	cell_set(in, o, ATTR_TABLESPACE, r, IDX_TABLESPACE);
	if (cell_true(r, IDX_CLUSTERED))
		schema_set(&in->b, table, ATTR_CLUSTER_ON, name);
	if (cell_true(r, IDX_IDENTITY))
		schema_set(&in->b, table, ATTR_REPLICA_IDENTITY,
			   arena_printf(in->b.arena, "USING INDEX %s", cell(r, IDX_QUOTED)));
}

static void set_enabled(struct inspect *in, struct object *o, const char *state)
{
	static const struct {
		char state;
		const char *word;
	} states[] = {{'D', "disabled"}, {'R', "replica"}, {'A', "always"}};

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (*state == states[i].state)
			schema_set(&in->b, o, ATTR_ENABLED, states[i].word);
}

/* Triggers and rules: what is before the name of their table differs. */
enum { SUB_OID, SUB_TABLE, SUB_NAME, SUB_ENABLED, SUB_IMPLIED, SUB_DEFINITION };

static const char triggers_sql[] =
	"SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, t.tgparentid <> 0, "
	"pg_catalog.pg_get_triggerdef(t.oid) "
	"FROM pg_trigger t "
	"WHERE t.oid >= {first} AND (NOT t.tgisinternal OR t.tgparentid <> 0 "
	"AND t.tgconstraint = 0)";

static const char rules_sql[] = "SELECT r.oid, r.ev_class, r.rulename, r.ev_enabled, false, "
				"pg_catalog.pg_get_ruledef(r.oid) "
				"FROM pg_rewrite r "
				"WHERE r.oid >= {first} AND r.rulename <> '_RETURN'";

static void add_sub(struct inspect *in, const struct catalog_row *r, const char *word)
{
	const struct object *table = inspect_find(in, PG_CLASS, cell_oid(r, SUB_TABLE), 0);
	const char *text = cell(r, SUB_DEFINITION);
	struct object *o;

	if (table == NULL || text == NULL)
		return;
	o = inspect_add_child(in, r->query->kind, r->query->catalog, cell_oid(r, SUB_OID), table,
			      cell_keep(in, r, SUB_NAME));
	o->implied = cell_true(r, SUB_IMPLIED);
	text = inspect_unqualified(in, text, word);
	if (text_ends(text, ";"))
		text = arena_strndup(in->b.arena, text, strlen(text) - 1);
	schema_set(&in->b, o, ATTR_DEFINITION, text);
	set_enabled(in, o, cell(r, SUB_ENABLED));
}

static void add_trigger(struct inspect *in, const struct catalog_row *r)
{
	add_sub(in, r, " ON ");
}

static void add_rule(struct inspect *in, const struct catalog_row *r)
{
	add_sub(in, r, " TO ");
}

static const char policies_sql[] =
	"SELECT p.oid, p.polrelid, p.polname, 'AS ' || CASE WHEN p.polpermissive "
	"THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END || ' FOR ' || CASE p.polcmd WHEN 'r' "
	"THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' "
	"THEN 'DELETE' ELSE 'ALL' END || ' TO ' || (SELECT pg_catalog.string_agg(CASE "
	"WHEN o = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(o)) "
	"END, ', ' ORDER BY pg_catalog.pg_get_userbyid(o)) "
	"FROM pg_catalog.unnest(p.polroles) o), pg_catalog.pg_get_expr(p.polqual, p.polrelid), "
	"pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) "
	"FROM pg_policy p";

static void add_policy(struct inspect *in, const struct catalog_row *r)
{
	enum { OID, TABLE, NAME, DEFINITION, USING, CHECK };
	const struct object *table = inspect_find(in, PG_CLASS, cell_oid(r, TABLE), 0);
	struct object *o;

	if (table == NULL)
		return;
	o = inspect_add_child(in, OBJECT_POLICY, PG_POLICY, cell_oid(r, OID), table,
			      cell_keep(in, r, NAME));
	cell_set(in, o, ATTR_DEFINITION, r, DEFINITION);
	schema_set(&in->b, o, ATTR_EXPRESSION, cell_keep(in, r, USING));
	schema_set(&in->b, o, ATTR_WITH_CHECK, cell_keep(in, r, CHECK));
}

static const struct inspect_query queries[] = {
	{constraints_sql, add_constraint},
	{indexes_sql, add_index},
	{triggers_sql, add_trigger, OBJECT_TRIGGER, PG_TRIGGER},
	{rules_sql, add_rule, OBJECT_RULE, PG_REWRITE},
	{policies_sql, add_policy},
};

const struct inspect_queries inspect_parts = {queries, sizeof(queries) / sizeof(queries[0])};
