/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalog reader of PostgreSQL against a live server: every kind, its
 * attributes and what it needs, what is left out, and how the reading behaves.
 */
#include "inspect_postgres_fixture.h"
#include "suite.h"

#include "base/cleanup.h"

static struct db *db;
static struct pawl_error err;
static struct schema schema;
static bool hstore; /* the server has the extension */
static int logged;

static void notice(void *data, const char *severity, const char *text)
{
	(void)data;
	/* "statement:" over the simple, "execute <unnamed>:" over the extended protocol */
	if (strcmp(severity, "LOG") == 0 &&
	    (strncmp(text, "statement", 9) == 0 || strncmp(text, "execute", 7) == 0))
		logged++;
}

static const struct db_host host = {.notice = notice};

/* Which object a line is about: in which schema, of which parent. */
struct place {
	enum object_kind kind;
	const char *schema, *parent, *name, *arguments;
};

#define PLACE(kind, schema, parent, name, arguments)                                               \
	{                                                                                          \
		OBJECT_##kind, schema, parent, name, arguments                                     \
	}
#define TOP(kind, name) PLACE(kind, NULL, NULL, name, NULL)
#define CHILD(kind, parent, name) PLACE(kind, NULL, parent, name, NULL)
#define WITH(kind, name, arguments) PLACE(kind, NULL, NULL, name, arguments)
#define FAR(kind, parent, name) PLACE(kind, "other", parent, name, NULL)

static const char *or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

static const struct object *find(const struct schema *s, const struct place *p)
{
	for (size_t i = 0; i < s->len; i++) {
		const struct object *o = s->objects[i];

		if (o->kind == p->kind && strcmp(o->name, p->name) == 0 &&
		    strcmp(or_empty(object_root(o)->schema), or_empty(p->schema)) == 0 &&
		    strcmp(or_empty(o->arguments), or_empty(p->arguments)) == 0 &&
		    (p->parent == NULL || strcmp(o->parent->name, p->parent) == 0))
			return o;
	}
	return NULL;
}

static const struct object *must_find(const struct schema *s, const struct place *p)
{
	const struct object *o = find(s, p);

	if (o == NULL)
		fail_msg("no %s \"%s\"", kind_word(p->kind), p->name);
	return o;
}

static void read_with(struct db *from, const char *const *exclude, size_t n, struct schema *ret)
{
	struct inspect_options options = {.exclude = exclude, .exclude_len = n};

	ok(db_inspect(from, &options, &suite_arena, ret, &err));
}

static int setup(void **state)
{
	if (suite_setup(state) != 0)
		return -1;
	db = suite_open(&host);
	suite_run(db, "DROP ROLE IF EXISTS pawl_inspect_reader");
	for (size_t i = 0; i < sizeof(everything) / sizeof(everything[0]); i++)
		suite_run(db, everything[i]);
	hstore = strcmp(suite_value(db, "SELECT count(*) FROM pg_available_extensions "
					"WHERE name = 'hstore'"),
			"1") == 0;
	if (hstore)
		suite_run(db, "CREATE EXTENSION hstore SCHEMA other;"
			      "CREATE TABLE tagged (tags other.hstore)");
	read_with(db, NULL, 0, &schema);
	return 0;
}

static int teardown(void **state)
{
	suite_run(db, "DROP OWNED BY pawl_inspect_reader; DROP ROLE pawl_inspect_reader");
	db_close(db);
	return suite_teardown(state);
}

/* A test that fails leaves nothing behind that others stumble over. */
static int after(void **state)
{
	(void)state;
	error_reset(&err);
	db_rollback(db, NULL);
	suite_run(db, "RESET ALL; RESET ROLE");
	return 0;
}

static void facts_are_told(void **state)
{
	const struct place table = TOP(TABLE, "quick");

	(void)state;
	assert_string_equal(schema.product, "PostgreSQL");
	assert_string_equal(schema.default_schema, "public");
	assert_int_equal(schema.version, db_info(db)->version);
	assert_string_equal(object_get(must_find(&schema, &table), ATTR_OWNER), db_info(db)->user);
}

static void every_kind_is_read(void **state)
{
	static const enum object_kind others[] = {OBJECT_VIRTUAL_TABLE, OBJECT_EVENT,
						  OBJECT_EXTENSION, OBJECT_PACKAGE,
						  OBJECT_PACKAGE_BODY};
	bool seen[OBJECT_KINDS] = {false};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		seen[others[i]] = true;
	for (size_t i = 0; i < schema.len; i++)
		seen[schema.objects[i]->kind] = true;
	for (size_t i = 0; i < OBJECT_KINDS; i++)
		if (!seen[i])
			fail_msg("no %s", kind_word((enum object_kind)i));
}

struct expectation {
	struct place of;
	enum attribute name;
	const char *value; /* NULL: absent */
};

