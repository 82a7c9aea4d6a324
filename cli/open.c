/* SPDX-License-Identifier: Apache-2.0 */
#include "open.h"

#include "fail.h"
#include "talk.h"
#include "value.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static struct pawl_session *volatile cancel_target;
static volatile sig_atomic_t caught;

/* The second signal of its kind has its default effect (SA_RESETHAND). */
static void on_signal(int number)
{
	caught = number;
	if (cancel_target != NULL)
		pawl_session_cancel(cancel_target);
}

static void on_pipe(int number)
{
	(void)number;
}

static void catch_signals(void)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND}, old;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
}

/* A handler, unlike SIG_IGN, is not inherited by the hooks' shells. */
void cli_ignore_broken_pipe(void)
{
	struct sigaction action = {.sa_handler = on_pipe, .sa_flags = SA_RESTART};

	sigaction(SIGPIPE, &action, NULL);
}

bool cli_is_cancelled(void)
{
	return caught != 0;
}

void cli_raise_signal(void)
{
	struct sigaction action = {.sa_handler = SIG_DFL};

	if (caught == 0)
		return;
	sigaction(caught, &action, NULL);
	raise(caught);
}

/* A duration in which 0 and "off" mean none_ms; the value must have a unit where asked. */
static int duration(const struct settings *s, enum setting_id id, bool unit_needed, int64_t none_ms,
		    int64_t *ret, struct pawl_error *err)
{
	const struct setting_value *v = settings_value(s, id);
	const char *name = settings_table[id].name;
	bool unit;

	if (v == NULL)
		return 0;
	if (value_is_off(v->text)) {
		*ret = none_ms;
		return 0;
	}
	if (!value_duration(v->text, ret, &unit))
		return settings_bad(v, err,
				    "\"%s\" is no duration for %s: write 500ms, 3s, 10min or 1h",
				    v->text, name);
	if (*ret == 0)
		*ret = none_ms;
	else if (unit_needed && !unit)
		return settings_bad(v, err, "%s \"%s\" has no unit: write %sms or %ss", name,
				    v->text, v->text, v->text);
	return 0;
}

static int times(const struct settings *s, struct pawl_options *o, struct pawl_error *err)
{
	const struct setting_value *v;
	int64_t connect_ms = 0;
	int rc;

	rc = duration(s, SETTING_LOCK_TIMEOUT, true, -1, &o->lock_timeout_ms, err);
	if (rc == 0)
		rc = duration(s, SETTING_STATEMENT_TIMEOUT, true, -1, &o->statement_timeout_ms,
			      err);
	if (rc == 0)
		rc = duration(s, SETTING_CANCEL_BLOCKERS, true, 0, &o->cancel_blockers_ms, err);
	v = settings_value(s, SETTING_WAIT);
	if (rc == 0 && (v == NULL || strcmp(v->text, "forever") != 0))
		rc = duration(s, SETTING_WAIT, false, -1, &o->wait_ms, err);
	if (rc == 0)
		rc = duration(s, SETTING_CONNECT_TIMEOUT, false, -1, &connect_ms, err);
	if (rc != 0)
		return rc;
	if (connect_ms < 0)
		return settings_bad(settings_value(s, SETTING_CONNECT_TIMEOUT), err,
				    "connect-timeout cannot be switched off");
	o->connect_timeout = (int)((connect_ms + 999) / 1000);
	v = settings_value(s, SETTING_LOCK_RETRIES);
	if (v == NULL)
		return 0;
	if (!value_count(v->text, 1000000, &o->lock_retries))
		return settings_bad(v, err, "\"%s\" is no count for lock-retries", v->text);
	if (o->lock_retries == 0)
		o->lock_retries = -1;
	return 0;
}

/* The library knows the names; whether one was mistyped or stands in a file is known here. */
static int check_layout(const struct settings *s, struct pawl_error *err)
{
	const struct setting_value *v = settings_value(s, SETTING_LAYOUT);
	const struct pawl_options o = {.size = sizeof(o), .layout = v == NULL ? NULL : v->text};
	struct pawl_session *session;

	if (v == NULL)
		return 0;
	if (pawl_session_open(&o, &session, err) == 0) {
		pawl_session_free(session);
		return 0;
	}
	err->code = v->file == NULL ? PAWL_E_USAGE : PAWL_E_CONFIG;
	if (v->file != NULL)
		cli_place(err, v->file, v->line);
	return err->code;
}

