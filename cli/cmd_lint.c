/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "exit.h"
#include "fail.h"
#include "lint_format.h"
#include "lint_since.h"
#include "open.h"
#include "ui.h"

#include <string.h>

static bool pending, fix, rules, write_baseline, offline;
#define LINT_LEVELS "error|warning|none"

static const char *since, *format, *fail_on, *baseline, *server, *explain;

static const struct opt options[] = {
	{"pending", 0, NULL, "what is not applied yet, by the database's history", &pending, NULL},
	{"since", 0, "COMMIT", "files that have changed since that commit", NULL, &since},
	{"format", 0, LINT_FORMATS, "how it is printed", NULL, &format},
	{"fail-on", 0, LINT_LEVELS, "exit 1 on these", NULL, &fail_on},
	{"server", 0, "VERSION", "14, \"mariadb 10.6\", \"mysql 8.0\"", NULL, &server},
	{"offline", 0, NULL, "ask no engine and no database", &offline, NULL},
	{"baseline", 0, "FILE", "pass over the findings listed there", NULL, &baseline},
	{"write-baseline", 0, NULL, "write the findings to that file", &write_baseline, NULL},
	{"fix", 0, NULL, "rewrite files, after showing how", &fix, NULL},
	{"rules", 0, NULL, "list the rules", &rules, NULL},
	{"explain", 0, "RULE", "why a rule is there, and the safe way", NULL, &explain},
	{0},
};

static int check(struct cli *cli, struct pawl_error *err)
{
	int rc;

	if (write_baseline && baseline == NULL)
		return cli_fail(err, PAWL_E_USAGE, "--write-baseline needs --baseline FILE");
	if ((pending || since != NULL) && cli->operands_len > 0)
		return cli_fail(err, PAWL_E_USAGE, "either files or --%s",
				pending ? "pending" : "since");
	if (pending && since != NULL)
		return cli_fail(err, PAWL_E_USAGE, "either --pending or --since");
	if (format == NULL)
		format = cli->json ? "json" : "text";
	rc = settings_check_word(&(struct setting_value){.text = format}, "--format", LINT_FORMATS,
				 err);
	if (rc == 0 && fail_on != NULL)
		rc = settings_check_word(&(struct setting_value){.text = fail_on}, "--fail-on",
					 LINT_LEVELS, err);
	return rc;
}

static int tell_rules(struct cli *cli, struct pawl_error *err)
{
	const char *nearest;

	if (explain != NULL && !lint_explain(explain, cli->json)) {
		nearest = lint_nearest_rule(explain);
		cli_fail(err, PAWL_E_USAGE, "unknown lint rule \"%s\"", explain);
		if (nearest != NULL)
			cli_hint(err, "did you mean \"%s\"?", nearest);
		else
			cli_hint(err, "pawl lint --rules lists them");
		return PAWL_E_USAGE;
	}
	if (explain != NULL)
		return STATUS_DONE;
	if (cli->json)
		lint_print_rules_json();
	else if (ui_is_verbose())
		lint_print_rules_markdown();
	else
		lint_print_rules();
	return STATUS_DONE;
}

/* The lines that go and come, between the common beginning and end. */
static void show_change(const char *file, const char *before, const char *after)
{
	size_t head = 0, tail = 0, n = strlen(before), m = strlen(after);

	for (size_t i = 0; before[i] != '\0' && before[i] == after[i]; i++)
		if (before[i] == '\n')
			head = i + 1;
	for (size_t i = 1; i <= n - head && i <= m - head && before[n - i] == after[m - i]; i++)
		if (before[n - i] == '\n')
			tail = i - 1;
	ui_out(UI_BOLD, "--- %s\n+++ %s\n", file, file);
	for (const char *p = before + head; p < before + n - tail; p += strcspn(p, "\n") + 1)
		ui_out(UI_RED, "-%.*s\n", (int)strcspn(p, "\n"), p);
	for (const char *p = after + head; p < after + m - tail; p += strcspn(p, "\n") + 1)
		ui_out(UI_GREEN, "+%.*s\n", (int)strcspn(p, "\n"), p);
}

static int fix_file(const struct pawl_lint_report *r, const char *file, struct pawl_error *err)
{
	const char *before, *after;
	int rc;

	pawl_lint_fix(r, file, &before, &after);
	if (before == NULL)
		return 0;
	show_change(file, before, after);
	rc = ui_flush(err);
	return rc != 0 ? rc : pawl_lint_write(file, after, err);
}

