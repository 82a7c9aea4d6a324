/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/adopted.h"

#include "migrate/plan.h"

#include <string.h>

/* The last thing that happened to one, and whether it was ever taken over. */
struct fate {
	const char *last;
	bool adopted;
};

int adopted_read(struct work *w, const struct history *own, struct adopted *ret,
		 struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};
	struct pawl_error inside = {0};
	struct db_rows rows = {0};
	int rc;

	*ret = (struct adopted){.by_filename = {.arena = w->arena}};
	if (!own->exists || !own->complete)
		return 0;
	buf_printf(&sql,
		   "SELECT filename, action FROM %s WHERE action <> 'fail' AND filename IN (SELECT "
		   "filename FROM %s WHERE action IN ('adopt', 'stamp', 'unstamp', 'baseline')) "
		   "ORDER BY id",
		   w->table.log_quoted, w->table.log_quoted);
	rc = db_query(w->db, sql.data, NULL, 0, w->arena, &rows, &inside);
	/* A log that is gone, or that this user may not read, tells of nothing. */
	if (rc == PAWL_E_SQL)
		return 0;
	if (rc != 0) {
		if (err != NULL)
			*err = inside;
		context(err, "while reading the log \"%s_log\"", w->table.display);
		return rc;
	}
	for (size_t i = 0; rows.cells != NULL && i < rows.rows; i++) {
		const char *const *c = &rows.cells[i * rows.cols];
		struct fate *fate = map_get(&ret->by_filename, c[0]);

		if (fate == NULL) {
			fate = arena_new(w->arena, struct fate);
			map_put(&ret->by_filename, c[0], fate);
		}
		fate->last = c[1];
		if (strcmp(c[1], "adopt") != 0)
			continue;
		ret->len += !fate->adopted;
		fate->adopted = true;
	}
	return 0;
}

bool adopted_is_news(const struct adopted *adopted, const struct history *own,
		     const struct set *set, const struct history_row *theirs)
{
	const struct set_entry *e = set_find_file(set, theirs->filename);

	if (e == NULL || history_find(own, theirs->filename) != NULL ||
	    map_has(&adopted->by_filename, theirs->filename))
		return false;
	/* One whose text has changed is to run again. */
	return e->m->kind != MIGRATION_REPEATABLE || strcmp(theirs->checksum, e->m->checksum) == 0;
}

bool adopted_is_reverted(const struct adopted *adopted, const char *filename)
{
	const struct fate *fate = map_get(&adopted->by_filename, filename);

	return fate != NULL && fate->adopted && strcmp(fate->last, "revert") == 0;
}

bool adopted_is_taken_back(const struct adopted *adopted, const struct set *set,
			   const struct history *theirs, const struct history_row *own)
{
	const struct fate *fate = map_get(&adopted->by_filename, own->filename);

	return fate != NULL && fate->adopted && plan_row_stands(own) &&
	       (strcmp(fate->last, "adopt") == 0 || strcmp(fate->last, "repair") == 0) &&
	       set_find_file(set, own->filename) != NULL &&
	       history_find(theirs, own->filename) == NULL;
}
