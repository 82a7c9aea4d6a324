/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "open.h"
#include "report.h"

static bool dry_run;

static const struct opt options[] = {
	{"dry-run", 0, NULL, "say what would be recorded, change nothing", &dry_run, NULL},
	{0},
};

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_run_options o = {
		.size = sizeof(o), .target = cli_operand(cli, 0), .dry_run = dry_run};
	struct pawl_run *result;
	int rc = cli_open(cli, err);

	if (rc == 0)
		rc = pawl_baseline(cli->session, &o, &result, err);
	if (rc != 0)
		return rc;
	if (cli->json) {
		report_run_json(result);
	} else {
		report_steps(result);
		report_end(result, "recorded");
	}
	pawl_run_free(result);
	return 0;
}

const struct cmd cmd_baseline = {
	.name = "baseline",
	.group = GROUP_RECORD,
	.summary = "start with a database whose schema is there already",
	.operands = "[TARGET]",
	.about = "Records the migrations up to TARGET (all without it) as applied. Refused\n"
		 "where the history holds something; stamp changes an existing one.",
	.options = options,
	.examples = {{"pawl baseline 004", "the database has what 001 to 004 make"}},
	.most = 1,
	.run = run,
};
