/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/precondition.h"

#include "driver/db.h"

#include <string.h>

static int refuse(const struct migration *m, const struct migration_check *check, const char *got,
		  struct pawl_error *err)
{
	fail(err, PAWL_E_SQL, "a precondition of \"%s\" does not hold", m->filename);
	detail(err, "the query gives %s, not %s", got == NULL ? "NULL" : got, check->expected);
	hint(err, "bring the database into the state that the migration expects; nothing of it "
		  "was run");
	at(err, m->path, check->line, 0);
	excerpt(err, check->sql, strlen(check->sql));
	return PAWL_E_SQL;
}

int precondition_ask(struct work *w, const struct migration *m, bool *ret_met,
		     struct pawl_error *err)
{
	*ret_met = true;
	for (size_t i = 0; i < m->checks_len; i++) {
		const struct migration_check *check = &m->checks[i];
		struct db_rows rows;
		const char *got;
		int rc = db_query(w->db, check->sql, NULL, 0, w->arena, &rows, err);

		if (rc != 0) {
			at(err, m->path, check->line, 0);
			return rc;
		}
		got = rows.rows == 1 && rows.cols == 1 ? rows.cells[0] : NULL;
		if (got != NULL && strcmp(got, check->expected) == 0)
			continue;
		if (!m->unmet_records)
			return refuse(m, check, got, err);
		*ret_met = false;
		return 0;
	}
	return 0;
}
