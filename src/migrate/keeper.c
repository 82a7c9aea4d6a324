/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/keeper.h"

#include "base/text.h"
#include "base/vec.h"

#include <string.h>
#include <unistd.h>

static struct tool_place place_of(const struct work *w, const struct tool_history *t)
{
	const struct settings *s = w->settings;
	const char *schema = s->history_schema != NULL               ? s->history_schema
			     : t->schema[w->dialect->engine] != NULL ? t->schema[w->dialect->engine]
								     : w->table.schema;

	return (struct tool_place){
		.database = w->db == NULL ? "" : db_info(w->db)->database,
		.schema = schema,
		.table = s->keep && strcmp(s->history_table, HISTORY_TABLE) != 0
				 ? s->history_table
				 : t->table[w->dialect->engine],
	};
}

static bool is_listed(const char *const *list, const char *name)
{
	for (; list != NULL && *list != NULL; list++)
		if (text_equal_nocase(*list, name))
			return true;
	return false;
}

/* Every column that the tool makes, and none that it does not: NULL, or the one that is wrong. */
static const char *misfit(const struct tool_history *t, const char *const *names, size_t len)
{
	for (const char *const *wanted = t->columns; *wanted != NULL; wanted++) {
		bool found = false;

		for (size_t i = 0; i < len && !found; i++)
			found = text_equal_nocase(names[i], *wanted);
		if (!found)
			return *wanted;
	}
	for (size_t i = 0; i < len; i++)
		if (!is_listed(t->columns, names[i]) && !is_listed(t->also, names[i]))
			return names[i];
	return NULL;
}

static bool knows_engine(const struct work *w, const struct tool_history *t)
{
	return t->read[w->dialect->engine] != NULL;
}

static int refuse_two(const struct work *w, const struct tool_history *one,
		      const struct tool_history *other, struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG,
	     "the database has a history table of %s (\"%s\") and one of %s "
	     "(\"%s\")",
	     one->tool, one->table[w->dialect->engine], other->tool,
	     other->table[w->dialect->engine]);
	hint(err, "say whose it is by --layout, or with adopt by --from %s or --from %s", one->tool,
	     other->tool);
	return PAWL_E_CONFIG;
}

static int refuse_none(struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG,
	     "the database has no history table of another tool that pawl knows");
	hint(err, "say whose it is by --layout, or with adopt by --from; a table of another name "
		  "by --history-table with --history keep");
	return PAWL_E_CONFIG;
}

/* Called like the schema, with the database's own ending. */
static const char *own_path(const struct work *w, const struct tool_place *place)
{
	const char *path = w->settings->url->path, *slash = strrchr(path, '/');
	const char *base = slash == NULL ? path : slash + 1;
	const char *dot = strchr(base, '.');

	return arena_printf(w->arena, "%.*s%s%s", (int)(base - path), path, place->schema,
			    dot == NULL ? "" : dot);
}

static void attach_sql(const struct work *w, const struct tool_place *place, struct buf *b)
{
	buf_adds(b, "ATTACH DATABASE ");
	dialect_literal(w->dialect, b, own_path(w, place));
	buf_adds(b, " AS ");
	dialect_name(w->dialect, b, NULL, place->schema);
}

static bool has_own_file(const struct work *w, const struct tool_history *t)
{
	return t->own_file && w->dialect->engine == ENGINE_SQLITE;
}

static int is_attached(const struct work *w, const struct tool_place *place, bool *ret,
		       struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};
	struct db_rows rows;
	int rc;

	buf_adds(&sql, "SELECT name FROM pragma_database_list WHERE name = ");
	dialect_literal(w->dialect, &sql, place->schema);
	rc = db_query(w->db, sql.data, NULL, 0, w->arena, &rows, err);
	*ret = rc == 0 && rows.rows != 0;
	return rc;
}

int keeper_reach(struct work *w, const struct tool_history *t, const struct tool_place *place,
		 bool *ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};
	int rc;

	*ret = true;
	if (!has_own_file(w, t))
		return 0;
	rc = is_attached(w, place, ret, err);
	if (rc != 0 || *ret || access(own_path(w, place), F_OK) != 0)
		return rc;
	attach_sql(w, place, &sql);
	rc = db_execs(w->db, sql.data, err);
	*ret = rc == 0;
	return rc;
}

void keeper_reach_sql(const struct work *w, const struct keeper *k, struct buf *b)
{
	struct pawl_error ignored = {0};
	bool attached;

	if (!has_own_file(w, k->tool) ||
	    (is_attached(w, &k->place, &attached, &ignored) == 0 && attached))
		return;
	attach_sql(w, &k->place, b);
	buf_addc(b, '\0');
}

static int fits_shape(struct work *w, const struct tool_history *t, bool *ret,
		      struct pawl_error *err)
{
	struct tool_place place = place_of(w, t);
	const char *const *names;
	size_t len;
	int rc;

	*ret = false;
	if (!knows_engine(w, t))
		return 0;
	rc = keeper_reach(w, t, &place, ret, err);
	if (rc != 0 || !*ret)
		return rc;
	*ret = false;
	rc = db_table_columns(w->db, place.schema, place.table, w->arena, &names, &len, err);
	if (rc != 0 || len == 0 || misfit(t, names, len) != NULL)
		return rc;
	*ret = true;
	return t->beside == NULL ? 0 : db_table_exists(w->db, place.schema, t->beside, ret, err);
}

