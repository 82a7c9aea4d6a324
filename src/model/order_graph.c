/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of order:
 *
 *	- what creates or alters comes after what creates or alters what it needs;
 *	- what drops comes after what drops, or alters away, what needed it;
 *	- a drop, or altering away, comes before the alteration of what was needed;
 *	- of one object: drop, create, default away, alter, default back;
 *	- a name is free before it is taken again.
 */
#include "model/order_graph.h"

#include "model/variant.h"

#include <stdlib.h>
#include <string.h>

void order_add_edge(struct order *o, ptrdiff_t before, ptrdiff_t after)
{
	if (before == NOWHERE || after == NOWHERE || before == after)
		return;
	*vec_push(&o->edges, o->arena) = (struct order_edge){(size_t)before, (size_t)after};
}

/* What an implied object comes with: what it inherits, or its parent; NULL if none. */
const struct object *order_origin(const struct object *o)
{
	if (!o->implied)
		return NULL;
	for (size_t i = 0; i < o->needs_len; i++)
		if (o->needs[i]->kind == o->kind && strcmp(o->needs[i]->name, o->name) == 0)
			return o->needs[i];
	return o->parent;
}

/* The node of o in an array, or of what o comes with. */
static ptrdiff_t find_node(const ptrdiff_t *nodes, const struct object *o)
{
	for (; o != NULL; o = order_origin(o))
		if (nodes[o->index] != NOWHERE)
			return nodes[o->index];
	return NOWHERE;
}

ptrdiff_t order_made(const struct order *o, const struct object *n)
{
	return find_node(o->made, n);
}

ptrdiff_t order_dropped(const struct order *o, const struct object *n)
{
	return find_node(o->dropped, n);
}

static ptrdiff_t order_altered(const struct order *o, const struct object *n)
{
	return find_node(o->altered, n);
}

/* What goes with a dropped object, unless it has a drop of its own. */
static void register_drop(struct order *o, const struct object *old, ptrdiff_t node)
{
	if (o->dropped[old->index] == NOWHERE)
		o->dropped[old->index] = node;
	for (size_t i = 0; i < old->children_len; i++)
		if (o->dropped[old->children[i]->index] == NOWHERE)
			register_drop(o, old->children[i], node);
}

static void register_change(struct order *o, const struct change *c, ptrdiff_t node)
{
	if (c->op == CHANGE_ALTER && order_is_known(c->old) &&
	    (!c->old->implied || c->new->implied) && !c->default_early && !c->default_later &&
	    o->altered[c->old->index] == NOWHERE)
		o->altered[c->old->index] = node;
	if (c->default_early)
		o->bare[c->old->index] = true;
	if (order_is_known(c->new) && !c->new->implied && !c->default_early && !c->default_later &&
	    o->made[c->new->index] == NOWHERE)
		o->made[c->new->index] = node;
	for (size_t i = 0; i < c->parts_len; i++) {
		if (c->parts[i]->op == CHANGE_DROP)
			o->dropped[c->parts[i]->old->index] = node;
		register_change(o, c->parts[i], node);
	}
}

static ptrdiff_t *nowhere(struct arena *a, size_t n)
{
	ptrdiff_t *v = arena_array(a, ptrdiff_t, n);

	memset(v, 0xff, n * sizeof(*v));
	return v;
}

static void register_all(struct order *o)
{
	o->dropped = nowhere(o->arena, o->from->len);
	o->altered = nowhere(o->arena, o->from->len);
	o->made = nowhere(o->arena, o->to->len);
	o->bare = arena_array(o->arena, bool, o->from->len);
	for (size_t i = 0; i < o->changes.len; i++)
		if (o->changes.v[i]->op == CHANGE_DROP)
			o->dropped[o->changes.v[i]->old->index] = (ptrdiff_t)i;
	for (size_t i = 0; i < o->changes.len; i++) {
		if (o->changes.v[i]->op == CHANGE_DROP)
			register_drop(o, o->changes.v[i]->old, (ptrdiff_t)i);
		else
			register_change(o, o->changes.v[i], (ptrdiff_t)i);
	}
}

