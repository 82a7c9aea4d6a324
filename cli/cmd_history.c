/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "open.h"
#include "report.h"
#include "table.h"
#include "ui.h"

#include <stdlib.h>
#include <string.h>

static bool show_log;

static const struct opt options[] = {
	{"log", 0, NULL, "all that happened, reverts and failures too", &show_log, NULL},
	{0},
};

/* One migration that the history has a row of. */
struct row {
	const struct pawl_migration *m;
};

/* By time, and in running order where it is the same: qsort() alone is not stable. */
static int by_time(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = strcmp(x->m->applied_at, y->m->applied_at);

	if (order != 0)
		return order;
	return x->m < y->m ? -1 : x->m > y->m;
}

/* Some tools' tables do not say when. */
static bool has_row(const struct pawl_migration *m)
{
	switch (m->state) {
	case PAWL_STATE_APPLIED:
	case PAWL_STATE_CHANGED:
	case PAWL_STATE_MISSING:
	case PAWL_STATE_FAILED:
	case PAWL_STATE_IN_PROGRESS:
		return true;
	case PAWL_STATE_PENDING:
	case PAWL_STATE_OUT_OF_ORDER:
	case PAWL_STATE_EXCLUDED:
		break;
	}
	return m->applied_at[0] != '\0';
}

static struct row *applied_rows(struct cli *cli, const struct pawl_status *s, size_t *ret_len)
{
	struct row *rows = memory_alloc(&cli->memory, s->len * sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < s->len; i++)
		if (has_row(&s->migrations[i]))
			rows[n++].m = &s->migrations[i];
	qsort(rows, n, sizeof(*rows), by_time);
	*ret_len = n;
	return rows;
}

static void print_rows(const struct row *rows, size_t n)
{
	static const struct table_column columns[] = {
		{.title = "APPLIED AT (UTC)"},    {.title = "VERSION", .cut = true},
		{.title = "NAME", .cut = true},   {.title = "STATE"},
		{.title = "TIME", .right = true}, {.title = "BY", .cut = true},
	};
	struct table *t = table_new(columns, sizeof(columns) / sizeof(columns[0]));
	char text[UI_TIME];

	for (size_t i = 0; i < n; i++) {
		const struct pawl_migration *m = rows[i].m;

		table_add(t, UI_PLAIN, "%s", ui_date(m->applied_at, text));
		table_add(t, UI_PLAIN, "%s", m->version[0] != '\0' ? m->version : "R");
		table_add(t, UI_PLAIN, "%s", m->name);
		table_add(t, m->state == PAWL_STATE_APPLIED ? UI_GREEN : UI_RED, "%s",
			  pawl_state_name(m->state));
		table_add(t, UI_PLAIN, "%s",
			  m->duration_ms < 0 ? "" : ui_time(m->duration_ms * 1000, text));
		table_add(t, UI_DIM, "%s", m->applied_by);
	}
	table_print(t);
}

static void print_rows_json(const struct row *rows, size_t n)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_list(d, "history");
	for (size_t i = 0; i < n; i++)
		report_migration_json(d, rows[i].m);
	json_doc_print(d);
}

static int history(struct cli *cli, struct pawl_error *err)
{
	struct pawl_status *status;
	struct row *rows;
	size_t n;
	int rc = pawl_status(cli->session, &status, err);

	if (rc != 0)
		return rc;
	rows = applied_rows(cli, status, &n);
	if (cli->json)
		print_rows_json(rows, n);
	else if (n == 0)
		ui_out(UI_PLAIN, "nothing is applied\n");
	else
		print_rows(rows, n);
	pawl_status_free(status);
	return 0;
}

static void print_log(const struct pawl_log *log)
{
	static const struct table_column columns[] = {
		{.title = "AT (UTC)"},          {.title = "ACTION"},
		{.title = "FILE", .cut = true}, {.title = "TIME", .right = true},
		{.title = "BY", .cut = true},
	};
	struct table *t = table_new(columns, sizeof(columns) / sizeof(columns[0]));
	char text[UI_TIME];

	for (size_t i = 0; i < log->len; i++) {
		const struct pawl_log_entry *e = &log->entries[i];

		table_add(t, UI_PLAIN, "%s", ui_date(e->at, text));
		table_add(t, UI_PLAIN, "%s", e->action);
		table_add(t, UI_PLAIN, "%s", e->filename[0] != '\0' ? e->filename : e->version);
		table_add(t, UI_PLAIN, "%s",
			  e->duration_ms < 0 ? "" : ui_time(e->duration_ms * 1000, text));
		table_add(t, UI_DIM, "%s", e->by);
	}
	table_print(t);
	/* Too long for a table. */
	for (size_t i = 0; i < log->len; i++)
		if (log->entries[i].error[0] != '\0') {
			ui_out(UI_PLAIN, "%s %s: ", ui_date(log->entries[i].at, text),
			       log->entries[i].action);
			ui_out(UI_RED, "%s\n", log->entries[i].error);
		}
}

static void print_log_json(const struct pawl_log *log)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_list(d, "log");
	for (size_t i = 0; i < log->len; i++) {
		const struct pawl_log_entry *e = &log->entries[i];

		json_doc_object(d, NULL);
		json_doc_text(d, "at", e->at);
		json_doc_text(d, "action", e->action);
		json_doc_known(d, "version", e->version);
		json_doc_known(d, "filename", e->filename);
		json_doc_known(d, "by", e->by);
		json_doc_known(d, "from", e->from);
		json_doc_known(d, "environment", e->environment);
		json_doc_known(d, "error", e->error);
		json_doc_known(d, "pawl_version", e->pawl_version);
		json_doc_known_int(d, "duration_ms", e->duration_ms);
		json_doc_end(d);
	}
	json_doc_print(d);
}

static int whole_log(struct cli *cli, struct pawl_error *err)
{
	struct pawl_log *log;
	int rc = pawl_log(cli->session, &log, err);

	if (rc != 0)
		return rc;
	if (cli->json)
		print_log_json(log);
	else if (log->len == 0)
		ui_out(UI_PLAIN, "nothing has happened yet\n");
	else
		print_log(log);
	pawl_log_free(log);
	return 0;
}

static int run(struct cli *cli, struct pawl_error *err)
{
	int rc = cli_open(cli, err);

	if (rc != 0)
		return rc;
	return show_log ? whole_log(cli, err) : history(cli, err);
}

const struct cmd cmd_history = {
	.name = "history",
	.group = GROUP_SEE,
	.summary = "what was applied when and by whom, newest last",
	.operands = "",
	.options = options,
	.examples = {{"pawl history", "the applied migrations"},
		     {"pawl history --log", "every apply, revert, stamp, repair and failure"}},
	.run = run,
};
