/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What ALTER TABLE can do (https://sqlite.org/lang_altertable.html): rename a
 * column, drop one that nothing else in the table names, add one at the end
 * that needs no look at the rows that are there.
 */
#include "dialect/sqlite/model.h"

#include "base/text.h"

enum { VERSION_DROP_COLUMN = 33500 };

static bool is_column(const struct change *part, enum change_op op)
{
	return part->op == op &&
	       (op == CHANGE_CREATE ? part->new : part->old)->kind == OBJECT_COLUMN;
}

/* 1, -1e-5, 'a', x'00', TRUE; canonical, so without parentheses around it. */
static bool is_literal(const char *value, struct arena *a)
{
	struct tokens t = lite_tokens(a, value);
	size_t i = t.len > 1 && lite_is(&t.v[0], '-');

	if (t.v[i].kind == LEX_NUMBER || lite_is(&t.v[i], '.'))
		return strpbrk(value + i, "()* ") == NULL;
	return t.len == 1 &&
	       (t.v[0].kind == LEX_STRING || lex_is(&t.v[0], "TRUE") || lex_is(&t.v[0], "FALSE"));
}

/* A foreign key of a new column that stands behind the columns: it can be said with the column. */
static bool can_stand_in(const struct object *constraint, const char *column)
{
	return constraint->kind == OBJECT_FOREIGN_KEY && object_has(constraint, ATTR_SOURCE) &&
	       constraint->columns_len == 1 && text_equal_nocase(constraint->columns[0], column);
}

/* Is it said within the definition of this column? */
static bool stands_in(const struct object *constraint, const char *column)
{
	return !object_has(constraint, ATTR_SOURCE) && constraint->columns_len > 0 &&
	       text_equal_nocase(constraint->columns[0], column);
}

/* Does the change of a constraint come with the change of its column? */
static bool comes_with_column(const struct change *c, const struct change *part)
{
	const struct object *o = part->op == CHANGE_CREATE ? part->new : part->old;

	for (size_t i = 0; i < c->parts_len; i++) {
		const struct change *other = c->parts[i];

		if (!is_column(other, part->op))
			continue;
		if (part->op == CHANGE_CREATE
			    ? stands_in(o, other->new->name) || can_stand_in(o, other->new->name)
			    : stands_in(o, other->old->name))
			return true;
	}
	return false;
}

static bool can_add(const struct change *c, const struct object *column, struct arena *a)
{
	const char *value = object_get(column, ATTR_DEFAULT);
	const char *generation = object_get(column, ATTR_GENERATION);

	if (generation != NULL &&
	    (strcmp(generation, "stored") == 0 || object_has(column, ATTR_NOT_NULL)))
		return false;
	if (value == NULL ? generation == NULL && object_has(column, ATTR_NOT_NULL)
			  : !is_literal(value, a))
		return false;
	for (size_t i = 0; i < c->parts_len; i++) {
		const struct object *o = c->parts[i]->new;

		if (c->parts[i]->op != CHANGE_CREATE || o->kind == OBJECT_COLUMN ||
		    !(stands_in(o, column->name) || can_stand_in(o, column->name)))
			continue;
		if (o->kind == OBJECT_PRIMARY_KEY || o->kind == OBJECT_UNIQUE ||
		    (o->kind == OBJECT_FOREIGN_KEY && value != NULL))
			return false;
	}
	return true;
}

static bool mentions(const struct tokens *t, struct range r, const char *name, struct arena *a)
{
	for (size_t i = r.from; i < r.to; i++)
		if ((t->v[i].kind == LEX_WORD || t->v[i].kind == LEX_QUOTED) &&
		    text_equal_nocase(lite_name(&t->v[i], a), name))
			return true;
	return false;
}

static bool can_drop(const struct diff_options *o, const struct create_table *t, const char *name,
		     struct arena *a)
{
	size_t column = lite_column(t, name);

	if (o->version != 0 && o->version < VERSION_DROP_COLUMN)
		return false;
	for (size_t i = 0; i < t->constraints.len; i++) {
		const struct constraint *k = &t->constraints.v[i];
		bool key = k->kind == OBJECT_PRIMARY_KEY || k->kind == OBJECT_UNIQUE;

		if ((k->column != column || key) && mentions(&t->tokens, k->text, name, a))
			return false;
		if (k->column == column && key)
			return false;
	}
	for (size_t i = 0; i < t->columns.len; i++)
		if (i + 1 != column && mentions(&t->tokens, t->columns.v[i].generated, name, a))
			return false;
	return true;
}

/* SQLite drops no column that is the last one, even for a moment. */
static bool keeps_a_column(const struct change *c, const struct create_table *old)
{
	size_t dropped = 0;

	for (size_t i = 0; i < c->parts_len; i++)
		dropped += is_column(c->parts[i], CHANGE_DROP);
	return dropped < old->columns.len;
}

static bool is_enough(const struct diff_options *o, const struct change *c,
		      const struct create_table *old, struct arena *a)
{
	if (c->attributes_len > 0 || !keeps_a_column(c, old))
		return false;
	for (size_t i = 0; i < c->parts_len; i++) {
		const struct change *part = c->parts[i];
		bool enough;

		if (is_column(part, CHANGE_CREATE))
			enough = can_add(c, part->new, a);
		else if (is_column(part, CHANGE_DROP))
			enough = can_drop(o, old, part->old->name, a);
		else if (part->op == CHANGE_RENAME)
			enough = part->old->kind == OBJECT_COLUMN;
		else
			enough = part->op != CHANGE_ALTER && comes_with_column(c, part);
		if (!enough)
			return false;
	}
	return true;
}

static void add_table(struct buf *b, const struct change *c)
{
	buf_adds(b, "ALTER TABLE ");
	lite_add_name(b, c->new->name);
}

static void rename_column(const struct change *c, const struct change *part, struct arena *a,
			  struct sql_list *ret)
{
	_cleanup_buf_ struct buf b = {0};

	add_table(&b, c);
	buf_adds(&b, " RENAME COLUMN ");
	lite_add_name(&b, part->old->name);
	buf_adds(&b, " TO ");
	lite_add_name(&b, part->new->name);
	lite_add(ret, a, &b);
}

static void drop_column(const struct change *c, const struct change *part, struct arena *a,
			struct sql_list *ret)
{
	_cleanup_buf_ struct buf b = {0};

	add_table(&b, c);
	buf_adds(&b, " DROP COLUMN ");
	lite_add_name(&b, part->old->name);
	lite_add(ret, a, &b);
}

/* "CONSTRAINT x REFERENCES t (id)" of "CONSTRAINT x FOREIGN KEY (a) REFERENCES t (id)". */
static void add_reference(struct buf *b, const struct create_table *t, const struct constraint *k,
			  struct arena *a)
{
	struct range r = k->text;

	if (k->name != NULL) {
		buf_adds(b, " CONSTRAINT ");
		lite_add_name(b, k->name);
	}
	while (r.from < r.to && !lex_is(&t->tokens.v[r.from], "REFERENCES"))
		r.from++;
	buf_printf(b, " %s", lite_source(&t->tokens, r, a));
}

static void add_column(const struct change *c, const struct change *part,
		       const struct create_table *new, struct arena *a, struct sql_list *ret)
{
	size_t column = lite_column(new, part->new->name);
	_cleanup_buf_ struct buf b = {0};

	add_table(&b, c);
	buf_printf(&b, " ADD COLUMN %s",
		   lite_source(&new->tokens, new->columns.v[column - 1].text, a));
	for (size_t i = 0; i < new->constraints.len; i++) {
		const struct constraint *k = &new->constraints.v[i];

		if (k->kind == OBJECT_FOREIGN_KEY && k->column == 0 && k->parts.len == 1 &&
		    text_equal_nocase(k->parts.v[0].name, part->new->name))
			add_reference(&b, new, k, a);
	}
	lite_add(ret, a, &b);
}

bool lite_alter(const struct diff_options *o, const struct change *c,
		const struct create_table *old, const struct create_table *new, struct arena *a,
		struct sql_list *ret)
{
	if (!is_enough(o, c, old, a))
		return false;
	for (size_t i = 0; i < c->parts_len; i++)
		if (c->parts[i]->op == CHANGE_RENAME)
			rename_column(c, c->parts[i], a, ret);
	for (size_t i = 0; i < c->parts_len; i++)
		if (is_column(c->parts[i], CHANGE_DROP))
			drop_column(c, c->parts[i], a, ret);
	/* What a generated column is made of comes before it. */
	for (int generated = 0; generated < 2; generated++)
		for (size_t i = 0; i < c->parts_len; i++)
			if (is_column(c->parts[i], CHANGE_CREATE) &&
			    object_has(c->parts[i]->new, ATTR_GENERATED) == (generated == 1))
				add_column(c, c->parts[i], new, a, ret);
	return true;
}
