/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scripts are printed from the command tables, one shell after the other:
 * each gets the commands, the options of each, and for an option's value its
 * words, or files or folders.
 */
#include "cmd.h"
#include "fail.h"
#include "json.h"
#include "ui.h"

#include <stdlib.h>
#include <string.h>

/* An option, be it a command's or a global one. */
struct item {
	const char *name, *arg, *help;
	char letter;
};

static struct item item_of(const struct opt *o)
{
	return (struct item){o->name, o->arg, o->help, o->letter};
}

static struct item global(size_t i)
{
	const struct setting *s = &settings_table[i];

	return (struct item){s->name, s->arg, s->help, s->letter};
}

static bool is_words(const char *arg)
{
	return strchr(arg, '|') != NULL;
}

/* "a|b" -> "a b" */
static void put_words(FILE *f, const char *arg)
{
	for (; *arg != '\0'; arg++)
		fputc(*arg == '|' ? ' ' : *arg, f);
}

/* In single quotes, as each of the three shells reads them. */
static void put_quoted(FILE *f, const char *text, const char *quote)
{
	for (; *text != '\0'; text++)
		if (*text == '\'')
			fputs(quote, f);
		else
			fputc(*text, f);
}

static void bash_pattern(FILE *f, const struct item *i)
{
	if (i->letter != 0)
		fprintf(f, "-%c|", i->letter);
	fprintf(f, "--%s", i->name);
}

static void bash_value(FILE *f, const struct item *i)
{
	if (i->arg == NULL)
		return;
	fputs("\t", f);
	bash_pattern(f, i);
	fputs(") ", f);
	if (is_words(i->arg)) {
		fputs("COMPREPLY=($(compgen -W '", f);
		put_words(f, i->arg);
		fputs("' -- \"$cur\"))", f);
	} else if (strcmp(i->arg, "DIR") == 0) {
		fputs("COMPREPLY=($(compgen -d -- \"$cur\"))", f);
	} else if (strcmp(i->arg, "FILE") == 0) {
		fputs("COMPREPLY=($(compgen -f -- \"$cur\"))", f);
	} else {
		fputs(":", f);
	}
	fputs("; return ;;\n", f);
}

static void bash_names(FILE *f, const struct cmd *cmd)
{
	fputs(cmd->name, f);
	for (size_t j = 0; j < ALIASES_MAX && cmd->aliases[j] != NULL; j++)
		fprintf(f, "|%s", cmd->aliases[j]);
}

/* Options that take a value, for all commands: a name means the same everywhere. */
static void bash_values(FILE *f)
{
	fputs("\tcase $prev in\n", f);
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		struct item item = global(i);

		bash_value(f, &item);
	}
	for (size_t c = 0; commands[c] != NULL; c++) {
		for (const struct opt *o = commands[c]->options; o != NULL && o->name != NULL;
		     o++) {
			struct item item = item_of(o);

			bash_value(f, &item);
		}
	}
	fputs("\tesac\n", f);
}

