/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/trial.h"

#include "migrate/connection.h"
#include "state/narrow.h"

#include <string.h>

static int prepare(struct trial *t, struct scratch_server *server, struct pawl_error *err)
{
	int rc = scratch_open(server, &t->scratch, err);

	if (rc != 0)
		return rc;
	t->settings = *t->outer->settings;
	t->settings.url = scratch_url(t->scratch);
	t->settings.hooks = (struct pawl_hooks){0};
	t->settings.trace = false;
	t->settings.backup = PAWL_BACKUP_NEVER;
	/* The schema that is named for the history may not have been made here. */
	t->settings.history_schema = db_info(scratch_db(t->scratch))->schema;
	t->work = (struct work){
		.arena = &t->arena,
		.settings = &t->settings,
		.dialect = t->outer->dialect,
		.db = scratch_db(t->scratch),
		.cancel = t->outer->cancel,
	};
	return connection_prepare(&t->work, err);
}

int trial_open(struct work *outer, struct scratch_server *server, struct trial *t,
	       struct pawl_error *err)
{
	int rc;

	*t = (struct trial){.outer = outer};
	rc = prepare(t, server, err);
	if (rc != 0)
		trial_close(t);
	return rc;
}

void trial_close(struct trial *t)
{
	if (t->work.cancelled)
		t->outer->cancelled = true;
	scratch_close(t->scratch);
	arena_done(&t->arena);
	*t = (struct trial){.outer = t->outer};
}

int trial_renew(struct trial *t, struct scratch_server *server, struct pawl_error *err)
{
	struct work *outer = t->outer;

	trial_close(t);
	return trial_open(outer, server, t, err);
}

int trial_run(struct trial *t, const struct set *set, enum run_kind kind, const char *target,
	      struct run_result *ret, struct pawl_error *err)
{
	const struct run_request request = {.kind = kind, .target = target};
	struct run_result result = {0};
	int rc = run_request(&t->work, set, &request, &result, err);

	if (rc == 0 && ret != NULL)
		*ret = result;
	return rc;
}

int trial_inspect(struct trial *t, struct arena *a, struct schema *ret, struct pawl_error *err)
{
	const struct inspect_options o = trial_excluded(&t->work, a);
	int rc = connection_reset(&t->work, err);

	if (rc == 0)
		rc = db_inspect(t->work.db, &o, a, ret, err);
	if (rc == 0 && scratch_is_schema(t->scratch))
		narrow_to_default_schema(ret);
	return rc;
}

struct inspect_options trial_excluded(const struct work *w, struct arena *a)
{
	const struct settings *s = w->settings;
	const char **names = arena_array(a, const char *, s->exclude_len + 3);
	size_t n = 0;

	for (size_t i = 0; i < s->exclude_len; i++)
		names[n++] = s->exclude[i];
	names[n++] = arena_strdup(a, s->history_table);
	names[n++] = arena_printf(a, "%s_log", s->history_table);
	names[n++] = arena_printf(a, "%s_lock", s->history_table);
	return (struct inspect_options){.exclude = names, .exclude_len = n};
}
