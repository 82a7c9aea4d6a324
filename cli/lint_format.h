/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of lint for people and for other programs. */
#ifndef CLI_LINT_FORMAT_H
#define CLI_LINT_FORMAT_H

#include "ui.h"

#include <pawl/lint.h>

#include <stdbool.h>

/* The words that --format takes. */
#define LINT_FORMATS "text|json|sarif|github|gitlab"

/* Print the report; format is one of LINT_FORMATS. */
void lint_print(const struct pawl_lint_report *report, const char *format);

void lint_print_sarif(const struct pawl_lint_report *report);
void lint_print_github(const struct pawl_lint_report *report);
void lint_print_gitlab(const struct pawl_lint_report *report);

enum ui_style lint_style(enum pawl_level level);

/* lint_rules.c: the table of rules, as JSON, and as the sections of the guide. */
void lint_print_rules(void);
void lint_print_rules_json(void);
void lint_print_rules_markdown(void);
/* One rule in full; false if there is none of that name. */
bool lint_explain(const char *id, bool json);
/* What a misspelt name was probably meant to be; NULL. */
const char *lint_nearest_rule(const char *id);

#endif
