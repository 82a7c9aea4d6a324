/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns are added one at a time, so that the three-column table of a plain
 * runner (id, filename, applied_at) is taken over in place and stays readable
 * for it. Every name is schema-qualified once, in history_resolve(): a
 * migration may change search_path without losing the table.
 */
#include "migrate/history_impl.h"

#include "base/clock.h"
#include "base/text.h"
#include "migrate/history_many.h"
#include "migrate/keeper.h"

#include <pawl/version.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum column_type { TYPE_TEXT, TYPE_INTEGER };

/* Behind id, filename and applied_at. */
static const struct history_column {
	const char *name;
	enum column_type type;
} history_columns[] = {
	{"version", TYPE_TEXT},
	{"kind", TYPE_TEXT},
	{"checksum", TYPE_TEXT},
	{"state", TYPE_TEXT},
	{"statements_done", TYPE_INTEGER},
	{"duration_ms", TYPE_INTEGER},
	{"applied_by", TYPE_TEXT},
	{"environment", TYPE_TEXT},
	{"pawl_version", TYPE_TEXT},
	{"down_sql", TYPE_TEXT},
	{"fingerprint", TYPE_TEXT},
};

enum { HISTORY_COLUMNS = sizeof(history_columns) / sizeof(*history_columns) };

static void name_tables(struct work *w, const char *schema)
{
	struct history_table *t = &w->table;
	const char *name = w->settings->keep ? HISTORY_JOURNAL : w->settings->history_table;
	_cleanup_buf_ struct buf b = {0};

	t->schema = schema;
	t->name = name;
	t->log_name = arena_printf(w->arena, "%s_log", name);
	t->lock_name = arena_printf(w->arena, "%s_lock", name);
	dialect_name(w->dialect, &b, schema, name);
	t->quoted = buf_dup(&b, w->arena);
	buf_clear(&b);
	dialect_name(w->dialect, &b, schema, t->log_name);
	t->log_quoted = buf_dup(&b, w->arena);
	buf_clear(&b);
	dialect_name(w->dialect, &b, schema, t->lock_name);
	t->lock_quoted = buf_dup(&b, w->arena);
	t->display = schema == NULL ? name : arena_printf(w->arena, "%s.%s", schema, name);
}

void history_resolve_offline(struct work *w)
{
	name_tables(w, w->settings->history_schema);
}

/* Where unqualified names go after the session file may have changed that. */
static int current_schema(struct work *w, const char **ret, struct pawl_error *err)
{
	struct db_rows rows;
	int rc;

	*ret = db_info(w->db)->schema;
	if (w->settings->session_sql == NULL || w->dialect->current_schema == NULL)
		return 0;
	rc = db_query(w->db, w->dialect->current_schema, NULL, 0, w->arena, &rows, err);
	if (rc == 0)
		*ret = rows.rows == 0 ? NULL : rows.cells[0];
	return rc;
}

int history_resolve(struct work *w, struct pawl_error *err)
{
	const char *schema = w->settings->history_schema;
	int rc = schema != NULL ? 0 : current_schema(w, &schema, err);

	if (rc != 0)
		return rc;
	if (schema == NULL && w->dialect->current_schema != NULL) {
		fail(err, PAWL_E_CONFIG, "there is no schema to make the history table in");
		hint(err, "name a database in the URL, or set history-schema");
		return PAWL_E_CONFIG;
	}
	name_tables(w, schema);
	return 0;
}

static bool has_column(const char *const *names, size_t len, const char *wanted)
{
	for (size_t i = 0; i < len; i++)
		if (text_equal_nocase(names[i], wanted))
			return true;
	return false;
}

static int64_t cell_int(const char *cell)
{
	return cell == NULL ? -1 : strtoll(cell, NULL, 10);
}

static const char *cell_text(const char *cell)
{
	return cell == NULL ? "" : cell;
}

/* The digits (or hash id) in front of a file name, for rows that have no version column yet. */
static const char *version_of(struct arena *a, const char *filename)
{
	const char *base = strrchr(filename, '/');

	base = base == NULL ? filename : base + 1;
	return arena_strndup(a, base, strcspn(base, "_."));
}

