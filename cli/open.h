/* SPDX-License-Identifier: Apache-2.0 */
/* Settings -> struct pawl_options -> session, and the signals that cancel it. */
#ifndef CLI_OPEN_H
#define CLI_OPEN_H

#include "cmd.h"

/*
 * Opens cli->session with all settings in force and lets Ctrl-C, SIGTERM and
 * SIGHUP cancel it. Closed by cli_close(), which accepts a session never opened.
 */
int cli_open(struct cli *cli, struct pawl_error *err);
void cli_close(struct cli *cli);

/* Check the settings without opening anything. */
int cli_check_settings(struct cli *cli, struct pawl_error *err);

/* The names that a setting lists: "a, b_*" is two; so is the option given twice. */
const char *const *cli_names(struct cli *cli, enum setting_id id, size_t *ret_len);

/* A URL for people, without its password; "" if it is malformed. */
const char *cli_display_url(struct cli *cli, const char *url);

/* A reader of stdout that goes away must not kill a migration half-way. */
void cli_ignore_broken_pipe(void);

/* A signal has asked for the end. */
bool cli_is_cancelled(void);

/* If a signal cancelled the work, end by it as the shell expects. */
void cli_raise_signal(void);

#endif
