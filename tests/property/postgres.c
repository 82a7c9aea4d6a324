/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What random schemas of PostgreSQL are made of: schemas, enums, domains,
 * composite types, sequences, functions, tables (partitioned, inherited,
 * unlogged), columns of many types, keys, foreign keys in circles, exclusion,
 * indexes of several methods, views, materialized views, triggers, policies,
 * rules, statistics and comments.
 */
#include "gen.h"

#include <string.h>

enum {
	PRIMARY = KIND_COLUMN + 1,
	UNIQUE,
	CHECK,
	EXCLUDE,
	REFERENCE,
	INDEX,
	SCHEMA,
	ENUM,
	DOMAIN,
	COMPOSITE,
	SEQUENCE,
	FUNCTION,
	TRIGGER_FUNCTION,
	PARTITIONED,
	PARTITION,
	CHILD,
	VIEW,
	MATERIALIZED,
	MATERIALIZED_INDEX,
	TRIGGER,
	POLICY,
	RULE,
	STATISTICS,
	COMMENT,
	SETTING,
	PARTITIONED_INDEX,
};

/* Now and then in a schema of its own, where it stays. */
static void place(struct gen *g, struct thing *t)
{
	const struct thing *schema = *t->name != '@' && gen_chance(g, 12) ? gen_pick(g, SCHEMA)
									  : NULL;

	if (schema != NULL)
		t->name = gen_text(g, "@%d@.%s", schema->id, t->name);
}

static bool make_table(struct gen *g, struct thing *t)
{
	if (t->pinned)
		return false;
	place(g, t);
	t->text = gen_text(g, "CREATE %sTABLE @0@ (@-@)%s", MAYBE(g, 8, "UNLOGGED "),
			   MAYBE(g, 10, " WITH (fillfactor = 70)"));
	return true;
}

static const struct {
	const char *type;
	enum family family;
	const char *defaults[3];
} types[] = {
	{"integer", FAMILY_INTEGER, {"0", "-7", "1 + 2"}},
	{"bigint", FAMILY_INTEGER, {"42", "'5'", "length('abc')"}},
	{"smallint", FAMILY_INTEGER, {"1", "0", "NULL"}},
	{"numeric(10,2)", FAMILY_NUMBER, {"0", "9.99", "1.5::numeric"}},
	{"double precision", FAMILY_NUMBER, {"0", "random()", "1e10"}},
	{"text", FAMILY_TEXT, {"''", "'it''s'", "CURRENT_USER"}},
	{"varchar(20)", FAMILY_TEXT, {"'x'", "lower('A')", "''"}},
	{"varchar(50)", FAMILY_TEXT, {"'x'", "NULL", "'b\\c'"}},
	{"char(5)", FAMILY_TEXT, {"'a'", "''", "NULL"}},
	{"boolean", FAMILY_BOOLEAN, {"true", "false", "(NOT true)"}},
	{"date", FAMILY_TIME, {"CURRENT_DATE", "'2024-01-01'", "NULL"}},
	{"timestamp", FAMILY_TIME, {"CURRENT_TIMESTAMP", "now()", "'epoch'"}},
	{"timestamptz(3)", FAMILY_TIME, {"now()", "clock_timestamp()", "'epoch'"}},
	{"jsonb", FAMILY_JSON, {"'{}'", "'[]'::jsonb", "jsonb_build_object('a', 1)"}},
	{"uuid", FAMILY_OTHER, {"gen_random_uuid()", "NULL", "NULL"}},
	{"bytea", FAMILY_OTHER, {"'\\x00'", "NULL", "''"}},
	{"integer[]", FAMILY_OTHER, {"'{}'", "ARRAY[1, 2]", "NULL"}},
	{"text[]", FAMILY_OTHER, {"'{}'", "ARRAY['a']::text[]", "NULL"}},
	{"interval", FAMILY_OTHER, {"'1 day'", "NULL", "interval '2 hours'"}},
	{"inet", FAMILY_OTHER, {"NULL", "'127.0.0.1'", "NULL"}},
	{"int4range", FAMILY_OTHER, {"NULL", "'[1,2)'", "'empty'"}},
	{"bit(8)", FAMILY_OTHER, {"B'00000001'", "NULL", "NULL"}},
};

