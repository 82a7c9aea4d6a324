/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small schemas for the tests of the model, and an engine of its own that has
 * every kind of place: what a test expects is the list of changes as text.
 *
 *	"+table t" create, "-table t" drop, "~table t: attribute" alter,
 *	"+table t(column a, foreign key f)" with parts, "!" behind what is made again.
 */
#ifndef MODEL_WORLD_H
#define MODEL_WORLD_H

#include "base/buf.h"
#include "model/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct world {
	struct arena arena;
	struct schema_builder b[2]; /* from, to */
	struct schema from, to;
	struct model_rules rules;
	struct diff_options options;
	struct changes changes;
};

static inline bool is_among(enum attribute name, const struct change *c)
{
	for (size_t i = 0; i < c->attributes_len; i++)
		if (c->attributes[i] == name)
			return true;
	return false;
}

/* A DEFINITION cannot be altered; a TYPE can, but not under what needs it. */
static inline enum change_way world_judge(const struct diff_options *o, struct change *c,
					  struct arena *a)
{
	(void)o;
	(void)a;
	if (c->op == CHANGE_DROP && c->old->kind == OBJECT_TABLE)
		c->loss = "all rows";
	if (c->op != CHANGE_ALTER)
		return WAY_ALTER;
	if (is_among(ATTR_DEFINITION, c)) {
		c->advice = "made again";
		return WAY_AGAIN;
	}
	return is_among(ATTR_TYPE, c) ? WAY_DISTURB : WAY_ALTER;
}

/* Indexes outlive a change of type; nothing else does. */
static inline bool world_survives(const struct diff_options *o, const struct change *cause,
				  const struct object *dependent)
{
	(void)o;
	return cause->op == CHANGE_ALTER && dependent->kind == OBJECT_INDEX;
}

static inline int world_setup(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));

	for (size_t i = 0; i < OBJECT_KINDS; i++)
		w->rules.kinds[i] = KIND_OWN;
	w->rules.kinds[OBJECT_COLUMN] = KIND_INLINE;
	w->rules.kinds[OBJECT_CHECK] = KIND_INLINE;
	w->rules.kinds[OBJECT_FOREIGN_KEY] = KIND_INLINE;
	w->rules.kinds[OBJECT_PRIMARY_KEY] = KIND_INLINE;
	w->rules.judge = world_judge;
	w->rules.survives = world_survives;
	schema_begin(&w->b[0], &w->arena);
	schema_begin(&w->b[1], &w->arena);
	*state = w;
	return 0;
}

static inline int world_teardown(void **state)
{
	struct world *w = *state;

	arena_done(&w->arena);
	free(w);
	return 0;
}

static inline void world_add_text(struct buf *b, const struct change *c, struct arena *a)
{
	const struct object *o = c->new != NULL ? c->new : c->old;

	buf_printf(b, "%c%s %s",
		   c->op == CHANGE_CREATE ? '+'
		   : c->op == CHANGE_DROP ? '-'
					  : '~',
		   kind_word(o->kind), object_title(o, a));
	for (size_t i = 0; i < c->attributes_len; i++)
		buf_printf(b, "%s%s", i == 0 ? ": " : ", ", attribute_word(c->attributes[i]));
	if (c->again)
		buf_addc(b, '!');
	for (size_t i = 0; i < c->parts_len; i++) {
		buf_adds(b, i == 0 ? "(" : ", ");
		world_add_text(b, c->parts[i], a);
	}
	if (c->parts_len > 0)
		buf_addc(b, ')');
}

static inline const char *world_changes(struct world *w, const struct schema *from,
					const struct schema *to)
{
	_cleanup_buf_ struct buf b = {0};

	diff_schemas(&w->rules, &w->options, from, to, &w->arena, &w->changes);
	for (size_t i = 0; i < w->changes.len; i++) {
		if (i > 0)
			buf_addc(&b, '\n');
		world_add_text(&b, w->changes.v[i], &w->arena);
	}
	return buf_dup(&b, &w->arena);
}

/* The changes from one to the other, one a line. Nothing may be added to them afterwards. */
static inline const char *world_diff(struct world *w)
{
	if (w->from.objects == NULL && w->to.objects == NULL) {
		schema_finish(&w->b[0], &w->from);
		schema_finish(&w->b[1], &w->to);
	}
	return world_changes(w, &w->from, &w->to);
}

/* The other way, after world_diff(). */
static inline const char *world_back(struct world *w)
{
	return world_changes(w, &w->to, &w->from);
}

enum { FROM = 1, TO = 2, BOTH = FROM | TO };

/* The same object in the schemas of the set; returned is that of the last. */
struct twin {
	struct object *v[2];
};

static inline struct twin add(struct world *w, int set, enum object_kind kind, struct twin parent,
			      const char *name)
{
	struct twin t = {{NULL, NULL}};

	for (int i = 0; i < 2; i++)
		if ((set & (1 << i)) != 0)
			t.v[i] = schema_add(&w->b[i], kind, parent.v[i], NULL, name, NULL);
	return t;
}

static const struct twin nothing = {{NULL, NULL}};

static inline void set(struct world *w, struct twin t, enum attribute name, const char *old,
		       const char *new)
{
	if (t.v[0] != NULL)
		schema_set(&w->b[0], t.v[0], name, old);
	if (t.v[1] != NULL)
		schema_set(&w->b[1], t.v[1], name, new);
}

/* Where both are. */
static inline void need(struct world *w, struct twin t, struct twin needs)
{
	for (int i = 0; i < 2; i++)
		if (t.v[i] != NULL && needs.v[i] != NULL)
			schema_need(&w->b[i], t.v[i], needs.v[i]);
}

#define test(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

#endif
