/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "json.h"
#include "open.h"
#include "table.h"
#include "ui.h"

#include <string.h>

/* Names that promise a secret; their values stay hidden. */
static bool is_secret(const char *name)
{
	static const char *const words[] = {"pass", "secret", "token", "key", "pwd"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(name, words[i]) != NULL)
			return true;
	return false;
}

static const char *shown(struct cli *cli, enum setting_id id, const char *text)
{
	const char *display;

	if (id != SETTING_URL && id != SETTING_SCRATCH_URL)
		return text;
	display = cli_display_url(cli, text);
	return display[0] != '\0' ? display : "(malformed, hidden)";
}

/* One call for each setting, variable and hook. */
static void each_row(struct cli *cli,
		     void (*row)(void *data, const char *name, const char *value, const char *from),
		     void *data)
{
	const struct settings *s = &cli->settings;

	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting *t = &settings_table[i];
		const struct setting_values *values = &s->values[i];

		if (!t->in_file || i == SETTING_VAR)
			continue;
		for (size_t j = 0; j < values->len; j++)
			row(data, t->name, shown(cli, (enum setting_id)i, values->v[j].text),
			    values->v[j].origin);
		if (values->len == 0)
			row(data, t->name, t->initial, "default");
	}
	for (size_t i = 0; i < s->vars_len; i++) {
		const struct named_value *v = &s->vars[i];

		row(data, memory_printf(&cli->memory, "var %s", v->name),
		    is_secret(v->name) ? "***" : v->value.text, v->value.origin);
	}
	for (size_t i = 0; i < HOOK_COUNT; i++)
		if (s->hooks[i].text != NULL)
			row(data, memory_printf(&cli->memory, "hook %s", hook_names[i]),
			    s->hooks[i].text, s->hooks[i].origin);
}

static void table_row(void *data, const char *name, const char *value, const char *from)
{
	bool given = strcmp(from, "default") != 0;

	table_add(data, UI_PLAIN, "%s", name);
	table_add(data, given ? UI_BOLD : UI_PLAIN, "%s", value == NULL ? "-" : value);
	table_add(data, given ? UI_PLAIN : UI_DIM, "%s", from);
}

static void json_row(void *data, const char *name, const char *value, const char *from)
{
	json_doc_object(data, NULL);
	json_doc_text(data, "name", name);
	json_doc_text(data, "value", value);
	json_doc_text(data, "from", from);
	json_doc_end(data);
}

static int run(struct cli *cli, struct pawl_error *err)
{
	static const struct table_column columns[] = {{.title = "SETTING"},
						      {.title = "VALUE", .cut = true},
						      {.title = "FROM", .cut = true}};
	struct table *t;
	struct json_doc *d;

	(void)err;
	if (cli->json) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_text(d, "file", cli->settings.config_file);
		json_doc_list(d, "settings");
		each_row(cli, json_row, d);
		json_doc_print(d);
		return 0;
	}
	if (cli->settings.config_file == NULL)
		ui_talk("there is no pawl.ini from here upwards");
	t = table_new(columns, sizeof(columns) / sizeof(columns[0]));
	each_row(cli, table_row, t);
	table_print(t);
	return 0;
}

const struct cmd cmd_config = {
	.name = "config",
	.group = GROUP_START,
	.summary = "the settings in force and where each comes from",
	.operands = "",
	.about = "Passwords in the URL and values of variables named like secrets are hidden.",
	.examples = {{"pawl config --env production", "what would be used there"}},
	.run = run,
};
