/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What tables have of each other: when one begins or ends to inherit, and which
 * of the two says first what becomes of a column.
 */
#include "model/order_graph.h"

#include <string.h>

/* What a table inherits stays only if it comes from elsewhere before it is dropped there. */
static void add_heirs(struct order *o, const struct change *c, ptrdiff_t node)
{
	if (!order_alters(o, node, ATTR_INHERITS))
		return;
	for (size_t i = 0; i < c->old->children_len; i++) {
		const struct object *heir = c->old->children[i], *from = order_origin(heir);

		if (from != NULL && from != c->old && schema_same(o->to, heir) != NULL)
			order_add_edge(o, node, o->dropped[from->index]);
	}
}

/* A column that is altered there as well. */
static void after_alters(struct order *o, const struct object *table, ptrdiff_t node)
{
	for (size_t i = 0; i < table->children_len; i++) {
		ptrdiff_t made = o->made[table->children[i]->index];

		if (made != NOWHERE && o->changes.v[made]->op == CHANGE_ALTER &&
		    table->children[i]->kind == OBJECT_COLUMN && !o->changes.v[made]->old->implied)
			order_add_edge(o, made, node);
	}
}

/* What a table says of a column that it also inherits comes after what the other says. */
static void add_merged(struct order *o, const struct change *c, ptrdiff_t node)
{
	const struct object *table = c->new->parent;

	if (c->new->kind != OBJECT_COLUMN || !object_has(table, ATTR_INHERITS))
		return;
	for (size_t i = 0; i < table->needs_len; i++) {
		const struct object *n = table->needs[i];

		for (size_t k = 0; n->kind == OBJECT_TABLE && k < n->children_len; k++) {
			ptrdiff_t made = o->made[n->children[k]->index];

			if (made != NOWHERE && o->changes.v[made]->op == CHANGE_ALTER &&
			    n->children[k]->kind == OBJECT_COLUMN &&
			    strcmp(n->children[k]->name, c->new->name) == 0)
				order_add_edge(o, made, node);
		}
	}
}

/* Columns must be alike before a table inherits from another, or becomes a part of it. */
static void add_ancestors(struct order *o, const struct change *c, ptrdiff_t node)
{
	if ((!order_alters(o, node, ATTR_INHERITS) || object_has(c->old, ATTR_INHERITS)) &&
	    (!order_alters(o, node, ATTR_PARTITION_OF) || object_has(c->old, ATTR_PARTITION_OF)))
		return;
	after_alters(o, c->new, node);
	for (size_t i = 0; i < c->new->needs_len; i++)
		if (c->new->needs[i]->kind == OBJECT_TABLE)
			after_alters(o, c->new->needs[i], node);
}

void order_inheritance(struct order *o, const struct change *c, ptrdiff_t node)
{
	add_heirs(o, c, node);
	add_ancestors(o, c, node);
	add_merged(o, c, node);
}