static void bash_script(FILE *f)
{
	fputs("# bash completion for pawl\n_pawl()\n{\n\tlocal cur=$2 prev=$3 command= word "
	      "options\n\tCOMPREPLY=()\n",
	      f);
	bash_values(f);
	fputs("\tfor word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n\t\tcase $word in\n\t\t", f);
	for (size_t c = 0; commands[c] != NULL; c++) {
		fputs(c == 0 ? "" : "|", f);
		bash_names(f, commands[c]);
	}
	fputs(") command=$word; break ;;\n\t\tesac\n\tdone\n\toptions='", f);
	for (size_t i = 0; i < SETTING_COUNT; i++)
		fprintf(f, "%s--%s", i == 0 ? "" : " ", settings_table[i].name);
	fputs("'\n\tcase $command in\n", f);
	for (size_t c = 0; commands[c] != NULL; c++) {
		if (commands[c]->options == NULL)
			continue;
		fputs("\t", f);
		bash_names(f, commands[c]);
		fputs(") options=\"", f);
		for (const struct opt *o = commands[c]->options; o->name != NULL; o++)
			fprintf(f, "--%s ", o->name);
		fputs("$options\" ;;\n", f);
	}
	fputs("\tesac\n\tif [[ $cur == -* ]]; then\n"
	      "\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
	      "\telif [[ -z $command || $command == help ]]; then\n"
	      "\t\tCOMPREPLY=($(compgen -W '",
	      f);
	for (size_t c = 0; commands[c] != NULL; c++)
		fprintf(f, "%s%s", c == 0 ? "" : " ", commands[c]->name);
	fputs("' -- \"$cur\"))\n\telif [[ $command == completion ]]; then\n"
	      "\t\tCOMPREPLY=($(compgen -W 'bash zsh fish' -- \"$cur\"))\n"
	      "\telif [[ $command == split ]]; then\n"
	      "\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n\tfi\n}\ncomplete -F _pawl pawl\n",
	      f);
}

/* Brackets and colons in the help would end it. */
static void zsh_help(FILE *f, const char *help)
{
	for (; *help != '\0'; help++) {
		if (strchr("[]:\\", *help) != NULL)
			fputc('\\', f);
		if (*help == '\'')
			fputs("'\\''", f);
		else
			fputc(*help, f);
	}
}

/* '--name[help]:ARG:action' */
static void zsh_form(FILE *f, const char *name, const struct item *i)
{
	fprintf(f, "\t\t'*%s[", name);
	zsh_help(f, i->help);
	fputs("]", f);
	if (i->arg != NULL && is_words(i->arg)) {
		fputs(":value:(", f);
		put_words(f, i->arg);
		fputs(")", f);
	} else if (i->arg != NULL) {
		fprintf(f, ":%s:%s", i->arg,
			strcmp(i->arg, "DIR") == 0    ? "_files -/"
			: strcmp(i->arg, "FILE") == 0 ? "_files"
						      : " ");
	}
	fputs("'\n", f);
}

static void zsh_item(FILE *f, const struct item *i)
{
	char name[64];

	if (i->letter != 0)
		zsh_form(f, (char[]){'-', i->letter, '\0'}, i);
	snprintf(name, sizeof(name), "--%s", i->name);
	zsh_form(f, name, i);
}

static void zsh_script(FILE *f)
{
	fputs("#compdef pawl\n# zsh completion for pawl\n_pawl()\n{\n"
	      "\tlocal -a options commands\n\tlocal command= word\n\toptions=(\n",
	      f);
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		struct item item = global(i);

		zsh_item(f, &item);
	}
	fputs("\t)\n\tcommands=(\n", f);
	for (size_t c = 0; commands[c] != NULL; c++) {
		fprintf(f, "\t\t'%s:", commands[c]->name);
		put_quoted(f, commands[c]->summary, "'\\''");
		fputs("'\n", f);
	}
	fputs("\t)\n\tfor word in ${words[2,CURRENT-1]}; do\n\t\tcase $word in\n", f);
	for (size_t c = 0; commands[c] != NULL; c++) {
		fputs("\t\t", f);
		bash_names(f, commands[c]);
		fprintf(f, ") command=%s; break ;;\n", commands[c]->name);
	}
	fputs("\t\tesac\n\tdone\n\tcase $command in\n", f);
	for (size_t c = 0; commands[c] != NULL; c++) {
		if (commands[c]->options == NULL)
			continue;
		fprintf(f, "\t%s) options+=(\n", commands[c]->name);
		for (const struct opt *o = commands[c]->options; o->name != NULL; o++) {
			struct item item = item_of(o);

			zsh_item(f, &item);
		}
		fputs("\t\t) ;;\n", f);
	}
	fputs("\tesac\n\tcase $command in\n"
	      "\t''|help) _arguments \"$options[@]\" '*:command:{_describe command commands}' ;;\n"
	      "\tcompletion) _arguments \"$options[@]\" '*:shell:(completion bash zsh fish)' ;;\n"
	      "\tsplit) _arguments \"$options[@]\" '*:file:_files' ;;\n"
	      "\t*) _arguments \"$options[@]\" '*: :' ;;\n\tesac\n}\n"
	      "if [ \"$funcstack[1]\" = _pawl ]; then _pawl \"$@\"; else compdef _pawl pawl; fi\n",
	      f);
}

