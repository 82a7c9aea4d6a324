/* SPDX-License-Identifier: Apache-2.0 */
#include "docgen/docgen.h"

#include "docgen/catalog.h"
#include "docgen/diagram.h"
#include "docgen/markup.h"
#include "docgen/mermaid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct arena arena;
	struct schema_builder b;
	struct schema schema;
	struct docgen_input in;
	struct catalog catalog;
	struct buf out;
};

static struct object *add_table(struct fixture *f, const char *schema, const char *name)
{
	struct object *t = schema_add(&f->b, OBJECT_TABLE, NULL, schema, name, NULL);
	struct object *id = schema_add(&f->b, OBJECT_COLUMN, t, NULL, "id", NULL);

	id->position = 1;
	schema_set(&f->b, id, ATTR_TYPE, "integer");
	return t;
}

static struct object *add_column(struct fixture *f, struct object *t, const char *name,
				 size_t position)
{
	struct object *o = schema_add(&f->b, OBJECT_COLUMN, t, NULL, name, NULL);

	o->position = position;
	schema_set(&f->b, o, ATTR_TYPE, "integer");
	return o;
}

static struct object *add_key(struct fixture *f, struct object *t, enum object_kind kind,
			      const char *name, const char *column)
{
	struct object *o = schema_add(&f->b, kind, t, NULL, name, NULL);
	const char **columns = arena_array(&f->arena, const char *, 1);

	columns[0] = column;
	o->columns = columns;
	o->columns_len = 1;
	return o;
}

static struct object *refer(struct fixture *f, struct object *t, const char *column,
			    const struct object *to)
{
	static const char *const id[] = {"id"};
	struct object *o = add_key(f, t, OBJECT_FOREIGN_KEY,
				   arena_printf(&f->arena, "%s_%s_fkey", t->name, column), column);

	o->references = to;
	o->reference_columns = id;
	return o;
}

static void finish(struct fixture *f)
{
	schema_finish(&f->b, &f->schema);
	f->in.schema = &f->schema;
	catalog_build(&f->catalog, &f->in, &f->arena);
}

static int set_up(void **state)
{
	struct fixture *f = xcalloc(1, sizeof(*f));

	schema_begin(&f->b, &f->arena);
	f->in = (struct docgen_input){.title = "Test"};
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	buf_done(&f->out);
	arena_done(&f->arena);
	free(f);
	return 0;
}

static void has(struct fixture *f, const char *text)
{
	if (strstr(buf_str(&f->out), text) == NULL)
		fail_msg("\"%s\" is not in:\n%s", text, buf_str(&f->out));
}

static void has_not(struct fixture *f, const char *text)
{
	if (strstr(buf_str(&f->out), text) != NULL)
		fail_msg("\"%s\" is in:\n%s", text, buf_str(&f->out));
}

static void html_escapes_what_means_something(void **state)
{
	struct fixture *f = *state;

	html(&f->out, "<b title=\"%s\">%s</b> %zu", "a\"b'c", "<i>&\x01\x7f\xff\xc2\x85",
	     (size_t)7);
	assert_string_equal(f->out.data,
			    "<b title=\"a&quot;b&#39;c\">&lt;i&gt;&amp;\xe2\x90\x81\xe2\x90\xa1"
			    "\xef\xbf\xbd\xef\xbf\xbd</b> 7");
	buf_clear(&f->out);
	html_text(&f->out, "a\xe2\x80\xae"
			   "b\r\nc");
	assert_string_equal(f->out.data, "a\xef\xbf\xbd"
					 "b\nc");
}

static void markdown_escapes_what_means_something(void **state)
{
	struct fixture *f = *state;

	md_text(&f->out, "a*b_c|d <i> [x](y)\n#");
	assert_string_equal(f->out.data, "a\\*b\\_c\\|d &lt;i\\> \\[x\\](y) \\#");
	buf_clear(&f->out);
	md_code(&f->out, "a`b``c|d", true);
	assert_string_equal(f->out.data, "```a`b``c\\|d```");
	buf_clear(&f->out);
	md_code(&f->out, "`x`", false);
	assert_string_equal(f->out.data, "`` `x` ``");
	buf_clear(&f->out);
	md_block(&f->out, "sql", "a ``` b");
	assert_string_equal(f->out.data, "````sql\na ``` b\n````\n");
}

