/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "open.h"
#include "report.h"
#include "ui.h"

static const char *from;
static bool dry_run;

static const struct opt options[] = {
	{"from", 0, "TOOL", "whose table it is: flyway, goose, ...", NULL, &from},
	{"dry-run", 0, NULL, "say what would be recorded, change nothing", &dry_run, NULL},
	{0},
};

static void print(const struct pawl_run *result)
{
	char text[UI_TIME];

	ui_out(UI_PLAIN, "the history of %s, \"%s\":\n", result->tool, result->tool_table);
	if (result->len == 0) {
		ui_out(UI_PLAIN, "nothing to adopt");
		ui_out(UI_PLAIN, result->to[0] == '\0' ? "\n" : ": at %s\n", result->to);
	} else {
		report_steps(result);
		report_end(result, "adopted");
	}
	if (result->pending != 0)
		ui_out(UI_PLAIN, "%s %s pending\n", ui_count(result->pending, "migration", text),
		       result->pending == 1 ? "stays" : "stay");
}

static int run(struct cli *cli, struct pawl_error *err)
{
	const struct pawl_adopt_options o = {.size = sizeof(o), .from = from, .dry_run = dry_run};
	struct pawl_run *result;
	int rc = cli_open(cli, err);

	if (rc == 0)
		rc = pawl_adopt(cli->session, &o, &result, err);
	if (rc != 0)
		return rc;
	if (cli->json)
		report_run_json(result);
	else
		print(result);
	pawl_run_free(result);
	return 0;
}

const struct cmd cmd_adopt = {
	.name = "adopt",
	.group = GROUP_RECORD,
	.summary = "take over another tool's history table",
	.operands = "",
	.about = "Compares that table with the files, then records the same state in pawl's\n"
		 "own. The table itself is not changed. Refused where something is applied\n"
		 "that has no file, or whose file was edited, or that stopped half-way.",
	.options = options,
	.examples = {{"pawl adopt --dry-run", "whose table it is, and what it says"},
		     {"pawl adopt --from flyway", "there are tables of two tools"}},
	.run = run,
};
