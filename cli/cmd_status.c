/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "open.h"
#include "report.h"
#include "table.h"
#include "ui.h"

#include <string.h>

static bool exit_code;

static const struct opt options[] = {
	{"exit-code", 0, NULL, "exit 1 if something is pending", &exit_code, NULL},
	{0},
};

static enum ui_style state_style(enum pawl_state state)
{
	switch (state) {
	case PAWL_STATE_APPLIED:
		return UI_GREEN;
	case PAWL_STATE_PENDING:
	case PAWL_STATE_IN_PROGRESS:
		return UI_YELLOW;
	case PAWL_STATE_EXCLUDED:
		return UI_DIM;
	case PAWL_STATE_CHANGED:
	case PAWL_STATE_MISSING:
	case PAWL_STATE_FAILED:
	case PAWL_STATE_OUT_OF_ORDER:
		return UI_RED;
	}
	return UI_PLAIN;
}

static void print_counts(const struct pawl_status *s)
{
	const struct {
		size_t n;
		const char *what;
	} counts[] = {
		{s->applied, "applied"},
		{s->pending, "pending"},
		{s->out_of_order, "out of order"},
		{s->changed, "changed"},
		{s->missing, "applied without a file"},
		{s->failed, "failed"},
		{s->in_progress, "in progress"},
		{s->excluded, "excluded"},
	};
	const char *separator = "";

	/* The first two are always told, the others where there are any. */
	for (size_t i = s->applied == 0 && s->missing != 0 ? 1 : 0;
	     i < sizeof(counts) / sizeof(counts[0]); i++) {
		if (i >= 2 && counts[i].n == 0)
			continue;
		ui_out(UI_PLAIN, "%s%zu %s", separator, counts[i].n, counts[i].what);
		separator = ", ";
	}
	ui_out(UI_PLAIN, "\n");
}

static void print_tool(const struct pawl_status *s)
{
	char text[UI_TIME];

	if (s->tool_len != 0 && s->tool_again)
		ui_warn("warning: %s recorded by %s in \"%s\" since it was adopted: run \"pawl "
			"adopt\" again",
			ui_count(s->tool_len, "migration", text), s->tool, s->tool_table);
	else if (s->tool_len != 0)
		ui_warn("warning: %s recorded by %s in \"%s\", not adopted: \"pawl adopt\" "
			"takes them over, --history keep goes on beside it",
			ui_count(s->tool_len, "migration", text), s->tool, s->tool_table);
	if (s->tool_taken_back != 0)
		ui_warn("warning: %s adopted from %s %s in \"%s\" no longer: \"pawl adopt\" says "
			"which",
			ui_count(s->tool_taken_back, "migration", text), s->tool,
			s->tool_taken_back == 1 ? "is" : "are", s->tool_table);
}

static void print_head(const struct pawl_status *s)
{
	ui_out(UI_BOLD, "%s", s->database);
	if (s->current_len == 0)
		ui_out(UI_PLAIN, " has nothing applied");
	for (size_t i = 0; i < s->current_len; i++)
		ui_out(UI_PLAIN, "%s%s", i == 0 ? " at " : ", ", s->current[i]);
	ui_out(UI_PLAIN, ": ");
	print_counts(s);
	if (s->newer)
		ui_warn("warning: the database is newer than these files");
	print_tool(s);
}

static void print_table(const struct pawl_status *s)
{
	static const struct table_column columns[] = {
		{.title = "VERSION", .cut = true},
		{.title = "NAME", .cut = true},
		{.title = "STATE"},
		{.title = "APPLIED AT (UTC)"},
		{.title = "TIME", .right = true},
	};
	struct table *t = table_new(columns, sizeof(columns) / sizeof(columns[0]));
	char text[UI_TIME];

	for (size_t i = 0; i < s->len; i++) {
		const struct pawl_migration *m = &s->migrations[i];

		table_add(t, UI_PLAIN, "%s", m->version[0] != '\0' ? m->version : "R");
		if (m->language != NULL)
			table_add(t, UI_PLAIN, "%s (%s)", m->name, m->language);
		else
			table_add(t, UI_PLAIN, "%s", m->name);
		table_add(t, state_style(m->state), "%s", pawl_state_name(m->state));
		table_add(t, UI_PLAIN, "%s", ui_date(m->applied_at, text));
		table_add(t, UI_PLAIN, "%s",
			  m->duration_ms < 0 ? "" : ui_time(m->duration_ms * 1000, text));
	}
	table_print(t);
	for (size_t i = 0; i < s->len; i++)
		if (s->migrations[i].progress[0] != '\0')
			ui_out(UI_PLAIN, "%s %s\n", s->migrations[i].filename,
			       s->migrations[i].progress);
}

static void print_json(const struct pawl_status *s)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_known(d, "database", s->database);
	json_doc_known(d, "history_table", s->history_table);
	json_doc_bool(d, "history_exists", s->history_exists);
	json_doc_texts(d, "current", s->current, s->current_len);
	json_doc_bool(d, "newer", s->newer);
	if (s->tool != NULL) {
		json_doc_object(d, "unadopted");
		json_doc_text(d, "tool", s->tool);
		json_doc_text(d, "table", s->tool_table);
		json_doc_int(d, "migrations", (int64_t)s->tool_len);
		json_doc_int(d, "taken_back", (int64_t)s->tool_taken_back);
		json_doc_end(d);
	} else {
		json_doc_null(d, "unadopted");
	}
	json_doc_int(d, "applied", (int64_t)s->applied);
	json_doc_int(d, "pending", (int64_t)s->pending);
	json_doc_int(d, "out_of_order", (int64_t)s->out_of_order);
	json_doc_int(d, "changed", (int64_t)s->changed);
	json_doc_int(d, "missing", (int64_t)s->missing);
	json_doc_int(d, "failed", (int64_t)s->failed);
	json_doc_int(d, "in_progress", (int64_t)s->in_progress);
	json_doc_int(d, "excluded", (int64_t)s->excluded);
	json_doc_list(d, "migrations");
	for (size_t i = 0; i < s->len; i++)
		report_migration_json(d, &s->migrations[i]);
	json_doc_print(d);
}

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_status *status;
	int rc = cli_open(cli, err);

	if (rc == 0)
		rc = pawl_status(cli->session, &status, err);
	if (rc != 0)
		return rc;
	if (cli->json) {
		print_json(status);
	} else {
		print_head(status);
		if (status->len > 0)
			ui_out(UI_PLAIN, "\n");
		print_table(status);
	}
	rc = report_exit(exit_code, status);
	pawl_status_free(status);
	return rc;
}

const struct cmd cmd_status = {
	.name = "status",
	.group = GROUP_SEE,
	.summary = "what is applied, pending, changed, missing",
	.operands = "",
	.options = options,
	.examples = {{"pawl status", "the database and each migration"},
		     {"pawl status --exit-code", "exit 1 if something is pending"}},
	.run = run,
};