static void anchors_never_collide(void **state)
{
	struct fixture *f = *state;
	struct object *dotted = add_table(f, NULL, "a.b");
	struct object *apart = add_table(f, "a", "b");
	struct object *odd = add_table(f, NULL, "\"<x> ~2e");

	finish(f);
	assert_string_equal(catalog_anchor(&f->catalog, dotted), "table-a~2eb");
	assert_string_equal(catalog_anchor(&f->catalog, apart), "table-a.b");
	assert_string_equal(catalog_anchor(&f->catalog, odd), "table-~22~3cx~3e~20~7e2e");
}

static void groups_are_what_keys_connect(void **state)
{
	struct fixture *f = *state;
	struct object *a = add_table(f, NULL, "a"), *b = add_table(f, NULL, "b");
	struct object *c = add_table(f, NULL, "c"), *d = add_table(f, NULL, "d");
	struct object *e = add_table(f, NULL, "e");

	add_table(f, NULL, "f");
	refer(f, a, "x", c);
	refer(f, e, "x", c);
	refer(f, b, "x", d);
	refer(f, b, "y", b);
	finish(f);
	assert_int_equal(f->catalog.groups.len, 3);
	assert_int_equal(f->catalog.drawn, 2);
	assert_int_equal(f->catalog.groups.v[0].tables.len, 3);
	assert_ptr_equal(f->catalog.groups.v[0].tables.v[2]->object, e);
	assert_int_equal(f->catalog.groups.v[0].relations.len, 2);
	assert_int_equal(f->catalog.groups.v[1].relations.len, 2);
	assert_int_equal(catalog_table(&f->catalog, c)->in.len, 2);
	assert_int_equal(f->catalog.groups.v[2].relations.len, 0);
}

static void keys_mark_columns_and_ends(void **state)
{
	struct fixture *f = *state;
	struct object *a = add_table(f, NULL, "a"), *b = add_table(f, NULL, "b");
	struct object *one = add_column(f, b, "one", 2), *some = add_column(f, b, "some", 3);
	struct object *key;

	add_key(f, a, OBJECT_PRIMARY_KEY, "a_pkey", "id");
	schema_set_flag(&f->b, one, ATTR_NOT_NULL, true);
	add_key(f, b, OBJECT_UNIQUE, "b_one", "one");
	key = add_key(f, b, OBJECT_INDEX, "b_some", "some");
	schema_set_flag(&f->b, key, ATTR_UNIQUE, true);
	schema_set(&f->b, key, ATTR_WHERE, "some > 0");
	refer(f, b, "one", a);
	refer(f, b, "some", a);
	finish(f);
	assert_int_equal(catalog_marks(a->children[0]), MARK_PRIMARY);
	assert_int_equal(catalog_marks(one), MARK_FOREIGN | MARK_UNIQUE);
	assert_int_equal(catalog_marks(some), MARK_FOREIGN);
	assert_true(f->catalog.relations.v[0]->single);
	assert_false(f->catalog.relations.v[0]->optional);
	assert_false(f->catalog.relations.v[1]->single);
	assert_true(f->catalog.relations.v[1]->optional);
}

