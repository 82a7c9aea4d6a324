/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "fail.h"
#include "open.h"
#include "report.h"

static bool dry_run, sql;

static const char *batches;

static const struct opt options[] = {
	{"dry-run", 0, NULL, "say what would be applied, change nothing", &dry_run, NULL},
	{"sql", 0, NULL, "print a script that does it, change nothing", &sql, NULL},
	{"max-batches", 0, "N", "stop after N ranges of batched statements", NULL, &batches},
	{0},
};

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_run_options o = {
		.size = sizeof(o), .target = cli_operand(cli, 0), .dry_run = dry_run};
	int rc;

	if (dry_run && sql)
		return cli_fail(err, PAWL_E_USAGE, "--dry-run and --sql exclude each other");
	rc = report_batches(batches, &o, err);
	if (rc == 0)
		rc = cli_open(cli, err);
	if (rc != 0)
		return rc;
	return sql ? report_sql(cli, &o, pawl_up_sql, err)
		   : report_done(cli, pawl_up, &o, "applied", err);
}

const struct cmd cmd_up = {
	.name = "up",
	.aliases = {"upgrade", "migrate-up"},
	.group = GROUP_RUN,
	.summary = "apply what is pending, to the newest or to TARGET",
	.operands = "[TARGET]",
	.about = "TARGET is head, +N, a version, the beginning of one, or a file name.\n"
		 "With --sql it may be FROM:TO, and no database is needed then.",
	.options = options,
	.examples = {{"pawl up", "everything that is pending"},
		     {"pawl up +1 --dry-run", "what the next step would be"},
		     {"pawl up --sql > up.sql", "a script for the engine's own client"}},
	.most = 1,
	.run = run,
};
