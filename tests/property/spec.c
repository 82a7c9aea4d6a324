/* SPDX-License-Identifier: Apache-2.0 */
#include "spec.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 40 };

/* The next reference in *text, which moves behind it; 0 if there is none, -1 for "@-@". */
static int next_reference(const char **text, const char **ret_start, bool *ret_silent)
{
	for (const char *p = *text; (p = strchr(p, '@')) != NULL; p++) {
		const char *digits = p + 1 + (p[1] == '!');
		char *end;
		long id = strtol(digits, &end, 10);

		if (strncmp(p, "@-@", 3) == 0) {
			end = (char *)p + 2;
			id = -1;
		} else if (*digits < '0' || *digits > '9' || *end != '@') {
			continue;
		}
		*ret_start = p;
		*ret_silent = p[1] == '!';
		*text = end + 1;
		return (int)id;
	}
	*ret_start = NULL;
	return 0;
}

struct spec spec_copy(const struct spec *s, struct arena *a)
{
	struct spec copy = *s;

	copy.v = arena_array(a, struct thing, s->len + 1);
	copy.cap = s->len;
	if (s->len > 0)
		memcpy(copy.v, s->v, s->len * sizeof(*s->v));
	return copy;
}

struct thing *spec_find(const struct spec *s, int id)
{
	for (size_t i = 0; i < s->len; i++)
		if (s->v[i].id == id)
			return &s->v[i];
	return NULL;
}

bool spec_names(const char *text, int id)
{
	const char *start;
	bool silent;
	int found;

	if (text == NULL)
		return false;
	while ((found = next_reference(&text, &start, &silent)), start != NULL)
		if (found == id)
			return true;
	return false;
}

static bool is_alive(const struct spec *s, int id, int depth);

/* A thing's own parts count as alive as long as they are there. */
static bool are_alive(const struct spec *s, const struct thing *t, const char *text, int depth)
{
	const char *start;
	bool silent;
	int id;

	while ((id = next_reference(&text, &start, &silent)), start != NULL) {
		const struct thing *other = id > 0 ? spec_find(s, id) : t;

		if (other == NULL || other->gone)
			return false;
		if (other != t && other->table != t->id && !is_alive(s, id, depth + 1))
			return false;
	}
	return true;
}

static bool is_alive(const struct spec *s, int id, int depth)
{
	const struct thing *t = spec_find(s, id);

	if (t == NULL || t->gone || depth > DEEPEST)
		return false;
	if (t->table != 0 && !is_alive(s, t->table, depth + 1))
		return false;
	if (t->like != 0 && !is_alive(s, t->like, depth + 1))
		return false;
	return are_alive(s, t, t->name, depth) && are_alive(s, t, t->text, depth) &&
	       (t->type == NULL || are_alive(s, t, t->type, depth));
}

bool spec_is_alive(const struct spec *s, int id)
{
	return is_alive(s, id, 0);
}

static bool needs(const struct spec *s, int id, int other, int depth);

static bool text_needs(const struct spec *s, int self, const char *text, int other, int depth)
{
	const char *start;
	bool silent;
	int id;

	if (text == NULL)
		return false;
	while ((id = next_reference(&text, &start, &silent)), start != NULL)
		if (id == other || (id > 0 && id != self && needs(s, id, other, depth + 1)))
			return true;
	return false;
}

static bool needs(const struct spec *s, int id, int other, int depth)
{
	const struct thing *t = spec_find(s, id);

	if (id == other)
		return true;
	if (t == NULL || depth > DEEPEST)
		return false;
	if ((t->table != 0 && needs(s, t->table, other, depth + 1)) ||
	    (t->like != 0 && needs(s, t->like, other, depth + 1)))
		return true;
	return text_needs(s, id, t->name, other, depth) ||
	       text_needs(s, id, t->text, other, depth) || text_needs(s, id, t->type, other, depth);
}

