/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "exit.h"
#include "fail.h"
#include "json.h"
#include "open.h"
#include "ui.h"

#include <string.h>

static bool force, yes;

static const struct opt options[] = {
	{"force", 0, NULL, "end other people's connections to it first", &force, NULL},
	{"yes", 'y', NULL, "do not ask", &yes, NULL},
	{0},
};

/* 0: do it; STATUS_NO: the answer was no. */
static int confirm(struct cli *cli, struct pawl_error *err)
{
	const char *database = pawl_session_display(cli->session);
	char answer[16];

	if (yes || database == NULL)
		return 0;
	if (!ui_ask(memory_printf(&cli->memory,
				  "Drop %s with everything in it? Type yes to do so:", database),
		    answer, sizeof(answer))) {
		cli_fail(err, PAWL_E_USAGE, "drop asks first, and there is no terminal to ask on");
		cli_hint(err, "add --yes to drop %s", database);
		return PAWL_E_USAGE;
	}
	if (strcmp(answer, "yes") == 0)
		return 0;
	ui_talk("not dropped");
	return STATUS_NO;
}

static void print_json(struct cli *cli, bool dropped)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_text(d, "database", pawl_session_display(cli->session));
	json_doc_bool(d, "dropped", dropped);
	json_doc_print(d);
}

static int run(struct cli *cli, struct pawl_error *err)
{
	int dropped = 0, rc = cli_open(cli, err);

	if (rc == 0)
		rc = confirm(cli, err);
	if (rc == 0)
		rc = pawl_database_drop(cli->session, force, &dropped, err);
	if (rc < 0)
		return rc;
	if (cli->json)
		print_json(cli, dropped);
	else if (rc == 0)
		ui_out(UI_PLAIN, "%s %s\n", dropped ? "dropped" : "nothing to do: there is no",
		       pawl_session_display(cli->session));
	return rc;
}

const struct cmd cmd_drop = {
	.name = "drop",
	.group = GROUP_DATABASE,
	.summary = "drop the database and everything in it",
	.operands = "",
	.about = "Asks first; without a terminal it needs --yes.",
	.options = options,
	.examples = {{"pawl drop --yes --env test", "the test database, unasked"}},
	.run = run,
};
