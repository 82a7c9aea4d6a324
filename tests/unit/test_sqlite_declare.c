/* SPDX-License-Identifier: Apache-2.0 */
/* CREATE statements as objects: what the parser makes of them, and what SQLite itself says. */
#include "dialect/dialect.h"
#include "sqlite_fixture.h"

static struct schema_builder builder;
static struct schema schema;

static void declare(const struct dialect_row *rows, size_t n)
{
	schema_begin(&builder, &arena);
	builder.nocase = true;
	dialect_find("sqlite")->declare(&builder, rows, n);
	schema_finish(&builder, &schema);
}

static void declare_table(const char *sql)
{
	declare((const struct dialect_row[]){{"table", "t", "t", sql}}, 1);
}

static const struct object *part(enum object_kind kind, const char *name)
{
	const struct object *t = schema_find(&schema, OBJECT_TABLE, NULL, NULL, "t", NULL);
	const struct object *o;

	assert_non_null(t);
	o = schema_find(&schema, kind, t, NULL, name, NULL);
	if (o == NULL)
		fail_msg("no %s \"%s\"", kind_word(kind), name);
	return o;
}

static const char *value(enum object_kind kind, const char *name, enum attribute attribute)
{
	const char *v = object_get(part(kind, name), attribute);

	return v != NULL ? v : "";
}

