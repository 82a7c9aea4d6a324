/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A CREATE TABLE as objects. What has two spellings gets one: a key or a check
 * is the same on its column and behind the columns, NOT NULL goes without
 * saying for an INTEGER PRIMARY KEY and in keys WITHOUT ROWID, and so do
 * COLLATE BINARY, NO ACTION, MATCH SIMPLE, DEFAULT NULL and every deferrable
 * that is not initially deferred.
 *
 *	TABLE        SOURCE, STRICT, WITHOUT_ROWID; DEFINITION if it could not be read
 *	COLUMN       TYPE, NOT_NULL, DEFAULT, GENERATED, GENERATION, COLLATION,
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
			     const struct known *known, struct arena *a)
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

/* A table at work. */
struct work {
	struct declare *d;
	struct table *table;
	struct create_table create; /* in the arena of the row */
	struct known known;
};

static const char *canonical(const struct work *w, struct range r)
{
	return lite_canonical(&w->create.tokens, r, &w->known, &w->d->row);
}

static void set(const struct work *w, struct object *o, enum attribute name, const char *value)
{
	schema_set(w->d->b, o, name, lite_keep(w->d, value));
}

/* abc and "abc" are the string 'abc' here; +1 is 1; NULL is no default. */
static const char *default_of(const struct work *w, const struct column *c)
{
	const struct tokens *tokens = &w->create.tokens;
	struct range r = lite_bare(tokens, c->default_value);
	const struct lex_token *first = &tokens->v[r.from];
	_cleanup_buf_ struct buf b = {0};
	const char *text;

	if (r.to - r.from > 1 && lite_is(first, '+') &&
	    (first[1].kind == LEX_NUMBER || lite_is(&first[1], '.')))
		r.from++;
	text = canonical(w, r);
	if (strcmp(text, "NULL") == 0)
		return NULL;
	/* Reserved words are in capitals: TRUE, CURRENT_TIME. */
	if (r.to - r.from != 1 || (first->kind == LEX_WORD && *text >= 'A' && *text <= 'Z') ||
	    (first->kind != LEX_WORD && first->kind != LEX_QUOTED))
		return text;
	ident_literal(&b, lite_name(first, &w->d->row), false);
	return buf_dup(&b, &w->d->row);
}

static void declare_column(const struct work *w, size_t i)
{
	const struct column *c = &w->create.columns.v[i];
	struct schema_builder *b = w->d->b;
	struct object *o =
		schema_add(b, OBJECT_COLUMN, w->table->object, NULL, w->table->names[i], NULL);

	w->table->columns[i] = o;
	o->position = i + 1;
	set(w, o, ATTR_TYPE, c->type);
	schema_set_flag(b, o, ATTR_NOT_NULL, c->not_null);
	if (c->default_value.to > c->default_value.from)
		set(w, o, ATTR_DEFAULT, default_of(w, c));
	if (c->generated.to > c->generated.from) {
		set(w, o, ATTR_GENERATED, canonical(w, c->generated));
		schema_set(b, o, ATTR_GENERATION, c->stored ? "stored" : "virtual");
	}
	if (c->collation != NULL && strcmp(c->collation, "BINARY") != 0)
		set(w, o, ATTR_COLLATION, c->collation);
	if (c->not_null_conflict != NULL && strcmp(c->not_null_conflict, "ABORT") != 0)
		set(w, o, ATTR_ON_CONFLICT, c->not_null_conflict);
}

/* The names of a constraint's columns, as the table spells them; "" for an expression. */
static void set_columns(const struct work *w, struct object *o, const struct parts *parts)
{
	const char **v = arena_array(w->d->b->arena, const char *, parts->len);

	for (size_t i = 0; i < parts->len; i++) {
		const char *name = parts->v[i].name;
		size_t column = name == NULL ? 0 : lite_column(&w->create, name);

		v[i] = column != 0    ? w->table->names[column - 1]
		       : name != NULL ? lite_keep(w->d, name)
				      : "";
	}
	o->columns = v;
	o->columns_len = parts->len;
}