/* The select list, with NULL in place of columns that are not there. */
static void select_sql(const struct work *w, const char *const *names, size_t len, struct buf *b)
{
	buf_printf(b, "SELECT id, filename, %sapplied_at%s", w->dialect->history.utc_before,
		   w->dialect->history.utc_after);
	for (size_t i = 0; i < HISTORY_COLUMNS; i++) {
		const char *name = history_columns[i].name;

		if (!has_column(names, len, name))
			buf_adds(b, ", NULL");
		else if (strcmp(name, "down_sql") == 0)
			buf_adds(b, ", CASE WHEN down_sql IS NULL THEN NULL ELSE 1 END");
		else
			buf_printf(b, ", %s", name);
	}
	buf_printf(b, " FROM %s", w->table.quoted);
}

static struct history_row row_from_cells(struct arena *a, const char *const *c)
{
	const char *filename = cell_text(c[1]);

	return (struct history_row){
		.id = cell_int(c[0]),
		.filename = filename,
		.applied_at = cell_text(c[2]),
		.version = c[3] != NULL ? c[3] : version_of(a, filename),
		.kind = c[4] != NULL ? c[4] : "versioned",
		.checksum = cell_text(c[5]),
		.state = c[6] != NULL ? c[6] : HISTORY_APPLIED,
		.statements_done = cell_int(c[7]),
		.duration_ms = cell_int(c[8]),
		.applied_by = cell_text(c[9]),
		.environment = cell_text(c[10]),
		.pawl_version = cell_text(c[11]),
		.has_down = c[12] != NULL,
		.fingerprint = c[13],
	};
}

static int unknown_shape(const struct work *w, const char *column, struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY,
	     "table \"%s\" is not a history of pawl's: it has no column \"%s\"", w->table.display,
	     column);
	hint(err, "choose another name with --history-table, or rename that table");
	return PAWL_E_HISTORY;
}

static bool is_known_state(const char *state)
{
	static const char *const known[] = {HISTORY_APPLIED, HISTORY_RUNNING, HISTORY_FAILED,
					    HISTORY_REVERTING};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(state, known[i]) == 0)
			return true;
	return false;
}

static int unknown_state(const struct work *w, const struct history_row *row,
			 struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY,
	     "migration \"%s\" is in state \"%s\", which this pawl does not know", row->filename,
	     row->state);
	hint(err, "the history \"%s\" may have been written by a newer pawl (%s): use that one",
	     w->table.display, row->pawl_version[0] != '\0' ? row->pawl_version : "unknown");
	return PAWL_E_HISTORY;
}

int history_read_own(struct work *w, struct history *ret, struct pawl_error *err)
{
	static const char *const needed[] = {"id", "filename", "applied_at"};
	struct history h = {.exists = true, .complete = true, .by_filename = {.arena = w->arena}};
	_cleanup_buf_ struct buf sql = {0};
	const char *const *names;
	struct history_row *rows;
	struct db_rows result;
	size_t len;
	int rc = db_table_columns(w->db, w->table.schema, w->table.name, w->arena, &names, &len,
				  err);

	if (rc != 0)
		return rc;
	if (len == 0) {
		*ret = (struct history){.by_filename = h.by_filename};
		return 0;
	}
	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!has_column(names, len, needed[i]))
			return unknown_shape(w, needed[i], err);
	for (size_t i = 0; i < HISTORY_COLUMNS; i++)
		h.complete = h.complete && has_column(names, len, history_columns[i].name);
	select_sql(w, names, len, &sql);
	buf_adds(&sql, " ORDER BY id");
	rc = db_query(w->db, sql.data, NULL, 0, w->arena, &result, err);
	if (rc != 0) {
		context(err, "while reading the history from \"%s\"", w->table.display);
		return rc;
	}
	rows = arena_array(w->arena, struct history_row, result.rows);
	for (size_t i = 0; i < result.rows; i++) {
		rows[i] = row_from_cells(w->arena, &result.cells[i * result.cols]);
		if (!is_known_state(rows[i].state))
			return unknown_state(w, &rows[i], err);
		map_put(&h.by_filename, rows[i].filename, &rows[i]);
	}
	h.rows = rows;
	h.len = result.rows;
	*ret = h;
	return 0;
}

