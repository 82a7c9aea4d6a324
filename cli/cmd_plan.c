/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "exit.h"
#include "fail.h"
#include "open.h"
#include "report.h"
#include "table.h"
#include "ui.h"
#include "value.h"

#include <stdlib.h>
#include <string.h>

enum { MB = 1000000, THROUGHPUT_MOST = 1000000 };

static bool exit_code;
static const char *throughput;

static const struct opt options[] = {
	{"exit-code", 0, NULL, "exit 1 if there is something to do", &exit_code, NULL},
	{"throughput", 0, "MB", "what the server reads a second (100)", NULL, &throughput},
	{0},
};

static void cost_json(struct json_doc *d, const struct pawl_cost *c)
{
	json_doc_object(d, NULL);
	json_doc_known(d, "schema", c->schema);
	json_doc_known(d, "table", c->table);
	json_doc_text(d, "lock", c->lock);
	json_doc_bool(d, "blocks_reads", c->blocks_reads);
	json_doc_bool(d, "blocks_writes", c->blocks_writes);
	json_doc_text(d, "work", c->work);
	json_doc_known(d, "method", c->method);
	json_doc_known(d, "why", c->why);
	json_doc_text(d, "loses", c->loses);
	json_doc_bool(d, "guess", c->guess);
	json_doc_known_int(d, "rows", c->rows);
	json_doc_known_int(d, "bytes", c->bytes);
	json_doc_known_int(d, "estimate_ms", c->estimate_ms);
	json_doc_end(d);
}

static void migration_json(struct json_doc *d, const struct pawl_plan_migration *m)
{
	report_step_json(d, &m->step);
	json_doc_text(d, "irreversible", m->irreversible);
	json_doc_list(d, "changes");
	for (size_t i = 0; i < m->len; i++) {
		const struct pawl_plan_statement *s = &m->statements[i];

		json_doc_object(d, NULL);
		json_doc_int(d, "line", (int64_t)s->line);
		json_doc_int(d, "column", (int64_t)s->column);
		json_doc_text(d, "kind", s->kind);
		json_doc_text(d, "text", s->text);
		json_doc_bool(d, "understood", s->understood);
		json_doc_list(d, "costs");
		for (size_t k = 0; k < s->costs_len; k++)
			cost_json(d, &s->costs[k]);
		json_doc_end(d);
		json_doc_end(d);
	}
	json_doc_end(d);
	json_doc_end(d);
}

static void print_json(const struct pawl_plan *p)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_bool(d, "dry_run", true);
	json_doc_known(d, "from", p->from);
	json_doc_known(d, "to", p->to);
	json_doc_int(d, "throughput", p->throughput);
	json_doc_known(d, "note", p->note);
	json_doc_list(d, "steps");
	for (size_t i = 0; i < p->len; i++)
		migration_json(d, &p->migrations[i]);
	json_doc_print(d);
}

/* One digit: it is an order of magnitude. */
static const char *estimate(int64_t ms, char buf[UI_TIME])
{
	static const struct {
		int64_t ms;
		const char *unit;
	} units[] = {{3600000, "h"}, {60000, "min"}, {1000, "s"}};
	size_t i = 0;
	int64_t n;

	if (ms < 0)
		return "?";
	if (ms < 1000)
		return "< 1 s";
	while (ms < units[i].ms)
		i++;
	n = (ms + units[i].ms / 2) / units[i].ms;
	if (n >= 10)
		n = (n + 5) / 10 * 10;
	snprintf(buf, UI_TIME, "~%lld %s", (long long)n, units[i].unit);
	return buf;
}

static const char *blocks(const struct pawl_cost *c)
{
	return c->blocks_reads ? "all" : c->blocks_writes ? "writes" : "";
}

static enum ui_style colour(const struct pawl_cost *c)
{
	bool slow = strcmp(c->work, "catalog") != 0 && strcmp(c->work, "rows") != 0;

	if (slow && c->blocks_reads)
		return UI_RED;
	return slow && c->blocks_writes ? UI_YELLOW : UI_PLAIN;
}

static const char *place(const struct pawl_plan_migration *m, size_t i, char buf[REPORT_PLACE])
{
	const struct pawl_plan_statement *s = m->statements;

	return report_place(&m->step, s[i].line, s[i].column, i == 0 ? 0 : s[i - 1].line,
			    i + 1 == m->len ? 0 : s[i + 1].line, buf);
}

static void add_row(struct table *t, const char *where, const struct pawl_cost *c)
{
	char text[UI_TIME];

	table_add(t, UI_PLAIN, "%s", where);
	table_add(t, UI_PLAIN, "%s%s%s", c->schema, c->schema[0] == '\0' ? "" : ".", c->table);
	table_add(t, UI_PLAIN, "%s", ui_size(c->bytes, text));
	table_add(t, UI_PLAIN, "%s", ui_rows(c->rows, text));
	table_add(t, UI_PLAIN, "%s", c->lock);
	table_add(t, colour(c), "%s", blocks(c));
	table_add(t, colour(c), "%s%s", c->work, c->guess ? "?" : "");
	table_add(t, colour(c), "%s", estimate(c->estimate_ms, text));
}

