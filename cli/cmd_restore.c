/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "json.h"
#include "open.h"
#include "ui.h"

static bool force, no_owner;

static const struct opt options[] = {
	{"force", 0, NULL, "replace everything that is in the database", &force, NULL},
	{"no-owner", 0, NULL, "PostgreSQL: without owners and privileges", &no_owner, NULL},
	{0},
};

static void print_json(const struct pawl_restored *r)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_text(d, "path", r->path);
	json_doc_known(d, "version", r->version);
	json_doc_bool(d, "checked", r->checked);
	json_doc_bool(d, "replaced", r->replaced);
	json_doc_int(d, "duration_ms", r->duration_ms);
	json_doc_print(d);
}

static int run(struct cli *cli, struct pawl_error *err)
{
	const struct pawl_restore_options o = {
		.size = sizeof(o), .path = cli->operands[0], .force = force, .no_owner = no_owner};
	struct pawl_restored *r;
	char time[UI_TIME];
	int rc = cli_open(cli, err);

	if (rc == 0)
		rc = pawl_restore(cli->session, &o, &r, err);
	if (rc != 0)
		return rc;
	if (cli->json) {
		print_json(r);
	} else {
		ui_out(UI_PLAIN, "restored %s  ", r->path);
		ui_out(UI_DIM, "%s\n", ui_time(r->duration_ms * 1000, time));
		if (r->version[0] != '\0')
			ui_talk("the database is at %s", r->version);
		else
			ui_talk("no migration is applied in it");
	}
	pawl_restored_free(r);
	return 0;
}

const struct cmd cmd_restore = {
	.name = "restore",
	.group = GROUP_DATABASE,
	.summary = "put a backup back, history included",
	.operands = "FILE",
	.about = "Checks FILE.sha256 first. A database that holds anything is left alone without\n"
		 "--force. A restore that fails leaves the database as it was, on MariaDB and\n"
		 "MySQL only where the backup turns out to be bad.",
	.options = options,
	.examples = {{"pawl restore backups/x.dump --force", "back to where that backup was made"}},
	.least = 1,
	.most = 1,
	.run = run,
};
