/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A topological sort of the changes: of those that are free to go, always the
 * one of lowest rank, so that the same schemas give the same script.
 */
#include "model/diff.h"
#include "model/order_graph.h"

struct heap {
	const size_t *rank;
	size_t *v;
	size_t len;
};

static void swap(size_t *a, size_t *b)
{
	size_t was = *a;

	*a = *b;
	*b = was;
}

static void heap_push(struct heap *h, size_t node)
{
	size_t i = h->len++;

	h->v[i] = node;
	while (i > 0 && h->rank[h->v[i]] < h->rank[h->v[(i - 1) / 2]]) {
		swap(&h->v[i], &h->v[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
}

static size_t heap_pop(struct heap *h)
{
	size_t top = h->v[0], i = 0;

	h->v[0] = h->v[--h->len];
	for (;;) {
		size_t least = i;

		for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < h->len; child++)
			if (h->rank[h->v[child]] < h->rank[h->v[least]])
				least = child;
		if (least == i)
			return top;
		swap(&h->v[i], &h->v[least]);
		i = least;
	}
}

static struct change **sort(const struct order *o)
{
	size_t n = o->changes.len, done = 0;
	struct change **sorted = arena_array(o->arena, struct change *, n);
	size_t *waits = arena_array(o->arena, size_t, n);
	struct heap h = {o->rank, arena_array(o->arena, size_t, n), 0};

	for (size_t i = 0; i < o->edges.len; i++)
		waits[o->edges.v[i].after]++;
	for (size_t i = 0; i < n; i++)
		if (waits[i] == 0)
			heap_push(&h, i);
	while (h.len > 0) {
		size_t node = heap_pop(&h);

		sorted[done++] = o->changes.v[node];
		for (size_t i = o->first[node]; i < o->first[node + 1]; i++)
			if (--waits[o->to_node[i]] == 0)
				heap_push(&h, o->to_node[i]);
	}
	return sorted;
}

void order_changes(const struct model_rules *rules, const struct schema *from,
		   const struct schema *to, struct arena *a, struct changes *changes)
{
	struct order o = {.rules = rules, .from = from, .to = to, .arena = a};

	for (size_t i = 0; i < changes->len; i++)
		*vec_push(&o.changes, a) = changes->v[i];
	order_graph(&o);
	order_break_cycles(&o);
	*changes = (struct changes){sort(&o), o.changes.len};
}