static void definitions_come_from_either_form(void **state)
{
	struct fixture *f = *state;
	struct object *a = add_table(f, NULL, "a"), *b = add_table(f, NULL, "b");
	struct object *whole = add_key(f, a, OBJECT_INDEX, "i1", "x");
	struct object *pieces = add_key(f, a, OBJECT_INDEX, "i2", "x");
	struct object *gin = add_key(f, a, OBJECT_INDEX, "i3", "x");
	struct object *key = refer(f, a, "x", b), *other = refer(f, a, "y", b);

	schema_set(&f->b, whole, ATTR_DEFINITION,
		   "CREATE UNIQUE INDEX \"i(1\" ON a USING btree (x) WHERE (x > 0)");
	schema_set(&f->b, pieces, ATTR_WHERE, "x > 0");
	schema_set(&f->b, gin, ATTR_DEFINITION, "CREATE INDEX i3 ON a USING gin (x)");
	schema_set(&f->b, key, ATTR_DEFINITION,
		   "FOREIGN KEY (\"x)\") REFERENCES b(id) ON DELETE SET NULL (x) DEFERRABLE");
	schema_set(&f->b, other, ATTR_ON_DELETE, "CASCADE");
	finish(f);
	assert_string_equal(catalog_index_key(&f->catalog, whole), "(x) WHERE (x > 0)");
	assert_true(catalog_is_unique(whole));
	assert_string_equal(catalog_index_key(&f->catalog, pieces), "(x) WHERE x > 0");
	assert_false(catalog_is_unique(pieces));
	assert_string_equal(catalog_index_key(&f->catalog, gin), "gin (x)");
	assert_string_equal(catalog_actions(&f->catalog, key), "ON DELETE SET NULL (x) DEFERRABLE");
	assert_string_equal(catalog_definition(&f->catalog, other),
			    "FOREIGN KEY (y) REFERENCES b (id) ON DELETE CASCADE");
}

static void keys_to_nowhere_are_told(void **state)
{
	struct fixture *f = *state;
	struct object *key = refer(f, add_table(f, NULL, "a"), "x", NULL);

	schema_set(&f->b, key, ATTR_DEFINITION, "REFERENCES gone (id)");
	schema_set(&f->b, key, ATTR_ON_DELETE, "CASCADE");
	finish(f);
	docgen_html(&f->in, &f->out);
	has(f, "<li><code>FOREIGN KEY (x) REFERENCES gone (id) ON DELETE CASCADE</code></li>");
	docgen_markdown(&f->in, &f->out);
	has(f, "Refers to:\n\n- `FOREIGN KEY (x) REFERENCES gone (id) ON DELETE CASCADE`\n");
}

static void triggers_are_told_as_written(void **state)
{
	struct fixture *f = *state;
	struct object *a = add_table(f, NULL, "a");
	struct object *written = schema_add(&f->b, OBJECT_TRIGGER, a, NULL, "t1", NULL);
	struct object *pieces = schema_add(&f->b, OBJECT_TRIGGER, a, NULL, "t2", NULL);

	schema_set(&f->b, written, ATTR_SOURCE, "CREATE TRIGGER t1 -- why");
	schema_set(&f->b, written, ATTR_DEFINITION, "BEGIN SELECT 1; END");
	schema_set(&f->b, pieces, ATTR_TIMING, "BEFORE INSERT");
	schema_set(&f->b, pieces, ATTR_BODY, "SET NEW.x = 1");
	finish(f);
	assert_string_equal(catalog_definition(&f->catalog, written), "CREATE TRIGGER t1 -- why");
	assert_string_equal(catalog_definition(&f->catalog, pieces),
			    "BEFORE INSERT\nSET NEW.x = 1");
}

static void partitions_stand_in_their_table(void **state)
{
	struct fixture *f = *state;
	struct object *whole = add_table(f, NULL, "log"), *part = add_table(f, NULL, "log_2026");
	struct object *users = add_table(f, NULL, "users");

	schema_set(&f->b, whole, ATTR_PARTITION_BY, "RANGE (at)");
	schema_set(&f->b, part, ATTR_PARTITION_OF, "log");
	schema_set(&f->b, part, ATTR_PARTITION_BOUND, "FOR VALUES FROM (2026) TO (2027)");
	schema_need(&f->b, part, whole);
	refer(f, whole, "id", users);
	refer(f, part, "id", users);
	finish(f);
	assert_int_equal(f->catalog.tables.len, 2);
	assert_int_equal(f->catalog.relations.len, 1);
	docgen_html(&f->in, &f->out);
	has(f, "<h4>Partitions <span class=\"count\">1</span>");
	has(f, "<tr id=\"table-log_2026\">");
	has(f, "FOR VALUES FROM (2026) TO (2027)");
}

