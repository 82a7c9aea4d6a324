/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts about single objects: anchors and definitions. One engine's inspect
 * gives a whole DEFINITION, another one the pieces; both become the same here.
 */
#include "docgen/catalog.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

static void add_anchor(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		if ((isalnum((unsigned char)*s) && (unsigned char)*s < 0x80) || *s == '_')
			buf_addc(b, *s);
		else
			buf_printf(b, "~%02x", (unsigned char)*s);
	}
}

const char *catalog_anchor(const struct catalog *c, const struct object *o)
{
	_cleanup_buf_ struct buf b = {0};

	for (const char *p = kind_word(o->kind); *p != '\0'; p++)
		buf_addc(&b, *p == ' ' ? '_' : *p);
	buf_addc(&b, '-');
	if (o->parent != NULL) {
		buf_adds(&b, catalog_anchor(c, o->parent));
		buf_addc(&b, '-');
	}
	if (o->schema != NULL) {
		add_anchor(&b, o->schema);
		buf_addc(&b, '.');
	}
	add_anchor(&b, o->name);
	if (o->arguments != NULL) {
		buf_addc(&b, '-');
		add_anchor(&b, o->arguments);
	}
	return buf_dup(&b, c->arena);
}

const char *catalog_migration_anchor(const struct catalog *c, const struct docgen_migration *m)
{
	_cleanup_buf_ struct buf b = {0};

	buf_adds(&b, "migration-");
	add_anchor(&b, m->version);
	if (m->filename != NULL) {
		buf_addc(&b, '-');
		add_anchor(&b, m->filename);
	}
	return buf_dup(&b, c->arena);
}

const char *catalog_name(const struct object *o)
{
	return o->name[0] == '\0' || object_has(o, ATTR_UNNAMED) ? NULL : o->name;
}

const char *catalog_columns(const struct catalog *c, const char *const *columns, size_t len)
{
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; i < len; i++)
		buf_printf(&b, "%s%s", i > 0 ? ", " : "",
			   columns[i][0] != '\0' ? columns[i] : "(expression)");
	return buf_dup(&b, c->arena);
}

/* Behind the closing quote of what opens at p, or behind p if nothing does. */
static const char *skip_quoted(const char *p)
{
	char close = *p == '[' ? ']' : *p;

	if (*p == '\0' || strchr("\"'`[", *p) == NULL)
		return p + 1;
	for (p++; *p != '\0' && *p != close; p++)
		;
	return *p == '\0' ? p : p + 1;
}

/* The first parenthesis outside of quotes, NULL if there is none. */
static const char *find_open(const char *p)
{
	while (*p != '\0' && *p != '(')
		p = skip_quoted(p);
	return *p == '(' ? p : NULL;
}

/* Behind the parenthesis that closes the one at p. */
static const char *skip_parentheses(const char *p)
{
	size_t depth = 0;

	while (*p != '\0') {
		if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			return p + 1;
		p = skip_quoted(p);
	}
	return p;
}

static const char *gap(const struct buf *b)
{
	return b->len > 0 && b->data[b->len - 1] != '\n' ? " " : "";
}

static void add_clause(struct buf *b, const struct object *o, enum attribute name,
		       const char *before, const char *after)
{
	const char *value = object_get(o, name);

	if (value != NULL)
		buf_printf(b, "%s%s%s%s", gap(b), before, value, after);
}

/* The server may have put parentheses around it already. */
static void add_expression(struct buf *b, const struct object *o, enum attribute name,
			   const char *before)
{
	const char *value = object_get(o, name);
	bool inside = value != NULL && *value == '(' && *skip_parentheses(value) == '\0';

	if (value != NULL)
		buf_printf(b, "%s%s %s%s%s", gap(b), before, inside ? "" : "(", value,
			   inside ? "" : ")");
}

static void add_flag(struct buf *b, const struct object *o, enum attribute name, const char *word)
{
	if (object_has(o, name))
		buf_printf(b, "%s%s", gap(b), word);
}

static void add_key(const struct catalog *c, struct buf *b, const struct object *o)
{
	const char *key = object_get(o, ATTR_KEY);

	if (key == NULL)
		key = catalog_columns(c, o->columns, o->columns_len);
	buf_printf(b, "%s(%s)", gap(b), key);
}

const char *catalog_index_key(const struct catalog *c, const struct object *index)
{
	const char *definition = object_get(index, ATTR_DEFINITION);
	const char *open = definition != NULL ? find_open(definition) : NULL;
	const char *method = open;
	_cleanup_buf_ struct buf b = {0};

	if (open == NULL) {
		add_clause(&b, index, ATTR_METHOD, "", "");
		add_key(c, &b, index);
		add_clause(&b, index, ATTR_INCLUDE, "INCLUDE (", ")");
		add_clause(&b, index, ATTR_WHERE, "WHERE ", "");
		return buf_dup(&b, c->arena);
	}
	while (method > definition && method[-1] == ' ')
		method--;
	while (method > definition && method[-1] != ' ')
		method--;
	if (method - definition > 6 && strncmp(method - 6, "USING ", 6) == 0 &&
	    strncmp(method, "btree ", 6) != 0)
		open = method;
	return arena_strdup(c->arena, open);
}

