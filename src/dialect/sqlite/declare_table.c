/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A CREATE TABLE as objects. What has two spellings gets one: a key or a check
 * is the same on its column and behind the columns, NOT NULL goes without
 * saying for an INTEGER PRIMARY KEY and in keys WITHOUT ROWID, and so do
 * COLLATE BINARY, NO ACTION, MATCH SIMPLE, DEFAULT NULL and every deferrable
 * that is not initially deferred.
 *
 *	TABLE        SOURCE, STRICT, WITHOUT_ROWID; DEFINITION if it could not be read
 *	COLUMN       SOURCE, TYPE, NOT_NULL, DEFAULT, GENERATED, GENERATION, COLLATION,
 *	             AUTO_INCREMENT, ON_CONFLICT (of NOT NULL)
 *	PRIMARY_KEY, UNIQUE   KEY, ON_CONFLICT
 *	CHECK        EXPRESSION
 *	FOREIGN_KEY  DEFINITION, ON_DELETE, ON_UPDATE, MATCH, DEFERRABLE
 *	these four   SOURCE where they stand behind the columns, UNNAMED
 *
 * Not compared: names of NOT NULL, DEFAULT and other constraints that SQLite
 * itself forgets; the order of columns, which no ALTER TABLE could change.
 */
#include "dialect/sqlite/model.h"

#include "base/text.h"
#include "base/vec.h"
#include "sql/ident.h"

size_t lite_column(const struct create_table *t, const char *name)
{
	for (size_t i = 0; i < t->columns.len; i++)
		if (text_equal_nocase(t->columns.v[i].name, name))
			return i + 1;
	return 0;
}

static const struct constraint *primary_key(const struct create_table *t)
{
	for (size_t i = 0; i < t->constraints.len; i++)
		if (t->constraints.v[i].kind == OBJECT_PRIMARY_KEY)
			return &t->constraints.v[i];
	return NULL;
}

size_t lite_rowid_alias(const struct create_table *t)
{
	const struct constraint *k = primary_key(t);
	size_t column;

	if (k == NULL || t->without_rowid || k->parts.len != 1 || k->parts.v[0].name == NULL ||
	    k->descending)
		return 0;
	column = lite_column(t, k->parts.v[0].name);
	return column != 0 && strcmp(t->columns.v[column - 1].type, "INTEGER") == 0 ? column : 0;
}

const char *lite_declare_key(const struct tokens *t, const struct parts *parts,
			     const struct map *known, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; i < parts->len; i++) {
		const struct part *p = &parts->v[i];

		if (i > 0)
			buf_adds(&b, ", ");
		if (p->name != NULL)
			lite_add_name(&b, lite_fold(a, p->name));
		else
			buf_adds(&b, lite_canonical(t, p->text, known, a));
		if (p->collation != NULL)
			buf_printf(&b, " COLLATE %s", p->collation);
		if (p->descending)
			buf_adds(&b, " DESC");
	}
	return buf_dup(&b, a);
}

/* abc and "abc" are the string 'abc' here; +1 is 1; NULL is no default. */
static const char *default_of(const struct table *t, const struct column *c, struct arena *a)
{
	const struct tokens *tokens = &t->create.tokens;
	struct range r = lite_bare(tokens, c->default_value);
	const struct lex_token *first = &tokens->v[r.from];
	_cleanup_buf_ struct buf b = {0};
	const char *text;

	if (r.to - r.from > 1 && lite_is(first, '+') &&
	    (first[1].kind == LEX_NUMBER || lite_is(&first[1], '.')))
		r.from++;
	text = lite_canonical(tokens, r, &t->columns, a);
	if (strcmp(text, "NULL") == 0)
		return NULL;
	/* Reserved words are in capitals: TRUE, CURRENT_TIME. */
	if (r.to - r.from != 1 || (first->kind == LEX_WORD && *text >= 'A' && *text <= 'Z') ||
	    (first->kind != LEX_WORD && first->kind != LEX_QUOTED))
		return text;
	ident_literal(&b, lite_name(first, a), false);
	return buf_dup(&b, a);
}

