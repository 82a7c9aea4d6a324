/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What random schemas of MariaDB are made of: tables (engines, character sets,
 * comments, partitions, system versioning), columns of many types, generated,
 * invisible, ON UPDATE, keys, foreign keys in circles, checks, indexes with
 * prefixes and FULLTEXT, views, triggers, functions, procedures, sequences, events.
 */
#include "gen.h"

#include <string.h>

enum {
	PRIMARY = KIND_COLUMN + 1,
	UNIQUE,
	CHECK,
	INDEX,
	REFERENCE,
	VIEW,
	TRIGGER,
	FUNCTION,
	PROCEDURE,
	SEQUENCE,
	EVENT,
	PARTITIONED,
};

static bool make_table(struct gen *g, struct thing *t)
{
	if (t->keep ==
	    NULL) /* an index behind a foreign key gets another name by a change of engine */
		t->keep = MAYBE(g, 10, " ENGINE=Aria");
	t->text = gen_text(g, "CREATE TABLE @0@ (@-@)%s%s%s%s", t->keep,
			   gen_chance(g, 15) ? ONE_OF(g, " CHARSET=latin1", " COLLATE=utf8mb4_bin",
						      " CHARSET=utf8mb3")
					     : "",
			   MAYBE(g, 15, " COMMENT='it''s a table'"),
			   MAYBE(g, 4, " WITH SYSTEM VERSIONING"));
	return true;
}

static const struct {
	const char *type;
	enum family family;
	const char *defaults[3];
} types[] = {
	{"int", FAMILY_INTEGER, {"0", "-7", "(1 + 2)"}},
	{"bigint unsigned", FAMILY_INTEGER, {"42", "'5'", "0"}},
	{"tinyint(1)", FAMILY_INTEGER, {"1", "0", "NULL"}},
	{"smallint(5) zerofill", FAMILY_INTEGER, {"1", "0", "NULL"}},
	{"decimal(10,2)", FAMILY_NUMBER, {"0", "9.99", "1.50"}},
	{"double", FAMILY_NUMBER, {"0", "(rand())", "1e10"}},
	{"varchar(20)", FAMILY_TEXT, {"'x'", "(lower('A'))", "''"}},
	{"varchar(50)", FAMILY_TEXT, {"'it''s'", "NULL", "'b\\\\c'"}},
	{"varchar(40) CHARACTER SET ascii", FAMILY_TEXT, {"'x'", "NULL", "''"}},
	{"char(5)", FAMILY_TEXT, {"'a'", "''", "NULL"}},
	{"date", FAMILY_TIME, {"'2024-01-01'", "(current_date)", "NULL"}},
	{"datetime", FAMILY_TIME, {"CURRENT_TIMESTAMP", "NULL", "'2024-01-01 00:00:00'"}},
	{"datetime(3)", FAMILY_TIME, {"CURRENT_TIMESTAMP(3)", "NULL", "NULL"}},
	{"time", FAMILY_OTHER, {"'10:00:00'", "NULL", "NULL"}},
	{"year", FAMILY_OTHER, {"2024", "NULL", "NULL"}},
	{"enum('a','it''s','b c')", FAMILY_OTHER, {"'a'", "NULL", "'b c'"}},
	{"enum('b c','a')", FAMILY_OTHER, {"'a'", "NULL", "'b c'"}},
	{"set('x','y')", FAMILY_OTHER, {"'x,y'", "''", "NULL"}},
	{"varbinary(16)", FAMILY_OTHER, {"NULL", "''", "'ab'"}},
	{"bit(4)", FAMILY_OTHER, {"b'0'", "NULL", "b'101'"}},
	{"text", FAMILY_JSON, {"''", "NULL", "(concat('a', 'b'))"}},
	{"json", FAMILY_JSON, {"'{}'", "NULL", "(json_object('a', 1))"}},
	{"longblob", FAMILY_JSON, {"NULL", "''", "NULL"}},
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
		return gen_about(g, c, ONE_OF(g, "lower(@@)", "concat(@@, 'x')", "left(@@, 3)"));
	return gen_about(g, c, "@@ IS NULL");
}

