/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "report.h"

static bool dry_run;

static const struct opt options[] = {
	{"dry-run", 0, NULL, "say what would be recorded, change nothing", &dry_run, NULL},
	{0},
};

static int run(struct cli *cli, struct pawl_error *err)
{
	return report_record(cli, pawl_baseline, dry_run, err);
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
