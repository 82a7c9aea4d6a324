/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What random schemas of SQLite are made of: tables (STRICT, WITHOUT ROWID),
 * columns with defaults, collations, checks and generated ones, keys, foreign
 * keys in circles, indexes, views over views, triggers on both.
 */
#include "gen.h"

#include <string.h>

/* Of tables; only the first of the types are known to those. */
#define FAMILY_STRICT FAMILY_TEXT
enum { STRICT_TYPES = 5 };

enum { PRIMARY = KIND_COLUMN + 1, UNIQUE, CHECK, REFERENCE, INDEX, VIEW, TRIGGER, VIEW_TRIGGER };

static bool make_table(struct gen *g, struct thing *t)
{
	t->family = gen_chance(g, 10) ? FAMILY_STRICT : FAMILY_ANY;
	t->text = gen_text(g, "CREATE TABLE @0@ (@-@)%s",
			   t->family == FAMILY_STRICT ? " STRICT" : "");
	return true;
}

static const struct {
	const char *type;
	enum family family;
	const char *defaults[3];
} types[] = {
	{"INTEGER", FAMILY_INTEGER, {"0", "-7", "(1 + 2)"}},
	{"INT", FAMILY_INTEGER, {"42", "+1", "0x1F"}},
	{"TEXT", FAMILY_TEXT, {"''", "'it''s'", "(lower('A'))"}},
	{"REAL", FAMILY_NUMBER, {"1.5", "-2e10", "(abs(-1.5))"}},
	{"BLOB", FAMILY_OTHER, {"x'00ff'", "NULL", "(zeroblob(2))"}},
	{"VARCHAR(30)", FAMILY_TEXT, {"'x'", "CURRENT_TIMESTAMP", "NULL"}},
	{"DECIMAL(10, 2)", FAMILY_NUMBER, {"0", "9.99", "(2 * 3)"}},
	{"BOOLEAN", FAMILY_INTEGER, {"0", "TRUE", "false"}},
	{"DATETIME", FAMILY_TIME, {"CURRENT_TIMESTAMP", "(datetime('now'))", "CURRENT_DATE"}},
};

static const char *condition(struct gen *g, const struct thing *c)
{
	enum family family = gen_family(g, c);

	if (family == FAMILY_INTEGER || family == FAMILY_NUMBER)
		return gen_about(g, c, ONE_OF(g, "@@ > 0", "@@ BETWEEN 1 AND 10", "@@ IN (1, 2)"));
	if (family == FAMILY_TEXT)
		return gen_about(g, c, ONE_OF(g, "length(@@) < 9", "@@ LIKE 'a%'", "@@ <> ''"));
	return gen_about(g, c, "@@ IS NOT NULL");
}

static const char *expression(struct gen *g, const struct thing *c)
{
	enum family family = gen_family(g, c);

	if (family == FAMILY_INTEGER || family == FAMILY_NUMBER)
		return gen_about(g, c, ONE_OF(g, "@@ + 1", "abs(@@)", "-@@"));
	if (family == FAMILY_TEXT)
		return gen_about(g, c, ONE_OF(g, "lower(@@)", "@@ || ''", "substr(@@, 1, 3)"));
	return gen_about(g, c, "coalesce(@@, 1)");
}

