/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/trial.h"

#include "migrate/connection.h"
#include "migrate/history.h"
#include "migrate/keeper_find.h"
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

/* Those that a table of pawl's own has beside it, whatever it is called. */
static void add_own(struct keeper_tables *names, const char *table, struct arena *a)
{
	*vec_push(names, a) = arena_strdup(a, table);
	*vec_push(names, a) = arena_printf(a, "%s_log", table);
	*vec_push(names, a) = arena_printf(a, "%s_lock", table);
}

static int left_out(const struct work *w, struct db *db, bool tools, struct arena *a,
		    struct inspect_options *ret, struct pawl_error *err)
{
	const struct settings *s = w->settings;
	struct work there = *w;
	struct keeper_tables names = {0};
	int rc = 0;

	there.arena = a;
	there.db = db;
	for (size_t i = 0; i < s->exclude_len; i++)
		*vec_push(&names, a) = s->exclude[i];
	add_own(&names, s->keep ? HISTORY_TABLE : s->history_table, a);
	add_own(&names, HISTORY_JOURNAL, a);
	if (tools)
		rc = keeper_tables(&there, &names, err);
	*ret = (struct inspect_options){.exclude = names.v, .exclude_len = names.len};
	return rc;
}

int trial_inspect(struct trial *t, struct arena *a, struct schema *ret, struct pawl_error *err)
{
	struct inspect_options o;
	int rc = connection_reset(&t->work, err);

	if (rc == 0)
		rc = left_out(&t->work, t->work.db, !t->with_tools || t->settings.keep, a, &o, err);
	if (rc == 0)
		rc = db_inspect(t->work.db, &o, a, ret, err);
	if (rc == 0 && scratch_is_schema(t->scratch))
		narrow_to_default_schema(ret);
	return rc;
}

int trial_excluded(const struct work *w, struct db *db, struct arena *a,
		   struct inspect_options *ret, struct pawl_error *err)
{
	return left_out(w, db, true, a, ret, err);
}

int trial_hidden(const struct work *w, struct db *db, struct arena *a, struct inspect_options *ret,
		 struct pawl_error *err)
{
	return left_out(w, db, w->settings->keep, a, ret, err);
}
