/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of sqlite_schema as the objects of a schema. The text is all that
 * SQLite itself has, so it is all that is read here: the pragmas tell a part of
 * it, and cost a prepared statement for each table.
 *
 *	VIRTUAL_TABLE  SOURCE, DEFINITION
 *	INDEX          SOURCE, KEY, UNIQUE, WHERE
 *	VIEW           SOURCE, QUERY, KEY (names given to its columns)
 *	TRIGGER        SOURCE, TIMING, DEFINITION
 *
 * What views and triggers need is found by the names behind FROM, JOIN, INTO,
 * UPDATE and IN. Two unlike things are taken for one where that cannot be told
 * without the rules of name resolution: a common table expression and a table
 * of the same name. That orders a little more than needed.
 */
#include "dialect/sqlite/model.h"

#include "base/vec.h"

#include <stdlib.h>

struct declare {
	struct schema_builder *b;
	struct map tables;  /* folded name -> struct table */
	struct map objects; /* folded name -> table, virtual table or view */
	struct map names;   /* all of those and all columns, for what stands in double quotes */
};

static const char *fold(const struct declare *d, const char *name)
{
	return lite_fold(d->b->arena, name);
}

/* Where the scan for names stands within a pair of parentheses. */
struct scope {
	bool tables; /* names here are of tables: behind FROM, until WHERE and the like */
	bool first;  /* the next one may be: behind FROM or a comma */
};

enum { DEEPEST = 200 };

static bool is_any(const struct lex_token *t, const char *const *words)
{
	for (; *words != NULL; words++)
		if (lex_is(t, *words))
			return true;
	return false;
}

static void scope_word(struct scope *s, const struct lex_token *t)
{
	static const char *const opening[] = {"FROM", "JOIN", "INTO", "UPDATE", NULL};
	static const char *const closing[] = {"SELECT", "WHERE",  "SET",       "VALUES", "GROUP",
					      "ORDER",  "HAVING", "LIMIT",     "ON",     "USING",
					      "UNION",  "EXCEPT", "INTERSECT", "WINDOW", NULL};
	static const char *const alternatives[] = {"OR",   "ROLLBACK", "ABORT", "REPLACE",
						   "FAIL", "IGNORE",   NULL};

	if (is_any(t, opening))
		*s = (struct scope){true, true};
	else if (is_any(t, closing))
		*s = (struct scope){false, false};
	else if (lex_is(t, "IN"))
		s->first = true;
	else if (!is_any(t, alternatives)) /* UPDATE OR IGNORE t */
		s->first = false;
}

/* o needs the tables and views that the tokens name. */
static void add_needs(const struct declare *d, struct object *o, const struct tokens *t,
		      struct range r)
{
	struct scope scopes[DEEPEST] = {{false, false}}, *s = scopes;

	for (size_t i = r.from; i < r.to; i++) {
		const struct lex_token *v = &t->v[i];
		const struct object *named;
		bool first = s->first;

		if (lite_is(v, '(') && s + 1 < scopes + DEEPEST) {
			s[1] = *s;
			s->first = false;
			s++;
		} else if (lite_is(v, ')') && s > scopes) {
			s--;
		} else if (lite_is(v, ';')) {
			*s = (struct scope){false, false};
		} else if (lite_is(v, ',')) {
			s->first = s->tables;
		}
		if (v->kind == LEX_WORD)
			scope_word(s, v);
		else if (v->kind == LEX_QUOTED)
			s->first = false;
		else
			continue;
		if (!first)
			continue;
		if (lite_is(&v[1], '.')) { /* main.t */
			s->first = true;
			i++;
			continue;
		}
		named = map_get(&d->objects, fold(d, lite_name(v, d->b->arena)));
		if (named != NULL)
			schema_need(d->b, o, named);
	}
}

static void declare_virtual(struct declare *d, const struct dialect_row *row)
{
	struct object *o = schema_add(d->b, OBJECT_VIRTUAL_TABLE, NULL, NULL, row->name, NULL);
	struct create_virtual create;
	_cleanup_buf_ struct buf b = {0};

	schema_set(d->b, o, ATTR_SOURCE, row->sql);
	map_put(&d->objects, fold(d, row->name), o);
	if (!lite_parse_virtual(d->b->arena, row->sql, &create)) {
		schema_set(d->b, o, ATTR_DEFINITION, row->sql);
		return;
	}
	/* The arguments are the module's own language: only blanks are made alike. */
	for (size_t i = create.rest; i < create.tokens.len; i++) {
		if (i > create.rest)
			buf_addc(&b, ' ');
		buf_add(&b, create.tokens.v[i].text, create.tokens.v[i].len);
	}
	schema_set(d->b, o, ATTR_DEFINITION, buf_dup(&b, d->b->arena));
}

/* The table whose rows it indexes: content='posts'. */
static void virtual_needs(const struct declare *d, const struct dialect_row *row)
{
	struct object *o = map_get(&d->objects, fold(d, row->name));
	struct create_virtual create;

	if (!lite_parse_virtual(d->b->arena, row->sql, &create))
		return;
	for (size_t i = create.rest; i + 2 < create.tokens.len; i++) {
		const struct object *named;

		if (!lex_is(&create.tokens.v[i], "CONTENT") ||
		    !lite_is(&create.tokens.v[i + 1], '='))
			continue;
		named = map_get(&d->objects,
				fold(d, lite_name(&create.tokens.v[i + 2], d->b->arena)));
		if (named != NULL)
			schema_need(d->b, o, named);
	}
}

