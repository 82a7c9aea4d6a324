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
		rc = pawl_stamp(cli->session, &o, &result, err);
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
