/* SPDX-License-Identifier: Apache-2.0 */
/* One figure a group of connected tables. */
#include "docgen/html.h"

/* Above this many tables a box shows the columns of keys only. */
enum { WHOLE_TABLES = 20 };

static void write_list(const struct catalog *c, struct buf *b, const struct group *g)
{
	buf_adds(b, "<div class=\"scroll\"><table><thead><tr><th>Table</th><th>Columns</th>"
		    "<th>Refers to</th><th>Columns</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < g->relations.len; i++) {
		const struct relation *r = g->relations.v[i];
		const struct object *key = r->key;

		buf_adds(b, "<tr><td>");
		html_link(c, b, r->from->object);
		html(b, "</td><td><code>%s</code></td><td>",
		     catalog_columns(c, key->columns, key->columns_len));
		html_link(c, b, r->to->object);
		html(b, "</td><td><code>%s</code></td></tr>\n",
		     catalog_columns(c, key->reference_columns,
				     key->reference_columns != NULL ? key->columns_len : 0));
	}
	buf_adds(b, "</tbody></table></div>\n");
}

static bool is_drawable(const struct group *g)
{
	return g->tables.len <= DIAGRAM_MOST_TABLES && g->relations.len <= DIAGRAM_MOST_RELATIONS;
}

static void write_figure(const struct catalog *c, struct buf *b, size_t n)
{
	const struct group *g = &c->groups.v[n];
	struct diagram d;

	html(b, "<figure id=\"diagram-%zu\"><figcaption><span><b>%zu tables</b>, %zu relation",
	     n + 1, g->tables.len, g->relations.len);
	buf_adds(b, g->relations.len == 1 ? "" : "s");
	diagram_build(&d, c, g, g->tables.len > WHOLE_TABLES);
	if (!is_drawable(g)) {
		html(b,
		     "; more than a drawing can show (%zu tables), so here they are as a list"
		     "</span></figcaption>\n",
		     (size_t)DIAGRAM_MOST_TABLES);
		write_list(c, b, g);
	} else if (!dot_render(&d)) {
		buf_adds(b, "</span></figcaption>\n");
		write_list(c, b, g);
	} else {
		if (g->tables.len > WHOLE_TABLES)
			buf_adds(b, "; only the columns of keys are shown");
		buf_adds(
			b,
			"</span><span class=\"zoom\"><button type=\"button\" data-zoom=\"out\" "
			"aria-label=\"Smaller\">−</button><button type=\"button\" data-zoom=\"in\" "
			"aria-label=\"Larger\">+</button><button type=\"button\" "
			"data-zoom=\"fit\">Fit</button></span></figcaption>\n"
			"<div class=\"canvas\" tabindex=\"0\">");
		svg_write(&d, arena_printf(c->arena, "er%zu", n + 1), b);
		buf_adds(b, "</div>\n");
	}
	buf_adds(b, "</figure>\n");
}

void html_relations(const struct catalog *c, struct buf *b)
{
	if (c->drawn == 0)
		return;
	buf_adds(b, "<section id=\"relations\" class=\"relations\"><h2>Relations</h2>\n");
	if (!dot_can_render())
		buf_adds(b, "<p class=\"note\">This page was made without Graphviz: relations are "
			    "listed, not drawn.</p>\n");
	for (size_t i = 0; i < c->drawn; i++)
		write_figure(c, b, i);
	if (c->drawn < c->groups.len) {
		buf_adds(b, "<p class=\"alone\"><span>Tables without relations</span> ");
		for (size_t i = c->drawn; i < c->groups.len; i++) {
			buf_adds(b, i > c->drawn ? " " : "");
			html_link(c, b, c->groups.v[i].tables.v[0]->object);
		}
		buf_adds(b, "</p>\n");
	}
	buf_adds(b, "</section>\n");
}