static void declare_column(struct schema_builder *b, struct table *t, size_t i)
{
	const struct tokens *tokens = &t->create.tokens;
	const struct column *c = &t->create.columns.v[i];
	struct object *o = schema_add(b, OBJECT_COLUMN, t->object, NULL, c->name, NULL);

	o->position = i + 1;
	schema_set(b, o, ATTR_SOURCE, lite_source(tokens, c->text, b->arena));
	schema_set(b, o, ATTR_TYPE, c->type);
	schema_set_flag(b, o, ATTR_NOT_NULL, c->not_null);
	if (c->default_value.to > c->default_value.from)
		schema_set(b, o, ATTR_DEFAULT, default_of(t, c, b->arena));
	if (c->generated.to > c->generated.from) {
		schema_set(b, o, ATTR_GENERATED,
			   lite_canonical(tokens, c->generated, &t->columns, b->arena));
		schema_set(b, o, ATTR_GENERATION, c->stored ? "stored" : "virtual");
	}
	if (c->collation != NULL && strcmp(c->collation, "BINARY") != 0)
		schema_set(b, o, ATTR_COLLATION, c->collation);
	if (c->not_null_conflict != NULL && strcmp(c->not_null_conflict, "ABORT") != 0)
		schema_set(b, o, ATTR_ON_CONFLICT, c->not_null_conflict);
}

/* The names of a constraint's columns, as the table spells them; "" for an expression. */
static void set_columns(struct object *o, const struct table *t, const struct parts *parts,
			struct arena *a)
{
	const char **v = arena_array(a, const char *, parts->len);

	for (size_t i = 0; i < parts->len; i++) {
		const char *name = parts->v[i].name;
		size_t column = name == NULL ? 0 : lite_column(&t->create, name);

		v[i] = column != 0    ? t->create.columns.v[column - 1].name
		       : name != NULL ? name
				      : "";
	}
	o->columns = v;
	o->columns_len = parts->len;
}

/*
 * The object of a constraint: by its name, which SQLite does not keep from
 * being given twice, or by made_up. NULL if the same stands there already.
 */
static struct object *add_constraint(struct schema_builder *b, struct table *t,
				     const struct constraint *k, const char *made_up)
{
	const char *name = k->name != NULL ? k->name : made_up;
	struct object *o;

	for (int i = 2; schema_lookup(b, k->kind, t->object, NULL, name, NULL) != NULL; i++) {
		if (k->name == NULL)
			return NULL;
		name = arena_printf(b->arena, "%s (%d)", k->name, i);
	}
	o = schema_add(b, k->kind, t->object, NULL, name, NULL);
	schema_set_flag(b, o, ATTR_UNNAMED, name != k->name);
	if (k->column == 0)
		schema_set(b, o, ATTR_SOURCE, lite_source(&t->create.tokens, k->text, b->arena));
	if (k->on_conflict != NULL && strcmp(k->on_conflict, "ABORT") != 0 &&
	    k->kind != OBJECT_CHECK)
		schema_set(b, o, ATTR_ON_CONFLICT, k->on_conflict);
	return o;
}

static void declare_constraint(struct schema_builder *b, struct table *t,
			       const struct constraint *k)
{
	const struct tokens *tokens = &t->create.tokens;
	const char *text = k->kind == OBJECT_CHECK
				   ? lite_canonical(tokens, k->check, &t->columns, b->arena)
				   : lite_declare_key(tokens, &k->parts, &t->columns, b->arena);
	struct object *o = add_constraint(b, t, k, arena_printf(b->arena, "(%s)", text));
	struct parts column = {0};

	if (o == NULL)
		return;
	schema_set(b, o, k->kind == OBJECT_CHECK ? ATTR_EXPRESSION : ATTR_KEY, text);
	if (k->kind == OBJECT_CHECK && k->column != 0)
		vec_push(&column, b->arena)->name = t->create.columns.v[k->column - 1].name;
	set_columns(o, t, k->kind == OBJECT_CHECK ? &column : &k->parts, b->arena);
}

/* Columns of the primary key cannot be NULL here. */
static void declare_implied(struct schema_builder *b, struct table *t)
{
	const struct constraint *k = primary_key(&t->create);
	bool alias = lite_rowid_alias(&t->create) != 0;

	for (size_t i = 0; k != NULL && i < k->parts.len; i++) {
		struct object *o;

		if (k->parts.v[i].name == NULL)
			continue;
		*vec_push(&t->primary, b->arena) = k->parts.v[i].name;
		o = schema_lookup(b, OBJECT_COLUMN, t->object, NULL, k->parts.v[i].name, NULL);
		if (o == NULL)
			continue;
		if ((alias || t->create.without_rowid) && !object_has(o, ATTR_NOT_NULL))
			schema_set_flag(b, o, ATTR_NOT_NULL, true);
		schema_set_flag(b, o, ATTR_AUTO_INCREMENT, k->autoincrement);
	}
}