int history_read(struct work *w, struct history *ret, struct pawl_error *err)
{
	return w->store != NULL ? w->store->read(w, ret, err) : history_read_own(w, ret, err);
}

int history_read_row(struct work *w, const char *filename, struct history_row *ret, bool *ret_found,
		     struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};
	const char *names[HISTORY_COLUMNS];
	struct db_rows result;
	int rc;

	for (size_t i = 0; i < HISTORY_COLUMNS; i++)
		names[i] = history_columns[i].name;
	select_sql(w, names, HISTORY_COLUMNS, &sql);
	buf_adds(&sql, " WHERE filename = ");
	dialect_literal(w->dialect, &sql, filename);
	rc = db_query(w->db, sql.data, NULL, 0, w->arena, &result, err);
	if (rc != 0)
		return rc;
	*ret_found = result.rows != 0;
	if (*ret_found)
		*ret = row_from_cells(w->arena, result.cells);
	return 0;
}

const struct history_row *history_find(const struct history *h, const char *filename)
{
	return map_get(&h->by_filename, filename);
}

int history_read_down(struct work *w, const char *filename, const char **ret,
		      struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};
	struct db_rows rows;
	int rc;

	*ret = NULL;
	if (w->store != NULL)
		return 0;
	buf_printf(&sql, "SELECT down_sql FROM %s WHERE filename = ", w->table.quoted);
	dialect_literal(w->dialect, &sql, filename);
	rc = db_query(w->db, sql.data, NULL, 0, w->arena, &rows, err);
	if (rc != 0)
		return rc;
	*ret = rows.rows == 0 ? NULL : rows.cells[0];
	return 0;
}

static const char *type_name(const struct work *w, enum column_type type)
{
	return type == TYPE_INTEGER ? w->dialect->history.integer : w->dialect->history.text;
}

void history_create_own_sql(const struct work *w, struct buf *b)
{
	const struct dialect_history *t = &w->dialect->history;

	buf_printf(b,
		   "CREATE TABLE IF NOT EXISTS %s (\n"
		   "\tid %s,\n"
		   "\tfilename %s UNIQUE NOT NULL,\n"
		   "\tapplied_at %s",
		   w->table.quoted, t->id, t->key_text, t->timestamp);
	for (size_t i = 0; i < HISTORY_COLUMNS; i++)
		buf_printf(b, ",\n\t%s %s", history_columns[i].name,
			   type_name(w, history_columns[i].type));
	buf_printf(b, "\n)%s", t->table_tail);
}

static void create_log_sql(const struct work *w, struct buf *b)
{
	static const char *const texts[] = {"action",      "version", "filename",
					    "checksum",    "done_by", "client",
					    "environment", "error",   "pawl_version"};
	const struct dialect_history *t = &w->dialect->history;

	buf_printf(b, "CREATE TABLE IF NOT EXISTS %s (\n\tid %s,\n\tlogged_at %s",
		   w->table.log_quoted, t->id, t->timestamp);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		buf_printf(b, ",\n\t%s %s", texts[i], t->text);
	buf_printf(b, ",\n\tduration_ms %s\n)%s", t->integer, t->table_tail);
}

bool history_next_sql(const struct buf *b, size_t *pos, const char **ret, size_t *ret_len)
{
	if (*pos >= b->len)
		return false;
	*ret = b->data + *pos;
	*ret_len = strlen(*ret);
	*pos += *ret_len + 1;
	return true;
}

static int create_elsewhere(const struct work *w, int (*fn)(void *ctx, const char *sql, size_t len),
			    void *ctx)
{
	_cleanup_buf_ struct buf b = {0};
	const char *sql;
	size_t pos = 0, len;
	int rc = 0;

	w->store->create(w, &b);
	while (rc == 0 && history_next_sql(&b, &pos, &sql, &len))
		rc = fn(ctx, sql, len);
	return rc;
}

