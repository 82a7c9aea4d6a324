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

/* The old schema, on a scratch database. */
static int build(struct carrier *c, struct pawl_error *err)
{
	int rc;

	if (c->built)
		return 0;
	rc = lab_trial(c->lab, &c->trial, err);
	if (rc == 0)
		rc = delta_build(&c->trial, c->request->options, c->request->from, err);
	if (rc != 0)
		context(err, "while building a copy of the old schema to rename in");
	c->built = rc == 0;
	return rc;
}

static struct change *rename_change(struct arena *a, const struct object *old,
				    const struct object *new)
{
	struct change *c = arena_new(a, struct change);

	*c = (struct change){.op = CHANGE_RENAME, .old = old, .new = new};
	return c;
}

static int carry_out_one(struct carrier *c, const struct rename_pair *pair, struct pawl_error *err)
{
	const struct model_rules *rules = c->lab->w->dialect->model;
	const struct object *new = rename_copy(pair->old, pair->new, c->arena);
	const struct change *change = rename_change(c->arena, pair->old, new);
	struct sql_list sql = {0};
	int rc;

	rules->emit(c->request->options, change, c->arena, &sql);
	if (!can_rename(&sql))
		return 0;
	rc = build(c, err);
	for (size_t i = 0; rc == 0 && i < sql.len; i++)
		rc = db_execs(c->trial.work.db, sql.v[i].sql, err);
	if (rc != 0) {
		context(err, "while renaming %s \"%s\" to \"%s\"", kind_word(pair->old->kind),
			object_title(pair->old, c->arena), object_title(new, c->arena));
		return rc;
	}
	*vec_push(&c->changes, c->arena) = change;
	*vec_push(&c->done, c->arena) = *pair;
	return 0;
}

/* The ways back start from what the catalog says once the round is over. */
static int look_again(struct carrier *c, size_t first, struct pawl_error *err)
{
	int rc = trial_inspect(&c->trial, c->arena, &c->now, err);

	for (size_t i = first; rc == 0 && i < c->changes.len; i++) {
		const struct change *change = c->changes.v[i];
		const struct object *new = schema_same(&c->now, c->done.v[i].new);
		const struct object *from = new != NULL ? new : change->new;

		*vec_push(&c->back, c->arena) =
			rename_change(c->arena, from, rename_copy(from, change->old, c->arena));
	}
	return rc;
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
	return look_again(c, first, err);
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
	int rc = 0;

	for (int round = 0; rc == 0 && round < RENAME_ROUNDS; round++)
		rc = carry_out_round(&c, (enum rename_round)round, err);
	if (rc == 0)
		rc = check_used(request->said, err);
	if (rc != 0)
		return rc;
	*ret = (struct renaming){
		.from = c.now,
		.changes = c.changes.v,
		.back = c.back.v,
		.len = c.changes.len,
	};
	return 0;
}
