/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of what is gone is what is new. Said pairs are looked up by their
 * names; the others are found by likeness: tables that share half of their columns and
 * columns of one type may have been renamed, which only a human can say; what
 * differs in nothing but the name is the same thing for everybody.
 */
#include "state/rename.h"

#include "base/text.h"
#include "base/vec.h"

#include <string.h>

struct finder {
	const struct rename_search *s;
	struct arena *arena;
	enum rename_round round;
	VEC(const struct object *) gone, fresh; /* of this round, not taken yet */
	VEC(struct rename_pair) pairs;
};

/* A table's or a column's name means something to people; whether it changed, they know. */
static bool is_asked(const struct object *o)
{
	return o->kind == OBJECT_TABLE || o->kind == OBJECT_COLUMN;
}

static bool is_of_round(const struct object *o, enum rename_round round)
{
	switch (round) {
	case RENAME_RELATIONS:
		return o->parent == NULL;
	case RENAME_COLUMNS:
		return o->kind == OBJECT_COLUMN;
	case RENAME_OTHERS:
		return o->parent != NULL && o->kind != OBJECT_COLUMN;
	case RENAME_REST:
		return o->parent == NULL && !is_asked(o);
	case RENAME_ROUNDS:
		break;
	}
	return false;
}

/* Not every kind has a name of its own: these are called by what they belong to. */
static bool has_name(const struct object *o)
{
	return o->kind != OBJECT_SEQUENCE_OWNER && o->kind != OBJECT_PRIVILEGE &&
	       o->kind != OBJECT_DEFAULT_PRIVILEGE && o->kind != OBJECT_USER_MAPPING &&
	       o->kind != OBJECT_CAST && o->kind != OBJECT_TRANSFORM && o->kind != OBJECT_OPERATOR;
}

/* An object of one schema that the other has not, though it has its parent. */
static bool is_alone(const struct object *o, const struct schema *other)
{
	return !o->implied && has_name(o) && schema_same(other, o) == NULL &&
	       (o->parent == NULL || schema_same(other, o->parent) != NULL);
}

static void collect(struct finder *f)
{
	const struct schema *from = f->s->from, *to = f->s->to;

	for (size_t i = 0; i < from->len; i++)
		if (is_of_round(from->objects[i], f->round) && is_alone(from->objects[i], to))
			*vec_push(&f->gone, f->arena) = from->objects[i];
	for (size_t i = 0; i < to->len; i++)
		if (is_of_round(to->objects[i], f->round) && is_alone(to->objects[i], from))
			*vec_push(&f->fresh, f->arena) = to->objects[i];
}

static void take(struct finder *f, size_t gone, size_t fresh)
{
	*vec_push(&f->pairs, f->arena) = (struct rename_pair){
		.old = f->gone.v[gone],
		.new = f->fresh.v[fresh],
	};
	f->gone.v[gone] = NULL;
	f->fresh.v[fresh] = NULL;
}

/* --- what was said --- */

/* Cut the last component off text; NULL when nothing is left. *ret_name is unquoted. */
static const char *cut_name(const char *text, struct arena *a, const char **ret_name)
{
	const char *last = text;
	char quote = '\0';

	for (const char *p = text; *p != '\0'; p++) {
		if (quote != '\0')
			quote = *p == quote ? '\0' : quote;
		else if (*p == '"' || *p == '`')
			quote = *p;
		else if (*p == '.')
			last = p + 1;
	}
	*ret_name = *last == '"' || *last == '`' ? ident_unquote(a, last, strlen(last)) : last;
	return last == text ? NULL : arena_strndup(a, text, (size_t)(last - text - 1));
}

/* The name that an object had before it was renamed, or its own. */
static bool is_called(const struct rename_search *s, const struct object *o, const char *name)
{
	if (strcmp(o->name, name) == 0)
		return true;
	for (size_t i = 0; i < s->done_len; i++)
		if (s->done[i].new->kind == o->kind && strcmp(s->done[i].new->name, o->name) == 0 &&
		    strcmp(s->done[i].old->name, name) == 0)
			return true;
	return false;
}

/*
 * Does text, "[schema.][parent.]name", mean o? short_ok: the name alone will do, as it does
 * for indexes, whose names many engines have once in a schema.
 */