int history_open_journal(struct work *w, struct pawl_error *err)
{
	return w->store == NULL ? 0 : w->store->open_journal(w, err);
}

void history_close_journal(struct work *w)
{
	if (w->store != NULL)
		w->store->close_journal(w);
}

int history_create_sql(const struct work *w, int (*fn)(void *ctx, const char *sql, size_t len),
		       void *ctx)
{
	_cleanup_buf_ struct buf b = {0};
	int rc;

	if (w->store != NULL)
		return create_elsewhere(w, fn, ctx);
	/* In this order: where DDL does not roll back, a history table means that both are there. */
	create_log_sql(w, &b);
	rc = fn(ctx, b.data, b.len);
	if (rc != 0)
		return rc;
	buf_clear(&b);
	history_create_own_sql(w, &b);
	return fn(ctx, b.data, b.len);
}

struct exec_context {
	struct work *w;
	struct pawl_error *err;
};

static int exec_one(void *ctx, const char *sql, size_t len)
{
	struct exec_context *x = ctx;

	return db_exec(x->w->db, sql, len, NULL, x->err);
}

static const char *shown(const struct work *w)
{
	return w->keeper != NULL ? w->keeper->display : w->table.display;
}

void history_context(const struct work *w, struct pawl_error *err)
{
	context(err, "while writing the history to \"%s\"", shown(w));
}

static int create_log(struct work *w, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	bool exists;
	int rc = db_table_exists(w->db, w->table.schema, w->table.log_name, &exists, err);

	if (rc != 0 || exists)
		return rc;
	create_log_sql(w, &b);
	return db_exec(w->db, b.data, b.len, NULL, err);
}

static struct history_entry *entries_of(const struct history *h, struct arena *a)
{
	struct history_entry *v = arena_array(a, struct history_entry, h->len);

	for (size_t i = 0; i < h->len; i++) {
		v[i].filename = h->rows[i].filename;
		v[i].version = h->rows[i].version;
	}
	return v;
}

/* The columns that a three-column table lacks, and the version of its rows. */
static int take_over(struct work *w, const struct history *h, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	const char *const *names;
	size_t len;
	int rc = create_log(w, err);

	if (rc == 0)
		rc = db_table_columns(w->db, w->table.schema, w->table.name, w->arena, &names, &len,
				      err);

	for (size_t i = 0; rc == 0 && i < HISTORY_COLUMNS; i++) {
		if (has_column(names, len, history_columns[i].name))
			continue;
		buf_clear(&b);
		buf_printf(&b, "ALTER TABLE %s ADD COLUMN %s %s", w->table.quoted,
			   history_columns[i].name, type_name(w, history_columns[i].type));
		rc = db_exec(w->db, b.data, b.len, NULL, err);
	}
	if (rc == 0)
		rc = history_change_many(w,
					 &(struct history_many){
						 .change = HISTORY_TAKE_OVER,
						 .v = entries_of(h, w->arena),
						 .len = h->len,
					 },
					 err);
	if (rc == 0)
		work_say(w, PAWL_EVENT_INFO, "took over the history table %s with %zu rows",
			 w->table.display, h->len);
	return rc;
}

int history_ensure(struct work *w, const struct history *h, struct pawl_error *err)
{
	struct exec_context x = {.w = w, .err = err};
	int rc;

	if (h->exists && h->complete)
		return 0;
	rc = db_begin(w->db, &(struct db_tx){0}, err);
	if (rc != 0)
		return rc;
	w->quiet = true;
	rc = h->exists ? take_over(w, h, err) : history_create_sql(w, exec_one, &x);
	w->quiet = false;
	if (rc == 0)
		rc = db_commit(w->db, err);
	if (rc != 0) {
		db_rollback(w->db, err);
		if (rc == PAWL_E_SQL && w->table.schema != NULL)
			hint(err,
			     "this user must be able to create tables in schema \"%s\"; "
			     "--history-schema names another",
			     w->table.schema);
		context(err, "while making the history table \"%s\"", shown(w));
	}
	return rc;
}

