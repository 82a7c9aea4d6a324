/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/delta_impl.h"

#include "base/vec.h"

#include <string.h>

enum { DELTA_DESCRIBED = 5 };

/* The two schemas between which more than names differs, there and back. */
static const struct schema *start_of(const struct delta_request *r)
{
	return r->renaming != NULL ? &r->renaming->from : r->from;
}

static const struct schema *end_of(const struct delta_request *r)
{
	return r->renaming != NULL ? &r->renaming->to : r->to;
}

static void compute(const struct delta_request *request, struct arena *a, struct delta *d)
{
	const struct model_rules *rules = request->dialect->model;

	*d = (struct delta){.request = request, .rules = rules, .arena = a};
	diff_schemas(rules, request->options, start_of(request), request->to, a, &d->there);
	diff_schemas(rules, request->options, end_of(request), request->from, a, &d->back);
}

/* --- what must not be done --- */

/* What is gone from the new schema is meant to go; whatever else loses data is not. */
static bool loses(const struct change *c)
{
	return c->loss != NULL && (c->op != CHANGE_DROP || c->again);
}

static int refuse(const struct delta *d, const struct change *c, struct pawl_error *err)
{
	const struct object *o = delta_object(c);
	const char *title = object_title(o, d->arena);

	if (c->refusal != NULL) {
		fail(err, PAWL_E_SQL, "could not %s %s \"%s\": %s", delta_action(c->op),
		     kind_word(o->kind), title, c->refusal);
		if (c->advice != NULL)
			hint(err, "%s", c->advice);
		return PAWL_E_SQL;
	}
	fail(err, PAWL_E_SQL, "%s \"%s\" would lose data: %s", kind_word(o->kind), title, c->loss);
	if (c->advice != NULL)
		hint(err, "%s; --allow-loss does it all the same", c->advice);
	else
		hint(err, "--allow-loss does it all the same");
	return PAWL_E_SQL;
}

static int check(const struct delta *d, const struct change *c, struct pawl_error *err)
{
	int rc = 0;

	if (c->refusal != NULL || (loses(c) && !d->request->allow_loss))
		return refuse(d, c, err);
	for (size_t i = 0; rc == 0 && c->op == CHANGE_ALTER && i < c->parts_len; i++)
		rc = check(d, c->parts[i], err);
	return rc;
}

static int check_all(const struct delta *d, struct pawl_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < d->there.len; i++)
		rc = check(d, d->there.v[i], err);
	return rc;
}

/* --- which part of the way back belongs to which change --- */

/* Changes by the identity of what they are about. */
struct by_op {
	struct map creates, drops, alters;
};

static void index_change(struct by_op *by, const struct change *c, struct pawl_change *public)
{
	struct map *m = c->op == CHANGE_CREATE ? &by->creates
			: c->op == CHANGE_DROP ? &by->drops
					       : &by->alters;

	map_put(m, delta_object(c)->key, public);
}

/* The identity under the new names of an object that the way back is about. */
static const char *new_key(const struct delta *d, const struct object *o)
{
	const struct renaming *r = d->request->renaming;
	const struct object *new = o;

	if (r != NULL && r->len != 0) {
		new = renaming_follow(r, d->request->to, o);
		if (new == NULL)
			new = renaming_follow(r, &r->from, o);
	}
	return new == NULL ? NULL : new->key;
}

/* Of the same object, else of what it belongs to: a table goes with its indexes. */
static struct pawl_change *owner_of(const struct delta *d, const struct by_op *by,
				    const struct change *back)
{
	const struct map *first = back->op == CHANGE_CREATE ? &by->drops
				  : back->op == CHANGE_DROP ? &by->creates
							    : &by->alters;
	const struct map *const order[] = {first, &by->alters, &by->creates, &by->drops};

	for (const struct object *o = delta_object(back); o != NULL; o = o->parent) {
		const char *key = new_key(d, o);

		for (size_t i = 0; key != NULL && i < sizeof(order) / sizeof(*order); i++) {
			struct pawl_change *found = map_get(order[i], key);

			if (found != NULL)
				return found;
		}
	}
	return NULL;
}

static const char *const *texts_of(const struct sql_list *sql, struct arena *a)
{
	const char **v = arena_array(a, const char *, sql->len);

	for (size_t i = 0; i < sql->len; i++)
		v[i] = sql->v[i].sql;
	return v;
}

static void add_reverse(const struct delta *d, struct pawl_change *to, const struct change *back)
{
	struct sql_list sql = {0};
	const char **v;

	delta_emit(d, back, &sql);
	v = arena_array(d->arena, const char *, to->reverse_len + sql.len);
	for (size_t i = 0; i < to->reverse_len; i++)
		v[i] = to->reverse[i];
	for (size_t i = 0; i < sql.len; i++)
		v[to->reverse_len + i] = sql.v[i].sql;
	to->reverse = v;
	to->reverse_len += sql.len;
}

/* --- the public shape --- */

/* What is lost by a change and its parts. */
static const char *loss_of(const struct change *c, struct arena *a)
{
	const char *all = c->loss;

	for (size_t i = 0; i < c->parts_len; i++) {
		const struct change *part = c->parts[i];
		const struct object *o = delta_object(part);

		if (part->loss != NULL)
			all = arena_printf(a, "%s%s%s \"%s\": %s", all != NULL ? all : "",
					   all != NULL ? "; " : "", kind_word(o->kind), o->name,
					   part->loss);
	}
	return all;
}

