/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What cannot be altered is dropped and made again, and so is everything that
 * needs it and does not survive that: a queue of causes, until it is empty. A
 * pair's fate only ever moves towards FATE_AGAIN, so there is an end.
 *
 * A column cannot be dropped because its DEFAULT needs something: the default
 * alone goes early and comes back late. A generated column holds nothing of its
 * own and is dropped and added again.
 */
#include "model/diff_plan.h"
#include "model/variant.h"

#include <string.h>

static void make_again(struct diff *d, struct pair *p);

static void enqueue(struct diff *d, struct pair *p)
{
	p->looked_at = false;
	*vec_push(&d->queue, d->arena) = p;
}

static void add_part(struct diff *d, struct change ***parts, size_t *len, const struct pair *p,
		     enum change_op op)
{
	struct change *c = arena_new(d->arena, struct change);

	c->op = op;
	c->old = op != CHANGE_CREATE ? p->old : NULL;
	c->new = op != CHANGE_DROP ? p->new : NULL;
	c->again = p->fate == FATE_AGAIN;
	if (op == CHANGE_ALTER) {
		c->attributes = p->attributes;
		c->attributes_len = p->attributes_len;
	}
	(*parts)[(*len)++] = c;
}

static struct change **alter_parts(struct diff *d, const struct pair *p, size_t *ret_len)
{
	size_t most = p->old->children_len + p->new->children_len;
	struct change **parts = arena_array(d->arena, struct change *, most);

	for (size_t i = 0; i < p->old->children_len; i++) {
		const struct pair *child = pair_of_old(d, p->old->children[i]);

		if (child != NULL && !child->implied && pair_is_dropped(child) &&
		    pair_place(d, child) == KIND_PART)
			add_part(d, &parts, ret_len, child, CHANGE_DROP);
	}
	for (size_t i = 0; i < p->new->children_len; i++) {
		const struct pair *child = pair_of_new(d, p->new->children[i]);

		if (child == NULL || child->implied || pair_place(d, child) != KIND_PART)
			continue;
		if (pair_is_created(child))
			add_part(d, &parts, ret_len, child, CHANGE_CREATE);
		else if (child->fate == FATE_ALTER)
			add_part(d, &parts, ret_len, child, CHANGE_ALTER);
	}
	return parts;
}

struct change *diff_alter(struct diff *d, const struct pair *p)
{
	struct change *c = arena_new(d->arena, struct change);
	size_t len = 0;

	c->op = CHANGE_ALTER;
	c->old = p->old;
	c->new = p->new;
	c->attributes = p->attributes;
	c->attributes_len = p->attributes_len;
	c->parts = alter_parts(d, p, &len);
	c->parts_len = len;
	return c->attributes_len + c->parts_len > 0 ? c : NULL;
}

static void judge(struct diff *d, struct pair *p)
{
	p->alter = diff_alter(d, p);
	p->fate = p->alter != NULL ? FATE_ALTER : FATE_STAY;
	if (p->alter == NULL)
		return;
	switch (d->rules->judge(d->options, p->alter, d->arena)) {
	case WAY_ALTER:
		break;
	case WAY_DISTURB:
		p->disturbs = true;
		enqueue(d, p);
		break;
	case WAY_AGAIN:
		make_again(d, p);
		break;
	}
}

/* The parent of a changed part takes the change over, and is judged with it. */
static bool parent_takes(const struct diff *d, const struct pair *p, struct pair **ret)
{
	*ret = pair_parent(d, p);
	return pair_place(d, p) == KIND_PART && !p->implied && *ret != NULL &&
	       ((*ret)->fate == FATE_STAY || (*ret)->fate == FATE_ALTER);
}

static void make_again(struct diff *d, struct pair *p)
{
	struct pair *parent;

	if (p->fate == FATE_AGAIN || p->old == NULL || p->new == NULL)
		return;
	p->fate = FATE_AGAIN;
	enqueue(d, p);
	for (size_t i = 0; i < p->old->children_len; i++) {
		struct pair *child = pair_of_old(d, p->old->children[i]);

		if (child != NULL)
			make_again(d, child);
	}
	if (parent_takes(d, p, &parent))
		judge(d, parent);
}

