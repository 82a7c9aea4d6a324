/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "fail.h"
#include "json.h"
#include "open.h"
#include "output.h"
#include "report.h"
#include "ui.h"

#include <string.h>

static const char *format, *from, *output, *title;
static bool migrations_only;

static const struct opt options[] = {
	{"format", 0, "html|markdown", "as -o ends, else html", NULL, &format},
	{"output", 'o', "FILE", "write to FILE", NULL, &output},
	{"from", 0, "SOURCE", "of this instead of the database", NULL, &from},
	{"title", 0, "TEXT", "instead of the database's name", NULL, &title},
	{"migrations", 0, NULL, "the index of migrations alone", &migrations_only, NULL},
	{0},
};

static const char *format_of(const char *path)
{
	const char *dot = path == NULL ? NULL : strrchr(path, '.');

	return dot != NULL && (strcmp(dot, ".md") == 0 || strcmp(dot, ".markdown") == 0)
		       ? "markdown"
		       : "html";
}

static int print(struct cli *cli, struct output *docs, const char *as, struct pawl_error *err)
{
	struct json_doc *d;
	int rc;

	if (!cli->json || output != NULL) {
		rc = output_end(docs, output, err);
		if (rc == 0 && cli->json)
			report_output_json(output);
		else if (rc == 0 && output != NULL)
			ui_talk("wrote %s", output);
		return rc;
	}
	d = json_doc_new();
	json_doc_object(d, NULL);
	json_doc_text(d, "format", as);
	json_doc_text(d, "text", output_text(docs));
	json_doc_print(d);
	return 0;
}

static int run(struct cli *cli, struct pawl_error *err)
{
	const struct setting_value given = {.text = format, .origin = "--format"};
	struct pawl_docs_options o = {.size = sizeof(o),
				      .format = format == NULL ? format_of(output) : format,
				      .from = from,
				      .title = title,
				      .migrations_only = migrations_only};
	struct output docs;
	int rc = format == NULL ? 0 : settings_check_word(&given, "format", options[0].arg, err);

	if (rc == 0)
		rc = cli_open(cli, err);
	if (rc != 0)
		return rc;
	output_begin(&docs);
	rc = pawl_docs(cli->session, &o, output_write, &docs, err);
	if (rc == 0)
		rc = print(cli, &docs, o.format, err);
	output_drop(&docs);
	return rc;
}

const struct cmd cmd_docs = {
	.name = "docs",
	.group = GROUP_MODEL,
	.summary = "describe the schema and the migrations: a page or Markdown",
	.operands = "",
	.about = "The HTML page needs no network: tables, keys, a drawing of the relations,\n"
		 "search, and the index of migrations.",
	.options = options,
	.examples = {{"pawl docs -o schema.html", "one page for the browser"},
		     {"pawl docs -o SCHEMA.md", "Markdown for the repository"},
		     {"pawl docs --migrations -o info.md", "what each migration is for"}},
	.run = run,
};
