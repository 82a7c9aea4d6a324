/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A name must be free before it is taken again. What shares names with what is a
 * set of name spaces for each kind.
 */
#include "model/order_graph.h"

enum {
	SPACE_RELATION = 1, /* in the schema: tables, views, sequences, indexes */
	SPACE_TYPE = 2,
	SPACE_ROUTINE = 4,
	SPACE_TABLE = 8,      /* in its table: constraints */
	SPACE_INDEX = 16,     /* the schema's relations where the engine has it so */
	SPACE_REFERENCE = 32, /* in the schema where indexes are not */
	SPACE_TRIGGER = 64,
	SPACES = 128,
};

static const unsigned spaces_of[OBJECT_KINDS] = {
	[OBJECT_TABLE] = SPACE_RELATION | SPACE_TYPE,
	[OBJECT_FOREIGN_TABLE] = SPACE_RELATION | SPACE_TYPE,
	[OBJECT_VIRTUAL_TABLE] = SPACE_RELATION,
	[OBJECT_VIEW] = SPACE_RELATION | SPACE_TYPE,
	[OBJECT_MATERIALIZED_VIEW] = SPACE_RELATION | SPACE_TYPE,
	[OBJECT_SEQUENCE] = SPACE_RELATION,
	[OBJECT_COMPOSITE] = SPACE_RELATION | SPACE_TYPE,
	[OBJECT_ENUM] = SPACE_TYPE,
	[OBJECT_DOMAIN] = SPACE_TYPE,
	[OBJECT_RANGE] = SPACE_TYPE,
	[OBJECT_TYPE] = SPACE_TYPE,
	[OBJECT_FUNCTION] = SPACE_ROUTINE,
	[OBJECT_PROCEDURE] = SPACE_ROUTINE,
	[OBJECT_AGGREGATE] = SPACE_ROUTINE,
	[OBJECT_PRIMARY_KEY] = SPACE_TABLE | SPACE_INDEX,
	[OBJECT_UNIQUE] = SPACE_TABLE | SPACE_INDEX,
	[OBJECT_EXCLUSION] = SPACE_TABLE | SPACE_INDEX,
	[OBJECT_INDEX] = SPACE_TABLE | SPACE_INDEX,
	[OBJECT_FOREIGN_KEY] = SPACE_TABLE | SPACE_REFERENCE,
	[OBJECT_CHECK] = SPACE_TABLE,
	[OBJECT_TRIGGER] = SPACE_TRIGGER,
};

static unsigned spaces(const struct order *o, const struct object *object)
{
	unsigned set = spaces_of[object->kind];

	if (o->rules->index_names_per_table)
		return set & ~(unsigned)SPACE_INDEX;
	if ((set & SPACE_INDEX) != 0)
		set |= SPACE_RELATION;
	set &= ~(unsigned)(SPACE_INDEX | SPACE_REFERENCE);
	return o->rules->trigger_names_per_schema ? set : set & ~(unsigned)SPACE_TRIGGER;
}

static const char *name_in(const struct order *o, unsigned space, const struct object *object)
{
	const char *schema = object_root(object)->schema;
	const char *within = schema != NULL ? schema : "";

	if (space == SPACE_TABLE && object->parent != NULL)
		within = object->parent->key;
	return arena_printf(o->arena, "%u\x1f%s\x1f%s\x1f%s", space, within, object->name,
			    object->arguments != NULL ? object->arguments : "");
}

/* Values are node + 1: 0 is "none" to a map. */
static void free_names(struct order *o, struct map *names, const struct object *old)
{
	ptrdiff_t node = o->dropped[old->index];
	unsigned set = spaces(o, old);

	for (unsigned space = 1; space < SPACES; space <<= 1)
		if ((set & space) != 0)
			map_put(names, name_in(o, space, old), (void *)(node + 1));
	for (size_t i = 0; i < old->children_len; i++)
		if (o->dropped[old->children[i]->index] != NOWHERE)
			free_names(o, names, old->children[i]);
}

static ptrdiff_t freed_in(const struct order *o, unsigned space, const struct object *taking)
{
	return (intptr_t)map_get(&o->freed, name_in(o, space, taking)) - 1;
}

ptrdiff_t order_freed(const struct order *o, const struct object *taking)
{
	unsigned set = o->freed.len > 0 ? spaces(o, taking) : 0;
	ptrdiff_t node = NOWHERE;

	for (unsigned space = 1; space < SPACES && node == NOWHERE; space <<= 1)
		if ((set & space) != 0)
			node = freed_in(o, space, taking);
	return node;
}

static void take_names(struct order *o, const struct change *c, ptrdiff_t node)
{
	unsigned set;

	for (size_t i = 0; i < c->parts_len; i++)
		take_names(o, c->parts[i], node);
	if (c->op != CHANGE_CREATE)
		return;
	set = spaces(o, c->new);
	for (unsigned space = 1; space < SPACES; space <<= 1)
		if ((set & space) != 0)
			order_add_edge(o, freed_in(o, space, c->new), node);
}

void order_names(struct order *o)
{
	o->freed = (struct map){.arena = o->arena};
	for (size_t i = 0; i < o->changes.len; i++) {
		const struct change *c = o->changes.v[i];

		if (c->op == CHANGE_DROP)
			free_names(o, &o->freed, c->old);
		for (size_t k = 0; k < c->parts_len; k++)
			if (c->parts[k]->op == CHANGE_DROP)
				free_names(o, &o->freed, c->parts[k]->old);
	}
	for (size_t i = 0; i < o->changes.len && o->freed.len > 0; i++)
		take_names(o, o->changes.v[i], (ptrdiff_t)i);
}