/*
 * The object of a constraint: by its name, which SQLite does not keep from
 * being given twice, or by made_up. NULL if the same stands there already.
 */
static struct object *add_constraint(const struct work *w, const struct constraint *k,
				     const char *made_up)
{
	struct schema_builder *b = w->d->b;
	const char *name = lite_keep(w->d, k->name != NULL ? k->name : made_up);
	size_t before = b->objects.len;
	struct object *o = schema_add(b, k->kind, w->table->object, NULL, name, NULL);

	for (int i = 2; b->objects.len == before; i++) {
		if (k->name == NULL)
			return NULL;
		name = arena_printf(b->arena, "%s (%d)", k->name, i);
		o = schema_add(b, k->kind, w->table->object, NULL, name, NULL);
	}
	schema_set_flag(b, o, ATTR_UNNAMED, k->name == NULL || strcmp(name, k->name) != 0);
	if (k->column == 0)
		schema_set(b, o, ATTR_SOURCE, lite_source(&w->create.tokens, k->text, b->arena));
	if (k->on_conflict != NULL && strcmp(k->on_conflict, "ABORT") != 0 &&
	    k->kind != OBJECT_CHECK)
		set(w, o, ATTR_ON_CONFLICT, k->on_conflict);
	return o;
}

static void declare_key(const struct work *w, const struct constraint *k, const char *key)
{
	struct object *o = add_constraint(w, k, arena_printf(&w->d->row, "(%s)", key));

	if (o == NULL)
		return;
	set(w, o, ATTR_KEY, key);
	set_columns(w, o, &k->parts);
}

static void declare_check(const struct work *w, const struct constraint *k)
{
	const char *text = canonical(w, k->check);
	struct object *o = add_constraint(w, k, arena_printf(&w->d->row, "(%s)", text));
	struct parts column = {0};

	if (o == NULL)
		return;
	set(w, o, ATTR_EXPRESSION, text);
	if (k->column != 0)
		vec_push(&column, &w->d->row)->name = w->table->names[k->column - 1];
	set_columns(w, o, &column);
}

static void declare_foreign_key(const struct work *w, const struct constraint *k, const char *key)
{
	const char *table = lite_fold(&w->d->kept, k->table);
	struct object *o = add_constraint(w, k, arena_printf(&w->d->row, "(%s) -> %s", key, table));
	struct reference *reference;

	if (o == NULL)
		return;
	set(w, o, ATTR_ON_DELETE, k->on_delete);
	set(w, o, ATTR_ON_UPDATE, k->on_update);
	if (k->match != NULL && strcmp(k->match, "SIMPLE") != 0)
		set(w, o, ATTR_MATCH, k->match);
	if (k->deferred)
		schema_set(w->d->b, o, ATTR_DEFERRABLE, "initially deferred");
	set_columns(w, o, &k->parts);
	reference = vec_push(&w->d->references, &w->d->kept);
	reference->object = o;
	reference->key = arena_strdup(&w->d->kept, key);
	reference->table = table;
	for (size_t i = 0; i < k->to.len; i++)
		*vec_push(&reference->to, &w->d->kept) = lite_keep(w->d, k->to.v[i]);
}

static void declare_constraint(const struct work *w, const struct constraint *k)
{
	const char *key;

	if (k->kind == OBJECT_CHECK) {
		declare_check(w, k);
		return;
	}
	key = lite_declare_key(&w->create.tokens, &k->parts, &w->known, &w->d->row);
	if (k->kind == OBJECT_FOREIGN_KEY)
		declare_foreign_key(w, k, key);
	else
		declare_key(w, k, key);
}