bool spec_needs(const struct spec *s, int id, int other)
{
	if (needs(s, id, other, 0))
		return true;
	for (size_t i = 0; i < s->len; i++)
		if (s->v[i].part && s->v[i].table == id && needs(s, s->v[i].id, other, 0))
			return true;
	return false;
}

struct sorting {
	const struct spec *s;
	char *state; /* per thing: 0, 1 on the way, 2 there */
	const struct thing **v;
	size_t len;
};

static void visit(struct sorting *o, int id);

static void visit_text(struct sorting *o, const char *text)
{
	const char *start;
	bool silent;
	int id;

	if (text == NULL)
		return;
	while ((id = next_reference(&text, &start, &silent)), start != NULL)
		if (id > 0)
			visit(o, id);
}

static void visit_all_of(struct sorting *o, const struct thing *t)
{
	visit_text(o, t->name);
	visit_text(o, t->type);
	visit_text(o, t->text);
	if (t->like != 0)
		visit(o, t->like);
}

static void visit(struct sorting *o, int id)
{
	struct thing *t = spec_find(o->s, id);

	if (t != NULL && t->part)
		t = spec_find(o->s, t->table);
	if (t == NULL || o->state[t - o->s->v] != 0)
		return;
	o->state[t - o->s->v] = 1;
	if (t->table != 0)
		visit(o, t->table);
	visit_all_of(o, t);
	for (size_t i = 0; i < o->s->len; i++)
		if (o->s->v[i].part && o->s->v[i].table == t->id &&
		    spec_is_alive(o->s, o->s->v[i].id))
			visit_all_of(o, &o->s->v[i]);
	o->state[t - o->s->v] = 2;
	if (spec_is_alive(o->s, t->id))
		o->v[o->len++] = t;
}

size_t spec_order(const struct spec *s, struct arena *a, const struct thing ***ret)
{
	struct sorting o = {.s = s};

	o.state = arena_alloc(a, s->len + 1);
	o.v = arena_array(a, const struct thing *, s->len + 1);
	for (size_t i = 0; i < s->len; i++)
		visit(&o, s->v[i].id);
	*ret = o.v;
	return o.len;
}

static void expand(const struct spec *s, const struct thing *self, const char *text, struct buf *b);

static void add_type(const struct spec *s, const struct thing *t, struct buf *b)
{
	while (t->like != 0 && spec_find(s, t->like) != NULL)
		t = spec_find(s, t->like);
	if (t->type != NULL)
		expand(s, t, t->type, b);
}

static void add_part(const struct spec *s, const struct thing *t, struct buf *b)
{
	if (t->type != NULL || t->like != 0) {
		expand(s, t, t->name, b);
		buf_addc(b, ' ');
		add_type(s, t, b);
		if (*t->text != '\0')
			buf_addc(b, ' ');
	}
	expand(s, t, t->text, b);
}

/* Columns before constraints: SQLite wants it so. */
static void add_parts(const struct spec *s, const struct thing *table, struct buf *b)
{
	const char *between = "\n\t";

	for (int columns = 1; columns >= 0; columns--)
		for (size_t i = 0; i < s->len; i++) {
			const struct thing *t = &s->v[i];
			bool is_column = t->type != NULL || t->like != 0;

			if (!t->part || t->table != table->id || is_column != columns ||
			    !spec_is_alive(s, t->id))
				continue;
			buf_adds(b, between);
			add_part(s, t, b);
			between = ",\n\t";
		}
	buf_addc(b, '\n');
}

static void expand(const struct spec *s, const struct thing *self, const char *text, struct buf *b)
{
	const char *start, *rest = text;
	bool silent;
	int id;

	while ((id = next_reference(&rest, &start, &silent)), start != NULL) {
		const struct thing *t = id > 0 ? spec_find(s, id) : self;

		buf_add(b, text, (size_t)(start - text));
		if (id < 0)
			add_parts(s, self, b);
		else if (!silent && t != NULL)
			expand(s, t, t->name, b);
		text = rest;
	}
	buf_adds(b, text);
}

void spec_statement(const struct spec *s, const struct thing *t, struct buf *b)
{
	expand(s, t, t->text, b);
}
