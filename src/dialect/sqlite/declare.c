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

#include "base/text.h"

const char *lite_keep(const struct declare *d, const char *text)
{
	return arena_strdup(d->b->arena, text);
}

static const char *fold(struct declare *d, const char *name)
{
	return lite_fold(&d->row, name);
}

/* For views and triggers, which most schemas have few of: built when the first asks. */
static struct known all_names(struct declare *d)
{
	const struct schema_builder *b = d->b;

	if (d->names.len > 0)
		return (struct known){.all = &d->names};
	for (size_t i = 0; i < b->objects.len; i++)
		if (b->objects.v[i]->parent == NULL || b->objects.v[i]->kind == OBJECT_COLUMN)
			map_put(&d->names, lite_fold(&d->kept, b->objects.v[i]->name), d);
	return (struct known){.all = &d->names};
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
static void add_needs(struct declare *d, struct object *o, const struct tokens *t, struct range r)
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
		named = map_get(&d->objects, fold(d, lite_name(v, &d->row)));
		if (named != NULL)
			schema_need(d->b, o, named);
	}
}

/* A top-level object whose text is looked at later, when all names are known. */
static void add_object(struct declare *d, enum object_kind kind, const struct dialect_row *row)
{
	struct object *o = schema_add(d->b, kind, NULL, NULL, row->name, NULL);

	schema_set(d->b, o, ATTR_SOURCE, row->sql);
	map_put(&d->objects, lite_fold(&d->kept, row->name), o);
}

/* What could not be taken apart is compared as it is. */
static void set_opaque(struct declare *d, struct object *o, const struct dialect_row *row)
{
	schema_set(d->b, o, ATTR_DEFINITION, row->sql);
}

static void declare_virtual(struct declare *d, const struct dialect_row *row)
{
	struct object *o = map_get(&d->objects, fold(d, row->name));
	struct create_virtual create;
	_cleanup_buf_ struct buf b = {0};

	if (!lite_parse_virtual(&d->row, row->sql, &create)) {
		set_opaque(d, o, row);
		return;
	}
	/* The arguments are the module's own language: only blanks are made alike. */
	for (size_t i = create.rest; i < create.tokens.len; i++) {
		const struct lex_token *v = &create.tokens.v[i];
		const struct object *named;

		if (i > create.rest)
			buf_addc(&b, ' ');
		buf_add(&b, v->text, v->len);
		/* The table whose rows it indexes: content='posts'. */
		if (!lex_is(v, "CONTENT") || !lite_is(&v[1], '=') || v[2].kind == LEX_END)
			continue;
		named = map_get(&d->objects, fold(d, lite_name(&v[2], &d->row)));
		if (named != NULL)
			schema_need(d->b, o, named);
	}
	schema_set(d->b, o, ATTR_DEFINITION, buf_dup(&b, d->b->arena));
}

static struct object *column_of(const struct table *t, const char *name)
{
	for (size_t i = 0; name != NULL && i < t->len; i++)
		if (text_equal_nocase(t->names[i], name))
			return t->columns[i];
	return NULL;
}

static void set_index_columns(struct declare *d, struct object *o, const struct table *t,
			      const struct parts *parts)
{
	const char **columns = arena_array(d->b->arena, const char *, parts->len);

	for (size_t i = 0; i < parts->len; i++) {
		const struct object *column = column_of(t, parts->v[i].name);

		columns[i] = column != NULL ? column->name : "";
		if (column != NULL)
			schema_need(d->b, o, column);
	}
	o->columns = columns;
	o->columns_len = parts->len;
}