/* The findings of a file stand together. */
static size_t count_fixable(const struct pawl_lint_report *r, size_t first, bool applied)
{
	size_t n = 0;

	for (size_t i = first;
	     i < r->len && strcmp(r->findings[i].file, r->findings[first].file) == 0; i++)
		n += applied ? r->findings[i].applied != 0 : r->findings[i].fixable != 0;
	return n;
}

struct fixed {
	size_t findings, files;
};

static int fix_files(const struct pawl_lint_report *r, struct fixed *ret, struct pawl_error *err)
{
	char count[UI_TIME];
	const char *last = "";
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < r->len; i++) {
		const struct pawl_finding *f = &r->findings[i];
		size_t n, kept;

		if (strcmp(last, f->file) == 0)
			continue;
		last = f->file;
		n = count_fixable(r, i, false);
		kept = count_fixable(r, i, true);
		if (kept > 0)
			ui_talk("%s is applied, or finished by pawl.sum: left as it is, with %s "
				"that "
				"could be mended",
				last, ui_count(kept, "finding", count));
		if (n == 0)
			continue;
		rc = fix_file(r, last, err);
		ret->findings += n;
		ret->files++;
	}
	return rc;
}

static int exit_of(const struct pawl_lint_report *r)
{
	size_t n = r->errors;

	if (fail_on != NULL && strcmp(fail_on, "none") == 0)
		n = 0;
	else if (fail_on != NULL && strcmp(fail_on, "warning") == 0)
		n += r->warnings;
	return n > 0 ? STATUS_NO : STATUS_DONE;
}

static int write_known(const struct pawl_lint_report *r, struct pawl_error *err)
{
	char count[UI_TIME];
	int rc = pawl_lint_write(baseline, pawl_lint_baseline(r), err);

	if (rc == 0)
		ui_talk("wrote %s into %s", ui_count(r->len, "finding", count), baseline);
	return rc;
}

static int lint(struct cli *cli, struct pawl_lint_options *o, struct pawl_lint_report **ret,
		struct pawl_error *err)
{
	char findings[UI_TIME], files[UI_TIME];
	struct fixed fixed = {0};
	int rc = pawl_lint(cli->session, o, ret, err);

	if (rc != 0 || !fix)
		return rc;
	rc = fix_files(*ret, &fixed, err);
	if (rc == 0 && fixed.files > 0) {
		/* What is left is what counts. */
		pawl_lint_free(*ret);
		*ret = NULL;
		rc = pawl_lint(cli->session, o, ret, err);
	}
	if (rc == 0)
		ui_talk("mended %s in %s; %zu left", ui_count(fixed.findings, "finding", findings),
			ui_count(fixed.files, "file", files), (*ret)->len);
	return rc;
}

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_lint_options o = {
		.size = sizeof(o),
		.files = cli->operands,
		.files_len = (size_t)cli->operands_len,
		.pending = pending,
		.server = server,
		.offline = offline,
		.baseline = write_baseline ? NULL : baseline,
	};
	struct pawl_lint_report *report = NULL;
	int rc = check(cli, err);

	if (rc == 0 && (rules || explain != NULL))
		return tell_rules(cli, err);
	o.ignore = cli_names(cli, SETTING_LINT_IGNORE, &o.ignore_len);
	o.enable = cli_names(cli, SETTING_LINT_ENABLE, &o.enable_len);
	if (rc == 0 && since != NULL) {
		rc = lint_since(cli, since, &o.files, &o.files_len, err);
		if (rc == 0 && o.files_len == 0) {
			ui_talk("no migration has changed since %s", since);
			return STATUS_DONE;
		}
	}
	if (rc == 0)
		rc = cli_open(cli, err);
	if (rc == 0)
		rc = lint(cli, &o, &report, err);
	if (rc == 0 && write_baseline) {
		rc = write_known(report, err);
	} else if (rc == 0) {
		lint_print(report, format);
		rc = exit_of(report);
	}
	pawl_lint_free(report);
	return rc;
}

const struct cmd cmd_lint = {
	.name = "lint",
	.group = GROUP_SEE,
	.summary = "what in SQL files is dangerous, and the safe way",
	.operands = "[FILE...]",
	.about =
		"Without files every migration is looked at on its own. Needs --dialect or a URL;\n"
		"a database for --pending alone.",
	.options = options,
	.examples = {{"pawl lint --pending", "before up"},
		     {"pawl lint --since origin/main --format github", "in CI"},
		     {"pawl lint --explain fk-not-valid", "one rule"}},
	.most = OPERANDS_ANY,
	.run = run,
};