static int find_by_shape(struct work *w, const struct tool_history **ret, struct pawl_error *err)
{
	const struct tool_history *found = NULL;
	size_t n;
	const struct tool_history *const *all = tool_all(&n);

	for (size_t i = 0; w->db != NULL && i < n; i++) {
		bool fits;
		int rc = fits_shape(w, all[i], &fits, err);

		if (rc != 0)
			return rc;
		if (!fits)
			continue;
		/* What is beside it tells whose it is. */
		if (found != NULL && all[i]->beside == NULL)
			return refuse_two(w, found, all[i], err);
		found = all[i];
	}
	*ret = found;
	return found != NULL ? 0 : refuse_none(err);
}

static int find_by_name(const struct work *w, const char *name, const struct tool_history **ret,
			struct pawl_error *err)
{
	size_t n, known = 0;
	const struct tool_history *const *all = tool_all(&n);
	const char **names = arena_array(w->arena, const char *, n);
	const char *nearest;

	for (size_t i = 0; i < n; i++)
		if (known == 0 || strcmp(names[known - 1], all[i]->tool) != 0)
			names[known++] = all[i]->tool;
	*ret = tool_find(name);
	if (*ret == NULL) {
		_cleanup_buf_ struct buf list = {0};

		for (size_t i = 0; i < known; i++)
			buf_printf(&list, "%s%s", i == 0 ? "" : ", ", names[i]);
		nearest = text_nearest(name, names, known);
		fail(err, PAWL_E_CONFIG, "pawl knows no history table of \"%s\"%s%s%s", name,
		     nearest == NULL ? "" : "; did you mean \"", nearest == NULL ? "" : nearest,
		     nearest == NULL ? "" : "\"?");
		hint(err, "known are: %s", list.data);
		return PAWL_E_CONFIG;
	}
	if (knows_engine(w, *ret))
		return 0;
	fail(err, PAWL_E_CONFIG, "%s has no history table on this engine", name);
	hint(err, "check the URL, or the tool's name");
	return PAWL_E_CONFIG;
}

/* What a folder of pawl's own says of its migrations, for tables that hold versions or files. */
static const struct migration_record *plain_record(const struct migration *m, struct arena *a)
{
	struct migration_record *r = arena_new(a, struct migration_record);

	r->version = m->version;
	r->description = m->name;
	r->script = m->filename;
	return r;
}

int keeper_choose(struct work *w, const char *tool, const char *layout, const struct set *set,
		  struct keeper *ret, struct pawl_error *err)
{
	const struct tool_history *t = NULL;
	_cleanup_buf_ struct buf display = {0};
	int rc = 0;

	if (tool != NULL)
		rc = find_by_name(w, tool, &t, err);
	else if (layout == NULL || tool_find(layout) == NULL)
		rc = find_by_shape(w, &t, err);
	else
		rc = find_by_name(w, layout, &t, err);
	if (rc != 0)
		return rc;
	*ret = (struct keeper){
		.tool = t,
		.engine = w->dialect->engine,
		.set = set,
		.place = place_of(w, t),
		.records = arena_array(w->arena, const struct migration_record *, set->len),
		.strays = {.arena = w->arena},
	};
	for (size_t p = 0; p < set->len; p++)
		ret->records[p] = set->v[p].m->record != NULL ? set->v[p].m->record
							      : plain_record(set->v[p].m, w->arena);
	buf_printf(&display, "%s%s%s", ret->place.schema == NULL ? "" : ret->place.schema,
		   ret->place.schema == NULL ? "" : ".", ret->place.table);
	ret->display = buf_dup(&display, w->arena);
	return 0;
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
		.applied_by = "",
		.environment = "",
		.pawl_version = "",
		.statements_done = -1,
		.duration_ms = -1,
	};
}

static void add_entry(struct gatherer *g, const struct set_entry *e, const struct tool_row *row,
		      bool failed)
{
	struct history_row r = blank_row(row, failed);
	size_t *place = &g->place[e->position];

	r.filename = e->m->filename;
	r.version = e->m->version;
	r.kind = kind_of(e->m);
	r.checksum = tool_checksum_fits(g->k->records[e->position], row) ? e->m->checksum
									 : row->checksum;
	if (*place != 0) {
		g->rows.v[*place - 1] = r;
		return;
	}
	*vec_push(&g->rows, g->w->arena) = r;
	*place = g->rows.len;
}

/* A row whose file is gone, or was never here. */
static void add_stray(struct gatherer *g, const struct tool_row *row, bool failed)
{
	struct arena *a = g->w->arena;
	struct history_row r = blank_row(row, failed);
	struct migration_record *record = arena_new(a, struct migration_record);
	const char *version = row->version == NULL ? "" : row->version;

	r.version = version;
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
	map_put(&g->k->strays, r.filename, record);
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

		if (e == NULL || g->place[e->position] == 0)
			*vec_push(&g->rows, g->w->arena) = *row;
		else
			g->rows.v[g->place[e->position] - 1] = *row;
	}
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
	wrong = *ret_exists ? misfit(k->tool, names, len) : NULL;
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
	for (size_t i = 0; rc == 0 && result.cells != NULL && i < result.rows; i++) {
		const char *const *c = &result.cells[i * TOOL_ROW_COLUMNS];

		add_row(&g, &(struct tool_row){c[0], c[1], c[2], c[3], c[4], c[5]});
	}
	if (rc != 0) {
		context(err, "while reading the history of %s", k->tool->tool);
		return rc;
	}
	add_journal(&g);
	for (size_t i = 0; g.rows.v != NULL && i < g.rows.len; i++) {
		g.rows.v[i].id = (int64_t)i + 1;
		map_put(&h.by_filename, g.rows.v[i].filename, &g.rows.v[i]);
	}
	h.rows = g.rows.v;
	h.len = g.rows.len;
	*ret = h;
	return 0;
}
