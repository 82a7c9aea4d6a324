/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "open.h"
#include "report.h"
#include "ui.h"

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_run *stamped;
	int rc = cli_open(cli, err);

	if (rc == 0)
		rc = pawl_load(cli->session, cli->operands[0], &stamped, err);
	if (rc != 0)
		return rc;
	if (cli->json) {
		report_run_json(stamped);
	} else {
		ui_out(UI_PLAIN, "loaded %s\n", cli->operands[0]);
		if (stamped->len > 0)
			report_end(stamped, "recorded");
		else
			ui_talk("it names no version, so none is recorded; pawl stamp TARGET does");
	}
	pawl_run_free(stamped);
	return 0;
}

const struct cmd cmd_load = {
	.name = "load",
	.group = GROUP_MODEL,
	.summary = "load a dump into an empty database and record its version",
	.operands = "FILE",
	.about = "Refuses a database that holds anything. The versions are those that the dump\n"
		 "names.",
	.examples = {{"pawl load schema.sql", "a new database without running every migration"}},
	.least = 1,
	.most = 1,
	.run = run,
};
