/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "exit.h"
#include "fail.h"
#include "open.h"
#include "report.h"
#include "table.h"
#include "ui.h"
#include "value.h"

#include <string.h>

static bool scratch;
static const char *max_lock;

static const struct opt options[] = {
	{"max-lock", 0, "TIME", "keep no lock on the target longer than this (1s)", NULL,
	 &max_lock},
	{"scratch", 0, NULL, "run it on a scratch copy, not on the target", &scratch, NULL},
	{0},
};

static void statement_json(struct json_doc *d, const struct pawl_rehearsed_statement *s)
{
	json_doc_object(d, NULL);
	json_doc_int(d, "line", (int64_t)s->line);
	json_doc_int(d, "column", (int64_t)s->column);
	json_doc_text(d, "kind", s->kind);
	json_doc_text(d, "text", s->text);
	json_doc_int(d, "duration_us", s->duration_us);
	json_doc_known_int(d, "changed", s->changed);
	json_doc_list(d, "locks");
	for (size_t i = 0; i < s->locks_len; i++) {
		json_doc_object(d, NULL);
		json_doc_known(d, "schema", s->locks[i].schema);
		json_doc_known(d, "table", s->locks[i].table);
		json_doc_text(d, "mode", s->locks[i].mode);
		json_doc_end(d);
	}
	json_doc_end(d);
	json_doc_list(d, "rewritten");
	for (size_t i = 0; i < s->rewritten_len; i++) {
		json_doc_object(d, NULL);
		json_doc_known(d, "schema", s->rewritten[i].schema);
		json_doc_text(d, "table", s->rewritten[i].table);
		json_doc_known(d, "index", s->rewritten[i].index);
		json_doc_end(d);
	}
	json_doc_end(d);
	json_doc_end(d);
}

static void migration_json(struct json_doc *d, const struct pawl_rehearsed_migration *m)
{
	json_doc_object(d, NULL);
	json_doc_known(d, "version", m->step.version);
	json_doc_text(d, "filename", m->step.filename);
	json_doc_text(d, "transaction", m->step.transaction);
	json_doc_text(d, "where", m->on_scratch ? "scratch" : "target");
	json_doc_known(d, "why_scratch", m->why_scratch);
	json_doc_bool(d, "sees_locks", m->sees_locks);
	json_doc_list(d, "statements");
	for (size_t i = 0; i < m->len; i++)
		statement_json(d, &m->statements[i]);
	json_doc_end(d);
	json_doc_bool(d, "has_down", m->has_down);
	json_doc_known(d, "problem", m->problem);
	json_doc_int(d, "up_ms", m->up_ms);
	json_doc_int(d, "down_ms", m->down_ms);
	json_doc_end(d);
}

static void print_json(const struct pawl_rehearsal *r)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_bool(d, "ok", r->failure.code == 0 && r->problems == 0);
	json_doc_known(d, "from", r->from);
	json_doc_int(d, "max_lock_ms", r->max_lock_ms);
	json_doc_known_int(d, "locked_us", r->locked_us);
	json_doc_known(d, "note", r->note);
	json_doc_list(d, "migrations");
	for (size_t i = 0; i < r->len; i++)
		migration_json(d, &r->migrations[i]);
	json_doc_end(d);
	if (r->failure.code != 0)
		json_doc_error(d, &r->failure, false);
	json_doc_print(d);
}

/* The first row of a statement says what it was, the others only what else it did. */
static void start_row(struct table *t, const struct pawl_rehearsed_migration *m, size_t i,
		      size_t row)
{
	const struct pawl_rehearsed_statement *s = &m->statements[i];
	char time[UI_TIME] = "", rows[UI_TIME] = "", where[REPORT_PLACE];

	if (row > 0) {
		for (int column = 0; column < 4; column++)
			table_add(t, UI_PLAIN, "%s", "");
		return;
	}
	ui_time(s->duration_us, time);
	ui_rows(s->changed, rows);
	table_add(t, UI_PLAIN, "%s",
		  report_place(&m->step, s->line, s->column, i == 0 ? 0 : s[-1].line,
			       i + 1 == m->len ? 0 : s[1].line, where));
	table_add(t, UI_PLAIN, "%s", s->kind);
	table_add(t, UI_PLAIN, "%s", time);
	table_add(t, UI_PLAIN, "%s", rows);
}

static void add_statement(struct table *t, const struct pawl_rehearsed_migration *m, size_t n)
{
	const struct pawl_rehearsed_statement *s = &m->statements[n];
	size_t row = 0;

	for (size_t i = 0; i < s->locks_len; i++) {
		const struct pawl_rehearsed_lock *l = &s->locks[i];

		start_row(t, m, n, row++);
		table_add(t, UI_PLAIN, "%s%s%s", l->schema, l->schema[0] == '\0' ? "" : ".",
			  l->table[0] == '\0' ? "(database)" : l->table);
		table_add(t, UI_PLAIN, "%s", l->mode);
	}
	for (size_t i = 0; i < s->rewritten_len; i++) {
		const struct pawl_rewritten *w = &s->rewritten[i];

		start_row(t, m, n, row++);
		table_add(t, UI_PLAIN, "%s%s%s", w->schema, w->schema[0] == '\0' ? "" : ".",
			  w->table);
		table_add(t, UI_YELLOW, "rewritten%s%s", w->index[0] == '\0' ? "" : ": index ",
			  w->index);
	}
	if (row == 0) {
		start_row(t, m, n, 0);
		table_add(t, UI_PLAIN, "%s", "");
		table_add(t, UI_PLAIN, "%s", "");
	}
}

