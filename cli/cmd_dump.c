/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "exit.h"
#include "fail.h"
#include "json.h"
#include "open.h"
#include "output.h"
#include "report.h"
#include "ui.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *from, *at, *check, *output;
static bool grants, owners;

static const struct opt options[] = {
	{"from", 0, "SOURCE", "of this instead of the database", NULL, &from},
	{"at", 0, "VERSION", "as the migrations up to VERSION make it", NULL, &at},
	{"check", 0, "FILE", "only tell whether FILE says the same; else exit 1", NULL, &check},
	{"output", 'o', "FILE", "write to FILE", NULL, &output},
	{"grants", 0, NULL, "with privileges", &grants, NULL},
	{"owners", 0, NULL, "with owners", &owners, NULL},
	{0},
};

/* The first line that differs, for the message. */
static unsigned long differing_line(const char *a, const char *b)
{
	unsigned long line = 1;

	for (; *a != '\0' && *a == *b; a++, b++)
		line += *a == '\n';
	return line;
}

static int read_file(const char *path, struct output *o, struct pawl_error *err)
{
	char buf[65536];
	FILE *f = fopen(path, "re");
	size_t n;
	int saved = 0;

	if (f == NULL)
		return cli_fail(err, PAWL_E_FILE, "cannot read \"%s\": %s", path, strerror(errno));
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		output_write(o, buf, n);
	if (ferror(f))
		saved = errno;
	fclose(f);
	return saved == 0 ? 0
			  : cli_fail(err, PAWL_E_FILE, "cannot read \"%s\": %s", path,
				     strerror(saved));
}

static int compare(struct cli *cli, struct output *dump, struct pawl_error *err)
{
	struct output file;
	struct json_doc *d;
	const char *is, *should = output_text(dump);
	bool same;
	int rc;

	output_begin(&file);
	rc = read_file(check, &file, err);
	if (rc == 0) {
		is = output_text(&file);
		same = strcmp(is, should) == 0;
		if (cli->json) {
			d = json_doc_new();
			json_doc_object(d, NULL);
			json_doc_bool(d, "fresh", same);
			json_doc_print(d);
		} else if (!same) {
			ui_talk("%s is stale from line %lu on; pawl dump -o %s writes it anew",
				check, differing_line(is, should), check);
		}
		rc = same ? STATUS_DONE : STATUS_NO;
	}
	output_drop(&file);
	return rc;
}

static int finish(struct cli *cli, struct output *dump, struct pawl_error *err)
{
	struct json_doc *d;
	int rc;

	if (check != NULL)
		return compare(cli, dump, err);
	if (!cli->json || output != NULL) {
		rc = output_end(dump, output, err);
		if (rc == 0 && cli->json)
			report_output_json(output);
		return rc;
	}
	d = json_doc_new();
	json_doc_object(d, NULL);
	json_doc_text(d, "sql", output_text(dump));
	json_doc_print(d);
	return 0;
}

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_dump_options o = {
		.size = sizeof(o), .from = from, .at = at, .grants = grants, .owners = owners};
	struct output dump;
	int rc;

	if (from != NULL && at != NULL)
		return cli_fail(err, PAWL_E_USAGE, "--from and --at exclude each other");
	if (check != NULL && output != NULL)
		return cli_fail(err, PAWL_E_USAGE, "--check and --output exclude each other");
	rc = cli_open(cli, err);
	if (rc != 0)
		return rc;
	output_begin(&dump);
	rc = pawl_dump(cli->session, &o, output_write, &dump, err);
	if (rc == 0)
		rc = finish(cli, &dump, err);
	output_drop(&dump);
	return rc;
}

const struct cmd cmd_dump = {
	.name = "dump",
	.group = GROUP_MODEL,
	.summary = "the schema as SQL that loads again",
	.operands = "",
	.about = "Sorted by what needs what, then by name; no timestamps. Needs no other program.",
	.options = options,
	.examples = {{"pawl dump -o schema.sql", "after each migration, into version control"},
		     {"pawl dump --check schema.sql", "is it still right?"},
		     {"pawl dump --at 003", "what it was then"}},
	.run = run,
};
