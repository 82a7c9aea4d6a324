/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "fail.h"
#include "json.h"
#include "open.h"
#include "ui.h"
#include "value.h"

static const char *timeout = "60s";

static const struct opt options[] = {
	{"timeout", 0, "DURATION", "give up after it; 60s without it", NULL, &timeout},
	{0},
};

static int run(struct cli *cli, struct pawl_error *err)
{
	struct json_doc *d;
	int64_t ms;
	int rc;

	if (!value_duration(timeout, &ms, NULL))
		return cli_fail(err, PAWL_E_USAGE,
				"--timeout: \"%s\" is no duration, write 30s or 2min", timeout);
	rc = cli_open(cli, err);
	if (rc == 0)
		rc = pawl_database_wait(cli->session, ms, err);
	if (rc != 0)
		return rc;
	if (cli->json) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_text(d, "database", pawl_session_display(cli->session));
		json_doc_bool(d, "ready", true);
		json_doc_print(d);
	} else {
		ui_out(UI_PLAIN, "%s is ready\n", pawl_session_display(cli->session));
	}
	return 0;
}

const struct cmd cmd_wait = {
	.name = "wait",
	.group = GROUP_DATABASE,
	.summary = "wait until the database answers",
	.operands = "",
	.options = options,
	.examples = {{"pawl wait --timeout 2min && pawl up", "in a container that starts early"}},
	.run = run,
};
