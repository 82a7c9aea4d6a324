/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "differ.h"
#include "fail.h"
#include "json.h"
#include "open.h"
#include "ui.h"

#include <string.h>

static const char *message, *scheme;
static bool no_down, repeatable, autogenerate;
static struct differ differ;

static const struct opt options[] = {
	{"message", 'm', "NAME", "the name, as Alembic's users write it", NULL, &message},
	{"scheme", 0, "auto|number|timestamp|hash", "how it is numbered: as the newest, without it",
	 NULL, &scheme},
	{"no-down", 0, NULL, "make no file for the way back", &no_down, NULL},
	{"repeatable", 0, NULL, "one that runs again when its text changes", &repeatable, NULL},
	{"autogenerate", 0, NULL, "write what leads to the declared schema, proved", &autogenerate,
	 NULL},
	{"rename", 0, "OLD=NEW", "this was renamed; may be repeated", NULL, NULL, &differ.renames},
	{"allow-loss", 0, NULL, "also change types where values may be lost", &differ.allow_loss,
	 NULL},
	{"concurrent", 0, NULL, "build indexes without blocking writers", &differ.concurrent, NULL},
	{0},
};

/* pawl new add users table: unquoted words are one name. */
static int find_name(struct cli *cli, const char **ret, struct pawl_error *err)
{
	const char *name = message;

	if (message != NULL && cli->operands_len > 0)
		return cli_fail(err, PAWL_E_USAGE, "the name is given twice: \"%s\" and \"%s\"",
				message, cli->operands[0]);
	for (int i = 0; i < cli->operands_len; i++)
		name = i == 0 ? cli->operands[0]
			      : memory_printf(&cli->memory, "%s %s", name, cli->operands[i]);
	if (name == NULL || name[0] == '\0') {
		cli_fail(err, PAWL_E_USAGE, "new needs a NAME");
		cli_hint(err, "pawl new create_users");
		return PAWL_E_USAGE;
	}
	/* "pawl migrate up" comes from other tools, where migrate runs them. */
	if (message == NULL && cli->operands_len == 1 && command_find(name) != NULL) {
		cli_fail(err, PAWL_E_USAGE, "\"%s\" is a command, not a name for a new migration",
			 name);
		cli_hint(err, "pawl %s runs it; pawl new -m %s makes a migration of that name",
			 name, name);
		return PAWL_E_USAGE;
	}
	*ret = name;
	return 0;
}

static void print_generated(struct cli *cli, const struct pawl_generated *g)
{
	struct json_doc *d;

	if (cli->json) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_texts(d, "made", g->paths, g->paths_len);
		differ_json(d, g->diff);
		json_doc_print(d);
		return;
	}
	if (g->paths_len == 0) {
		ui_talk("no changes: the migrations give the declared schema");
		return;
	}
	for (size_t i = 0; i < g->paths_len; i++)
		ui_out(UI_PLAIN, "%s\n", g->paths[i]);
	differ_list(g->diff);
}

static int generate(struct cli *cli, const struct pawl_new_options *files, struct pawl_error *err)
{
	struct pawl_generate_options o = {.size = sizeof(o), .files = *files};
	struct pawl_generated *generated;
	int rc = differ_options(cli, &differ, true, &o.diff, err);

	if (rc == 0)
		rc = pawl_generate(cli->session, &o, &generated, err);
	if (rc != 0)
		return rc;
	print_generated(cli, generated);
	pawl_generated_free(generated);
	return 0;
}

static int make(struct cli *cli, const struct pawl_new_options *o, struct pawl_error *err)
{
	struct pawl_files *files;
	struct json_doc *d;
	int rc = pawl_new(cli->session, o, &files, err);

	if (rc != 0)
		return rc;
	if (cli->json) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_texts(d, "made", files->paths, files->len);
		json_doc_print(d);
	}
	for (size_t i = 0; !cli->json && i < files->len; i++)
		ui_out(UI_PLAIN, "%s\n", files->paths[i]);
	pawl_files_free(files);
	return 0;
}

static int run(struct cli *cli, struct pawl_error *err)
{
	const struct setting_value given = {.text = scheme, .origin = "--scheme"};
	struct pawl_new_options o = {
		.size = sizeof(o), .scheme = scheme, .no_down = no_down, .repeatable = repeatable};
	int rc = find_name(cli, &o.name, err);

	if (rc == 0 && autogenerate && repeatable)
		rc = cli_fail(err, PAWL_E_USAGE,
			      "--autogenerate and --repeatable exclude each other");
	if (rc == 0 && scheme != NULL)
		rc = settings_check_word(&given, "scheme", options[1].arg, err);
	if (rc == 0)
		rc = cli_open(cli, err);
	if (rc != 0)
		return rc;
	return autogenerate ? generate(cli, &o, err) : make(cli, &o, err);
}

const struct cmd cmd_new = {
	.name = "new",
	.aliases = {"revision", "migrate"},
	.group = GROUP_START,
	.summary = "make the files of a new migration",
	.operands = "[NAME...]",
	.about = "Prints the paths of the files, which are made in the first folder. With\n"
		 "--autogenerate they lead from what the migrations give to the declared\n"
		 "schema (schema in pawl.ini) and back, and are tried on a scratch database\n"
		 "before they are written.",
	.options = options,
	.examples = {{"pawl new create users", "004_create_users.sql and its .down.sql"},
		     {"pawl new --autogenerate add email", "from the declared schema"},
		     {"pawl migrate -m \"add orders\"", "as with Flask-Migrate"}},
	.most = OPERANDS_ANY,
	.run = run,
};
