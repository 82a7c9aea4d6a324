/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matching and comparing; what follows of it is in diff_again.c, diff_fold.c
 * and order.c. An implied object takes part so that what needs it can be
 * followed, but of its attributes only those count that are said of it alone.
 */
#include "model/diff.h"

#include "model/diff_plan.h"

#include <string.h>

static bool is_compared(const struct diff *d, const struct object *o)
{
	if (d->rules->kinds[o->kind] == KIND_NONE)
		return false;
	return d->options->grants ||
	       (o->kind != OBJECT_PRIVILEGE && o->kind != OBJECT_DEFAULT_PRIVILEGE);
}

static struct pair *add_pair(struct diff *d, const struct object *old, const struct object *new)
{
	struct pair *p = arena_new(d->arena, struct pair);

	p->old = old;
	p->new = new;
	p->implied = (old != NULL && old->implied) || (new == NULL ? false : new->implied);
	p->fate = old == NULL ? FATE_CREATE : new == NULL ? FATE_DROP : FATE_STAY;
	if (old != NULL)
		d->of_old[old->index] = p;
	if (new != NULL)
		d->of_new[new->index] = p;
	*vec_push(&d->pairs, d->arena) = p;
	return p;
}

static bool is_said_alone(const struct object *o, enum attribute name)
{
	if (name == ATTR_COMMENT)
		return true;
	if (o->parent != NULL && o->parent->kind == OBJECT_MATERIALIZED_VIEW)
		return name == ATTR_STORAGE || name == ATTR_COMPRESSION ||
		       name == ATTR_STATISTICS || name == ATTR_OPTIONS;
	return name == ATTR_DEFAULT && o->parent != NULL && o->parent->kind == OBJECT_VIEW;
}

static bool counts(const struct diff *d, const struct pair *p, enum attribute name)
{
	if (p->old->implied && p->new->implied && !is_said_alone(p->new, name))
		return false;
	if (attribute_compared(name) == COMPARE_REQUEST)
		return d->options->owners;
	return attribute_compared(name) == COMPARE_ALWAYS;
}

void diff_add_attribute(struct diff *d, struct pair *p, enum attribute name)
{
	if (p->attributes == NULL)
		p->attributes = arena_array(d->arena, enum attribute,
					    p->old->attributes_len + p->new->attributes_len);
	p->attributes[p->attributes_len++] = name;
}

static void add_difference(struct diff *d, struct pair *p, enum attribute name)
{
	if (!counts(d, p, name))
		return;
	if (d->rules->same != NULL && d->rules->same(p->old, p->new, name))
		return;
	diff_add_attribute(d, p, name);
}

/* Both lists are in the order of enum attribute. */
static void compare(struct diff *d, struct pair *p)
{
	const struct object *a = p->old, *b = p->new;
	size_t i = 0, j = 0;

	for (;;) {
		const struct attribute_value *x = i < a->attributes_len ? &a->attributes[i] : NULL;
		const struct attribute_value *y = j < b->attributes_len ? &b->attributes[j] : NULL;

		if (x == NULL && y == NULL)
			break;
		if (y == NULL || (x != NULL && x->name < y->name)) {
			add_difference(d, p, x->name);
			i++;
		} else if (x == NULL || y->name < x->name) {
			add_difference(d, p, y->name);
			j++;
		} else {
			if (strcmp(x->value, y->value) != 0)
				add_difference(d, p, x->name);
			i++;
			j++;
		}
	}
	diff_compare_heir(d, p);
	if (p->attributes_len > 0)
		p->fate = FATE_ALTER;
}

/* What an index or key of a partition comes with; NULL if it is its own. */
static const struct object *partitioned_index(const struct object *o)
{
	bool column = o->kind == OBJECT_COLUMN || o->kind == OBJECT_CHECK;

	for (size_t i = 0; o->implied && !column && i < o->needs_len; i++)
		if (o->needs[i]->kind == o->kind && o->needs[i]->parent != o->parent)
			return o->needs[i];
	return NULL;
}

/* A partition loses its share of a trigger when it is detached, and takes one when attached. */
static bool is_turned_trigger(const struct pair *p)
{
	return p->old->kind == OBJECT_TRIGGER && p->old->implied != p->new->implied;
}

/* It goes with that, and one of the same name is made then. */
static void part_from_dropped(struct diff *d, struct pair *p)
{
	const struct pair *whole;

	if (p->old == NULL || p->new == NULL)
		return;
	if (!is_turned_trigger(p)) {
		whole = p->new->implied ? NULL : pair_of_old(d, partitioned_index(p->old));
		if (whole == NULL || whole->fate != FATE_DROP)
			return;
	}
	add_pair(d, NULL, p->new);
	p->new = NULL;
	p->fate = FATE_DROP;
	p->implied = p->old->implied;
}

void diff_match(struct diff *d, const struct model_rules *rules, const struct diff_options *o,
		const struct schema *from, const struct schema *to, struct arena *a)
{
	*d = (struct diff){
		.rules = rules,
		.options = o,
		.from = from,
		.to = to,
		.arena = a,
		.of_old = arena_array(a, struct pair *, from->len),
		.of_new = arena_array(a, struct pair *, to->len),
	};
	for (size_t i = 0; i < from->len; i++) {
		const struct object *old = from->objects[i];

		if (is_compared(d, old))
			add_pair(d, old, schema_same(to, old));
	}
	for (size_t i = 0; i < to->len; i++) {
		const struct object *new = to->objects[i];

		if (d->of_new[i] == NULL && is_compared(d, new))
			add_pair(d, NULL, new);
	}
	for (size_t i = 0, n = d->pairs.len; i < n; i++)
		part_from_dropped(d, d->pairs.v[i]);
	for (size_t i = 0; i < d->pairs.len; i++)
		if (d->pairs.v[i]->fate == FATE_STAY)
			compare(d, d->pairs.v[i]);
}

void diff_schemas(const struct model_rules *rules, const struct diff_options *o,
		  const struct schema *from, const struct schema *to, struct arena *a,
		  struct changes *ret)
{
	struct diff d;

	diff_match(&d, rules, o, from, to, a);
	diff_spread(&d);
	diff_fold(&d);
	*ret = (struct changes){d.changes.v, d.changes.len};
	order_changes(rules, from, to, a, ret);
}
