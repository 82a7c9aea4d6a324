/* SPDX-License-Identifier: Apache-2.0 */
/* Help is printed from the command tables; tools/check-docs.sh compares it with the manual. */
#include "cmd.h"
#include "exit.h"
#include "fail.h"
#include "json.h"
#include "ui.h"

#include <ctype.h>
#include <string.h>

enum { OPTION_COLUMN = 30 };

/* As EXIT STATUS of pawl(1) has them. */
static const struct {
	int code;
	const char *what;
} exit_codes[] = {
	{STATUS_DONE, "Done, or nothing to do."},
	{STATUS_NO,
	 "The answer is no: something is pending (--exit-code), a verify script failed."},
	{STATUS_USAGE, "The command line is wrong."},
	{STATUS_FILES, "Files or configuration."},
	{STATUS_CONNECT, "The database cannot be reached, or the connection broke."},
	{STATUS_STATEMENT, "A statement or a hook failed."},
	{STATUS_LIMIT, "A lock or a time limit."},
	{STATUS_DISAGREE, "History and files disagree."},
	{STATUS_BUG, "A bug in pawl."},
};
enum { EXIT_CODES = sizeof(exit_codes) / sizeof(exit_codes[0]) };

static void print_exit_codes(bool json)
{
	struct json_doc *d;

	if (!json) {
		ui_out(UI_BOLD, "Exit codes:\n");
		for (size_t i = 0; i < EXIT_CODES; i++)
			ui_out(UI_PLAIN, "  %2d  %s\n", exit_codes[i].code, exit_codes[i].what);
		ui_out(UI_PLAIN, "\nEnded by a signal, pawl ends by that signal: a shell sees 130 "
				 "after Ctrl-C.\n");
		return;
	}
	d = json_doc_new();
	json_doc_object(d, NULL);
	json_doc_list(d, "exit_codes");
	for (size_t i = 0; i < EXIT_CODES; i++) {
		json_doc_object(d, NULL);
		json_doc_int(d, "code", exit_codes[i].code);
		json_doc_text(d, "what", exit_codes[i].what);
		json_doc_end(d);
	}
	json_doc_end(d);
	json_doc_print(d);
}

static void print_option(const char *name, char letter, const char *arg, const char *help,
			 const char *initial)
{
	/* "[=VALUE]", which may be left out, stands close to the name. */
	const char *gap = arg == NULL || arg[0] == '[' ? "" : " ";
	char left[64];
	int n = snprintf(left, sizeof(left), "  %c%c%s--%s%s%s", letter == 0 ? ' ' : '-',
			 letter == 0 ? ' ' : letter, letter == 0 ? "  " : ", ", name, gap,
			 arg == NULL ? "" : arg);

	ui_out(UI_BOLD, "%s", left);
	if (n > OPTION_COLUMN - 2)
		ui_out(UI_PLAIN, "\n%*s", OPTION_COLUMN, "");
	else
		ui_out(UI_PLAIN, "%*s", OPTION_COLUMN - n, "");
	ui_out(UI_PLAIN, "%s", help);
	if (initial != NULL)
		ui_out(UI_PLAIN, " (%s)", initial);
	ui_out(UI_PLAIN, "\n");
}

static void print_examples(const struct cmd *cmd)
{
	size_t widest = 0;

	for (size_t i = 0; i < EXAMPLES_MAX && cmd->examples[i].command != NULL; i++)
		if (strlen(cmd->examples[i].command) > widest)
			widest = strlen(cmd->examples[i].command);
	ui_out(UI_BOLD, "\nExamples:\n");
	for (size_t i = 0; i < EXAMPLES_MAX && cmd->examples[i].command != NULL; i++)
		ui_out(UI_PLAIN, "  %-*s  %s\n", (int)widest, cmd->examples[i].command,
		       cmd->examples[i].what);
}

static void print_command(const struct cmd *cmd)
{
	ui_out(UI_BOLD, "Usage: pawl %s", cmd->name);
	ui_out(UI_PLAIN, " [OPTION...]%s%s\n\n", cmd->operands[0] == '\0' ? "" : " ",
	       cmd->operands);
	ui_out(UI_PLAIN, "%c%s.\n", toupper((unsigned char)cmd->summary[0]), cmd->summary + 1);
	if (cmd->about != NULL)
		ui_out(UI_PLAIN, "\n%s\n", cmd->about);
	for (size_t i = 0; i < ALIASES_MAX && cmd->aliases[i] != NULL; i++)
		ui_out(UI_PLAIN, "%s%s", i == 0 ? "\nAlso: " : ", ", cmd->aliases[i]);
	if (cmd->aliases[0] != NULL)
		ui_out(UI_PLAIN, "\n");
	if (cmd->options != NULL)
		ui_out(UI_BOLD, "\nOptions:\n");
	for (const struct opt *o = cmd->options; o != NULL && o->name != NULL; o++)
		print_option(o->name, o->letter, o->arg, o->help, NULL);
	print_examples(cmd);
	ui_out(UI_PLAIN, "\nOptions of all commands: pawl --help. The manual: man pawl-%s.\n",
	       cmd->name);
}

