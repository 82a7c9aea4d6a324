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
	return report_record(cli, pawl_stamp, dry_run, err);
}

const struct cmd cmd_stamp = {
	.name = "stamp",
	.group = GROUP_RECORD,
	.summary = "record TARGET as the database's version, running nothing",
	.operands = "TARGET",
	.about = "Everything up to TARGET is recorded as applied, everything beyond as not.\n"
		 "TARGET is head, base, a version, the beginning of one, or a file name.",
	.options = options,
	.examples = {{"pawl stamp head", "the schema is there already"},
		     {"pawl stamp 003 --dry-run", "what would be recorded"}},
	.least = 1,
	.most = 1,
	.run = run,
};
