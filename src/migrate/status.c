/* SPDX-License-Identifier: Apache-2.0 */
/* report_status, report_log and report_run. */
#include "migrate/report.h"

#include "base/vec.h"
#include "migrate/batch_key.h"
#include "migrate/keeper.h"
#include "migrate/missing.h"
#include "migrate/unadopted.h"

#include <stdlib.h>
#include <string.h>

const char *pawl_state_name(enum pawl_state state)
{
	switch (state) {
	case PAWL_STATE_PENDING:
		return "pending";
	case PAWL_STATE_APPLIED:
		return "applied";
	case PAWL_STATE_CHANGED:
		return "changed";
	case PAWL_STATE_MISSING:
		return "missing";
	case PAWL_STATE_FAILED:
		return "failed";
	case PAWL_STATE_OUT_OF_ORDER:
		return "out of order";
	case PAWL_STATE_EXCLUDED:
		return "excluded";
	case PAWL_STATE_IN_PROGRESS:
		return "in progress";
	}
	return "unknown";
}

static void fill_from_row(struct pawl_migration *m, const struct history_row *row)
{
	m->applied_at = row == NULL ? "" : row->applied_at;
	m->applied_by = row == NULL ? "" : row->applied_by;
	m->environment = row == NULL ? "" : row->environment;
	m->applied_checksum = row == NULL ? "" : row->checksum;
	m->pawl_version = row == NULL ? "" : row->pawl_version;
	m->duration_ms = row == NULL ? -1 : row->duration_ms;
	m->statements_done = row == NULL ? -1 : row->statements_done;
}

/* Amid its batches: by --max-batches, a signal, at work; or by a failure, which stays one. */
static void fill_progress(struct pawl_migration *m, const struct history_row *row, struct arena *a)
{
	int64_t batches, rows;
	bool down;

	m->progress = "";
	if (row == NULL || m->state != PAWL_STATE_FAILED ||
	    !batch_position_done(row->fingerprint, &batches, &rows))
		return;
	down = strcmp(row->state, HISTORY_REVERTING) == 0;
	if (strcmp(row->state, HISTORY_FAILED) != 0)
		m->state = PAWL_STATE_IN_PROGRESS;
	m->progress = arena_printf(a, "%s: %lld batch%s, %lld row%s", down ? "down" : "up",
				   (long long)batches, batches == 1 ? "" : "es", (long long)rows,
				   rows == 1 ? "" : "s");
}

static void fill_from_entry(struct pawl_migration *m, const struct set_entry *e,
			    const struct history_row *row, enum pawl_state state, struct arena *a)
{
	const char **needs = arena_array(a, const char *, e->m->requires_len);

	for (size_t i = 0; i < e->m->requires_len; i++)
		needs[i] = e->m->requires[i].name;
	*m = (struct pawl_migration){
		.version = e->m->version,
		.name = e->m->name,
		.filename = e->m->filename,
		.kind = e->m->kind == MIGRATION_REPEATABLE          ? "repeatable"
			: e->m->baseline || e->m->replaces_len != 0 ? "baseline"
								    : "versioned",
		.path = e->m->path,
		.state = state,
		.has_down = e->m->down.path != NULL || (row != NULL && row->has_down),
		.irreversible = e->m->irreversible,
		.language = e->m->language,
		.requires_ = needs,
		.requires_len = e->m->requires_len,
		.checksum = e->m->checksum,
		.is_head = e->is_head,
	};
	fill_from_row(m, row);
	fill_progress(m, row, a);
}

/* When what a baseline replaces was complete. */
static void fill_from_stand_in(struct pawl_migration *m, const struct history_row *row)
{
	if (row == NULL)
		return;
	m->applied_at = row->applied_at;
	m->applied_by = row->applied_by;
	m->environment = row->environment;
}

static void fill_from_missing(struct pawl_migration *m, const struct history_row *row,
			      struct arena *a)
{
	*m = (struct pawl_migration){
		.version = row->version,
		.name = missing_name(row, a),
		.filename = row->filename,
		.kind = row->kind,
		.path = "",
		.state = PAWL_STATE_MISSING,
		.has_down = row->has_down,
		.checksum = "",
		.progress = "",
	};
	fill_from_row(m, row);
}

static void count(struct pawl_status *s, enum pawl_state state)
{
	size_t *const counters[] = {
		[PAWL_STATE_PENDING] = &s->pending,
		[PAWL_STATE_APPLIED] = &s->applied,
		[PAWL_STATE_CHANGED] = &s->changed,
		[PAWL_STATE_MISSING] = &s->missing,
		[PAWL_STATE_FAILED] = &s->failed,
		[PAWL_STATE_EXCLUDED] = &s->excluded,
		[PAWL_STATE_OUT_OF_ORDER] = &s->out_of_order,
		[PAWL_STATE_IN_PROGRESS] = &s->in_progress,
	};

	++*counters[state];
}

