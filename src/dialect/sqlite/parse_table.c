/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CREATE TABLE. The words of a type end where a column constraint begins; no
 * word that begins one can be part of a type without quotes, but GENERATED.
 */
#include "dialect/sqlite/parse_impl.h"

#include <string.h>

static const char *const constraint_words[] = {
	"CONSTRAINT", "PRIMARY",    "NOT", "NULL",       "UNIQUE",    "CHECK", "DEFAULT",
	"COLLATE",    "REFERENCES", "AS",  "DEFERRABLE", "INITIALLY", "ON",
};

static bool starts_constraint(const struct cursor *c)
{
	const struct lex_token *t = cursor_token(c);

	for (size_t i = 0; i < sizeof(constraint_words) / sizeof(*constraint_words); i++)
		if (lex_is(t, constraint_words[i]))
			return true;
	return lex_is(t, "GENERATED") && t[1].kind == LEX_WORD && lex_is(&t[1], "ALWAYS");
}

/* Words, then "(10, 2)". */
static const char *read_type(struct cursor *c)
{
	_cleanup_buf_ struct buf b = {0};
	struct range size;

	while (!starts_constraint(c)) {
		const struct lex_token *t = cursor_token(c);

		if (t->kind != LEX_WORD && t->kind != LEX_QUOTED && t->kind != LEX_STRING)
			break;
		if (b.len > 0)
			buf_addc(&b, ' ');
		buf_adds(&b, lite_name(t, c->a));
		c->at++;
	}
	if (b.len > 0 && cursor_parens(c, &size)) {
		buf_addc(&b, '(');
		for (size_t i = size.from; i < size.to; i++) {
			buf_add(&b, c->t->v[i].text, c->t->v[i].len);
			if (lite_is(&c->t->v[i], ','))
				buf_addc(&b, ' ');
		}
		buf_addc(&b, ')');
	}
	return lite_capitals(c->a, buf_str(&b));
}

static const char *read_conflict(struct cursor *c)
{
	return cursor_take2(c, "ON", "CONFLICT") ? lite_capitals(c->a, cursor_name(c)) : NULL;
}

/* 1e-5 and .5 come as several tokens. */
static bool continues_number(const struct cursor *c)
{
	const struct lex_token *t = cursor_token(c), *last = &c->t->v[c->at - 1];

	return t->text == last->text + last->len &&
	       (t->kind == LEX_NUMBER || lite_is(t, '.') || lite_is(t, '-') || lite_is(t, '+'));
}

/* A literal, a name, "(...)", or one with a sign. */
static struct range read_default(struct cursor *c)
{
	struct range ret = {c->at, 0}, inside;

	if (!cursor_take_char(c, '-'))
		cursor_take_char(c, '+');
	if (!cursor_parens(c, &inside)) {
		do
			c->at++;
		while (continues_number(c));
	}
	ret.to = c->at < c->t->len ? c->at : c->t->len;
	return ret;
}

static const char *read_action(struct cursor *c)
{
	if (cursor_take2(c, "SET", "NULL"))
		return "SET NULL";
	if (cursor_take2(c, "SET", "DEFAULT"))
		return "SET DEFAULT";
	if (cursor_take2(c, "NO", "ACTION"))
		return NULL;
	return cursor_take(c, "CASCADE")    ? "CASCADE"
	       : cursor_take(c, "RESTRICT") ? "RESTRICT"
					    : NULL;
}

static bool read_deferrable(struct cursor *c, struct constraint *k)
{
	size_t at = c->at;
	bool not = cursor_take(c, "NOT");

	if (!cursor_take(c, "DEFERRABLE")) {
		c->at = at;
		return false;
	}
	if (cursor_take2(c, "INITIALLY", "DEFERRED"))
		k->deferred = !not ;
	else
		cursor_take2(c, "INITIALLY", "IMMEDIATE");
	return true;
}

