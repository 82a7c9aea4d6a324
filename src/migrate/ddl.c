/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/ddl.h"

#include "base/vec.h"

#include <string.h>

/* A statement that failed, with its place, to be tried again. */
struct deferred {
	const char *name;
	struct statement st;
};

struct loader {
	struct work *w;
	struct arena kept; /* texts of what is deferred */
	VEC(struct deferred) deferred;
};

static bool is_transaction_control(const struct work *w, const struct statement *st,
				   struct arena *scratch)
{
	struct stmt_class c;

	w->dialect->classify(st->text, st->len, scratch, &c);
	arena_reset(scratch);
	return c.flags & (STMT_TX_BEGIN | STMT_TX_COMMIT | STMT_TX_ROLLBACK);
}

/* May the statement succeed once others have run? */
static bool may_come_later(int rc, const struct statement *st)
{
	return rc == PAWL_E_SQL && !st->copy_data;
}

static void defer(struct loader *l, const char *name, const struct statement *st)
{
	struct deferred *d = vec_push(&l->deferred, &l->kept);

	d->name = name;
	d->st = *st;
	d->st.text = arena_strndup(&l->kept, st->text, st->len);
}

/* One text from start to end. strict: a failure is the end. */
static int run_text(struct loader *l, const struct script_text *text, bool strict,
		    struct pawl_error *err)
{
	const char *name = text->name != NULL ? text->name : text->file->path;
	_cleanup_script_ struct script_reader *r = NULL;
	_cleanup_arena_ struct arena scratch = {0};
	struct statement st;
	bool more = true;
	int rc = script_open(l->w, text, &r, err);

	while (rc == 0) {
		rc = work_check_cancel(l->w, err);
		if (rc == 0)
			rc = script_next(r, &st, &more, err);
		if (rc != 0 || !more)
			break;
		if (is_transaction_control(l->w, &st, &scratch))
			continue;
		rc = script_run(l->w, r, &st, NULL, err);
		if (strict || !may_come_later(rc, &st))
			continue;
		error_reset(err);
		defer(l, name, &st);
		rc = 0;
	}
	return rc;
}

/* Once over what is left; *ret_first is the failure of the first of them, if any. */
static int run_round(struct loader *l, struct pawl_error *ret_first, struct pawl_error *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->deferred.len; i++) {
		struct deferred *d = &l->deferred.v[i];
		struct pawl_error own = {0};
		int rc = db_exec(l->w->db, d->st.text, d->st.len, NULL, &own);

		if (rc == 0)
			continue;
		script_locate_in(d->name, &d->st, &own);
		if (!may_come_later(rc, &d->st)) {
			if (err != NULL)
				*err = own;
			return rc;
		}
		if (kept == 0)
			*ret_first = own;
		l->deferred.v[kept++] = *d;
	}
	l->deferred.len = kept;
	return 0;
}

static int run_deferred(struct loader *l, struct pawl_error *err)
{
	struct pawl_error first = {0};
	size_t before = SIZE_MAX;

	while (l->deferred.len != 0 && l->deferred.len < before) {
		int rc;

		before = l->deferred.len;
		rc = run_round(l, &first, err);
		if (rc != 0)
			return rc;
	}
	if (l->deferred.len == 0)
		return 0;
	if (err != NULL)
		*err = first;
	if (l->deferred.len > 1)
		detail(err, "%zu more statements failed, maybe for that reason",
		       l->deferred.len - 1);
	return first.code;
}

int ddl_load(struct work *w, const struct script_text *texts, size_t n, struct pawl_error *err)
{
	struct loader l = {.w = w};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = run_text(&l, &texts[i], false, err);
	if (rc == 0)
		rc = run_deferred(&l, err);
	arena_done(&l.kept);
	return rc;
}

int ddl_load_strictly(struct work *w, const struct script_text *text, struct pawl_error *err)
{
	struct loader l = {.w = w};
	bool together = w->dialect->transactional_ddl;
	int rc = together ? db_begin(w->db, NULL, err) : 0;

	if (rc == 0)
		rc = run_text(&l, text, true, err);
	if (rc == 0 && together)
		rc = db_commit(w->db, err);
	if (rc == PAWL_E_CANCELLED)
		work_hear_cancel(w);
	if (rc != 0 && together)
		db_rollback(w->db, err);
	arena_done(&l.kept);
	return rc;
}
