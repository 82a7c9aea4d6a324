/* SPDX-License-Identifier: Apache-2.0 */
/* What the golden pairs cannot show: losses one by one, renames, MySQL's other ways. */
#include "dialect/dialect.h"
#include "model_world.h"

static struct world w;
static const struct model_rules *rules;

static int setup(void **state)
{
	(void)state;
	w = (struct world){0};
	schema_begin(&w.b[0], &w.arena);
	schema_begin(&w.b[1], &w.arena);
	rules = dialect_find("mysql")->model;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_done(&w.arena);
	return 0;
}

static struct object *table(int side, const char *name)
{
	struct object *o = schema_add(&w.b[side], OBJECT_TABLE, NULL, NULL, name, NULL);

	if (!object_has(o, ATTR_COLLATION))
		schema_set(&w.b[side], o, ATTR_COLLATION, "utf8mb4_bin");
	return o;
}

static struct object *column(int side, struct object *t, const char *name, const char *type)
{
	struct object *o = schema_add(&w.b[side], OBJECT_COLUMN, t, NULL, name, NULL);

	schema_set(&w.b[side], o, ATTR_TYPE, type);
	return o;
}

static void finish(void)
{
	schema_finish(&w.b[0], &w.from);
	schema_finish(&w.b[1], &w.to);
}

static const char *sql_of(const struct change *c)
{
	struct sql_list list = {0};
	const char *ret = "";

	rules->emit(&w.options, c, &w.arena, &list);
	for (size_t i = 0; i < list.len; i++)
		ret = arena_printf(&w.arena, "%s%s;", ret, list.v[i].sql);
	return ret;
}

/* The loss of changing a column's type, "" for none. */
static const char *loss(const char *old, const char *new)
{
	const char *ret;

	setup(NULL);
	column(0, table(0, "t"), "c", old);
	column(1, table(1, "t"), "c", new);
	finish();
	diff_schemas(rules, &w.options, &w.from, &w.to, &w.arena, &w.changes);
	assert_int_equal(w.changes.len, 1);
	ret = w.changes.v[0]->parts[0]->loss;
	return ret != NULL ? ret : "";
}