#define assert_value(kind, name, attribute, expected)                                              \
	assert_string_equal(value(OBJECT_##kind, name, ATTR_##attribute), expected)

static void columns_and_their_clauses(void **state)
{
	(void)state;
	declare_table(
		"CREATE TABLE t(a,\"b c\" varchar ( 10 , 2 ) NULL, [d] double precision NOT NULL "
		"ON CONFLICT FAIL DEFAULT -1e-5 COLLATE nocase, e GENERATED ALWAYS AS ( d+1 ) "
		"STORED, f text AS (e), g int CONSTRAINT x DEFAULT 'a'NOT NULL, h generated, "
		"i DEFAULT(x) , 'j' \"odd type\")");
	assert_value(COLUMN, "a", TYPE, "");
	assert_value(COLUMN, "b c", TYPE, "VARCHAR(10, 2)");
	assert_value(COLUMN, "b c", NOT_NULL, "");
	assert_value(COLUMN, "d", TYPE, "DOUBLE PRECISION");
	assert_value(COLUMN, "d", NOT_NULL, "yes");
	assert_value(COLUMN, "d", ON_CONFLICT, "FAIL");
	assert_value(COLUMN, "d", DEFAULT, "-1e-5");
	assert_value(COLUMN, "d", COLLATION, "NOCASE");
	assert_value(COLUMN, "e", GENERATED, "d + 1");
	assert_value(COLUMN, "e", GENERATION, "stored");
	assert_value(COLUMN, "f", GENERATION, "virtual");
	assert_value(COLUMN, "g", DEFAULT, "'a'");
	assert_value(COLUMN, "g", NOT_NULL, "yes");
	assert_value(COLUMN, "h", TYPE, "GENERATED");
	assert_value(COLUMN, "i", DEFAULT, "'x'");
	assert_value(COLUMN, "J", TYPE, "ODD TYPE");
	assert_int_equal(part(OBJECT_COLUMN, "i")->position, 8);
}

static void constraints(void **state)
{
	(void)state;
	declare_table(
		"CREATE TABLE t (a int UNIQUE REFERENCES p(x) ON DELETE SET NULL NOT DEFERRABLE "
		"CHECK (a>0), b CONSTRAINT nothing, CONSTRAINT pk PRIMARY KEY (b DESC, a COLLATE "
		"rtrim) ON CONFLICT ROLLBACK CHECK ((b)) FOREIGN KEY (a, b) REFERENCES q "
		"MATCH full ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT z)");
	assert_value(UNIQUE, "(a)", KEY, "a");
	assert_value(UNIQUE, "(a)", UNNAMED, "yes");
	assert_value(CHECK, "(a > 0)", EXPRESSION, "a > 0");
	assert_value(FOREIGN_KEY, "(a) -> p", DEFINITION, "FOREIGN KEY (a) REFERENCES p (x)");
	assert_value(FOREIGN_KEY, "(a) -> p", ON_DELETE, "SET NULL");
	assert_value(FOREIGN_KEY, "(a) -> p", DEFERRABLE, "");
	assert_value(PRIMARY_KEY, "pk", KEY, "b DESC, a COLLATE RTRIM");
	assert_value(PRIMARY_KEY, "pk", ON_CONFLICT, "ROLLBACK");
	assert_value(PRIMARY_KEY, "pk", UNNAMED, "");
	assert_value(CHECK, "(b)", EXPRESSION, "b");
	assert_value(FOREIGN_KEY, "(a, b) -> q", MATCH, "FULL");
	assert_value(FOREIGN_KEY, "(a, b) -> q", ON_UPDATE, "");
	assert_value(FOREIGN_KEY, "(a, b) -> q", DEFERRABLE, "initially deferred");
}

static const char *canonical(const char *expression)
{
	const struct object *t;

	declare_table(
		arena_printf(&arena, "CREATE TABLE t (a, key, \"or\", CHECK (%s))", expression));
	t = schema_find(&schema, OBJECT_TABLE, NULL, NULL, "t", NULL);
	for (size_t i = 0; i < t->children_len; i++)
		if (t->children[i]->kind == OBJECT_CHECK)
			return object_get(t->children[i], ATTR_EXPRESSION);
	return "(none)";
}

static void expressions_are_spelled_in_one_way(void **state)
{
	(void)state;
	assert_string_equal(canonical("( ( A==1 )AND\"Key\"!=[or] )"), "(a = 1) AND key <> \"or\"");
	assert_string_equal(canonical("(a) or (KEY)"), "(a) OR (key)");
	assert_string_equal(canonical("a IN('X','x')"), "a IN ('X', 'x')");
	assert_string_equal(canonical("Length ( a ) /* c */ > - 1"), "length(a) > -1");
	assert_string_equal(canonical("a - -1"), "a - -1");
	assert_string_equal(canonical("- - a"), "- -a");
	assert_string_equal(canonical("a <> \"Done\""), "a <> \"Done\"");
	assert_string_equal(canonical("a->>'$.b'||1e-3"), "a ->> '$.b' || 1e-3");
	assert_string_equal(canonical("t.\"A\" IS NOT NULL"), "t.a IS NOT NULL");
	assert_string_equal(canonical("rowid > \"ROWID\""), "rowid > rowid");
}

static void views_need_what_they_name(void **state)
{
	static const struct dialect_row rows[] = {
		{"table", "users", "users", "CREATE TABLE users (orders, log)"},
		{"table", "orders", "orders", "CREATE TABLE orders (a)"},
		{"table", "log", "log", "CREATE TABLE log (a)"},
		{"view", "v", "v",
		 "CREATE VIEW v AS SELECT orders, log FROM main.users u, (SELECT 1), \"orders\" "
		 "WHERE u.a"
		 " IN log"},
		{"view", "w", "w", "CREATE VIEW w AS SELECT orders FROM users"},
		{"trigger", "tr", "log",
		 "CREATE TRIGGER tr AFTER INSERT ON log BEGIN UPDATE OR IGNORE users SET log = 1; "
		 "INSERT"
		 " INTO orders SELECT * FROM v; END"},
	};
	const struct object *o;

	(void)state;
	declare(rows, sizeof(rows) / sizeof(*rows));
	o = schema_find(&schema, OBJECT_VIEW, NULL, NULL, "v", NULL);
	assert_int_equal(o->needs_len, 3);
	o = schema_find(&schema, OBJECT_VIEW, NULL, NULL, "w", NULL);
	assert_int_equal(o->needs_len, 1);
	o = schema_find(&schema, OBJECT_TABLE, NULL, NULL, "log", NULL);
	o = schema_find(&schema, OBJECT_TRIGGER, o, NULL, "tr", NULL);
	assert_int_equal(o->needs_len, 3);
	assert_string_equal(object_get(o, ATTR_TIMING), "AFTER INSERT");
}

static void what_cannot_be_read_is_kept_as_it_is(void **state)
{
	(void)state;
	declare_table("CREATE TABLE t (a,,");
	assert_string_equal(object_get(schema_find(&schema, OBJECT_TABLE, NULL, NULL, "t", NULL),
				       ATTR_DEFINITION),
			    "CREATE TABLE t (a,,");
}

/* What the pragmas tell of each column, key and reference, and what was read. */
static void it_is_what_sqlite_says(void **state)
{
	void *c = open_db("says.db");
	struct inspect_options none = {0};
	struct pawl_error err = {0};
	const struct object *t;
	struct db_rows rows;

	(void)state;
	exec(c, "CREATE TABLE p (x INTEGER PRIMARY KEY, y TEXT UNIQUE)");
	exec(c, "CREATE TABLE \"Odd one\" (a INT NOT NULL DEFAULT (1 + 1), [b] VARCHAR(3) DEFAULT "
		"'x' NOT"
		" NULL, `c` AS (a) STORED, d REFERENCES p ON DELETE CASCADE, e REAL REFERENCES p "
		"(y) ON"
		" UPDATE SET DEFAULT, PRIMARY KEY (b, a)) WITHOUT ROWID");
	assert_int_equal(drv->inspect(c, &none, &arena, &schema, &err), 0);
	t = schema_find(&schema, OBJECT_TABLE, NULL, NULL, "odd ONE", NULL);
	assert_int_equal(drv->query(c,
				    "SELECT name, type, \"notnull\", dflt_value, hidden FROM"
				    " pragma_table_xinfo('Odd one') ORDER BY cid",
				    NULL, 0, &arena, &rows, &err),
			 0);
	assert_int_equal(rows.rows, 5);
	for (size_t i = 0; i < rows.rows; i++) {
		const char *const *row = rows.cells + i * rows.cols;
		const struct object *o = t->children[i];
		const char *type = object_get(o, ATTR_TYPE);

		assert_string_equal(o->name, row[0]);
		assert_string_equal(type != NULL ? type : "", row[1]);
		assert_int_equal(object_has(o, ATTR_NOT_NULL), *row[2] == '1');
		assert_int_equal(object_has(o, ATTR_DEFAULT), row[3] != NULL);
		assert_int_equal(object_has(o, ATTR_GENERATED), *row[4] != '0');
	}
	assert_int_equal(
		drv->query(c,
			   "SELECT \"from\", \"table\", coalesce(\"to\", 'x'), on_delete FROM"
			   " pragma_foreign_key_list('Odd one') ORDER BY 1",
			   NULL, 0, &arena, &rows, &err),
		0);
	assert_int_equal(rows.rows, 2);
	for (size_t i = 0, k = 0; i < t->children_len; i++) {
		const struct object *o = t->children[i];
		const char *const *row = rows.cells + k * rows.cols;
		const char *on_delete = object_get(o, ATTR_ON_DELETE);

		if (o->kind != OBJECT_FOREIGN_KEY)
			continue;
		assert_string_equal(o->columns[0], row[0]);
		assert_string_equal(o->references->name, row[1]);
		assert_string_equal(o->reference_columns[0], row[2]);
		assert_string_equal(on_delete != NULL ? on_delete : "NO ACTION", row[3]);
		k++;
	}
	drv->close(c);
}

static void excluded_tables_go_with_what_is_theirs(void **state)
{
	static const char *const patterns[] = {"checkpoint*", "MAIN.mem?"};
	struct inspect_options exclude = {.exclude = patterns, .exclude_len = 2};
	void *c = open_db("excluded.db");
	struct pawl_error err = {0};

	(void)state;
	exec(c, "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT)");
	exec(c, "CREATE TABLE Checkpoint_writes (id)");
	exec(c, "CREATE INDEX by_id ON checkpoint_writes (id)");
	exec(c, "CREATE TABLE mem0 (id)");
	exec(c, "CREATE TRIGGER checkpoint_users AFTER INSERT ON users BEGIN SELECT 1; END");
	exec(c, "CREATE VIRTUAL TABLE search USING fts5(body)");
	assert_int_equal(drv->inspect(c, &exclude, &arena, &schema, &err), 0);
	assert_non_null(schema_find(&schema, OBJECT_VIRTUAL_TABLE, NULL, NULL, "search", NULL));
	for (size_t i = 0; i < schema.len; i++)
		if (schema.objects[i]->kind == OBJECT_TABLE)
			assert_string_equal(schema.objects[i]->name, "users");
		else
			assert_true(schema.objects[i]->kind != OBJECT_INDEX);
	assert_non_null(schema_find(&schema, OBJECT_TRIGGER,
				    schema_find(&schema, OBJECT_TABLE, NULL, NULL, "users", NULL),
				    NULL, "checkpoint_users", NULL));
	drv->close(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_and_their_clauses),
		cmocka_unit_test(constraints),
		cmocka_unit_test(expressions_are_spelled_in_one_way),
		cmocka_unit_test(views_need_what_they_name),
		cmocka_unit_test(what_cannot_be_read_is_kept_as_it_is),
		cmocka_unit_test_setup_teardown(it_is_what_sqlite_says, setup, teardown),
		cmocka_unit_test_setup_teardown(excluded_tables_go_with_what_is_theirs, setup,
						teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