static void declare_index(struct declare *d, const struct dialect_row *row)
{
	struct table *t = map_get(&d->tables, fold(d, row->table));
	struct arena *a = d->b->arena;
	struct create_index create;
	const char **columns;
	struct object *o;

	if (t == NULL)
		return;
	o = schema_add(d->b, OBJECT_INDEX, t->object, NULL, row->name, NULL);
	schema_set(d->b, o, ATTR_SOURCE, row->sql);
	if (!lite_parse_index(a, row->sql, &create)) {
		schema_set(d->b, o, ATTR_DEFINITION, row->sql);
		return;
	}
	schema_set_flag(d->b, o, ATTR_UNIQUE, create.unique);
	schema_set(d->b, o, ATTR_KEY,
		   lite_declare_key(&create.tokens, &create.parts, &t->columns, a));
	if (create.where.to > create.where.from)
		schema_set(d->b, o, ATTR_WHERE,
			   lite_canonical(&create.tokens, create.where, &t->columns, a));
	columns = arena_array(a, const char *, create.parts.len);
	for (size_t i = 0; i < create.parts.len; i++) {
		const char *name = create.parts.v[i].name;
		const struct object *column =
			name == NULL
				? NULL
				: schema_lookup(d->b, OBJECT_COLUMN, t->object, NULL, name, NULL);

		columns[i] = column != NULL ? column->name : "";
		if (column != NULL)
			schema_need(d->b, o, column);
	}
	o->columns = columns;
	o->columns_len = create.parts.len;
}

static void declare_view(struct declare *d, const struct dialect_row *row)
{
	struct object *o = map_get(&d->objects, fold(d, row->name));
	struct create_view create;
	struct arena *a = d->b->arena;
	_cleanup_buf_ struct buf b = {0};

	schema_set(d->b, o, ATTR_SOURCE, row->sql);
	if (!lite_parse_view(a, row->sql, &create)) {
		schema_set(d->b, o, ATTR_DEFINITION, row->sql);
		return;
	}
	for (size_t i = 0; i < create.columns.len; i++) {
		if (i > 0)
			buf_adds(&b, ", ");
		lite_add_name(&b, create.columns.v[i]);
	}
	schema_set(d->b, o, ATTR_KEY, buf_dup(&b, a));
	schema_set(d->b, o, ATTR_QUERY, lite_canonical(&create.tokens, create.query, &d->names, a));
	add_needs(d, o, &create.tokens, create.query);
}

static void declare_trigger(struct declare *d, const struct dialect_row *row)
{
	const struct object *on = map_get(&d->objects, fold(d, row->table));
	struct create_trigger create;
	struct arena *a = d->b->arena;
	struct object *o;

	if (on == NULL)
		return;
	o = schema_add(d->b, OBJECT_TRIGGER, on, NULL, row->name, NULL);
	schema_set(d->b, o, ATTR_SOURCE, row->sql);
	if (!lite_parse_trigger(a, row->sql, &create)) {
		schema_set(d->b, o, ATTR_DEFINITION, row->sql);
		return;
	}
	schema_set(d->b, o, ATTR_TIMING,
		   arena_printf(a, "%s %s", create.timing,
				lite_canonical(&create.tokens, create.event, &d->names, a)));
	schema_set(d->b, o, ATTR_DEFINITION,
		   lite_canonical(&create.tokens, create.body, &d->names, a));
	add_needs(d, o, &create.tokens, create.body);
}

static bool is_virtual(const struct dialect_row *row)
{
	return strncmp(row->sql, "CREATE VIRTUAL", 14) == 0;
}

static void declare_name(struct declare *d, const struct dialect_row *row)
{
	struct table *t;

	if (strcmp(row->type, "view") == 0) {
		map_put(&d->objects, fold(d, row->name),
			schema_add(d->b, OBJECT_VIEW, NULL, NULL, row->name, NULL));
	} else if (strcmp(row->type, "table") != 0) {
		return;
	} else if (is_virtual(row)) {
		declare_virtual(d, row);
	} else {
		t = lite_declare_table(d->b, row);
		map_put(&d->tables, fold(d, row->name), t);
		map_put(&d->objects, fold(d, row->name), t->object);
		for (size_t i = 0; t->readable && i < t->create.columns.len; i++)
			map_put(&d->names, fold(d, t->create.columns.v[i].name), t);
	}
	map_put(&d->names, fold(d, row->name), d);
}

void sqlite_declare(struct schema_builder *b, const struct dialect_row *rows, size_t n)
{
	struct declare d = {.b = b,
			    .tables.arena = b->arena,
			    .objects.arena = b->arena,
			    .names.arena = b->arena};

	for (size_t i = 0; i < n; i++)
		declare_name(&d, &rows[i]);
	for (size_t i = 0; i < n; i++) {
		const struct dialect_row *row = &rows[i];
		struct table *t = map_get(&d.tables, fold(&d, row->name));

		if (strcmp(row->type, "index") == 0)
			declare_index(&d, row);
		else if (strcmp(row->type, "view") == 0)
			declare_view(&d, row);
		else if (strcmp(row->type, "trigger") == 0)
			declare_trigger(&d, row);
		else if (is_virtual(row))
			virtual_needs(&d, row);
		else if (t != NULL)
			lite_declare_foreign_keys(b, t, &d.tables);
	}
}