static const char *condition(struct gen *g, const struct thing *c)
{
	enum family family = gen_family(g, c);

	if (family == FAMILY_INTEGER || family == FAMILY_NUMBER)
		return gen_about(g, c, ONE_OF(g, "@@ > 0", "@@ BETWEEN 1 AND 10", "@@ IN (1, 2)"));
	if (family == FAMILY_TEXT)
		return gen_about(g, c,
				 ONE_OF(g, "length(@@) < 9", "@@ LIKE 'a%'", "@@ IN ('a', 'b')",
					"@@ ~ '^[a-z]+$'"));
	if (family == FAMILY_BOOLEAN)
		return gen_about(g, c, ONE_OF(g, "@@", "NOT @@", "@@ IS NOT FALSE"));
	return gen_about(g, c, "@@ IS NOT NULL");
}

static const char *expression(struct gen *g, const struct thing *c)
{
	enum family family = gen_family(g, c);

	if (family == FAMILY_INTEGER || family == FAMILY_NUMBER)
		return gen_about(g, c, ONE_OF(g, "@@ + 1", "abs(@@)", "(-@@)"));
	if (family == FAMILY_TEXT)
		return gen_about(g, c,
				 ONE_OF(g, "lower(@@)", "@@ || 'x'", "substr(@@, 1, 3)",
					"coalesce(@@, '')"));
	if (family == FAMILY_JSON)
		return gen_about(g, c, ONE_OF(g, "@@ ->> 'a'", "(@@ -> 'b')"));
	return gen_about(g, c, "(@@ IS NULL)");
}

static void choose_type(struct gen *g, struct thing *t, const char **ret_default)
{
	size_t type = gen_below(g, sizeof(types) / sizeof(*types));
	const struct thing *own = NULL;

	*ret_default = types[type].defaults[gen_below(g, 3)];
	t->type = types[type].type;
	t->family = types[type].family;
	if (gen_chance(g, 20))
		own = gen_pick(g, gen_chance(g, 50)   ? ENUM
				  : gen_chance(g, 60) ? DOMAIN
						      : COMPOSITE);
	if (own == NULL)
		return;
	t->type = gen_text(g, "@%d@%s", own->id, MAYBE(g, 15, "[]"));
	t->family = FAMILY_OTHER;
	*ret_default = own->kind == ENUM && strchr(t->type, '[') == NULL ? "'a'" : "NULL";
}

static const char *clauses(struct gen *g, const struct thing *t, const char *value)
{
	const struct thing *sequence, *function;

	if (gen_chance(g, 6) && t->family == FAMILY_INTEGER &&
	    (sequence = gen_pick(g, SEQUENCE)) != NULL)
		value = gen_text(g, "nextval('@%d@')", sequence->id);
	if (gen_chance(g, 10) && t->family == FAMILY_INTEGER &&
	    (function = gen_pick(g, FUNCTION)) != NULL)
		value = gen_text(g, "@%d@(1)", function->id);
	return gen_text(g, "%s%s%s", t->family == FAMILY_TEXT ? MAYBE(g, 10, "COLLATE \"C\" ") : "",
			gen_chance(g, 35) ? gen_text(g, "DEFAULT %s ", value) : "",
			MAYBE(g, 30, "NOT NULL "));
}

