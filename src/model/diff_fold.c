/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From fates to changes. A created table takes its columns and constraints into
 * its own statement, a dropped one takes everything that hangs on it along.
 * What is made again loses its owner and its grants with the drop and gets them
 * back, compared or not.
 *
 * What can only be said once something else exists becomes an ALTER of its own
 * behind the CREATE: the index that a table is clustered on, the comment on the
 * column of a view. old is then the object without it.
 */
#include "model/diff_plan.h"
#include "model/variant.h"

#include <string.h>

static struct change *add_change(struct diff *d, enum change_op op, const struct object *old,
				 const struct object *new)
{
	struct change *c = arena_new(d->arena, struct change);

	c->op = op;
	c->old = old;
	c->new = new;
	*vec_push(&d->changes, d->arena) = c;
	return c;
}

static void judge(struct diff *d, struct change *c)
{
	d->rules->judge(d->options, c, d->arena);
}

/* An ALTER that sets (or takes away) these attributes only. */
static struct change *add_alter(struct diff *d, const struct object *old, const struct object *new,
				const enum attribute *names, size_t n)
{
	struct change *c = add_change(d, CHANGE_ALTER, old, new);
	enum attribute *copy = arena_array(d->arena, enum attribute, n);

	memcpy(copy, names, n * sizeof(*copy));
	c->attributes = copy;
	c->attributes_len = n;
	return c;
}

/* Of the attributes in names those that o has, in the arena. */
static enum attribute *present(struct diff *d, const struct object *o, const enum attribute *names,
			       size_t n, size_t *ret_len)
{
	enum attribute *v = arena_array(d->arena, enum attribute, n);

	*ret_len = 0;
	for (size_t i = 0; i < n; i++)
		if (object_has(o, names[i]))
			v[(*ret_len)++] = names[i];
	return v;
}

/* A sequence that a dropped table or column owns goes with it. */
static bool goes_with_owner(const struct diff *d, const struct object *o)
{
	for (size_t i = 0; o->kind == OBJECT_SEQUENCE && i < o->children_len; i++) {
		const struct object *owned = o->children[i];

		if (owned->kind != OBJECT_SEQUENCE_OWNER)
			continue;
		if (pair_is_dropped(pair_of_old(d, owned->references)))
			return true;
		for (size_t k = 0; k < owned->needs_len; k++)
			if (pair_is_dropped(pair_of_old(d, owned->needs[k])))
				return true;
	}
	return false;
}

/* Is there one that comes with it now, and stands for itself then? */
static bool heirs_stay(const struct diff *d, const struct object *o)
{
	for (size_t i = 0; i < o->needed_by_len; i++) {
		const struct object *heir = o->needed_by[i];
		const struct pair *p = pair_of_old(d, heir);

		if (heir->implied && heir->kind == o->kind && strcmp(heir->name, o->name) == 0 &&
		    p != NULL && p->new != NULL && !p->new->implied)
			return true;
	}
	return false;
}

static void fold_drop(struct diff *d, const struct pair *p)
{
	struct change *c;

	if (p->implied || pair_is_dropped(pair_parent(d, p)))
		return;
	if (pair_place(d, p) == KIND_PART && pair_parent(d, p) != NULL)
		return;
	if (p->fate == FATE_DROP && goes_with_owner(d, p->old))
		return;
	c = add_change(d, CHANGE_DROP, p->old, NULL);
	c->again = p->fate == FATE_AGAIN;
	c->heirs_stay = heirs_stay(d, p->old);
	judge(d, c);
	if (p->alter != NULL && c->again) { /* what was said when altering it was weighed */
		c->refusal = c->refusal != NULL ? c->refusal : p->alter->refusal;
		c->advice = c->advice != NULL ? c->advice : p->alter->advice;
		c->loss = c->loss != NULL ? c->loss : p->alter->loss;
	}
}

/* What an implied column has of its own, by what it is a column of. */
static const enum attribute *of_column(const struct object *o, size_t *ret_len)
{
	static const enum attribute of_view[] = {ATTR_COMMENT, ATTR_DEFAULT};
	static const enum attribute stored[] = {ATTR_COMMENT, ATTR_OPTIONS, ATTR_STORAGE,
						ATTR_COMPRESSION, ATTR_STATISTICS};
	enum object_kind kind = o->parent != NULL ? o->parent->kind : OBJECT_KINDS;
	bool is_stored = kind == OBJECT_MATERIALIZED_VIEW;

	*ret_len = is_stored ? sizeof(stored) / sizeof(*stored) : kind == OBJECT_VIEW ? 2 : 1;
	return is_stored ? stored : of_view;
}

static const enum attribute of_indexes[] = {ATTR_REPLICA_IDENTITY, ATTR_CLUSTER_ON};

