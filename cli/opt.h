/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: options anywhere, before or behind the command and its operands. */
#ifndef CLI_OPT_H
#define CLI_OPT_H

#include "cmd.h"

/*
 * Fills cli's command, operands and flag settings, and the targets of the
 * command's options. cli->cmd stays NULL where no command was given. The strings
 * of argv are kept, not copied.
 */
int opt_parse(struct cli *cli, int argc, char *const *argv, struct pawl_error *err);

#endif