static bool make_column(struct gen *g, struct thing *t)
{
	size_t type = gen_below(g, sizeof(types) / sizeof(*types));
	const struct thing *source;
	bool has_default = gen_chance(g, 40);
	const char *value = types[type].defaults[gen_below(g, 3)];

	t->table = gen_table_of(g, t);
	if (t->table == 0)
		return false;
	t->type = types[type].type;
	t->family = types[type].family;
	source = gen_chance(g, 10) && !t->pinned ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	t->generated = source != NULL && !source->generated;
	if (t->generated) {
		t->family = gen_family(g, source) == FAMILY_TEXT ? FAMILY_TEXT : FAMILY_NUMBER;
		t->type = t->family == FAMILY_TEXT ? "varchar(60)" : "decimal(20,2)";
		t->text = gen_text(g, "AS (%s) %s%s", expression(g, source),
				   ONE_OF(g, "VIRTUAL", "STORED"), MAYBE(g, 20, " COMMENT 'made'"));
		return true;
	}
	t->text = gen_text(
		g, "%s%s%s%s%s",
		has_default && strcmp(value, "NULL") == 0 ? "" : MAYBE(g, 35, "NOT NULL "),
		has_default ? gen_text(g, "DEFAULT %s ", value) : "",
		strcmp(t->type, "datetime") == 0 ? MAYBE(g, 30, "ON UPDATE CURRENT_TIMESTAMP ")
						 : "",
		has_default ? MAYBE(g, 8, "INVISIBLE ") : "",
		MAYBE(g, 15, "COMMENT 'it''s \\\\ a note'"));
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
	columns = gen_columns(g, t->table, FAMILY_INTEGER | FAMILY_TEXT | FAMILY_TIME, NULL, 0);
	if (columns != NULL)
		t->text = gen_text(g, "PRIMARY KEY (%s)", columns);
	return columns != NULL;
}

static bool make_unique(struct gen *g, struct thing *t)
{
	const char *columns;

	t->table = gen_table_of(g, t);
	columns = t->table != 0 ? gen_columns(g, t->table, FAMILY_ANY & ~FAMILY_JSON, NULL, 0)
				: NULL;
	if (columns != NULL)
		t->text = gen_text(g, "UNIQUE KEY %s(%s)", MAYBE(g, 70, "@0@ "), columns);
	return columns != NULL;
}

static bool make_check(struct gen *g, struct thing *t)
{
	const struct thing *c;

	t->table = gen_table_of(g, t);
	c = t->table != 0 ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	if (c != NULL)
		t->text = gen_text(g, "%sCHECK (%s)", gen_constraint(g), condition(g, c));
	return c != NULL;
}

static bool make_index(struct gen *g, struct thing *t)
{
	static const char *const tails[] = {"", "", " DESC", " ASC"};
	const struct thing *c;
	const char *columns;

	t->table = gen_table_of(g, t);
	c = t->table != 0 ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	if (c == NULL)
		return false;
	if (gen_family(g, c) == FAMILY_JSON)
		columns = gen_text(g, "@%d@(10)", c->id);
	else
		columns = gen_columns(g, t->table, FAMILY_ANY & ~FAMILY_JSON, tails, 4);
	if (columns == NULL)
		return false;
	if (gen_family(g, c) == FAMILY_TEXT && gen_chance(g, 20))
		t->text = gen_text(g, "FULLTEXT KEY @0@ (@%d@)", c->id);
	else
		t->text = gen_text(g, "KEY %s(%s)%s%s", MAYBE(g, 80, "@0@ "), columns,
				   MAYBE(g, 10, " COMMENT 'why'"), MAYBE(g, 8, " IGNORED"));
	return true;
}

static bool make_reference(struct gen *g, struct thing *t)
{
	t->table = gen_table_of(g, t);
	if (t->table == 0 || !gen_reference(g, t, gen_chance(g, 70) ? PRIMARY : UNIQUE))
		return false;
	t->text = gen_text(g, "ALTER TABLE @%d@ ADD %s%s%s%s", t->table, gen_constraint(g), t->keep,
			   gen_chance(g, 50)
				   ? ONE_OF(g, " ON DELETE CASCADE", " ON DELETE SET NULL",
					    " ON DELETE RESTRICT", " ON DELETE NO ACTION")
				   : "",
			   MAYBE(g, 20, " ON UPDATE CASCADE"));
	return true;
}

static bool make_view(struct gen *g, struct thing *t)
{
	const struct thing *table = gen_pick(g, KIND_TABLE), *view = gen_pick(g, VIEW), *c;
	const char *options = gen_text(g, "%s%s", MAYBE(g, 20, "ALGORITHM=MERGE "),
				       MAYBE(g, 20, "SQL SECURITY INVOKER "));
	const char *columns;

	if (view != NULL && gen_chance(g, 40)) {
		t->text = gen_text(g, "CREATE %sVIEW @0@ AS %s", options,
				   gen_about(g, view,
					     ONE_OF(g, "SELECT * FROM @@",
						    "SELECT count(*) AS n FROM @@",
						    "SELECT v.* FROM @@ AS v LIMIT 5")));
		return true;
	}
	columns = table != NULL ? gen_columns(g, table->id, FAMILY_ANY, NULL, 0) : NULL;
	c = columns != NULL ? gen_column(g, table->id, FAMILY_ANY) : NULL;
	if (c == NULL)
		return false;
	t->text = gen_text(g, "CREATE %sVIEW @0@ AS SELECT %s, %s AS `the expression` FROM @%d@%s",
			   options, columns, expression(g, c), table->id,
			   gen_chance(g, 40) ? gen_text(g, " WHERE %s%s", condition(g, c),
							MAYBE(g, 20, " WITH CHECK OPTION"))
					     : "");
	return true;
}

