/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sections of views, routines, types and the rest, made from whatever kinds of
 * children and attributes an object has: a kind that an engine adds shows up
 * without a change here.
 */
#include "docgen/html.h"

#include <string.h>

enum { SHORT_LINES = 15 };

/*
 * What a heading says already, or a place of its own shows; and owners, which
 * differ between copies of a database that are to be documented alike.
 */
static bool is_shown_elsewhere(enum attribute name)
{
	static const enum attribute shown[] = {
		ATTR_COMMENT, ATTR_DEFINITION,   ATTR_SOURCE,     ATTR_QUERY,
		ATTR_BODY,    ATTR_PARTITION_OF, ATTR_EXPRESSION, ATTR_WITH_CHECK,
		ATTR_OWNER,   ATTR_DEFINER,      ATTR_KEY,        ATTR_SQL_MODE,
	};

	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++)
		if (shown[i] == name)
			return true;
	return false;
}

void html_attributes(const struct catalog *c, struct buf *b, const struct object *o)
{
	size_t written = 0;

	(void)c;
	for (size_t i = 0; i < o->attributes_len; i++) {
		const struct attribute_value *v = &o->attributes[i];

		if (is_shown_elsewhere(v->name))
			continue;
		buf_adds(b, written++ == 0 ? "<ul class=\"tags\">" : "");
		html(b, "<li>%s", attribute_word(v->name));
		if (strcmp(v->value, "yes") != 0)
			html(b, " <code>%s</code>", v->value);
		buf_adds(b, "</li>");
	}
	buf_adds(b, written > 0 ? "</ul>\n" : "");
}

/* Opens the section; the caller closes it. */
void html_section(const struct catalog *c, struct buf *b, const struct object *o)
{
	const char *anchor = catalog_anchor(c, o);

	html(b, "<section class=\"object\" id=\"%s\"><h3><a class=\"n\" href=\"#%s\">%s</a>",
	     anchor, anchor, catalog_title(c, o));
	if (o->kind != OBJECT_TABLE)
		html(b, " <span class=\"kind\">%s</span>", kind_word(o->kind));
	buf_adds(b, "</h3>\n");
	html_comment(b, o);
	html_attributes(c, b, o);
}

struct root_list {
	const struct catalog *c;
	struct buf *b;
	const struct object *of;
	const char *title;
	struct map seen;
	size_t written;
};

/* The object that o belongs to, once. */
static void list_root(struct root_list *l, const struct object *o)
{
	const struct object *root = object_root(o);

	if (root == l->of || map_put(&l->seen, root->key, (void *)root) != NULL)
		return;
	if (l->written++ == 0)
		html(l->b, "<h4>%s</h4><ul class=\"plain\">\n", l->title);
	buf_adds(l->b, "<li>");
	html_link(l->c, l->b, root);
	html(l->b, " <span class=\"how\">%s</span></li>\n", kind_word(root->kind));
}

/* Views, routines and what else needs the object or a part of it; tables refer by their keys. */
void html_users(const struct catalog *c, struct buf *b, const struct object *o)
{
	struct root_list l = {c, b, o, "Used by", {.arena = c->arena}};

	for (size_t i = 0; i <= o->children_len; i++) {
		const struct object *part = i == 0 ? o : o->children[i - 1];

		for (size_t j = 0; j < part->needed_by_len; j++)
			if (!catalog_is_table(o->kind) ||
			    !catalog_is_table(object_root(part->needed_by[j])->kind))
				list_root(&l, part->needed_by[j]);
	}
	buf_adds(b, l.written > 0 ? "</ul>\n" : "");
}

static void write_needs(const struct catalog *c, struct buf *b, const struct object *o)
{
	struct root_list l = {c, b, o, "Uses", {.arena = c->arena}};

	for (size_t i = 0; i < o->needs_len; i++)
		list_root(&l, o->needs[i]);
	buf_adds(b, l.written > 0 ? "</ul>\n" : "");
}

void html_touched(const struct catalog *c, struct buf *b, const struct object *o)
{
	const struct touches *t = map_get(&c->touched_by, catalog_title(c, o));

	if (t == NULL)
		return;
	buf_adds(b, "<p class=\"touched\"><span>Migrations</span>");
	for (size_t i = 0; i < t->by.len; i++)
		html(b, " <a href=\"#%s\">%s</a>", catalog_migration_anchor(c, t->by.v[i]),
		     t->by.v[i]->version);
	buf_adds(b, "</p>\n");
}

