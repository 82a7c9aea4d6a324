/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question for all the names, since most databases have none of them; the columns
 * only of those that are there.
 */
#include "migrate/keeper_find.h"

#include "base/text.h"
#include "migrate/history.h"

#include <string.h>

/* The table that this run keeps may have a name of the user's choice. */
static const char *renamed(const struct work *w)
{
	const struct settings *s = w->settings;

	return s->keep && strcmp(s->history_table, HISTORY_TABLE) != 0 ? s->history_table : NULL;
}

static int find_names(struct work *w, struct db_rows *ret, struct pawl_error *err)
{
	size_t n;
	const struct tool_history *const *all = tool_all(&n);
	_cleanup_buf_ struct buf sql = {0};
	const char *separator = " IN (";

	buf_adds(&sql, w->dialect->tables_named);
	for (size_t i = 0; i < n; i++) {
		const char *name = all[i]->table[w->dialect->engine];

		if (name == NULL)
			continue;
		buf_adds(&sql, separator);
		dialect_literal(w->dialect, &sql, name);
		separator = ", ";
	}
	if (renamed(w) != NULL) {
		buf_adds(&sql, separator);
		dialect_literal(w->dialect, &sql, renamed(w));
	}
	buf_adds(&sql, ")");
	return db_query(w->db, sql.data, NULL, 0, w->arena, ret, err);
}

static bool is_called(const struct work *w, const struct tool_history *t, const char *table)
{
	const char *name = t->table[w->dialect->engine];

	return name != NULL && t->read[w->dialect->engine] != NULL &&
	       (text_equal_nocase(name, table) ||
		(renamed(w) != NULL && text_equal_nocase(renamed(w), table)));
}

/* Made for the history alone: "public" is everybody's. */
static bool is_own_schema(const struct work *w, const struct tool_history *t, const char *schema)
{
	const char *own = t->schema[w->dialect->engine];

	return w->dialect->engine == ENGINE_POSTGRES &&
	       ((own != NULL && strcmp(own, "public") != 0 && strcmp(own, schema) == 0) ||
		strcmp(t->table[ENGINE_POSTGRES], schema) == 0);
}

static void add(struct work *w, struct keeper_tables *ret, const char *schema, const char *table)
{
	if (table != NULL)
		*vec_push(ret, w->arena) = w->dialect->engine == ENGINE_POSTGRES
						   ? arena_printf(w->arena, "%s.%s", schema, table)
						   : table;
}

static int judge(struct work *w, const char *schema, const char *table, struct keeper_tables *ret,
		 struct pawl_error *err)
{
	size_t n, len;
	const struct tool_history *const *all = tool_all(&n);
	const char *const *names;
	int rc = db_table_columns(w->db, schema, table, w->arena, &names, &len, err);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		const struct tool_history *t = all[i];

		if (!is_called(w, t, table) || keeper_misfit(t, names, len) != NULL)
			continue;
		add(w, ret, schema, is_own_schema(w, t, schema) ? "*" : table);
		add(w, ret, schema, t->beside);
		add(w, ret, schema, t->lock_table[w->dialect->engine]);
	}
	return rc;
}

int keeper_tables(struct work *w, struct keeper_tables *ret, struct pawl_error *err)
{
	struct db_rows rows = {0};
	int rc = find_names(w, &rows, err);

	for (size_t i = 0; rc == 0 && rows.cells != NULL && i < rows.rows; i++)
		rc = judge(w, rows.cells[i * rows.cols], rows.cells[i * rows.cols + 1], ret, err);
	return rc;
}
