/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tool's table as the history of a run. A row that stands, or goes, is
 * written by the tool's own statements; one that is under way goes to the
 * journal, which has the columns of pawl's own history. The log (but for failures,
 * where the tool logs them), the kept down scripts and who applied what are not there: the
 * tool's table has no place for them.
 */
#include "migrate/keeper.h"

#include "migrate/keeper_find.h"
#include "migrate/keeper_lock.h"

#include "base/vec.h"

#include <string.h>

static const struct set_entry *entry_of(const struct keeper *k, const char *filename)
{
	return set_find_file(k->set, filename);
}

/* What the tool calls the one before. */
static const struct migration_record *previous_of(const struct keeper *k, const struct set_entry *e)
{
	if (e->needs_len != 0)
		return k->records[e->needs[0]];
	return e->m->hash_id || e->position == 0 ? NULL : k->records[e->position - 1];
}

static struct tool_change change_of(const struct work *w, const struct history_entry *entry)
{
	const struct keeper *k = w->keeper;
	const struct set_entry *e = entry_of(k, entry->filename);
	struct tool_change c = {
		.duration_ms = entry->duration_ms,
		.statements = entry->statements_done,
		.applied_by = w->settings->applied_by,
		.unmet = entry->unmet,
	};

	if (e == NULL) {
		const struct keeper_stray *stray = map_get(&k->strays, entry->filename);

		c.record = stray == NULL ? NULL : stray->record;
		c.previous = stray == NULL ? NULL : stray->previous;
		return c;
	}
	c.record = k->records[e->position];
	c.previous = previous_of(k, e);
	c.baseline = e->m->baseline;
	return c;
}

static void put(const struct work *w, struct buf *b, const char *const *templates,
		const struct history_entry *entry)
{
	const struct keeper *k = w->keeper;
	struct tool_change c = change_of(w, entry);

	if (templates[k->engine] != NULL && c.record != NULL)
		tool_sql(templates[k->engine], k->engine, &k->place, &c, b);
}

static void put_named(const struct work *w, struct buf *b, const char *const *templates,
		      const char *filename)
{
	const struct history_entry e = {
		.filename = filename, .duration_ms = -1, .statements_done = -1};

	put(w, b, templates, &e);
}

static void put_journal_end(const struct work *w, struct buf *b, const char *filename)
{
	if (!w->keeper->journal_exists)
		return;
	history_delete_own_sql(w, b, filename);
	buf_addc(b, '\0');
}

/* What has run has kept the table itself, but for what its record has details of. */
static bool is_kept_by_file(const struct keeper *k, const char *filename, bool ran)
{
	const struct set_entry *e = entry_of(k, filename);

	return k->tool->kept_by_files && ran &&
	       (e == NULL || k->records[e->position]->details_len == 0);
}

/* A way back that stopped half-way has not touched its row, where the tool has no mark for it. */
static bool has_its_row(const struct keeper *k, const struct history_entry *e)
{
	return e->state != NULL && strcmp(e->state, HISTORY_REVERTING) == 0 &&
	       k->tool->reverting[k->engine] == NULL;
}

static void record(const struct work *w, struct buf *b, const struct history_entry *e)
{
	/* What has run, not what is only recorded, has counted its statements. */
	if (!has_its_row(w->keeper, e) &&
	    !is_kept_by_file(w->keeper, e->filename, e->statements_done >= 0))
		put(w, b, w->keeper->tool->applied, e);
	put_journal_end(w, b, e->filename);
}

static void erase(const struct work *w, struct buf *b, const char *filename, bool ran)
{
	if (!is_kept_by_file(w->keeper, filename, ran))
		put_named(w, b, w->keeper->tool->removed, filename);
	put_journal_end(w, b, filename);
}

static void begin(const struct work *w, struct buf *b, const char *filename, bool down)
{
	const struct tool_history *t = w->keeper->tool;

	put_named(w, b, down ? t->reverting : t->begun, filename);
}

