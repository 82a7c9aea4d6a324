/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cycles: two tables that refer to each other, a function that returns rows of a
 * table whose default calls it. Changes that wait for each other in a circle are
 * found (Tarjan's strongly connected components, with a stack of its own instead
 * of recursion), and what can be said later is taken out of them: foreign keys
 * first, then other constraints, then defaults. A circle that is left over order.c
 * opens at its member of lowest rank.
 */
#include "model/order_graph.h"
#include "model/variant.h"

struct frame {
	size_t node, next;
};

struct tarjan {
	const struct order *o;
	size_t *number, *low; /* numbers from 1; 0: not seen */
	size_t *stack, stack_len;
	struct frame *frames;
	size_t frames_len;
	bool *on_stack;
	size_t *component, *size; /* of a node; of a component */
	size_t seen, components;
};

static void enter(struct tarjan *t, size_t node)
{
	t->number[node] = t->low[node] = ++t->seen;
	t->stack[t->stack_len++] = node;
	t->on_stack[node] = true;
	t->frames[t->frames_len++] = (struct frame){node, t->o->first[node]};
}

static void leave(struct tarjan *t, size_t node)
{
	size_t member;

	if (t->low[node] != t->number[node])
		return;
	do {
		member = t->stack[--t->stack_len];
		t->on_stack[member] = false;
		t->component[member] = t->components;
		t->size[t->components]++;
	} while (member != node);
	t->components++;
}

static void walk(struct tarjan *t, size_t start)
{
	enter(t, start);
	while (t->frames_len > 0) {
		struct frame *f = &t->frames[t->frames_len - 1];
		size_t node = f->node;

		if (f->next < t->o->first[node + 1]) {
			size_t to = t->o->to_node[f->next++];

			if (t->number[to] == 0)
				enter(t, to);
			else if (t->on_stack[to] && t->number[to] < t->low[node])
				t->low[node] = t->number[to];
			continue;
		}
		t->frames_len--;
		leave(t, node);
		if (t->frames_len > 0) {
			size_t outer = t->frames[t->frames_len - 1].node;

			if (t->low[node] < t->low[outer])
				t->low[outer] = t->low[node];
		}
	}
}

static struct tarjan components(const struct order *o)
{
	size_t n = o->changes.len;
	struct tarjan t = {
		.o = o,
		.number = arena_array(o->arena, size_t, n),
		.low = arena_array(o->arena, size_t, n),
		.stack = arena_array(o->arena, size_t, n),
		.frames = arena_array(o->arena, struct frame, n),
		.on_stack = arena_array(o->arena, bool, n),
		.component = arena_array(o->arena, size_t, n),
		.size = arena_array(o->arena, size_t, n),
	};

	for (size_t i = 0; i < n; i++)
		if (t.number[i] == 0)
			walk(&t, i);
	return t;
}

static bool has_cycles(const struct tarjan *t)
{
	return t->components < t->o->changes.len;
}

/* Is node another member of the circle that a stands in? */
static bool is_beside(const struct tarjan *t, ptrdiff_t node, size_t a)
{
	return node != NOWHERE && (size_t)node != a && t->size[t->component[a]] > 1 &&
	       t->component[node] == t->component[a];
}

enum stage { STAGE_FOREIGN_KEYS, STAGE_CONSTRAINTS, STAGE_DEFAULTS, STAGES };

static bool is_taken_out(const struct order *o, const struct object *child, enum stage stage)
{
	if (o->rules->kinds[child->kind] != KIND_INLINE)
		return false;
	if (stage == STAGE_FOREIGN_KEYS)
		return child->kind == OBJECT_FOREIGN_KEY;
	return child->kind != OBJECT_COLUMN;
}

static bool is_made_beside(const struct tarjan *t, const struct object *o, size_t node)
{
	for (size_t i = 0; i < o->needs_len; i++)
		if (is_beside(t, order_made(t->o, o->needs[i]), node))
			return true;
	return false;
}

static bool is_dropped_beside(const struct tarjan *t, const struct object *o, size_t node)
{
	for (size_t i = 0; i < o->needs_len; i++)
		if (is_beside(t, order_dropped(t->o, o->needs[i]), node))
			return true;
	return false;
}

