/* SPDX-License-Identifier: Apache-2.0 */
/* Findings for people, and as JSON. */
#include "lint_format.h"

#include "clean.h"
#include "json.h"
#include "ui.h"

#include <string.h>

enum ui_style lint_style(enum pawl_level level)
{
	return level == PAWL_LEVEL_ERROR     ? UI_RED
	       : level == PAWL_LEVEL_WARNING ? UI_YELLOW
					     : UI_DIM;
}

/* The line with a mark under the place. Tabs are blanks, so that the mark stands right. */
static void print_excerpt(const struct pawl_finding *f)
{
	enum { SHOWN = 160 };
	char line[SHOWN + 1], before[SHOWN + 1];
	size_t len = strlen(f->text), at = f->column - 1, end, width;

	if (at > len)
		at = len;
	/* Of a long line the part where it is. */
	if (at > SHOWN / 2) {
		snprintf(line, sizeof(line), "%s", f->text + at - SHOWN / 4);
		end = SHOWN / 4 + (f->end_line == f->line ? f->end_column - f->column : len - at);
		at = SHOWN / 4;
	} else {
		snprintf(line, sizeof(line), "%s", f->text);
		end = f->end_line == f->line ? f->end_column - 1 : len;
	}
	for (char *p = line; *p != '\0'; p++)
		*p = *p == '\t' ? ' ' : *p;
	clean_text(line);
	if (end > strlen(line))
		end = strlen(line);
	snprintf(before, sizeof(before), "%.*s", (int)at, line);
	width = end > at ? clean_width(line) - clean_width(before) : 1;
	if (end < strlen(line) && end > at) {
		char marked[SHOWN + 1];

		snprintf(marked, sizeof(marked), "%.*s", (int)(end - at), line + at);
		width = clean_width(marked);
	}
	ui_out(UI_DIM, "%6lu | ", f->line);
	ui_out(UI_PLAIN, "%s\n", line);
	ui_out(UI_DIM, "       | ");
	ui_out(UI_PLAIN, "%*s", (int)clean_width(before), "");
	memset(line, '~', sizeof(line) - 1);
	line[0] = '^';
	ui_out(lint_style(f->level), "%.*s\n", width < SHOWN ? (int)width : SHOWN, line);
}

static void print_summary(const struct pawl_lint_report *r)
{
	char errors[UI_TIME], warnings[UI_TIME], notes[UI_TIME], files[UI_TIME], known[UI_TIME];

	ui_talk("%s, %s%s%s in %s%s%s", ui_count(r->errors, "error", errors),
		ui_count(r->warnings, "warning", warnings), r->notes > 0 ? ", " : "",
		r->notes > 0 ? ui_count(r->notes, "note", notes) : "",
		ui_count(r->files, "file", files), r->known > 0 ? "; the baseline hides " : "",
		r->known > 0 ? ui_count(r->known, "finding", known) : "");
}

static void print_text(const struct pawl_lint_report *r)
{

	for (size_t i = 0; i < r->len; i++) {
		const struct pawl_finding *f = &r->findings[i];

		ui_out(UI_BOLD, "%s:%lu:%lu: ", f->file, f->line, f->column);
		ui_out(lint_style(f->level), "%s: ", pawl_level_name(f->level));
		ui_out(UI_PLAIN, "%s ", f->message);
		ui_out(UI_DIM, "[%s]\n", f->rule);
		print_excerpt(f);
		ui_out(UI_GREEN, "  safe: ");
		ui_out(UI_PLAIN, "%s\n", f->safe);
	}
	print_summary(r);
}

static void print_json(const struct pawl_lint_report *r)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_list(d, "findings");
	for (size_t i = 0; i < r->len; i++) {
		const struct pawl_finding *f = &r->findings[i];

		json_doc_object(d, NULL);
		json_doc_text(d, "rule", f->rule);
		json_doc_text(d, "class", f->class_name);
		json_doc_text(d, "level", pawl_level_name(f->level));
		json_doc_text(d, "file", f->file);
		json_doc_int(d, "line", (int64_t)f->line);
		json_doc_int(d, "column", (int64_t)f->column);
		json_doc_int(d, "end_line", (int64_t)f->end_line);
		json_doc_int(d, "end_column", (int64_t)f->end_column);
		json_doc_text(d, "message", f->message);
		json_doc_text(d, "why", f->why);
		json_doc_text(d, "safe", f->safe);
		json_doc_bool(d, "fixable", f->fixable != 0);
		json_doc_text(d, "fingerprint", f->fingerprint);
		json_doc_end(d);
	}
	json_doc_end(d);
	json_doc_text(d, "dialect", r->dialect);
	json_doc_int(d, "errors", (int64_t)r->errors);
	json_doc_int(d, "warnings", (int64_t)r->warnings);
	json_doc_int(d, "notes", (int64_t)r->notes);
	json_doc_int(d, "files", (int64_t)r->files);
	json_doc_int(d, "statements", (int64_t)r->statements);
	json_doc_int(d, "allowed", (int64_t)r->allowed);
	json_doc_int(d, "known", (int64_t)r->known);
	json_doc_print(d);
}

void lint_print(const struct pawl_lint_report *report, const char *format)
{
	static const struct {
		const char *name;
		void (*print)(const struct pawl_lint_report *r);
	} formats[] = {{"text", print_text},
		       {"json", print_json},
		       {"sarif", lint_print_sarif},
		       {"github", lint_print_github},
		       {"gitlab", lint_print_gitlab}};

	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (strcmp(formats[i].name, format) == 0)
			formats[i].print(report);
}