static void print_statements(const struct pawl_rehearsal *r)
{
	static const struct table_column columns[] = {
		{.title = "LINE"},
		{.title = "STATEMENT", .cut = true},
		{.title = "TIME", .right = true},
		{.title = "ROWS", .right = true},
		{.title = "TABLE", .cut = true},
		{.title = "LOCK TAKEN, REWRITTEN", .cut = true},
	};
	struct table *t = table_new(columns, sizeof(columns) / sizeof(columns[0]));

	for (size_t i = 0; i < r->len; i++)
		for (size_t k = 0; k < r->migrations[i].len; k++)
			add_statement(t, &r->migrations[i], k);
	table_print(t);
}

static void print_remarks(const struct pawl_rehearsed_migration *m)
{
	if (m->on_scratch)
		ui_out(UI_DIM, "%s: on a scratch copy without rows: %s\n", m->step.filename,
		       m->why_scratch);
	if (m->problem[0] != '\0') {
		ui_out(UI_RED, "%s: ", m->step.filename);
		ui_out(UI_PLAIN, "%s\n", m->problem);
	} else if (!m->has_down) {
		ui_out(UI_DIM, "%s: no way back was tried\n", m->step.filename);
	}
}

static void print_text(const struct pawl_rehearsal *r)
{
	char text[UI_TIME];

	if (r->len == 0 && r->failure.code != 0)
		return;
	if (r->len == 0) {
		ui_out(UI_PLAIN, "nothing to do: at %s\n",
		       r->from[0] == '\0' ? "nothing" : r->from);
		return;
	}
	print_statements(r);
	for (size_t i = 0; i < r->len; i++)
		print_remarks(&r->migrations[i]);
	if (r->note[0] != '\0')
		ui_warn("%s", r->note);
	if (r->failure.code != 0)
		return;
	ui_out(r->problems == 0 ? UI_GREEN : UI_BOLD, "%s",
	       r->problems == 0 ? "ok" : ui_count(r->problems, "problem", text));
	ui_out(UI_PLAIN, " (%s rehearsed", ui_count(r->len, "migration", text));
	if (r->locked_us >= 0)
		ui_out(UI_PLAIN, ", locks kept for %s", ui_time(r->locked_us, text));
	ui_out(UI_PLAIN, ")\n");
	if (!r->migrations[0].on_scratch)
		ui_talk("all of it was rolled back%s%s", r->left[0] == '\0' ? "" : "; ", r->left);
}

static int status_of(const struct cli *cli, const struct pawl_rehearsal *r, struct pawl_error *err)
{
	if (r->failure.code == 0)
		return r->problems == 0 ? STATUS_DONE : STATUS_NO;
	if (cli->json)
		return pawl_error_status(r->failure.code);
	*err = r->failure;
	return r->failure.code;
}

static int run(struct cli *cli, struct pawl_error *err)
{
	struct pawl_rehearse_options o = {
		.size = sizeof(o), .target = cli_operand(cli, 0), .scratch = scratch};
	struct pawl_rehearsal *r;
	int rc;

	if (max_lock != NULL &&
	    (!value_duration(max_lock, &o.max_lock_ms, NULL) || o.max_lock_ms <= 0)) {
		rc = cli_fail(err, PAWL_E_USAGE, "--max-lock \"%s\" is no duration", max_lock);
		cli_hint(err, "write 500ms, 1s or 2min");
		return rc;
	}
	rc = cli_open(cli, err);
	if (rc == 0)
		rc = pawl_rehearse(cli->session, &o, &r, err);
	if (rc != 0)
		return rc;
	if (cli->json)
		print_json(r);
	else
		print_text(r);
	rc = status_of(cli, r, err);
	pawl_rehearsal_free(r);
	return rc;
}

const struct cmd cmd_rehearse = {
	.name = "rehearse",
	.group = GROUP_SEE,
	.summary = "run what is pending, tell what it did, and undo it",
	.operands = "[TARGET]",
	.about =
		"In one transaction on the target that is rolled back (PostgreSQL, SQLite), or on\n"
		"a scratch copy of the schema: what refuses a transaction, and all of it on\n"
		"MariaDB and MySQL. Then up, down and up on a scratch copy. Exits 1 if a down\n"
		"does not lead back, 5 if a statement fails, 6 if a lock would be kept too long.",
	.options = options,
	.examples = {{"pawl rehearse", "what up would do to the target"},
		     {"pawl rehearse --max-lock 200ms", "be gone after a fifth of a second"},
		     {"pawl rehearse --scratch", "do not touch the target"}},
	.most = 1,
	.run = run,
};