static void page_escapes_names_and_links_both_ways(void **state)
{
	static const char *const touches[] = {"<a>", "gone"};
	const struct docgen_migration m = {
		.version = "001", .duration_ms = 3450, .touches = touches, .touches_len = 2};
	struct fixture *f = *state;
	struct object *a = add_table(f, NULL, "<a>"), *b = add_table(f, NULL, "b&b");

	add_key(f, a, OBJECT_PRIMARY_KEY, "pk", "id");
	refer(f, b, "id", a);
	f->in.title = "</title><script>";
	f->in.migrations = &m;
	f->in.migrations_len = 1;
	finish(f);
	docgen_html(&f->in, &f->out);
	has(f, "<title>&lt;/title&gt;&lt;script&gt;</title>");
	has(f, "<section class=\"object\" id=\"table-~3ca~3e\">");
	has(f, "→</span> <a href=\"#table-~3ca~3e\"><code>&lt;a&gt;</code></a>");
	has(f, "←</span> <a href=\"#table-b~26b\"><code>b&amp;b</code></a>");
	has(f, "took 3.4 s");
	has(f, "<code class=\"gone\" title=\"not in this schema\">gone</code>");
	has(f, "<p class=\"touched\"><span>Migrations</span> <a href=\"#migration-001\">001</a>");
	has_not(f, "<a>");
	has_not(f, "</title><script>");
	has_not(f, "http://");
	has_not(f, "https://");
}

static void page_draws_groups_or_lists_relations(void **state)
{
	struct fixture *f = *state;
	struct object *a = add_table(f, NULL, "a");

	refer(f, add_table(f, NULL, "b"), "id", a);
	finish(f);
	docgen_html(&f->in, &f->out);
	if (docgen_has_diagrams()) {
		has(f, "<svg class=\"er\"");
		has(f, "<a class=\"er-box\" href=\"#table-a\"");
		has(f, "marker-end=\"url(#er1-many)\"");
		has_not(f, "without Graphviz");
	} else {
		has(f, "made without Graphviz");
		has(f, "<th>Refers to</th>");
		has_not(f, "<svg");
	}
	has_not(f, "<!DOCTYPE svg");
}

static void layout_places_boxes_apart(void **state)
{
	struct fixture *f = *state;
	struct object *a = add_table(f, NULL, "a");
	struct diagram d;

	if (!docgen_has_diagrams())
		skip();
	refer(f, add_table(f, NULL, "b"), "id", a);
	refer(f, a, "id", a);
	finish(f);
	diagram_build(&d, &f->catalog, &f->catalog.groups.v[0], false);
	assert_true(dot_render(&d));
	assert_true(d.boxes.v[1].x >= d.boxes.v[0].x + d.boxes.v[0].width);
	assert_true(d.width >= d.boxes.v[1].x + d.boxes.v[1].width - 1);
	for (size_t i = 0; i < d.lines.len; i++)
		assert_true(d.lines.v[i].points.len >= 4 && d.lines.v[i].points.len % 3 == 1);
}

static void mermaid_has_only_valid_names(void **state)
{
	struct fixture *f = *state;
	struct object *a = add_table(f, NULL, "order"),
		      *b = add_table(f, "my schema", "it's \"b\"");
	struct object *column = add_column(f, b, "größe (m)", 2);

	schema_set(&f->b, add_column(f, b, "2nd", 3), ATTR_COMMENT, "x");
	add_key(f, a, OBJECT_PRIMARY_KEY, "pk", "id");
	refer(f, b, column->name, a);
	finish(f);
	mermaid_write(&f->catalog, &f->catalog.groups.v[0], &f->out);
	assert_string_equal(f->out.data,
			    "erDiagram\n"
			    "    t1_order[\"order\"] {\n"
			    "        integer id PK\n"
			    "    }\n"
			    "    t2_my_schema_it_s_b[\"my schema.it's 'b'\"] {\n"
			    "        integer id\n"
			    "        integer gr_e_m FK\n"
			    "        integer x2nd\n"
			    "    }\n"
			    "    t1_order |o--o{ t2_my_schema_it_s_b : \"größe (m)\"\n");
}