static int words(const struct settings *s, struct pawl_options *o, struct pawl_error *err)
{
	static const enum setting_id checked[] = {SETTING_HISTORY, SETTING_OUT_OF_ORDER,
						  SETTING_BACKUP,  SETTING_DUPLICATES,
						  SETTING_COLOR,   SETTING_LOG_FORMAT};
	const struct setting_value *v;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(checked) / sizeof(checked[0]); i++) {
		v = settings_value(s, checked[i]);
		if (v != NULL)
			rc = settings_check_word(v, settings_table[checked[i]].name,
						 settings_table[checked[i]].arg, err);
	}
	v = settings_value(s, SETTING_DIALECT);
	if (rc == 0 && v != NULL && pawl_dialect_name(v->text) == NULL)
		return settings_bad(v, err,
				    "unknown dialect \"%s\"; known are sqlite, postgres and mysql",
				    v->text);
	v = settings_value(s, SETTING_HISTORY);
	if (rc == 0 && v != NULL && strcmp(v->text, "keep") == 0)
		o->history = PAWL_HISTORY_KEEP;
	v = settings_value(s, SETTING_OUT_OF_ORDER);
	if (rc == 0 && v != NULL && strcmp(v->text, "apply") == 0)
		o->out_of_order = PAWL_OUT_OF_ORDER_APPLY;
	v = settings_value(s, SETTING_DUPLICATES);
	if (rc == 0 && v != NULL && strcmp(v->text, "apply") == 0)
		o->duplicates = PAWL_DUPLICATES_APPLY;
	return rc;
}

/* "backups" lies beside the configuration, wherever pawl is started. */
static const char *backup_dir(struct cli *cli)
{
	const char *given = settings_text(&cli->settings, SETTING_BACKUP_DIR);
	const char *file = cli->settings.config_file;
	const char *slash = file == NULL ? NULL : strrchr(file, '/');

	if (given != NULL || slash == NULL)
		return given;
	return memory_printf(&cli->memory, "%.*s/backups", (int)(slash - file), file);
}

static int backups(struct cli *cli, struct pawl_options *o, struct pawl_error *err)
{
	const char *when = settings_text(&cli->settings, SETTING_BACKUP);
	const struct setting_value *keep = settings_value(&cli->settings, SETTING_BACKUP_KEEP);

	if (when != NULL && strcmp(when, "auto") == 0)
		o->backup = PAWL_BACKUP_AUTO;
	else if (when != NULL && strcmp(when, "always") == 0)
		o->backup = PAWL_BACKUP_ALWAYS;
	o->backup_dir = backup_dir(cli);
	if (keep == NULL)
		return 0;
	if (!value_count(keep->text, 1000000, &o->backup_keep))
		return settings_bad(keep, err, "\"%s\" is no count for backup-keep", keep->text);
	if (o->backup_keep == 0)
		o->backup_keep = -1;
	return 0;
}

static const char *const *list(struct cli *cli, enum setting_id id, size_t *ret_len)
{
	const struct setting_values *values = &cli->settings.values[id];
	const char **texts = memory_alloc(&cli->memory, values->len * sizeof(*texts));

	for (size_t i = 0; i < values->len; i++)
		texts[i] = values->v[i].text;
	*ret_len = values->len;
	return texts;
}

const char *const *cli_names(struct cli *cli, enum setting_id id, size_t *ret_len)
{
	const struct setting_values *values = &cli->settings.values[id];
	const char **v;
	size_t n = 0;

	for (size_t i = 0; i < values->len; i++)
		for (const char *c = values->v[i].text; *c != '\0'; c++)
			n += *c == ',';
	v = memory_alloc(&cli->memory, (n + values->len) * sizeof(*v));
	n = 0;
	for (size_t i = 0; i < values->len; i++) {
		const char *c = values->v[i].text;

		while (*(c += strspn(c, ", \t")) != '\0') {
			size_t len = strcspn(c, ",");
			size_t end = len;

			while (end > 0 && (c[end - 1] == ' ' || c[end - 1] == '\t'))
				end--;
			v[n++] = memory_slice(&cli->memory, c, end);
			c += len;
		}
	}
	*ret_len = n;
	return v;
}