static bool make_trigger(struct gen *g, struct thing *t)
{
	const struct thing *c;

	t->table = gen_table_of(g, t);
	c = t->table != 0 ? gen_column(g, t->table, FAMILY_ANY) : NULL;
	if (c == NULL)
		return false;
	t->text = gen_text(
		g, "CREATE TRIGGER @0@ %s ON @%d@ FOR EACH ROW BEGIN %sSET @x = new.@%d@; END",
		ONE_OF(g, "BEFORE INSERT", "AFTER UPDATE", "BEFORE UPDATE"), t->table,
		MAYBE(g, 30, "-- why\n"), c->id);
	return true;
}

static bool make_function(struct gen *g, struct thing *t)
{
	t->text = gen_text(g, "CREATE FUNCTION @0@(n %s) RETURNS int %s%sRETURN %s",
			   ONE_OF(g, "int", "bigint"), MAYBE(g, 60, "DETERMINISTIC "),
			   MAYBE(g, 20, "COMMENT 'why' "),
			   ONE_OF(g, "n", "n + 1", "length('it''s')"));
	return true;
}

static bool make_procedure(struct gen *g, struct thing *t)
{
	const struct thing *table = gen_pick(g, KIND_TABLE);

	t->text =
		gen_text(g,
			 "CREATE PROCEDURE @0@(IN a int, OUT b varchar(%s)) %sBEGIN SET b = 'x;'; "
			 "%s END",
			 ONE_OF(g, "10", "20"), MAYBE(g, 30, "SQL SECURITY INVOKER "),
			 table != NULL ? gen_text(g, "SELECT count(*) FROM @%d@;", table->id) : "");
	return true;
}

static bool make_sequence(struct gen *g, struct thing *t)
{
	t->text = gen_text(g, "CREATE SEQUENCE @0@%s%s%s", MAYBE(g, 30, " START WITH 7"),
			   MAYBE(g, 40, " INCREMENT BY 2"), MAYBE(g, 20, " CYCLE"));
	return true;
}

static bool make_event(struct gen *g, struct thing *t)
{
	t->text = gen_text(g,
			   "CREATE EVENT @0@ ON SCHEDULE EVERY %s STARTS '2030-01-01 00:00:00' "
			   "%s%sDO SELECT %s",
			   ONE_OF(g, "1 DAY", "2 HOUR"), MAYBE(g, 40, "DISABLE "),
			   MAYBE(g, 20, "COMMENT 'why' "), ONE_OF(g, "1", "2"));
	return true;
}

static bool make_partitioned(struct gen *g, struct thing *t)
{
	t->text = gen_text(
		g, "CREATE TABLE @0@ (id int NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) %s",
		ONE_OF(g, "PARTITION BY HASH (id) PARTITIONS 3",
		       "PARTITION BY HASH (id) PARTITIONS 4",
		       "PARTITION BY RANGE (year(at)) (PARTITION a VALUES LESS THAN (2000), "
		       "PARTITION `b b` VALUES LESS THAN (2020))",
		       "PARTITION BY RANGE (year(at)) (PARTITION a VALUES LESS THAN (2000), "
		       "PARTITION c VALUES LESS THAN MAXVALUE)",
		       "PARTITION BY LIST (id) (PARTITION a VALUES IN (1, 2), PARTITION b "
		       "VALUES IN (3))",
		       "PARTITION BY KEY (id) PARTITIONS 2", ""));
	return true;
}

static const struct gen_kind kinds[] = {
	{"table", false, 6, make_table},
	{"column", true, 22, make_column},
	{"primary key", true, 12, make_primary},
	{"unique constraint", true, 8, make_unique},
	{"check constraint", true, 8, make_check},
	{"index", true, 14, make_index},
	{"foreign key", false, 12, make_reference},
	{"view", false, 12, make_view},
	{"trigger", false, 6, make_trigger},
	{"function", false, 3, make_function},
	{"procedure", false, 3, make_procedure},
	{"sequence", false, 3, make_sequence},
	{"event", false, 3, make_event},
	{"partitioned table", false, 3, make_partitioned},
};

const struct engine engine_mysql = {
	.name = "mysql",
	.quote = '`',
	.kinds = kinds,
	.kinds_len = sizeof(kinds) / sizeof(*kinds),
};
