/* SPDX-License-Identifier: Apache-2.0 */
/* The script is the result, so that it can be piped; what it may cost goes to stderr. */
#include "cmd.h"
#include "differ.h"
#include "exit.h"
#include "fail.h"
#include "open.h"
#include "ui.h"

#include <string.h>

static const char *from, *to, *from_url, *to_url;
static bool exit_code, reverse;
static struct differ differ;

static const struct opt options[] = {
	{"from", 0, "SOURCE", "what is there; else the database", NULL, &from},
	{"to", 0, "SOURCE", "what there should be; else the declared schema", NULL, &to},
	{"from-url", 0, "URL", "the same as --from, for a URL", NULL, &from_url},
	{"to-url", 0, "URL", "the same as --to, for a URL", NULL, &to_url},
	{"exit-code", 0, NULL, "exit with 1 if they differ", &exit_code, NULL},
	{"reverse", 0, NULL, "print the way back instead", &reverse, NULL},
	{"rename", 0, "OLD=NEW", "this was renamed; may be repeated", NULL, NULL, &differ.renames},
	{"allow-loss", 0, NULL, "also change types where values may be lost", &differ.allow_loss,
	 NULL},
	{"concurrent", 0, NULL, "build indexes without blocking writers", &differ.concurrent, NULL},
	{"grants", 0, NULL, "compare privileges too", &differ.grants, NULL},
	{"owners", 0, NULL, "compare owners too", &differ.owners, NULL},
	{0},
};

/* One of the three ways to name a side; an error if two are used. */
static int side(struct cli *cli, int operand, const char *option, const char *url, const char **ret,
		struct pawl_error *err)
{
	const char *given[] = {option, url, cli_operand(cli, operand)};
	int n = 0;

	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++) {
		if (given[i] == NULL)
			continue;
		*ret = given[i];
		n++;
	}
	if (n > 1)
		return cli_fail(err, PAWL_E_USAGE, "the schema to compare %s is given twice",
				operand == 0 ? "from" : "with");
	return 0;
}

static void warn(const struct pawl_diff *diff)
{
	for (size_t i = 0; i < diff->len; i++) {
		const struct pawl_change *c = &diff->changes[i];

		if (c->loss != NULL)
			ui_warn("warning: %s %s %s loses data: %s", c->action, c->kind, c->object,
				c->loss);
		if (c->advice != NULL)
			ui_warn("warning: %s %s %s: %s", c->action, c->kind, c->object, c->advice);
	}
}

static void print(struct cli *cli, const struct pawl_diff *diff)
{
	const char *sql = reverse ? diff->reverse_sql : diff->sql;
	struct json_doc *d;

	if (cli->json) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_text(d, "from", diff->from);
		json_doc_text(d, "to", diff->to);
		json_doc_text(d, "dialect", diff->dialect);
		differ_json(d, diff);
		json_doc_print(d);
		return;
	}
	ui_raw(sql, strlen(sql));
	if (!reverse)
		warn(diff);
	/* A rebuild copies the rows and drops the old table: not if the copy has failed. */
	if (strcmp(diff->dialect, "sqlite") == 0 && strstr(sql, "DROP TABLE") != NULL)
		ui_talk("to run it, let the shell stop at the first error: sqlite3 -bail");
}

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_diff_options o;
	struct pawl_diff *diff;
	int rc = differ_options(cli, &differ, false, &o, err);

	if (rc == 0)
		rc = side(cli, 0, from, from_url, &o.from, err);
	if (rc == 0)
		rc = side(cli, 1, to, to_url, &o.to, err);
	if (rc == 0)
		rc = cli_open(cli, err);
	if (rc == 0)
		rc = pawl_diff(cli->session, &o, &diff, err);
	if (rc != 0)
		return rc;
	print(cli, diff);
	rc = exit_code && diff->len > 0 ? STATUS_NO : STATUS_DONE;
	pawl_diff_free(diff);
	return rc;
}

const struct cmd cmd_diff = {
	.name = "diff",
	.group = GROUP_MODEL,
	.summary = "the SQL that leads from one schema to another",
	.operands = "[FROM [TO]]",
	.about = "A SOURCE is a database URL, a .sql file, a folder of DDL or of migrations,\n"
		 "cmd:COMMAND that prints DDL, or one of database, migrations, schema, empty.\n"
		 "Prints nothing if they are equal.",
	.options = options,
	.examples = {{"pawl diff", "database and declared schema"},
		     {"pawl diff $STAGING $PRODUCTION --exit-code", "two environments"},
		     {"pawl diff old.sql new.sql --dialect sqlite", "two files"}},
	.most = 2,
	.run = run,
};