int report_status(struct work *w, const struct set *set, struct arena *a, struct pawl_status *ret,
		  struct pawl_error *err)
{
	struct pawl_status s = {0};
	const struct history_row **missing;
	struct unadopted theirs;
	struct plan_input in;
	struct history h;
	size_t missing_len, next = 0;
	int rc = history_read(w, &h, err);

	if (rc == 0)
		rc = unadopted_find(w, set, &h, &theirs, err);
	if (rc != 0)
		return rc;
	plan_input_init(&in, set, &h);
	in.environment = w->settings->environment;
	missing = plan_missing(set, &h, a, &missing_len);
	if (missing_len > 1)
		qsort(missing, missing_len, sizeof(*missing), missing_compare);
	s.migrations = arena_array(a, struct pawl_migration, set->len + missing_len);
	for (size_t p = 0; p <= set->len; p++) {
		const struct set_entry *e = p == set->len ? NULL : &set->v[p];

		while (next < missing_len &&
		       (e == NULL || missing_precedes(set, missing[next], e))) {
			s.newer |= plan_is_newer(set, missing[next]);
			fill_from_missing(&s.migrations[s.len++], missing[next++], a);
		}
		if (e == NULL)
			continue;
		fill_from_entry(&s.migrations[s.len], e, history_find(&h, e->m->filename),
				plan_state(&in, e), a);
		fill_from_stand_in(&s.migrations[s.len++], plan_stand_in(&in, e));
	}
	for (size_t i = 0; i < s.len; i++)
		count(&s, s.migrations[i].state);
	s.current = plan_current(set, &h, a, &s.current_len);
	s.database = arena_strdup(a, w->settings->url->display);
	s.history_table =
		arena_strdup(a, w->keeper != NULL ? w->keeper->display : w->table.display);
	s.history_exists = h.exists;
	s.tool = theirs.tool;
	s.tool_table = theirs.table;
	s.tool_len = theirs.len;
	s.tool_again = theirs.again;
	s.tool_taken_back = theirs.taken_back;
	*ret = s;
	return 0;
}

int report_log(struct work *w, struct arena *a, struct pawl_log *ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};
	struct pawl_log log = {0};
	struct db_rows rows;
	bool exists;
	int rc = db_table_exists(w->db, w->table.schema, w->table.log_name, &exists, err);

	if (rc == 0 && !exists)
		*ret = log;
	if (rc != 0 || !exists)
		return rc;
	buf_printf(&sql,
		   "SELECT %slogged_at%s, action, version, filename, done_by, client, environment, "
		   "error, pawl_version, duration_ms FROM %s ORDER BY id",
		   w->dialect->history.utc_before, w->dialect->history.utc_after,
		   w->table.log_quoted);
	rc = db_query(w->db, sql.data, NULL, 0, a, &rows, err);
	if (rc != 0)
		return rc;
	log.entries = arena_array(a, struct pawl_log_entry, rows.rows);
	for (log.len = 0; log.len < rows.rows; log.len++) {
		const char *const *c = &rows.cells[log.len * rows.cols];
		const char *text[9];

		for (size_t i = 0; i < 9; i++)
			text[i] = c[i] == NULL ? "" : c[i];
		log.entries[log.len] = (struct pawl_log_entry){
			text[0], text[1],
			text[2], text[3],
			text[4], text[5],
			text[6], text[7],
			text[8], c[9] == NULL ? -1 : strtoll(c[9], NULL, 10),
		};
	}
	*ret = log;
	return 0;
}

void report_run(const struct run_result *result, bool dry_run, struct arena *a,
		struct pawl_run *ret)
{
	*ret = (struct pawl_run){
		.steps = arena_array(a, struct pawl_step, result->len),
		.len = result->len,
		.from = result->from,
		.to = result->to,
		.dry_run = dry_run,
		.stopped = result->stopped,
		.batches = result->batches,
		.backup = result->backup,
	};
	for (size_t i = 0; i < result->len; i++) {
		const struct unit *u = &result->units[i];

		ret->steps[i] = (struct pawl_step){
			.action = u->action,
			.version = u->entry.version,
			.name = u->step->entry == NULL ? "" : u->step->entry->m->name,
			.filename = u->entry.filename,
			.transaction = u->per_statement ? "per statement" : "one",
			.reason = u->reason,
			.statements = u->facts.statements,
			.destructive = (u->facts.flags & STMT_DESTRUCTIVE) != 0,
			.duration_ms = i < result->done ? u->duration_us / 1000 : -1,
			.duration_us = i < result->done ? u->duration_us : 0,
			.done = i < result->done,
		};
	}
}