/* A primary key that is made with the table makes its columns NOT NULL. */
static bool is_of_new_key(const struct diff *d, const struct object *column)
{
	const struct object *table = column->parent;

	if (!pair_is_created(pair_of_new(d, table)))
		return false;
	for (size_t i = 0; i < table->children_len; i++) {
		const struct object *key = table->children[i];

		for (size_t k = 0; key->kind == OBJECT_PRIMARY_KEY && k < key->columns_len; k++)
			if (strcmp(key->columns[k], column->name) == 0)
				return true;
	}
	return false;
}

/* What an implied object (a view's column) has of its own, behind the CREATE of its parent. */
static void fold_implied(struct diff *d, const struct pair *p)
{
	size_t n, most;
	const enum attribute *all = of_column(p->new, &most);
	enum attribute own[2], *names = present(d, p->new, all, most, &n);
	size_t heirs = diff_own_of_heir(p->new, own);

	if (heirs > 0 && own[0] == ATTR_NOT_NULL && is_of_new_key(d, p->new))
		memmove(own, own + 1, --heirs * sizeof(*own));
	if (heirs > 0)
		judge(d, add_alter(d, p->new, p->new, own, heirs));
	if (n > 0)
		judge(d,
		      add_alter(d, object_without(d->arena, p->new, names, n), p->new, names, n));
}

/* The grants that went with the old object, on the new one. They need nothing that order knows. */
static void restore_grants(struct diff *d, const struct pair *p)
{
	if (d->options->grants)
		return;
	for (size_t i = 0; i < p->old->children_len; i++) {
		const struct object *old = p->old->children[i];
		struct object *new;
		struct change *c;

		if (old->kind != OBJECT_PRIVILEGE)
			continue;
		new = object_without(d->arena, old, NULL, 0);
		new->parent = p->new;
		new->index = SIZE_MAX;
		new->needs_len = new->needed_by_len = 0;
		c = add_change(d, CHANGE_CREATE, NULL, new);
		c->again = true;
		judge(d, c);
	}
}

/* Only where the comparison does not see owners: else the new one's is the right one. */
static void restore_owner(struct diff *d, const struct pair *p)
{
	static const enum attribute name = ATTR_OWNER;
	const char *old = object_get(p->old, name), *new = object_get(p->new, name);

	if (d->options->owners || old == NULL || (new != NULL &&strcmp(old, new) == 0))
		return;
	judge(d, add_alter(d, p->new, object_with(d->arena, p->new, name, old), &name, 1));
}

static void add_parts(struct diff *d, struct change *c, const struct object *o, bool again)
{
	struct change **parts = arena_array(d->arena, struct change *, o->children_len);
	size_t len = 0;

	for (size_t i = 0; i < o->children_len; i++) {
		const struct pair *child = pair_of_new(d, o->children[i]);
		struct change *part;

		if (child == NULL || child->implied || !pair_is_created(child) ||
		    pair_place(d, child) == KIND_OWN)
			continue;
		part = arena_new(d->arena, struct change);
		part->op = CHANGE_CREATE;
		part->new = child->new;
		part->again = again && child->old != NULL;
		part->fresh = true;
		parts[len++] = part;
	}
	c->parts = parts;
	c->parts_len = len;
}

static void fold_create(struct diff *d, const struct pair *p)
{
	bool inside = pair_parent(d, p) != NULL &&
		      (pair_place(d, p) == KIND_PART ||
		       (pair_place(d, p) == KIND_INLINE && pair_is_created(pair_parent(d, p))));
	enum attribute *late;
	struct change *c;
	size_t n;

	if (p->fate == FATE_AGAIN)
		restore_grants(d, p);
	if (p->implied) {
		fold_implied(d, p);
		return;
	}
	if (inside)
		return;
	late = present(d, p->new, of_indexes, 2, &n);
	c = add_change(d, CHANGE_CREATE, NULL, p->new);
	if (n > 0)
		c->new = object_without(d->arena, p->new, late, n);
	c->again = p->fate == FATE_AGAIN;
	c->fresh = pair_is_created(pair_parent(d, p));
	add_parts(d, c, p->new, c->again);
	judge(d, c);
	if (p->fate == FATE_AGAIN)
		restore_owner(d, p);
	if (n > 0)
		judge(d, add_alter(d, c->new, p->new, late, n));
}

/* An ALTER of a column, inside one of its table where columns are parts of it. */
static struct change *add_column_alter(struct diff *d, const struct pair *p,
				       const struct object *old, const struct object *new,
				       bool early)
{
	static const enum attribute name = ATTR_DEFAULT;
	struct change *c = add_alter(d, old, new, &name, 1), *outer;
	struct change **parts;

	c->default_early = early;
	c->default_later = !early;
	if (pair_place(d, p) != KIND_PART || p->old->parent == NULL)
		return c;
	outer = arena_new(d->arena, struct change);
	parts = arena_array(d->arena, struct change *, 1);
	parts[0] = c;
	outer->op = CHANGE_ALTER;
	outer->old = p->old->parent;
	outer->new = p->new->parent;
	outer->parts = parts;
	outer->parts_len = 1;
	outer->default_early = early;
	outer->default_later = !early;
	d->changes.v[d->changes.len - 1] = outer;
	return outer;
}