static const struct expectation attributes[] = {
	{TOP(SCHEMA, "other"), ATTR_COMMENT, "far away"},
	{TOP(ENUM, "mood"), ATTR_LABELS, "'first', 'sad', 'it''s ok'"},
	{TOP(DOMAIN, "positive"), ATTR_TYPE, "integer"},
	{TOP(DOMAIN, "positive"), ATTR_DEFAULT, "1"},
	{TOP(DOMAIN, "positive"), ATTR_NOT_NULL, "yes"},
	{CHILD(CHECK, "positive", "above"), ATTR_DEFINITION, "CHECK ((VALUE > 0))"},
	{CHILD(COLUMN, "pair", "b"), ATTR_COLLATION, "\"C\""},
	{TOP(RANGE, "span"), ATTR_DEFINITION,
	 "CREATE TYPE span AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi)"},
	{TOP(TYPE, "shell"), ATTR_DEFINITION, "CREATE TYPE shell"},
	{TOP(TYPE, "tiny"), ATTR_DEFINITION,
	 "CREATE TYPE tiny (INPUT = tiny_read, OUTPUT = a_tiny, INTERNALLENGTH = 4, "
	 "PASSEDBYVALUE, ALIGNMENT = int4, STORAGE = plain)"},
	{TOP(COLLATION, "plain"), ATTR_DEFINITION,
	 "CREATE COLLATION plain (PROVIDER = libc, LOCALE = 'C')"},
	{TOP(SEQUENCE, "free"), ATTR_TYPE, "integer"},
	{TOP(SEQUENCE, "free"), ATTR_START, "5"},
	{TOP(SEQUENCE, "free"), ATTR_INCREMENT, "2"},
	{TOP(SEQUENCE, "free"), ATTR_MINIMUM, NULL},
	{TOP(SEQUENCE, "free"), ATTR_MAXIMUM, "1000"},
	{TOP(SEQUENCE, "free"), ATTR_CACHE, "3"},
	{TOP(SEQUENCE, "free"), ATTR_CYCLE, "yes"},
	{TOP(SEQUENCE, "down"), ATTR_INCREMENT, "-1"},
	{TOP(SEQUENCE, "down"), ATTR_START, NULL},
	{TOP(SEQUENCE, "down"), ATTR_MINIMUM, NULL},
	{TOP(SEQUENCE, "down"), ATTR_MAXIMUM, NULL},
	{WITH(FUNCTION, "add", "a integer, b integer"), ATTR_DEFINITION,
	 "CREATE OR REPLACE FUNCTION add(a integer, b integer DEFAULT 2)\n"
	 " RETURNS integer\n LANGUAGE sql\n IMMUTABLE\n"
	 "AS $function$SELECT a + b$function$"},
	{WITH(FUNCTION, "add", "a integer, b integer"), ATTR_RETURNS, "integer"},
	{WITH(AGGREGATE, "total", "integer"), ATTR_DEFINITION,
	 "CREATE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, INITCOND = '0')"},
	{TOP(TABLE, "parent"), ATTR_OPTIONS, "fillfactor=70, toast.autovacuum_enabled=false"},
	{TOP(TABLE, "parent"), ATTR_COMMENT, "parents"},
	{TOP(TABLE, "parent"), ATTR_ROW_SECURITY, "enabled, forced"},
	{CHILD(COLUMN, "parent", "id"), ATTR_DEFAULT, "nextval('parent_id_seq'::regclass)"},
	{CHILD(COLUMN, "parent", "name"), ATTR_COMMENT, "its name"},
	{CHILD(COLUMN, "parent", "name"), ATTR_OPTIONS, NULL},
	{CHILD(COLUMN, "parent", "made"), ATTR_DEFAULT,
	 "'2020-01-01 00:00:00+00'::timestamp with time zone"},
	{CHILD(COLUMN, "Child's", "id"), ATTR_IDENTITY, "by default"},
	{CHILD(COLUMN, "Child's", "id"), ATTR_IDENTITY_OPTIONS, "START WITH 10 CYCLE"},
	{CHILD(COLUMN, "Child's", "b"), ATTR_GENERATED, "((a)::integer * 2)"},
	{CHILD(COLUMN, "Child's", "b"), ATTR_GENERATION, "stored"},
	{CHILD(COLUMN, "Child's", "b"), ATTR_DEFAULT, NULL},
	{CHILD(COLUMN, "Child's", "b"), ATTR_OPTIONS, "n_distinct=-0.5"},
	{CHILD(COLUMN, "Child's", "list"), ATTR_TYPE, "mood[]"},
	{CHILD(COLUMN, "Child's", "note"), ATTR_STORAGE, "EXTERNAL"},
	{CHILD(COLUMN, "Child's", "note"), ATTR_STATISTICS, "50"},
	{CHILD(COLUMN, "Child's", "note"), ATTR_COLLATION, "\"C\""},
	{TOP(TABLE, "Child's"), ATTR_REPLICA_IDENTITY, "USING INDEX child_key"},
	{TOP(TABLE, "Child's"), ATTR_CLUSTER_ON, "Child's_pkey"},
	{CHILD(PRIMARY_KEY, "Child's", "Child's_pkey"), ATTR_DEFINITION, "PRIMARY KEY (id, a)"},
	{CHILD(PRIMARY_KEY, "Child's", "Child's_pkey"), ATTR_OPTIONS, "fillfactor=80"},
	{CHILD(UNIQUE, "Child's", "u"), ATTR_DEFINITION, "UNIQUE (b) INCLUDE (note)"},
	{CHILD(UNIQUE, "Child's", "u"), ATTR_COMMENT, "once"},
	{CHILD(CHECK, "Child's", "later"), ATTR_DEFINITION, "CHECK ((b < 1000))"},
	{CHILD(CHECK, "Child's", "later"), ATTR_NOT_VALID, "yes"},
	{CHILD(EXCLUSION, "Child's", "Child's_during_excl"), ATTR_DEFINITION,
	 "EXCLUDE USING gist (during WITH &&)"},
	{CHILD(INDEX, "Child's", "child ON \"low"), ATTR_DEFINITION,
	 "CREATE INDEX \"child ON \"\"low\" ON \"Child's\" USING btree (lower(note), "
	 "b DESC) INCLUDE (key) WHERE (b > 3)"},
	{CHILD(INDEX, "Child's", "child ON \"low"), ATTR_STATISTICS, "1 77"},
	{CHILD(INDEX, "Child's", "child_key"), ATTR_COMMENT, "by key"},
	{CHILD(INDEX, "measured", "measured_v"), ATTR_DEFINITION,
	 "CREATE INDEX measured_v ON measured USING btree (v)"},
	{FAR(FOREIGN_KEY, "far", "far_self_fkey"), ATTR_DEFINITION,
	 "FOREIGN KEY (self) REFERENCES other.far(id)"},
	{TOP(TABLE, "heir"), ATTR_INHERITS, "parent"},
	{TOP(TABLE, "typed"), ATTR_OF_TYPE, "pair"},
	{TOP(TABLE, "quick"), ATTR_PERSISTENCE, "unlogged"},
	{TOP(TABLE, "measured"), ATTR_PARTITION_BY, "RANGE (at)"},
	{TOP(TABLE, "measured_1"), ATTR_PARTITION_OF, "measured"},
	{TOP(TABLE, "measured_1"), ATTR_PARTITION_BOUND,
	 "FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')"},
	{TOP(VIEW, "seen"), ATTR_OPTIONS, "security_barrier=true"},
	{TOP(VIEW, "seen"), ATTR_CHECK_OPTION, "local"},
	{CHILD(COLUMN, "seen", "name"), ATTR_COMMENT, "seen name"},
	{CHILD(TRIGGER, "parent", "on ON x"), ATTR_DEFINITION,
	 "CREATE TRIGGER \"on ON x\" AFTER UPDATE OF name ON parent FOR EACH ROW "
	 "EXECUTE FUNCTION fire()"},
	{CHILD(TRIGGER, "parent", "on ON x"), ATTR_ENABLED, "disabled"},
	{CHILD(RULE, "parent", "nothing"), ATTR_DEFINITION,
	 "CREATE RULE nothing AS\n    ON DELETE TO parent DO INSTEAD NOTHING"},
	{CHILD(POLICY, "parent", "mine"), ATTR_DEFINITION, "AS RESTRICTIVE FOR UPDATE TO PUBLIC"},
	{CHILD(POLICY, "parent", "mine"), ATTR_EXPRESSION, "(id > 1)"},
	{CHILD(POLICY, "parent", "mine"), ATTR_WITH_CHECK, "(add(id) > 2)"},
	{TOP(STATISTICS, "stat"), ATTR_DEFINITION,
	 "CREATE STATISTICS stat (dependencies) ON a, b FROM \"Child's\""},
	{CHILD(PRIVILEGE, "parent", "pawl_inspect_reader"), ATTR_PRIVILEGES, "SELECT, INSERT"},
	{CHILD(PRIVILEGE, "parent", "pawl_inspect_reader"), ATTR_GRANTABLE, NULL},
	{CHILD(PRIVILEGE, "name", "pawl_inspect_reader"), ATTR_GRANTABLE, "UPDATE"},
	{CHILD(PRIVILEGE, "next_id", "PUBLIC"), ATTR_PRIVILEGES, "NONE"},
	{WITH(DEFAULT_PRIVILEGE, "pawl_inspect_reader", "functions to PUBLIC"), ATTR_DEFINITION,
	 "ALTER DEFAULT PRIVILEGES FOR ROLE pawl_inspect_reader REVOKE ALL ON FUNCTIONS "
	 "FROM PUBLIC"},
	{{OBJECT_DEFAULT_PRIVILEGE, "other", NULL, "pawl_inspect_reader", "tables to PUBLIC"},
	 ATTR_DEFINITION,
	 "ALTER DEFAULT PRIVILEGES FOR ROLE pawl_inspect_reader IN SCHEMA other GRANT "
	 "SELECT ON TABLES TO PUBLIC"},
	{TOP(CAST, "(pair AS mood)"), ATTR_DEFINITION,
	 "CREATE CAST (pair AS mood) WITH INOUT AS ASSIGNMENT"},
	{WITH(OPERATOR, "<<<", "pair, pair"), ATTR_DEFINITION,
	 "CREATE OPERATOR <<< (FUNCTION = pair_lt, LEFTARG = pair, RIGHTARG = pair)"},
	{WITH(OPERATOR_FAMILY, "fam", "btree"), ATTR_BODY,
	 "FUNCTION 1 (integer, bigint) btint48cmp(integer,bigint)"},
	{WITH(OPERATOR_CLASS, "cls", "btree"), ATTR_DEFINITION,
	 "CREATE OPERATOR CLASS cls FOR TYPE pair USING btree FAMILY fam AS "
	 "OPERATOR 1 <<<(pair,pair), FUNCTION 1 (pair, pair) pair_cmp(pair,pair)"},
	{TOP(CONVERSION, "conv"), ATTR_DEFINITION,
	 "CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8"},
	{TOP(TS_DICTIONARY, "dict"), ATTR_DEFINITION,
	 "CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple, stopwords = 'english')"},
	{TOP(TS_CONFIGURATION, "conf"), ATTR_BODY,
	 "asciiword dict, english_stem\nword dict, english_stem"},
	{TOP(SERVER, "serv"), ATTR_DEFINITION,
	 "CREATE SERVER serv TYPE 't' FOREIGN DATA WRAPPER wrap OPTIONS (host 'x y', "
	 "port '1')"},
	{CHILD(USER_MAPPING, "serv", "PUBLIC"), ATTR_DEFINITION,
	 "CREATE USER MAPPING FOR PUBLIC SERVER serv OPTIONS (\"user\" 'me')"},
	{TOP(FOREIGN_TABLE, "abroad"), ATTR_DEFINITION, "SERVER serv OPTIONS (tab 'y')"},
	{TOP(FOREIGN_TABLE, "abroad"), ATTR_REPLICA_IDENTITY, NULL},
	{CHILD(COLUMN, "abroad", "id"), ATTR_OPTIONS, "col 'x'"},
	{TOP(EVENT_TRIGGER, "watch"), ATTR_DEFINITION,
	 "CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE TABLE') "
	 "EXECUTE FUNCTION saw()"},
	{TOP(EVENT_TRIGGER, "watch"), ATTR_ENABLED, "disabled"},
	{TOP(LANGUAGE, "lang"), ATTR_DEFINITION,
	 "CREATE LANGUAGE lang HANDLER plpgsql_call_handler"},
};

