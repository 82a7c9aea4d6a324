/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "open.h"
#include "report.h"

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_run *result;
	int rc = cli_open(cli, err);

	cli->steps = !cli->json;
	if (rc == 0)
		rc = pawl_redo(cli->session, &result, err);
	if (rc != 0)
		return rc;
	if (cli->json)
		report_run_json(result);
	else
		report_end(result, "done");
	pawl_run_free(result);
	return 0;
}

const struct cmd cmd_redo = {
	.name = "redo",
	.group = GROUP_RUN,
	.summary = "revert the newest migration and apply it again",
	.operands = "",
	.examples = {{"pawl redo", "after the newest file was edited"}},
	.run = run,
};
