/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "open.h"
#include "report.h"
#include "ui.h"

static bool dry_run;

static const struct opt options[] = {
	{"dry-run", 0, NULL, "say what would be renamed, rename nothing", &dry_run, NULL},
	{0},
};

static void print_json(const struct pawl_files *files)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_bool(d, "dry_run", dry_run);
	json_doc_list(d, "renamed");
	for (size_t i = 0; i + 1 < files->len; i += 2) {
		json_doc_object(d, NULL);
		json_doc_text(d, "from", files->paths[i]);
		json_doc_text(d, "to", files->paths[i + 1]);
		json_doc_end(d);
	}
	json_doc_print(d);
}

static void print_text(const struct pawl_files *files)
{
	for (size_t i = 0; i + 1 < files->len; i += 2)
		ui_out(UI_PLAIN, "%s %s\n   to %s\n", dry_run ? "would rename" : "renamed",
		       files->paths[i], files->paths[i + 1]);
	if (files->len == 0)
		ui_out(UI_PLAIN,
		       "nothing to do: every pending file is newer than the applied ones\n");
}

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_files *files;
	int rc = cli_open(cli, err);

	if (rc == 0)
		rc = pawl_rebase(cli->session, dry_run, &files, err);
	if (rc != 0)
		return rc;
	if (cli->json)
		print_json(files);
	else
		print_text(files);
	pawl_files_free(files);
	return 0;
}

const struct cmd cmd_rebase = {
	.name = "rebase",
	.group = GROUP_START,
	.summary = "renumber local pending files behind the applied ones",
	.operands = "",
	.about = "For a branch whose migrations were overtaken by those of another.",
	.options = options,
	.examples = {{"pawl rebase --dry-run", "what would be renamed"}},
	.run = run,
};