static void check_attribute(const struct schema *s, const struct expectation *e)
{
	const struct object *o = must_find(s, &e->of);
	const char *value = object_get(o, e->name);

	if (strcmp(or_empty(value), or_empty(e->value)) != 0)
		fail_msg("%s of %s \"%s\" is %s", attribute_word(e->name), kind_word(o->kind),
			 o->name, value == NULL ? "absent" : value);
}

static void attributes_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		check_attribute(&schema, &attributes[i]);
}

/* What not every server has. */
static const struct {
	int since;
	const char *sql;
	struct expectation expected;
} newer[] = {
	{140000,
	 "CREATE TABLE packed (x text COMPRESSION pglz)",
	 {CHILD(COLUMN, "packed", "x"), ATTR_COMPRESSION, "pglz"}},
	{140000,
	 "CREATE TYPE run AS RANGE (SUBTYPE = date, MULTIRANGE_TYPE_NAME = runs)",
	 {TOP(RANGE, "run"), ATTR_DEFINITION,
	  "CREATE TYPE run AS RANGE (SUBTYPE = date, MULTIRANGE_TYPE_NAME = runs)"}},
	{140000,
	 "CREATE FUNCTION body() RETURNS bigint LANGUAGE sql BEGIN ATOMIC "
	 "SELECT nextval('free'::regclass); END",
	 {WITH(FUNCTION, "body", ""), ATTR_DEFINITION,
	  "CREATE OR REPLACE FUNCTION body()\n RETURNS bigint\n LANGUAGE sql\nBEGIN ATOMIC\n"
	  " SELECT nextval('free'::regclass) AS nextval;\nEND"}},
	{150000,
	 "CREATE UNIQUE INDEX quick_x ON quick (x) NULLS NOT DISTINCT",
	 {CHILD(INDEX, "quick", "quick_x"), ATTR_DEFINITION,
	  "CREATE UNIQUE INDEX quick_x ON quick USING btree (x) NULLS NOT DISTINCT"}},
	{150000,
	 "CREATE PUBLICATION part FOR TABLE heir (id, name) WHERE (id > 3) "
	 "WITH (publish = 'insert', publish_via_partition_root)",
	 {TOP(PUBLICATION, "part"), ATTR_DEFINITION,
	  "CREATE PUBLICATION part FOR TABLE heir (id, name) WHERE (id > 3) "
	  "WITH (publish = 'insert', publish_via_partition_root = true)"}},
	{150000,
	 "CREATE PUBLICATION whole FOR TABLES IN SCHEMA other, TABLE typed",
	 {TOP(PUBLICATION, "whole"), ATTR_DEFINITION,
	  "CREATE PUBLICATION whole FOR TABLE typed, TABLES IN SCHEMA other "
	  "WITH (publish = 'insert, update, delete, truncate')"}},
	{150000,
	 "CREATE UNLOGGED SEQUENCE fast",
	 {TOP(SEQUENCE, "fast"), ATTR_PERSISTENCE, "unlogged"}},
	{170000,
	 "CREATE COLLATION built (PROVIDER = builtin, LOCALE = 'C.UTF-8')",
	 {TOP(COLLATION, "built"), ATTR_DEFINITION,
	  "CREATE COLLATION built (PROVIDER = builtin, LOCALE = 'C.UTF-8')"}},
	{170000,
	 "GRANT MAINTAIN ON quick TO pawl_inspect_reader",
	 {CHILD(PRIVILEGE, "quick", "pawl_inspect_reader"), ATTR_PRIVILEGES, "MAINTAIN"}},
	{180000,
	 "CREATE TABLE thin (a integer NOT NULL, b integer GENERATED ALWAYS AS (a + 1))",
	 {CHILD(COLUMN, "thin", "b"), ATTR_GENERATION, "virtual"}},
	{180000,
	 "ALTER TABLE quick ADD CONSTRAINT lax CHECK (x > 0) NOT ENFORCED",
	 {CHILD(CHECK, "quick", "lax"), ATTR_DEFINITION, "CHECK ((x > 0)) NOT ENFORCED"}},
	{180000,
	 "CREATE TABLE spells (id int4range, at daterange, "
	 "PRIMARY KEY (id, at WITHOUT OVERLAPS))",
	 {CHILD(PRIMARY_KEY, "spells", "spells_pkey"), ATTR_DEFINITION,
	  "PRIMARY KEY (id, at WITHOUT OVERLAPS)"}},
	{180000,
	 "CREATE PUBLICATION gen FOR TABLE typed WITH (publish_generated_columns = stored)",
	 {TOP(PUBLICATION, "gen"), ATTR_DEFINITION,
	  "CREATE PUBLICATION gen FOR TABLE typed WITH (publish = 'insert, update, delete, "
	  "truncate', "
	  "publish_generated_columns = stored)"}},
};

