/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "exit.h"
#include "json.h"
#include "open.h"
#include "ui.h"

static const char *output;
static bool verify;

static const struct opt options[] = {
	{"output", 'o', "FILE", "write to FILE, which must be new", NULL, &output},
	{"verify", 0, NULL, "restore it into a scratch database and compare", &verify, NULL},
	{0},
};

static void print_json(const struct pawl_backup *b)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_text(d, "path", b->path);
	json_doc_text(d, "sha256", b->checksum);
	json_doc_int(d, "bytes", b->bytes);
	json_doc_int(d, "duration_ms", b->duration_ms);
	json_doc_known(d, "version", b->version);
	json_doc_texts(d, "pruned", b->pruned, b->pruned_len);
	if (b->verified)
		json_doc_bool(d, "verified", b->differences_len == 0);
	else
		json_doc_null(d, "verified");
	json_doc_texts(d, "differences", b->differences, b->differences_len);
	json_doc_print(d);
}

static void print_text(const struct pawl_backup *b)
{
	char size[UI_TIME], time[UI_TIME], tables[UI_TIME];

	ui_out(UI_PLAIN, "%s  %s  ", b->path, ui_size(b->bytes, size));
	ui_out(UI_DIM, "%s\n", ui_time(b->duration_ms * 1000, time));
	for (size_t i = 0; i < b->pruned_len; i++)
		ui_talk("removed the older %s", b->pruned[i]);
	for (size_t i = 0; i < b->differences_len; i++)
		ui_out(UI_RED, "%s\n", b->differences[i]);
	if (b->verified && b->differences_len == 0)
		ui_talk("verified: restored, it has the same schema and the rows of %s",
			ui_count(b->tables, "table", tables));
}

static int run(struct cli *cli, struct pawl_error *err)
{
	const struct pawl_backup_options o = {
		.size = sizeof(o), .output = output, .verify = verify};
	struct pawl_backup *b;
	int rc = cli_open(cli, err);

	if (rc == 0)
		rc = pawl_backup(cli->session, &o, &b, err);
	if (rc != 0)
		return rc;
	if (cli->json)
		print_json(b);
	else
		print_text(b);
	rc = b->differences_len == 0 ? STATUS_DONE : STATUS_NO;
	pawl_backup_free(b);
	return rc;
}

const struct cmd cmd_backup = {
	.name = "backup",
	.group = GROUP_DATABASE,
	.summary = "copy the whole database, history included, into a file",
	.operands = "",
	.about = "SQLite by its online backup, PostgreSQL by pg_dump, MariaDB and MySQL by their\n"
		 "dump program. Beside FILE lies FILE.sha256.",
	.options = options,
	.examples = {{"pawl backup", "into backups/, where the newest five are kept"},
		     {"pawl backup --verify", "and prove that it can be restored"},
		     {"pawl up --backup auto", "one before what may lose data"}},
	.run = run,
};
