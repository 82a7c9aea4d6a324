/* SPDX-License-Identifier: Apache-2.0 */
/* The dialect is that of --dialect, else of the URL in force. */
#include "cmd.h"
#include "fail.h"
#include "json.h"
#include "ui.h"

#include <string.h>

static const char *dialect_of(struct cli *cli, struct pawl_error *err)
{
	const char *given = settings_text(&cli->settings, SETTING_DIALECT);
	const char *url = settings_text(&cli->settings, SETTING_URL), *name;

	if (given != NULL)
		return pawl_dialect_name(given);
	if (url == NULL) {
		cli_fail(err, PAWL_E_USAGE, "neither --dialect nor a URL says which SQL this is");
		cli_hint(err, "add --dialect sqlite, postgres or mysql");
		return NULL;
	}
	name = pawl_dialect_name(memory_slice(&cli->memory, url, strcspn(url, "+:")));
	if (name == NULL)
		cli_fail(err, PAWL_E_CONFIG, "the scheme of the database URL is unknown");
	return name;
}

static int add_json(void *data, const struct pawl_statement *s)
{
	struct json_doc *d = data;

	json_doc_object(d, NULL);
	json_doc_int(d, "start", (int64_t)s->start);
	json_doc_int(d, "length", (int64_t)s->length);
	json_doc_int(d, "line", (int64_t)s->line);
	json_doc_int(d, "column", (int64_t)s->column);
	json_doc_text(d, "kind", s->kind);
	json_doc_end(d);
	return 0;
}

static int print(void *data, const struct pawl_statement *s)
{
	enum { SHOWN = 50 };
	size_t len = s->length > SHOWN ? SHOWN : (size_t)s->length;
	const char *newline = memchr(s->text, '\n', len);
	char place[48];

	(void)data;
	if (newline != NULL)
		len = (size_t)(newline - s->text);
	snprintf(place, sizeof(place), "%lu:%lu", s->line, s->column);
	ui_out(UI_PLAIN, "%-8s ", place);
	ui_out(UI_BOLD, "%-20s ", s->kind);
	ui_out(UI_PLAIN, "%.*s%s\n", (int)len, s->text, len < s->length ? "..." : "");
	return 0;
}

static int run(struct cli *cli, struct pawl_error *err)
{
	const char *dialect = dialect_of(cli, err);
	struct json_doc *d;
	int rc;

	if (dialect == NULL)
		return err->code;
	if (!cli->json)
		return pawl_split(cli->operands[0], dialect, print, NULL, err);
	d = json_doc_new();
	json_doc_list(d, NULL);
	rc = pawl_split(cli->operands[0], dialect, add_json, d, err);
	if (rc == 0)
		json_doc_print(d);
	else
		json_doc_free(d);
	return rc;
}

const struct cmd cmd_split = {
	.name = "split",
	.group = GROUP_TOOLS,
	.summary = "the statements of an SQL file with their places",
	.operands = "FILE",
	.about = "FILE may be - for standard input. Needs --dialect or a URL, no database.",
	.examples = {{"pawl split --dialect postgres 001_schema.sql",
		      "line:column, kind, beginning"},
		     {"pawl split --dialect mysql --json dump.sql", "byte ranges for tools"}},
	.least = 1,
	.most = 1,
	.run = run,
};