/* Behind REFERENCES. */
static bool read_reference(struct cursor *c, struct constraint *k)
{
	struct range inside;
	struct parts to = {0};

	k->table = cursor_name(c);
	if (k->table == NULL)
		return false;
	if (cursor_parens(c, &inside))
		cursor_parts(c, inside, &to);
	for (size_t i = 0; i < to.len; i++)
		if (to.v[i].name != NULL)
			*vec_push(&k->to, c->a) = to.v[i].name;
	for (;;) {
		if (cursor_take2(c, "ON", "DELETE"))
			k->on_delete = read_action(c);
		else if (cursor_take2(c, "ON", "UPDATE"))
			k->on_update = read_action(c);
		else if (cursor_take2(c, "ON", "INSERT"))
			read_action(c);
		else if (cursor_take(c, "MATCH"))
			k->match = lite_capitals(c->a, cursor_name(c));
		else
			break;
	}
	read_deferrable(c, k);
	return true;
}

static struct constraint *add_constraint(struct create_table *t, struct cursor *c,
					 enum object_kind kind, const char *name, size_t from)
{
	struct constraint *k = vec_push(&t->constraints, c->a);

	k->kind = kind;
	k->name = name;
	k->text.from = from;
	return k;
}

/* A key of the column itself. */
static void own_part(struct create_table *t, struct constraint *k, struct arena *a)
{
	k->column = t->columns.len;
	vec_push(&k->parts, a)->name = t->columns.v[t->columns.len - 1].name;
}

static void read_column_primary_key(struct create_table *t, struct cursor *c, const char *name,
				    size_t from)
{
	struct constraint *k = add_constraint(t, c, OBJECT_PRIMARY_KEY, name, from);

	own_part(t, k, c->a);
	k->descending = cursor_take(c, "DESC");
	k->parts.v[0].descending = k->descending;
	cursor_take(c, "ASC");
	k->on_conflict = read_conflict(c);
	k->autoincrement = cursor_take(c, "AUTOINCREMENT");
	k->text.to = c->at;
}

static void read_generated(struct cursor *c, struct column *col)
{
	if (!cursor_parens(c, &col->generated))
		return;
	col->stored = cursor_take(c, "STORED");
	cursor_take(c, "VIRTUAL");
}

/* The constraints that make objects of their own; false if there is none at the cursor. */
static bool read_column_object(struct create_table *t, struct cursor *c, const char *name,
			       size_t from)
{
	struct constraint *k;

	if (cursor_take2(c, "PRIMARY", "KEY")) {
		read_column_primary_key(t, c, name, from);
	} else if (cursor_take(c, "UNIQUE")) {
		k = add_constraint(t, c, OBJECT_UNIQUE, name, from);
		own_part(t, k, c->a);
		k->on_conflict = read_conflict(c);
		k->text.to = c->at;
	} else if (cursor_take(c, "CHECK")) {
		k = add_constraint(t, c, OBJECT_CHECK, name, from);
		k->column = t->columns.len;
		if (!cursor_parens(c, &k->check))
			return false;
		k->text.to = c->at;
	} else if (cursor_take(c, "REFERENCES")) {
		k = add_constraint(t, c, OBJECT_FOREIGN_KEY, name, from);
		own_part(t, k, c->a);
		if (!read_reference(c, k))
			return false;
		k->text.to = c->at;
	} else {
		return false;
	}
	return true;
}

/* DEFERRABLE may stand apart from the REFERENCES that it belongs to. */
static bool read_late_deferrable(struct create_table *t, struct cursor *c)
{
	struct constraint none = {0};
	struct constraint *last = &none;

	if (t->constraints.len > 0 &&
	    t->constraints.v[t->constraints.len - 1].kind == OBJECT_FOREIGN_KEY)
		last = &t->constraints.v[t->constraints.len - 1];
	if (!read_deferrable(c, last))
		return false;
	last->text.to = c->at;
	return true;
}

/* One constraint of the column; false where the column ends. */
static bool read_column_constraint(struct create_table *t, struct cursor *c)
{
	struct column *col = &t->columns.v[t->columns.len - 1];
	size_t from = c->at;
	const char *name = NULL;

	while (cursor_take(c, "CONSTRAINT"))
		name = cursor_name(c);
	if (read_late_deferrable(t, c) || read_column_object(t, c, name, from))
		return true;
	if (cursor_take2(c, "NOT", "NULL")) {
		col->not_null = true;
		col->not_null_conflict = read_conflict(c);
	} else if (cursor_take(c, "NULL")) {
		read_conflict(c);
	} else if (cursor_take(c, "DEFAULT")) {
		col->default_value = read_default(c);
	} else if (cursor_take(c, "COLLATE")) {
		col->collation = lite_capitals(c->a, cursor_name(c));
	} else if (cursor_take2(c, "GENERATED", "ALWAYS")) {
		cursor_take(c, "AS");
		read_generated(c, col);
	} else if (cursor_take(c, "AS")) {
		read_generated(c, col);
	} else {
		return c->at > from;
	}
	return true;
}