static bool make_column(struct gen *g, struct thing *t)
{
	const struct thing *source;
	const char *value;

	t->table = gen_table_of(g, t);
	if (t->table == 0)
		return false;
	choose_type(g, t, &value);
	source = gen_chance(g, 10) && !t->pinned ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	t->generated = source != NULL && !source->generated;
	if (t->generated) {
		t->family = gen_family(g, source);
		t->type = t->family == FAMILY_INTEGER                 ? "bigint"
			  : t->family == FAMILY_NUMBER                ? "numeric"
			  : (t->family & (FAMILY_TEXT | FAMILY_JSON)) ? "text"
								      : "boolean";
		t->text = gen_text(g, "GENERATED ALWAYS AS (%s) STORED", expression(g, source));
		t->family = t->family == FAMILY_JSON ? FAMILY_TEXT : t->family;
	} else if (t->family == FAMILY_INTEGER && !spec_find(g->spec, t->table)->pinned &&
		   gen_chance(g, 15)) {
		t->text = gen_text(g, "GENERATED %s AS IDENTITY%s",
				   ONE_OF(g, "ALWAYS", "BY DEFAULT"),
				   MAYBE(g, 30, " (START 10 INCREMENT 5)"));
	} else if (!spec_find(g->spec, t->table)->pinned && strstr(t->text, "IDENTITY") == NULL &&
		   gen_chance(g, 5)) {
		t->type = ONE_OF(g, "serial", "bigserial");
		t->family = FAMILY_INTEGER;
		t->text = "";
	} else {
		t->text = clauses(g, t, value);
	}
	return true;
}

static bool make_primary(struct gen *g, struct thing *t)
{
	const struct thing *other;
	const char *columns;

	t->table = gen_table_of(g, t);
	if (t->table == 0 ||
	    ((other = gen_pick_part(g, PRIMARY, t->table)) != NULL && other->id != t->id))
		return false;
	columns = gen_columns(g, t->table,
			      FAMILY_INTEGER | FAMILY_TEXT | FAMILY_TIME | FAMILY_NUMBER, NULL, 0);
	if (columns != NULL)
		t->text = gen_text(g, "%sPRIMARY KEY (%s)", gen_constraint(g), columns);
	return columns != NULL;
}

static bool make_unique(struct gen *g, struct thing *t)
{
	const char *columns;

	t->table = gen_table_of(g, t);
	columns = t->table != 0 ? gen_columns(g, t->table, FAMILY_ANY & ~FAMILY_JSON, NULL, 0)
				: NULL;
	if (columns != NULL)
		t->text = gen_text(g, "%sUNIQUE %s(%s)%s", gen_constraint(g),
				   MAYBE(g, 10, "NULLS NOT DISTINCT "), columns,
				   MAYBE(g, 10, " DEFERRABLE INITIALLY DEFERRED"));
	return columns != NULL;
}

static bool make_check(struct gen *g, struct thing *t)
{
	const struct thing *c;

	t->table = gen_table_of(g, t);
	c = t->table != 0 ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	if (c != NULL)
		t->text = gen_text(g, "%sCHECK (%s)%s", gen_constraint(g), condition(g, c),
				   MAYBE(g, 10, " NO INHERIT"));
	return c != NULL;
}

static bool make_exclude(struct gen *g, struct thing *t)
{
	const struct thing *c;

	t->table = gen_table_of(g, t);
	c = t->table != 0 ? gen_column(g, t->table, FAMILY_INTEGER | FAMILY_TEXT) : NULL;
	if (c != NULL)
		t->text = gen_text(g, "%sEXCLUDE USING %s (@%d@ WITH =)%s", gen_constraint(g),
				   ONE_OF(g, "btree", "hash"), c->id,
				   MAYBE(g, 20, " WHERE (1 = 1)"));
	return c != NULL;
}

static bool make_reference(struct gen *g, struct thing *t)
{
	t->table = gen_table_of(g, t);
	if (t->table == 0 || !gen_reference(g, t, gen_chance(g, 70) ? PRIMARY : UNIQUE))
		return false;
	t->text = gen_text(
		g, "ALTER TABLE @%d@ ADD %s%s%s%s%s", t->table, gen_constraint(g), t->keep,
		gen_chance(g, 50) ? ONE_OF(g, " ON DELETE CASCADE", " ON DELETE SET NULL",
					   " ON DELETE RESTRICT", " ON DELETE NO ACTION")
				  : "",
		MAYBE(g, 20, " ON UPDATE CASCADE"),
		gen_chance(g, 30)
			? ONE_OF(g, " DEFERRABLE INITIALLY DEFERRED", " NOT VALID", " DEFERRABLE")
			: "");
	return true;
}

