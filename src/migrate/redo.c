/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/redo.h"

#include <string.h>

/* Is it among what up would do? */
static bool comes_back(const struct run_result *up, const char *filename)
{
	for (size_t i = 0; i < up->len; i++)
		if (strcmp(up->units[i].entry.filename, filename) == 0)
			return true;
	return false;
}

static int check(struct work *w, const struct set *set, struct pawl_error *err)
{
	struct run_request request = {.kind = RUN_DOWN, .dry_run = true, .await = true};
	struct run_result down = {0}, up = {0};
	const char *filename;
	int rc = run_request(w, set, &request, &down, err);

	if (rc != 0 || down.len == 0)
		return rc;
	filename = down.units[0].entry.filename;
	if (down.units[0].step->entry == NULL) {
		fail(err, PAWL_E_HISTORY,
		     "migration \"%s\" cannot be applied again: its file is gone", filename);
		hint(err, "bring the file back, or go back for good with \"pawl down\"");
		return PAWL_E_HISTORY;
	}
	request = (struct run_request){
		.kind = RUN_UP,
		.target = filename,
		.without = filename,
		.dry_run = true,
	};
	rc = run_request(w, set, &request, &up, err);
	if (rc != 0 || comes_back(&up, filename))
		return rc;
	fail(err, PAWL_E_HISTORY,
	     "migration \"%s\" would not be applied again: it is left out %s%s", filename,
	     w->settings->environment == NULL ? "without an environment" : "in environment ",
	     w->settings->environment == NULL ? "" : w->settings->environment);
	hint(err,
	     "give the environment that it was applied in with --env, or go back for good with "
	     "\"pawl down\"");
	return PAWL_E_HISTORY;
}

static void join(struct arena *a, const struct run_result *down, const struct run_result *up,
		 struct run_result *ret)
{
	*ret = (struct run_result){
		.units = arena_array(a, struct unit, down->len + up->len),
		.len = down->len + up->len,
		.done = down->done + up->done,
		.from = down->from,
		.to = up->to,
		.backup = up->backup,
	};
	memcpy(ret->units, down->units, down->len * sizeof(*down->units));
	memcpy(ret->units + down->len, up->units, up->len * sizeof(*up->units));
}

int redo_newest(struct work *w, const struct set *set, struct run_result *ret,
		struct pawl_error *err)
{
	struct run_request request = {.kind = RUN_DOWN};
	struct run_result down = {0}, up = {0};
	int rc = check(w, set, err);

	if (rc == 0)
		rc = run_request(w, set, &request, &down, err);
	if (rc == 0 && down.len == 0)
		*ret = down;
	if (rc != 0 || down.len == 0)
		return rc;
	request = (struct run_request){
		.kind = RUN_UP,
		.target = down.units[0].entry.filename,
		.backup = down.backup,
	};
	rc = run_request(w, set, &request, &up, err);
	if (rc == 0)
		join(w->arena, &down, &up, ret);
	return rc;
}
