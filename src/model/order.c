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

struct sorter {
	const struct order *o;
	size_t *waits;   /* of a node: for how many others */
	size_t *outside; /* of a component: edges that lead into it from others */
	size_t *members; /* of a component: its first node + 1; next[] goes on from there */
	size_t *next;
	struct heap ready; /* nodes that wait for nothing */
	struct heap stuck; /* nodes that wait for nothing but their own circle */
	bool *done;
};

static struct heap new_heap(const struct order *o)
{
	return (struct heap){o->rank, arena_array(o->arena, size_t, o->changes.len), 0};
}

/* Nothing outside holds the component back any more. */
static void open_component(struct sorter *s, size_t component)
{
	for (size_t i = s->members[component]; i != 0; i = s->next[i - 1])
		if (s->waits[i - 1] > 0)
			heap_push(&s->stuck, i - 1);
}

static void start(struct sorter *s)
{
	const struct order *o = s->o;

	for (size_t i = 0; i < o->edges.len; i++) {
		struct order_edge e = o->edges.v[i];

		s->waits[e.after]++;
		if (o->component[e.before] != o->component[e.after])
			s->outside[o->component[e.after]]++;
	}
	for (size_t i = 0; i < o->changes.len; i++) {
		s->next[i] = s->members[o->component[i]];
		s->members[o->component[i]] = i + 1;
		if (s->waits[i] == 0)
			heap_push(&s->ready, i);
	}
	for (size_t i = 0; i < o->changes.len; i++)
		if (s->members[i] != 0 && s->outside[i] == 0)
			open_component(s, i);
}

static void finish_node(struct sorter *s, size_t node)
{
	const struct order *o = s->o;

	s->done[node] = true;
	for (size_t i = o->first[node]; i < o->first[node + 1]; i++) {
		size_t to = o->to_node[i], component = o->component[to];

		if (--s->waits[to] == 0 && !s->done[to])
			heap_push(&s->ready, to);
		if (component != o->component[node] && --s->outside[component] == 0)
			open_component(s, component);
	}
}

/* The next to go: where all wait for each other, the first of a circle that is open. */
static size_t take(struct sorter *s)
{
	size_t node;

	if (s->ready.len > 0)
		return heap_pop(&s->ready);
	do
		node = heap_pop(&s->stuck);
	while (s->done[node]);
	return node;
}

static struct change **sort(const struct order *o)
{
	size_t n = o->changes.len;
	struct change **sorted = arena_array(o->arena, struct change *, n);
	struct sorter s = {
		.o = o,
		.waits = arena_array(o->arena, size_t, n),
		.outside = arena_array(o->arena, size_t, n),
		.members = arena_array(o->arena, size_t, n),
		.next = arena_array(o->arena, size_t, n),
		.ready = new_heap(o),
		.stuck = new_heap(o),
		.done = arena_array(o->arena, bool, n),
	};

	start(&s);
	for (size_t i = 0; i < n; i++) {
		size_t node = take(&s);

		sorted[i] = o->changes.v[node];
		finish_node(&s, node);
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