/* The change that stands for the cause towards the dialect: that of the outermost dropped parent. */
static const struct change *cause_change(struct diff *d, const struct pair *p)
{
	struct change *c;

	if (p->fate == FATE_ALTER || p->fate == FATE_STAY)
		return p->alter;
	while (pair_is_dropped(pair_parent(d, p)))
		p = pair_parent(d, p);
	c = arena_new(d->arena, struct change);
	c->op = CHANGE_DROP;
	c->old = p->old;
	c->again = p->fate == FATE_AGAIN;
	return c;
}

static bool is_named_alike(const struct object *a, const struct object *b)
{
	if (strcmp(a->name, b->name) != 0 ||
	    strcmp(a->schema != NULL ? a->schema : "", b->schema != NULL ? b->schema : "") != 0)
		return false;
	if (a->parent == NULL || b->parent == NULL)
		return a->parent == b->parent;
	return is_named_alike(a->parent, b->parent);
}

/* Is the dependent altered into something that needs neither this nor what takes its name? */
static bool moves_away(const struct pair *dependent, const struct object *needed)
{
	if (dependent->fate != FATE_ALTER)
		return false;
	for (size_t i = 0; i < dependent->new->needs_len; i++)
		if (is_named_alike(dependent->new->needs[i], needed))
			return false;
	return true;
}

static void follow(struct diff *d, const struct change *cause, const struct object *o);

/*
 * A column or a domain whose type is exchanged is converted with it: what needs
 * the column is disturbed too.
 */
static bool is_converted(const struct change *cause, const struct object *dependent)
{
	return (dependent->kind == OBJECT_COLUMN || dependent->kind == OBJECT_DOMAIN) &&
	       cause->op == CHANGE_ALTER && object_is_type(cause->old);
}

static void disturb(struct diff *d, const struct change *cause, const struct object *needed,
		    struct pair *dependent)
{
	struct pair *parent;

	if (dependent->implied && !diff_has_own_default(dependent->old)) {
		if (!dependent->looked_at) {
			dependent->looked_at = true;
			follow(d, cause, dependent->old);
		}
		return;
	}
	if (dependent->new == NULL || dependent->fate == FATE_AGAIN ||
	    moves_away(dependent, needed))
		return;
	if (d->rules->survives(d->options, cause, dependent->old)) {
		if (is_converted(cause, dependent->old))
			follow(d, cause, dependent->old);
		return;
	}
	if (dependent->old->kind == OBJECT_COLUMN && object_default_needs(dependent->old, needed)) {
		dependent->split_default = true;
		if (parent_takes(d, dependent, &parent) && parent->fate == FATE_STAY)
			judge(d, parent);
		return;
	}
	make_again(d, dependent);
}

/* Everything that needs o itself. */
static void follow(struct diff *d, const struct change *cause, const struct object *o)
{
	for (size_t i = 0; i < o->needed_by_len; i++) {
		struct pair *dependent = pair_of_old(d, o->needed_by[i]);

		if (dependent != NULL && dependent->old != cause->old)
			disturb(d, cause, o, dependent);
	}
}

/* Of a disturbed object also what needs those of its children that change with it. */
static void look_at(struct diff *d, struct pair *p)
{
	const struct change *cause = cause_change(d, p);

	p->looked_at = true;
	follow(d, cause, p->old);
	if (p->fate == FATE_DROP || p->fate == FATE_AGAIN)
		return;
	for (size_t i = 0; i < p->old->children_len; i++) {
		const struct pair *child = pair_of_old(d, p->old->children[i]);

		if (child != NULL && (p->attributes_len > 0 || child->fate != FATE_STAY))
			follow(d, cause, child->old);
	}
}

void diff_spread(struct diff *d)
{
	for (size_t i = 0; i < d->pairs.len; i++) {
		struct pair *p = d->pairs.v[i], *parent;

		if (p->fate != FATE_STAY && parent_takes(d, p, &parent) &&
		    parent->fate == FATE_STAY)
			parent->fate = FATE_ALTER;
	}
	for (size_t i = 0; i < d->pairs.len; i++) {
		struct pair *p = d->pairs.v[i], *parent;

		if (p->fate == FATE_DROP)
			enqueue(d, p);
		else if (p->fate == FATE_ALTER && !parent_takes(d, p, &parent))
			judge(d, p);
	}
	for (size_t i = 0; i < d->queue.len; i++)
		if (!d->queue.v[i]->looked_at)
			look_at(d, d->queue.v[i]);
}
