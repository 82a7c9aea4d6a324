/* SPDX-License-Identifier: Apache-2.0 */
/* The index of migrations: a line each, with what it did folded below. */
#include "docgen/html.h"

#include "docgen/words.h"

#include <string.h>

static void write_touches(const struct catalog *c, struct buf *b, const struct docgen_migration *m)
{
	for (size_t i = 0; i < m->touches_len; i++) {
		const struct object *o = map_get(&c->by_title, m->touches[i]);

		buf_adds(b, i > 0 ? " " : "");
		if (o != NULL)
			html_link(c, b, o);
		else if (c->in->schema == NULL)
			html(b, "<code class=\"table\">%s</code>", m->touches[i]);
		else
			html(b, "<code class=\"gone\" title=\"not in this schema\">%s</code>",
			     m->touches[i]);
	}
}

static void write_facts(struct buf *b, const struct docgen_migration *m)
{
	char text[WORDS_SIZE];

	buf_adds(b, "<p class=\"when\">");
	if (m->applied_at != NULL)
		html(b, "<span>applied %s</span>", m->applied_at);
	if (m->applied_by != NULL)
		html(b, "<span>by %s</span>", m->applied_by);
	if (m->duration_ms >= 0)
		html(b, "<span>took %s</span>", words_duration(m->duration_ms, text));
	if (m->lines > 0)
		html(b, m->lines == 1 ? "<span>%zu line</span>" : "<span>%zu lines</span>",
		     m->lines);
	if (m->filename != NULL)
		html(b, "<span><code>%s</code></span>", m->filename);
	buf_adds(b, "</p>\n");
}

static void write_migration(const struct catalog *c, struct buf *b,
			    const struct docgen_migration *m)
{
	const char *anchor = catalog_migration_anchor(c, m);

	html(b,
	     "<section class=\"object migration\" id=\"%s\"><h3><a class=\"n\" href=\"#%s\">%s</a>",
	     anchor, anchor, m->version);
	if (m->name != NULL)
		html(b, " <span class=\"title n\">%s</span>", m->name);
	if (m->state != NULL)
		html(b, " <span class=\"state\" data-state=\"%s\">%s</span>", m->state, m->state);
	buf_adds(b, "</h3>\n");
	if (m->purpose != NULL)
		html(b, "<p class=\"comment\">%s</p>\n", m->purpose);
	write_facts(b, m);
	if (m->touches_len > 0) {
		buf_adds(b, "<p class=\"touched\"><span>Touches</span> ");
		write_touches(c, b, m);
		buf_adds(b, "</p>\n");
	}
	if (m->changes_len > 0) {
		html(b, "<details class=\"code\"><summary>%zu change", m->changes_len);
		buf_adds(b, m->changes_len == 1 ? "</summary><ol>\n" : "s</summary><ol>\n");
		for (size_t i = 0; i < m->changes_len; i++)
			html(b, "<li>%s</li>\n", m->changes[i]);
		buf_adds(b, "</ol></details>\n");
	}
	buf_adds(b, "</section>\n");
}

void html_migrations(const struct catalog *c, struct buf *b)
{
	if (c->in->migrations_len == 0)
		return;
	buf_adds(b, "<h2 id=\"migrations\">Migrations</h2>\n");
	for (size_t i = 0; i < c->in->migrations_len; i++)
		write_migration(c, b, &c->in->migrations[i]);
}