/* Columns of the primary key cannot be NULL here. */
static void declare_implied(const struct work *w)
{
	const struct constraint *k = primary_key(&w->create);
	bool alias = lite_rowid_alias(&w->create) != 0;

	for (size_t i = 0; k != NULL && i < k->parts.len; i++) {
		size_t column = k->parts.v[i].name == NULL
					? 0
					: lite_column(&w->create, k->parts.v[i].name);
		struct object *o;

		if (column == 0)
			continue;
		o = w->table->columns[column - 1];
		*vec_push(&w->table->primary, &w->d->kept) = o->name;
		if ((alias || w->create.without_rowid) && !object_has(o, ATTR_NOT_NULL))
			schema_set_flag(w->d->b, o, ATTR_NOT_NULL, true);
		schema_set_flag(w->d->b, o, ATTR_AUTO_INCREMENT, k->autoincrement);
	}
}

static void name_columns(struct work *w)
{
	struct table *t = w->table;

	t->len = w->create.columns.len;
	t->names = arena_array(&w->d->kept, const char *, t->len);
	t->columns = arena_array(&w->d->kept, struct object *, t->len);
	for (size_t i = 0; i < t->len; i++)
		t->names[i] = lite_keep(w->d, w->create.columns.v[i].name);
	w->known = (struct known){.columns = t->names, .len = t->len};
}

void lite_declare_table(struct declare *d, const struct dialect_row *row)
{
	struct work w = {.d = d, .table = arena_new(&d->kept, struct table)};
	const char *name = lite_fold(&d->kept, row->name);
	struct object *o = schema_add(d->b, OBJECT_TABLE, NULL, NULL, row->name, NULL);

	w.table->object = o;
	map_put(&d->tables, name, w.table);
	map_put(&d->objects, name, o);
	schema_set(d->b, o, ATTR_SOURCE, row->sql);
	if (!lite_parse_table(&d->row, row->sql, &w.create)) {
		schema_set(d->b, o, ATTR_DEFINITION, row->sql);
		return;
	}
	schema_set_flag(d->b, o, ATTR_STRICT, w.create.strict);
	schema_set_flag(d->b, o, ATTR_WITHOUT_ROWID, w.create.without_rowid);
	name_columns(&w);
	for (size_t i = 0; i < w.create.columns.len; i++)
		declare_column(&w, i);
	for (size_t i = 0; i < w.create.constraints.len; i++)
		declare_constraint(&w, &w.create.constraints.v[i]);
	declare_implied(&w);
}

/* Without columns it refers to the primary key. */
static void resolve(struct declare *d, struct reference *r)
{
	const struct table *to = map_get(&d->tables, r->table);
	_cleanup_buf_ struct buf b = {0};

	if (r->to.len == 0 && to != NULL && to->primary.len == r->object->columns_len)
		for (size_t i = 0; i < to->primary.len; i++)
			*vec_push(&r->to, &d->kept) = to->primary.v[i];
	buf_printf(&b, "FOREIGN KEY (%s) REFERENCES ", r->key);
	lite_add_name(&b, r->table);
	for (size_t i = 0; i < r->to.len; i++) {
		buf_adds(&b, i == 0 ? " (" : ", ");
		lite_add_name(&b, lite_fold(&d->row, r->to.v[i]));
	}
	buf_adds(&b, r->to.len > 0 ? ")" : "");
	schema_set(d->b, r->object, ATTR_DEFINITION, buf_dup(&b, d->b->arena));
	if (to == NULL)
		return;
	r->object->references = to->object;
	if (r->to.len == r->object->columns_len) {
		const char **names = arena_array(d->b->arena, const char *, r->to.len);

		memcpy(names, r->to.v, r->to.len * sizeof(*names));
		r->object->reference_columns = names;
	}
	schema_need(d->b, r->object, to->object);
}

void lite_declare_references(struct declare *d)
{
	for (size_t i = 0; i < d->references.len; i++)
		resolve(d, &d->references.v[i]);
}
