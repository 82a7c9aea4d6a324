/* SPDX-License-Identifier: Apache-2.0 */
/* A table's section: its columns, then what hangs on it in both directions. */
#include "docgen/html.h"

#include <string.h>

static bool any_comment(const struct object *o)
{
	for (size_t i = 0; i < o->children_len; i++)
		if (o->children[i]->kind == OBJECT_COLUMN &&
		    object_has(o->children[i], ATTR_COMMENT))
			return true;
	return false;
}

static void write_marks(struct buf *b, unsigned marks)
{
	if ((marks & MARK_PRIMARY) != 0)
		buf_adds(b, " <abbr class=\"pk\" title=\"primary key\">PK</abbr>");
	if ((marks & MARK_FOREIGN) != 0)
		buf_adds(b, " <abbr class=\"fk\" title=\"foreign key\">FK</abbr>");
	if ((marks & MARK_UNIQUE) != 0)
		buf_adds(b, " <abbr class=\"uq\" title=\"unique\">UQ</abbr>");
}

/* How a value comes into the column when none is given. */
static void write_default(struct buf *b, const struct object *column)
{
	static const struct {
		enum attribute name;
		const char *label;
		bool value;
	} parts[] = {
		{ATTR_DEFAULT, "", true},
		{ATTR_IDENTITY, "identity", true},
		{ATTR_IDENTITY_OPTIONS, "", true},
		{ATTR_AUTO_INCREMENT, "auto increment", false},
		{ATTR_GENERATED, "generated", true},
		{ATTR_GENERATION, "", true},
		{ATTR_ON_UPDATE, "on update", true},
		{ATTR_EXPRESSION, "check", true}, /* of a column alone */
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const char *value = object_get(column, parts[i].name);

		if (value == NULL)
			continue;
		if (parts[i].label[0] != '\0')
			html(b, "<span class=\"how\">%s</span> ", parts[i].label);
		if (parts[i].value)
			html(b, "<code>%s</code> ", value);
	}
}

static void write_references(const struct catalog *c, struct buf *b, const struct table *t,
			     const struct object *column)
{
	size_t written = 0;

	for (size_t i = 0; i < t->out.len; i++) {
		const struct relation *r = t->out.v[i];
		const struct object *key = r->key;

		for (size_t j = 0; j < key->columns_len; j++) {
			if (strcmp(key->columns[j], column->name) != 0)
				continue;
			buf_adds(b, written++ > 0 ? "<br>" : "");
			html(b, "<a href=\"#%s\"><code>%s", catalog_anchor(c, r->to->object),
			     catalog_title(c, r->to->object));
			if (key->reference_columns != NULL)
				html(b, ".%s", key->reference_columns[j]);
			buf_adds(b, "</code></a>");
		}
	}
}

static void write_column(const struct catalog *c, struct buf *b, const struct table *t,
			 const struct object *column, bool comments)
{
	const char *type = object_get(column, ATTR_TYPE);
	const char *collation = object_get(column, ATTR_COLLATION);
	const char *comment = object_get(column, ATTR_COMMENT);
	unsigned marks = catalog_marks(column);
	bool null = !object_has(column, ATTR_NOT_NULL) && (marks & MARK_PRIMARY) == 0;

	html(b, "<tr id=\"%s\"><td><code class=\"n\">%s</code>", catalog_anchor(c, column),
	     column->name);
	write_marks(b, marks);
	html(b, "</td><td><code class=\"type\">%s</code>", type != NULL ? type : "");
	if (collation != NULL)
		html(b, " <span class=\"how\">collate</span> <code>%s</code>", collation);
	if (object_has(column, ATTR_INVISIBLE))
		buf_adds(b, " <span class=\"how\">invisible</span>");
	buf_adds(b, null ? "</td><td class=\"null\">null</td><td>" : "</td><td></td><td>");
	write_default(b, column);
	buf_adds(b, "</td><td>");
	write_references(c, b, t, column);
	if (comments)
		html(b, "</td><td class=\"about\">%s", comment != NULL ? comment : "");
	buf_adds(b, "</td></tr>\n");
}

static void write_columns(const struct catalog *c, struct buf *b, const struct table *t)
{
	const struct object *o = t->object;
	bool comments = any_comment(o);

	buf_adds(b, "<div class=\"scroll\"><table class=\"columns\"><thead><tr><th>Column</th>"
		    "<th>Type</th><th>Null</th><th>Default</th><th>Refers to</th>");
	buf_adds(b, comments ? "<th>Comment</th></tr></thead><tbody>\n" : "</tr></thead><tbody>\n");
	for (size_t i = 0; i < o->children_len; i++)
		if (o->children[i]->kind == OBJECT_COLUMN)
			write_column(c, b, t, o->children[i], comments);
	buf_adds(b, "</tbody></table></div>\n");
}

