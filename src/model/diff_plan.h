/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of diff share: every object of either schema stands in one
 * pair, and each pair gets a fate.
 *
 *	diff.c (match, compare) -> diff_again.c (judge, what must go too) -> diff_fold.c (changes)
 */
#ifndef MODEL_DIFF_PLAN_H
#define MODEL_DIFF_PLAN_H

#include "base/vec.h"
#include "model/rules.h"

enum fate {
	FATE_STAY,
	FATE_ALTER,
	FATE_CREATE, /* there is no old */
	FATE_DROP,   /* there is no new */
	FATE_AGAIN,  /* dropped and created */
};

struct pair {
	const struct object *old, *new;
	enum fate fate;
	bool implied; /* on one side at least: not made or dropped by itself */
	bool disturbs;
	bool split_default;         /* a default that is taken away early and set again late */
	bool looked_at;             /* diff_again.c has been through what needs it */
	enum attribute *attributes; /* that differ */
	size_t attributes_len;
	struct change *alter; /* as the dialect judged it last */
};

struct diff {
	const struct model_rules *rules;
	const struct diff_options *options;
	const struct schema *from, *to;
	struct arena *arena;
	struct pair **of_old, **of_new; /* by the objects' index; NULL where it is not compared */
	VEC(struct pair *) pairs;
	VEC(struct pair *) queue; /* dropped, made again or disturbing, and not looked at */
	VEC(struct change *) changes;
};

/* The pair of an old (or new) object; NULL for none, and for o NULL. */
static inline struct pair *pair_of_old(const struct diff *d, const struct object *o)
{
	return o != NULL ? d->of_old[o->index] : NULL;
}

static inline struct pair *pair_of_new(const struct diff *d, const struct object *o)
{
	return o != NULL ? d->of_new[o->index] : NULL;
}

static inline const struct object *pair_object(const struct pair *p)
{
	return p->old != NULL ? p->old : p->new;
}

static inline enum kind_place pair_place(const struct diff *d, const struct pair *p)
{
	return d->rules->kinds[pair_object(p)->kind];
}

static inline struct pair *pair_parent(const struct diff *d, const struct pair *p)
{
	return p->old != NULL ? pair_of_old(d, p->old->parent) : pair_of_new(d, p->new->parent);
}

static inline bool pair_is_dropped(const struct pair *p)
{
	return p != NULL && (p->fate == FATE_DROP || p->fate == FATE_AGAIN);
}

static inline bool pair_is_created(const struct pair *p)
{
	return p != NULL && (p->fate == FATE_CREATE || p->fate == FATE_AGAIN);
}

/* Pair all objects and compare them. */
void diff_match(struct diff *d, const struct model_rules *rules, const struct diff_options *o,
		const struct schema *from, const struct schema *to, struct arena *a);

/* Say that an attribute of both differs. */
void diff_add_attribute(struct diff *d, struct pair *p, enum attribute name);

/* diff_inherit.c: what a column or a trigger that comes with a parent's has of its own. */
void diff_compare_heir(struct diff *d, struct pair *p);
/* Which attributes; 0 for any other object. */
size_t diff_own_of_heir(const struct object *o, enum attribute ret[static 2]);
bool diff_has_own_default(const struct object *o);

/* Judge every ALTER and spread what is made again until nothing more is. */
void diff_spread(struct diff *d);

/* The ALTER of a pair, with its parts; NULL when nothing is left to alter. Not judged. */
struct change *diff_alter(struct diff *d, const struct pair *p);

/* Fill d->changes. */
void diff_fold(struct diff *d);

#endif