static bool make_index_on(struct gen *g, struct thing *t, bool is_unique)
{
	static const char *const tails[] = {"", "", " DESC", " DESC NULLS LAST", " NULLS FIRST"};
	const char *columns = gen_columns(g, t->table, FAMILY_ANY, tails, 5);
	const struct thing *c = columns != NULL ? gen_column(g, t->table, FAMILY_ANY) : NULL;

	if (c == NULL)
		return false;
	if (gen_family(g, c) == FAMILY_JSON && gen_chance(g, 60)) {
		t->text = gen_text(g, "CREATE INDEX @0@ ON @%d@ USING gin (@%d@%s)", t->table,
				   c->id, MAYBE(g, 50, " jsonb_path_ops"));
		return true;
	}
	if (gen_chance(g, 10) && !is_unique) {
		t->text = gen_text(g, "CREATE INDEX @0@ ON @%d@ USING %s (@%d@)", t->table,
				   ONE_OF(g, "hash", "brin", "hash"), c->id);
		return true;
	}
	if (gen_chance(g, 20))
		columns = gen_text(g, "(%s)%s", expression(g, c), MAYBE(g, 30, " DESC"));
	t->text = gen_text(g, "CREATE %sINDEX @0@ ON @%d@ (%s)%s%s%s", is_unique ? "UNIQUE " : "",
			   t->table, columns,
			   gen_chance(g, 15) ? gen_text(g, " INCLUDE (@%d@)", c->id) : "",
			   MAYBE(g, 10, " WITH (fillfactor = 80)"),
			   gen_chance(g, 20) ? gen_text(g, " WHERE %s", condition(g, c)) : "");
	return true;
}

static bool make_index(struct gen *g, struct thing *t)
{
	t->table = gen_table_of(g, t);
	return t->table != 0 && make_index_on(g, t, gen_chance(g, 25));
}

static bool make_schema(struct gen *g, struct thing *t)
{
	(void)g;
	t->text = "CREATE SCHEMA @0@";
	return true;
}

static bool make_enum(struct gen *g, struct thing *t)
{
	place(g, t);
	t->text = gen_text(g, "CREATE TYPE @0@ AS ENUM (%s'a'%s%s)", MAYBE(g, 30, "'first', "),
			   MAYBE(g, 50, ", 'it''s'"), MAYBE(g, 50, ", 'B c'"));
	return true;
}

static bool make_domain(struct gen *g, struct thing *t)
{
	place(g, t);
	t->text = gen_text(g, "CREATE DOMAIN @0@ AS %s%s%s%s",
			   ONE_OF(g, "text", "varchar(30)", "text"), MAYBE(g, 30, " DEFAULT 'x'"),
			   MAYBE(g, 20, " NOT NULL"),
			   gen_chance(g, 60) ? ONE_OF(g, " CHECK (VALUE <> '')",
						      " CONSTRAINT short CHECK (length(VALUE) < 9)",
						      " CHECK (VALUE ~ '^a') CHECK (VALUE <> 'ab')")
					     : "");
	return true;
}

static bool make_composite(struct gen *g, struct thing *t)
{
	const struct thing *own = gen_chance(g, 30) ? gen_pick(g, ENUM) : NULL;

	place(g, t);
	t->text =
		gen_text(g, "CREATE TYPE @0@ AS (a %s, \"B b\" %s%s)",
			 ONE_OF(g, "integer", "bigint"), ONE_OF(g, "text", "varchar(10)"),
			 own != NULL ? gen_text(g, ", c @%d@", own->id) : MAYBE(g, 30, ", d date"));
	return true;
}

static bool make_sequence(struct gen *g, struct thing *t)
{
	place(g, t);
	t->text = gen_text(g, "CREATE SEQUENCE @0@%s%s%s%s", MAYBE(g, 30, " AS integer"),
			   MAYBE(g, 40, " INCREMENT 2"), MAYBE(g, 30, " START 7"),
			   MAYBE(g, 20, " CYCLE"));
	return true;
}