/* The rest of a column's ALTER, between taking its default away and setting it again. */
static struct change *rest_without_default(struct diff *d, const struct change *c)
{
	struct change *rest = arena_new(d->arena, struct change);
	enum attribute *names = arena_array(d->arena, enum attribute, c->attributes_len);
	size_t n = 0;

	for (size_t i = 0; i < c->attributes_len; i++)
		if (c->attributes[i] != ATTR_DEFAULT)
			names[n++] = c->attributes[i];
	*rest = *c;
	rest->attributes = names;
	rest->attributes_len = n;
	rest->old = object_without_default(d->arena, c->old);
	rest->new = object_without_default(d->arena, c->new);
	return rest;
}

/* The ALTER as judged, its split columns without their defaults; NULL when that leaves nothing. */
static struct change *without_split(struct diff *d, const struct pair *p)
{
	struct change *c = p->alter;
	struct change **parts;
	size_t n = 0;

	if (c == NULL)
		return NULL;
	if (p->split_default) {
		c = rest_without_default(d, c);
		judge(d, c);
	}
	parts = arena_array(d->arena, struct change *, c->parts_len);
	for (size_t i = 0; i < c->parts_len; i++) {
		const struct pair *part = pair_of_old(d, c->parts[i]->old);

		parts[n] = c->parts[i];
		if (part != NULL && part->split_default && parts[n]->op == CHANGE_ALTER)
			parts[n] = rest_without_default(d, c->parts[i]);
		if (parts[n]->op != CHANGE_ALTER || parts[n]->attributes_len > 0)
			n++;
	}
	c->parts = parts;
	c->parts_len = n;
	return c->attributes_len + n > 0 ? c : NULL;
}

static void fold_early(struct diff *d, const struct pair *p)
{
	const struct object *bare = object_without_default(d->arena, p->old);

	judge(d, add_column_alter(d, p, p->old, bare, true));
}

static bool becomes_plain(const struct pair *p)
{
	return p->fate == FATE_ALTER && p->old->kind == OBJECT_COLUMN &&
	       object_has(p->old, ATTR_IDENTITY) && !object_has(p->new, ATTR_IDENTITY);
}

/*
 * An identity goes before its numbers come from elsewhere: its sequence, which is
 * no object of its own, may have the name of the one that comes.
 */
static void fold_identity(struct diff *d, const struct pair *p, struct change *rest)
{
	static const enum attribute names[] = {ATTR_IDENTITY, ATTR_IDENTITY_OPTIONS};
	enum attribute *others = arena_array(d->arena, enum attribute, rest->attributes_len);
	struct change *c =
		add_alter(d, p->old, object_without(d->arena, p->old, names, 2), names, 1);
	size_t n = 0;

	c->default_early = true;
	for (size_t i = 0; i < rest->attributes_len; i++)
		if (rest->attributes[i] != names[0] && rest->attributes[i] != names[1])
			others[n++] = rest->attributes[i];
	rest->attributes = others;
	rest->attributes_len = n;
}

static void fold_late(struct diff *d, const struct pair *p)
{
	const struct object *bare;

	if (!object_has(p->new, ATTR_DEFAULT))
		return;
	bare = object_without_default(d->arena, p->new);
	judge(d, add_column_alter(d, p, bare, p->new, false));
}

/* Dropping the index that a table is clustered on makes it forget that. */
static void restore_of_indexes(struct diff *d, const struct pair *p)
{
	const struct object *o = p->new;
	bool lost = false;
	enum attribute *names;
	size_t n;

	names = present(d, o, of_indexes, 2, &n);
	for (size_t i = 0; n > 0 && i < o->children_len; i++) {
		const struct pair *child = pair_of_new(d, o->children[i]);

		lost = lost || (child != NULL && child->fate == FATE_AGAIN &&
				child->new->kind != OBJECT_COLUMN && child->new->columns_len > 0);
	}
	if (lost)
		judge(d, add_alter(d, object_without(d->arena, o, names, n), o, names, n));
}

static void fold(struct diff *d, const struct pair *p)
{
	bool inside = pair_place(d, p) == KIND_PART && !p->implied && pair_parent(d, p) != NULL;
	struct change *c;

	if (pair_is_dropped(p))
		fold_drop(d, p);
	if (pair_is_created(p))
		fold_create(d, p);
	if (p->fate != FATE_STAY && p->fate != FATE_ALTER)
		return;
	if (p->split_default)
		fold_early(d, p);
	c = inside ? NULL : without_split(d, p);
	if (c != NULL && becomes_plain(p) && object_has(p->new, ATTR_DEFAULT))
		fold_identity(d, p, c);
	if (c != NULL && c->attributes_len + c->parts_len > 0)
		*vec_push(&d->changes, d->arena) = c;
	if (p->split_default)
		fold_late(d, p);
	restore_of_indexes(d, p);
}

void diff_fold(struct diff *d)
{
	for (size_t i = 0; i < d->pairs.len; i++)
		fold(d, d->pairs.v[i]);
}