static void write_relation(const struct catalog *c, struct buf *b, const struct relation *r,
			   bool outward)
{
	const struct object *key = r->key;
	const char *own = catalog_columns(c, key->columns, key->columns_len);
	const char *theirs = catalog_columns(c, key->reference_columns,
					     key->reference_columns != NULL ? key->columns_len : 0);
	const char *actions = catalog_actions(c, key);

	html(b, "<li><code>%s</code> <span class=\"arrow\">%s</span> ", outward ? own : theirs,
	     outward ? "→" : "←");
	html_link(c, b, outward ? r->to->object : r->from->object);
	html(b, " <code>(%s)</code>", outward ? theirs : own);
	if (actions[0] != '\0')
		html(b, " <span class=\"how\">%s</span>", actions);
	if (outward && catalog_name(key) != NULL)
		html(b, " <span class=\"name n\">%s</span>", key->name);
	html_comment(b, key);
	buf_adds(b, "</li>\n");
}

/* A key to a table that is not there, or not described here. */
static void write_loose_keys(const struct catalog *c, struct buf *b, const struct table *t)
{
	const struct object *o = t->object;

	for (size_t i = 0; i < o->children_len; i++)
		if (catalog_is_loose(c, o->children[i]))
			html(b, "<li><code>%s</code></li>\n",
			     catalog_definition(c, o->children[i]));
}

static void write_relations(const struct catalog *c, struct buf *b, const struct table *t)
{
	if (catalog_has_keys(t)) {
		buf_adds(b, "<h4>Refers to</h4><ul class=\"plain\">\n");
		for (size_t i = 0; i < t->out.len; i++)
			write_relation(c, b, t->out.v[i], true);
		write_loose_keys(c, b, t);
		buf_adds(b, "</ul>\n");
	}
	if (t->in.len > 0) {
		html(b, "<h4>Referenced by <span class=\"count\">%zu</span></h4>\n", t->in.len);
		buf_adds(b,
			 t->in.len > 5 ? "<ul class=\"plain many\">\n" : "<ul class=\"plain\">\n");
		for (size_t i = 0; i < t->in.len; i++)
			write_relation(c, b, t->in.v[i], false);
		buf_adds(b, "</ul>\n");
	}
}

static void write_partition(const struct catalog *c, struct buf *b, const struct object *o,
			    size_t depth)
{
	const struct table *t = catalog_table(c, o);
	const char *by = object_get(o, ATTR_PARTITION_BY);
	const char *bound = object_get(o, ATTR_PARTITION_BOUND);

	html(b, "<tr id=\"%s\"><td>", catalog_anchor(c, o));
	for (size_t i = 0; i < depth; i++)
		buf_adds(b, "<span class=\"indent\"></span>");
	html(b, "<code class=\"n\">%s</code></td><td><code>%s</code>%s<code>%s</code>",
	     catalog_title(c, o), bound != NULL ? bound : "", by != NULL ? " partitioned by " : "",
	     by != NULL ? by : "");
	html_comment(b, o);
	buf_adds(b, "</td></tr>\n");
	for (size_t i = 0; t != NULL && i < t->partitions.len; i++)
		write_partition(c, b, t->partitions.v[i], depth + 1);
}

static void write_partitions(const struct catalog *c, struct buf *b, const struct table *t)
{
	if (t->partitions.len == 0)
		return;
	html(b,
	     "<h4>Partitions <span class=\"count\">%zu</span></h4><div class=\"scroll\"><table>"
	     "<thead><tr><th>Partition</th><th>Holds</th></tr></thead><tbody>\n",
	     t->partitions.len);
	for (size_t i = 0; i < t->partitions.len; i++)
		write_partition(c, b, t->partitions.v[i], 0);
	buf_adds(b, "</tbody></table></div>\n");
}

void html_table(const struct catalog *c, struct buf *b, const struct table *t)
{
	html_section(c, b, t->object);
	write_columns(c, b, t);
	write_relations(c, b, t);
	html_children(c, b, t->object);
	if (object_has(t->object, ATTR_DEFINITION))
		html_code(b, "definition", catalog_definition(c, t->object));
	write_partitions(c, b, t);
	html_users(c, b, t->object);
	html_touched(c, b, t->object);
	buf_adds(b, "</section>\n");
}
