/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rules: as a list, as JSON, and as the sections of docs/guide/lint.md. */
#include "json.h"
#include "lint_format.h"

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
