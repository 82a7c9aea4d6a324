/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "json.h"
#include "open.h"
#include "ui.h"

static int run(struct cli *cli, struct pawl_error *err)
{
	struct json_doc *d;
	int created, rc = cli_open(cli, err);

	if (rc == 0)
		rc = pawl_database_create(cli->session, &created, err);
	if (rc != 0)
		return rc;
	if (cli->json) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_text(d, "database", pawl_session_display(cli->session));
		json_doc_bool(d, "created", created);
		json_doc_print(d);
	} else {
		ui_out(UI_PLAIN, "%s %s\n", created ? "created" : "nothing to do: there is",
		       pawl_session_display(cli->session));
	}
	return 0;
}

const struct cmd cmd_create = {
	.name = "create",
	.group = GROUP_DATABASE,
	.summary = "create the database if it is not there",
	.operands = "",
	.examples = {{"pawl create", "the database of the URL"}},
	.run = run,
};