static bool make_function(struct gen *g, struct thing *t)
{
	place(g, t);
	t->text = gen_text(g, "CREATE FUNCTION @0@(n integer%s) RETURNS integer %s%sAS $f$%s$f$",
			   MAYBE(g, 30, " DEFAULT 1"),
			   gen_chance(g, 30) ? "LANGUAGE plpgsql " : "LANGUAGE sql ",
			   MAYBE(g, 60, "IMMUTABLE "), "");
	if (strstr(t->text, "plpgsql") != NULL)
		t->text = gen_text(g, "%.*s$f$BEGIN RETURN %s; END$f$", (int)strlen(t->text) - 6,
				   t->text, ONE_OF(g, "n", "n + 1"));
	else
		t->text = gen_text(g, "%.*s$f$SELECT %s$f$", (int)strlen(t->text) - 6, t->text,
				   ONE_OF(g, "n", "n * 2"));
	return true;
}

static bool make_trigger_function(struct gen *g, struct thing *t)
{
	place(g, t);
	t->text = gen_text(g,
			   "CREATE FUNCTION @0@() RETURNS trigger LANGUAGE plpgsql AS "
			   "$f$BEGIN%s RETURN %s; END$f$",
			   MAYBE(g, 30, " -- why\n"), ONE_OF(g, "new", "old", "NULL"));
	return true;
}

static bool make_partitioned(struct gen *g, struct thing *t)
{
	place(g, t);
	t->text = gen_text(g,
			   "CREATE TABLE @0@ (id bigint NOT NULL, at date NOT NULL, note %s%s) "
			   "PARTITION BY %s",
			   ONE_OF(g, "text", "varchar(20)"), MAYBE(g, 40, ", PRIMARY KEY (id, at)"),
			   ONE_OF(g, "RANGE (at)", "RANGE (at)", "HASH (id)"));
	return true;
}

static bool make_partition(struct gen *g, struct thing *t)
{
	const struct thing *parent = t->table == 0 ? gen_pick(g, PARTITIONED) : NULL;
	uint32_t year = gen_below(g, 20);

	if (parent != NULL)
		t->table = parent->id;
	if (t->table == 0)
		return false;
	if (strstr(spec_find(g->spec, t->table)->text, "HASH") != NULL)
		t->text = gen_text(g,
				   "CREATE TABLE @0@ PARTITION OF @%d@ FOR VALUES WITH (MODULUS 4, "
				   "REMAINDER %u)",
				   t->table, gen_below(g, 4));
	else if (gen_chance(g, 20))
		t->text = gen_text(g, "CREATE TABLE @0@ PARTITION OF @%d@ DEFAULT", t->table);
	else
		t->text = gen_text(g,
				   "CREATE TABLE @0@ PARTITION OF @%d@%s FOR VALUES FROM "
				   "('%u-01-01') TO ('%u-01-01')",
				   t->table, MAYBE(g, 20, " (note DEFAULT 'p')"), 2000 + year,
				   2001 + year);
	return true;
}

static bool make_partitioned_index(struct gen *g, struct thing *t)
{
	const struct thing *parent = t->table == 0 ? gen_pick(g, PARTITIONED) : NULL;

	if (parent != NULL)
		t->table = parent->id;
	t->text = gen_text(g, "CREATE INDEX @0@ ON @%d@ (%s)", t->table,
			   ONE_OF(g, "note", "at DESC", "lower(note)"));
	return t->table != 0;
}

static bool has_identity(const struct gen *g, int table)
{
	for (size_t i = 0; i < g->spec->len; i++)
		if (g->spec->v[i].table == table && strstr(g->spec->v[i].text, "IDENTITY") != NULL)
			return true;
	return false;
}

/*
 * It is made once: the comparison does not yet find the way to a parent with other
 * columns, nor adds identity columns to a parent.
 */
static bool make_child(struct gen *g, struct thing *t)
{
	struct thing *parent = t->keep == NULL ? gen_pick(g, KIND_TABLE) : NULL;

	if (parent == NULL || has_identity(g, parent->id))
		return false;
	parent->pinned = true;
	t->keep = "";
	place(g, t);
	t->text = gen_text(g, "CREATE TABLE @0@ (\"own column\" integer) INHERITS (@%d@)",
			   parent->id);
	return true;
}