static void print_all(struct cli *cli)
{
	static const char *const groups[] = {
		[GROUP_START] = "Files and settings",
		[GROUP_SEE] = "Look",
		[GROUP_RUN] = "Run",
		[GROUP_RECORD] = "Record without running",
		[GROUP_MODEL] = "The schema itself",
		[GROUP_DATABASE] = "The database itself",
		[GROUP_TOOLS] = "Tools",
	};

	ui_out(UI_BOLD, "Usage: pawl COMMAND");
	ui_out(UI_PLAIN, " [OPTION...] [ARGUMENT...]\n\n"
			 "Applies plain-SQL migrations to SQLite, PostgreSQL, MariaDB and MySQL,\n"
			 "each exactly once.\n");
	for (unsigned g = 0; g < sizeof(groups) / sizeof(groups[0]); g++) {
		ui_out(UI_BOLD, "\n%s:\n", groups[g]);
		for (size_t i = 0; commands[i] != NULL; i++)
			if (commands[i]->group == (enum cmd_group)g)
				ui_out(UI_PLAIN, "  %-12s%s\n", commands[i]->name,
				       commands[i]->summary);
	}
	ui_out(UI_BOLD, "\nOptions of all commands:\n");
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting *s = &settings_table[i];

		print_option(s->name, s->letter,
			     s->alone != NULL ? memory_printf(&cli->memory, "[=%s]", s->arg)
					      : s->arg,
			     s->help, s->initial);
	}
	ui_out(UI_PLAIN, "\npawl COMMAND --help tells more about a command, "
			 "pawl help exit-codes what it\nexits with. The manual: man pawl.\n");
}

static void command_json(struct json_doc *d, const struct cmd *cmd)
{
	size_t n = 0;

	while (n < ALIASES_MAX && cmd->aliases[n] != NULL)
		n++;
	json_doc_object(d, NULL);
	json_doc_text(d, "name", cmd->name);
	json_doc_texts(d, "aliases", cmd->aliases, n);
	json_doc_text(d, "summary", cmd->summary);
	json_doc_text(d, "operands", cmd->operands);
	json_doc_list(d, "options");
	for (const struct opt *o = cmd->options; o != NULL && o->name != NULL; o++) {
		json_doc_object(d, NULL);
		json_doc_text(d, "name", o->name);
		json_doc_text(d, "argument", o->arg);
		json_doc_text(d, "help", o->help);
		json_doc_end(d);
	}
	json_doc_end(d);
	json_doc_end(d);
}

static void print_json(const struct cmd *only)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_list(d, "commands");
	for (size_t i = 0; commands[i] != NULL; i++)
		if (only == NULL || only == commands[i])
			command_json(d, commands[i]);
	json_doc_end(d);
	json_doc_list(d, "settings");
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting *s = &settings_table[i];

		json_doc_object(d, NULL);
		json_doc_text(d, "name", s->name);
		json_doc_text(d, "argument", s->arg);
		json_doc_text(d, "help", s->help);
		json_doc_text(d, "default", s->initial);
		json_doc_bool(d, "in_file", s->in_file);
		json_doc_end(d);
	}
	json_doc_print(d);
}

static int run(struct cli *cli, struct pawl_error *err)
{
	const char *name = cli_operand(cli, 0);
	const struct cmd *cmd = name == NULL ? NULL : command_find(name);

	if (name != NULL && strcmp(name, "exit-codes") == 0) {
		print_exit_codes(cli->json);
		return 0;
	}
	if (name != NULL && cmd == NULL) {
		cli_fail(err, PAWL_E_USAGE, "unknown command \"%s\"", name);
		cli_hint(err, "see pawl --help");
		return PAWL_E_USAGE;
	}
	if (cli->json)
		print_json(cmd);
	else if (cmd != NULL)
		print_command(cmd);
	else
		print_all(cli);
	return 0;
}

const struct cmd cmd_help = {
	.name = "help",
	.group = GROUP_TOOLS,
	.summary = "help on pawl or on a command",
	.operands = "[COMMAND]",
	.examples = {{"pawl help up", "the same as pawl up --help"},
		     {"pawl help exit-codes", "what pawl exits with, and why"}},
	.most = 1,
	.no_config = true,
	.run = run,
};