/* An option stands in front of the variable that AWS's own tools read. */
static const char *environment(void *data, const char *name)
{
	const struct cli *cli = data;
	const char *endpoint = settings_text(&cli->settings, SETTING_ENDPOINT_URL);

	if (endpoint != NULL && strcmp(name, "AWS_ENDPOINT_URL_RDS_DATA") == 0)
		return endpoint;
	return getenv(name);
}

static const struct pawl_var *vars(struct cli *cli)
{
	struct pawl_var *v = memory_alloc(&cli->memory, cli->settings.vars_len * sizeof(*v));

	for (size_t i = 0; i < cli->settings.vars_len; i++)
		v[i] = (struct pawl_var){cli->settings.vars[i].name,
					 cli->settings.vars[i].value.text};
	return v;
}

static const char *read_variable(const char *name)
{
	return getenv(name);
}

static int make_options(struct cli *cli, struct pawl_options *o, struct pawl_error *err)
{
	const struct settings *s = &cli->settings;
	int rc;

	*o = (struct pawl_options){
		.size = sizeof(*o),
		.url = settings_text(s, SETTING_URL),
		.layout = settings_text(s, SETTING_LAYOUT),
		.dialect = settings_text(s, SETTING_DIALECT),
		.environment = settings_text(s, SETTING_ENV),
		.history_table = settings_text(s, SETTING_HISTORY_TABLE),
		.history_schema = settings_text(s, SETTING_HISTORY_SCHEMA),
		.session_sql = settings_text(s, SETTING_SESSION),
		.applied_by = settings_text(s, SETTING_APPLIED_BY),
		.hooks = {.before_up = s->hooks[HOOK_BEFORE_UP].text,
			  .after_up = s->hooks[HOOK_AFTER_UP].text,
			  .before_each = s->hooks[HOOK_BEFORE_EACH].text,
			  .after_each = s->hooks[HOOK_AFTER_EACH].text,
			  .after_failure = s->hooks[HOOK_AFTER_FAILURE].text},
		.schema = settings_text(s, SETTING_SCHEMA),
		.scratch_url = settings_text(s, SETTING_SCRATCH_URL),
		.vars = vars(cli),
		.vars_len = s->vars_len,
		.read_variable = read_variable,
		.on_event = talk_event,
		.event_data = cli,
		.trace = settings_flag(s, SETTING_VERBOSE),
		.environment_get = environment,
		.environment_data = cli,
		.fault = getenv("PAWL_TEST_FAULT"),
	};
	o->dirs = list(cli, SETTING_DIR, &o->dirs_len);
	o->exclude = cli_names(cli, SETTING_EXCLUDE, &o->exclude_len);
	o->load_extensions = list(cli, SETTING_LOAD_EXTENSION, &o->load_extensions_len);
	rc = times(s, o, err);
	if (rc == 0)
		rc = words(s, o, err);
	if (rc == 0)
		rc = check_layout(s, err);
	return rc != 0 ? rc : backups(cli, o, err);
}

int cli_check_settings(struct cli *cli, struct pawl_error *err)
{
	struct pawl_options o;

	return make_options(cli, &o, err);
}

int cli_open(struct cli *cli, struct pawl_error *err)
{
	struct pawl_options o;
	int rc = make_options(cli, &o, err);

	if (rc == 0)
		rc = pawl_session_open(&o, &cli->session, err);
	if (rc != 0)
		return rc;
	cancel_target = cli->session;
	catch_signals();
	return 0;
}

void cli_close(struct cli *cli)
{
	cancel_target = NULL;
	pawl_session_free(cli->session);
	cli->session = NULL;
}

const char *cli_display_url(struct cli *cli, const char *url)
{
	struct pawl_options o = {.size = sizeof(o), .url = url};
	struct pawl_session *s;
	struct pawl_error err;
	const char *display;

	if (pawl_session_open(&o, &s, &err) != 0)
		return "";
	display = pawl_session_display(s);
	display = display == NULL ? "" : memory_copy(&cli->memory, display);
	pawl_session_free(s);
	return display;
}