struct table *lite_declare_table(struct schema_builder *b, const struct dialect_row *row)
{
	static const char *const rowids[] = {"rowid", "oid", "_rowid_"};
	struct table *t = arena_new(b->arena, struct table);

	t->object = schema_add(b, OBJECT_TABLE, NULL, NULL, row->name, NULL);
	t->columns.arena = b->arena;
	t->readable = lite_parse_table(b->arena, row->sql, &t->create);
	schema_set(b, t->object, ATTR_SOURCE, row->sql);
	if (!t->readable) {
		schema_set(b, t->object, ATTR_DEFINITION, row->sql);
		return t;
	}
	schema_set_flag(b, t->object, ATTR_STRICT, t->create.strict);
	schema_set_flag(b, t->object, ATTR_WITHOUT_ROWID, t->create.without_rowid);
	for (size_t i = 0; i < sizeof(rowids) / sizeof(*rowids); i++)
		map_put(&t->columns, rowids[i], t);
	for (size_t i = 0; i < t->create.columns.len; i++)
		map_put(&t->columns, lite_fold(b->arena, t->create.columns.v[i].name), t);
	for (size_t i = 0; i < t->create.columns.len; i++)
		declare_column(b, t, i);
	for (size_t i = 0; i < t->create.constraints.len; i++)
		if (t->create.constraints.v[i].kind != OBJECT_FOREIGN_KEY)
			declare_constraint(b, t, &t->create.constraints.v[i]);
	declare_implied(b, t);
	return t;
}

/* "a, b", folded and in quotes where needed. */
static const char *list_of(const char *const *names, size_t n, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_adds(&b, ", ");
		lite_add_name(&b, lite_fold(a, names[i]));
	}
	return buf_dup(&b, a);
}

static void declare_foreign_key(struct schema_builder *b, struct table *t,
				const struct constraint *k, const struct table *to)
{
	const char *key = lite_declare_key(&t->create.tokens, &k->parts, &t->columns, b->arena);
	const char *table = lite_fold(b->arena, k->table);
	struct names names = k->to;
	_cleanup_buf_ struct buf definition = {0};
	struct object *o;

	/* Without columns it refers to the primary key. */
	if (names.len == 0 && to != NULL && to->primary.len == k->parts.len)
		names = to->primary;
	o = add_constraint(b, t, k, arena_printf(b->arena, "(%s) -> %s", key, table));
	if (o == NULL)
		return;
	buf_printf(&definition, "FOREIGN KEY (%s) REFERENCES ", key);
	lite_add_name(&definition, table);
	if (names.len > 0)
		buf_printf(&definition, " (%s)", list_of(names.v, names.len, b->arena));
	schema_set(b, o, ATTR_DEFINITION, buf_dup(&definition, b->arena));
	schema_set(b, o, ATTR_ON_DELETE, k->on_delete);
	schema_set(b, o, ATTR_ON_UPDATE, k->on_update);
	if (k->match != NULL && strcmp(k->match, "SIMPLE") != 0)
		schema_set(b, o, ATTR_MATCH, k->match);
	if (k->deferred)
		schema_set(b, o, ATTR_DEFERRABLE, "initially deferred");
	set_columns(o, t, &k->parts, b->arena);
	if (to == NULL)
		return;
	o->references = to->object;
	if (names.len == k->parts.len)
		o->reference_columns = (const char *const *)names.v;
	schema_need(b, o, to->object);
}

void lite_declare_foreign_keys(struct schema_builder *b, struct table *t, const struct map *tables)
{
	for (size_t i = 0; t->readable && i < t->create.constraints.len; i++) {
		const struct constraint *k = &t->create.constraints.v[i];

		if (k->kind == OBJECT_FOREIGN_KEY)
			declare_foreign_key(b, t, k,
					    map_get(tables, lite_fold(b->arena, k->table)));
	}
}