static bool means(const struct rename_search *s, const char *text, const struct object *o,
		  bool short_ok, struct arena *a)
{
	const char *name, *rest = cut_name(text, a, &name);

	if (strcmp(o->name, name) != 0)
		return false;
	if (rest == NULL && o->kind == OBJECT_INDEX)
		return o->parent->schema == NULL || short_ok;
	if (rest == NULL)
		return o->parent == NULL ? o->schema == NULL || short_ok : short_ok;
	if (o->parent != NULL) {
		rest = cut_name(rest, a, &name);
		if (!is_called(s, o->parent, name))
			return false;
		o = o->parent;
	}
	if (rest == NULL)
		return true;
	rest = cut_name(rest, a, &name);
	return rest == NULL && strcmp(o->schema != NULL                 ? o->schema
				      : s->from->default_schema != NULL ? s->from->default_schema
									: "",
				      name) == 0;
}

static bool kind_fits(const struct rename *r, const struct object *o)
{
	return r->kind == NULL || strcmp(r->kind, kind_word(o->kind)) == 0;
}

/* Where the new name stands alone, it stays in its table or schema. */
static bool same_place(const struct object *old, const struct object *new)
{
	if (old->kind != new->kind)
		return false;
	if (old->parent != NULL || new->parent != NULL)
		return old->parent != NULL &&
		       new->parent != NULL &&strcmp(old->parent->key, new->parent->key) == 0;
	return true;
}

static void find_said(struct finder *f)
{
	const struct rename_search *s = f->s;

	for (size_t r = 0; r < s->said->len; r++) {
		struct rename *said = &s->said->v[r];

		for (size_t i = 0; i < f->gone.len; i++) {
			const struct object *old = f->gone.v[i];

			if (old == NULL || !kind_fits(said, old) ||
			    !means(s, said->from, old, false, f->arena))
				continue;
			for (size_t j = 0; j < f->fresh.len && f->gone.v[i] != NULL; j++) {
				const struct object *new = f->fresh.v[j];

				if (new == NULL || !same_place(old, new) ||
				    !means(s, said->to, new, true, f->arena))
					continue;
				said->used = true;
				take(f, i, j);
			}
		}
	}
}

/* --- what is alike --- */

