/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rules: as a list, as JSON, and as the sections of docs/guide/lint.md. */
#include "json.h"
#include "lint_format.h"
#include "value.h"

#include <stdlib.h>
#include <string.h>

void lint_print_rules(void)
{
	size_t n;
	const struct pawl_lint_rule *rules = pawl_lint_rules(&n);

	for (size_t i = 0; i < n; i++) {
		ui_out(UI_BOLD, "%-29s ", rules[i].id);
		ui_out(lint_style(rules[i].level), "%-8s", pawl_level_name(rules[i].level));
		ui_out(UI_PLAIN, "%-8s%-4s%s\n", rules[i].class_name,
		       rules[i].is_default ? "on" : "", rules[i].summary);
	}
}

static void put_rule(struct json_doc *d, const struct pawl_lint_rule *rule)
{
	json_doc_object(d, NULL);
	json_doc_text(d, "rule", rule->id);
	json_doc_text(d, "class", rule->class_name);
	json_doc_text(d, "level", pawl_level_name(rule->level));
	json_doc_text(d, "engines", rule->engines);
	json_doc_known(d, "versions", rule->versions);
	json_doc_bool(d, "default", rule->is_default != 0);
	json_doc_text(d, "summary", rule->summary);
	json_doc_text(d, "why", rule->why);
	json_doc_text(d, "safe", rule->safe);
}

void lint_print_rules_json(void)
{
	size_t n;
	const struct pawl_lint_rule *rules = pawl_lint_rules(&n);
	struct json_doc *d = json_doc_new();

	json_doc_list(d, NULL);
	for (size_t i = 0; i < n; i++) {
		put_rule(d, &rules[i]);
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

static const struct pawl_lint_rule *find_rule(const char *id)
{
	size_t n;
	const struct pawl_lint_rule *rules = pawl_lint_rules(&n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(rules[i].id, id) == 0)
			return &rules[i];
	return NULL;
}

/* Words up to the width of the terminal, behind a heading of the first line. */
static void print_wrapped(const char *heading, const char *text)
{
	enum { INDENT = 6, WIDEST = 100, NARROWEST = 40 };
	size_t width = ui_width(), at = INDENT;

	width = width == 0 || width > WIDEST ? WIDEST : width < NARROWEST ? NARROWEST : width;
	ui_out(UI_BOLD, "\n%-*s", INDENT, heading);
	while (*text != '\0') {
		size_t n = strcspn(text, " ");

		if (at > INDENT && at + 1 + n > width) {
			ui_out(UI_PLAIN, "\n%*s", INDENT, "");
			at = INDENT;
		}
		ui_out(UI_PLAIN, "%s%.*s", at > INDENT ? " " : "", (int)n, text);
		at += n + (at > INDENT);
		text += n;
		text += strspn(text, " ");
	}
	ui_out(UI_PLAIN, "\n");
}

bool lint_explain(const char *id, bool json)
{
	const struct pawl_lint_rule *r = find_rule(id);
	struct json_doc *d;

	if (r == NULL)
		return false;
	if (json) {
		d = json_doc_new();
		put_rule(d, r);
		json_doc_print(d);
		return true;
	}
	ui_out(UI_BOLD, "%s", r->id);
	ui_out(UI_PLAIN, ": %s\n", r->summary);
	ui_out(lint_style(r->level), "%s", pawl_level_name(r->level));
	ui_out(UI_PLAIN, ", class %s, %s. %s%s%s\n", r->class_name,
	       r->is_default ? "on" : "off unless enabled", r->engines,
	       r->versions[0] != '\0' ? "; " : "", r->versions);
	print_wrapped("Why:", r->why);
	print_wrapped("Safe:", r->safe);
	return true;
}

const char *lint_nearest_rule(const char *id)
{
	size_t n;
	const struct pawl_lint_rule *rules = pawl_lint_rules(&n);
	const char **names = calloc(n, sizeof(*names));
	const char *ret;

	if (names == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		names[i] = rules[i].id;
	ret = value_nearest(id, names, n);
	free(names);
	return ret;
}