static bool read_column(struct create_table *t, struct cursor *c)
{
	size_t from = c->at;
	const char *name = cursor_name(c);
	struct column *col;

	if (name == NULL)
		return false;
	col = vec_push(&t->columns, c->a);
	col->name = name;
	col->type = read_type(c);
	while (c->at < c->t->len && read_column_constraint(t, c))
		;
	t->columns.v[t->columns.len - 1].text = (struct range){from, c->at};
	return true;
}

/* AUTOINCREMENT stands behind the last column. */
static bool read_key(struct cursor *c, struct constraint *k)
{
	struct range inside;

	if (!cursor_parens(c, &inside))
		return false;
	if (inside.to > inside.from && lex_is(&c->t->v[inside.to - 1], "AUTOINCREMENT")) {
		k->autoincrement = true;
		inside.to--;
	}
	cursor_parts(c, inside, &k->parts);
	return true;
}

static bool at_table_constraint(const struct cursor *c)
{
	const struct lex_token *t = cursor_token(c);

	return lex_is(t, "CONSTRAINT") || lex_is(t, "PRIMARY") || lex_is(t, "UNIQUE") ||
	       lex_is(t, "CHECK") || lex_is(t, "FOREIGN");
}

static bool read_table_constraint(struct create_table *t, struct cursor *c)
{
	size_t from = c->at;
	const char *name = NULL;
	struct constraint *k = NULL;
	bool ok = true;

	while (cursor_take(c, "CONSTRAINT"))
		name = cursor_name(c);
	if (cursor_take2(c, "PRIMARY", "KEY")) {
		k = add_constraint(t, c, OBJECT_PRIMARY_KEY, name, from);
		ok = read_key(c, k);
	} else if (cursor_take(c, "UNIQUE")) {
		k = add_constraint(t, c, OBJECT_UNIQUE, name, from);
		ok = read_key(c, k);
	} else if (cursor_take(c, "CHECK")) {
		k = add_constraint(t, c, OBJECT_CHECK, name, from);
		ok = cursor_parens(c, &k->check);
	} else if (cursor_take2(c, "FOREIGN", "KEY")) {
		k = add_constraint(t, c, OBJECT_FOREIGN_KEY, name, from);
		ok = read_key(c, k) && cursor_take(c, "REFERENCES") && read_reference(c, k);
	}
	if (k == NULL)
		return name != NULL; /* CONSTRAINT x, and nothing behind it */
	k->on_conflict = read_conflict(c);
	k->text.to = c->at;
	return ok;
}

static bool read_options(struct create_table *t, struct cursor *c)
{
	while (cursor_token(c)->kind != LEX_END) {
		if (cursor_take2(c, "WITHOUT", "ROWID"))
			t->without_rowid = true;
		else if (cursor_take(c, "STRICT"))
			t->strict = true;
		else if (!cursor_take_char(c, ',') && !cursor_take_char(c, ';'))
			return false;
	}
	return true;
}

bool lite_parse_table(struct arena *a, const char *sql, struct create_table *ret)
{
	struct cursor c = {.a = a, .t = &ret->tokens};
	bool constraints = false;

	*ret = (struct create_table){.tokens = lite_tokens(a, sql)};
	if (!cursor_create(&c, "TABLE"))
		return false;
	ret->name = cursor_qualified(&c);
	ret->body.from = c.at;
	if (ret->name == NULL || !cursor_take_char(&c, '('))
		return false;
	do {
		constraints = constraints || at_table_constraint(&c);
		if (!(constraints ? read_table_constraint(ret, &c) : read_column(ret, &c)))
			return false;
		while (constraints && at_table_constraint(&c))
			if (!read_table_constraint(ret, &c))
				return false;
	} while (cursor_take_char(&c, ','));
	if (!cursor_take_char(&c, ')') || ret->columns.len == 0)
		return false;
	ret->body.to = c.at;
	return read_options(ret, &c);
}