/* Code of several lines is folded away, a line stands open. */
static void write_code(struct buf *b, const char *summary, const char *code)
{
	if (code[0] == '\0')
		return;
	if (strchr(code, '\n') != NULL || strlen(code) > 160)
		html(b,
		     "<details class=\"code\"><summary>%s</summary><pre><code>%s</code></pre>"
		     "</details>",
		     summary, code);
	else
		html(b, "<code>%s</code>", code);
}

static void write_child(const struct catalog *c, struct buf *b, const struct object *o)
{
	html(b, "<li id=\"%s\">", catalog_anchor(c, o));
	if (catalog_name(o) != NULL)
		html(b, "<code class=\"n name\">%s</code> ", catalog_name(o));
	if (o->kind == OBJECT_INDEX) {
		buf_adds(b, catalog_is_unique(o) ? "<abbr class=\"uq\">UNIQUE</abbr> " : "");
		html(b, "<code>%s</code>", catalog_index_key(c, o));
	} else {
		write_code(b, "definition", catalog_definition(c, o));
	}
	if (object_has(o, ATTR_ENABLED))
		html(b, " <span class=\"how\">%s</span>", object_get(o, ATTR_ENABLED));
	if (object_has(o, ATTR_INVISIBLE))
		buf_adds(b, " <span class=\"how\">invisible</span>");
	html_comment(b, o);
	buf_adds(b, "</li>\n");
}

/* All children but columns and those that have their own list. */
void html_children(const struct catalog *c, struct buf *b, const struct object *o)
{
	for (const struct part_list *list = catalog_parts; list->title != NULL; list++) {
		size_t written = 0;

		for (size_t j = 0; j < o->children_len; j++) {
			if (o->children[j]->kind != list->kind)
				continue;
			if (written++ == 0)
				html(b, "<h4>%s</h4><ul class=\"plain\">\n", list->title);
			write_child(c, b, o->children[j]);
		}
		buf_adds(b, written > 0 ? "</ul>\n" : "");
	}
}

/* The columns of views and composite types. */
static void write_fields(const struct catalog *c, struct buf *b, const struct object *o)
{
	size_t written = 0;

	for (size_t i = 0; i < o->children_len; i++) {
		const struct object *column = o->children[i];
		const char *type = object_get(column, ATTR_TYPE);
		const char *comment = object_get(column, ATTR_COMMENT);

		if (column->kind != OBJECT_COLUMN)
			continue;
		buf_adds(b, written++ == 0
				    ? "<div class=\"scroll\"><table class=\"columns "
				      "fields\"><thead><tr>"
				      "<th>Column</th><th>Type</th><th>Comment</th></tr></thead>"
				      "<tbody>\n"
				    : "");
		html(b,
		     "<tr id=\"%s\"><td><code class=\"n\">%s</code></td><td><code "
		     "class=\"type\">%s</code>"
		     "</td><td class=\"about\">%s</td></tr>\n",
		     catalog_anchor(c, column), column->name, type != NULL ? type : "",
		     comment != NULL ? comment : "");
	}
	buf_adds(b, written > 0 ? "</tbody></table></div>\n" : "");
}

/* What fits a screen stands open. */
static bool is_short(const char *code)
{
	size_t lines = 0;

	for (; *code != '\0'; code++)
		lines += *code == '\n';
	return lines < SHORT_LINES;
}

void html_code(struct buf *b, const char *label, const char *code)
{
	if (code[0] == '\0')
		return;
	buf_adds(b, is_short(code) ? "<details class=\"code\" open>" : "<details class=\"code\">");
	html(b, "<summary>%s</summary><pre><code>%s</code></pre></details>\n", label, code);
}

static void write_object(const struct catalog *c, struct buf *b, const struct object *o)
{
	const char *definition = catalog_definition(c, o);

	html_section(c, b, o);
	write_fields(c, b, o);
	html_code(b, object_has(o, ATTR_QUERY) ? "query" : "definition", definition);
	html_children(c, b, o);
	write_needs(c, b, o);
	html_users(c, b, o);
	html_touched(c, b, o);
	buf_adds(b, "</section>\n");
}

void html_objects(const struct catalog *c, struct buf *b)
{
	for (const struct chapter *k = catalog_chapters; k->id != NULL; k++) {
		size_t kind = 0, at = 0;
		const struct object *o;

		if (catalog_chapter_count(c, k) == 0)
			continue;
		html(b, "<h2 id=\"%s\">%s</h2>\n", k->id, k->title);
		while ((o = catalog_chapter_next(c, k, &kind, &at)) != NULL)
			write_object(c, b, o);
	}
}