static void declare_index(struct declare *d, const struct dialect_row *row)
{
	const struct table *t = map_get(&d->tables, fold(d, row->table));
	struct create_index create;
	struct known known;
	struct object *o;

	if (t == NULL)
		return;
	known = (struct known){.columns = t->names, .len = t->len};
	o = schema_add(d->b, OBJECT_INDEX, t->object, NULL, row->name, NULL);
	schema_set(d->b, o, ATTR_SOURCE, row->sql);
	if (!lite_parse_index(&d->row, row->sql, &create)) {
		set_opaque(d, o, row);
		return;
	}
	schema_set_flag(d->b, o, ATTR_UNIQUE, create.unique);
	schema_set(d->b, o, ATTR_KEY,
		   lite_keep(d, lite_declare_key(&create.tokens, &create.parts, &known, &d->row)));
	if (create.where.to > create.where.from)
		schema_set(d->b, o, ATTR_WHERE,
			   lite_keep(d, lite_canonical(&create.tokens, create.where, &known,
						       &d->row)));
	set_index_columns(d, o, t, &create.parts);
}

static void declare_view(struct declare *d, const struct dialect_row *row)
{
	struct object *o = map_get(&d->objects, fold(d, row->name));
	struct known known = all_names(d);
	struct create_view create;
	_cleanup_buf_ struct buf b = {0};

	if (!lite_parse_view(&d->row, row->sql, &create)) {
		set_opaque(d, o, row);
		return;
	}
	for (size_t i = 0; i < create.columns.len; i++) {
		if (i > 0)
			buf_adds(&b, ", ");
		lite_add_name(&b, create.columns.v[i]);
	}
	schema_set(d->b, o, ATTR_KEY, buf_dup(&b, d->b->arena));
	schema_set(d->b, o, ATTR_QUERY,
		   lite_canonical(&create.tokens, create.query, &known, d->b->arena));
	add_needs(d, o, &create.tokens, create.query);
}

static void declare_trigger(struct declare *d, const struct dialect_row *row)
{
	const struct object *on = map_get(&d->objects, fold(d, row->table));
	struct known known = all_names(d);
	struct arena *a = d->b->arena;
	struct create_trigger create;
	struct object *o;

	if (on == NULL)
		return;
	o = schema_add(d->b, OBJECT_TRIGGER, on, NULL, row->name, NULL);
	schema_set(d->b, o, ATTR_SOURCE, row->sql);
	if (!lite_parse_trigger(&d->row, row->sql, &create)) {
		set_opaque(d, o, row);
		return;
	}
	schema_set(d->b, o, ATTR_TIMING,
		   arena_printf(a, "%s %s", create.timing,
				lite_canonical(&create.tokens, create.event, &known, &d->row)));
	schema_set(d->b, o, ATTR_DEFINITION,
		   lite_canonical(&create.tokens, create.body, &known, a));
	add_needs(d, o, &create.tokens, create.body);
}

static bool is_virtual(const struct dialect_row *row)
{
	return strncmp(row->sql, "CREATE VIRTUAL", 14) == 0;
}

static void declare_name(struct declare *d, const struct dialect_row *row)
{
	if (strcmp(row->type, "view") == 0)
		add_object(d, OBJECT_VIEW, row);
	else if (strcmp(row->type, "table") != 0)
		return;
	else if (is_virtual(row))
		add_object(d, OBJECT_VIRTUAL_TABLE, row);
	else
		lite_declare_table(d, row);
}

static void declare_rest(struct declare *d, const struct dialect_row *row)
{
	if (strcmp(row->type, "index") == 0)
		declare_index(d, row);
	else if (strcmp(row->type, "view") == 0)
		declare_view(d, row);
	else if (strcmp(row->type, "trigger") == 0)
		declare_trigger(d, row);
	else if (is_virtual(row))
		declare_virtual(d, row);
}

void sqlite_declare(struct schema_builder *b, const struct dialect_row *rows, size_t n)
{
	struct declare d = {.b = b};

	d.tables.arena = d.objects.arena = d.names.arena = &d.kept;
	for (size_t i = 0; i < n; i++) {
		declare_name(&d, &rows[i]);
		arena_reset(&d.row);
	}
	lite_declare_references(&d);
	for (size_t i = 0; i < n; i++) {
		declare_rest(&d, &rows[i]);
		arena_reset(&d.row);
	}
	arena_done(&d.row);
	arena_done(&d.kept);
}
