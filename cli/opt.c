/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Not getopt: errors name the nearest option, "-3" is an operand (down -3), and a
 * command's options may stand before its name.
 */
#include "opt.h"

#include "fail.h"
#include "value.h"

#include <ctype.h>
#include <string.h>

struct parse {
	struct cli *cli;
	int argc, at; /* at: the next argument */
	char *const *argv;
	struct pawl_error *err;
};

/* Either an option of the command or a global one. */
struct found {
	const struct opt *opt;
	const struct setting *setting;
	enum setting_id id;
};

static bool is_operand(const char *arg)
{
	const char *p = arg + 1;

	if (arg[0] != '-' || *p == '\0')
		return true;
	while (isdigit((unsigned char)*p))
		p++;
	return *p == '\0';
}

static const struct opt *command_option(const struct cmd *cmd, const char *name, size_t len,
					char letter)
{
	if (cmd == NULL || cmd->options == NULL)
		return NULL;
	for (const struct opt *o = cmd->options; o->name != NULL; o++)
		if (name == NULL ? o->letter == letter
				 : strlen(o->name) == len && strncmp(o->name, name, len) == 0)
			return o;
	return NULL;
}

static bool find(const struct cmd *cmd, const char *name, size_t len, char letter,
		 struct found *ret)
{
	*ret = (struct found){.opt = command_option(cmd, name, len, letter)};
	for (unsigned i = 0; ret->opt == NULL && i < SETTING_COUNT; i++) {
		const struct setting *s = &settings_table[i];

		if (name == NULL ? s->letter == letter
				 : strlen(s->name) == len && strncmp(s->name, name, len) == 0) {
			ret->setting = s;
			ret->id = (enum setting_id)i;
			return true;
		}
	}
	return ret->opt != NULL;
}

static bool takes_value(const struct found *f)
{
	return f->opt != NULL ? f->opt->arg != NULL
			      : f->setting->arg != NULL && f->setting->alone == NULL;
}

/* Behind "=". */
static bool allows_value(const struct found *f)
{
	return takes_value(f) || (f->setting != NULL && f->setting->alone != NULL);
}

/* As find(), where the command is not known yet: any command's option will do. */
static bool find_anywhere(const char *name, size_t len, char letter, struct found *ret)
{
	if (find(NULL, name, len, letter, ret))
		return true;
	for (size_t i = 0; commands[i] != NULL; i++)
		if (find(commands[i], name, len, letter, ret))
			return true;
	return false;
}

/* How many arguments the option at arg takes beside itself: 0 or 1. */
static int values_behind(const char *arg)
{
	struct found f;

	if (arg[1] == '-') {
		size_t len = strcspn(arg + 2, "=");

		return arg[2 + len] == '\0' && find_anywhere(arg + 2, len, 0, &f) &&
		       takes_value(&f);
	}
	for (const char *p = arg + 1; *p != '\0'; p++)
		if (find_anywhere(NULL, 0, *p, &f) && takes_value(&f))
			return p[1] == '\0';
	return 0;
}

/* The first operand is the command. 0 if there is none. */
static int find_command(int argc, char *const *argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			return i + 1 < argc ? i + 1 : 0;
		if (is_operand(argv[i]))
			return i;
		i += values_behind(argv[i]);
	}
	return 0;
}

static void see_help(const struct parse *p)
{
	if (p->cli->cmd == NULL)
		cli_hint(p->err, "see pawl --help");
	else
		cli_hint(p->err, "see pawl %s --help", p->cli->cmd->name);
}

static int unknown_option(struct parse *p, const char *name, size_t len)
{
	enum { KNOWN_MAX = SETTING_COUNT + 32 };
	const char *known[KNOWN_MAX], *nearest;
	const struct cmd *cmd = p->cli->cmd;
	const char *word = memory_slice(&p->cli->memory, name, len);
	size_t n = 0;

	for (const struct opt *o = cmd == NULL ? NULL : cmd->options; o != NULL && o->name != NULL;
	     o++)
		known[n++] = o->name;
	for (size_t i = 0; i < SETTING_COUNT; i++)
		known[n++] = settings_table[i].name;
	nearest = value_nearest(word, known, n);
	if (nearest != NULL)
		cli_fail(p->err, PAWL_E_USAGE, "unknown option \"--%s\"; did you mean --%s?", word,
			 nearest);
	else
		cli_fail(p->err, PAWL_E_USAGE, "unknown option \"--%s\"", word);
	see_help(p);
	return PAWL_E_USAGE;
}

static void add_value(struct parse *p, struct opt_values *values, const char *value)
{
	const char **grown = memory_alloc(&p->cli->memory, (values->len + 1) * sizeof(*grown));

	if (values->len > 0)
		memcpy(grown, values->v, values->len * sizeof(*grown));
	grown[values->len++] = value;
	values->v = grown;
}

