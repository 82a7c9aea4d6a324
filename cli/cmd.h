/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a command is. Parsing, help, completion and the check of the man pages
 * read these tables, so that nothing is said twice.
 *
 * To add a command: cmd_<name>.c with its struct cmd, a line in commands.c and
 * in meson.build, docs/man/pawl-<name>.1.scd, tests/cli/<name>.bats.
 */
#ifndef CLI_CMD_H
#define CLI_CMD_H

#include "memory.h"
#include "settings.h"

#include <pawl/pawl.h>

#include <stdbool.h>

/* The values of an option that may be repeated. */
struct opt_values {
	const char **v;
	size_t len;
};

/* An option of a command: a flag, or with arg one that takes a value, or several. */
struct opt {
	const char *name; /* long, without dashes; NULL ends the table */
	char letter;      /* 0: none */
	const char *arg;  /* "NAME", "DIR", "FILE", or the words "a|b|c"; NULL: a flag */
	const char *help;
	bool *flag;
	const char **value;
	struct opt_values *values;
};

struct example {
	const char *command, *what;
};

enum cmd_group {
	GROUP_START,
	GROUP_SEE,
	GROUP_RUN,
	GROUP_RECORD,
	GROUP_MODEL,
	GROUP_DATABASE,
	GROUP_TOOLS
};

/* What one invocation is about: the command, its operands, the settings in force. */
struct cli {
	const struct cmd *cmd;
	const char **operands;
	int operands_len;
	struct settings settings;
	struct memory memory;
	struct pawl_session *session; /* cli_open() */
	bool json;
	bool steps; /* print each migration as it is done */
};

enum { OPERANDS_ANY = 1000000, ALIASES_MAX = 3, EXAMPLES_MAX = 3 };

struct cmd {
	const char *name;
	const char *aliases[ALIASES_MAX]; /* NULL ends them */
	enum cmd_group group;
	const char *summary;  /* one line, lower case, no full stop */
	const char *operands; /* "[TARGET]"; "" for none */
	const char *about;    /* more lines for the help; NULL if the summary says it all */
	const struct opt *options;
	struct example examples[EXAMPLES_MAX];
	int least, most; /* operands */
	bool no_config;  /* runs even where the configuration is broken */

	/* Returns an enum exit_status, or a negative PAWL_E_* with err filled. */
	int (*run)(struct cli *cli, struct pawl_error *err);
};

/* commands.c */
extern const struct cmd *const commands[]; /* ends with NULL */
const struct cmd *command_find(const char *name);

/* The operand at i, NULL if it was not given. */
static inline const char *cli_operand(const struct cli *cli, int i)
{
	return i < cli->operands_len ? cli->operands[i] : NULL;
}

#endif
