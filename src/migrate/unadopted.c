/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/unadopted.h"

#include "migrate/keeper.h"
#include "migrate/keeper_find.h"

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

static int ask_owner(struct work *w, const struct set *set, struct unadopted *ret,
		     struct pawl_error *err)
{
	struct history theirs;
	struct keeper k;
	int rc = ask(w, set->layout, set, &k, &theirs, err);

	if (rc == 0 && theirs.len != 0)
		*ret = (struct unadopted){k.tool->tool, k.place.table, theirs.len, NULL};
	return rc;
}

static bool speaks_of_files(const struct history *theirs, const struct set *set)
{
	for (size_t i = 0; i < theirs->len; i++)
		if (set_find_file(set, theirs->rows[i].filename) != NULL)
			return true;
	return false;
}

static int ask_one(struct work *w, const struct set *set, const struct tool_history *t,
		   struct unadopted *ret, struct pawl_error *err)
{
	struct history theirs;
	struct keeper k;
	bool fits;
	int rc = keeper_fits(w, t, &fits, err);

	if (rc != 0 || !fits)
		return rc;
	rc = ask(w, t->tool, set, &k, &theirs, err);
	/* What is beside it tells whose it is. */
	if (rc == 0 && speaks_of_files(&theirs, set) && (ret->tool == NULL || t->beside != NULL))
		*ret = (struct unadopted){t->tool, k.place.table, theirs.len, set->layout};
	return rc;
}

/* One question where nothing is there yet, as on most databases without a history. */
static int ask_all(struct work *w, const struct set *set, struct unadopted *ret,
		   struct pawl_error *err)
{
	const char *const own[] = {w->table.name, w->table.log_name, w->table.lock_name};
	size_t n;
	const struct tool_history *const *all = tool_all(&n);
	bool fresh;
	int rc = db_is_fresh(w->db, own, sizeof(own) / sizeof(*own), &fresh, err);

	for (size_t i = 0; rc == 0 && !fresh && i < n; i++)
		if (!all[i]->own_file)
			rc = ask_one(w, set, all[i], ret, err);
	return rc;
}

/* Those whose names would fit the folder, too. */
static int ask_also(struct work *w, const struct set *set, struct unadopted *ret,
		    struct pawl_error *err)
{
	int rc = 0;

	for (const char *const *p = set->also; rc == 0 && p != NULL && *p != NULL; p++) {
		const struct tool_history *t = tool_find(*p);

		if (t != NULL && ret->tool == NULL)
			rc = ask_one(w, set, t, ret, err);
	}
	return rc;
}

int unadopted_find(struct work *w, const struct set *set, const struct history *own,
		   struct unadopted *ret, struct pawl_error *err)
{
	const struct tool_history *t = set->layout == NULL ? NULL : tool_find(set->layout);
	int rc = 0;

	*ret = (struct unadopted){0};
	if (w->db == NULL || w->store != NULL || own->len != 0 || set->len == 0)
		return 0;
	if (t == NULL)
		return w->settings->layout_given ? 0 : ask_all(w, set, ret, err);
	if (t->read[w->dialect->engine] != NULL)
		rc = ask_owner(w, set, ret, err);
	return rc != 0 || ret->tool != NULL ? rc : ask_also(w, set, ret, err);
}

int unadopted_refuse(struct work *w, const struct set *set, const struct history *own,
		     struct pawl_error *err)
{
	struct unadopted u;
	int rc = unadopted_find(w, set, own, &u, err);

	if (rc != 0 || u.tool == NULL)
		return rc;
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