static bool make_column(struct gen *g, struct thing *t)
{
	const struct thing *source;
	size_t type;

	t->table = gen_table_of(g, t);
	if (t->table == 0)
		return false;
	type = gen_below(g, spec_find(g->spec, t->table)->family == FAMILY_STRICT
				    ? STRICT_TYPES
				    : sizeof(types) / sizeof(*types));
	t->type = types[type].type;
	t->family = types[type].family;
	source = gen_chance(g, 12) && !t->pinned ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	t->generated = source != NULL;
	if (source != NULL) {
		t->text = gen_text(g, "%sAS (%s)%s%s", MAYBE(g, 50, "GENERATED ALWAYS "),
				   expression(g, source), MAYBE(g, 50, " STORED"),
				   MAYBE(g, 10, " NOT NULL"));
		return true;
	}
	t->text = gen_text(g, "%s%s%s%s%s", MAYBE(g, 30, "NOT NULL "),
			   gen_chance(g, 40) ? gen_text(g, "DEFAULT %s ",
							types[type].defaults[gen_below(g, 3)])
					     : "",
			   t->family == FAMILY_TEXT ? MAYBE(g, 20, "COLLATE NOCASE ") : "",
			   gen_chance(g, 10) ? gen_text(g, "%sCHECK (@0@ <> 3) ",
							MAYBE(g, 50, "CONSTRAINT \"check of it\" "))
					     : "",
			   MAYBE(g, 6, "UNIQUE"));
	return true;
}

static bool make_primary(struct gen *g, struct thing *t)
{
	const struct thing *c, *other;

	t->table = gen_table_of(g, t);
	if (t->table == 0 ||
	    ((other = gen_pick_part(g, PRIMARY, t->table)) != NULL && other->id != t->id))
		return false;
	c = gen_column(g, t->table, FAMILY_ANY);
	if (c == NULL || c->generated)
		return false;
	t->text = gen_text(g, "%sPRIMARY KEY (@%d@%s)%s", gen_constraint(g), c->id,
			   c->type != NULL && strcmp(c->type, "INTEGER") == 0
				   ? MAYBE(g, 30, " AUTOINCREMENT")
				   : MAYBE(g, 10, " DESC"),
			   MAYBE(g, 5, " ON CONFLICT IGNORE"));
	return true;
}

static bool make_unique(struct gen *g, struct thing *t)
{
	const char *columns;

	t->table = gen_table_of(g, t);
	columns = t->table != 0 ? gen_columns(g, t->table, FAMILY_ANY, NULL, 0) : NULL;
	if (columns != NULL)
		t->text = gen_text(g, "%sUNIQUE (%s)%s", gen_constraint(g), columns,
				   MAYBE(g, 10, " ON CONFLICT REPLACE"));
	return columns != NULL;
}

static bool make_check(struct gen *g, struct thing *t)
{
	const struct thing *c;

	t->table = gen_table_of(g, t);
	c = t->table != 0 ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	if (c != NULL)
		t->text = gen_text(g, "%sCHECK (%s%s)", gen_constraint(g), condition(g, c),
				   MAYBE(g, 20, " OR 1 = 1"));
	return c != NULL;
}

static bool make_reference(struct gen *g, struct thing *t)
{
	t->table = gen_table_of(g, t);
	if (t->table == 0 || !gen_reference(g, t, gen_chance(g, 60) ? PRIMARY : UNIQUE))
		return false;
	t->text = gen_text(g, "%s%s%s%s%s", gen_constraint(g), t->keep,
			   gen_chance(g, 50)
				   ? ONE_OF(g, " ON DELETE CASCADE", " ON DELETE SET NULL",
					    " ON DELETE RESTRICT", " ON DELETE NO ACTION")
				   : "",
			   MAYBE(g, 20, " ON UPDATE CASCADE"),
			   gen_chance(g, 30) ? ONE_OF(g, " DEFERRABLE INITIALLY DEFERRED",
						      " NOT DEFERRABLE", " DEFERRABLE")
					     : "");
	return true;
}

