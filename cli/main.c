/* SPDX-License-Identifier: Apache-2.0 */
/* One command from its arguments to its exit status. */
#include "cmd.h"
#include "config.h"
#include "exit.h"
#include "fail.h"
#include "json.h"
#include "open.h"
#include "opt.h"
#include "ui.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Errors of the command line itself shall be JSON as well where it is asked for. */
static bool wants_json(int argc, char *const *argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--json") == 0)
			return true;
	return false;
}

static bool logs_json(const struct cli *cli)
{
	const char *format = settings_text(&cli->settings, SETTING_LOG_FORMAT);

	return format != NULL && strcmp(format, "json") == 0;
}

static void report(const struct cli *cli, const struct pawl_error *err)
{
	bool debug = settings_flag(&cli->settings, SETTING_DEBUG);
	struct json_doc *d;

	if (!cli->json && !logs_json(cli)) {
		/* Results so far come before the error where both go to one terminal. */
		fflush(stdout);
		ui_error(err, debug);
		return;
	}
	d = json_doc_new();
	json_doc_object(d, NULL);
	if (!cli->json)
		json_doc_text(d, "event", "error");
	json_doc_error(d, err, debug);
	if (cli->json)
		json_doc_print(d);
	else
		json_doc_log(d);
}

static int enter_folder(const struct settings *s, struct pawl_error *err)
{
	const char *dir = settings_text(s, SETTING_CHDIR);

	if (dir == NULL || chdir(dir) == 0)
		return 0;
	return cli_fail(err, PAWL_E_FILE, "cannot enter \"%s\": %s", dir, strerror(errno));
}

static void setup_ui(const struct settings *s)
{
	const char *color = settings_text(s, SETTING_COLOR);

	ui_setup(color == NULL ? "auto" : color, settings_flag(s, SETTING_VERBOSE),
		 settings_flag(s, SETTING_QUIET));
}

/* --help and --version are the commands of these names. */
static int run_instead(struct cli *cli, struct pawl_error *err)
{
	bool help = settings_flag(&cli->settings, SETTING_HELP);

	cli->operands_len = 0;
	if (help && cli->cmd != NULL)
		cli->operands[cli->operands_len++] = cli->cmd->name;
	cli->cmd = command_find(help ? "help" : "version");
	return cli->cmd->run(cli, err);
}

static int run_command(struct cli *cli, struct pawl_error *err)
{
	struct settings *s = &cli->settings;
	int rc = enter_folder(s, err);

	if (rc == 0 && !cli->cmd->no_config)
		rc = config_load(s, err);
	if (rc == 0)
		rc = cli_check_settings(cli, err);
	setup_ui(s);
	return rc != 0 ? rc : cli->cmd->run(cli, err);
}

static int start(struct cli *cli, int argc, char *const *argv, struct pawl_error *err)
{
	int rc = opt_parse(cli, argc, argv, err);

	setup_ui(&cli->settings);
	if (rc != 0)
		return rc;
	if (settings_flag(&cli->settings, SETTING_HELP) ||
	    settings_flag(&cli->settings, SETTING_VERSION))
		return run_instead(cli, err);
	if (cli->cmd != NULL)
		return run_command(cli, err);
	cli_fail(err, PAWL_E_USAGE, "no command is given");
	cli_hint(err, "see pawl --help");
	return PAWL_E_USAGE;
}

int main(int argc, char **argv)
{
	struct cli cli = {.json = wants_json(argc, argv)};
	struct pawl_error err = {0};
	int rc;

	cli.settings.memory = &cli.memory;
	cli_ignore_broken_pipe();
	rc = start(&cli, argc, argv, &err);
	if (rc < 0)
		report(&cli, &err);
	cli_close(&cli);
	if (ui_flush(&err) != 0) {
		ui_error(&err, false);
		rc = rc == 0 ? PAWL_E_FILE : rc;
	}
	memory_done(&cli.memory);
	if (rc == PAWL_E_CANCELLED || rc == STATUS_NO)
		cli_raise_signal();
	return rc < 0 ? pawl_error_status(rc) : rc;
}
