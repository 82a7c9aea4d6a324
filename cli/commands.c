/* SPDX-License-Identifier: Apache-2.0 */
/* Every command, in the order of the help. */
#include "cmd.h"

#include <string.h>

extern const struct cmd cmd_init, cmd_new, cmd_config, cmd_rebase;
extern const struct cmd cmd_status, cmd_current, cmd_history, cmd_plan, cmd_rehearse, cmd_verify;
extern const struct cmd cmd_up, cmd_down, cmd_redo;
extern const struct cmd cmd_stamp, cmd_baseline, cmd_repair, cmd_adopt;
extern const struct cmd cmd_diff, cmd_check, cmd_dump, cmd_load, cmd_export, cmd_docs, cmd_squash;
extern const struct cmd cmd_lint;
extern const struct cmd cmd_backup, cmd_restore, cmd_create, cmd_drop, cmd_wait;
extern const struct cmd cmd_split, cmd_help, cmd_completion, cmd_version;

const struct cmd *const commands[] = {
	&cmd_init,   &cmd_new,      &cmd_config,     &cmd_rebase,  &cmd_status,   &cmd_current,
	&cmd_plan,   &cmd_rehearse, &cmd_lint,       &cmd_history, &cmd_verify,   &cmd_up,
	&cmd_down,   &cmd_redo,     &cmd_stamp,      &cmd_repair,  &cmd_baseline, &cmd_adopt,
	&cmd_squash, &cmd_diff,     &cmd_check,      &cmd_dump,    &cmd_load,     &cmd_export,
	&cmd_docs,   &cmd_backup,   &cmd_restore,    &cmd_create,  &cmd_drop,     &cmd_wait,
	&cmd_split,  &cmd_help,     &cmd_completion, &cmd_version, NULL,
};

const struct cmd *command_find(const char *name)
{
	for (size_t i = 0; commands[i] != NULL; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
		for (size_t j = 0; j < ALIASES_MAX && commands[i]->aliases[j] != NULL; j++)
			if (strcmp(commands[i]->aliases[j], name) == 0)
				return commands[i];
	}
	return NULL;
}