static void newer_servers_have_more(void **state)
{
	struct schema more;

	(void)state;
	ok(db_begin(db, NULL, &err));
	for (size_t i = 0; i < sizeof(newer) / sizeof(newer[0]); i++)
		if (schema.version >= newer[i].since)
			suite_run(db, newer[i].sql);
	read_with(db, NULL, 0, &more);
	for (size_t i = 0; i < sizeof(newer) / sizeof(newer[0]); i++)
		if (schema.version >= newer[i].since)
			check_attribute(&more, &newer[i].expected);
	db_rollback(db, &err);
}

static bool needs(const struct object *o, const struct object *other)
{
	for (size_t i = 0; i < o->needs_len; i++)
		if (o->needs[i] == other)
			return true;
	return false;
}

static void needs_are_read(void **state)
{
	static const struct {
		struct place object, needs;
	} cases[] = {
		{FAR(TABLE, NULL, "far"), TOP(SCHEMA, "other")},
		{CHILD(COLUMN, "parent", "id"), TOP(SEQUENCE, "parent_id_seq")},
		{CHILD(SEQUENCE_OWNER, "parent_id_seq", "parent.id"),
		 CHILD(COLUMN, "parent", "id")},
		{CHILD(COLUMN, "parent", "feeling"), TOP(ENUM, "mood")},
		{CHILD(COLUMN, "Child's", "list"), TOP(ENUM, "mood")},
		{CHILD(COLUMN, "Child's", "a"), TOP(DOMAIN, "positive")},
		{CHILD(COLUMN, "Child's", "b"), CHILD(COLUMN, "Child's", "a")},
		{CHILD(COLUMN, "Child's", "key"), WITH(FUNCTION, "next_id", "")},
		{CHILD(COLUMN, "Child's", "p"), TOP(COMPOSITE, "pair")},
		{CHILD(COLUMN, "Child's", "whole"), TOP(TABLE, "parent")},
		{CHILD(PRIMARY_KEY, "Child's", "Child's_pkey"), CHILD(COLUMN, "Child's", "a")},
		{CHILD(CHECK, "Child's", "Child's_a_check"),
		 WITH(FUNCTION, "add", "a integer, b integer")},
		{CHILD(INDEX, "Child's", "child ON \"low"), CHILD(COLUMN, "Child's", "note")},
		{CHILD(FOREIGN_KEY, "Child's", "Child's_parent_id_fkey"), TOP(TABLE, "parent")},
		{CHILD(FOREIGN_KEY, "Child's", "Child's_parent_id_fkey"),
		 CHILD(COLUMN, "parent", "id")},
		{CHILD(FOREIGN_KEY, "Child's", "Child's_parent_id_fkey"),
		 CHILD(PRIMARY_KEY, "parent", "parent_pkey")},
		{TOP(TABLE, "heir"), TOP(TABLE, "parent")},
		{TOP(TABLE, "typed"), TOP(COMPOSITE, "pair")},
		{TOP(TABLE, "measured_1"), TOP(TABLE, "measured")},
		{CHILD(INDEX, "measured_1", "measured_1_v_idx"),
		 CHILD(INDEX, "measured", "measured_v")},
		{TOP(VIEW, "seen"), CHILD(COLUMN, "parent", "name")},
		{TOP(VIEW, "seen"), TOP(ENUM, "mood")},
		{TOP(VIEW, "again"), CHILD(COLUMN, "seen", "id")},
		{TOP(VIEW, "again"), WITH(FUNCTION, "add", "a integer, b integer")},
		{TOP(MATERIALIZED_VIEW, "kept"), CHILD(COLUMN, "again", "more")},
		{CHILD(TRIGGER, "parent", "on ON x"), WITH(FUNCTION, "fire", "")},
		{CHILD(TRIGGER, "parent", "on ON x"), CHILD(COLUMN, "parent", "name")},
		{CHILD(POLICY, "parent", "mine"), WITH(FUNCTION, "add", "a integer, b integer")},
		{TOP(STATISTICS, "stat"), CHILD(COLUMN, "Child's", "b")},
		{WITH(AGGREGATE, "total", "integer"),
		 WITH(FUNCTION, "add", "a integer, b integer")},
		{TOP(CAST, "(pair AS mood)"), TOP(ENUM, "mood")},
		{WITH(OPERATOR, "<<<", "pair, pair"), WITH(FUNCTION, "pair_lt", "pair, pair")},
		{WITH(OPERATOR_CLASS, "cls", "btree"), WITH(OPERATOR_FAMILY, "fam", "btree")},
		{WITH(OPERATOR_CLASS, "cls", "btree"), WITH(OPERATOR, "<<<", "pair, pair")},
		{TOP(TS_CONFIGURATION, "conf"), TOP(TS_DICTIONARY, "dict")},
		{TOP(SERVER, "serv"), TOP(FOREIGN_DATA_WRAPPER, "wrap")},
		{TOP(FOREIGN_TABLE, "abroad"), TOP(SERVER, "serv")},
		{TOP(TYPE, "tiny"), WITH(FUNCTION, "a_tiny", "tiny")},
		{WITH(FUNCTION, "a_tiny", "tiny"), WITH(FUNCTION, "tiny_read", "cstring")},
		{TOP(PUBLICATION, "pub"), FAR(TABLE, NULL, "far")},
		{TOP(EVENT_TRIGGER, "watch"), WITH(FUNCTION, "saw", "")},
		{WITH(FUNCTION, "takes", "parent, mood[]"), TOP(VIEW, "seen")},
		{WITH(FUNCTION, "takes", "parent, mood[]"), TOP(ENUM, "mood")},
	};
	const struct place sequence = TOP(SEQUENCE, "parent_id_seq");
	const struct place input = WITH(FUNCTION, "tiny_read", "cstring");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (!needs(must_find(&schema, &cases[i].object),
			   must_find(&schema, &cases[i].needs)))
			fail_msg("%s \"%s\" needs no \"%s\"", kind_word(cases[i].object.kind),
				 cases[i].object.name, cases[i].needs.name);
	/* The other way round would be a circle. */
	assert_int_equal(must_find(&schema, &input)->needs_len, 0);
	assert_int_equal(must_find(&schema, &sequence)->needs_len, 0);
}

