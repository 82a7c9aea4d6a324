/* SPDX-License-Identifier: Apache-2.0 */
#include "api/session.h"

#include "base/clock.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/sum.h"
#include "migrate/folders.h"
#include "migrate/history.h"
#include "migrate/watch.h"

#include <pawl/session.h>

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const *copy_list(struct arena *a, const char *const *v, size_t len)
{
	const char **copy = arena_array(a, const char *, len);

	for (size_t i = 0; i < len; i++)
		copy[i] = arena_strdup(a, v[i]);
	return copy;
}

static void who_am_i(struct arena *a, struct settings *s, const char *applied_by)
{
	char host[256] = "localhost";
	const struct passwd *pw = getpwuid(getuid());

	gethostname(host, sizeof(host) - 1);
	s->client = arena_strdup(a, host);
	if (applied_by != NULL)
		s->applied_by = arena_strdup(a, applied_by);
	else if (pw != NULL)
		s->applied_by = arena_printf(a, "%s@%s", pw->pw_name, host);
	else
		s->applied_by = arena_printf(a, "uid %ld@%s", (long)getuid(), host);
}

/* 0 stands for the default and -1 for none in the options; 0 for none in the settings. */
static int64_t or_default(int64_t given, int64_t usual)
{
	return given == 0 ? usual : given < 0 ? 0 : given;
}

static void copy_settings(struct pawl_session *s, const struct pawl_options *o)
{
	static const char *const default_dir[] = {"migrations"};
	struct settings *to = &s->settings;
	struct arena *a = &s->arena;
	struct pawl_var *vars = arena_array(a, struct pawl_var, o->vars_len);

	to->dirs_len = o->dirs_len != 0 ? o->dirs_len : 1;
	to->dirs = copy_list(a, o->dirs_len != 0 ? o->dirs : default_dir, to->dirs_len);
	to->environment = arena_strdup(a, o->environment);
	to->history_table = arena_strdup(a, o->history_table ? o->history_table : HISTORY_TABLE);
	to->keep = o->history == PAWL_HISTORY_KEEP;
	to->history_schema = arena_strdup(a, o->history_schema);
	to->session_sql = arena_strdup(a, o->session_sql);
	to->extensions = copy_list(a, o->load_extensions, o->load_extensions_len);
	to->extensions_len = o->load_extensions_len;
	for (size_t i = 0; i < o->vars_len; i++)
		vars[i] = (struct pawl_var){arena_strdup(a, o->vars[i].name),
					    arena_strdup(a, o->vars[i].value)};
	to->vars = vars;
	to->vars_len = o->vars_len;
	to->out_of_order = o->out_of_order;
	to->duplicates = o->duplicates;
	to->lock_timeout_ms = or_default(o->lock_timeout_ms, SETTINGS_LOCK_TIMEOUT_MS);
	to->statement_timeout_ms = or_default(o->statement_timeout_ms, 0);
	to->lock_retries = (int)or_default(o->lock_retries, SETTINGS_LOCK_RETRIES);
	to->cancel_blockers_ms = o->cancel_blockers_ms;
	to->wait_ms = o->wait_ms == 0 ? -1 : o->wait_ms < 0 ? 0 : o->wait_ms;
	to->connect_timeout = o->connect_timeout;
	to->trace = o->trace != 0;
	to->hooks = (struct pawl_hooks){
		.before_up = arena_strdup(a, o->hooks.before_up),
		.after_up = arena_strdup(a, o->hooks.after_up),
		.before_each = arena_strdup(a, o->hooks.before_each),
		.after_each = arena_strdup(a, o->hooks.after_each),
		.after_failure = arena_strdup(a, o->hooks.after_failure),
	};
	to->schema = arena_strdup(a, o->schema);
	to->exclude = copy_list(a, o->exclude, o->exclude_len);
	to->exclude_len = o->exclude_len;
	to->backup = o->backup;
	to->backup_dir = arena_strdup(a, o->backup_dir != NULL ? o->backup_dir : "backups");
	to->backup_keep = (size_t)or_default(o->backup_keep, SETTINGS_BACKUP_KEEP);
	who_am_i(a, to, o->applied_by);
}