/* Hand a value (NULL for a flag) to whom the option belongs. */
static int store(struct parse *p, const struct found *f, const char *value)
{
	struct settings *s = &p->cli->settings;
	struct setting_value v;

	if (f->opt != NULL) {
		if (f->opt->arg == NULL)
			*f->opt->flag = true;
		else if (f->opt->values != NULL)
			add_value(p, f->opt->values, value);
		else
			*f->opt->value = value;
		return 0;
	}
	v = (struct setting_value){
		.text = value != NULL               ? value
			: f->setting->alone != NULL ? f->setting->alone
						    : "yes",
		.origin = memory_printf(&p->cli->memory, "--%s", f->setting->name),
	};
	if (value != NULL && value[0] == '\0')
		return settings_bad(&v, p->err, "the value is empty");
	if (f->id == SETTING_VAR)
		return settings_add_var(s, value, RANK_FLAG, &v, p->err);
	settings_add(s, f->id, RANK_FLAG, &v);
	return 0;
}

static int missing_value(struct parse *p, const struct found *f)
{
	const char *name = f->opt != NULL ? f->opt->name : f->setting->name;

	cli_fail(p->err, PAWL_E_USAGE, "option \"--%s\" needs a value: %s", name,
		 f->opt != NULL ? f->opt->arg : f->setting->arg);
	see_help(p);
	return PAWL_E_USAGE;
}

static int parse_long(struct parse *p, const char *arg)
{
	size_t len = strcspn(arg, "=");
	struct found f;

	if (!find(p->cli->cmd, arg, len, 0, &f))
		return unknown_option(p, arg, len);
	if (arg[len] == '=' && !allows_value(&f)) {
		cli_fail(p->err, PAWL_E_USAGE, "option \"--%.*s\" takes no value", (int)len, arg);
		see_help(p);
		return PAWL_E_USAGE;
	}
	if (arg[len] == '=')
		return store(p, &f, arg + len + 1);
	if (!takes_value(&f))
		return store(p, &f, NULL);
	if (p->at == p->argc)
		return missing_value(p, &f);
	return store(p, &f, p->argv[p->at++]);
}

/* "-vq", "-C dir", "-Cdir" */
static int parse_short(struct parse *p, const char *letters)
{
	struct found f;
	int rc = 0;

	for (; rc == 0 && *letters != '\0'; letters++) {
		if (!find(p->cli->cmd, NULL, 0, *letters, &f)) {
			cli_fail(p->err, PAWL_E_USAGE, "unknown option \"-%c\"", *letters);
			see_help(p);
			return PAWL_E_USAGE;
		}
		if (!takes_value(&f)) {
			rc = store(p, &f, NULL);
			continue;
		}
		if (letters[1] != '\0')
			return store(p, &f, letters + 1);
		if (p->at == p->argc)
			return missing_value(p, &f);
		return store(p, &f, p->argv[p->at++]);
	}
	return rc;
}

static int unknown_command(struct parse *p, const char *word)
{
	const char *known[128], *nearest;
	size_t n = 0;

	for (size_t i = 0; commands[i] != NULL; i++) {
		known[n++] = commands[i]->name;
		for (size_t j = 0; j < ALIASES_MAX && commands[i]->aliases[j] != NULL; j++)
			known[n++] = commands[i]->aliases[j];
	}
	nearest = value_nearest(word, known, n);
	if (nearest != NULL)
		cli_fail(p->err, PAWL_E_USAGE, "unknown command \"%s\"; did you mean %s?", word,
			 nearest);
	else
		cli_fail(p->err, PAWL_E_USAGE, "unknown command \"%s\"", word);
	see_help(p);
	return PAWL_E_USAGE;
}

static int check_operands(struct parse *p)
{
	const struct cmd *cmd = p->cli->cmd;
	int n = p->cli->operands_len;

	if (cmd == NULL || settings_flag(&p->cli->settings, SETTING_HELP))
		return 0;
	if (n < cmd->least)
		cli_fail(p->err, PAWL_E_USAGE, "%s needs %s", cmd->name, cmd->operands);
	else if (n > cmd->most && cmd->most == 0)
		cli_fail(p->err, PAWL_E_USAGE, "%s takes no argument, but \"%s\" was given",
			 cmd->name, p->cli->operands[0]);
	else if (n > cmd->most)
		cli_fail(p->err, PAWL_E_USAGE, "%s takes %s; \"%s\" is one too many", cmd->name,
			 cmd->most == 1 ? "one argument" : "two arguments",
			 p->cli->operands[cmd->most]);
	else
		return 0;
	see_help(p);
	return PAWL_E_USAGE;
}

int opt_parse(struct cli *cli, int argc, char *const *argv, struct pawl_error *err)
{
	struct parse p = {cli, argc, 1, argv, err};
	int command = find_command(argc, argv), rc = 0;
	bool only_operands = false;

	cli->operands = memory_alloc(&cli->memory, (size_t)(argc + 1) * sizeof(*cli->operands));
	if (command != 0) {
		cli->cmd = command_find(argv[command]);
		if (cli->cmd == NULL)
			return unknown_command(&p, argv[command]);
	}
	while (rc == 0 && p.at < argc) {
		int i = p.at++;
		const char *arg = argv[i];

		if (i == command && command != 0)
			continue;
		if (only_operands || is_operand(arg))
			cli->operands[cli->operands_len++] = arg;
		else if (strcmp(arg, "--") == 0)
			only_operands = true;
		else if (arg[1] == '-')
			rc = parse_long(&p, arg + 2);
		else
			rc = parse_short(&p, arg + 1);
	}
	return rc != 0 ? rc : check_operands(&p);
}