static void print_costs(const struct pawl_plan *p)
{
	static const struct table_column columns[] = {
		{.title = "LINE"},
		{.title = "TABLE", .cut = true},
		{.title = "SIZE", .right = true},
		{.title = "ROWS", .right = true},
		{.title = "LOCK", .cut = true},
		{.title = "BLOCKS"},
		{.title = "WORK"},
		{.title = "TIME", .right = true},
	};
	struct table *t = table_new(columns, sizeof(columns) / sizeof(columns[0]));
	char where[REPORT_PLACE];

	for (size_t i = 0; i < p->len; i++)
		for (size_t k = 0; k < p->migrations[i].len; k++) {
			const struct pawl_plan_statement *s = &p->migrations[i].statements[k];

			place(&p->migrations[i], k, where);
			for (size_t n = 0; n < s->costs_len; n++)
				add_row(t, where, &s->costs[n]);
		}
	table_print(t);
}

/* Why, and what is lost, behind the table: one line each, without repeating itself. */
static void print_reasons(const struct pawl_plan_migration *m)
{
	char where[REPORT_PLACE];

	for (size_t i = 0; i < m->len; i++) {
		const struct pawl_plan_statement *s = &m->statements[i];

		place(m, i, where);
		if (!s->understood)
			ui_out(UI_YELLOW, "%s: what this does is not known: %s\n", where, s->text);
		for (size_t k = 0; k < s->costs_len; k++) {
			const struct pawl_cost *c = &s->costs[k];

			if (c->why[0] != '\0')
				ui_out(UI_DIM, "%s: %s%s%s%s%s\n", where,
				       s->costs_len > 1 ? c->table : "",
				       s->costs_len > 1 && c->table[0] != '\0' ? ": " : "",
				       c->method, c->method[0] == '\0' ? "" : ": ", c->why);
			if (c->loses != NULL)
				ui_out(UI_RED, "%s: cannot be brought back: %s\n", where, c->loses);
		}
	}
	if (m->irreversible != NULL)
		ui_out(UI_DIM, "%s: no way back: %s\n", m->step.filename, m->irreversible);
}

static bool has_costs(const struct pawl_plan *p)
{
	for (size_t i = 0; i < p->len; i++)
		for (size_t k = 0; k < p->migrations[i].len; k++)
			if (p->migrations[i].statements[k].costs_len > 0)
				return true;
	return false;
}

static void print_text(const struct pawl_plan *p)
{
	struct pawl_step *steps = calloc(p->len + 1, sizeof(*steps));
	struct pawl_run run = {.steps = steps, .len = p->len, .dry_run = 1};

	if (steps == NULL)
		abort();
	for (size_t i = 0; i < p->len; i++)
		steps[i] = p->migrations[i].step;
	run.from = p->from;
	run.to = p->to;
	if (p->len == 0)
		report_end(&run, "");
	else
		report_plan(&run);
	free(steps);
	if (has_costs(p)) {
		ui_out(UI_PLAIN, "\n");
		print_costs(p);
	}
	for (size_t i = 0; i < p->len; i++)
		print_reasons(&p->migrations[i]);
	if (p->note[0] != '\0')
		ui_warn("costs are not told: %s", p->note);
}

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_plan_options o = {.size = sizeof(o), .target = cli_operand(cli, 0)};
	struct pawl_plan *plan;
	int megabytes = 0, rc = 0;

	if (throughput != NULL &&
	    (!value_count(throughput, THROUGHPUT_MOST, &megabytes) || megabytes == 0))
		return cli_fail(err, PAWL_E_USAGE, "--throughput %s is no number of MB a second",
				throughput);
	o.throughput = (int64_t)megabytes * MB;
	rc = cli_open(cli, err);
	if (rc == 0)
		rc = pawl_plan(cli->session, &o, &plan, err);
	if (rc != 0)
		return rc;
	if (cli->json)
		print_json(plan);
	else
		print_text(plan);
	rc = exit_code && plan->len > 0 ? STATUS_NO : STATUS_DONE;
	pawl_plan_free(plan);
	return rc;
}

const struct cmd cmd_plan = {
	.name = "plan",
	.group = GROUP_SEE,
	.summary = "what up would do, and what it will cost",
	.operands = "[TARGET]",
	.about = "Nothing is changed and nothing is run. For each statement on a table that is\n"
		 "there already: its size by the engine's statistics, the lock, whom that blocks,\n"
		 "whether all rows are read or written, and an order of magnitude of the time.",
	.options = options,
	.examples = {{"pawl plan", "up to the newest"}, {"pawl plan +1", "the next one only"}},
	.most = 1,
	.run = run,
};
