/* SPDX-License-Identifier: Apache-2.0 */
#include "report.h"

#include "exit.h"
#include "fail.h"
#include "open.h"
#include "table.h"
#include "ui.h"
#include "value.h"

#include <stdlib.h>
#include <string.h>

enum { WORTH_TELLING_US = 1000 };

void report_step_json(struct json_doc *d, const struct pawl_step *s)
{
	json_doc_object(d, NULL);
	json_doc_text(d, "action", s->action);
	json_doc_known(d, "version", s->version);
	json_doc_text(d, "name", s->name);
	json_doc_text(d, "filename", s->filename);
	json_doc_known(d, "transaction", s->transaction);
	json_doc_known(d, "reason", s->reason);
	json_doc_int(d, "statements", (int64_t)s->statements);
	json_doc_bool(d, "destructive", s->destructive);
	json_doc_known_int(d, "duration_ms", s->duration_ms);
	json_doc_bool(d, "done", s->done);
}

const char *report_place(const struct pawl_step *s, unsigned long line, unsigned long column,
			 unsigned long before, unsigned long behind, char buf[REPORT_PLACE])
{
	const char *name = s->version[0] != '\0' ? s->version : s->name;

	if (line == before || line == behind)
		snprintf(buf, REPORT_PLACE, "%.40s:%lu:%lu", name, line, column);
	else
		snprintf(buf, REPORT_PLACE, "%.40s:%lu", name, line);
	return buf;
}

void report_run_json(const struct pawl_run *run)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_bool(d, "dry_run", run->dry_run);
	json_doc_known(d, "from", run->from);
	json_doc_known(d, "to", run->to);
	json_doc_bool(d, "stopped", run->stopped);
	json_doc_int(d, "batches", (int64_t)run->batches);
	json_doc_known(d, "backup", run->backup == NULL ? "" : run->backup);
	if (run->tool != NULL) {
		json_doc_text(d, "tool", run->tool);
		json_doc_text(d, "table", run->tool_table);
		json_doc_int(d, "pending", (int64_t)run->pending);
	}
	json_doc_list(d, "steps");
	for (size_t i = 0; i < run->len; i++) {
		report_step_json(d, &run->steps[i]);
		json_doc_end(d);
	}
	json_doc_print(d);
}

void report_steps(const struct pawl_run *run)
{
	for (size_t i = 0; i < run->len; i++) {
		const struct pawl_step *s = &run->steps[i];

		ui_out(UI_PLAIN, "  %s%s %s%s%s\n", run->dry_run ? "would " : "", s->action,
		       s->filename, s->reason[0] == '\0' ? "" : ": ", s->reason);
	}
}

/* The sum of the steps' times as they were shown, so that it is never less than its parts. */
static int64_t shown_time(const struct pawl_run *run)
{
	int64_t sum = 0;

	for (size_t i = 0; i < run->len; i++) {
		int64_t us = run->steps[i].duration_us;
		int64_t unit = us < 1000 ? 1 : us < 1000000 ? 1000 : 100000;

		sum += (us + unit / 2) / unit * unit;
	}
	return sum;
}

void report_end(const struct pawl_run *run, const char *what)
{
	const char *at = run->to[0] != '\0' ? run->to : NULL;
	int64_t us = shown_time(run);
	char time[UI_TIME];

	if (run->len == 0) {
		ui_out(UI_PLAIN,
		       at == NULL ? "nothing to do: nothing is applied\n"
				  : "nothing to do: at %s\n",
		       at);
		return;
	}
	if (run->dry_run) {
		ui_out(UI_PLAIN, "nothing was changed (%zu would be %s)\n", run->len, what);
		return;
	}
	if (run->stopped) {
		ui_out(UI_BOLD, "stopped after %zu batch%s", run->batches,
		       run->batches == 1 ? "" : "es");
		ui_out(UI_PLAIN, ", go on with pawl %s\n",
		       strcmp(what, "reverted") == 0 ? "down" : "up");
		return;
	}
	if (at == NULL)
		ui_out(UI_BOLD, "nothing is applied any more");
	else
		ui_out(UI_BOLD, "now at %s", at);
	ui_out(UI_PLAIN, " (%zu %s", run->len, what);
	if (us >= WORTH_TELLING_US)
		ui_out(UI_PLAIN, ", %s", ui_time(us, time));
	ui_out(UI_PLAIN, ")\n");
}

/* How many of the steps have the reason of step i; 0 where an earlier one has it, too. */
static size_t sharers(const struct pawl_run *run, size_t i)
{
	size_t n = 0;

	for (size_t k = 0; k < run->len; k++) {
		bool same = strcmp(run->steps[k].reason, run->steps[i].reason) == 0;

		if (same && k < i)
			return 0;
		n += same;
	}
	return n;
}

/* Below the table, for they are long; what holds for several is said once. */
static void print_step_reasons(const struct pawl_run *run)
{
	for (size_t i = 0; i < run->len; i++) {
		const struct pawl_step *s = &run->steps[i];
		size_t n = s->reason[0] == '\0' ? 0 : sharers(run, i);

		if (n > 0)
			ui_out(UI_DIM, "%s: %s\n", n == 1 ? s->filename : s->transaction,
			       s->reason);
	}
}