static void fish_item(FILE *f, const struct item *i, const struct cmd *cmd)
{
	fputs("complete -c pawl", f);
	if (cmd != NULL) {
		fprintf(f, " -n '__fish_seen_subcommand_from %s", cmd->name);
		for (size_t j = 0; j < ALIASES_MAX && cmd->aliases[j] != NULL; j++)
			fprintf(f, " %s", cmd->aliases[j]);
		fputs("'", f);
	}
	if (i->letter != 0)
		fprintf(f, " -s %c", i->letter);
	fprintf(f, " -l %s", i->name);
	if (i->arg != NULL && is_words(i->arg)) {
		fputs(" -x -a '", f);
		put_words(f, i->arg);
		fputs("'", f);
	} else if (i->arg != NULL && strcmp(i->arg, "DIR") == 0) {
		fputs(" -x -a '(__fish_complete_directories)'", f);
	} else if (i->arg != NULL) {
		fputs(strcmp(i->arg, "FILE") == 0 ? " -r -F" : " -x", f);
	}
	fputs(" -d '", f);
	put_quoted(f, i->help, "\\'");
	fputs("'\n", f);
}

static void fish_script(FILE *f)
{
	fputs("# fish completion for pawl\ncomplete -c pawl -f\n", f);
	for (size_t c = 0; commands[c] != NULL; c++) {
		fprintf(f, "complete -c pawl -n __fish_use_subcommand -a %s -d '",
			commands[c]->name);
		put_quoted(f, commands[c]->summary, "\\'");
		fputs("'\n", f);
		for (const struct opt *o = commands[c]->options; o != NULL && o->name != NULL;
		     o++) {
			struct item item = item_of(o);

			fish_item(f, &item, commands[c]);
		}
	}
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		struct item item = global(i);

		fish_item(f, &item, NULL);
	}
	fputs("complete -c pawl -n '__fish_seen_subcommand_from split' -F\n"
	      "complete -c pawl -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'\n",
	      f);
}

static int run(struct cli *cli, struct pawl_error *err)
{
	static const struct {
		const char *shell;
		void (*print)(FILE *f);
	} shells[] = {{"bash", bash_script}, {"zsh", zsh_script}, {"fish", fish_script}};
	const struct setting_value shell = {.text = cli->operands[0], .origin = "completion"};
	struct json_doc *d;
	char *text = NULL;
	size_t len = 0;
	FILE *f;
	int rc = settings_check_word(&shell, "the shell", "bash|zsh|fish", err);

	if (rc != 0)
		return rc;
	f = open_memstream(&text, &len);
	if (f == NULL)
		abort();
	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++)
		if (strcmp(shell.text, shells[i].shell) == 0)
			shells[i].print(f);
	fclose(f);
	if (cli->json) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_text(d, "shell", shell.text);
		json_doc_slice(d, "script", text, len);
		json_doc_print(d);
	} else {
		ui_raw(text, len);
	}
	free(text);
	return 0;
}

const struct cmd cmd_completion = {
	.name = "completion",
	.group = GROUP_TOOLS,
	.summary = "print the completion script of a shell",
	.operands = "bash|zsh|fish",
	.examples = {{"source <(pawl completion bash)", "in ~/.bashrc"},
		     {"pawl completion fish | source", "in config.fish"}},
	.least = 1,
	.most = 1,
	.no_config = true,
	.run = run,
};