const char *catalog_actions(const struct catalog *c, const struct object *key)
{
	const char *definition = object_get(key, ATTR_DEFINITION);
	_cleanup_buf_ struct buf b = {0};

	/* Behind the second list of columns, where the definition is the whole clause. */
	if (definition != NULL && text_starts(definition, "FOREIGN KEY")) {
		const char *p = find_open(definition);

		if (p != NULL)
			p = find_open(skip_parentheses(p));
		if (p != NULL)
			p = skip_parentheses(p);
		while (p != NULL && *p == ' ')
			p++;
		if (p != NULL)
			buf_adds(&b, p);
	}
	add_clause(&b, key, ATTR_MATCH, "MATCH ", "");
	add_clause(&b, key, ATTR_ON_UPDATE, "ON UPDATE ", "");
	add_clause(&b, key, ATTR_ON_DELETE, "ON DELETE ", "");
	add_clause(&b, key, ATTR_DEFERRABLE, "", "");
	add_flag(&b, key, ATTR_NOT_VALID, "NOT VALID");
	add_flag(&b, key, ATTR_NOT_ENFORCED, "NOT ENFORCED");
	return buf_dup(&b, c->arena);
}

static void compose_foreign_key(const struct catalog *c, struct buf *b, const struct object *o)
{
	const char *definition = object_get(o, ATTR_DEFINITION);
	const char *actions = catalog_actions(c, o);

	buf_adds(b, "FOREIGN KEY");
	add_key(c, b, o);
	if (definition != NULL)
		buf_printf(b, " %s", definition);
	else if (o->references != NULL)
		buf_printf(b, " REFERENCES %s (%s)", catalog_title(c, o->references),
			   catalog_columns(c, o->reference_columns,
					   o->reference_columns != NULL ? o->columns_len : 0));
	buf_printf(b, "%s%s", actions[0] != '\0' ? " " : "", actions);
}

/* From the attributes; the kinds that have none of these give "". */
static void compose(const struct catalog *c, struct buf *b, const struct object *o)
{
	if (o->kind == OBJECT_FOREIGN_KEY) {
		compose_foreign_key(c, b, o);
	} else if (o->kind == OBJECT_PRIMARY_KEY || o->kind == OBJECT_UNIQUE) {
		buf_adds(b, o->kind == OBJECT_UNIQUE ? "UNIQUE" : "PRIMARY KEY");
		add_key(c, b, o);
		add_clause(b, o, ATTR_ON_CONFLICT, "ON CONFLICT ", "");
	} else if (o->kind == OBJECT_CHECK) {
		add_expression(b, o, ATTR_EXPRESSION, "CHECK");
		add_flag(b, o, ATTR_NOT_ENFORCED, "NOT ENFORCED");
	} else if (o->kind == OBJECT_INDEX) {
		buf_adds(b, catalog_is_unique(o) ? "UNIQUE " : "");
		buf_adds(b, catalog_index_key(c, o));
	} else {
		add_clause(b, o, ATTR_TIMING, "", "\n");
		add_clause(b, o, ATTR_KEY, "(", ")\n");
		add_clause(b, o, ATTR_DEFINITION, "", "");
		add_clause(b, o, ATTR_QUERY, "", "");
		add_clause(b, o, ATTR_BODY, "", "");
	}
}

/* The text of a program or a query as its author wrote it is the best to read. */
static const char *source(const struct object *o)
{
	return o->kind == OBJECT_TRIGGER || o->kind == OBJECT_VIEW || catalog_is_table(o->kind)
		       ? object_get(o, ATTR_SOURCE)
		       : NULL;
}

const char *catalog_definition(const struct catalog *c, const struct object *o)
{
	const char *definition = object_get(o, ATTR_DEFINITION);
	_cleanup_buf_ struct buf b = {0};

	if (o->kind == OBJECT_POLICY) {
		add_clause(&b, o, ATTR_DEFINITION, "", "");
		add_expression(&b, o, ATTR_EXPRESSION, "USING");
		add_expression(&b, o, ATTR_WITH_CHECK, "WITH CHECK");
	} else if (o->kind == OBJECT_PRIVILEGE) {
		add_clause(&b, o, ATTR_PRIVILEGES, "", "");
	} else if (source(o) != NULL) {
		buf_adds(&b, source(o));
	} else if (definition != NULL && !object_has(o, ATTR_TIMING) &&
		   !text_starts(definition, "REFERENCES")) {
		buf_adds(&b, definition);
		if (o->kind != OBJECT_FOREIGN_KEY)
			add_flag(&b, o, ATTR_NOT_VALID, "NOT VALID");
	} else {
		compose(c, &b, o);
	}
	return buf_dup(&b, c->arena);
}