/* An exchanged type converts the columns that have it, or a domain over it. */
static void after_types(struct order *o, const struct object *n, ptrdiff_t node)
{
	for (size_t i = 0; i < n->needs_len; i++) {
		if (object_is_type(n->needs[i]))
			order_add_edge(o, order_made(o, n->needs[i]), node);
		if (n->needs[i]->kind == OBJECT_DOMAIN)
			after_types(o, n->needs[i], node);
	}
}

static void before_types(struct order *o, const struct object *n, ptrdiff_t node)
{
	for (size_t i = 0; i < n->needs_len; i++) {
		if (object_is_type(n->needs[i]))
			order_add_edge(o, node, order_altered(o, n->needs[i]));
		if (n->needs[i]->kind == OBJECT_DOMAIN)
			before_types(o, n->needs[i], node);
	}
}

static bool touches(const struct change *c, enum attribute name)
{
	for (size_t i = 0; i < c->attributes_len; i++)
		if (c->attributes[i] == name)
			return true;
	return false;
}

/* Is a column altered in a way that no view sees? It may be the view that has to go first. */
static bool is_unseen(const struct order *o, const struct object *view, const struct object *n)
{
	ptrdiff_t made = o->made[n->index];
	const struct change *c = made != NOWHERE ? o->changes.v[made] : NULL;

	return view->kind == OBJECT_VIEW && n->kind == OBJECT_COLUMN && c != NULL &&
	       c->op == CHANGE_ALTER && c->parts_len == 0 && !touches(c, ATTR_TYPE) &&
	       !touches(c, ATTR_COLLATION) && !touches(c, ATTR_GENERATED);
}

static void add_new_needs(struct order *o, const struct object *new, ptrdiff_t node)
{
	if (!order_is_known(new)) { /* a grant that comes back */
		order_add_edge(o, order_made(o, new->parent), node);
		return;
	}
	for (size_t i = 0; i < new->needs_len; i++) {
		const struct object *n = new->needs[i];

		if (!is_unseen(o, new, n))
			order_add_edge(o, order_made(o, n), node);
		if (n->implied && n->parent != NULL)
			order_add_edge(o, o->made[n->parent->index], node);
		if (n->kind == OBJECT_COLUMN)
			after_types(o, n, node);
	}
}

/* Does the new shape of an altered object need what the old one needed: has it survived that? */
static bool still_needs(const struct object *new, const struct object *n)
{
	for (size_t i = 0; i < (new == NULL ? 0 : new->needs_len); i++)
		if (strcmp(new->needs[i]->key, n->key) == 0)
			return true;
	return false;
}

static void add_old_needs(struct order *o, const struct object *old, const struct object *new,
			  ptrdiff_t node)
{
	bool bare = new == NULL && o->bare[old->index];

	for (size_t i = 0; i < old->needs_len; i++) {
		const struct object *n = old->needs[i];

		if (old->kind == OBJECT_TRIGGER && n->kind == OBJECT_TRIGGER)
			continue; /* it ran after that one, and can do without */
		if (still_needs(new, n) || (bare && object_default_needs(old, n)))
			continue;
		order_add_edge(o, node, order_dropped(o, n));
		if (old->kind == OBJECT_SEQUENCE_OWNER)
			continue; /* an ownership stands in nobody's way */
		order_add_edge(o, node, order_altered(o, n));
		if (new == NULL && n->kind == OBJECT_COLUMN)
			before_types(o, n, node);
	}
}

/* A partition's share of a foreign key is gone once that has been dropped by itself. */
static ptrdiff_t dropped_with(const struct order *o, const struct object *old, ptrdiff_t node)
{
	for (size_t i = 0; old->implied && i < old->needs_len; i++) {
		const struct object *whole = old->needs[i];
		ptrdiff_t other = o->dropped[whole->index];

		if (whole->kind == OBJECT_FOREIGN_KEY && old->kind == OBJECT_FOREIGN_KEY &&
		    other != NOWHERE && o->changes.v[other]->old == whole)
			return other;
	}
	return node;
}

