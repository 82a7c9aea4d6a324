/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "json.h"
#include "open.h"
#include "ui.h"

static const char *archive;
static bool data, dry_run;

static const struct opt options[] = {
	{"archive", 0, "DIR", "move the old files to DIR instead of removing them", NULL, &archive},
	{"data", 0, NULL, "keep the rows that they inserted", &data, NULL},
	{"dry-run", 0, NULL, "prove it, change nothing", &dry_run, NULL},
	{0},
};

static void print(struct cli *cli, const struct pawl_squashed *s)
{
	struct json_doc *d;
	char text[UI_TIME];

	if (cli->json) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_bool(d, "dry_run", dry_run);
		json_doc_known(d, "path", s->path);
		json_doc_texts(d, "replaced", s->replaced, s->replaced_len);
		json_doc_text(d, "sql", s->sql);
		json_doc_bool(d, "loses_rows", s->loses_rows);
		json_doc_print(d);
		return;
	}
	if (s->replaced_len == 0) {
		ui_out(UI_PLAIN, "nothing to squash\n");
		return;
	}
	for (size_t i = 0; i < s->replaced_len; i++)
		ui_out(UI_PLAIN, "  %s%s\n", dry_run ? "would replace " : "replaced ",
		       s->replaced[i]);
	ui_out(UI_BOLD, "%s", s->path);
	ui_out(UI_PLAIN, " gives the same schema as %s\n",
	       ui_count(s->replaced_len, "migration", text));
	if (s->loses_rows)
		ui_warn("warning: the old files inserted rows, which the baseline does not; --data "
			"keeps them");
}

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_squash_options o = {.size = sizeof(o),
					.target = cli_operand(cli, 0),
					.archive = archive,
					.data = data,
					.dry_run = dry_run};
	struct pawl_squashed *squashed;
	int rc = cli_open(cli, err);

	if (rc == 0)
		rc = pawl_squash(cli->session, &o, &squashed, err);
	if (rc != 0)
		return rc;
	print(cli, squashed);
	pawl_squashed_free(squashed);
	return 0;
}

const struct cmd cmd_squash = {
	.name = "squash",
	.group = GROUP_RECORD,
	.summary = "replace the migrations up to TARGET by one baseline file",
	.operands = "[TARGET]",
	.about = "Both are run on scratch databases first and must give the same schema.\n"
		 "Databases that have the old migrations go on as before; new ones start from\n"
		 "the baseline.",
	.options = options,
	.examples = {{"pawl squash 120 --archive old", "the first 120 become one file"},
		     {"pawl squash --dry-run", "would it hold?"}},
	.most = 1,
	.run = run,
};
