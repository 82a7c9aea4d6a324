/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading MariaDB's catalog: what does not depend on the session, what is left
 * out, names of databases, privileges. That each kind is read in full, the golden pairs show.
 */
#include "suite.h"

#include <stdlib.h>

static struct db *db;
static struct pawl_error err;
static struct arena arena;

static int setup(void **state)
{
	(void)state;
	error_reset(&err);
	arena = (struct arena){0};
	db = suite_open(NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	db_close(db);
	db = NULL;
	arena_done(&arena);
	return 0;
}

static struct schema inspect(struct db *from, const char *const *exclude, size_t n)
{
	struct inspect_options options = {.exclude = exclude, .exclude_len = n};
	struct schema ret = {0};

	ok(db_inspect(from, &options, &arena, &ret, &err));
	return ret;
}

static const char *attribute(const struct schema *s, enum object_kind kind, const char *table,
			     const char *name, enum attribute what)
{
	const struct object *parent = NULL, *o;

	if (table != NULL)
		parent = schema_find(s, OBJECT_TABLE, NULL, NULL, table, NULL);
	o = schema_find(s, kind, parent, NULL, name, NULL);
	if (o == NULL)
		return "(no such object)";
	return object_get(o, what) != NULL ? object_get(o, what) : "";
}

static bool needs(const struct schema *s, enum object_kind kind, const char *name,
		  enum object_kind other_kind, const char *other)
{
	const struct object *o = schema_find(s, kind, NULL, NULL, name, NULL);

	for (size_t i = 0; o != NULL && i < o->needs_len; i++)
		if (o->needs[i]->kind == other_kind && strcmp(o->needs[i]->name, other) == 0)
			return true;
	return false;
}

static void the_database_s_facts(void **state)
{
	struct schema s = inspect(db, NULL, 0);

	(void)state;
	assert_string_equal(s.default_schema, db_info(db)->database);
	assert_string_equal(s.default_charset, "utf8mb4");
	assert_string_equal(s.default_collation, suite_value(db, "SELECT @@collation_database"));
	assert_int_equal(s.version, db_info(db)->version);
}

/* Under ANSI_QUOTES the server prints names in double quotes; the session keeps its mode. */
static void the_session_s_mode_does_not_matter(void **state)
{
	struct schema before, after;

	(void)state;
	suite_run(db, "CREATE TABLE mode_t (a INT DEFAULT 1, b INT AS (a + 1) VIRTUAL, t TEXT, "
		      "FULLTEXT KEY t (t) COMMENT 'it''s \\\\', CHECK (a > 0)) "
		      "PARTITION BY HASH (a) PARTITIONS 2");
	before = inspect(db, NULL, 0);
	suite_run(db,
		  "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES', sql_quote_show_create = 0");
	after = inspect(db, NULL, 0);
	assert_string_equal(suite_value(db, "SELECT @@sql_mode, @@sql_quote_show_create"),
			    "ANSI_QUOTES,NO_BACKSLASH_ESCAPES");
	assert_int_equal(before.len, after.len);
	for (size_t i = 0; i < before.len; i++) {
		const struct object *a = before.objects[i], *b = after.objects[i];

		assert_string_equal(a->key, b->key);
		assert_int_equal(a->attributes_len, b->attributes_len);
		for (size_t k = 0; k < a->attributes_len; k++)
			assert_string_equal(a->attributes[k].value, b->attributes[k].value);
	}
	ok(db_reset(db, &err));
	suite_run(db, "DROP TABLE mode_t");
}

static void excluded_names_are_left_out(void **state)
{
	const char *exclude[] = {"tmp_*", NULL, "other.keep", "ids"};
	struct schema s;

	(void)state;
	exclude[1] = arena_printf(&suite_arena, "%s.v?", db_info(db)->database);
	suite_run(db, "CREATE SEQUENCE ids");
	suite_run(db, "CREATE TABLE keep (id INT PRIMARY KEY)");
	suite_run(db, "CREATE TABLE tmp_a (id INT PRIMARY KEY, k INT CHECK (k > 0), KEY k (k))");
	suite_run(db, "CREATE TABLE child (r INT, FOREIGN KEY (r) REFERENCES tmp_a (id))");
	suite_run(db, "CREATE TRIGGER tr BEFORE INSERT ON tmp_a FOR EACH ROW SET NEW.k = 1");
	suite_run(db, "CREATE VIEW v1 AS SELECT id FROM keep");
	suite_run(db, "CREATE FUNCTION tmp_f() RETURNS INT RETURN 1");
	suite_run(db, "CREATE VIEW uses AS SELECT id FROM v1");
	s = inspect(db, exclude, sizeof(exclude) / sizeof(*exclude));
	for (size_t i = 0; i < s.len; i++) {
		const struct object *root = object_root(s.objects[i]);

		assert_true(strcmp(root->name, "keep") == 0 || strcmp(root->name, "child") == 0 ||
			    strcmp(root->name, "uses") == 0);
	}
	assert_string_equal(attribute(&s, OBJECT_FOREIGN_KEY, "child", "child_ibfk_1",
				      ATTR_DEFINITION),
			    "REFERENCES `tmp_a` (`id`)");
	suite_run(db, "DROP VIEW uses, v1");
	suite_run(db, "DROP TABLE child, tmp_a, keep");
	suite_run(db, "DROP FUNCTION tmp_f");
	suite_run(db, "DROP SEQUENCE ids");
}

static void names_of_the_own_database_go(void **state)
{
	const char *own = db_info(db)->database;
	struct schema s;

	(void)state;
	suite_run(db, "CREATE SEQUENCE ids");
	suite_run(db, arena_printf(&suite_arena,
				   "CREATE TABLE t (id INT DEFAULT NEXTVAL(`%s`.ids), `%s` INT)",
				   own, own));
	suite_run(db, arena_printf(&suite_arena,
				   "CREATE VIEW plain AS SELECT `%s`.t.id, '`%s`.`t`' AS x FROM "
				   "`%s`.t JOIN information_schema.SCHEMATA",
				   own, own, own));
	suite_run(db, arena_printf(&suite_arena,
				   "CREATE VIEW alias AS SELECT `%s`.id FROM t AS `%s`", own, own));
	s = inspect(db, NULL, 0);
	assert_string_equal(attribute(&s, OBJECT_COLUMN, "t", "id", ATTR_DEFAULT),
			    "nextval(`ids`)");
	assert_string_equal(attribute(&s, OBJECT_VIEW, NULL, "plain", ATTR_QUERY),
			    arena_printf(&suite_arena,
					 "select `t`.`id` AS `id`,'`%s`.`t`' AS `x` from `t` join "
					 "`information_schema`.`SCHEMATA`",
					 own));
	assert_true(needs(&s, OBJECT_VIEW, "plain", OBJECT_TABLE, "t"));
	assert_false(needs(&s, OBJECT_VIEW, "plain", OBJECT_VIEW, "alias"));
	assert_string_equal(attribute(&s, OBJECT_VIEW, NULL, "alias", ATTR_QUERY),
			    arena_printf(&suite_arena,
					 "select `%s`.`id` AS `id` from `%s`.`t` `%s`", own, own,
					 own));
	suite_run(db, "DROP VIEW plain, alias");
	suite_run(db, "DROP TABLE t");
	suite_run(db, "DROP SEQUENCE ids");
}

static long questions(void)
{
	return strtol(suite_value(db,
				  "SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS "
				  "WHERE VARIABLE_NAME='QUESTIONS'"),
		      NULL, 10);
}

static void queries_do_not_grow_with_tables(void **state)
{
	long first, few, second;

	(void)state;
	suite_run(db, "CREATE TABLE q0 (id INT PRIMARY KEY, k INT, KEY k (k))");
	suite_run(db, "CREATE SEQUENCE s0");
	first = questions();
	inspect(db, NULL, 0);
	few = questions() - first;
	for (int i = 1; i < 30; i++) {
		suite_run(db,
			  arena_printf(&suite_arena,
				       "CREATE TABLE q%d (id INT PRIMARY KEY, k INT, CONSTRAINT "
				       "f%d FOREIGN KEY (k) REFERENCES q%d (id), CHECK (k > 1))",
				       i, i, i - 1));
		suite_run(db, arena_printf(&suite_arena, "CREATE SEQUENCE s%d", i));
	}
	second = questions();
	inspect(db, NULL, 0);
	assert_int_equal(questions() - second, few);
	for (int i = 29; i >= 0; i--) {
		suite_run(db, arena_printf(&suite_arena, "DROP TABLE q%d", i));
		suite_run(db, arena_printf(&suite_arena, "DROP SEQUENCE s%d", i));
	}
}

static const struct object *privilege(const struct schema *s, const char *column)
{
	const struct object *on = schema_find(s, OBJECT_TABLE, NULL, NULL, "t", NULL);

	if (column != NULL)
		on = schema_find(s, OBJECT_COLUMN, on, NULL, column, NULL);
	return schema_find(s, OBJECT_PRIVILEGE, on, NULL, "'pawl_reader'@'localhost'", NULL);
}

/* And with the right to see a view but not its text, that is said. */
static void privileges_are_read(void **state)
{
	struct db_url url = suite_url;
	struct db *reader = NULL;
	const struct object *o;
	struct schema s;

	(void)state;
	suite_run(db, "DROP USER IF EXISTS pawl_reader@localhost");
	suite_run(db, "CREATE USER pawl_reader@localhost");
	suite_run(db, "CREATE TABLE t (a INT, b INT)");
	suite_run(db, "CREATE VIEW v AS SELECT a FROM t");
	suite_run(db, "GRANT SELECT, UPDATE ON t TO pawl_reader@localhost WITH GRANT OPTION");
	suite_run(db, "GRANT INSERT (a), REFERENCES (a) ON t TO pawl_reader@localhost");
	suite_run(db, "GRANT SELECT ON v TO pawl_reader@localhost");
	s = inspect(db, NULL, 0);
	o = privilege(&s, NULL);
	assert_non_null(o);
	assert_string_equal(object_get(o, ATTR_PRIVILEGES), "SELECT, UPDATE");
	assert_true(object_has(o, ATTR_GRANTABLE));
	o = privilege(&s, "a");
	assert_non_null(o);
	assert_string_equal(object_get(o, ATTR_PRIVILEGES), "INSERT, REFERENCES");
	assert_null(privilege(&s, "b"));
	url.user = "pawl_reader";
	url.password = NULL;
	ok(db_open(&url, NULL, NULL, &reader, &err));
	assert_int_equal(db_inspect(reader, NULL, &arena, &s, &err), PAWL_E_SQL);
	assert_non_null(strstr(err.message, "view \"v\""));
	db_close(reader);
	suite_run(db, "DROP VIEW v");
	suite_run(db, "DROP TABLE t");
	suite_run(db, "DROP USER pawl_reader@localhost");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_database_s_facts),
		TEST(the_session_s_mode_does_not_matter),
		TEST(excluded_names_are_left_out),
		TEST(names_of_the_own_database_go),
		TEST(queries_do_not_grow_with_tables),
		TEST(privileges_are_read),
	};

	if (!suite_has_url("mysql"))
		return 77;
	return cmocka_run_group_tests(tests, suite_setup, suite_teardown);
}
