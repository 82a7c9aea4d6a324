/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/keeper.h"

#include "migrate/keeper_find.h"
#include "migrate/missing.h"

#include "base/vec.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What a folder of pawl's own says of its migrations, for tables that hold versions or files. */
static const struct migration_record *plain_record(const struct migration *m, struct arena *a)
{
	struct migration_record *r = arena_new(a, struct migration_record);

	r->version = m->version;
	r->description = m->name;
	r->script = m->filename;
	return r;
}

/* Some tools have changed their table: which of the two it is, or is to be. */
static int choose_release(struct work *w, struct keeper *k, struct pawl_error *err)
{
	const struct tool_history *later = k->tool->later;
	const char *const *names;
	size_t len;
	int rc;

	if (later == NULL || w->db == NULL)
		return 0;
	rc = db_table_columns(w->db, k->place.schema, k->place.table, w->arena, &names, &len, err);
	if (rc != 0)
		return rc;
	if (len != 0 ? keeper_misfit(later, names, len) == NULL
		     : k->set->len != 0 && k->records[0]->script != NULL)
		k->tool = later;
	return 0;
}

int keeper_choose(struct work *w, const char *tool, const struct set *set, struct keeper *ret,
		  struct pawl_error *err)
{
	const struct tool_history *t;
	_cleanup_buf_ struct buf display = {0};
	int rc = keeper_find(w, tool, set, &t, err);

	if (rc != 0)
		return rc;
	*ret = (struct keeper){
		.tool = t,
		.engine = w->dialect->engine,
		.set = set,
		.place = keeper_place(w, t),
		.records = arena_array(w->arena, const struct migration_record *, set->len),
		.strays = {.arena = w->arena},
	};
	for (size_t p = 0; p < set->len; p++)
		ret->records[p] = set->v[p].m->record != NULL ? set->v[p].m->record
							      : plain_record(set->v[p].m, w->arena);
	ret->place.any = set->len == 0 ? NULL : ret->records[0];
	buf_printf(&display, "%s%s%s", ret->place.schema == NULL ? "" : ret->place.schema,
		   ret->place.schema == NULL ? "" : ".", ret->place.table);
	ret->display = buf_dup(&display, w->arena);
	return choose_release(w, ret, err);
}

/* The rows of a history while it is put together. */
struct gatherer {
	struct work *w;
	struct keeper *k;
	VEC(struct history_row) rows;
	size_t *place; /* of an entry's row: index + 1, by position; 0: none */
	struct history journal;
	size_t next; /* where the entry of the next row most likely is */
};

static const struct set_entry *entry_of(struct gatherer *g, const struct tool_row *row)
{
	const struct set *set = g->k->set;

	for (size_t i = 0; i < set->len; i++) {
		size_t p = (g->next + i) % set->len;

		if (g->k->tool->compare(g->k->records[p], row) != 0)
			continue;
		g->next = p + 1;
		return &set->v[p];
	}
	return NULL;
}

static const char *kind_of(const struct migration *m)
{
	return m->kind == MIGRATION_REPEATABLE ? "repeatable" : "versioned";
}

static struct history_row blank_row(const struct tool_row *row, bool failed)
{
	return (struct history_row){
		.state = failed ? HISTORY_FAILED : HISTORY_APPLIED,
		.foreign = failed,
		.applied_at = row->applied_at == NULL ? "" : row->applied_at,
		.applied_by = row->applied_by == NULL ? "" : row->applied_by,
		.environment = "",
		.pawl_version = "",
		.statements_done = -1,
		.duration_ms = -1,
	};
}

/* Statements about it name it as its row does: "1.0", where the file is of version 1. */
static void name_as_row(struct gatherer *g, size_t position, const struct tool_row *row)
{
	const struct migration_record **place = &g->k->records[position];
	struct migration_record *r;

	if (row->version == NULL || (*place)->version == NULL ||
	    strcmp((*place)->version, row->version) == 0)
		return;
	r = arena_new(g->w->arena, struct migration_record);
	*r = **place;
	r->version = row->version;
	*place = r;
}

static void add_entry(struct gatherer *g, const struct set_entry *e, const struct tool_row *row,
		      bool failed)
{
	const struct migration_record *record = g->k->records[e->position];
	struct history_row r = blank_row(row, failed);
	size_t *place = &g->place[e->position];

	name_as_row(g, e->position, row);
	r.filename = e->m->filename;
	r.version = e->m->version;
	r.kind = kind_of(e->m);
	r.checksum = record->always                    ? ""
		     : tool_checksum_fits(record, row) ? e->m->checksum
						       : row->checksum;
	if (*place != 0) {
		assert(g->rows.v != NULL);
		g->rows.v[*place - 1] = r;
		return;
	}
	*vec_push(&g->rows, g->w->arena) = r;
	*place = g->rows.len;
}

/*
 * Tables that know migrations by their files' names: the number in front is the version
 * here too, where it is so for the files.
 */
