/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/unit.h"

#include "base/clock.h"
#include "layout/directive.h"
#include "migrate/batch_text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static bool is_half_done(const struct plan_step *step)
{
	return step->action == PLAN_RESUME || step->action == PLAN_RESUME_REVERT;
}

static int64_t limit_or(int64_t own, int64_t configured)
{
	return own >= 0 ? own : configured;
}

static bool runs(const struct plan_step *step)
{
	return step->action != PLAN_RECORD && step->action != PLAN_FORGET;
}

bool unit_runs(const struct unit *u)
{
	return runs(u->step);
}

/* Its directives hold as they did in the file. */
static int use_kept(struct work *w, const char *kept, struct unit *u, struct pawl_error *err)
{
	struct script *script = arena_new(w->arena, struct script);
	int rc = directive_script(kept, u->text.name, w->dialect->lex, w->arena, script, err);

	u->text.file = script;
	u->text.text = NULL;
	return rc;
}

static int choose_text(struct work *w, const struct plan_step *step, struct unit *u,
		       struct pawl_error *err)
{
	const struct migration *m = step->entry == NULL ? NULL : step->entry->m;
	const char *kept = NULL;
	int rc;

	assert(m != NULL || step->row != NULL);
	u->text.file = m == NULL || !runs(step) ? NULL : u->down ? &m->down : &m->up;
	if (u->text.file != NULL && u->text.file->path != NULL)
		return 0;
	u->text.file = NULL;
	u->text.text = "";
	u->text.name = step->row == NULL ? m->filename : step->row->filename;
	if (!u->down || !runs(step) || step->row == NULL)
		return 0;
	rc = history_read_down(w, step->row->filename, &kept, err);
	u->text.name = arena_printf(w->arena, "%s (down script kept in the database)",
				    step->row->filename);
	return rc != 0 || kept == NULL ? rc : use_kept(w, kept, u, err);
}

static const char *batch_reason(const struct script_batch *batch, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	buf_printf(&b, "line %lu: ", batch->line);
	batch_text_describe(batch, &b);
	return buf_dup(&b, a);
}

static const char *tx_remedy(const struct script *s, const struct migration *m)
{
	if (s->settings.tx_remedy != NULL)
		return s->settings.tx_remedy;
	return m == NULL || m->record == NULL
		       ? "take \"pawl:transaction on\" out of this file"
		       : "the file asks for a transaction; see the options of its tool";
}

/* One transaction, or statement by statement? */
static int choose_mode(const struct work *w, struct unit *u, struct arena *a,
		       struct pawl_error *err)
{
	const struct script_facts *f = &u->facts;
	const struct migration *m = u->step->entry == NULL ? NULL : u->step->entry->m;
	enum migration_tx tx = u->text.file == NULL ? MIGRATION_TX_AUTO : u->text.file->settings.tx;

	u->reason = "";
	/* A row alone: one statement of data, which rolls back everywhere. */
	if (!runs(u->step))
		return 0;
	if (tx == MIGRATION_TX_ON && f->no_tx_kind != NULL) {
		fail(err, PAWL_E_SYNTAX, "%s cannot run inside a transaction", f->no_tx_kind);
		hint(err, "%s", tx_remedy(u->text.file, m));
		at(err, u->text.file->path, f->no_tx_line, 0);
		return PAWL_E_SYNTAX;
	}
	if (tx == MIGRATION_TX_ON && f->batch != NULL) {
		fail(err, PAWL_E_SYNTAX, "a batched statement cannot run inside a transaction");
		hint(err, "each range is committed on its own: take \"pawl:transaction on\" out");
		at(err, u->text.name != NULL ? u->text.name : u->text.file->path, f->batch->line,
		   f->batch->column);
		return PAWL_E_SYNTAX;
	}
	if (f->batch != NULL)
		u->reason = batch_reason(f->batch, a);
	else if (!w->dialect->transactional_ddl)
		u->reason = f->flags & STMT_IMPLICIT_COMMIT
				    ? "the engine commits each DDL statement"
				    : "";
	else if (tx == MIGRATION_TX_OFF)
		u->reason = m == NULL || m->record == NULL ? "pawl:transaction off"
							   : "the file asks for none";
	else if (f->no_tx_kind != NULL)
		u->reason = arena_printf(a, "line %lu: %s cannot run in a transaction",
					 f->no_tx_line, f->no_tx_kind);
	else if (f->own_transactions)
		u->reason = "it has transactions of its own";
	else if (is_half_done(u->step))
		u->reason = "it goes on where it stopped";
	u->per_statement = u->reason[0] != '\0' || !w->dialect->transactional_ddl;
	return 0;
}

static int keep_down(const struct work *w, struct unit *u, struct arena *a, struct pawl_error *err)
{
	const struct migration *m = u->step->entry == NULL ? NULL : u->step->entry->m;
	struct script_text down = {.file = m == NULL ? NULL : &m->down};

	if (u->down || m == NULL || m->down.path == NULL)
		return 0;
	return script_slurp(w, &down, HISTORY_LONGEST_DOWN, a, &u->entry.down_sql, err);
}