/* What a change and its parts advise, each thing once. */
static const char *advice_of(const struct change *c, struct arena *a)
{
	const char *all = c->advice;

	for (size_t i = 0; i < c->parts_len; i++) {
		const char *one = c->parts[i]->advice;

		if (one != NULL && (all == NULL || strstr(all, one) == NULL))
			all = all == NULL ? one : arena_printf(a, "%s; %s", all, one);
	}
	return all;
}

/* False for a change that takes no statement. */
static bool publish(const struct delta *d, const struct change *c, struct pawl_change *ret)
{
	const struct object *about = c->op == CHANGE_RENAME ? c->old : delta_object(c);
	struct sql_list sql = {0};

	delta_emit(d, c, &sql);
	*ret = (struct pawl_change){
		.action = delta_action(c->op),
		.kind = kind_word(about->kind),
		.object = object_title(about, d->arena),
		.sql = texts_of(&sql, d->arena),
		.sql_len = sql.len,
		.loss = loss_of(c, d->arena),
		.advice = advice_of(c, d->arena),
	};
	for (size_t i = 0; i < sql.len; i++)
		ret->outside |= sql.v[i].alone;
	return sql.len != 0 || c->refusal != NULL;
}

/*
 * The way back has nothing of its own for what goes with a table that it drops:
 * then what would undo the change alone.
 */
static void reverse_alone(const struct delta *d, const struct change *c, struct pawl_change *ret)
{
	struct change back = *c;

	if (ret->reverse_len != 0 || c->parts_len != 0)
		return;
	back.old = c->new;
	back.new = c->old;
	if (c->op == CHANGE_CREATE)
		back.op = CHANGE_DROP;
	else if (c->op == CHANGE_DROP)
		back.op = CHANGE_CREATE;
	add_reverse(d, ret, &back);
}

static void publish_all(const struct delta *d, struct pawl_diff *ret)
{
	const struct renaming *r = d->request->renaming;
	size_t renames = r == NULL ? 0 : r->len;
	struct by_op by = {{.arena = d->arena}, {.arena = d->arena}, {.arena = d->arena}};
	struct pawl_change *v = arena_array(d->arena, struct pawl_change, renames + d->there.len);
	const struct change **of = arena_array(d->arena, const struct change *, d->there.len);
	size_t n = 0;

	for (size_t i = 0; i < renames; i++) {
		publish(d, r->changes[i], &v[n]);
		add_reverse(d, &v[n++], r->back[i]);
	}
	for (size_t i = 0; i < d->there.len; i++) {
		if (!publish(d, d->there.v[i], &v[n]))
			continue;
		of[n - renames] = d->there.v[i];
		index_change(&by, d->there.v[i], &v[n++]);
	}
	for (size_t i = 0; i < d->back.len; i++) {
		struct pawl_change *owner = owner_of(d, &by, d->back.v[i]);

		if (owner != NULL)
			add_reverse(d, owner, d->back.v[i]);
	}
	for (size_t i = renames; i < n; i++)
		reverse_alone(d, of[i - renames], &v[i]);
	ret->changes = v;
	ret->len = n;
}

static const char *find_refusal(const struct delta *d, const struct changes *changes)
{
	for (size_t i = 0; i < changes->len; i++) {
		const struct object *o = delta_object(changes->v[i]);

		if (changes->v[i]->refusal != NULL)
			return arena_printf(d->arena, "%s %s: %s", kind_word(o->kind),
					    object_title(o, d->arena), changes->v[i]->refusal);
	}
	return NULL;
}

int delta_make(const struct delta_request *request, struct arena *a, struct pawl_diff *ret,
	       struct delta_facts *facts, struct pawl_error *err)
{
	struct delta d;
	int rc;

	compute(request, a, &d);
	rc = request->strict ? check_all(&d, err) : 0;
	if (rc != 0)
		return rc;
	ret->dialect = request->dialect->name;
	publish_all(&d, ret);
	ret->sql = ret->len == 0 ? "" : delta_script_there(&d);
	ret->reverse_sql = ret->len == 0 ? "" : delta_script_back(&d);
	if (facts != NULL)
		*facts = (struct delta_facts){
			.outside_there = delta_any_outside(&d, &d.there),
			.outside_back = delta_any_outside(&d, &d.back),
			.no_way_back = find_refusal(&d, &d.back),
		};
	return 0;
}

static void describe(struct buf *b, const struct change *c, struct arena *a)
{
	const struct object *o = delta_object(c);

	buf_printf(b, "%s%s %s %s", b->len != 0 ? ", " : "", kind_word(o->kind), object_title(o, a),
		   c->op == CHANGE_CREATE ? "is new"
		   : c->op == CHANGE_DROP ? "is gone"
					  : "differs");
	for (size_t i = 0; c->op == CHANGE_ALTER && i < c->attributes_len; i++)
		buf_printf(b, "%s%s", i == 0 ? " in its " : ", ", attribute_word(c->attributes[i]));
}

const char *delta_describe(const struct delta_request *request, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	struct changes changes;
	size_t n = 0;

	diff_schemas(request->dialect->model, request->options, request->from, request->to, a,
		     &changes);
	for (size_t i = 0; i < changes.len; i++) {
		const struct change *c = changes.v[i];

		if (c->again && c->op == CHANGE_DROP)
			continue;
		if (n++ == DELTA_DESCRIBED) {
			buf_adds(&b, ", and more");
			break;
		}
		if (c->op == CHANGE_ALTER && c->attributes_len == 0 && c->parts_len != 0)
			for (size_t j = 0; j < c->parts_len && j < DELTA_DESCRIBED; j++)
				describe(&b, c->parts[j], a);
		else
			describe(&b, c, a);
	}
	return buf_dup(&b, a);
}
