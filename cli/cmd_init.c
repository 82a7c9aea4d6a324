/* SPDX-License-Identifier: Apache-2.0 */
/* Asks nothing and overwrites nothing. */
#include "cmd.h"
#include "fail.h"
#include "json.h"
#include "open.h"
#include "ui.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char ini_name[] = "pawl.ini";

/* For printf: the url line, the dir lines. */
static const char template[] =
	"# Settings of pawl; see man 5 pawl.ini. Names are those of the options: pawl --help.\n"
	"\n"
	"[pawl]\n"
	"# The database. --url, PAWL_URL, DATABASE_URL and .env come before this one.\n"
	"#   sqlite:app.db\n"
	"#   postgres://user@host/database\n"
	"#   mariadb://user@host/database\n"
	"# ${NAME} is taken from the environment, so that no password has to stand here.\n"
	"%s\n"
	"\n"
	"# Folders of migrations, relative to this file.\n"
	"%s"
	"\n"
	"# How long a statement waits for a lock, and how often a migration is tried again.\n"
	"#lock_timeout = 3s\n"
	"#lock_retries = 10\n"
	"\n"
	"# Pending migrations that are older than applied ones: refuse or apply.\n"
	"#out_of_order = refuse\n"
	"\n"
	"# The schema as it should be: pawl new --autogenerate, pawl diff and pawl check compare\n"
	"# with it. A .sql file, a folder of them, or a command that prints DDL.\n"
	"#schema = schema.sql\n"
	"#schema = cmd:python3 models.py\n"
	"\n"
	"# What others manage, left out of every comparison; * and ? stand for anything.\n"
	"#exclude = checkpoints, checkpoint_*\n"
	"\n"
	"# On top of [pawl] with --env production or PAWL_ENV=production:\n"
	"#[env production]\n"
	"#url = ${PRODUCTION_URL}\n"
	"\n"
	"# Values for ${name} in migrations:\n"
	"#[vars]\n"
	"#region = eu\n"
	"\n"
	"# Shell commands or .sql files:\n"
	"#[hooks]\n"
	"#before_up = ./backup.sh\n"
	"#after_up = seed.sql\n";

static bool holds_password(struct cli *cli, const char *url)
{
	return strcmp(cli_display_url(cli, url), url) != 0;
}

static const char *url_line(struct cli *cli, const char *url)
{
	if (url == NULL)
		return "#url = sqlite:app.db";
	if (!holds_password(cli, url))
		return memory_printf(&cli->memory, "url = %s", url);
	ui_warn("warning: the URL holds a password and was not written; keep it in PAWL_URL or "
		".env");
	return memory_printf(&cli->memory, "#url = %s", cli_display_url(cli, url));
}

/* What no command could use is not written either. */
static int check_url(const char *url, struct pawl_error *err)
{
	struct pawl_options o = {.size = sizeof(o), .url = url};
	struct pawl_session *s = NULL;
	int rc = url == NULL ? 0 : pawl_session_open(&o, &s, err);

	pawl_session_free(s);
	return rc;
}

static int write_ini(const char *text, struct pawl_error *err)
{
	int fd = open(ini_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

	if (f == NULL && errno == EEXIST) {
		cli_fail(err, PAWL_E_FILE, "\"%s\" is there already", ini_name);
		cli_hint(err, "pawl config shows what it says");
		return PAWL_E_FILE;
	}
	if (f == NULL || fputs(text, f) == EOF || fclose(f) != 0)
		return cli_fail(err, PAWL_E_FILE, "cannot write \"%s\": %s", ini_name,
				strerror(errno));
	return 0;
}

static int make_dir(const char *dir, bool *ret_made, struct pawl_error *err)
{
	struct stat st;

	*ret_made = mkdir(dir, 0777) == 0;
	if (*ret_made || (errno == EEXIST && stat(dir, &st) == 0 && S_ISDIR(st.st_mode)))
		return 0;
	return cli_fail(err, PAWL_E_FILE, "cannot make the folder \"%s\": %s", dir,
			strerror(errno));
}

static void print(struct cli *cli, const char *const *made, size_t n)
{
	struct json_doc *d;

	if (cli->json) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_texts(d, "made", made, n);
		json_doc_print(d);
		return;
	}
	for (size_t i = 0; i < n; i++)
		ui_out(UI_PLAIN, "made %s\n", made[i]);
	if (settings_text(&cli->settings, SETTING_URL) == NULL)
		ui_talk("next: set the url in %s, then pawl new NAME", ini_name);
	else
		ui_talk("next: pawl new NAME");
}

static int run(struct cli *cli, struct pawl_error *err)
{
	static const struct setting_value standard = {.text = "migrations"};
	const struct setting_values *given = &cli->settings.values[SETTING_DIR];
	const struct setting_value *dirs = given->len > 0 ? given->v : &standard;
	size_t n = given->len > 0 ? given->len : 1, made_len = 1;
	const char **made = memory_alloc(&cli->memory, (n + 1) * sizeof(*made));
	const char *url = settings_text(&cli->settings, SETTING_URL);
	const char *dir_lines = "", *text;
	bool new;
	int rc = check_url(url, err);

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < n; i++)
		dir_lines = memory_printf(&cli->memory, "%sdir = %s\n", dir_lines, dirs[i].text);
	text = memory_printf(&cli->memory, template, url_line(cli, url), dir_lines);
	rc = write_ini(text, err);
	made[0] = ini_name;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = make_dir(dirs[i].text, &new, err);
		if (rc == 0 && new)
			made[made_len++] = dirs[i].text;
	}
	if (rc == 0)
		print(cli, made, made_len);
	return rc;
}

const struct cmd cmd_init = {
	.name = "init",
	.group = GROUP_START,
	.summary = "write a commented pawl.ini and make the folder of migrations",
	.operands = "",
	.about = "A folder that is there already stays as it is. A password in the URL is\n"
		 "not written.",
	.examples = {{"pawl init --url sqlite:app.db", "start a project here"},
		     {"pawl init --dir db/migrations", "with the files that are there"}},
	.no_config = true,
	.run = run,
};
