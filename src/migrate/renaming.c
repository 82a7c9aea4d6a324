/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/renaming.h"

#include "base/vec.h"
#include "migrate/delta.h"

#include <string.h>

struct carrier {
	struct lab *lab;
	const struct renaming_request *request;
	struct arena *arena;
	struct schema now; /* the old schema with the renames so far */
	struct trial trial;
	bool built;
	VEC(const struct change *) changes, back;
	VEC(struct rename_pair) done;
};

static void carrier_done(struct carrier *c)
{
	trial_close(&c->trial);
}

/* Can the engine rename such a thing? Where it cannot, emit has no RENAME to offer. */
static bool can_rename(const struct sql_list *sql)
{
	for (size_t i = 0; i < sql->len; i++)
		if (strcasestr(sql->v[i].sql, "RENAME") != NULL ||
		    strcasestr(sql->v[i].sql, "SET SCHEMA") != NULL)
			return true;
	return false;
}

/* A schema on a scratch database. */
static int build(struct carrier *c, struct trial *t, const struct schema *schema,
		 struct pawl_error *err)
{
	int rc = lab_trial(c->lab, t, err);

	if (rc == 0)
		rc = delta_build(t, c->request->options, schema, err);
	if (rc != 0)
		context(err, "while building a copy of the schema to rename in");
	return rc;
}

static struct change *rename_change(struct arena *a, const struct object *old,
				    const struct object *like)
{
	struct change *c = arena_new(a, struct change);

	*c = (struct change){.op = CHANGE_RENAME, .old = old, .new = rename_copy(old, like, a)};
	return c;
}

/* On the copy, whose default schema may have another name. */
static int run(const struct carrier *c, struct trial *t, const struct change *change,
	       struct pawl_error *err)
{
	struct diff_options options = *c->request->options;
	struct arena *a = c->arena;
	struct sql_list sql = {0};
	int rc = 0;

	options.default_schema = db_info(t->work.db)->schema;
	t->work.dialect->model->emit(&options, change, a, &sql);
	for (size_t i = 0; rc == 0 && i < sql.len; i++)
		rc = db_execs(t->work.db, sql.v[i].sql, err);
	if (rc != 0)
		context(err, "while renaming %s \"%s\" to \"%s\"", kind_word(change->old->kind),
			object_title(change->old, a), object_title(change->new, a));
	return rc;
}

static int carry_out_one(struct carrier *c, const struct rename_pair *pair, struct pawl_error *err)
{
	const struct model_rules *rules = c->lab->w->dialect->model;
	const struct change *change = rename_change(c->arena, pair->old, pair->new);
	struct sql_list sql = {0};
	int rc = 0;

	rules->emit(c->request->options, change, c->arena, &sql);
	if (!can_rename(&sql))
		return 0;
	if (!c->built)
		rc = build(c, &c->trial, c->request->from, err);
	c->built = c->built || rc == 0;
	if (rc == 0)
		rc = run(c, &c->trial, change, err);
	if (rc != 0)
		return rc;
	*vec_push(&c->changes, c->arena) = change;
	*vec_push(&c->back, c->arena) = rename_change(c->arena, pair->new, pair->old);
	*vec_push(&c->done, c->arena) = *pair;
	return 0;
}

/* The new schema with the old names. */
static int carry_back(struct carrier *c, struct schema *ret, struct pawl_error *err)
{
	_cleanup_trial_ struct trial t = {0};
	int rc;

	if (c->changes.len == 0)
		return 0;
	rc = build(c, &t, c->request->to, err);
	for (size_t i = c->back.len; rc == 0 && i-- > 0;)
		rc = run(c, &t, c->back.v[i], err);
	return rc != 0 ? rc : trial_inspect(&t, c->arena, ret, err);
}

static int carry_out_round(struct carrier *c, enum rename_round round, struct pawl_error *err)
{
	const struct rename_search search = {
		.dialect = c->lab->w->dialect,
		.from = &c->now,
		.to = c->request->to,
		.said = c->request->said,
		.ask = c->request->ask,
		.ask_data = c->request->ask_data,
		.done = c->done.v,
		.done_len = c->done.len,
	};
	size_t first = c->changes.len, len;
	struct rename_pair *pairs;
	int rc = rename_find(&search, round, c->arena, &pairs, &len, err);

	for (size_t i = 0; rc == 0 && i < len; i++)
		rc = carry_out_one(c, &pairs[i], err);
	if (rc != 0 || c->changes.len == first)
		return rc;
	return trial_inspect(&c->trial, c->arena, &c->now, err);
}

static int check_used(const struct rename_list *said, struct pawl_error *err)
{
	for (size_t i = 0; i < said->len; i++) {
		const struct rename *r = &said->v[i];

		if (r->used || r->file != NULL)
			continue;
		fail(err, PAWL_E_USAGE, "nothing was renamed from \"%s\" to \"%s\"", r->from,
		     r->to);
		hint(err, "the old name must be gone from the one side and the new name be on the "
			  "other: table, table.column, schema.table");
		return PAWL_E_USAGE;
	}
	return 0;
}

int renaming_carry_out(struct lab *lab, const struct renaming_request *request, struct arena *a,
		       struct renaming *ret, struct pawl_error *err)
{
	__attribute__((cleanup(carrier_done))) struct carrier c = {
		.lab = lab,
		.request = request,
		.arena = a,
		.now = *request->from,
	};
	struct schema to = *request->to;
	int rc = 0;

	for (int round = 0; rc == 0 && round < RENAME_ROUNDS; round++)
		rc = carry_out_round(&c, (enum rename_round)round, err);
	if (rc == 0)
		rc = check_used(request->said, err);
	if (rc == 0)
		rc = carry_back(&c, &to, err);
	if (rc != 0)
		return rc;
	*ret = (struct renaming){
		.from = c.now,
		.to = to,
		.pairs = c.done.v,
		.changes = c.changes.v,
		.back = c.back.v,
		.len = c.changes.len,
	};
	return 0;
}

const struct object *renaming_follow(const struct renaming *r, const struct schema *new_names,
				     const struct object *o)
{
	const struct object *parent = NULL;

	if (o->parent != NULL)
		parent = renaming_follow(r, new_names, o->parent);
	if (o->parent != NULL && parent == NULL)
		return NULL;
	/* A pair of a later round knows its parent by the new name already. */
	for (size_t i = 0; i < r->len; i++) {
		const struct object *old = r->pairs[i].old, *new = r->pairs[i].new;

		if (old->kind == o->kind && strcmp(old->name, o->name) == 0 &&
		    strcmp(new->parent != NULL ? new->parent->key : "",
			   parent != NULL ? parent->key : "") == 0)
			return schema_same(new_names, new);
	}
	return schema_find(new_names, o->kind, parent, o->schema, o->name, o->arguments);
}