static void markdown_describes_everything(void **state)
{
	static const char *const changes[] = {"create table a"};
	const struct docgen_migration m = {.version = "001",
					   .filename = "001_a.sql",
					   .purpose = "Why | what",
					   .lines = 12,
					   .duration_ms = -1,
					   .changes = changes,
					   .changes_len = 1};
	struct fixture *f = *state;
	struct object *a = add_table(f, NULL, "a"), *view;

	schema_set(&f->b, add_column(f, a, "x|y", 2), ATTR_COMMENT, "one\ntwo");
	refer(f, add_table(f, NULL, "b"), "id", a);
	view = schema_add(&f->b, OBJECT_VIEW, NULL, NULL, "v", NULL);
	schema_set(&f->b, view, ATTR_QUERY, "SELECT 1");
	f->in.migrations = &m;
	f->in.migrations_len = 1;
	finish(f);
	docgen_markdown(&f->in, &f->out);
	has(f, "# Test\n");
	has(f, "```mermaid\nerDiagram\n");
	has(f, "<a id=\"table-a\"></a>\n### `a`\n");
	has(f, "| `x\\|y` | `integer` | null | | | one two |\n");
	has(f, "Referenced by:\n\n- [`b`](#table-b) `id`\n");
	has(f, "```sql\nSELECT 1\n```\n");
	has(f, "- **Purpose**: Why \\| what\n- **Lines**: 12\n");
	has(f, "- **Changes**:\n  - create table a\n");
	has_not(f, "Duration");
}

static void same_input_gives_same_bytes(void **state)
{
	_cleanup_buf_ struct buf again = {0};
	struct fixture *f = *state;
	struct object *a = add_table(f, NULL, "a");

	refer(f, add_table(f, NULL, "b"), "id", a);
	finish(f);
	docgen_html(&f->in, &f->out);
	docgen_html(&f->in, &again);
	assert_string_equal(f->out.data, again.data);
	buf_clear(&f->out);
	docgen_dot(&f->in, &f->out);
	has(f, "t0:r0:e -> t1:r0:w");
}

static void empty_schema_is_a_page(void **state)
{
	struct fixture *f = *state;

	finish(f);
	docgen_html(&f->in, &f->out);
	has(f, "<h1>Test</h1>");
	has_not(f, "id=\"tables\"");
	buf_clear(&f->out);
	docgen_markdown(&f->in, &f->out);
	assert_string_equal(f->out.data, "# Test\n\n");
}

static void index_alone_needs_no_schema(void **state)
{
	static const char *const touches[] = {"users"};
	const struct docgen_migration m = {
		.version = "001", .duration_ms = -1, .touches = touches, .touches_len = 1};
	const struct docgen_input in = {.title = "Test", .migrations = &m, .migrations_len = 1};
	struct fixture *f = *state;

	docgen_html(&in, &f->out);
	has(f, "<code class=\"table\">users</code>");
	has_not(f, "class=\"gone\"");
	has_not(f, "id=\"tables\"");
	buf_clear(&f->out);
	docgen_markdown(&in, &f->out);
	has(f, "- **Touches**: `users`\n");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(html_escapes_what_means_something),
		CASE(markdown_escapes_what_means_something),
		CASE(anchors_never_collide),
		CASE(groups_are_what_keys_connect),
		CASE(keys_mark_columns_and_ends),
		CASE(definitions_come_from_either_form),
		CASE(keys_to_nowhere_are_told),
		CASE(triggers_are_told_as_written),
		CASE(partitions_stand_in_their_table),
		CASE(page_escapes_names_and_links_both_ways),
		CASE(page_draws_groups_or_lists_relations),
		CASE(layout_places_boxes_apart),
		CASE(mermaid_has_only_valid_names),
		CASE(markdown_describes_everything),
		CASE(same_input_gives_same_bytes),
		CASE(empty_schema_is_a_page),
		CASE(index_alone_needs_no_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