static int choose_dialect(struct pawl_session *s, const char *name, struct pawl_error *err)
{
	const struct db_url *url = s->settings.url;
	const struct dialect *named;

	if (name != NULL) {
		s->dialect = dialect_find(name);
		if (s->dialect == NULL) {
			fail(err, PAWL_E_USAGE, "unknown dialect \"%s\"", name);
			hint(err, "it is one of sqlite, postgres, mysql");
			return PAWL_E_USAGE;
		}
	}
	if (url == NULL)
		return 0;
	named = s->dialect;
	s->dialect = dialect_find(url->scheme);
	if (s->dialect != NULL && named != NULL && s->dialect != named) {
		fail(err, PAWL_E_USAGE, "the dialect is \"%s\", but the URL is one of \"%s\"",
		     named->name, s->dialect->name);
		hint(err, "leave out the dialect: the URL says it");
		return PAWL_E_USAGE;
	}
	if (s->dialect != NULL)
		return 0;
	fail(err, PAWL_E_CONFIG, "unknown database URL scheme \"%s\"", url->scheme);
	hint(err, "a URL begins with sqlite:, postgres://, mysql:// or data-api://");
	return PAWL_E_CONFIG;
}

/* "kill:before:12"; for tests. */
static int set_fault(const char *text, struct pawl_error *err)
{
	static const char *const kinds[] = {"", "kill", "drop", "fail"};
	char kind[8] = "", when[8] = "";
	struct db_fault fault = {0};

	if (text == NULL)
		return 0;
	if (sscanf(text, "%7[a-z]:%7[a-z]:%lu", kind, when, &fault.nth) != 3)
		return fail(err, PAWL_E_USAGE, "\"%s\" is not a fault", text);
	for (size_t i = 1; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kind, kinds[i]) == 0)
			fault.kind = i;
	fault.after = strcmp(when, "after") == 0;
	db_set_fault(&fault);
	return 0;
}

static void on_tick(void *data)
{
	const struct pawl_session *s = data;

	if (s->work != NULL && s->work->watch != NULL)
		watch_tick(s->work->watch);
}

static void on_notice(void *data, const char *severity, const char *text)
{
	const struct pawl_session *s = data;

	if (s->on_event == NULL || (s->work != NULL && s->work->quiet))
		return;
	s->on_event(s->event_data, &(struct pawl_event){
					   .kind = PAWL_EVENT_NOTICE,
					   .text = text,
					   .text_len = strlen(text),
					   .detail = severity,
					   .changed = -1,
				   });
}

static void on_statement(void *data, const char *sql, size_t len, int64_t us)
{
	const struct pawl_session *s = data;

	s->on_event(s->event_data, &(struct pawl_event){
					   .kind = PAWL_EVENT_STATEMENT,
					   .text = sql,
					   .text_len = len,
					   .duration_us = us,
					   .changed = -1,
				   });
}

static int parse_url(struct pawl_session *s, const char *text, const struct db_url **ret,
		     struct pawl_error *err)
{
	struct db_url *url;
	int rc;

	if (text == NULL)
		return 0;
	url = arena_new(&s->arena, struct db_url);
	rc = url_parse(text, &s->arena, url, err);
	if (rc != 0)
		return rc;
	url->environment = s->settings.url_environment;
	*ret = url;
	return 0;
}

static int set_up(struct pawl_session *s, const struct pawl_options *o, struct pawl_error *err)
{
	int rc;

	copy_settings(s, o);
	s->environment = (struct url_environment){o->environment_get, o->environment_data};
	s->settings.url_environment = o->environment_get == NULL ? NULL : &s->environment;
	rc = parse_url(s, o->url, &s->settings.url, err);
	if (rc == 0)
		rc = parse_url(s, o->scratch_url, &s->settings.scratch_url, err);
	if (rc != 0)
		return rc;
	rc = choose_dialect(s, o->dialect, err);
	if (rc == 0)
		rc = layout_find(o->layout, &s->layout, err);
	s->settings.layout_given = s->layout != NULL;
	if (rc == 0)
		rc = set_fault(o->fault, err);
	s->settings.read_variable = o->read_variable;
	s->on_event = o->on_event;
	s->event_data = o->event_data;
	s->host = (struct db_host){
		.cancel = &s->cancel,
		.tick = on_tick,
		.notice = on_notice,
		.data = s,
	};
	return rc;
}

int pawl_session_open(const struct pawl_options *options, struct pawl_session **ret,
		      struct pawl_error *err)
{
	struct pawl_session *s;
	int rc;

	error_reset(err);
	if (options == NULL || options->size != sizeof(*options))
		return fail(err, PAWL_E_USAGE, "struct pawl_options has the wrong size");
	s = xcalloc(1, sizeof(*s));
	rc = set_up(s, options, err);
	if (rc != 0) {
		pawl_session_free(s);
		return rc;
	}
	*ret = s;
	return 0;
}

void pawl_session_free(struct pawl_session *s)
{
	if (s == NULL)
		return;
	db_close(s->db);
	arena_done(&s->arena);
	free(s);
}

void pawl_session_cancel(struct pawl_session *s)
{
	s->cancel = 1;
}

const char *pawl_session_display(const struct pawl_session *s)
{
	return s->settings.url == NULL ? NULL : s->settings.url->display;
}

