/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bounds of one partitioned table must not overlap: what frees some of them (a
 * drop, a detachment) comes before what takes some. Partitions that exchange
 * theirs follow each other by name; the dialect has the first detach them all.
 */
#include "model/order_graph.h"

#include <string.h>

struct bound_change {
	const char *table;
	const struct object *partition;
	ptrdiff_t node;
	bool frees, takes;
};

static bool changes_bound(const struct change *c)
{
	for (size_t i = 0; i < c->attributes_len; i++)
		if (c->attributes[i] == ATTR_PARTITION_OF ||
		    c->attributes[i] == ATTR_PARTITION_BOUND)
			return true;
	return false;
}

static const char *partitioned(const struct object *o)
{
	return o != NULL ? object_get(o, ATTR_PARTITION_OF) : NULL;
}

static void add_pair(struct order *o, const struct bound_change *x, const struct bound_change *y)
{
	if (x == y || !x->frees || !y->takes || strcmp(x->table, y->table) != 0)
		return;
	if (x->takes && y->frees && strcmp(x->partition->key, y->partition->key) > 0)
		return;
	order_add_edge(o, x->node, y->node);
}

void order_partitions(struct order *o)
{
	VEC(struct bound_change) v = {0};
	size_t frees = 0;

	for (size_t i = 0; i < o->changes.len; i++) {
		const struct change *c = o->changes.v[i];
		const char *old = partitioned(c->old), *now = partitioned(c->new);

		if ((old == NULL && now == NULL) || (c->op == CHANGE_ALTER && !changes_bound(c)))
			continue;
		/* One that goes from table to table is left to its needs. */
		if (old != NULL && now != NULL && strcmp(old, now) != 0)
			continue;
		*(struct bound_change *)vec_push(&v, o->arena) = (struct bound_change){
			.table = old != NULL ? old : now,
			.partition = c->old != NULL ? c->old : c->new,
			.node = (ptrdiff_t)i,
			.frees = old != NULL,
			.takes = now != NULL,
		};
		frees += old != NULL;
	}
	for (size_t i = 0; frees > 0 && i < v.len; i++)
		for (size_t k = 0; v.v[i].frees && k < v.len; k++)
			add_pair(o, &v.v[i], &v.v[k]);
}
