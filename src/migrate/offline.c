/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/offline.h"

#include "base/clock.h"
#include "base/vec.h"
#include "migrate/batch_text.h"

#include <string.h>

struct writer {
	struct work *w;
	pawl_write_fn fn;
	void *data;
	struct pawl_error *err;
};

static int put(const struct writer *out, const char *text, size_t len)
{
	if (out->fn(out->data, text, len) == 0)
		return 0;
	return fail(out->err, PAWL_E_FILE, "could not write the script");
}

static int put_line(const struct writer *out, const char *line)
{
	_cleanup_buf_ struct buf b = {0};

	if (line == NULL)
		return 0;
	buf_printf(&b, "%s\n", line);
	return put(out, b.data, b.len);
}

/* A statement of pawl's own. */
static int put_own(void *ctx, const char *sql, size_t len)
{
	const struct writer *out = ctx;
	_cleanup_buf_ struct buf b = {0};

	out->w->dialect->script(&b, &(struct statement){.text = sql, .len = len});
	return put(out, b.data, b.len);
}

static int put_copy_data(const struct writer *out, struct script_reader *r)
{
	for (;;) {
		const char *data;
		size_t len;
		bool more;
		int rc = script_copy_data(r, &data, &len, &more, out->err);

		if (rc == 0 && !more)
			return put_line(out, "\\.");
		if (rc == 0)
			rc = put(out, data, len);
		if (rc != 0)
			return rc;
	}
}

/* A position would have no place in a script: the whole table at once, and it says so. */
static void put_batched(const struct writer *out, const struct script_batch *batch,
			const struct statement *st, struct buf *b)
{
	_cleanup_buf_ struct buf sql = {0};
	struct statement whole = *st;

	buf_adds(b, "-- pawl runs this in ");
	batch_text_describe(batch, b);
	buf_adds(b, ", each committed on its own; here it is one statement\n");
	batch_text_whole(out->w->dialect, batch, st->text, st->len, &sql);
	whole.text = sql.data;
	whole.len = sql.len;
	out->w->dialect->script(b, &whole);
}

static int put_statement(const struct writer *out, struct script_reader *r,
			 const struct statement *st)
{
	const struct script_batch *batch = script_batch(r);
	_cleanup_buf_ struct buf b = {0};
	int rc;

	if (batch != NULL)
		put_batched(out, batch, st, &b);
	else
		out->w->dialect->script(&b, st);
	rc = put(out, b.data, b.len);
	return rc == 0 && st->copy_data ? put_copy_data(out, r) : rc;
}

/* Statements of one text as they stand. */
static int put_file(const struct writer *out, const struct script_text *text)
{
	_cleanup_script_ struct script_reader *r = NULL;
	int rc = script_open(out->w, text, &r, out->err);

	while (rc == 0) {
		struct statement st;
		bool more;

		rc = script_next(r, &st, &more, out->err);
		if (rc != 0 || !more)
			break;
		rc = put_statement(out, r, &st);
	}
	return rc;
}

/* What a run does on every new connection, and after a migration that changed its settings. */
static int put_session(const struct writer *out)
{
	const char *path = out->w->settings->session_sql;
	const struct script file = {.path = path, .length = UINT64_MAX, .line = 1};

	return path == NULL ? 0 : put_file(out, &(struct script_text){.file = &file});
}

static int put_reset(const struct writer *out)
{
	int rc = put_line(out, out->w->dialect->script_reset);

	return rc == 0 ? put_session(out) : rc;
}

/* What the statements so far leave behind. */
struct script_state {
	bool open;     /* a transaction of the file's own */
	bool new_enum; /* a value that its transaction may not use */
};

/* Is the statement to be left out, as a run leaves it out? Follows what is open. */
static bool follow(struct script_state *s, const struct unit *u, uint32_t flags)
{
	bool ends = flags & (STMT_TX_COMMIT | STMT_TX_ROLLBACK), was_open = s->open;

	if (!u->per_statement)
		return u->facts.wrapped && (ends || flags & STMT_TX_BEGIN);
	if (flags & STMT_TX_BEGIN)
		s->open = true;
	else if (ends || flags & STMT_IMPLICIT_COMMIT)
		s->open = false;
	return ends && !was_open;
}

/* A run that meets an unsafe new value starts the file again, statement by statement. */
static int commit_new_enum(const struct writer *out, struct script_state *s, const struct unit *u,
			   uint32_t flags)
{
	bool before = s->new_enum;
	int rc;

	s->new_enum = flags & STMT_NEW_ENUM;
	if (!before || s->new_enum || u->per_statement)
		return 0;
	rc = put_line(out, out->w->dialect->script_commit);
	return rc == 0 ? put_line(out, out->w->dialect->script_begin) : rc;
}

static int put_script(const struct writer *out, const struct unit *u, struct script_state *state)
{
	_cleanup_script_ struct script_reader *r = NULL;
	_cleanup_arena_ struct arena scratch = {0};
	int rc = script_open(out->w, &u->text, &r, out->err);

	while (rc == 0) {
		struct statement st;
		struct stmt_class c;
		bool more;

		rc = script_next(r, &st, &more, out->err);
		if (rc != 0 || !more)
			break;
		out->w->dialect->classify(st.text, st.len, &scratch, &c);
		arena_reset(&scratch);
		if (follow(state, u, c.flags))
			continue;
		rc = commit_new_enum(out, state, u, c.flags);
		if (rc == 0)
			rc = put_statement(out, r, &st);
	}
	return rc;
}

static int put_owns(const struct writer *out, const struct buf *statements)
{
	const char *sql;
	size_t pos = 0, len;
	int rc = 0;

	while (rc == 0 && history_next_sql(statements, &pos, &sql, &len))
		rc = put_own((void *)out, sql, len);
	return rc;
}

