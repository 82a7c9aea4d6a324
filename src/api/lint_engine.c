/* SPDX-License-Identifier: Apache-2.0 */
#include "api/lint_engine.h"

#include <string.h>

static int start_file(void *data, struct pawl_error *err)
{
	return db_judge_prepare(data, err);
}

/* The scratch database's name is nothing to anybody. */
static const char *without_name(const char *message, const char *name, struct arena *a)
{
	const char *at = name == NULL || name[0] == '\0' ? NULL : strstr(message, name);

	if (at == NULL || at[strlen(name)] != '.')
		return message;
	return arena_printf(a, "%.*s%s", (int)(at - message), message, at + strlen(name) + 1);
}

static int take(void *data, const char *kind, const char *sql, size_t len, struct arena *a,
		struct verdict *ret, struct pawl_error *err)
{
	int rc = db_judge_take(data, kind, sql, len, a, ret, err);

	if (rc == 0 && ret->refused != NULL)
		ret->refused = without_name(ret->refused, db_info(data)->database, a);
	return rc;
}

static int broken(void *data, struct arena *a, struct verdict_broken **ret, size_t *ret_len,
		  struct pawl_error *err)
{
	return db_judge_broken(data, a, ret, ret_len, err);
}

/* A module is loaded for a URL only: files are judged where it is not installed. */
static bool has_judge(const struct dialect *d, const struct db_url *url)
{
	const struct driver *driver = driver_built_in(d->schemes[0]);

	if (driver == NULL && (url == NULL || driver_find(url->scheme, &driver, NULL) != 0))
		return false;
	return driver->judge != NULL;
}

void lint_server_open(struct lint_server *s, struct call *c, const struct lint_engine **ret)
{
	const struct settings *settings = c->work.settings;
	const struct db_url *url = settings->scratch_url != NULL ? settings->scratch_url
								 : settings->url;
	struct pawl_error own = {0};

	*s = (struct lint_server){0};
	*ret = NULL;
	if (!has_judge(c->work.dialect, url))
		return;
	lab_init(&s->lab, &c->work, c->session->layout, url);
	if (lab_trial(&s->lab, &s->trial, &own) != 0) {
		work_say(&c->work, PAWL_EVENT_WARNING, "statements are not tried: %s", own.message);
		return;
	}
	s->engine = (struct lint_engine){
		.data = s->trial.work.db,
		.start_file = start_file,
		.take = take,
		.broken = broken,
	};
	*ret = &s->engine;
}

void lint_server_close(struct lint_server *s)
{
	trial_close(&s->trial);
	lab_done(&s->lab);
}