static bool make_index(struct gen *g, struct thing *t)
{
	static const char *const tails[] = {"", "", " DESC", " COLLATE NOCASE", " ASC"};
	const char *columns;
	const struct thing *c;

	t->table = gen_table_of(g, t);
	columns = t->table != 0 ? gen_columns(g, t->table, FAMILY_ANY, tails, 5) : NULL;
	c = columns != NULL ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	if (c == NULL)
		return false;
	if (gen_chance(g, 20))
		columns = gen_text(g, "%s%s%s", expression(g, c), MAYBE(g, 30, " DESC"),
				   gen_chance(g, 30) ? gen_text(g, ", @%d@", c->id) : "");
	t->text = gen_text(g, "CREATE %sINDEX @0@ ON @%d@ (%s)%s%s", MAYBE(g, 25, "UNIQUE "),
			   t->table, columns, gen_chance(g, 20) ? " WHERE " : "", "");
	if (strcmp(t->text + strlen(t->text) - 6, "WHERE ") == 0)
		t->text = gen_text(g, "%s%s", t->text, condition(g, c));
	return true;
}

static bool make_view(struct gen *g, struct thing *t)
{
	const struct thing *table = gen_pick(g, KIND_TABLE), *view = gen_pick(g, VIEW), *c;
	const char *columns;

	if (view != NULL && gen_chance(g, 40)) {
		t->text = gen_about(g, view,
				    ONE_OF(g, "CREATE VIEW @0@ AS SELECT * FROM @@",
					   "CREATE VIEW @0@ (n) AS SELECT count(*) FROM @@",
					   "CREATE VIEW @0@ AS SELECT v.* FROM @@ AS v LIMIT 5"));
		return true;
	}
	columns = table != NULL ? gen_columns(g, table->id, FAMILY_ANY, NULL, 0) : NULL;
	c = columns != NULL ? gen_column(g, table->id, FAMILY_ANY) : NULL;
	if (c == NULL)
		return false;
	t->text = gen_text(g, "CREATE VIEW @0@ AS SELECT %s, %s AS \"the expression\" FROM @%d@%s",
			   columns, expression(g, c), table->id,
			   gen_chance(g, 40) ? gen_text(g, " WHERE %s", condition(g, c)) : "");
	return true;
}

static bool make_trigger(struct gen *g, struct thing *t)
{
	const struct thing *c, *other = gen_pick(g, KIND_TABLE);
	const char *event;

	t->table = gen_table_of(g, t);
	c = t->table != 0 ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	if (c == NULL || other == NULL)
		return false;
	event = ONE_OF(g, "AFTER UPDATE", "BEFORE UPDATE");
	if (gen_chance(g, 40))
		event = gen_text(g, "%s OF @%d@", event, c->id);
	t->text = gen_text(
		g, "CREATE TRIGGER @0@ %s ON @%d@%s%s BEGIN %s DELETE FROM @%d@ WHERE 0; END",
		event, t->table, MAYBE(g, 50, " FOR EACH ROW"),
		gen_chance(g, 40) ? gen_text(g, " WHEN new.@%d@ IS NOT NULL", c->id) : "",
		gen_chance(g, 50) ? gen_text(g, "SELECT old.@%d@;", c->id) : "-- why\n", other->id);
	return true;
}

static bool make_view_trigger(struct gen *g, struct thing *t)
{
	const struct thing *view = t->table == 0 ? gen_pick(g, VIEW) : NULL;

	if (view != NULL)
		t->table = view->id;
	if (t->table == 0)
		return false;
	t->text = gen_text(g, "CREATE TRIGGER @0@ INSTEAD OF %s ON @%d@ BEGIN SELECT 1; END",
			   ONE_OF(g, "INSERT", "DELETE", "UPDATE"), t->table);
	return true;
}

static const struct gen_kind kinds[] = {
	{"table", false, 8, make_table},           {"column", true, 22, make_column},
	{"primary key", true, 12, make_primary},   {"unique constraint", true, 8, make_unique},
	{"check constraint", true, 8, make_check}, {"foreign key", true, 14, make_reference},
	{"index", false, 14, make_index},          {"view", false, 12, make_view},
	{"trigger", false, 8, make_trigger},       {"view trigger", false, 4, make_view_trigger},
};

const struct engine engine_sqlite = {
	.name = "sqlite",
	.quote = '"',
	.kinds = kinds,
	.kinds_len = sizeof(kinds) / sizeof(*kinds),
};
