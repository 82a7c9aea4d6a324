/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Syntax: https://mermaid.js.org/syntax/entityRelationshipDiagram.html. Mermaid
 * takes few characters in names and none escaped, so names are spelled with what
 * it takes; a table whose name changes by that, or may be a word of the language,
 * is shown under its own name by an alias.
 */
#include "docgen/mermaid.h"

#include "docgen/markup.h"

#include <ctype.h>
#include <string.h>

/* Mermaid refuses a text of over 50,000 characters: in large groups boxes show keys, or nothing. */
enum { WHOLE_TABLES = 20, KEYS_TABLES = 80 };

static bool is_plain(char c)
{
	return (unsigned char)c < 0x80 && (isalnum((unsigned char)c) || c == '_');
}

/* The characters of s that Mermaid takes in a name, '_' for the others. */
static void write_word(struct buf *b, const char *s)
{
	bool gap = false;

	if (!is_plain(*s) || isdigit((unsigned char)*s))
		buf_addc(b, 'x');
	for (; *s != '\0'; s++) {
		if (is_plain(*s))
			buf_printf(b, "%s%c", gap ? "_" : "", *s);
		gap = !is_plain(*s);
	}
}

/* Two tables never share one: what had to be changed carries its number. */
static void write_entity(const struct catalog *c, struct buf *b, const struct table *t)
{
	const char *title = catalog_title(c, t->object);
	_cleanup_buf_ struct buf word = {0};

	write_word(&word, title);
	buf_printf(b, "t%zu_%s", t->number + 1, word.data);
}

/* In quotes, where Mermaid takes anything but these. */
static void write_quoted(struct buf *b, const char *s)
{
	static const struct {
		char c;
		const char *instead;
	} others[] = {
		{'"', "'"}, {'%', "\xef\xbc\x85"}, {'\\', "\xef\xbc\xbc"}, {'\n', " "}, {'\t', " "},
	};
	_cleanup_buf_ struct buf text = {0};

	plain_text(&text, s);
	buf_addc(b, '"');
	for (const char *p = buf_str(&text); *p != '\0'; p++) {
		size_t i = 0;

		while (i < sizeof(others) / sizeof(*others) && others[i].c != *p)
			i++;
		if (i < sizeof(others) / sizeof(*others))
			buf_adds(b, others[i].instead);
		else
			buf_addc(b, *p);
	}
	buf_addc(b, '"');
}

static void write_marks(struct buf *b, unsigned marks)
{
	static const struct {
		enum key_mark mark;
		const char *word;
	} words[] = {{MARK_PRIMARY, "PK"}, {MARK_FOREIGN, "FK"}, {MARK_UNIQUE, "UK"}};
	const char *before = " ";

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if ((marks & words[i].mark) == 0)
			continue;
		buf_printf(b, "%s%s", before, words[i].word);
		before = ", ";
	}
}

static void write_attributes(struct buf *b, const struct table *t, bool keys_only)
{
	const struct object *o = t->object;

	for (size_t i = 0; i < o->children_len; i++) {
		const struct object *column = o->children[i];
		const char *type = object_get(column, ATTR_TYPE);
		unsigned marks;

		if (column->kind != OBJECT_COLUMN)
			continue;
		marks = catalog_marks(column);
		if (keys_only && (marks & (MARK_PRIMARY | MARK_FOREIGN)) == 0)
			continue;
		buf_adds(b, "        ");
		write_word(b, type != NULL ? type : "any");
		buf_addc(b, ' ');
		write_word(b, column->name);
		write_marks(b, marks);
		buf_addc(b, '\n');
	}
}

void mermaid_write(const struct catalog *c, const struct group *g, struct buf *ret)
{
	buf_adds(ret, "erDiagram\n");
	for (size_t i = 0; i < g->tables.len; i++) {
		const struct table *t = g->tables.v[i];

		buf_adds(ret, "    ");
		write_entity(c, ret, t);
		buf_addc(ret, '[');
		write_quoted(ret, catalog_title(c, t->object));
		buf_adds(ret, "] {\n");
		if (g->tables.len <= KEYS_TABLES)
			write_attributes(ret, t, g->tables.len > WHOLE_TABLES);
		buf_adds(ret, "    }\n");
	}
	for (size_t i = 0; i < g->relations.len; i++) {
		const struct relation *r = g->relations.v[i];

		buf_adds(ret, "    ");
		write_entity(c, ret, r->to);
		buf_printf(ret, " %s--%s ", r->optional ? "|o" : "||", r->single ? "o|" : "o{");
		write_entity(c, ret, r->from);
		buf_adds(ret, " : ");
		write_quoted(ret, catalog_columns(c, r->key->columns, r->key->columns_len));
		buf_addc(ret, '\n');
	}
}