static void add_integer(struct buf *b, int64_t value)
{
	if (value < 0)
		buf_adds(b, ", NULL");
	else
		buf_printf(b, ", %lld", (long long)value);
}

static void duration_text(const struct work *w, struct buf *b, int64_t ms, bool server_time)
{
	if (ms < 0)
		buf_adds(b, "NULL");
	else if (server_time)
		buf_printf(b, "greatest(0, %s - %lld)", w->dialect->history.elapsed, (long long)ms);
	else
		buf_printf(b, "%lld", (long long)ms);
}

/* What differs from row to row is a parameter; the rest is the same for the whole run. */
static void prepare_row_sql(const struct work *w, struct buf *b)
{
	const struct dialect_history *t = &w->dialect->history;

	buf_printf(b,
		   "PREPARE pawl_row_%llx (text, text, text, text, text, text, bigint, bigint) AS ",
		   (unsigned long long)w->table.prepared);
	buf_printf(b, INSERT_ROW, w->table.quoted, "");
	buf_printf(b, "$1, %s, $2, $3, $4, $5", t->now);
	add_literal(w, b, ", ", w->settings->applied_by);
	add_literal(w, b, ", ", w->settings->environment);
	add_literal(w, b, ", ", PAWL_VERSION);
	buf_printf(b, ", $6, $7, greatest(0, %s - $8))", t->elapsed);
}

static void prepare_log_sql(const struct work *w, struct buf *b)
{
	const struct dialect_history *t = &w->dialect->history;

	buf_printf(b, "PREPARE pawl_log_%llx (text, text, text, text, bigint) AS ",
		   (unsigned long long)w->table.prepared);
	buf_printf(b, INSERT_LOG, w->table.log_quoted);
	buf_printf(b, "%s, $1, $2, $3, $4", t->now);
	add_literal(w, b, ", ", w->settings->applied_by);
	add_literal(w, b, ", ", w->settings->client);
	add_literal(w, b, ", ", w->settings->environment);
	buf_adds(b, ", NULL");
	add_literal(w, b, ", ", PAWL_VERSION);
	buf_printf(b, ", greatest(0, %s - $5))", t->elapsed);
}

int history_prepare(struct work *w, struct pawl_error *err)
{
	_cleanup_buf_ struct buf row = {0}, log = {0};
	struct pawl_error inside = {0};
	int rc;

	/* Behind a pooling proxy the next transaction may meet another session. */
	if (w->table.prepared != 0 || w->table.unprepared || !w->dialect->history.prepares ||
	    db_info(w->db)->pooled || w->store != NULL)
		return 0;
	/* A session may outlive its runner, behind a proxy: no name is used twice. */
	w->table.prepared = clock_us();
	prepare_row_sql(w, &row);
	prepare_log_sql(w, &log);
	rc = history_exec(w, &row, &inside);
	if (rc == 0)
		rc = history_exec(w, &log, &inside);
	if (rc == 0)
		return 0;
	w->table.prepared = 0;
	w->table.unprepared = true;
	if (rc != PAWL_E_LOST && rc != PAWL_E_CANCELLED)
		return 0;
	if (err != NULL)
		*err = inside;
	return rc;
}

bool history_prepared_is_gone(struct work *w, struct pawl_error *err)
{
	if (w->table.prepared == 0 || strcmp(err->sqlstate, "26000") != 0)
		return false;
	w->table.prepared = 0;
	w->table.unprepared = true;
	error_reset(err);
	return true;
}

void history_unprepare(struct work *w)
{
	static const char *const names[] = {"row", "log"};
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; w->table.prepared != 0 && i < sizeof(names) / sizeof(*names); i++) {
		buf_clear(&b);
		buf_printf(&b, "DEALLOCATE pawl_%s_%llx", names[i],
			   (unsigned long long)w->table.prepared);
		db_exec(w->db, b.data, b.len, NULL, NULL);
	}
	w->table.prepared = 0;
}

