/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "open.h"
#include "report.h"
#include "ui.h"

#include <string.h>

static bool exit_code;

static const struct opt options[] = {
	{"exit-code", 0, NULL, "exit 1 if something is pending", &exit_code, NULL},
	{0},
};

static bool is_head(const struct pawl_status *s, const char *version)
{
	for (size_t i = 0; i < s->len; i++)
		if (s->migrations[i].is_head && strcmp(s->migrations[i].version, version) == 0)
			return true;
	return false;
}

static void print_json(const struct pawl_status *s)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_texts(d, "current", s->current, s->current_len);
	json_doc_int(d, "pending", (int64_t)(s->pending + s->out_of_order));
	json_doc_print(d);
}

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_status *status;
	int rc = cli_open(cli, err);

	if (rc == 0)
		rc = pawl_status(cli->session, &status, err);
	if (rc != 0)
		return rc;
	if (cli->json)
		print_json(status);
	for (size_t i = 0; !cli->json && i < status->current_len; i++)
		ui_out(UI_PLAIN, "%s%s\n", status->current[i],
		       is_head(status, status->current[i]) ? " (head)" : "");
	rc = report_exit(exit_code, status);
	pawl_status_free(status);
	return rc;
}

const struct cmd cmd_current = {
	.name = "current",
	.group = GROUP_SEE,
	.summary = "the version of the database",
	.operands = "",
	.about = "Prints nothing where nothing is applied, and several lines where several\n"
		 "migrations are the last of their branch.",
	.options = options,
	.examples = {{"pawl current", "003 (head)"}},
	.run = run,
};
