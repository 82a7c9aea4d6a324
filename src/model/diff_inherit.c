/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns that a table has of another one (inherited, of a partitioned table) or
 * of a type, and triggers of a partitioned table. They come and go with that, and
 * what is altered there is altered here; but a DEFAULT and a NOT NULL, or whether it
 * is enabled, they may have of their own.
 */
#include "model/diff_plan.h"

#include <string.h>

enum { OWN = 2 };

/* Those that they may have, by the kind of the object. */
static const enum attribute *own_of(const struct object *o, size_t *ret_len)
{
	static const enum attribute of_columns[OWN] = {ATTR_NOT_NULL, ATTR_DEFAULT};
	static const enum attribute of_triggers[] = {ATTR_ENABLED};

	*ret_len = o->kind == OBJECT_COLUMN ? OWN : 1;
	return o->kind == OBJECT_COLUMN ? of_columns : of_triggers;
}

static bool same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* The column that it comes from; NULL if there is none. */
static const struct object *origin(const struct object *o)
{
	for (size_t i = 0; i < o->needs_len; i++) {
		const struct object *n = o->needs[i];

		if (n->kind == o->kind && n->parent != o->parent && strcmp(n->name, o->name) == 0)
			return n;
	}
	return NULL;
}

/* Declared here as well as in a table that this one inherits from; NULL if it is not. */
static const struct object *merged_with(const struct object *o)
{
	const struct object *table = o->parent;

	if (o->implied || o->kind != OBJECT_COLUMN || !object_has(table, ATTR_INHERITS))
		return NULL;
	for (size_t i = 0; i < table->needs_len; i++) {
		const struct object *n = table->needs[i];

		for (size_t k = 0; n->kind == OBJECT_TABLE && k < n->children_len; k++)
			if (n->children[k]->kind == OBJECT_COLUMN &&
			    strcmp(n->children[k]->name, o->name) == 0)
				return n->children[k];
	}
	return NULL;
}

static bool is_heir(const struct object *o)
{
	if (!o->implied || o->parent == NULL)
		return false;
	if (o->kind == OBJECT_TRIGGER)
		return origin(o) != NULL;
	return o->kind == OBJECT_COLUMN &&
	       (origin(o) != NULL || object_has(o->parent, ATTR_OF_TYPE));
}

static const char *inherited(const struct object *o, enum attribute name)
{
	const struct object *from = origin(o);

	return from != NULL ? object_get(from, name) : NULL;
}

/* The value once what it comes from has been altered, which goes down to it. */
static const char *value_by_then(const struct pair *p, const struct object *old,
				 const struct object *new, enum attribute name)
{
	if (old != NULL && new != NULL && strcmp(old->key, new->key) == 0 &&
	    !same(object_get(old, name), object_get(new, name)))
		return object_get(new, name);
	return object_get(p->old, name);
}

/* What stays as it is would take the value that its like in the other table gets. */
static void compare_merged(struct diff *d, struct pair *p)
{
	const struct object *old = merged_with(p->old), *new = merged_with(p->new);
	const enum attribute *own;
	size_t n;

	if (old == NULL || new == NULL)
		return;
	own = own_of(p->new, &n);
	for (size_t i = 0; i < n; i++) {
		const char *was = object_get(p->old, own[i]), *is = object_get(p->new, own[i]);

		if (same(was, is) && !same(value_by_then(p, old, new, own[i]), is))
			diff_add_attribute(d, p, own[i]);
	}
}

void diff_compare_heir(struct diff *d, struct pair *p)
{
	const enum attribute *own;
	size_t n;

	if (!is_heir(p->old) || !is_heir(p->new)) {
		compare_merged(d, p);
		return;
	}
	own = own_of(p->new, &n);
	for (size_t i = 0; i < n; i++) {
		const char *was = value_by_then(p, origin(p->old), origin(p->new), own[i]);
		const char *is = object_get(p->new, own[i]);
		bool unchanged = same(was, object_get(p->old, own[i]));

		if (same(was, is) ||
		    (unchanged && d->rules->same != NULL && d->rules->same(p->old, p->new, own[i])))
			continue;
		diff_add_attribute(d, p, own[i]);
	}
}

size_t diff_own_of_heir(const struct object *o, enum attribute ret[static 2])
{
	size_t n = 0, most;
	const enum attribute *own = own_of(o, &most);

	for (size_t i = 0; is_heir(o) && i < most; i++)
		if (!same(object_get(o, own[i]), inherited(o, own[i])))
			ret[n++] = own[i];
	return n;
}

bool diff_has_own_default(const struct object *o)
{
	return is_heir(o) && object_has(o, ATTR_DEFAULT) &&
	       !same(object_get(o, ATTR_DEFAULT), inherited(o, ATTR_DEFAULT));
}
