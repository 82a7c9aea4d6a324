/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "exit.h"
#include "open.h"
#include "report.h"
#include "ui.h"

#include <string.h>

static bool no_scripts, replay;

static const struct opt options[] = {
	{"no-scripts", 0, NULL, "compare only, run no verify scripts", &no_scripts, NULL},
	{"replay", 0, NULL, "run all up, down and up on a scratch database", &replay, NULL},
	{0},
};

static void print_json(const struct pawl_verification *v)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_bool(d, "ok", v->len == 0);
	json_doc_int(d, "checked", (int64_t)v->checked);
	json_doc_int(d, "scripts", (int64_t)v->scripts);
	json_doc_list(d, "problems");
	for (size_t i = 0; i < v->len; i++) {
		const struct pawl_problem *p = &v->problems[i];

		json_doc_object(d, NULL);
		json_doc_text(d, "kind", p->kind);
		json_doc_known(d, "version", p->version);
		json_doc_known(d, "filename", p->filename);
		json_doc_text(d, "message", p->message);
		json_doc_known(d, "hint", p->hint);
		json_doc_end(d);
	}
	json_doc_print(d);
}

static void print_text(const struct pawl_verification *v)
{
	char text[UI_TIME];

	for (size_t i = 0; i < v->len; i++) {
		const struct pawl_problem *p = &v->problems[i];

		ui_out(UI_RED, "%-12s", p->kind);
		ui_out(UI_PLAIN, " %s%s%s\n", p->filename == NULL ? "" : p->filename,
		       p->filename == NULL || p->filename[0] == '\0' ? "" : ": ", p->message);
		if (p->hint != NULL && p->hint[0] != '\0')
			ui_out(UI_DIM, "%-12s hint: %s\n", "", p->hint);
	}
	ui_out(v->len == 0 ? UI_GREEN : UI_BOLD, "%s",
	       v->len == 0 ? "ok" : ui_count(v->len, "problem", text));
	ui_out(UI_PLAIN, " (%s compared", ui_count(v->checked, "migration", text));
	if (v->scripts > 0)
		ui_out(UI_PLAIN, ", %s run", ui_count(v->scripts, "verify script", text));
	ui_out(UI_PLAIN, ")\n");
}

/* A schema that fails its verify script is a "no"; files that differ are more than that. */
static int status_of(const struct pawl_verification *v)
{
	int status = STATUS_DONE;

	for (size_t i = 0; i < v->len; i++) {
		if (strcmp(v->problems[i].kind, "verify") != 0)
			return STATUS_DISAGREE;
		status = STATUS_NO;
	}
	return status;
}

static void print_replay_json(const struct pawl_replay *r)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_bool(d, "ok", r->problems == 0);
	json_doc_list(d, "steps");
	for (size_t i = 0; i < r->len; i++) {
		const struct pawl_replay_step *s = &r->steps[i];

		json_doc_object(d, NULL);
		json_doc_known(d, "version", s->version);
		json_doc_text(d, "filename", s->filename);
		json_doc_bool(d, "has_down", s->has_down);
		json_doc_known(d, "problem", s->problem);
		json_doc_int(d, "up_ms", s->up_ms);
		json_doc_int(d, "down_ms", s->down_ms);
		json_doc_end(d);
	}
	json_doc_print(d);
}

/* Only what has a way back was run down and up again. */
static void print_replay_count(const struct pawl_replay *r)
{
	char text[UI_TIME];
	size_t back = 0;

	for (size_t i = 0; i < r->len; i++)
		back += r->steps[i].has_down != 0;
	ui_out(UI_PLAIN, " (%s run up", ui_count(r->len, "migration", text));
	if (back == r->len)
		ui_out(UI_PLAIN, ", down and up");
	else if (back > 0)
		ui_out(UI_PLAIN, ", %zu of them down and up again", back);
	ui_out(UI_PLAIN, ")\n");
}

static void print_replay(const struct pawl_replay *r)
{
	char text[UI_TIME];

	for (size_t i = 0; i < r->len; i++) {
		const struct pawl_replay_step *s = &r->steps[i];

		if (s->problem[0] != '\0') {
			ui_out(UI_RED, "%s: ", s->filename);
			ui_out(UI_PLAIN, "%s\n", s->problem);
		} else if (!s->has_down) {
			ui_out(UI_DIM, "%s: no way back\n", s->filename);
		}
	}
	ui_out(r->problems == 0 ? UI_GREEN : UI_BOLD, "%s",
	       r->problems == 0 ? "ok" : ui_count(r->problems, "problem", text));
	print_replay_count(r);
}

static int run_replay(struct cli *cli, struct pawl_error *err)
{
	struct pawl_replay *r;
	int rc = pawl_replay(cli->session, &r, err);

	if (rc != 0)
		return rc;
	if (cli->json)
		print_replay_json(r);
	else
		print_replay(r);
	rc = r->problems == 0 ? STATUS_DONE : STATUS_NO;
	pawl_replay_free(r);
	return rc;
}

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_verification *v;
	int rc = cli_open(cli, err);

	if (rc == 0 && replay)
		return run_replay(cli, err);
	if (rc == 0)
		rc = pawl_verify(cli->session, !no_scripts, &v, err);
	if (rc != 0)
		return rc;
	if (cli->json)
		print_json(v);
	else
		print_text(v);
	rc = status_of(v);
	pawl_verification_free(v);
	return rc;
}

const struct cmd cmd_verify = {
	.name = "verify",
	.aliases = {"validate"},
	.group = GROUP_SEE,
	.summary = "compare the files with the history, run verify scripts",
	.operands = "",
	.about = "Exits 7 if files and history disagree, 1 if only a verify script fails. With\n"
		 "--replay each migration runs up, down and up on a scratch database, and its\n"
		 "down must lead back to the same schema; exits 1 if one does not.",
	.options = options,
	.examples = {{"pawl verify", "checksums, missing files, order, verify scripts"},
		     {"pawl verify --replay", "does every down undo its up?"}},
	.run = run,
};
