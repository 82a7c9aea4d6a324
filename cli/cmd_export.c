/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "fail.h"
#include "open.h"
#include "report.h"

static const char *form, *output;

static const struct opt options[] = {
	{"to", 't', "TOOL", "the form to write, where --layout says how to read", NULL, &form},
	{"output", 'o', "DIR", "the folder to write, empty or not there yet", NULL, &output},
	{0},
};

/* --layout on the command line is the form to write; --to leaves it to say what is read. */
static const char *wanted_form(struct cli *cli)
{
	struct setting_values *layout = &cli->settings.values[SETTING_LAYOUT];
	const char *name = settings_text(&cli->settings, SETTING_LAYOUT);

	if (form != NULL)
		return form;
	if (layout->rank != RANK_FLAG)
		return NULL;
	layout->len = 0;
	return name;
}

static int run(struct cli *cli, struct pawl_error *err)
{
	const struct pawl_export_options o = {
		.size = sizeof(o), .layout = wanted_form(cli), .dir = output};
	struct pawl_files *files;
	int rc;

	if (o.layout == NULL || output == NULL)
		return cli_fail(err, PAWL_E_USAGE, "export needs %s",
				output != NULL     ? "--to TOOL, the form to write"
				: o.layout != NULL ? "-o DIR, the folder to write"
						   : "--to TOOL and -o DIR");
	rc = cli_open(cli, err);
	if (rc == 0)
		rc = pawl_export(cli->session, &o, &files, err);
	if (rc != 0)
		return rc;
	report_written(cli, files);
	return 0;
}

const struct cmd cmd_export = {
	.name = "export",
	.group = GROUP_TOOLS,
	.summary = "write the migrations as another tool's files",
	.operands = "",
	.about = "The folder stays as it is; the copy has that tool's names and marks. Ways\n"
		 "back that the tool has no place for are left out with a warning.",
	.options = options,
	.examples = {{"pawl export --layout goose -o goose/", "the files as goose wants them"},
		     {"pawl export --layout flyway --to native -o m",
		      "Flyway's files as pawl's own"}},
	.run = run,
};
