/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies are shallow: identity, parent, children and index stay those of the
 * original, so that everything that goes by them takes the copy for it.
 */
#include "model/variant.h"

static bool is_among(enum attribute name, const enum attribute *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (names[i] == name)
			return true;
	return false;
}

struct object *object_without(struct arena *a, const struct object *o, const enum attribute *names,
			      size_t n)
{
	struct object *copy = arena_new(a, struct object);
	struct attribute_value *v = arena_array(a, struct attribute_value, o->attributes_len);
	size_t len = 0;

	for (size_t i = 0; i < o->attributes_len; i++)
		if (!is_among(o->attributes[i].name, names, n))
			v[len++] = o->attributes[i];
	*copy = *o;
	copy->attributes = v;
	copy->attributes_len = len;
	return copy;
}

static const bool is_type[OBJECT_KINDS] = {
	[OBJECT_ENUM] = true,  [OBJECT_DOMAIN] = true, [OBJECT_COMPOSITE] = true,
	[OBJECT_RANGE] = true, [OBJECT_TYPE] = true,   [OBJECT_COLLATION] = true,
	[OBJECT_TABLE] = true,
};

bool object_is_type(const struct object *o)
{
	return is_type[o->kind];
}

bool object_default_needs(const struct object *column, const struct object *n)
{
	return object_has(column, ATTR_DEFAULT) && !is_type[n->kind];
}

const struct object *object_without_default(struct arena *a, const struct object *column)
{
	static const enum attribute name = ATTR_DEFAULT;
	struct object *copy = object_without(a, column, &name, 1);
	const struct object **needs = arena_array(a, const struct object *, column->needs_len);
	size_t len = 0;

	for (size_t i = 0; i < column->needs_len; i++)
		if (!object_default_needs(column, column->needs[i]))
			needs[len++] = column->needs[i];
	copy->needs = needs;
	copy->needs_len = len;
	return copy;
}

const struct object *object_with(struct arena *a, const struct object *o, enum attribute name,
				 const char *value)
{
	struct object *copy = object_without(a, o, &name, 1);
	struct attribute_value *v =
		arena_array(a, struct attribute_value, copy->attributes_len + 1);
	size_t len = 0;

	while (len < copy->attributes_len && copy->attributes[len].name < name) {
		v[len] = copy->attributes[len];
		len++;
	}
	v[len] = (struct attribute_value){name, value};
	for (; len < copy->attributes_len; len++)
		v[len + 1] = copy->attributes[len];
	copy->attributes = v;
	copy->attributes_len++;
	return copy;
}