static void add_drop(struct order *o, const struct object *old, ptrdiff_t node)
{
	add_old_needs(o, old, NULL, dropped_with(o, old, node));
	for (size_t i = 0; i < old->children_len; i++) {
		ptrdiff_t child = o->dropped[old->children[i]->index];

		if (child == node)
			add_drop(o, old->children[i], node);
		else
			order_add_edge(o, child, node);
	}
}

/* Indexes of a table that it names. */
static void add_index_needs(struct order *o, const struct change *c, ptrdiff_t node)
{
	for (size_t i = 0; i < c->attributes_len; i++) {
		if (c->attributes[i] != ATTR_REPLICA_IDENTITY &&
		    c->attributes[i] != ATTR_CLUSTER_ON)
			continue;
		for (size_t k = 0; k < c->new->children_len; k++)
			if (c->new->children[k]->columns_len > 0)
				order_add_edge(o, order_made(o, c->new->children[k]), node);
		return;
	}
}

/*
 * A child follows its parent's CREATE; to an ALTER of it only its needs can bind
 * it, unless that alters parts: it may be a rebuild, which takes along the
 * children that are there.
 */
static void add_parent(struct order *o, const struct object *new, ptrdiff_t node)
{
	ptrdiff_t parent = new->parent != NULL ? o->made[new->parent->index] : NOWHERE;

	if (parent != NOWHERE &&
	    (o->changes.v[parent]->op == CHANGE_CREATE || o->changes.v[parent]->parts_len > 0))
		order_add_edge(o, parent, node);
}

static void add_rebuilt_parent(struct order *o, const struct object *old, ptrdiff_t node)
{
	ptrdiff_t parent = old->parent != NULL ? o->altered[old->parent->index] : NOWHERE;

	if (parent != NOWHERE && o->changes.v[parent]->parts_len > 0)
		order_add_edge(o, node, parent);
}

bool order_alters(const struct order *o, ptrdiff_t node, enum attribute name)
{
	const struct change *c = node != NOWHERE ? o->changes.v[node] : NULL;

	return c != NULL && c->op == CHANGE_ALTER && touches(c, name);
}

/* A table that is logged refers to none that is not. */
static void add_persistence(struct order *o, const struct change *c, ptrdiff_t node)
{
	if (!order_alters(o, node, ATTR_PERSISTENCE))
		return;
	for (size_t i = 0; i < c->new->children_len; i++) {
		const struct object *to = c->new->children[i]->references;
		ptrdiff_t other = to != NULL ? order_made(o, to) : NOWHERE;

		if (!order_alters(o, other, ATTR_PERSISTENCE))
			continue;
		if (object_has(c->new, ATTR_PERSISTENCE))
			order_add_edge(o, node, other);
		else
			order_add_edge(o, other, node);
	}
}

/* An identity goes before the sequence is made that the default will be of. */
static void add_identity(struct order *o, const struct change *c, ptrdiff_t node)
{
	const struct object *made = c->default_early && order_alters(o, node, ATTR_IDENTITY)
					    ? schema_same(o->to, c->old)
					    : NULL;

	for (size_t i = 0; made != NULL && i < made->needs_len; i++)
		if (made->needs[i]->kind == OBJECT_SEQUENCE)
			order_add_edge(o, node, order_made(o, made->needs[i]));
}

static void add_needs(struct order *o, const struct change *c, ptrdiff_t node)
{
	if (c->op == CHANGE_DROP) {
		add_drop(o, c->old, node);
		add_rebuilt_parent(o, c->old, node);
		return;
	}
	if (c->new != NULL)
		add_new_needs(o, c->new, node);
	if (c->old != NULL)
		add_old_needs(o, c->old, c->new, node);
	if (c->op == CHANGE_CREATE && order_is_known(c->new))
		add_parent(o, c->new, node);
	if (c->op == CHANGE_ALTER) {
		if (!c->default_early)
			order_add_edge(o, order_made(o, c->new), node);
		if (c->old->implied) /* it is its own from then on, or has something of its own */
			order_add_edge(o, order_made(o, c->new->parent), node);
		if (!c->old->implied && c->new->implied) /* until then */
			order_add_edge(o, node, order_altered(o, c->old->parent));
		add_index_needs(o, c, node);
		order_inheritance(o, c, node);
		add_identity(o, c, node);
		add_persistence(o, c, node);
	}
	for (size_t i = 0; i < c->parts_len; i++)
		add_needs(o, c->parts[i], node);
}

