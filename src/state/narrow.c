/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Works in place: the schema was just read, and nobody else has seen it. An
 * object's index tells afterwards whether it is still listed.
 */
#include "state/narrow.h"

/* Kinds that lie in no schema, and so not in the default one either. */
static bool lies_in_schema(enum object_kind kind)
{
	static const enum object_kind outside[] = {
		OBJECT_SCHEMA,
		OBJECT_EXTENSION,
		OBJECT_LANGUAGE,
		OBJECT_ACCESS_METHOD,
		OBJECT_CAST,
		OBJECT_TRANSFORM,
		OBJECT_FOREIGN_DATA_WRAPPER,
		OBJECT_SERVER,
		OBJECT_USER_MAPPING,
		OBJECT_EVENT_TRIGGER,
		OBJECT_PUBLICATION,
		OBJECT_DEFAULT_PRIVILEGE,
	};

	for (size_t i = 0; i < sizeof(outside) / sizeof(*outside); i++)
		if (kind == outside[i])
			return false;
	return true;
}

static bool is_kept(const struct object *o)
{
	const struct object *root = object_root(o);

	return root->schema == NULL && lies_in_schema(root->kind);
}

static void drop_edges(const struct object *const *edges, size_t *len)
{
	const struct object **v = (const struct object **)edges;
	size_t n = 0;

	for (size_t i = 0; i < *len; i++)
		if (is_kept(v[i]))
			v[n++] = v[i];
	*len = n;
}

void narrow_to_default_schema(struct schema *s)
{
	const struct object **v = (const struct object **)s->objects;
	struct map by_key = {.arena = s->by_key.arena};
	size_t n = 0;

	for (size_t i = 0; i < s->len; i++) {
		struct object *o = (struct object *)v[i];

		if (!is_kept(o))
			continue;
		drop_edges(o->needs, &o->needs_len);
		drop_edges(o->needed_by, &o->needed_by_len);
		o->index = n;
		v[n++] = o;
		map_put(&by_key, o->key, o);
	}
	s->len = n;
	s->by_key = by_key;
}
