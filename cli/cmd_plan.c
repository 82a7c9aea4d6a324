/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "exit.h"
#include "open.h"
#include "report.h"
#include "ui.h"

static bool exit_code;

static const struct opt options[] = {
	{"exit-code", 0, NULL, "exit 1 if there is something to do", &exit_code, NULL},
	{0},
};

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_run_options o = {
		.size = sizeof(o), .target = cli_operand(cli, 0), .dry_run = 1};
	struct pawl_run *plan;
	int rc = cli_open(cli, err);

	if (rc == 0)
		rc = pawl_up(cli->session, &o, &plan, err);
	if (rc != 0)
		return rc;
	if (cli->json)
		report_run_json(plan);
	else if (plan->len == 0)
		report_end(plan, "");
	else
		report_plan(plan);
	rc = exit_code && plan->len > 0 ? STATUS_NO : STATUS_DONE;
	pawl_run_free(plan);
	return rc;
}

const struct cmd cmd_plan = {
	.name = "plan",
	.group = GROUP_SEE,
	.summary = "what up would do",
	.operands = "[TARGET]",
	.about = "The same as up --dry-run: nothing is changed.",
	.options = options,
	.examples = {{"pawl plan", "up to the newest"}, {"pawl plan +1", "the next one only"}},
	.most = 1,
	.run = run,
};