const struct lex_rules *session_lex(const struct pawl_session *s)
{
	size_t n;

	return s->dialect != NULL ? s->dialect->lex : dialect_all(&n)[0]->lex;
}

int session_migrations(const struct pawl_session *s, bool duplicates, struct arena *a,
		       struct migration_list *ret, struct pawl_error *err)
{
	struct layout_input in;

	folders_input(&s->settings, s->dialect, a, &in);
	in.lex = session_lex(s);
	in.duplicates = in.duplicates || duplicates;
	return layout_read(s->layout, &in, a, ret, err);
}

int call_read_files(struct call *c, enum call_mode mode, struct pawl_error *err)
{
	const struct pawl_session *s = c->session;
	int rc = session_migrations(s, mode == CALL_MERGE, c->work.arena, &c->files, err);

	if (rc == PAWL_E_FILE)
		hint(err, "the folder of migrations is set by --dir, or by dir in pawl.ini");
	for (size_t i = 0; rc == 0 && i < c->files.notes_len; i++)
		work_say(&c->work, PAWL_EVENT_WARNING, "%s", c->files.notes[i]);
	for (size_t i = 0; rc == 0 && mode != CALL_MERGE && i < s->settings.dirs_len; i++)
		rc = sum_check(&c->files, s->settings.dirs[i], err);
	if (rc == 0)
		rc = set_build(&c->files, s->settings.environment, c->work.arena, &c->set, err);
	return rc;
}

void call_fail_no_url(struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG, "no database URL is given");
	hint(err, "give --url, set PAWL_URL or DATABASE_URL, or put url into pawl.ini; --dialect "
		  "is enough where no database is needed");
}

static void tell_connected(const struct work *w)
{
	const struct db_info *info = db_info(w->db);
	char text[256];

	snprintf(text, sizeof(text), "%s %s", info->product, info->version_text);
	work_event(w, &(struct pawl_event){
			      .kind = PAWL_EVENT_CONNECTED,
			      .text = text,
			      .text_len = strlen(text),
			      .detail = w->settings->url->display,
			      .changed = -1,
		      });
}

static bool writes(enum call_mode mode)
{
	return mode == CALL_WRITE || mode == CALL_CHANGE;
}

int call_connect(struct call *c, enum call_mode mode, struct pawl_error *err)
{
	struct pawl_session *s = c->session;
	struct db_options options = connection_options(&s->settings);
	const struct db_trace trace = {.statement = on_statement, .data = s};
	int rc;

	if (s->settings.url == NULL)
		return call_refuse_no_url(err);
	options.read_only = !writes(mode);
	options.no_create = mode == CALL_LOOK || mode == CALL_CHANGE;
	if (s->db != NULL && s->read_only && writes(mode)) {
		db_close(s->db);
		s->db = NULL;
	}
	c->work.db = s->db;
	if (s->db != NULL)
		return history_resolve(&c->work, err);
	rc = connection_open(&c->work, &options, &s->host, err);
	s->db = c->work.db;
	s->read_only = !writes(mode);
	if (rc != 0) {
		db_close(s->db);
		s->db = NULL;
		return rc;
	}
	if (s->settings.trace && s->on_event != NULL)
		db_set_trace(s->db, &trace);
	tell_connected(&c->work);
	return 0;
}

void call_start(struct call *c, struct pawl_session *s, const struct dialect *d, struct arena *a)
{
	*c = (struct call){
		.session = s,
		.work =
			{
				.arena = a,
				.settings = &s->settings,
				.dialect = d,
				.host = &s->host,
				.cancel = &s->cancel,
				.on_event = s->on_event,
				.event_data = s->event_data,
			},
	};
	s->work = &c->work;
}

int call_begin(struct call *c, struct pawl_session *s, enum call_mode mode, struct arena *a,
	       struct pawl_error *err)
{
	int rc;

	error_reset(err);
	if (s->dialect == NULL)
		return call_refuse_no_url(err);
	call_start(c, s, s->dialect, a);
	rc = call_read_files(c, mode, err);
	if (rc == 0 && mode != CALL_FILES)
		rc = call_connect(c, mode, err);
	if (rc == 0 && mode != CALL_FILES)
		rc = keeper_attach(&c->work, &c->set, err);
	if (rc == 0 && writes(mode))
		c->work.watch = watch_new(&c->work);
	if (rc != 0)
		call_end(c, rc);
	return rc;
}

int call_end(struct call *c, int rc)
{
	struct pawl_session *s = c->session;

	watch_free(c->work.watch);
	c->work.watch = NULL;
	s->work = NULL;
	if (c->work.cancelled)
		s->cancel = 1;
	/* The next call may find the server back. */
	if (rc == PAWL_E_LOST) {
		db_close(s->db);
		s->db = NULL;
	}
	return rc;
}
