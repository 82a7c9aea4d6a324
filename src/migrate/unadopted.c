/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/unadopted.h"

#include "migrate/adopted.h"
#include "migrate/keeper.h"
#include "migrate/keeper_find.h"

#include <string.h>

/* A run of pawl's own has no use for the file beside the database. */
static void let_go(struct work *w, const struct keeper *k)
{
	_cleanup_buf_ struct buf sql = {0};
	struct pawl_error ignored = {0};

	if (!k->tool->own_file || k->engine != ENGINE_SQLITE)
		return;
	buf_adds(&sql, "DETACH DATABASE ");
	dialect_name(w->dialect, &sql, NULL, k->place.schema);
	db_execs(w->db, sql.data, &ignored);
}

/* A table of that name that is not the tool's tells nothing. */
static int ask(struct work *w, const char *tool, const struct set *set, struct keeper *k,
	       struct history *ret, struct pawl_error *err)
{
	struct pawl_error inside = {0};
	int rc = keeper_choose(w, tool, set, k, &inside);

	*ret = (struct history){0};
	if (rc == 0) {
		rc = keeper_rows(w, k, ret, &inside);
		let_go(w, k);
	}
	if (rc == 0 || rc == PAWL_E_HISTORY)
		return 0;
	if (err != NULL)
		*err = inside;
	return rc;
}

/* What is asked of a table of another tool's. */
struct question {
	struct work *w;
	const struct set *set;
	const struct history *own;
	struct adopted adopted;
};

/* The answer of the tool's rows; guess as in struct unadopted. */
static struct unadopted weigh(const struct question *q, const struct keeper *k,
			      const struct history *theirs, const char *guess)
{
	struct unadopted u = {.tool = k->tool->tool,
			      .table = k->place.table,
			      .guess = guess,
			      .again = q->adopted.len != 0};

	for (size_t i = 0; i < theirs->len; i++)
		u.len += !u.again || adopted_is_news(&q->adopted, q->own, q->set, &theirs->rows[i]);
	for (size_t i = 0; u.again && i < q->own->len; i++)
		u.taken_back +=
			adopted_is_taken_back(&q->adopted, q->set, theirs, &q->own->rows[i]);
	return u.len != 0 || u.taken_back != 0 ? u : (struct unadopted){0};
}

static int ask_owner(const struct question *q, struct unadopted *ret, struct pawl_error *err)
{
	struct history theirs;
	struct keeper k;
	int rc = ask(q->w, q->set->layout, q->set, &k, &theirs, err);

	if (rc == 0 && theirs.exists)
		*ret = weigh(q, &k, &theirs, NULL);
	return rc;
}

static bool speaks_of_files(const struct history *theirs, const struct set *set)
{
	for (size_t i = 0; i < theirs->len; i++)
		if (set_find_file(set, theirs->rows[i].filename) != NULL)
			return true;
	return false;
}

static int ask_one(const struct question *q, const struct tool_history *t, struct unadopted *ret,
		   struct pawl_error *err)
{
	struct history theirs;
	struct keeper k;
	bool fits;
	int rc = keeper_fits(q->w, t, &fits, err);

	if (rc != 0 || !fits)
		return rc;
	rc = ask(q->w, t->tool, q->set, &k, &theirs, err);
	/* What is beside it tells whose it is. */
	if (rc == 0 && speaks_of_files(&theirs, q->set) && (ret->tool == NULL || t->beside != NULL))
		*ret = weigh(q, &k, &theirs, q->set->layout);
	return rc;
}

/* One question where nothing is there yet, as on most databases without a history. */
static int ask_all(const struct question *q, struct unadopted *ret, struct pawl_error *err)
{
	const struct history_table *mine = &q->w->table;
	const char *const own[] = {mine->name, mine->log_name, mine->lock_name};
	size_t n;
	const struct tool_history *const *all = tool_all(&n);
	bool fresh;
	int rc = db_is_fresh(q->w->db, own, sizeof(own) / sizeof(*own), &fresh, err);

	for (size_t i = 0; rc == 0 && !fresh && i < n; i++)
		if (!all[i]->own_file)
			rc = ask_one(q, all[i], ret, err);
	return rc;
}

/* Those whose names would fit the folder, too. */
static int ask_also(const struct question *q, struct unadopted *ret, struct pawl_error *err)
{
	int rc = 0;

	for (const char *const *p = q->set->also; rc == 0 && p != NULL && *p != NULL; p++) {
		const struct tool_history *t = tool_find(*p);

		if (t != NULL && ret->tool == NULL)
			rc = ask_one(q, t, ret, err);
	}
	return rc;
}