static const char *query(struct gen *g, const struct thing *t)
{
	const struct thing *table = gen_pick(g, KIND_TABLE), *c;
	const struct thing *view = gen_pick(g, gen_chance(g, 80) ? VIEW : MATERIALIZED);
	const char *columns;

	(void)t;
	if (view != NULL && gen_chance(g, 40))
		return gen_about(g, view,
				 ONE_OF(g, "SELECT * FROM @@", "SELECT count(*) AS n FROM @@",
					"SELECT v.* FROM @@ AS v LIMIT 5",
					"SELECT 1 AS one FROM @@ UNION ALL SELECT 2"));
	columns = table != NULL ? gen_columns(g, table->id, FAMILY_ANY, NULL, 0) : NULL;
	c = columns != NULL ? gen_column(g, table->id, FAMILY_ANY) : NULL;
	if (c == NULL)
		return NULL;
	return gen_text(g, "SELECT %s, %s AS \"the expression\" FROM @%d@%s%s", columns,
			expression(g, c), table->id,
			gen_chance(g, 40) ? gen_text(g, " WHERE %s", condition(g, c)) : "",
			gen_chance(g, 20) ? gen_text(g, " ORDER BY @%d@", c->id) : "");
}

static bool make_view(struct gen *g, struct thing *t)
{
	const char *text = query(g, t);

	if (text == NULL)
		return false;
	place(g, t);
	t->text = gen_text(g, "CREATE VIEW @0@%s AS %s",
			   MAYBE(g, 20, " WITH (security_barrier = true)"), text);
	return true;
}

static bool make_materialized(struct gen *g, struct thing *t)
{
	const char *text = query(g, t);

	if (text == NULL)
		return false;
	place(g, t);
	t->text = gen_text(g, "CREATE MATERIALIZED VIEW @0@ AS %s%s", text,
			   MAYBE(g, 30, " WITH NO DATA"));
	return true;
}

static bool make_materialized_index(struct gen *g, struct thing *t)
{
	const struct thing *view = t->table == 0 ? gen_pick(g, MATERIALIZED) : NULL;

	if (view != NULL)
		t->table = view->id;
	t->text = gen_text(g, "CREATE INDEX @0@ ON @%d@ (\"the expression\"%s)", t->table,
			   MAYBE(g, 50, " DESC"));
	return t->table != 0;
}

static bool make_trigger(struct gen *g, struct thing *t)
{
	const struct thing *c, *function = gen_pick(g, TRIGGER_FUNCTION);

	t->table = gen_table_of(g, t);
	c = t->table != 0 ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	if (c == NULL || function == NULL)
		return false;
	if (gen_chance(g, 20))
		t->text =
			gen_text(g,
				 "CREATE TRIGGER @0@ AFTER INSERT ON @%d@ REFERENCING NEW TABLE AS "
				 "n FOR EACH STATEMENT EXECUTE FUNCTION @%d@()",
				 t->table, function->id);
	else
		t->text = gen_text(
			g,
			"CREATE TRIGGER @0@ %s UPDATE%s ON @%d@ FOR EACH ROW %sEXECUTE FUNCTION "
			"@%d@(%s)",
			ONE_OF(g, "BEFORE", "AFTER", "AFTER INSERT OR"),
			gen_chance(g, 40) ? gen_text(g, " OF @%d@", c->id) : "", t->table,
			gen_chance(g, 30) ? gen_text(g, "WHEN (new.@%d@ IS NOT NULL) ", c->id) : "",
			function->id, MAYBE(g, 30, "'a', 'b'"));
	return true;
}

static bool make_policy(struct gen *g, struct thing *t)
{
	const struct thing *c;

	t->table = gen_table_of(g, t);
	c = t->table != 0 ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	if (c == NULL)
		return false;
	t->text = gen_text(g, "CREATE POLICY @0@ ON @%d@%s FOR %s USING (%s)", t->table,
			   MAYBE(g, 30, " AS RESTRICTIVE"), ONE_OF(g, "ALL", "SELECT", "UPDATE"),
			   condition(g, c));
	return true;
}

