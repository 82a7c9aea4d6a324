/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. GitHub: "Workflow
 * commands". GitLab: "Code Quality report format".
 */
#include "lint_format.h"

#include "clean.h"
#include "json.h"
#include "ui.h"

#include <pawl/version.h>

#include <stdlib.h>
#include <string.h>

static enum ui_style style_of(enum pawl_level level)
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
	ui_out(style_of(f->level), "^");
	for (size_t i = 1; i < width; i++)
		ui_out(style_of(f->level), "~");
	ui_out(UI_PLAIN, "\n");
}

static void print_text(const struct pawl_lint_report *r)
{
	char errors[UI_TIME], warnings[UI_TIME], files[UI_TIME];

	for (size_t i = 0; i < r->len; i++) {
		const struct pawl_finding *f = &r->findings[i];

		ui_out(UI_BOLD, "%s:%lu:%lu: ", f->file, f->line, f->column);
		ui_out(style_of(f->level), "%s: ", pawl_level_name(f->level));
		ui_out(UI_PLAIN, "%s ", f->message);
		ui_out(UI_DIM, "[%s]\n", f->rule);
		print_excerpt(f);
		ui_out(UI_GREEN, "  safe: ");
		ui_out(UI_PLAIN, "%s\n", f->safe);
	}
	ui_talk("%s, %s in %s%s", ui_count(r->errors, "error", errors),
		ui_count(r->warnings, "warning", warnings), ui_count(r->files, "file", files),
		r->known > 0 ? "; the baseline hides others" : "");
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

static void sarif_message(struct json_doc *d, const char *key, const char *text)
{
	json_doc_object(d, key);
	json_doc_text(d, "text", text);
	json_doc_end(d);
}

static void sarif_rules(struct json_doc *d)
{
	size_t n;
	const struct pawl_lint_rule *rules = pawl_lint_rules(&n);

	json_doc_list(d, "rules");
	for (size_t i = 0; i < n; i++) {
		json_doc_object(d, NULL);
		json_doc_text(d, "id", rules[i].id);
		sarif_message(d, "shortDescription", rules[i].summary);
		sarif_message(d, "fullDescription", rules[i].why);
		sarif_message(d, "help", rules[i].safe);
		json_doc_object(d, "defaultConfiguration");
		json_doc_text(d, "level", pawl_level_name(rules[i].level));
		json_doc_end(d);
		json_doc_end(d);
	}
	json_doc_end(d);
}

static void sarif_result(struct json_doc *d, const struct pawl_finding *f)
{
	json_doc_object(d, NULL);
	json_doc_text(d, "ruleId", f->rule);
	json_doc_text(d, "level", pawl_level_name(f->level));
	sarif_message(d, "message", f->message);
	json_doc_list(d, "locations");
	json_doc_object(d, NULL);
	json_doc_object(d, "physicalLocation");
	json_doc_object(d, "artifactLocation");
	json_doc_text(d, "uri", f->file);
	json_doc_end(d);
	json_doc_object(d, "region");
	json_doc_int(d, "startLine", (int64_t)f->line);
	json_doc_int(d, "startColumn", (int64_t)f->column);
	json_doc_int(d, "endLine", (int64_t)f->end_line);
	json_doc_int(d, "endColumn", (int64_t)f->end_column);
	json_doc_end(d);
	json_doc_end(d);
	json_doc_end(d);
	json_doc_end(d);
	json_doc_object(d, "partialFingerprints");
	json_doc_text(d, "pawl/v1", f->fingerprint);
	json_doc_end(d);
	json_doc_end(d);
}

static void print_sarif(const struct pawl_lint_report *r)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_text(d, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_doc_text(d, "version", "2.1.0");
	json_doc_list(d, "runs");
	json_doc_object(d, NULL);
	json_doc_object(d, "tool");
	json_doc_object(d, "driver");
	json_doc_text(d, "name", "pawl");
	json_doc_text(d, "version", PAWL_VERSION);
	sarif_rules(d);
	json_doc_end(d);
	json_doc_end(d);
	json_doc_text(d, "columnKind", "utf16CodeUnits");
	json_doc_list(d, "results");
	for (size_t i = 0; i < r->len; i++)
		sarif_result(d, &r->findings[i]);
	json_doc_end(d);
	json_doc_print(d);
}

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

static void print_github(const struct pawl_lint_report *r)
{
	static const char *const commands[] = {"notice", "warning", "error"};

	for (size_t i = 0; i < r->len; i++) {
		const struct pawl_finding *f = &r->findings[i];

		ui_out(UI_PLAIN, "::%s file=", commands[f->level]);
		put_escaped(f->file, true);
		ui_out(UI_PLAIN, ",line=%lu,endLine=%lu,col=%lu,title=%s::", f->line, f->end_line,
		       f->column, f->rule);
		put_escaped(f->message, false);
		ui_out(UI_PLAIN, "%%0Asafe: ");
		put_escaped(f->safe, false);
		ui_out(UI_PLAIN, "\n");
	}
}

static void print_gitlab(const struct pawl_lint_report *r)
{
	static const char *const severities[] = {"info", "minor", "major"};
	struct json_doc *d = json_doc_new();

	json_doc_list(d, NULL);
	for (size_t i = 0; i < r->len; i++) {
		const struct pawl_finding *f = &r->findings[i];

		json_doc_object(d, NULL);
		json_doc_text(d, "description", f->message);
		json_doc_text(d, "check_name", f->rule);
		json_doc_text(d, "fingerprint", f->fingerprint);
		json_doc_text(d, "severity", severities[f->level]);
		json_doc_object(d, "location");
		json_doc_text(d, "path", f->file);
		json_doc_object(d, "lines");
		json_doc_int(d, "begin", (int64_t)f->line);
		json_doc_int(d, "end", (int64_t)f->end_line);
		json_doc_end(d);
		json_doc_end(d);
		json_doc_end(d);
	}
	json_doc_print(d);
}

void lint_print(const struct pawl_lint_report *report, const char *format)
{
	static const struct {
		const char *name;
		void (*print)(const struct pawl_lint_report *r);
	} formats[] = {{"text", print_text},
		       {"json", print_json},
		       {"sarif", print_sarif},
		       {"github", print_github},
		       {"gitlab", print_gitlab}};

	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (strcmp(formats[i].name, format) == 0)
			formats[i].print(report);
}

void lint_print_rules(void)
{
	size_t n;
	const struct pawl_lint_rule *rules = pawl_lint_rules(&n);

	for (size_t i = 0; i < n; i++) {
		ui_out(UI_BOLD, "%-29s ", rules[i].id);
		ui_out(style_of(rules[i].level), "%-8s", pawl_level_name(rules[i].level));
		ui_out(UI_PLAIN, "%-8s%-4s%s\n", rules[i].class_name,
		       rules[i].is_default ? "on" : "", rules[i].summary);
	}
}

void lint_print_rules_json(void)
{
	size_t n;
	const struct pawl_lint_rule *rules = pawl_lint_rules(&n);
	struct json_doc *d = json_doc_new();

	json_doc_list(d, NULL);
	for (size_t i = 0; i < n; i++) {
		json_doc_object(d, NULL);
		json_doc_text(d, "rule", rules[i].id);
		json_doc_text(d, "class", rules[i].class_name);
		json_doc_text(d, "level", pawl_level_name(rules[i].level));
		json_doc_text(d, "engines", rules[i].engines);
		json_doc_known(d, "versions", rules[i].versions);
		json_doc_bool(d, "default", rules[i].is_default != 0);
		json_doc_text(d, "summary", rules[i].summary);
		json_doc_text(d, "why", rules[i].why);
		json_doc_text(d, "safe", rules[i].safe);
		json_doc_end(d);
	}
	json_doc_print(d);
}

static void print_section(const struct pawl_lint_rule *r)
{
	ui_out(UI_PLAIN, "### %s\n\n%s\n\n", r->id, r->summary);
	ui_out(UI_PLAIN, "%s, class %s, %s. %s%s%s\n\n", pawl_level_name(r->level), r->class_name,
	       r->is_default ? "on" : "off unless enabled", r->engines,
	       r->versions[0] != '\0' ? "; " : "", r->versions);
	ui_out(UI_PLAIN, "Why: %s\n\nSafe: %s\n", r->why, r->safe);
}

void lint_print_rules_markdown(void)
{
	size_t n;
	const struct pawl_lint_rule *rules = pawl_lint_rules(&n);

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			ui_out(UI_PLAIN, "\n");
		print_section(&rules[i]);
	}
}

bool lint_explain(const char *id)
{
	size_t n;
	const struct pawl_lint_rule *rules = pawl_lint_rules(&n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(rules[i].id, id) == 0) {
			print_section(&rules[i]);
			return true;
		}
	return false;
}