static void mark_failed(const struct work *w, struct buf *b, const char *filename)
{
	put_named(w, b, w->keeper->tool->failed, filename);
}

static void log_failure(const struct work *w, struct buf *b, const char *filename)
{
	put_named(w, b, w->keeper->tool->logged_failure, filename);
}

static void accept(const struct work *w, struct buf *b, const char *filename)
{
	put_named(w, b, w->keeper->tool->accepted, filename);
}

static void create(const struct work *w, struct buf *b)
{
	const struct keeper *k = w->keeper;
	const struct tool_change c = keeper_plain_change(w, k);

	if (k->tool->create[k->engine] == NULL)
		return;
	keeper_reach_sql(w, k->tool, &k->place, b);
	tool_sql(k->tool->create[k->engine], k->engine, &k->place, &c, b);
}

static int read_rows(struct work *w, struct history *ret, struct pawl_error *err)
{
	return keeper_rows(w, w->keeper, ret, err);
}

static int open_journal(struct work *w, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int rc;

	if (w->keeper->journal_exists)
		return 0;
	history_create_own_sql(w, &b);
	rc = history_exec(w, &b, err);
	w->keeper->journal_exists = rc == 0;
	return rc;
}

/* Nothing is under way any more: nothing of pawl's stays. */
static void close_journal(struct work *w)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error ignored = {0};
	struct history left;

	if (!w->keeper->journal_exists || history_read_own(w, &left, &ignored) != 0 ||
	    left.len != 0)
		return;
	buf_printf(&b, "DROP TABLE %s", w->table.quoted);
	if (db_exec(w->db, b.data, b.len, NULL, &ignored) == 0)
		w->keeper->journal_exists = false;
}

/* The reset detached what had been attached. */
static int reopen(struct work *w, struct pawl_error *err)
{
	bool there;

	return keeper_reach(w, w->keeper->tool, &w->keeper->place, &there, err);
}

const struct history_store keeper_store = {
	.read = read_rows,
	.create = create,
	.record = record,
	.erase = erase,
	.begin = begin,
	.mark_failed = mark_failed,
	.log_failure = log_failure,
	.accept = accept,
	.open_journal = open_journal,
	.close_journal = close_journal,
	.reopen = reopen,
	.try_lock = keeper_try_lock,
	.unlock = keeper_unlock,
	.renew_lock = keeper_renew_lock,
};

/* A checksum that only the tool's own layout computes must not be missing in what is written. */
static int check_writable(const struct keeper *k, struct pawl_error *err)
{
	const char *applied = k->tool->applied[k->engine];

	if (applied == NULL) {
		fail(err, PAWL_E_CONFIG, "pawl can read the history of %s, but not write it",
		     k->tool->tool);
		hint(err, "go over to pawl's own with \"pawl adopt\"");
		return PAWL_E_CONFIG;
	}
	if (k->set->len == 0 || strcmp(k->set->layout, k->tool->tool) == 0 ||
	    (strstr(applied, "{checksum") == NULL && strstr(applied, "{.") == NULL))
		return 0;
	fail(err, PAWL_E_CONFIG,
	     "the table \"%s\" needs checksums of %s, but the folder is read as %s", k->display,
	     k->tool->tool, k->set->layout);
	hint(err, "give --layout %s, or go over to pawl's own history with \"pawl adopt\"",
	     k->tool->tool);
	return PAWL_E_CONFIG;
}

int keeper_attach(struct work *w, const struct set *set, struct pawl_error *err)
{
	struct keeper *k;
	int rc;

	if (!w->settings->keep)
		return 0;
	k = arena_new(w->arena, struct keeper);
	rc = keeper_choose(w, NULL, set, k, err);
	if (rc == 0)
		rc = check_writable(k, err);
	if (rc != 0)
		return rc;
	w->keeper = k;
	w->store = &keeper_store;
	return 0;
}
