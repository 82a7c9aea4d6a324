/* SPDX-License-Identifier: Apache-2.0 */
/* GitHub: "Workflow commands". GitLab: "Code Quality report format". */
#include "json.h"
#include "lint_format.h"
#include "lint_path.h"
#include "ui.h"

#include <stdlib.h>
#include <string.h>

/* %, line ends, and in properties ":" and "," are written as %25, ... */
static void put_escaped(const char *text, bool property)
{
	const char *special = property ? "%\r\n:," : "%\r\n";

	while (*text != '\0') {
		size_t n = strcspn(text, special);

		ui_out(UI_PLAIN, "%.*s", (int)n, text);
		text += n;
		if (*text != '\0')
			ui_out(UI_PLAIN, "%%%02X", (unsigned char)*text++);
	}
}

void lint_print_github(const struct pawl_lint_report *r)
{
	static const char *const commands[] = {"notice", "warning", "error"};

	for (size_t i = 0; i < r->len; i++) {
		const struct pawl_finding *f = &r->findings[i];
		char *path = lint_path_in_tree(f->file);

		ui_out(UI_PLAIN, "::%s file=", commands[f->level]);
		put_escaped(path, true);
		free(path);
		ui_out(UI_PLAIN, ",line=%lu,endLine=%lu,col=%lu", f->line, f->end_line, f->column);
		/* Taken within one line only. */
		if (f->end_line == f->line)
			ui_out(UI_PLAIN, ",endColumn=%lu", f->end_column);
		ui_out(UI_PLAIN, ",title=%s::", f->rule);
		put_escaped(f->message, false);
		ui_out(UI_PLAIN, "%%0Asafe: ");
		put_escaped(f->safe, false);
		ui_out(UI_PLAIN, "\n");
	}
}

void lint_print_gitlab(const struct pawl_lint_report *r)
{
	static const char *const severities[] = {"info", "minor", "major"};
	struct json_doc *d = json_doc_new();

	json_doc_list(d, NULL);
	for (size_t i = 0; i < r->len; i++) {
		const struct pawl_finding *f = &r->findings[i];
		char *path = lint_path_in_tree(f->file);

		json_doc_object(d, NULL);
		json_doc_text(d, "description", f->message);
		json_doc_text(d, "check_name", f->rule);
		json_doc_text(d, "fingerprint", f->fingerprint);
		json_doc_text(d, "severity", severities[f->level]);
		json_doc_object(d, "location");
		json_doc_text(d, "path", path);
		json_doc_object(d, "lines");
		json_doc_int(d, "begin", (int64_t)f->line);
		json_doc_int(d, "end", (int64_t)f->end_line);
		json_doc_end(d);
		json_doc_end(d);
		json_doc_end(d);
		free(path);
	}
	json_doc_print(d);
}