static const char *version_of(const struct gatherer *g, const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return g->k->set->by_name || digits == 0 || text[digits] == '\0' ||
			       strchr("_-.", text[digits]) == NULL || set_is_number(text)
		       ? text
		       : arena_strndup(g->w->arena, text, digits);
}

/* Of a row that stands for everything before it: what would be the newest without it. */
static const struct migration_record *newest_before(const struct keeper *k,
						    const struct tool_row *row)
{
	const struct migration_record *newest = NULL;

	if (strcmp(row->state, TOOL_THROUGH) != 0 && strcmp(row->state, TOOL_DIRTY) != 0)
		return NULL;
	for (size_t p = 0; p < k->set->versioned; p++)
		if (k->tool->compare(k->records[p], row) < 0)
			newest = k->records[p];
	return newest;
}

/* A row whose file is gone, or was never here. */
static void add_stray(struct gatherer *g, const struct tool_row *row, bool failed)
{
	struct arena *a = g->w->arena;
	struct keeper_stray *stray = arena_new(a, struct keeper_stray);
	struct history_row r = blank_row(row, failed);
	struct migration_record *record = arena_new(a, struct migration_record);
	const char *version = row->version == NULL ? "" : row->version;

	r.version = version_of(g, version);
	r.filename = row->script != NULL ? row->script
		     : row->description != NULL && *row->description != '\0'
			     ? arena_printf(a, "%s_%s", version, row->description)
			     : version;
	r.kind = *version == '\0' ? "repeatable" : "versioned";
	r.checksum = row->checksum == NULL ? "" : row->checksum;
	*record = (struct migration_record){
		.version = row->version,
		.description = row->description,
		.script = row->script,
		.checksum = row->checksum,
	};
	*stray = (struct keeper_stray){record, newest_before(g->k, row)};
	map_put(&g->k->strays, r.filename, stray);
	*vec_push(&g->rows, a) = r;
}

/* Everything that the row's version takes along, but for the migration itself. */
static void add_earlier(struct gatherer *g, const struct set_entry *e, const struct tool_row *row)
{
	const struct set *set = g->k->set;
	const bool *in = e == NULL ? NULL : set_history_of(set, e, g->w->arena);
	const struct tool_row bare = {.state = row->state};

	for (size_t p = 0; set->v != NULL && p < set->versioned; p++) {
		bool before = in != NULL ? in[p] : g->k->tool->compare(g->k->records[p], row) <= 0;

		if (before && (e == NULL || p != e->position) && g->place[p] == 0 &&
		    !set->v[p].excluded)
			add_entry(g, &set->v[p], &bare, false);
	}
}

static void add_row(struct gatherer *g, const struct tool_row *row)
{
	const struct set_entry *e = entry_of(g, row);
	bool baseline = strcmp(row->state, TOOL_BASELINE) == 0;
	bool dirty = strcmp(row->state, TOOL_DIRTY) == 0;
	bool failed = dirty || strcmp(row->state, TOOL_FAILED) == 0;
	/* Our own mark, of what the journal knows more about. */
	bool marked = dirty && g->journal.len != 0;

	if (baseline || dirty || strcmp(row->state, TOOL_THROUGH) == 0)
		add_earlier(g, e, row);
	if (e != NULL)
		add_entry(g, e, row, failed && !marked);
	else if (!baseline && !marked)
		add_stray(g, row, failed);
}

/* What is under way is better known to the journal. */
static void add_journal(struct gatherer *g)
{
	for (size_t i = 0; i < g->journal.len; i++) {
		const struct history_row *row = &g->journal.rows[i];
		const struct set_entry *e = set_find_file(g->k->set, row->filename);

		if (e != NULL && g->place[e->position] != 0) {
			g->rows.v[g->place[e->position] - 1] = *row;
			continue;
		}
		*vec_push(&g->rows, g->w->arena) = *row;
		if (e != NULL)
			g->place[e->position] = g->rows.len;
	}
}

/* The rows of no file, by their versions. */
static const struct history_row **strays_of(const struct gatherer *g, size_t *ret_len)
{
	VEC(const struct history_row *) strays = {0};

	for (size_t i = 0; i < g->rows.len; i++)
		if (set_find_file(g->k->set, g->rows.v[i].filename) == NULL)
			*vec_push(&strays, g->w->arena) = &g->rows.v[i];
	if (strays.len > 1)
		qsort(strays.v, strays.len, sizeof(*strays.v), missing_compare);
	*ret_len = strays.len;
	return strays.v;
}

/*
 * The newest comes last, as it is the first to be reverted. A table of versions or
 * names gives them as its text sorts: the order of applying is the folder's.
 */