static void execute_row_sql(const struct work *w, struct buf *b, const struct history_entry *e)
{
	buf_printf(b, "EXECUTE pawl_row_%llx", (unsigned long long)w->table.prepared);
	add_literal(w, b, " (", e->filename);
	add_literal(w, b, ", ", e->version);
	add_literal(w, b, ", ", e->kind);
	add_literal(w, b, ", ", e->checksum);
	add_literal(w, b, ", ", e->state);
	add_literal(w, b, ", ", e->down_sql);
	add_integer(b, e->statements_done);
	buf_printf(b, ", %lld)", (long long)e->duration_ms);
}

static void execute_log_sql(const struct work *w, struct buf *b, const struct history_event *e)
{
	buf_printf(b, "EXECUTE pawl_log_%llx", (unsigned long long)w->table.prepared);
	add_literal(w, b, " (", e->action);
	add_literal(w, b, ", ", e->version);
	add_literal(w, b, ", ", e->filename);
	add_literal(w, b, ", ", e->checksum);
	buf_printf(b, ", %lld)", (long long)e->duration_ms);
}

static void insert_sql(const struct work *w, struct buf *b, const struct history_entry *e)
{
	const char *rest;

	if (w->table.prepared != 0 && e->server_time) {
		execute_row_sql(w, b, e);
		return;
	}
	buf_printf(b, INSERT_ROW, w->table.quoted, e->fingerprint == NULL ? "" : ", fingerprint");
	add_literal(w, b, "", e->filename);
	buf_printf(b, ", %s", w->dialect->history.now);
	add_literal(w, b, ", ", e->version);
	add_literal(w, b, ", ", e->kind);
	add_literal(w, b, ", ", e->checksum);
	add_literal(w, b, ", ", e->state);
	add_literal(w, b, ", ", w->settings->applied_by);
	add_literal(w, b, ", ", w->settings->environment);
	add_literal(w, b, ", ", PAWL_VERSION);
	rest = history_down_literal(w, b, ", ", e->down_sql);
	add_integer(b, e->statements_done);
	buf_adds(b, ", ");
	duration_text(w, b, e->duration_ms, e->server_time);
	if (e->fingerprint != NULL)
		add_literal(w, b, ", ", e->fingerprint);
	buf_addc(b, ')');
	history_down_rest(w, b, e->filename, rest);
}

void history_insert_sql(const struct work *w, struct buf *b, const struct history_entry *e)
{
	if (w->store != NULL && strcmp(e->state, HISTORY_APPLIED) == 0) {
		w->store->record(w, b, e);
		return;
	}
	insert_sql(w, b, e);
	if (w->store == NULL)
		return;
	buf_addc(b, '\0');
	w->store->begin(w, b, e->filename, strcmp(e->state, HISTORY_REVERTING) == 0);
}

void history_delete_sql(const struct work *w, struct buf *b, const char *filename, bool ran)
{
	if (w->store != NULL)
		w->store->erase(w, b, filename, ran);
	else
		history_delete_own_sql(w, b, filename);
}

void history_delete_own_sql(const struct work *w, struct buf *b, const char *filename)
{
	buf_printf(b, "DELETE FROM %s WHERE filename = ", w->table.quoted);
	dialect_literal(w->dialect, b, filename);
}

static void set_integer(struct buf *b, const char *column, int64_t value)
{
	if (value < 0)
		buf_printf(b, ", %s = NULL", column);
	else
		buf_printf(b, ", %s = %lld", column, (long long)value);
}