int unit_prepare(struct work *w, const struct plan_step *step, struct arena *a, struct unit *ret,
		 struct pawl_error *err)
{
	const struct migration *m = step->entry == NULL ? NULL : step->entry->m;
	struct unit u = {
		.step = step,
		.down = step->action == PLAN_REVERT || step->action == PLAN_RESUME_REVERT ||
			step->action == PLAN_FORGET,
		.action = plan_action_name(step->action),
	};
	const struct script_settings *own;
	int rc = choose_text(w, step, &u, err);

	if (rc != 0)
		return rc;
	own = u.text.file == NULL ? NULL : &u.text.file->settings;
	u.lock_ms = limit_or(own == NULL ? -1 : own->lock_timeout_ms, w->settings->lock_timeout_ms);
	u.statement_ms = limit_or(own == NULL ? -1 : own->statement_timeout_ms,
				  w->settings->statement_timeout_ms);
	u.entry = (struct history_entry){
		.filename = m != NULL ? m->filename : step->row->filename,
		.version = m != NULL ? m->version : step->row->version,
		.kind = m == NULL                             ? step->row->kind
			: m->kind == MIGRATION_REPEATABLE     ? "repeatable"
			: m->baseline || m->replaces_len != 0 ? "baseline"
							      : "versioned",
		.checksum = m != NULL ? m->checksum : step->row->checksum,
		.state = HISTORY_APPLIED,
		.duration_ms = -1,
	};
	rc = script_survey(w, &u.text, a, &u.facts, err);
	if (rc == 0)
		rc = choose_mode(w, &u, a, err);
	if (rc == 0)
		rc = keep_down(w, &u, a, err);
	if (rc != 0)
		return rc;
	u.entry.statements_done = runs(step) ? (int64_t)u.facts.statements : -1;
	*ret = u;
	return 0;
}

int unit_check_options(struct work *w, const struct plan *plan, struct pawl_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < plan->len; i++) {
		const struct plan_step *step = &plan->v[i];
		const struct migration *m = step->entry == NULL ? NULL : step->entry->m;
		bool down = step->action == PLAN_REVERT || step->action == PLAN_RESUME_REVERT;
		const struct script *s = m == NULL ? NULL : down ? &m->down : &m->up;
		struct unit u;

		if (s != NULL && s->path != NULL && s->settings.tx == MIGRATION_TX_ON)
			rc = unit_prepare(w, step, w->arena, &u, err);
	}
	return rc;
}

struct db_tx unit_tx(const struct unit *u)
{
	return (struct db_tx){
		.references_off = u->facts.flags & (STMT_DROPS_TABLE | STMT_FK_OFF),
		.tables = u->facts.dropped,
		.tables_len = u->facts.dropped_len,
		.written = u->facts.written,
		.written_len = u->facts.written_len,
	};
}

static const char *log_action(const struct unit *u)
{
	return u->step->action == PLAN_RESUME ? "apply" : u->action;
}

void unit_finish_sql(const struct work *w, const struct unit *u, bool unsent, struct buf *row,
		     struct buf *log)
{
	struct history_entry e = u->entry;

	e.server_time = unsent;
	if (!unsent)
		e.duration_ms = (clock_us() - u->started_us) / 1000;
	else
		e.duration_ms = u->tx_started_us == 0 ? 0
						      : (u->started_us - u->tx_started_us) / 1000;
	if (u->down)
		history_delete_sql(w, row, e.filename, unit_runs(u));
	else if (u->step->row != NULL || u->per_statement)
		history_update_sql(w, row, &e);
	else
		history_insert_sql(w, row, &e);
	history_log_sql(w, log,
			&(struct history_event){
				.action = log_action(u),
				.version = e.version,
				.filename = e.filename,
				.checksum = e.checksum,
				.duration_ms = e.duration_ms,
				.server_time = e.server_time,
			});
}

void unit_log_failure(struct work *w, const struct unit *u, struct pawl_error *err)
{
	char place[sizeof(err->file) + 48] = "", text[sizeof(err->message) + sizeof(place) + 16];

	if (err == NULL || err->code == PAWL_E_LOST)
		return;
	if (err->file[0] != '\0')
		snprintf(place, sizeof(place), "%s:%lu:%lu: ", err->file, err->line, err->column);
	snprintf(text, sizeof(text), "%s%s%s%s", place, err->sqlstate, err->sqlstate[0] ? ": " : "",
		 err->message);
	history_log(w,
		    &(struct history_event){
			    .action = u->down ? "fail revert" : "fail",
			    .version = u->entry.version,
			    .filename = u->entry.filename,
			    .checksum = u->entry.checksum,
			    .error = text,
			    .duration_ms = (clock_us() - u->started_us) / 1000,
		    },
		    err);
}

void unit_tell_progress(struct work *w, const struct unit *u, size_t done, const struct buf *text)
{
	work_event(w, &(struct pawl_event){
			      .kind = PAWL_EVENT_PROGRESS,
			      .migration = u->entry.filename,
			      .direction = u->down ? "down" : "up",
			      .statements_done = done,
			      .statements = u->facts.statements,
			      .changed = -1,
			      .text = text == NULL ? NULL : text->data,
			      .text_len = text == NULL ? 0 : text->len,
		      });
}