static void narrowing_is_a_loss(void **state)
{
	static const struct {
		const char *old, *new, *loss;
	} cases[] = {
		{"int", "bigint", ""},
		{"int unsigned", "bigint", ""},
		{"bigint", "int", "values outside the range of int"},
		{"int unsigned", "int", "values outside the range of int"},
		{"int", "int unsigned", "negative values"},
		{"int", "bigint unsigned", "negative values"},
		{"int", "varchar(11)", ""},
		{"int", "varchar(10)", "values longer than 10 characters"},
		{"bigint", "decimal(19,0)", ""},
		{"bigint", "decimal(20,2)", "values that decimal(20,2) cannot hold"},
		{"decimal(10,2)", "decimal(12,4)", ""},
		{"decimal(10,2)", "decimal(10,4)",
		 "values with more than 6 digits before the point"},
		{"decimal(10,4)", "decimal(10,2)", "digits behind the 2nd decimal place"},
		{"float", "double", ""},
		{"double", "float", "digits of the values"},
		{"varchar(10)", "text", ""},
		{"text", "varchar(100)", "values longer than 100 characters"},
		{"text", "json", "values that are not JSON"},
		{"json", "longtext", ""},
		{"varchar(10)", "int", "values that int cannot hold"},
		{"blob", "tinyblob", "values longer than 255 bytes"},
		{"bit(8)", "bit(4)", "values longer than 4 bits"},
		{"enum('a','b')", "enum('a','b','c')", ""},
		{"enum('a','b''c')", "enum('b''c','a')", ""},
		{"enum('a','b,c')", "enum('a','b')", "the value 'b,c' where it is used"},
		{"set('a','b')", "set('b')", "the value 'a' where it is used"},
		{"date", "datetime", ""},
		{"datetime(6)", "datetime", "fractions of a second"},
		{"datetime", "date", "the time of day"},
		{"datetime", "timestamp", "times before 1970 and after 2038"},
		{"timestamp", "datetime", ""},
		{"point", "geometry", "values that geometry cannot hold"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_string_equal(loss(cases[i].old, cases[i].new), cases[i].loss);
		if (i + 1 < sizeof(cases) / sizeof(*cases))
			teardown(NULL);
	}
}

static const char *renamed(enum object_kind kind, bool in_table)
{
	const struct object *parents[2] = {in_table ? table(0, "t") : NULL,
					   in_table ? table(1, "t") : NULL};
	struct change c = {.op = CHANGE_RENAME};

	for (int side = 0; side < 2; side++) {
		struct object *o = schema_add(&w.b[side], kind, parents[side], NULL,
					      side == 0 ? "a" : "b", NULL);

		schema_set(&w.b[side], o, ATTR_TYPE, "int");
		schema_set(&w.b[side], o, ATTR_KEY, "`x`");
		schema_set(&w.b[side], o, ATTR_EXPRESSION, "`x` > 0");
		schema_set(&w.b[side], o, ATTR_DEFINITION, "REFERENCES `t` (`x`)");
		*(side == 0 ? &c.old : &c.new) = o;
	}
	return sql_of(&c);
}

static void each_kind_is_renamed(void **state)
{
	(void)state;
	assert_string_equal(renamed(OBJECT_TABLE, false), "RENAME TABLE `a` TO `b`;");
	assert_string_equal(renamed(OBJECT_VIEW, false), "RENAME TABLE `a` TO `b`;");
	assert_string_equal(renamed(OBJECT_SEQUENCE, false), "RENAME TABLE `a` TO `b`;");
	assert_string_equal(renamed(OBJECT_EVENT, false), "ALTER EVENT `a` RENAME TO `b`;");
	assert_string_equal(renamed(OBJECT_COLUMN, true),
			    "ALTER TABLE `t` RENAME COLUMN `a` TO `b`;");
	assert_string_equal(renamed(OBJECT_INDEX, true),
			    "ALTER TABLE `t` RENAME INDEX `a` TO `b`;");
	assert_string_equal(renamed(OBJECT_CHECK, true),
			    "ALTER TABLE `t` DROP CONSTRAINT `a`;"
			    "ALTER TABLE `t` ADD CONSTRAINT `b` CHECK (`x` > 0);");
	assert_string_equal(
		renamed(OBJECT_FOREIGN_KEY, true),
		"ALTER TABLE `t` DROP FOREIGN KEY `a`;SET foreign_key_checks = OFF;"
		"ALTER TABLE `t` ADD CONSTRAINT `b` FOREIGN KEY (`x`) REFERENCES `t` (`x`);"
		"SET foreign_key_checks = DEFAULT;");
}

/* MySQL 5.7 and MariaDB before 10.5.2 have no RENAME COLUMN. */
static void old_servers_rename_columns_by_change(void **state)
{
	(void)state;
	w.options.version = 50700;
	assert_string_equal(renamed(OBJECT_COLUMN, true),
			    "ALTER TABLE `t` CHANGE COLUMN `a` `b` int CHECK (`x` > 0);");
}

static struct object *procedure(int side, const char *body)
{
	struct object *o = schema_add(&w.b[side], OBJECT_PROCEDURE, NULL, NULL, "p", NULL);

	schema_set(&w.b[side], o, ATTR_BODY, body);
	schema_set(&w.b[side], o, ATTR_SQL_MODE,
		   "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
		   "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION");
	return o;
}

static void mysql_drops_and_creates_programs(void **state)
{
	struct change c = {.op = CHANGE_ALTER};

	(void)state;
	w.options.version = 80036;
	c.old = procedure(0, "SELECT 1");
	c.new = procedure(1, "SELECT 2");
	assert_string_equal(sql_of(&c), "DROP PROCEDURE `p`;CREATE PROCEDURE `p`()\nSELECT 2;");
	w.options.version = 101100;
	assert_string_equal(
		sql_of(&c),
		"SET sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,"
		"NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';"
		"CREATE OR REPLACE PROCEDURE `p`()\nSELECT 2;SET sql_mode = DEFAULT;");
}

static void existence_is_asked_for(void **state)
{
	struct change c = {.op = CHANGE_DROP};

	(void)state;
	w.options.if_not_exists = true;
	c.old = table(0, "t");
	assert_string_equal(sql_of(&c), "DROP TABLE IF EXISTS `t`;");
	c.old = column(0, (struct object *)c.old, "c", "int");
	assert_string_equal(sql_of(&c), "ALTER TABLE `t` DROP COLUMN IF EXISTS `c`;");
	w.options.version = 80036;
	assert_string_equal(sql_of(&c), "ALTER TABLE `t` DROP COLUMN `c`;");
}

static void privileges_are_granted_and_revoked(void **state)
{
	struct change c = {.op = CHANGE_CREATE};
	struct object *o, *t = table(1, "t");

	(void)state;
	o = schema_add(&w.b[1], OBJECT_PRIVILEGE, t, NULL, "'u'@'%'", NULL);
	schema_set(&w.b[1], o, ATTR_PRIVILEGES, "INSERT, SELECT");
	c.new = o;
	assert_string_equal(sql_of(&c), "GRANT INSERT, SELECT ON `t` TO 'u'@'%';");
	o = schema_add(&w.b[1], OBJECT_PRIVILEGE, column(1, t, "c", "int"), NULL, "'u'@'%'", NULL);
	schema_set(&w.b[1], o, ATTR_PRIVILEGES, "INSERT, SELECT");
	schema_set(&w.b[1], o, ATTR_GRANTABLE, "yes");
	c.new = o;
	assert_string_equal(
		sql_of(&c),
		"GRANT INSERT (`c`), SELECT (`c`) ON `t` TO 'u'@'%' WITH GRANT OPTION;");
	c = (struct change){.op = CHANGE_DROP, .old = o};
	assert_string_equal(sql_of(&c),
			    "REVOKE GRANT OPTION, INSERT (`c`), SELECT (`c`) ON `t` FROM 'u'@'%';");
}

/* In a table of 300 columns whose first is now last, one column is moved. */
static void one_column_is_moved(void **state)
{
	enum { COLUMNS = 300 };

	(void)state;
	for (int side = 0; side < 2; side++) {
		struct object *t = table(side, "t");
		const char *before = NULL;

		for (int i = 0; i < COLUMNS; i++) {
			const char *name =
				arena_printf(&w.arena, "c%d", side == 0 ? i : (i + 1) % COLUMNS);
			struct object *o = column(side, t, name, "int");

			o->position = (size_t)i + 1;
			schema_set(&w.b[side], o, ATTR_AFTER, before);
			before = name;
		}
	}
	finish();
	diff_schemas(rules, &w.options, &w.from, &w.to, &w.arena, &w.changes);
	assert_int_equal(w.changes.len, 1);
	assert_string_equal(sql_of(w.changes.v[0]),
			    "ALTER TABLE `t` MODIFY COLUMN `c0` int AFTER `c299`;");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(narrowing_is_a_loss),
		TEST(each_kind_is_renamed),
		TEST(old_servers_rename_columns_by_change),
		TEST(mysql_drops_and_creates_programs),
		TEST(existence_is_asked_for),
		TEST(privileges_are_granted_and_revoked),
		TEST(one_column_is_moved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
