/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The database's say in a squash. What is half done needs its file to be gone on
 * with, and a database that has some of what a baseline replaces can neither run
 * nor skip it.
 */
#include "migrate/squash.h"

#include "migrate/history.h"

#include <string.h>

static int refuse_half_done(const struct history_row *row, struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY, "migration \"%s\" is %s in the database", row->filename,
	     strcmp(row->state, HISTORY_FAILED) == 0 ? "failed" : "under way");
	hint(err, "\"pawl up\" goes on with it; \"pawl repair\" settles it where the database was "
		  "mended by hand");
	return PAWL_E_HISTORY;
}

static int refuse_partly(const struct migration *m, size_t applied, size_t len,
			 struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY, "the database has %zu of the %zu migrations to be squashed",
	     applied, len);
	detail(err, "\"%s\" is pending", m->filename);
	hint(err, "bring it up with \"pawl up\" first, or squash up to a version that it has");
	return PAWL_E_HISTORY;
}

int squash_check_live(struct work *w, const struct migration *const *v, size_t len,
		      struct pawl_error *err)
{
	const struct migration *pending = NULL;
	struct history h;
	size_t applied = 0;
	int rc;

	if (w->db == NULL)
		return 0;
	rc = history_read(w, &h, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < len; i++) {
		const struct history_row *row = history_find(&h, v[i]->filename);

		if (row != NULL && strcmp(row->state, HISTORY_APPLIED) != 0)
			return refuse_half_done(row, err);
		applied += row != NULL;
		if (row == NULL && pending == NULL)
			pending = v[i];
	}
	return applied == 0 || applied == len ? 0 : refuse_partly(pending, applied, len, err);
}