/* Only what is recorded without running has no duration: a glance that spares a question. */
static bool may_be_adopted(const struct history *own)
{
	for (size_t i = 0; i < own->len; i++)
		if (own->rows[i].duration_ms < 0)
			return true;
	return own->len == 0;
}

int unadopted_find(struct work *w, const struct set *set, const struct history *own,
		   struct unadopted *ret, struct pawl_error *err)
{
	const struct tool_history *t = set->layout == NULL ? NULL : tool_find(set->layout);
	struct question q = {.w = w, .set = set, .own = own};
	int rc;

	*ret = (struct unadopted){0};
	if (w->db == NULL || w->store != NULL || set->len == 0 ||
	    (t == NULL && !may_be_adopted(own)))
		return 0;
	rc = adopted_read(w, own, &q.adopted, err);
	if (rc != 0 || (own->len != 0 && q.adopted.len == 0))
		return rc;
	if (t == NULL)
		return w->settings->layout_given ? 0 : ask_all(&q, ret, err);
	if (t->read[w->dialect->engine] != NULL)
		rc = ask_owner(&q, ret, err);
	return rc != 0 || ret->tool != NULL ? rc : ask_also(&q, ret, err);
}

static void refuse_again(const struct unadopted *u, struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY,
	     "%s has applied %zu migration%s since its history was adopted (\"%s\")", u->tool,
	     u->len, u->len == 1 ? "" : "s", u->table);
	hint(err,
	     "run \"pawl adopt\" again; what that table has wrong is best put right with %s "
	     "itself first",
	     u->tool);
}

/* The other way round: applied by pawl, and recorded where this run does not look. */
static int refuse_own(struct work *w, const struct set *set, const struct history *theirs,
		      struct pawl_error *err)
{
	struct settings settings = *w->settings;
	struct work there = *w;
	const char *first = NULL;
	struct adopted told;
	struct history own;
	size_t n = 0;
	int rc;

	settings.keep = false;
	settings.history_table = HISTORY_TABLE;
	there.settings = &settings;
	there.store = NULL;
	rc = history_resolve(&there, err);
	if (rc == 0)
		rc = history_read_own(&there, &own, err);
	if (rc == 0)
		rc = adopted_read(&there, &own, &told, err);
	if (rc == PAWL_E_HISTORY) {
		error_reset(err);
		return 0;
	}
	for (size_t i = 0; rc == 0 && i < own.len; i++) {
		const struct history_row *row = &own.rows[i];

		if (set_find_file(set, row->filename) == NULL ||
		    strcmp(row->kind, "repeatable") == 0 ||
		    history_find(theirs, row->filename) != NULL ||
		    map_has(&told.by_filename, row->filename))
			continue;
		if (n++ == 0)
			first = row->filename;
	}
	if (rc != 0 || n == 0)
		return rc;
	fail(err, PAWL_E_HISTORY,
	     "\"%s\" has %zu migration%s that the kept history has not, such as \"%s\"",
	     there.table.display, n, n == 1 ? "" : "s", first);
	hint(err,
	     "go on with pawl's own history (history = own); or record them in the kept one with "
	     "\"pawl stamp\", and drop pawl's tables where they mean nothing any more");
	return PAWL_E_HISTORY;
}

int unadopted_refuse(struct work *w, const struct set *set, const struct history *own,
		     struct pawl_error *err)
{
	struct unadopted u;
	int rc;

	if (w->db != NULL && w->store != NULL)
		return refuse_own(w, set, own, err);
	rc = unadopted_find(w, set, own, &u, err);
	if (rc != 0 || u.len == 0)
		return rc;
	if (u.again) {
		refuse_again(&u, err);
		return PAWL_E_HISTORY;
	}
	fail(err, PAWL_E_HISTORY, "this database has %zu migration%s recorded by %s in \"%s\"",
	     u.len, u.len == 1 ? "" : "s", u.tool, u.table);
	if (u.guess != NULL && strcmp(u.guess, "native") != 0)
		hint(err,
		     "the files were taken for %s's: --layout %s says that they are not, and then "
		     "\"pawl adopt\" takes them over, or --history keep goes on beside %s; "
		     "--layout %s says that they are",
		     u.guess, u.tool, u.tool, u.guess);
	else
		hint(err,
		     "\"pawl adopt\" takes them over; --history keep (history = keep) goes on "
		     "beside %s; \"pawl baseline VERSION\" starts pawl's own where that table is "
		     "wrong%s",
		     u.tool,
		     u.guess == NULL ? ""
				     : "; --layout native says that these files are not of it");
	return PAWL_E_HISTORY;
}
