/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns that hold values of a type inside of others: of arrays, of composite
 * types, of ranges. The server looks into none of them when a domain gets
 * stricter, and refuses that instead. An array can be set aside as one of text
 * meanwhile; for the others there is no such way.
 */
#include "dialect/postgres/emit.h"

#include "base/text.h"

#include <string.h>

static bool is_array(const struct object *o)
{
	const char *type = object_get(o, ATTR_TYPE);

	return type != NULL && text_ends(type, "[]");
}

static void look_inside(struct arena *a, const struct object *type, bool inside,
			struct containers *ret)
{
	for (size_t i = 0; i < type->needed_by_len; i++) {
		const struct object *o = type->needed_by[i];
		bool array = is_array(o);

		if (o->kind == OBJECT_COLUMN && pgsql_is_partition_key(a, o))
			ret->key = o;

		if (o->kind == OBJECT_RANGE)
			look_inside(a, o, true, ret);
		else if (o->kind == OBJECT_DOMAIN)
			look_inside(a, o, inside || array, ret);
		else if (o->kind != OBJECT_COLUMN)
			continue;
		else if (o->parent->kind == OBJECT_COMPOSITE)
			look_inside(a, o->parent, true, ret);
		else if (o->parent->kind != OBJECT_TABLE || o->implied)
			continue;
		else if (inside)
			ret->deep = o;
		else if (array)
			*vec_push(&ret->arrays, a) = o;
	}
}

void pgsql_containers(struct arena *a, const struct object *type, struct containers *ret)
{
	*ret = (struct containers){0};
	look_inside(a, type, false, ret);
}

void pgsql_refuse_exchange(struct change *c, struct arena *a, const struct object *type)
{
	struct containers in;

	pgsql_containers(a, type, &in);
	if (in.key != NULL) {
		c->refusal = arena_printf(a, "column \"%s\" is part of a partition key",
					  object_title(in.key, a));
		c->advice = "make a partitioned table with the new type and move the rows to it";
	}
	if (in.deep == NULL || in.key != NULL)
		return;
	c->refusal = arena_printf(a, "column \"%s\" holds values of %s \"%s\" inside of others",
				  object_title(in.deep, a), kind_word(type->kind),
				  object_title(type, a));
	c->advice = "make the type under another name and change the column to that";
}

/* What would have to be dropped before the column changes its type. */
static const struct object *reader_of(const struct object *column)
{
	static const bool reads[OBJECT_KINDS] = {
		[OBJECT_VIEW] = true,     [OBJECT_MATERIALIZED_VIEW] = true,
		[OBJECT_RULE] = true,     [OBJECT_TRIGGER] = true,
		[OBJECT_POLICY] = true,   [OBJECT_COLUMN] = true,
		[OBJECT_FUNCTION] = true, [OBJECT_PROCEDURE] = true,
	};

	for (size_t i = 0; i < column->needed_by_len; i++)
		if (reads[column->needed_by[i]->kind] && !column->needed_by[i]->implied)
			return column->needed_by[i];
	return NULL;
}

void pgsql_refuse_stricter(struct change *c, struct arena *a, const struct object *domain)
{
	struct containers in;

	pgsql_containers(a, domain, &in);
	if (in.deep != NULL)
		pgsql_refuse_exchange(c, a, domain);
	for (size_t i = 0; c->refusal == NULL && i < in.arrays.len; i++) {
		const struct object *reader = reader_of(in.arrays.v[i]);

		if (reader == NULL)
			continue;
		c->refusal = arena_printf(
			a, "column \"%s\" holds arrays of domain \"%s\", and %s \"%s\" reads it",
			object_title(in.arrays.v[i], a), object_title(domain, a),
			kind_word(reader->kind), object_title(reader, a));
		c->advice = "drop that first and make it again afterwards";
	}
}

void pgsql_set_aside(const struct emit *e, const struct object *domain)
{
	struct containers in;

	pgsql_containers(e->a, domain, &in);
	for (size_t i = 0; i < in.arrays.len; i++) {
		const struct object *col = in.arrays.v[i];
		const char *name = pgsql_ident(e->a, col->name);
		const char *alter = arena_printf(e->a, "%s ALTER COLUMN %s",
						 pgsql_alter_table(e->a, col->parent), name);

		if (object_has(col, ATTR_DEFAULT))
			pgsql_add(e, "%s DROP DEFAULT", alter);
		pgsql_add(e, "%s TYPE text[] USING %s::text[]", alter, name);
	}
}

void pgsql_put_back(const struct emit *e, const struct object *domain)
{
	struct containers in;

	pgsql_containers(e->a, domain, &in);
	for (size_t i = 0; i < in.arrays.len; i++) {
		const struct object *col = in.arrays.v[i];
		const char *name = pgsql_ident(e->a, col->name);
		const char *type = object_get(col, ATTR_TYPE);
		const char *alter = arena_printf(e->a, "%s ALTER COLUMN %s",
						 pgsql_alter_table(e->a, col->parent), name);

		pgsql_add(e, "%s TYPE %s USING %s::%s", alter, type, name, type);
		if (object_has(col, ATTR_DEFAULT))
			pgsql_add(e, "%s SET DEFAULT %s", alter, object_get(col, ATTR_DEFAULT));
	}
}
