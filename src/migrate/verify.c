/* SPDX-License-Identifier: Apache-2.0 */
/* report_verify: what "pawl verify" finds. */
#include "migrate/advice.h"
#include "migrate/report.h"

#include "base/vec.h"

#include <string.h>

struct findings {
	struct arena *a;
	VEC(struct pawl_problem) list;
};

static void add(struct findings *f, const char *kind, const char *version, const char *filename,
		const char *message, const char *advice)
{
	*vec_push(&f->list, f->a) = (struct pawl_problem){
		.kind = kind,
		.version = version,
		.filename = filename,
		.message = message,
		.hint = advice,
	};
}

static void check_entry(struct findings *f, const struct plan_input *in, const struct set_entry *e)
{
	const struct migration *m = e->m;
	const struct history_row *row = history_find(in->history, m->filename);

	switch (plan_state(in, e)) {
	case PAWL_STATE_CHANGED:
		add(f, "changed", m->version, m->filename,
		    "the file was edited after it was applied",
		    "undo the edit, or accept it with \"pawl repair\"");
		break;
	case PAWL_STATE_FAILED:
		add(f, "failed", m->version, m->filename,
		    arena_printf(f->a, "stopped half-way, after %lld statements",
				 (long long)row->statements_done),
		    "finish it with \"pawl up\"");
		break;
	case PAWL_STATE_OUT_OF_ORDER:
		add(f, "out-of-order", m->version, m->filename,
		    arena_printf(f->a, "pending, but older than \"%s\", which is applied",
				 in->newest->m->filename),
		    advice_late(in->set));
		break;
	case PAWL_STATE_PENDING:
	case PAWL_STATE_APPLIED:
	case PAWL_STATE_MISSING:
	case PAWL_STATE_EXCLUDED:
	case PAWL_STATE_IN_PROGRESS:
		break;
	}
}

/*
 * Each statement of a verify script is a question: it fails by an error, or by
 * a result whose first cell is false, 0 or NULL, or by no row at all.
 */
static int ask(struct work *w, const struct migration *m, const struct statement *st,
	       struct arena *a, const char **ret_why, struct pawl_error *err)
{
	struct db_rows rows;
	const char *cell;
	int rc = db_query(w->db, st->text, NULL, 0, a, &rows, err);

	*ret_why = NULL;
	if (rc == PAWL_E_SQL) {
		*ret_why = arena_printf(a, "line %lu: %s", st->line, err->message);
		error_reset(err);
		return 0;
	}
	if (rc != 0 || rows.cols == 0 || m->verify_by_errors)
		return rc;
	if (rows.rows == 0) {
		*ret_why = arena_printf(a, "line %lu: the query gave no row", st->line);
		return 0;
	}
	cell = rows.cells[0];
	if (cell == NULL || strcmp(cell, "0") == 0 || strcmp(cell, "f") == 0 ||
	    strcmp(cell, "false") == 0)
		*ret_why = arena_printf(a, "line %lu: the query gave %s", st->line,
					cell == NULL ? "NULL" : cell);
	return 0;
}

static int run_script(struct work *w, const struct migration *m, struct findings *f,
		      struct pawl_error *err)
{
	const struct script_text text = {.file = &m->verify};
	_cleanup_script_ struct script_reader *r = NULL;
	const char *why = NULL;
	int rc = script_open(w, &text, &r, err);

	while (rc == 0 && why == NULL) {
		struct statement st;
		struct stmt_class c;
		bool more;

		rc = script_next(r, &st, &more, err);
		if (rc != 0 || !more)
			break;
		/* A script's own BEGIN and ROLLBACK give way to the transaction around all. */
		w->dialect->classify(st.text, st.len, f->a, &c);
		if (!(c.flags & (STMT_TX_BEGIN | STMT_TX_COMMIT | STMT_TX_ROLLBACK)))
			rc = ask(w, m, &st, f->a, &why, err);
	}
	if (rc == 0 && why != NULL)
		add(f, "verify", m->version, m->filename, why, "the verify script says no");
	return rc;
}

/* In a transaction that is rolled back: a verify script changes nothing. */
static int run_scripts(struct work *w, const struct plan_input *in, struct findings *f,
		       size_t *ret_run, struct pawl_error *err)
{
	int rc = db_begin(w->db, &(struct db_tx){0}, err);

	for (size_t p = 0; rc == 0 && p < in->set->len; p++) {
		const struct migration *m = in->set->v[p].m;
		const struct history_row *row = history_find(in->history, m->filename);

		if (m->verify.path == NULL || row == NULL || !plan_row_stands(row))
			continue;
		rc = run_script(w, m, f, err);
		++*ret_run;
		if (rc == 0 && db_tx_failed(w->db)) {
			db_rollback(w->db, err);
			rc = db_begin(w->db, &(struct db_tx){0}, err);
		}
	}
	db_rollback(w->db, err);
	return rc;
}

int report_verify(struct work *w, const struct set *set, bool scripts, struct arena *a,
		  struct pawl_verification *ret, struct pawl_error *err)
{
	struct findings f = {.a = a};
	const struct history_row **missing;
	struct plan_input in;
	struct history h;
	size_t len, run = 0;
	int rc = history_read(w, &h, err);

	if (rc != 0)
		return rc;
	plan_input_init(&in, set, &h);
	in.environment = w->settings->environment;
	for (size_t p = 0; p < set->len; p++)
		check_entry(&f, &in, &set->v[p]);
	missing = plan_missing(set, &h, a, &len);
	for (size_t i = 0; i < len; i++) {
		bool newer = plan_is_newer(set, missing[i]);

		add(&f, newer ? "newer" : "missing", missing[i]->version, missing[i]->filename,
		    newer ? "applied by a newer checkout: these files end before it"
			  : "applied, but the file is gone",
		    advice_missing(set, &h, missing[i], a));
	}
	if (scripts)
		rc = run_scripts(w, &in, &f, &run, err);
	if (rc != 0)
		return rc;
	*ret = (struct pawl_verification){
		.problems = f.list.v,
		.len = f.list.len,
		.checked = h.len,
		.scripts = run,
	};
	return 0;
}
