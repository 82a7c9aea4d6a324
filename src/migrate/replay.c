/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/replay.h"

#include "base/clock.h"
#include "base/vec.h"

#include <string.h>

struct replayer {
	struct lab *lab;
	struct arena *arena; /* of the result */
	struct trial trial;
	struct set set;
	const struct copy *copy; /* where it starts; NULL: with nothing */
	/* Schemas before and after the migration at hand; two arenas that change places. */
	struct arena kept[2];
	struct schema before, after;
	VEC(struct pawl_replay_step) steps;
	size_t done; /* migrations up so far */
};

static void replayer_done(struct replayer *r)
{
	trial_close(&r->trial);
	arena_done(&r->kept[0]);
	arena_done(&r->kept[1]);
}

/* Why two schemas differ, for people; "" if they do not. */
static const char *difference(struct replayer *r, const struct schema *wanted,
			      const struct schema *now)
{
	const struct diff_options options = {.version = wanted->version};
	const struct delta_request request = {
		.dialect = r->lab->w->dialect,
		.options = &options,
		.from = wanted,
		.to = now,
	};

	return delta_describe(&request, r->arena);
}

/* A scratch database that is where the run was, after something went wrong on the old one. */
static int start_over(struct replayer *r, struct pawl_error *err)
{
	int rc = trial_renew(&r->trial, r->lab->server, err);

	if (rc == 0 && r->copy != NULL)
		rc = copy_make(r->copy, &r->trial, err);
	for (size_t i = 0; rc == 0 && i < r->done; i++)
		rc = trial_run(&r->trial, &r->set, RUN_UP, "+1", NULL, err);
	return rc;
}

/* One run; *ret_problem is what it failed with, unless that is nobody's fault here. */
static int try_run(struct replayer *r, enum run_kind kind, const char *what, int64_t *ret_ms,
		   const char **ret_problem, struct pawl_error *err)
{
	struct pawl_error own = {0};
	int64_t start = clock_ms();
	int rc = trial_run(&r->trial, &r->set, kind, kind == RUN_UP ? "+1" : "-1", NULL, &own);

	*ret_ms = clock_ms() - start;
	if (rc == PAWL_E_SQL || rc == PAWL_E_SYNTAX || rc == PAWL_E_IRREVERSIBLE) {
		*ret_problem = own.line != 0
				       ? arena_printf(r->arena, "%s fails: %s:%lu: %s", what,
						      own.file, own.line, own.message)
				       : arena_printf(r->arena, "%s fails: %s", what, own.message);
		return 0;
	}
	if (rc != 0 && err != NULL)
		*err = own;
	return rc;
}

static int compare_now(struct replayer *r, const struct schema *wanted, const char *what,
		       const char **ret_problem, struct pawl_error *err)
{
	_cleanup_arena_ struct arena scratch = {0};
	const char *found;
	struct schema now;
	int rc = trial_inspect(&r->trial, &scratch, &now, err);

	if (rc != 0)
		return rc;
	found = difference(r, wanted, &now);
	if (found[0] != '\0')
		*ret_problem = arena_printf(r->arena, "%s: %s", what, found);
	return 0;
}

/* Down and up again. */
static int go_back(struct replayer *r, struct pawl_replay_step *step, struct pawl_error *err)
{
	int64_t again_ms;
	int rc = try_run(r, RUN_DOWN, "down", &step->down_ms, &step->problem, err);

	if (rc == 0 && step->problem[0] == '\0')
		rc = compare_now(r, &r->before, "after down", &step->problem, err);
	if (rc == 0 && step->problem[0] == '\0')
		rc = try_run(r, RUN_UP, "up behind down", &again_ms, &step->problem, err);
	if (rc == 0 && step->problem[0] == '\0')
		rc = compare_now(r, &r->after, "after up, down, up", &step->problem, err);
	if (rc == 0 && step->problem[0] != '\0')
		rc = start_over(r, err);
	return rc;
}

/* The next migration; *ret_more is false when there is none. */
static int replay_next(struct replayer *r, bool *ret_more, struct pawl_error *err)
{
	struct run_result result = {0};
	struct pawl_replay_step *step;
	const struct migration *m;
	int64_t start = clock_ms();
	int rc = trial_run(&r->trial, &r->set, RUN_UP, "+1", &result, err);

	*ret_more = rc == 0 && result.len != 0;
	if (!*ret_more)
		return rc;
	m = result.units[0].step->entry->m;
	r->done++;
	step = vec_push(&r->steps, r->arena);
	*step = (struct pawl_replay_step){
		.version = m->version,
		.filename = m->filename,
		.problem = "",
		.has_down = m->down.path != NULL && m->irreversible == NULL,
		.up_ms = clock_ms() - start,
		.down_ms = -1,
	};
	arena_reset(&r->kept[r->done % 2]);
	rc = trial_inspect(&r->trial, &r->kept[r->done % 2], &r->after, err);
	if (rc == 0 && step->has_down)
		rc = go_back(r, step, err);
	r->before = r->after;
	return rc;
}

/* At most so many, from where the trial is. */
static int replay_set(struct replayer *r, size_t most, struct pawl_replay *ret,
		      struct pawl_error *err)
{
	bool more = true;
	int rc = lab_trial(r->lab, &r->trial, err);

	if (rc == 0 && r->copy != NULL)
		rc = copy_make(r->copy, &r->trial, err);
	if (rc == 0)
		rc = trial_inspect(&r->trial, &r->kept[0], &r->before, err);
	while (rc == 0 && more && r->steps.len < most)
		rc = replay_next(r, &more, err);
	if (rc != 0)
		return rc;
	ret->steps = r->steps.v;
	ret->len = r->steps.len;
	for (size_t i = 0; i < r->steps.len; i++)
		ret->problems += r->steps.v[i].problem[0] != '\0';
	return 0;
}

int replay_all(struct lab *lab, const struct source *migrations, struct arena *a,
	       struct pawl_replay *ret, struct pawl_error *err)
{
	__attribute__((cleanup(replayer_done))) struct replayer r = {.lab = lab, .arena = a};
	int rc = lab_set(lab, migrations, a, &r.set, err);

	return rc != 0 ? rc : replay_set(&r, SIZE_MAX, ret, err);
}

int replay_pending(struct lab *lab, const struct set *set, const struct copy *copy, size_t most,
		   struct arena *a, struct pawl_replay *ret, struct pawl_error *err)
{
	__attribute__((cleanup(replayer_done))) struct replayer r = {
		.lab = lab, .arena = a, .set = *set, .copy = copy};

	return replay_set(&r, most, ret, err);
}