void history_update_sql(const struct work *w, struct buf *b, const struct history_entry *e)
{
	const char *rest;

	if (w->store != NULL) {
		w->store->record(w, b, e);
		return;
	}
	buf_printf(b, "UPDATE %s SET applied_at = %s, fingerprint = NULL", w->table.quoted,
		   w->dialect->history.now);
	add_literal(w, b, ", version = ", e->version);
	add_literal(w, b, ", kind = ", e->kind);
	add_literal(w, b, ", checksum = ", e->checksum);
	add_literal(w, b, ", state = ", e->state);
	add_literal(w, b, ", applied_by = ", w->settings->applied_by);
	add_literal(w, b, ", environment = ", w->settings->environment);
	add_literal(w, b, ", pawl_version = ", PAWL_VERSION);
	rest = history_down_literal(w, b, ", down_sql = ", e->down_sql);
	set_integer(b, "statements_done", e->statements_done);
	buf_adds(b, ", duration_ms = ");
	duration_text(w, b, e->duration_ms, e->server_time);
	add_literal(w, b, " WHERE filename = ", e->filename);
	history_down_rest(w, b, e->filename, rest);
}

/* The tool's own mark, beside the journal's. */
static void mark_failed(const struct work *w, struct buf *b, const char *filename,
			const char *state)
{
	if (w->store == NULL || strcmp(state, HISTORY_FAILED) != 0)
		return;
	buf_addc(b, '\0');
	w->store->mark_failed(w, b, filename);
}

void history_progress_sql(const struct work *w, struct buf *b, const char *filename,
			  const char *state, int64_t done, const char *checksum,
			  const char *fingerprint)
{
	buf_printf(b, "UPDATE %s SET statements_done = %lld", w->table.quoted, (long long)done);
	add_literal(w, b, ", state = ", state);
	add_literal(w, b, ", checksum = ", checksum);
	add_literal(w, b, ", fingerprint = ", fingerprint);
	add_literal(w, b, " WHERE filename = ", filename);
	mark_failed(w, b, filename, state);
}

void history_state_sql(const struct work *w, struct buf *b, const char *filename, const char *state,
		       bool keep_fingerprint)
{
	buf_printf(b, "UPDATE %s SET state = ", w->table.quoted);
	dialect_literal(w->dialect, b, state);
	if (!keep_fingerprint)
		buf_adds(b, ", fingerprint = NULL");
	add_literal(w, b, " WHERE filename = ", filename);
	mark_failed(w, b, filename, state);
}

void history_log_sql(const struct work *w, struct buf *b, const struct history_event *e)
{
	if (w->store != NULL) {
		if (strcmp(e->action, "fail") == 0)
			w->store->log_failure(w, b, e->filename);
		return;
	}
	if (w->table.prepared != 0 && e->server_time) {
		execute_log_sql(w, b, e);
		return;
	}
	buf_printf(b, INSERT_LOG, w->table.log_quoted);
	buf_adds(b, w->dialect->history.now);
	add_literal(w, b, ", ", e->action);
	add_literal(w, b, ", ", e->version);
	add_literal(w, b, ", ", e->filename);
	add_literal(w, b, ", ", e->checksum);
	add_literal(w, b, ", ", w->settings->applied_by);
	add_literal(w, b, ", ", w->settings->client);
	add_literal(w, b, ", ", w->settings->environment);
	add_literal(w, b, ", ", e->error);
	add_literal(w, b, ", ", PAWL_VERSION);
	buf_adds(b, ", ");
	duration_text(w, b, e->duration_ms, e->server_time);
	buf_addc(b, ')');
}

int history_exec(struct work *w, const struct buf *b, struct pawl_error *err)
{
	/* A row of another tool's may take several statements: none of them must stand alone. */
	bool together = w->store != NULL && b->len != 0 && !db_in_transaction(w->db);
	const char *sql;
	size_t pos = 0, len;
	int rc = together ? db_begin(w->db, &(struct db_tx){0}, err) : 0;

	while (rc == 0 && history_next_sql(b, &pos, &sql, &len))
		rc = db_exec(w->db, sql, len, NULL, err);
	if (rc == 0 && together)
		rc = db_commit(w->db, err);
	if (rc != 0 && together)
		db_rollback(w->db, err);
	if (rc != 0)
		history_context(w, err);
	return rc;
}

void history_log(struct work *w, const struct history_event *e, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error second = {0};

	history_log_sql(w, &b, e);
	if (history_exec(w, &b, &second) != 0)
		detail(err, "the log could not be written: %s", second.message);
}
