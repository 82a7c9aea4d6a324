/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "fail.h"
#include "open.h"
#include "report.h"
#include "ui.h"

static bool applied, forget_missing, sum, dry_run;

static const struct opt options[] = {
	{"applied", 0, NULL, "record a failed one that was completed by hand", &applied, NULL},
	{"forget-missing", 0, NULL, "drop the rows of migrations whose file is gone",
	 &forget_missing, NULL},
	{"sum", 0, NULL, "write pawl.sum anew, which needs no database", &sum, NULL},
	{"dry-run", 0, NULL, "say what would be accepted, change nothing", &dry_run, NULL},
	{0},
};

static int write_sum(struct cli *cli, struct pawl_error *err)
{
	struct pawl_files *files;
	int rc = pawl_sum_write(cli->session, &files, err);

	if (rc != 0)
		return rc;
	report_written(cli, files);
	return 0;
}

static int repair(struct cli *cli, struct pawl_error *err)
{
	struct pawl_repair_options o = {
		.size = sizeof(o),
		.target = cli_operand(cli, 0),
		.applied = applied,
		.forget_missing = forget_missing,
		.dry_run = dry_run,
	};
	struct pawl_run *result;
	int rc = pawl_repair(cli->session, &o, &result, err);

	if (rc != 0)
		return rc;
	if (cli->json) {
		report_run_json(result);
	} else if (result->len == 0) {
		ui_out(UI_PLAIN, "nothing to repair\n");
	} else {
		report_steps(result);
		report_end(result, "repaired");
	}
	pawl_run_free(result);
	return 0;
}

static int run(struct cli *cli, struct pawl_error *err)
{
	int rc;

	if (sum && (applied || forget_missing || dry_run || cli->operands_len > 0))
		return cli_fail(err, PAWL_E_USAGE, "--sum goes with no other option and no TARGET");
	rc = cli_open(cli, err);
	if (rc != 0)
		return rc;
	return sum ? write_sum(cli, err) : repair(cli, err);
}

const struct cmd cmd_repair = {
	.name = "repair",
	.group = GROUP_RECORD,
	.summary = "accept edited files and clear failed migrations",
	.operands = "[TARGET]",
	.about = "Edited files get their new checksum; the mark of a failed migration is\n"
		 "cleared, so that up starts it anew. TARGET limits it to one migration.",
	.options = options,
	.examples = {{"pawl repair 003 --applied", "003 failed and was completed by hand"},
		     {"pawl repair --sum", "after a merge of two branches"}},
	.most = 1,
	.run = run,
};
