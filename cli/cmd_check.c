/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "differ.h"
#include "exit.h"
#include "fail.h"
#include "open.h"
#include "ui.h"

static bool grants, owners;

static const struct opt options[] = {
	{"grants", 0, NULL, "compare privileges too", &grants, NULL},
	{"owners", 0, NULL, "compare owners too", &owners, NULL},
	{0},
};

static bool is_fine(const struct pawl_check *check)
{
	return check->different == 0 && check->pending == 0 &&
	       (check->files == NULL || check->files->len == 0);
}

static void print_json(const struct pawl_check *check)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_bool(d, "ok", is_fine(check));
	json_doc_int(d, "pending", (int64_t)check->pending);
	json_doc_list(d, "problems");
	for (size_t i = 0; check->files != NULL && i < check->files->len; i++) {
		json_doc_object(d, NULL);
		json_doc_text(d, "kind", check->files->problems[i].kind);
		json_doc_known(d, "filename", check->files->problems[i].filename);
		json_doc_text(d, "message", check->files->problems[i].message);
		json_doc_end(d);
	}
	json_doc_end(d);
	json_doc_list(d, "pairs");
	for (size_t i = 0; i < check->len; i++) {
		json_doc_object(d, NULL);
		json_doc_text(d, "from", check->pairs[i].from);
		json_doc_text(d, "to", check->pairs[i].to);
		differ_json(d, check->pairs[i].diff);
		json_doc_end(d);
	}
	json_doc_print(d);
}

static void print_pair(const struct pawl_pair *pair)
{
	char text[UI_TIME];

	ui_out(UI_PLAIN, "%s and %s: ", pair->from, pair->to);
	if (pair->diff->len == 0) {
		ui_out(UI_GREEN, "equal\n");
		return;
	}
	ui_out(UI_RED, "%s\n", ui_count(pair->diff->len, "difference", text));
	differ_list(pair->diff);
}

static void print_text(const struct pawl_check *check)
{
	char text[UI_TIME];

	for (size_t i = 0; check->files != NULL && i < check->files->len; i++) {
		const struct pawl_problem *p = &check->files->problems[i];

		ui_out(UI_RED, "%s", p->kind);
		ui_out(UI_PLAIN, " %s%s%s\n", p->filename == NULL ? "" : p->filename,
		       p->filename == NULL || p->filename[0] == '\0' ? "" : ": ", p->message);
	}
	if (check->pending > 0)
		ui_out(UI_YELLOW,
		       "%s pending, so that the exit status is 1: \"pawl up\" applies what is "
		       "missing; compared is what is applied\n",
		       ui_count(check->pending, "migration", text));
	for (size_t i = 0; i < check->len; i++)
		print_pair(&check->pairs[i]);
	for (size_t i = 0; i < check->len; i++) {
		if (check->pairs[i].diff->len == 0)
			continue;
		ui_talk("pawl diff --from %s --to %s prints the SQL", check->pairs[i].from,
			check->pairs[i].to);
		break;
	}
}

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_check_options o = {.size = sizeof(o),
				       .from = cli_operand(cli, 0),
				       .to = cli_operand(cli, 1),
				       .grants = grants,
				       .owners = owners};
	struct pawl_check *check;
	int rc;

	if (cli->operands_len == 1) {
		cli_fail(err, PAWL_E_USAGE, "one source cannot be compared: give two, or none");
		cli_hint(err, "pawl check URL1 URL2");
		return PAWL_E_USAGE;
	}
	rc = cli_open(cli, err);
	if (rc == 0)
		rc = pawl_check(cli->session, &o, &check, err);
	if (rc != 0)
		return rc;
	if (cli->json)
		print_json(check);
	else
		print_text(check);
	rc = is_fine(check) ? STATUS_DONE : STATUS_NO;
	pawl_check_free(check);
	return rc;
}

const struct cmd cmd_check = {
	.name = "check",
	.group = GROUP_MODEL,
	.summary = "compare database, migrations and declared schema",
	.operands = "[A B]",
	.about = "Without operands: files against history, then each of the three with the next.\n"
		 "With two, these: URLs, files, folders, cmd:COMMAND. Exits 1 if anything differs\n"
		 "or is pending.",
	.options = options,
	.examples = {{"pawl check", "for the end of a pipeline"},
		     {"pawl check $STAGING $PRODUCTION", "do two environments agree?"}},
	.most = 2,
	.run = run,
};
