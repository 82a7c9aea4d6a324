/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "json.h"
#include "ui.h"

static int run(struct cli *cli, struct pawl_error *err)
{
	struct json_doc *d;

	(void)err;
	if (cli->json) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_text(d, "version", pawl_version());
		json_doc_print(d);
	} else {
		ui_out(UI_PLAIN, "pawl %s\n", pawl_version());
	}
	return 0;
}

const struct cmd cmd_version = {
	.name = "version",
	.group = GROUP_TOOLS,
	.summary = "pawl's version",
	.operands = "",
	.examples = {{"pawl version", "pawl " PAWL_VERSION}},
	.no_config = true,
	.run = run,
};