void report_plan(const struct pawl_run *run)
{
	static const struct table_column columns[] = {
		{.title = "ACTION"},
		{.title = "VERSION", .cut = true},
		{.title = "NAME", .cut = true},
		{.title = "TRANSACTION"},
		{.title = "STATEMENTS", .right = true},
		{.title = "REMARKS"},
	};
	struct table *t = table_new(columns, sizeof(columns) / sizeof(columns[0]));

	for (size_t i = 0; i < run->len; i++) {
		const struct pawl_step *s = &run->steps[i];

		table_add(t, UI_PLAIN, "%s", s->action);
		table_add(t, UI_PLAIN, "%s", s->version);
		table_add(t, UI_PLAIN, "%s", s->name);
		table_add(t, UI_PLAIN, "%s", s->transaction);
		table_add(t, UI_PLAIN, "%zu", s->statements);
		table_add(t, UI_RED, "%s", s->destructive ? "destructive" : "");
	}
	table_print(t);
	print_step_reasons(run);
}

int report_done(struct cli *cli, report_call *call, const struct pawl_run_options *o,
		const char *what, struct pawl_error *err)
{
	struct pawl_run *result;
	int rc;

	cli->steps = !cli->json && !o->dry_run;
	rc = call(cli->session, o, &result, err);
	if (rc != 0)
		return rc;
	if (cli->json)
		report_run_json(result);
	else if (o->dry_run && result->len > 0)
		report_plan(result);
	else
		report_end(result, what);
	if (!cli->json && o->dry_run && result->len > 0)
		ui_talk("nothing was changed");
	pawl_run_free(result);
	return 0;
}

int report_record(struct cli *cli, report_call *call, bool dry_run, struct pawl_error *err)
{
	struct pawl_run_options o = {
		.size = sizeof(o), .target = cli_operand(cli, 0), .dry_run = dry_run};
	struct pawl_run *result;
	int rc = cli_open(cli, err);

	if (rc == 0)
		rc = call(cli->session, &o, &result, err);
	if (rc != 0)
		return rc;
	if (cli->json) {
		report_run_json(result);
	} else {
		report_steps(result);
		report_end(result, "recorded");
	}
	pawl_run_free(result);
	return 0;
}

int report_write(void *data, const char *text, size_t len)
{
	FILE *f = data;

	if (f == NULL)
		ui_raw(text, len);
	else
		fwrite(text, 1, len, f);
	return 0;
}

int report_sql(struct cli *cli, const struct pawl_run_options *o,
	       int (*write_sql)(struct pawl_session *s, const struct pawl_run_options *o,
				pawl_write_fn write, void *data, struct pawl_error *err),
	       struct pawl_error *err)
{
	struct json_doc *d;
	char *text = NULL;
	size_t len = 0;
	FILE *f;
	int rc;

	if (!cli->json)
		return write_sql(cli->session, o, report_write, NULL, err);
	f = open_memstream(&text, &len);
	if (f == NULL)
		abort();
	rc = write_sql(cli->session, o, report_write, f, err);
	fclose(f);
	if (rc == 0) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_slice(d, "sql", text, len);
		json_doc_print(d);
	}
	free(text);
	return rc;
}

void report_migration_json(struct json_doc *d, const struct pawl_migration *m)
{
	json_doc_object(d, NULL);
	json_doc_known(d, "version", m->version);
	json_doc_text(d, "name", m->name);
	json_doc_text(d, "filename", m->filename);
	json_doc_text(d, "kind", m->kind);
	json_doc_text(d, "state", pawl_state_name(m->state));
	json_doc_known(d, "path", m->path);
	json_doc_bool(d, "head", m->is_head);
	json_doc_bool(d, "has_down", m->has_down);
	json_doc_text(d, "irreversible", m->irreversible);
	json_doc_texts(d, "requires", m->requires_, m->requires_len);
	json_doc_known(d, "checksum", m->checksum);
	json_doc_known(d, "applied_checksum", m->applied_checksum);
	json_doc_known(d, "applied_at", m->applied_at);
	json_doc_known(d, "applied_by", m->applied_by);
	json_doc_known(d, "environment", m->environment);
	json_doc_known(d, "pawl_version", m->pawl_version);
	json_doc_known_int(d, "duration_ms", m->duration_ms);
	json_doc_known_int(d, "statements_done", m->statements_done);
	json_doc_known(d, "progress", m->progress);
	json_doc_end(d);
}

int report_exit(bool asked, const struct pawl_status *status)
{
	bool open = status->pending + status->out_of_order + status->failed + status->in_progress >
		    0;

	return asked && open ? STATUS_NO : STATUS_DONE;
}

void report_written(struct cli *cli, struct pawl_files *files)
{
	struct json_doc *d;

	if (cli->json) {
		d = json_doc_new();
		json_doc_object(d, NULL);
		json_doc_texts(d, "written", files->paths, files->len);
		json_doc_print(d);
	}
	for (size_t i = 0; !cli->json && i < files->len; i++)
		ui_out(UI_PLAIN, "wrote %s\n", files->paths[i]);
	pawl_files_free(files);
}

void report_output_json(const char *path)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_texts(d, "written", &path, 1);
	json_doc_print(d);
}

int report_batches(const char *text, struct pawl_run_options *o, struct pawl_error *err)
{
	int n = 0;

	if (text == NULL)
		return 0;
	if (!value_count(text, 1000000000, &n) || n == 0)
		return cli_fail(err, PAWL_E_USAGE, "\"%s\" is no count for --max-batches", text);
	o->max_batches = (size_t)n;
	return 0;
}