static bool make_rule(struct gen *g, struct thing *t)
{
	const struct thing *c;

	t->table = gen_table_of(g, t);
	c = t->table != 0 ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	if (c == NULL)
		return false;
	t->text = gen_text(
		g, "CREATE RULE @0@ AS ON %s TO @%d@ WHERE old.@%d@ IS NULL DO INSTEAD NOTHING",
		ONE_OF(g, "DELETE", "UPDATE"), t->table, c->id);
	return true;
}

static bool make_statistics(struct gen *g, struct thing *t)
{
	const char *columns;

	t->table = gen_table_of(g, t);
	columns = t->table != 0 ? gen_columns(g, t->table, FAMILY_INTEGER | FAMILY_TEXT, NULL, 0)
				: NULL;
	if (columns == NULL || strchr(columns, ',') == NULL)
		return false;
	t->text = gen_text(g, "CREATE STATISTICS @0@%s ON %s FROM @%d@",
			   gen_chance(g, 50) ? " (ndistinct)" : "", columns, t->table);
	return true;
}

static bool make_comment(struct gen *g, struct thing *t)
{
	static const struct {
		size_t kind;
		const char *word;
	} kinds[] = {{KIND_TABLE, "TABLE"},  {VIEW, "VIEW"},
		     {INDEX, "INDEX"},       {ENUM, "TYPE"},
		     {SEQUENCE, "SEQUENCE"}, {MATERIALIZED, "MATERIALIZED VIEW"},
		     {DOMAIN, "DOMAIN"},     {SCHEMA, "SCHEMA"}};
	size_t i = gen_below(g, sizeof(kinds) / sizeof(*kinds));
	const char *text = ONE_OF(g, "a note", "it''s\n two", "\xc3\xa4 \\ %s");
	const struct thing *about;

	if (gen_chance(g, 40)) {
		about = gen_pick(g, KIND_COLUMN);
		if (about != NULL)
			t->text = gen_text(g, "COMMENT ON COLUMN @%d@.@%d@ IS '%s'", about->table,
					   about->id, text);
		return about != NULL;
	}
	about = gen_pick(g, kinds[i].kind);
	if (about != NULL)
		t->text = gen_text(g, "COMMENT ON %s @%d@ IS '%s'", kinds[i].word, about->id, text);
	return about != NULL;
}

static bool make_setting(struct gen *g, struct thing *t)
{
	t->table = gen_table_of(g, t);
	t->text = gen_text(g, "ALTER TABLE @%d@ %s", t->table,
			   ONE_OF(g, "ENABLE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY",
				  "REPLICA IDENTITY FULL", "SET (autovacuum_enabled = off)"));
	return t->table != 0;
}

static const struct gen_kind kinds[] = {
	{"table", false, 6, make_table},
	{"column", true, 22, make_column},
	{"primary key", true, 12, make_primary},
	{"unique constraint", true, 8, make_unique},
	{"check constraint", true, 8, make_check},
	{"exclusion constraint", true, 2, make_exclude},
	{"foreign key", false, 12, make_reference},
	{"index", false, 14, make_index},
	{"schema", false, 2, make_schema},
	{"enum", false, 5, make_enum},
	{"domain", false, 4, make_domain},
	{"composite type", false, 3, make_composite},
	{"sequence", false, 4, make_sequence},
	{"function", false, 5, make_function},
	{"trigger function", false, 4, make_trigger_function},
	{"partitioned table", false, 3, make_partitioned},
	{"partition", false, 6, make_partition},
	{"inheriting table", false, 2, make_child, true},
	{"view", false, 12, make_view},
	{"materialized view", false, 4, make_materialized},
	{"index of a materialized view", false, 2, make_materialized_index},
	{"trigger", false, 7, make_trigger},
	{"policy", false, 4, make_policy},
	{"rule", false, 2, make_rule},
	{"statistics", false, 2, make_statistics},
	{"comment", false, 7, make_comment},
	{"setting", false, 3, make_setting},
	{"index of a partitioned table", false, 2, make_partitioned_index},
};

const struct engine engine_postgres = {
	.name = "postgres",
	.quote = '"',
	.kinds = kinds,
	.kinds_len = sizeof(kinds) / sizeof(*kinds),
};
