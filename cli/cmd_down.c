/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "fail.h"
#include "open.h"
#include "report.h"

static bool all, dry_run, sql;

static const char *batches;

static const struct opt options[] = {
	{"all", 0, NULL, "revert everything", &all, NULL},
	{"dry-run", 0, NULL, "say what would be reverted, change nothing", &dry_run, NULL},
	{"sql", 0, NULL, "print a script that does it, change nothing", &sql, NULL},
	{"max-batches", 0, "N", "stop after N ranges of batched statements", NULL, &batches},
	{0},
};

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_run_options o = {
		.size = sizeof(o), .target = cli_operand(cli, 0), .all = all, .dry_run = dry_run};
	int rc;

	if (dry_run && sql)
		return cli_fail(err, PAWL_E_USAGE, "--dry-run and --sql exclude each other");
	if (all && o.target != NULL)
		return cli_fail(err, PAWL_E_USAGE, "--all takes no TARGET, but \"%s\" was given",
				o.target);
	rc = report_batches(batches, &o, err);
	if (rc == 0)
		rc = cli_open(cli, err);
	if (rc != 0)
		return rc;
	return sql ? report_sql(cli, &o, pawl_down_sql, err)
		   : report_done(cli, pawl_down, &o, "reverted", err);
}

const struct cmd cmd_down = {
	.name = "down",
	.aliases = {"downgrade", "rollback"},
	.group = GROUP_RUN,
	.summary = "revert one migration, -N of them, or back to TARGET",
	.operands = "[TARGET]",
	.about = "TARGET is -N, base, or a version, which stays applied.\n"
		 "Refused where a migration has no way back; nothing is reverted then.",
	.options = options,
	.examples = {{"pawl down", "the newest one"},
		     {"pawl down -3", "the newest three"},
		     {"pawl down 0010", "everything newer than 0010"}},
	.most = 1,
	.run = run,
};