static int put_history(const struct writer *out, struct unit *u)
{
	_cleanup_buf_ struct buf row = {0}, log = {0};
	struct history_entry e = u->entry;
	int rc;

	e.duration_ms = -1;
	if (u->down)
		history_delete_sql(out->w, &row, e.filename, unit_runs(u));
	else if (u->step->row != NULL)
		history_update_sql(out->w, &row, &e);
	else
		history_insert_sql(out->w, &row, &e);
	history_log_sql(out->w, &log,
			&(struct history_event){
				.action = u->action,
				.version = e.version,
				.filename = e.filename,
				.checksum = e.checksum,
				.duration_ms = -1,
			});
	rc = put_owns(out, &row);
	return rc == 0 ? put_owns(out, &log) : rc;
}

/*
 * Settings go back before the history is written, so that a changed role does
 * not write it; but not inside a transaction that the file has left open.
 */
static int put_end(const struct writer *out, struct unit *u, bool open)
{
	const struct dialect *d = out->w->dialect;
	bool resets = u->facts.changes_session;
	int rc = resets && !open ? put_reset(out) : 0;

	if (rc == 0 && u->per_statement && !open)
		rc = put_line(out, d->script_begin);
	if (rc == 0)
		rc = put_history(out, u);
	if (rc == 0)
		rc = put_line(out, d->script_commit);
	if (rc == 0 && resets && open)
		rc = put_reset(out);
	return rc;
}

static int put_unit(const struct writer *out, struct unit *u)
{
	const struct dialect *d = out->w->dialect;
	bool references_off = unit_tx(u).references_off;
	struct script_state state = {0};
	_cleanup_buf_ struct buf title = {0};
	int rc;

	buf_printf(&title, "\n-- %s %s", u->action, u->entry.filename);
	rc = put_line(out, title.data);
	if (rc == 0 && references_off)
		rc = put_line(out, d->references_off);
	if (rc == 0 && !u->per_statement)
		rc = put_line(out, d->script_begin);
	if (rc == 0)
		rc = put_script(out, u, &state);
	if (rc == 0)
		rc = put_end(out, u, state.open);
	if (rc == 0 && references_off)
		rc = put_line(out, d->references_on);
	return rc;
}

/* Which of its statements took effect is found out by a run, not by a script. */
static int refuse_half_done(const struct unit *u, struct pawl_error *err)
{
	if (u->step->action != PLAN_RESUME && u->step->action != PLAN_RESUME_REVERT)
		return 0;
	fail(err, PAWL_E_HISTORY, "migration \"%s\" stopped half-way, which a script cannot finish",
	     u->entry.filename);
	hint(err, "finish it with \"pawl %s\" first", u->down ? "down" : "up");
	return PAWL_E_HISTORY;
}

/* A history that ends at from, as if everything up to it had been applied. */
static int assume_history(struct work *w, const struct set *set, const char *from,
			  struct history *ret, struct pawl_error *err)
{
	const struct set_entry *last;
	const bool *in;
	VEC(struct history_row) rows = {0};
	int rc;

	*ret = (struct history){.by_filename = {.arena = w->arena}};
	if (from[0] == '\0' || strcmp(from, "base") == 0)
		return 0;
	rc = set_lookup(set, from, &last, err);
	if (rc != 0)
		return rc;
	in = set_history_of(set, last, w->arena);
	for (size_t p = 0; p < set->versioned; p++)
		if (in[p] && !set->v[p].excluded && !set->v[p].m->baseline)
			*vec_push(&rows, w->arena) = (struct history_row){
				.id = (int64_t)p + 1,
				.filename = set->v[p].m->filename,
				.version = set->v[p].m->version,
				.checksum = set->v[p].m->checksum,
				.kind = "versioned",
				.state = HISTORY_APPLIED,
				.has_down = true,
			};
	for (size_t i = 0; i < rows.len; i++)
		map_put(&ret->by_filename, rows.v[i].filename, &rows.v[i]);
	ret->rows = rows.v;
	ret->len = rows.len;
	ret->exists = ret->complete = true;
	return 0;
}

int offline_write(struct work *w, const struct set *set, const struct run_request *request,
		  pawl_write_fn write, void *data, struct pawl_error *err)
{
	struct writer out = {.w = w, .fn = write, .data = data, .err = err};
	struct run_request wanted = *request;
	const char *colon = request->target == NULL ? NULL : strchr(request->target, ':');
	struct run_result result;
	struct history h;
	int rc;

	if (colon != NULL) {
		const char *from =
			arena_strndup(w->arena, request->target, (size_t)(colon - request->target));

		wanted.target = colon[1] == '\0' ? NULL : colon + 1;
		rc = assume_history(w, set, from, &h, err);
	} else if (w->db == NULL) {
		rc = assume_history(w, set, "", &h, err);
	} else {
		rc = history_read(w, &h, err);
	}
	if (rc == 0)
		rc = run_prepare(w, set, &h, &wanted, &result, err);
	for (size_t i = 0; rc == 0 && i < result.len; i++)
		rc = refuse_half_done(&result.units[i], err);
	if (rc == 0 && result.len != 0)
		rc = put_line(&out, w->dialect->script_head);
	if (rc == 0 && result.len != 0)
		rc = put_session(&out);
	if (rc == 0 && result.len != 0 && (!h.exists || !h.complete))
		rc = history_create_sql(w, put_own, &out);
	for (size_t i = 0; rc == 0 && i < result.len; i++)
		rc = put_unit(&out, &result.units[i]);
	return rc;
}