static void relations_can_be_followed(void **state)
{
	const struct place fk = CHILD(FOREIGN_KEY, "Child's", "Child's_parent_id_fkey");
	const struct place index = CHILD(INDEX, "Child's", "child ON \"low");
	const struct place owner = CHILD(SEQUENCE_OWNER, "parent_id_seq", "parent.id");
	const struct place first = CHILD(COLUMN, "Child's", "id");
	const struct object *o = must_find(&schema, &fk);

	(void)state;
	assert_int_equal(o->columns_len, 1);
	assert_string_equal(o->columns[0], "parent_id");
	assert_string_equal(o->references->name, "parent");
	assert_string_equal(o->reference_columns[0], "id");
	o = must_find(&schema, &index);
	assert_int_equal(o->columns_len, 2);
	assert_string_equal(o->columns[0], "");
	assert_string_equal(o->columns[1], "b");
	o = must_find(&schema, &owner);
	assert_string_equal(o->references->name, "parent");
	/* Counted without the column that was dropped. */
	assert_int_equal(must_find(&schema, &first)->position, 1);
}

static void what_comes_along_is_implied(void **state)
{
	static const struct {
		struct place of;
		bool implied;
	} cases[] = {
		{CHILD(COLUMN, "heir", "id"), true},
		{CHILD(COLUMN, "heir", "extra"), false},
		{CHILD(COLUMN, "typed", "a"), true},
		{CHILD(COLUMN, "measured_1", "v"), true},
		{CHILD(COLUMN, "seen", "id"), true},
		{CHILD(CHECK, "measured", "measured_v_check"), false},
		{CHILD(CHECK, "measured_1", "measured_v_check"), true},
		{CHILD(PRIMARY_KEY, "measured_1", "measured_1_pkey"), true},
		{CHILD(INDEX, "measured", "measured_v"), false},
		{CHILD(INDEX, "measured_1", "measured_1_v_idx"), true},
		{CHILD(TRIGGER, "measured", "part"), false},
		{CHILD(TRIGGER, "measured_1", "part"), true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (must_find(&schema, &cases[i].of)->implied != cases[i].implied)
			fail_msg("%s.%s", cases[i].of.parent, cases[i].of.name);
}

static void system_objects_are_left_out(void **state)
{
	static const struct place places[] = {
		TOP(SCHEMA, "public"), TOP(EXTENSION, "plpgsql"),       TOP(LANGUAGE, "plpgsql"),
		TOP(TABLE, "passing"), TOP(TABLE, "pg_class"),          TOP(VIEW, "pg_tables"),
		TOP(TYPE, "_mood"),    TOP(SEQUENCE, "Child's_id_seq"), TOP(COMPOSITE, "parent"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (find(&schema, &places[i]) != NULL)
			fail_msg("%s \"%s\"", kind_word(places[i].kind), places[i].name);
}

static void extensions_stand_for_what_they_made(void **state)
{
	const struct place extension = TOP(EXTENSION, "hstore");
	const struct place column = CHILD(COLUMN, "tagged", "tags");
	const struct object *o;

	(void)state;
	if (!hstore)
		skip();
	o = must_find(&schema, &extension);
	assert_string_equal(object_get(o, ATTR_IN_SCHEMA), "other");
	assert_true(needs(must_find(&schema, &column), o));
	for (size_t i = 0; i < schema.len; i++)
		if (strstr(schema.objects[i]->name, "hstore") != NULL &&
		    schema.objects[i]->kind != OBJECT_EXTENSION)
			fail_msg("%s", schema.objects[i]->name);
}

static void excluded_objects_take_along_what_is_theirs(void **state)
{
	static const char *const exclude[] = {"par?nt", "Chil*", "other.*", "public.next_id",
					      "measured"};
	static const struct place gone[] = {
		TOP(TABLE, "parent"),
		TOP(TABLE, "Child's"),
		TOP(SEQUENCE, "parent_id_seq"),
		TOP(SCHEMA, "other"),
		FAR(TABLE, NULL, "far"),
		WITH(FUNCTION, "next_id", ""),
		CHILD(INDEX, NULL, "child_key"),
		TOP(TABLE, "measured_1"),
		TOP(STATISTICS, "stat"),
	};
	const struct place view = TOP(VIEW, "seen"), function = WITH(FUNCTION, "fire", "");
	struct schema less;

	(void)state;
	read_with(db, exclude, 5, &less);
	for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
		if (find(&less, &gone[i]) != NULL)
			fail_msg("%s \"%s\"", kind_word(gone[i].kind), gone[i].name);
	must_find(&less, &function);
	assert_int_equal(must_find(&less, &view)->needs_len, 1); /* the enum */
}

static void another_schema_can_be_the_default(void **state)
{
	_cleanup_db_ struct db *there = NULL;
	const struct place table = TOP(TABLE, "far");
	const struct place self = CHILD(FOREIGN_KEY, "far", "far_self_fkey");
	const struct place up = CHILD(FOREIGN_KEY, "far", "far_up_fkey");
	const struct place index = {OBJECT_INDEX, "public", "Child's", "child_key", NULL};
	struct schema turned;

	(void)state;
	suite_run(db, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = other', "
		      "current_database()); END $$");
	there = suite_open(NULL);
	suite_run(db, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET search_path', "
		      "current_database()); END $$");
	read_with(there, NULL, 0, &turned);
	assert_string_equal(turned.default_schema, "other");
	must_find(&turned, &table);
	assert_string_equal(object_get(must_find(&turned, &self), ATTR_DEFINITION),
			    "FOREIGN KEY (self) REFERENCES far(id)");
	assert_string_equal(object_get(must_find(&turned, &up), ATTR_DEFINITION),
			    "FOREIGN KEY (up) REFERENCES public.parent(id)");
	assert_string_equal(
		object_get(must_find(&turned, &index), ATTR_DEFINITION),
		"CREATE UNIQUE INDEX child_key ON public.\"Child's\" USING btree (key)");
}

/* All of it as text, to compare two readings. */
static const char *text_of(const struct schema *s)
{
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; i < s->len; i++) {
		const struct object *o = s->objects[i];

		buf_printf(&b, "%s %s\n", kind_word(o->kind), object_title(o, &suite_arena));
		for (size_t j = 0; j < o->attributes_len; j++)
			buf_printf(&b, "\t%s\n", o->attributes[j].value);
		for (size_t j = 0; j < o->needs_len; j++)
			buf_printf(&b, "\tneeds %s\n", o->needs[j]->name);
	}
	return buf_dup(&b, &suite_arena);
}

static void sessions_settings_do_not_matter(void **state)
{
	struct schema again;

	(void)state;
	suite_run(db, "SET search_path = other, pg_temp; SET quote_all_identifiers = on;"
		      "SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German';"
		      "SET standard_conforming_strings = off; SET escape_string_warning = off;"
		      "SET IntervalStyle = 'iso_8601'");
	read_with(db, NULL, 0, &again);
	assert_string_equal(text_of(&again), text_of(&schema));
	assert_string_equal(suite_value(db, "SHOW search_path"), "other, pg_temp");
	assert_string_equal(suite_value(db, "SHOW TimeZone"), "Asia/Tokyo");
	assert_false(db_in_transaction(db));
	suite_run(db, "RESET ALL");
}

static void an_open_transaction_is_read_and_stays(void **state)
{
	const struct place table = TOP(TABLE, "made");
	struct schema inside;

	(void)state;
	ok(db_begin(db, NULL, &err));
	suite_run(db, "CREATE TABLE made (x integer)");
	suite_run(db, "SET LOCAL TimeZone = 'Asia/Tokyo'");
	read_with(db, NULL, 0, &inside);
	must_find(&inside, &table);
	assert_true(db_in_transaction(db));
	assert_string_equal(suite_value(db, "SHOW TimeZone"), "Asia/Tokyo");
	assert_string_equal(suite_value(db, "SHOW search_path"), "\"$user\", public");
	assert_int_equal(db_execs(db, "SELECT 1 / 0", &err), PAWL_E_SQL);
	error_reset(&err);
	assert_int_equal(db_inspect(db, NULL, &suite_arena, &inside, &err), PAWL_E_SQL);
	error_reset(&err);
	db_rollback(db, &err);
	read_with(db, NULL, 0, &inside);
	assert_null(find(&inside, &table));
}

static void anybody_may_read(void **state)
{
	struct schema theirs;

	(void)state;
	suite_run(db, "SET ROLE pawl_inspect_reader");
	read_with(db, NULL, 0, &theirs);
	assert_int_equal(theirs.len, schema.len);
	suite_run(db, "RESET ROLE");
}

static int count_queries(void)
{
	struct schema s;

	suite_run(db, "SET client_min_messages = log");
	suite_run(db, "SET log_statement = 'all'");
	logged = 0;
	read_with(db, NULL, 0, &s);
	suite_run(db, "RESET client_min_messages; RESET log_statement");
	return logged;
}

static void the_number_of_queries_is_fixed(void **state)
{
	int before = count_queries(), after;

	(void)state;
	suite_run(db, "DO $$ BEGIN FOR i IN 1 .. 40 LOOP EXECUTE format('CREATE TABLE more_%s "
		      "(id serial PRIMARY KEY, n integer REFERENCES parent)', i); "
		      "END LOOP; END $$");
	after = count_queries();
	assert_in_range(before, 20, 60);
	assert_int_equal(after, before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(facts_are_told, after),
		cmocka_unit_test_teardown(every_kind_is_read, after),
		cmocka_unit_test_teardown(attributes_are_read, after),
		cmocka_unit_test_teardown(newer_servers_have_more, after),
		cmocka_unit_test_teardown(needs_are_read, after),
		cmocka_unit_test_teardown(relations_can_be_followed, after),
		cmocka_unit_test_teardown(what_comes_along_is_implied, after),
		cmocka_unit_test_teardown(system_objects_are_left_out, after),
		cmocka_unit_test_teardown(extensions_stand_for_what_they_made, after),
		cmocka_unit_test_teardown(excluded_objects_take_along_what_is_theirs, after),
		cmocka_unit_test_teardown(another_schema_can_be_the_default, after),
		cmocka_unit_test_teardown(sessions_settings_do_not_matter, after),
		cmocka_unit_test_teardown(an_open_transaction_is_read_and_stays, after),
		cmocka_unit_test_teardown(anybody_may_read, after),
		cmocka_unit_test_teardown(the_number_of_queries_is_fixed, after),
	};

	if (!suite_has_url("postgres"))
		return 77;
	return cmocka_run_group_tests(tests, setup, teardown);
}
