/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which change has to come before which. Made anew whenever cycles have been
 * taken apart.
 */
#ifndef MODEL_ORDER_GRAPH_H
#define MODEL_ORDER_GRAPH_H

#include "base/vec.h"
#include "model/rules.h"

enum { NOWHERE = -1 };

struct order_edge {
	size_t before, after;
};

struct order {
	const struct model_rules *rules;
	const struct schema *from, *to;
	struct arena *arena;
	VEC(struct change *) changes;

	/* By the index of an old object: the change that drops it, the one that alters it. */
	ptrdiff_t *dropped, *altered;
	/* By the index of a new object: the change that creates or alters it. */
	ptrdiff_t *made;
	/* By the index of an old column whose default goes before it does. */
	bool *bare;

	struct map freed; /* names that drops free: see order_freed() */

	VEC(struct order_edge) edges;
	size_t *first, *to_node; /* edges of node i: to_node[first[i]] up to first[i + 1] */
	size_t *rank;            /* of node i among equals: lower comes first */
	size_t *component;       /* of node i: nodes of one wait for each other */
};

/* maps, edges and ranks of o->changes. */
void order_graph(struct order *o);

/* Either may be NOWHERE: no edge. */
void order_add_edge(struct order *o, ptrdiff_t before, ptrdiff_t after);

/* Edges from what frees a name to what takes it. */
void order_names(struct order *o);
/* order_inherit.c: of an ALTER. */
void order_inheritance(struct order *o, const struct change *c, ptrdiff_t node);
/* order_partition.c: bounds are free before they are taken. */
void order_partitions(struct order *o);

/* After that: what frees a name that the new object takes; NOWHERE if it was free. */
ptrdiff_t order_freed(const struct order *o, const struct object *taking);

/* Arrays first and to_node from o->edges. */
void order_link(struct order *o);

/* Is the node an ALTER of that attribute? */
bool order_alters(const struct order *o, ptrdiff_t node, enum attribute name);

/* What an implied object comes with: what it inherits, or its parent; NULL if none. */
const struct object *order_origin(const struct object *o);

/* Where an object is made (or dropped), an implied one with its parent. */
ptrdiff_t order_made(const struct order *o, const struct object *n);
ptrdiff_t order_dropped(const struct order *o, const struct object *n);

/*
 * Take what can be said later out of the changes where they wait for each other
 * in a circle. component[] tells which circles are left.
 */
void order_break_cycles(struct order *o);

/* Does the copy of a private object (a grant that comes back) stand in no schema? */
static inline bool order_is_known(const struct object *o)
{
	return o != NULL && o->index != SIZE_MAX;
}

#endif