static void put_in_order(struct gatherer *g)
{
	const struct set *set = g->k->set;
	struct history_row *rows = arena_array(g->w->arena, struct history_row, g->rows.len);
	const struct history_row **strays;
	size_t strays_len, next = 0, n = 0;

	if (g->k->tool->in_order || g->rows.len == 0)
		return;
	strays = strays_of(g, &strays_len);
	for (size_t p = 0; p < set->len; p++) {
		while (next < strays_len && missing_precedes(set, strays[next], &set->v[p]))
			rows[n++] = *strays[next++];
		if (g->place[p] != 0)
			rows[n++] = g->rows.v[g->place[p] - 1];
	}
	while (next < strays_len)
		rows[n++] = *strays[next++];
	memcpy(g->rows.v, rows, n * sizeof(*rows));
}

static int check_shape(struct work *w, const struct keeper *k, bool *ret_exists,
		       struct pawl_error *err)
{
	const char *const *names;
	const char *wrong;
	size_t len;
	int rc = keeper_reach(w, k->tool, &k->place, ret_exists, err);

	if (rc != 0 || !*ret_exists)
		return rc;
	rc = db_table_columns(w->db, k->place.schema, k->place.table, w->arena, &names, &len, err);
	*ret_exists = rc == 0 && len != 0;
	wrong = *ret_exists ? keeper_misfit(k->tool, names, len) : NULL;
	if (wrong == NULL)
		return rc;
	fail(err, PAWL_E_HISTORY, "table \"%s\" is not as %s makes it: see its column \"%s\"",
	     k->display, k->tool->tool, wrong);
	hint(err, "name the table with --history-table, or its tool with --layout or --from");
	return PAWL_E_HISTORY;
}

struct tool_change keeper_plain_change(const struct work *w, const struct keeper *k)
{
	static const struct migration_record none;

	return (struct tool_change){
		.record = k->set->len == 0 ? &none : k->records[0],
		.applied_by = w->settings->applied_by,
	};
}

static struct tool_row row_at(const struct db_rows *rows, size_t i)
{
	const char *const *c = &rows->cells[i * rows->cols];
	const char *by = rows->cols > TOOL_ROW_COLUMNS ? c[TOOL_ROW_COLUMNS] : NULL;

	return (struct tool_row){c[0], c[1], c[2], c[3], c[4], c[5], by};
}

/* NULL: no row is of a record, by the path's end at least. */
static const char *find_outside(struct work *w, const struct keeper *k, const struct db_rows *rows)
{
	for (size_t i = 0; rows->cells != NULL && i < rows->rows; i++) {
		const struct tool_row row = row_at(rows, i);

		for (size_t p = 0; p < k->set->len; p++) {
			const char *outside = k->tool->outside(k->records[p], &row, w->arena);

			if (outside != NULL)
				return outside;
		}
	}
	return NULL;
}

/* From here on the scripts are called as the table has them. */
static void place_scripts(struct work *w, struct keeper *k, const struct db_rows *rows)
{
	const char *outside;

	if (k->tool->outside == NULL)
		return;
	outside = find_outside(w, k, rows);
	for (size_t p = 0; p < k->set->len; p++) {
		struct migration_record *r = arena_new(w->arena, struct migration_record);
		const char *before = outside;

		*r = *k->records[p];
		/* No row tells it. */
		if (before == NULL && rows->rows == 0)
			before = r->outside;
		r->outside = NULL;
		if (r->script != NULL && before != NULL)
			r->script = arena_printf(w->arena, "%s%s", before, r->script);
		k->records[p] = r;
	}
}

int keeper_rows(struct work *w, struct keeper *k, struct history *ret, struct pawl_error *err)
{
	struct gatherer g = {.w = w, .k = k, .place = arena_array(w->arena, size_t, k->set->len)};
	struct history h = {.complete = true, .by_filename = {.arena = w->arena}};
	_cleanup_buf_ struct buf sql = {0};
	struct db_rows result = {0};
	int rc = check_shape(w, k, &h.exists, err);

	if (rc == 0 && w->store != NULL)
		rc = history_read_own(w, &g.journal, err);
	k->journal_exists = g.journal.exists;
	if (rc == 0 && h.exists) {
		const struct tool_change c = keeper_plain_change(w, k);

		tool_sql(k->tool->read[k->engine], k->engine, &k->place, &c, &sql);
		rc = db_query(w->db, sql.data, NULL, 0, w->arena, &result, err);
	}
	if (rc == 0)
		place_scripts(w, k, &result);
	for (size_t i = 0; rc == 0 && result.cells != NULL && i < result.rows; i++) {
		const struct tool_row row = row_at(&result, i);

		add_row(&g, &row);
	}
	if (rc != 0) {
		context(err, "while reading the history of %s", k->tool->tool);
		return rc;
	}
	add_journal(&g);
	put_in_order(&g);
	for (size_t i = 0; g.rows.v != NULL && i < g.rows.len; i++) {
		g.rows.v[i].id = (int64_t)i + 1;
		map_put(&h.by_filename, g.rows.v[i].filename, &g.rows.v[i]);
	}
	h.rows = g.rows.v;
	h.len = g.rows.len;
	*ret = h;
	return 0;
}