/* Changes of one object follow each other; stage 0 is a drop, 1 a create, 2 to 4 alter. */
static int stage_of(const struct change *c)
{
	if (c->op == CHANGE_DROP)
		return 0;
	if (c->op == CHANGE_CREATE)
		return 1;
	return c->default_early ? 2 : c->default_later ? 4 : 3;
}

static const struct object *object_of(const struct change *c)
{
	return c->new != NULL ? c->new : c->old;
}

struct sequence_item {
	const struct change *change;
	size_t node;
};

static int compare_sequence(const void *one, const void *other)
{
	const struct sequence_item *a = one, *b = other;
	int rc = strcmp(object_of(a->change)->key, object_of(b->change)->key);

	if (rc == 0)
		rc = stage_of(a->change) - stage_of(b->change);
	if (rc == 0)
		rc = a->node < b->node ? -1 : a->node > b->node;
	return rc;
}

static void add_sequences(struct order *o)
{
	struct sequence_item *v = arena_array(o->arena, struct sequence_item, o->changes.len);

	for (size_t i = 0; i < o->changes.len; i++)
		v[i] = (struct sequence_item){o->changes.v[i], i};
	if (o->changes.len > 0)
		qsort(v, o->changes.len, sizeof(*v), compare_sequence);
	for (size_t i = 1; i < o->changes.len; i++)
		if (strcmp(object_of(v[i - 1].change)->key, object_of(v[i].change)->key) == 0)
			order_add_edge(o, (ptrdiff_t)v[i - 1].node, (ptrdiff_t)v[i].node);
}

/* Drops first, and those from the outside in: what catalogs do not know may need it, too. */
static int compare_rank(const void *one, const void *other)
{
	const struct sequence_item *a = one, *b = other;
	const struct object *x = object_of(a->change), *y = object_of(b->change);
	bool a_drops = a->change->op == CHANGE_DROP, b_drops = b->change->op == CHANGE_DROP;
	int rc;

	if (a_drops != b_drops)
		return a_drops ? -1 : 1;
	if (x->kind != y->kind)
		return (x->kind < y->kind) != a_drops ? -1 : 1;
	rc = object_compare(x, y);
	if (rc == 0)
		rc = strcmp(x->key, y->key);
	if (rc == 0)
		rc = stage_of(a->change) - stage_of(b->change);
	return rc != 0 ? rc : a->node < b->node ? -1 : a->node > b->node;
}

static void set_ranks(struct order *o)
{
	struct sequence_item *v = arena_array(o->arena, struct sequence_item, o->changes.len);

	for (size_t i = 0; i < o->changes.len; i++)
		v[i] = (struct sequence_item){o->changes.v[i], i};
	if (o->changes.len > 0)
		qsort(v, o->changes.len, sizeof(*v), compare_rank);
	o->rank = arena_array(o->arena, size_t, o->changes.len);
	for (size_t i = 0; i < o->changes.len; i++)
		o->rank[v[i].node] = i;
}

void order_link(struct order *o)
{
	size_t n = o->changes.len, *at = arena_array(o->arena, size_t, n + 1);

	o->first = arena_array(o->arena, size_t, n + 1);
	o->to_node = arena_array(o->arena, size_t, o->edges.len);
	for (size_t i = 0; i < o->edges.len; i++)
		o->first[o->edges.v[i].before + 1]++;
	for (size_t i = 0; i < n; i++)
		o->first[i + 1] += o->first[i];
	memcpy(at, o->first, (n + 1) * sizeof(*at));
	for (size_t i = 0; i < o->edges.len; i++)
		o->to_node[at[o->edges.v[i].before]++] = o->edges.v[i].after;
}

void order_graph(struct order *o)
{
	o->edges.len = 0;
	register_all(o);
	for (size_t i = 0; i < o->changes.len; i++)
		add_needs(o, o->changes.v[i], (ptrdiff_t)i);
	add_sequences(o);
	order_names(o);
	order_partitions(o);
	set_ranks(o);
	order_link(o);
}
