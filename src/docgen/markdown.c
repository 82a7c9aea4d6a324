/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Markdown as forges show it (GitHub's flavour): pipe tables, HTML anchors, and
 * Mermaid for the diagrams.
 */
#include "docgen/catalog.h"
#include "docgen/markup.h"
#include "docgen/mermaid.h"
#include "docgen/words.h"

#include <string.h>

static void write_anchor(struct buf *b, const char *anchor)
{
	buf_printf(b, "<a id=\"%s\"></a>\n", anchor);
}

static void write_link(const struct catalog *c, struct buf *b, const struct object *o,
		       bool in_table)
{
	buf_addc(b, '[');
	md_code(b, catalog_title(c, o), in_table);
	buf_printf(b, "](#%s)", catalog_anchor(c, o));
}

static void write_paragraph(struct buf *b, const char *text)
{
	if (text == NULL)
		return;
	md_text(b, text);
	buf_adds(b, "\n\n");
}

static void write_heading(const struct catalog *c, struct buf *b, const struct object *o)
{
	write_anchor(b, catalog_anchor(c, o));
	buf_adds(b, "### ");
	md_code(b, catalog_title(c, o), false);
	if (o->kind != OBJECT_TABLE)
		buf_printf(b, " (%s)", kind_word(o->kind));
	buf_adds(b, "\n\n");
	write_paragraph(b, object_get(o, ATTR_COMMENT));
}

static void write_default(struct buf *b, const struct object *column)
{
	static const struct {
		enum attribute name;
		const char *label;
	} parts[] = {
		{ATTR_DEFAULT, ""},
		{ATTR_IDENTITY, "identity "},
		{ATTR_GENERATED, "generated "},
		{ATTR_ON_UPDATE, "on update "},
		{ATTR_EXPRESSION, "check "},
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const char *value = object_get(column, parts[i].name);

		if (value == NULL)
			continue;
		buf_printf(b, "%s", parts[i].label);
		md_code(b, value, true);
		buf_addc(b, ' ');
	}
	if (object_has(column, ATTR_AUTO_INCREMENT))
		buf_adds(b, "auto increment ");
}

/* "PK", "FK → users.id": each key that the column is in. */
static void write_keys(const struct catalog *c, struct buf *b, const struct object *column)
{
	const struct table *t = catalog_table(c, column->parent);
	unsigned marks = catalog_marks(column);

	if ((marks & MARK_PRIMARY) != 0)
		buf_adds(b, "PK ");
	if ((marks & MARK_UNIQUE) != 0)
		buf_adds(b, "UQ ");
	if ((marks & MARK_FOREIGN) != 0)
		buf_adds(b, "FK ");
	for (size_t i = 0; t != NULL && i < t->out.len; i++) {
		const struct relation *r = t->out.v[i];

		for (size_t j = 0; j < r->key->columns_len; j++) {
			if (strcmp(r->key->columns[j], column->name) != 0)
				continue;
			buf_adds(b, "→ ");
			write_link(c, b, r->to->object, true);
			buf_addc(b, ' ');
		}
	}
}

static void write_column(const struct catalog *c, struct buf *b, const struct object *column)
{
	const char *type = object_get(column, ATTR_TYPE);
	const char *comment = object_get(column, ATTR_COMMENT);
	bool null = !object_has(column, ATTR_NOT_NULL) &&
		    (catalog_marks(column) & MARK_PRIMARY) == 0;

	buf_adds(b, "| ");
	md_code(b, column->name, true);
	buf_adds(b, " | ");
	if (type != NULL)
		md_code(b, type, true);
	buf_adds(b, null ? " | null | " : " | | ");
	write_default(b, column);
	buf_adds(b, "| ");
	write_keys(c, b, column);
	buf_adds(b, "| ");
	if (comment != NULL)
		md_text(b, comment);
	buf_adds(b, " |\n");
}

static void write_columns(const struct catalog *c, struct buf *b, const struct object *o)
{
	size_t written = 0;

	for (size_t i = 0; i < o->children_len; i++) {
		if (o->children[i]->kind != OBJECT_COLUMN)
			continue;
		if (written++ == 0)
			buf_adds(b, "| Column | Type | Null | Default | Keys | Comment |\n"
				    "|---|---|---|---|---|---|\n");
		write_column(c, b, o->children[i]);
	}
	buf_adds(b, written > 0 ? "\n" : "");
}

static void write_relations(const struct catalog *c, struct buf *b, const struct table *t)
{
	buf_adds(b, catalog_has_keys(t) ? "Refers to:\n\n" : "");
	for (size_t i = 0; i < t->out.len; i++) {
		const struct relation *r = t->out.v[i];

		buf_adds(b, "- ");
		md_code(b, catalog_columns(c, r->key->columns, r->key->columns_len), false);
		buf_adds(b, " → ");
		write_link(c, b, r->to->object, false);
		if (catalog_actions(c, r->key)[0] != '\0')
			buf_addc(b, ' ');
		md_text(b, catalog_actions(c, r->key));
		buf_adds(b, "\n");
	}
	for (size_t i = 0; i < t->object->children_len; i++) {
		const struct object *key = t->object->children[i];

		if (!catalog_is_loose(c, key))
			continue;
		buf_adds(b, "- ");
		md_code(b, catalog_definition(c, key), false);
		buf_adds(b, "\n");
	}
	buf_adds(b, catalog_has_keys(t) ? "\n" : "");
	for (size_t i = 0; i < t->in.len; i++) {
		const struct relation *r = t->in.v[i];

		buf_adds(b, i == 0 ? "Referenced by:\n\n- " : "- ");
		write_link(c, b, r->from->object, false);
		buf_addc(b, ' ');
		md_code(b, catalog_columns(c, r->key->columns, r->key->columns_len), false);
		buf_adds(b, "\n");
	}
	buf_adds(b, t->in.len > 0 ? "\n" : "");
}

static void write_children(const struct catalog *c, struct buf *b, const struct object *o)
{
	for (const struct part_list *list = catalog_parts; list->title != NULL; list++) {
		size_t written = 0;

		for (size_t j = 0; j < o->children_len; j++) {
			const struct object *child = o->children[j];
			const char *definition;

			if (child->kind != list->kind)
				continue;
			definition = catalog_definition(c, child);
			if (written++ == 0)
				buf_printf(b, "%s:\n\n", list->title);
			buf_adds(b, "- ");
			if (catalog_name(child) != NULL) {
				md_code(b, child->name, false);
				buf_adds(b, definition[0] != '\0' ? ": " : "");
			}
			if (definition[0] != '\0')
				md_code(b, definition, false);
			if (object_has(child, ATTR_COMMENT)) {
				buf_adds(b, " ");
				md_text(b, object_get(child, ATTR_COMMENT));
			}
			buf_adds(b, "\n");
		}
		buf_adds(b, written > 0 ? "\n" : "");
	}
}

static void write_touched(const struct catalog *c, struct buf *b, const struct object *o)
{
	const struct touches *t = map_get(&c->touched_by, catalog_title(c, o));

	if (t == NULL)
		return;
	buf_adds(b, "Migrations:");
	for (size_t i = 0; i < t->by.len; i++) {
		buf_adds(b, " [");
		md_text(b, t->by.v[i]->version);
		buf_printf(b, "](#%s)", catalog_migration_anchor(c, t->by.v[i]));
	}
	buf_adds(b, "\n\n");
}

static void write_partitions(const struct catalog *c, struct buf *b, const struct table *t,
			     size_t depth)
{
	for (size_t i = 0; i < t->partitions.len; i++) {
		const struct object *o = t->partitions.v[i];
		const char *bound = object_get(o, ATTR_PARTITION_BOUND);

		if (depth == 0 && i == 0)
			buf_adds(b, "Partitions:\n\n");
		for (size_t j = 0; j < depth; j++)
			buf_adds(b, "  ");
		buf_adds(b, "- ");
		md_code(b, catalog_title(c, o), false);
		if (bound != NULL) {
			buf_addc(b, ' ');
			md_code(b, bound, false);
		}
		buf_adds(b, "\n");
		write_partitions(c, b, catalog_table(c, o), depth + 1);
	}
	buf_adds(b, depth == 0 && t->partitions.len > 0 ? "\n" : "");
}

static void write_diagrams(const struct catalog *c, struct buf *b)
{
	if (c->drawn > 0)
		buf_adds(b, "## Relations\n\n");
	for (size_t i = 0; i < c->drawn; i++) {
		buf_adds(b, "```mermaid\n");
		mermaid_write(c, &c->groups.v[i], b);
		buf_adds(b, "```\n\n");
	}
}

static void write_tables(const struct catalog *c, struct buf *b)
{
	if (c->tables.len > 0)
		buf_adds(b, "## Tables\n\n");
	for (size_t i = 0; i < c->tables.len; i++) {
		const struct table *t = c->tables.v[i];

		write_heading(c, b, t->object);
		write_columns(c, b, t->object);
		write_relations(c, b, t);
		write_children(c, b, t->object);
		if (object_has(t->object, ATTR_DEFINITION)) {
			md_block(b, "sql", catalog_definition(c, t->object));
			buf_adds(b, "\n");
		}
		write_partitions(c, b, t, 0);
		write_touched(c, b, t->object);
	}
}

static void write_object(const struct catalog *c, struct buf *b, const struct object *o)
{
	const char *definition = catalog_definition(c, o);
	size_t written = 0;

	write_heading(c, b, o);
	write_columns(c, b, o);
	for (size_t i = 0; i < o->attributes_len; i++) {
		enum attribute name = o->attributes[i].name;

		if (name == ATTR_COMMENT || name == ATTR_DEFINITION || name == ATTR_SOURCE ||
		    name == ATTR_QUERY || name == ATTR_BODY || name == ATTR_OWNER ||
		    name == ATTR_DEFINER || name == ATTR_KEY || name == ATTR_SQL_MODE)
			continue;
		buf_printf(b, "- %s ", attribute_word(name));
		md_code(b, o->attributes[i].value, false);
		buf_adds(b, "\n");
		written++;
	}
	buf_adds(b, written > 0 ? "\n" : "");
	if (definition[0] != '\0') {
		md_block(b, "sql", definition);
		buf_adds(b, "\n");
	}
	write_children(c, b, o);
	write_touched(c, b, o);
}

static void write_objects(const struct catalog *c, struct buf *b)
{
	for (const struct chapter *k = catalog_chapters; k->id != NULL; k++) {
		size_t kind = 0, at = 0;
		const struct object *o;

		if (catalog_chapter_count(c, k) == 0)
			continue;
		buf_printf(b, "## %s\n\n", k->title);
		while ((o = catalog_chapter_next(c, k, &kind, &at)) != NULL)
			write_object(c, b, o);
	}
}

static void write_list(struct buf *b, const char *label, const char *value)
{
	if (value == NULL)
		return;
	buf_printf(b, "- **%s**: ", label);
	md_text(b, value);
	buf_adds(b, "\n");
}

static void write_migration(const struct catalog *c, struct buf *b,
			    const struct docgen_migration *m)
{
	char took[WORDS_SIZE];

	write_anchor(b, catalog_migration_anchor(c, m));
	buf_adds(b, "### ");
	md_text(b, m->filename != NULL ? m->filename : m->version);
	buf_adds(b, "\n\n");
	write_list(b, "Purpose", m->purpose);
	if (m->lines > 0)
		buf_printf(b, "- **Lines**: %zu\n", m->lines);
	write_list(b, "State", m->state);
	write_list(b, "Applied", m->applied_at);
	write_list(b, "By", m->applied_by);
	write_list(b, "Duration",
		   m->duration_ms >= 0 ? words_duration(m->duration_ms, took) : NULL);
	if (m->changes_len > 0)
		buf_adds(b, "- **Changes**:\n");
	for (size_t i = 0; i < m->changes_len; i++) {
		buf_adds(b, "  - ");
		md_text(b, m->changes[i]);
		buf_adds(b, "\n");
	}
	for (size_t i = 0; i < m->touches_len; i++) {
		const struct object *o = map_get(&c->by_title, m->touches[i]);

		buf_adds(b, i == 0 ? "- **Touches**: " : ", ");
		if (o != NULL)
			write_link(c, b, o, false);
		else
			md_code(b, m->touches[i], false);
	}
	buf_adds(b, m->touches_len > 0 ? "\n\n" : "\n");
}

void docgen_markdown(const struct docgen_input *in, struct buf *ret)
{
	_cleanup_arena_ struct arena a = {0};
	struct catalog c;

	catalog_build(&c, in, &a);
	buf_adds(ret, "# ");
	md_text(ret, in->title);
	buf_adds(ret, "\n\n");
	write_paragraph(ret, in->product);
	write_diagrams(&c, ret);
	write_tables(&c, ret);
	write_objects(&c, ret);
	if (in->migrations_len > 0)
		buf_adds(ret, "## Migrations\n\n");
	for (size_t i = 0; i < in->migrations_len; i++)
		write_migration(&c, ret, &in->migrations[i]);
	if (in->origin != NULL) {
		buf_adds(ret, "Generated by ");
		md_text(ret, in->origin);
		buf_adds(ret, ".\n");
	}
}