static bool same_attribute(const struct object *x, const struct object *y, enum attribute name)
{
	const char *one = object_get(x, name), *other = object_get(y, name);

	return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

static size_t columns_of(const struct object *table)
{
	size_t n = 0;

	for (size_t i = 0; i < table->children_len; i++)
		n += table->children[i]->kind == OBJECT_COLUMN;
	return n;
}

/* At least half of the larger one's columns are in both, by their names. */
static bool tables_alike(const struct object *x, const struct object *y)
{
	size_t n = columns_of(x), m = columns_of(y), common = 0;

	for (size_t i = 0; i < x->children_len; i++)
		for (size_t j = 0; j < y->children_len; j++) {
			const struct object *a = x->children[i], *b = y->children[j];

			common += a->kind == OBJECT_COLUMN && b->kind == OBJECT_COLUMN &&
				  strcmp(a->name, b->name) == 0;
		}
	return common != 0 && 2 * common >= (n > m ? n : m);
}

/* The token is the object's own name. */
static bool is_name(const struct lex_token *t, const char *name, struct arena *a)
{
	if (t->kind == LEX_QUOTED)
		return strcmp(ident_unquote(a, t->text, t->len), name) == 0;
	return t->kind == LEX_WORD && strlen(name) == t->len &&
	       strncasecmp(t->text, name, t->len) == 0;
}

/* The same text when each object's own name is taken for the same word. */
static bool same_but_name(const struct lex_rules *lex, const char *x, const struct object *xo,
			  const char *y, const struct object *yo)
{
	_cleanup_arena_ struct arena a = {0};
	struct lexer lx, ly;
	struct lex_token tx, ty;

	if (strcmp(x, y) == 0)
		return true;
	lex_init(&lx, lex, x, strlen(x));
	lex_init(&ly, lex, y, strlen(y));
	do {
		lex_next_code(&lx, &tx);
		lex_next_code(&ly, &ty);
		if (is_name(&tx, xo->name, &a) && is_name(&ty, yo->name, &a))
			continue;
		if (tx.kind != ty.kind || tx.len != ty.len || memcmp(tx.text, ty.text, tx.len) != 0)
			return false;
	} while (tx.kind != LEX_END && tx.kind != LEX_UNFINISHED);
	return tx.kind == LEX_END;
}

/* Nothing but the name differs, also below it. */
static bool same_otherwise(const struct rename_search *s, const struct object *x,
			   const struct object *y)
{
	if (x->kind != y->kind || x->attributes_len != y->attributes_len ||
	    x->children_len != y->children_len)
		return false;
	if (strcmp(x->arguments != NULL ? x->arguments : "",
		   y->arguments != NULL ? y->arguments : "") != 0 ||
	    strcmp(x->schema != NULL ? x->schema : "", y->schema != NULL ? y->schema : "") != 0)
		return false;
	for (size_t i = 0; i < x->attributes_len; i++)
		if (x->attributes[i].name != y->attributes[i].name ||
		    (attribute_compared(x->attributes[i].name) != COMPARE_NEVER &&
		     !same_but_name(s->dialect->lex, x->attributes[i].value, x,
				    y->attributes[i].value, y)))
			return false;
	for (size_t i = 0; i < x->children_len; i++)
		if (strcmp(x->children[i]->name, y->children[i]->name) != 0 ||
		    !same_otherwise(s, x->children[i], y->children[i]))
			return false;
	return true;
}

/* 0: surely not; the higher the likelier. */
static unsigned likeness(const struct object *old, const struct object *new)
{
	unsigned score = 1;

	if (!same_place(old, new))
		return 0;
	if (old->kind == OBJECT_TABLE)
		return tables_alike(old, new);
	if (old->kind != OBJECT_COLUMN || !same_attribute(old, new, ATTR_TYPE))
		return 0;
	score += old->position == new->position;
	score += same_attribute(old, new, ATTR_NOT_NULL);
	score += same_attribute(old, new, ATTR_DEFAULT);
	return score;
}

static int ask(struct finder *f, const struct object *old, const struct object *new, bool *ret,
	       struct pawl_error *err)
{
	const char *from = object_title(old, f->arena), *to = object_title(new, f->arena);
	int answer = f->s->ask(f->s->ask_data, kind_word(old->kind), from, to);

	*ret = answer > 0;
	if (answer >= 0)
		return 0;
	fail(err, PAWL_E_USAGE, "%s \"%s\" is gone and \"%s\" is new: was it renamed?",
	     kind_word(old->kind), from, to);
	hint(err, "say --rename %s=%s if it was, or --rename none if nothing was", from, to);
	return PAWL_E_USAGE;
}

/* The likeliest of what is new first, until one is it. */
static int find_asked(struct finder *f, size_t gone, struct pawl_error *err)
{
	const struct object *old = f->gone.v[gone];
	bool *asked = arena_array(f->arena, bool, f->fresh.len);
	bool yes = false;
	int rc = 0;

	while (rc == 0 && !yes) {
		unsigned best = 0;
		size_t place = 0;

		for (size_t j = 0; j < f->fresh.len; j++) {
			unsigned score = f->fresh.v[j] == NULL || asked[j]
						 ? 0
						 : likeness(old, f->fresh.v[j]);

			if (score > best) {
				best = score;
				place = j;
			}
		}
		if (best == 0)
			return 0;
		asked[place] = true;
		rc = ask(f, old, f->fresh.v[place], &yes, err);
		if (rc == 0 && yes)
			take(f, gone, place);
	}
	return rc;
}

static void find_same(struct finder *f, size_t gone)
{
	const struct object *old = f->gone.v[gone];

	for (size_t j = 0; j < f->fresh.len; j++) {
		const struct object *new = f->fresh.v[j];

		if (new == NULL || !same_place(old, new) || !same_otherwise(f->s, old, new))
			continue;
		take(f, gone, j);
		return;
	}
}

int rename_find(const struct rename_search *s, enum rename_round round, struct arena *a,
		struct rename_pair **ret, size_t *ret_len, struct pawl_error *err)
{
	struct finder f = {.s = s, .arena = a, .round = round};
	int rc = 0;

	collect(&f);
	find_said(&f);
	for (size_t i = 0; rc == 0 && i < f.gone.len; i++) {
		if (f.gone.v[i] == NULL)
			continue;
		if (!is_asked(f.gone.v[i]))
			find_same(&f, i);
		else if (s->ask != NULL)
			rc = find_asked(&f, i, err);
	}
	*ret = f.pairs.v;
	*ret_len = f.pairs.len;
	return rc;
}

const struct object *rename_copy(const struct object *o, const struct object *like, struct arena *a)
{
	struct object *copy = arena_new(a, struct object);

	*copy = *o;
	copy->name = like->name;
	copy->schema = like->schema;
	return copy;
}