static struct change *add_change(struct order *o, enum change_op op, const struct object *old,
				 const struct object *new, bool again)
{
	struct change *c = arena_new(o->arena, struct change);

	c->op = op;
	c->old = old;
	c->new = new;
	c->again = again;
	*vec_push(&o->changes, o->arena) = c;
	return c;
}

/* Constraints out of CREATE TABLE. */
static void take_parts_out(struct order *o, const struct tarjan *t, size_t node, enum stage stage)
{
	struct change *c = o->changes.v[node];
	struct change **kept = arena_array(o->arena, struct change *, c->parts_len);
	size_t n = 0;

	for (size_t i = 0; i < c->parts_len; i++) {
		struct change *part = c->parts[i];

		if (is_taken_out(o, part->new, stage) &&
		    (is_made_beside(t, part->new, node) ||
		     is_beside(t, order_freed(o, part->new), node)))
			*vec_push(&o->changes, o->arena) = part;
		else
			kept[n++] = part;
	}
	c->parts = kept;
	c->parts_len = n;
}

/* Constraints of a table that is dropped as drops of their own. */
static void drop_children(struct order *o, const struct tarjan *t, size_t node, enum stage stage)
{
	const struct change *c = o->changes.v[node];

	for (size_t i = 0; i < c->old->children_len; i++) {
		const struct object *child = c->old->children[i];

		if (!child->implied && (size_t)o->dropped[child->index] == node &&
		    is_taken_out(o, child, stage) && is_dropped_beside(t, child, node))
			add_change(o, CHANGE_DROP, child, NULL, c->again);
	}
}

static void add_default(struct order *o, const struct object *old, const struct object *new,
			bool early)
{
	struct change *c = add_change(o, CHANGE_ALTER, old, new, false);
	enum attribute *name = arena_new(o->arena, enum attribute);

	*name = ATTR_DEFAULT;
	c->attributes = name;
	c->attributes_len = 1;
	c->default_early = early;
	c->default_later = !early;
}

static bool default_is_made_beside(const struct tarjan *t, const struct object *column, size_t node)
{
	for (size_t i = 0; i < column->needs_len; i++)
		if (object_default_needs(column, column->needs[i]) &&
		    is_beside(t, order_made(t->o, column->needs[i]), node))
			return true;
	return false;
}

static void take_default_out(struct order *o, const struct tarjan *t, struct change *c, size_t node)
{
	const struct object *column = c->new;

	if (c->op != CHANGE_CREATE || column->kind != OBJECT_COLUMN ||
	    !default_is_made_beside(t, column, node))
		return;
	c->new = object_without_default(o->arena, column);
	c->default_later = true;
	add_default(o, c->new, column, false);
}

static void drop_defaults(struct order *o, const struct tarjan *t, size_t node)
{
	const struct object *old = o->changes.v[node]->old;

	for (size_t i = 0; i < old->children_len; i++) {
		const struct object *column = old->children[i];

		if (column->kind == OBJECT_COLUMN && !column->implied &&
		    object_has(column, ATTR_DEFAULT) && is_dropped_beside(t, column, node))
			add_default(o, column, object_without_default(o->arena, column), true);
	}
}

static void take_apart(struct order *o, const struct tarjan *t, size_t node, enum stage stage)
{
	struct change *c = o->changes.v[node];

	if (c->op == CHANGE_DROP) {
		if (stage == STAGE_DEFAULTS)
			drop_defaults(o, t, node);
		else
			drop_children(o, t, node, stage);
		return;
	}
	if (stage != STAGE_DEFAULTS) {
		if (c->op == CHANGE_CREATE)
			take_parts_out(o, t, node, stage);
		return;
	}
	take_default_out(o, t, c, node);
	for (size_t i = 0; c->op == CHANGE_CREATE && i < c->parts_len; i++)
		take_default_out(o, t, c->parts[i], node);
}

void order_break_cycles(struct order *o)
{
	struct tarjan t = components(o);

	for (int stage = 0; stage < STAGES && has_cycles(&t); stage++) {
		size_t n = o->changes.len;

		for (size_t i = 0; i < n; i++)
			if (t.size[t.component[i]] > 1)
				take_apart(o, &t, i, (enum stage)stage);
		order_graph(o);
		t = components(o);
	}
	o->component = t.component;
}
