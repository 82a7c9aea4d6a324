/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/keeper_find.h"

#include "base/text.h"
#include "migrate/history.h"

#include <string.h>
#include <unistd.h>

struct tool_place keeper_place(const struct work *w, const struct tool_history *t)
{
	const struct settings *s = w->settings;
	const char *schema = s->history_schema != NULL               ? s->history_schema
			     : t->schema[w->dialect->engine] != NULL ? t->schema[w->dialect->engine]
								     : w->table.schema;

	return (struct tool_place){
		.database = w->db == NULL ? "" : db_info(w->db)->database,
		.schema = schema,
		.table = s->keep && strcmp(s->history_table, HISTORY_TABLE) != 0
				 ? s->history_table
				 : t->table[w->dialect->engine],
	};
}

static bool is_listed(const char *const *list, const char *name)
{
	for (; list != NULL && *list != NULL; list++)
		if (text_equal_nocase(*list, name))
			return true;
	return false;
}

const char *keeper_misfit(const struct tool_history *t, const char *const *names, size_t len)
{
	for (const char *const *wanted = t->columns; *wanted != NULL; wanted++) {
		bool found = false;

		for (size_t i = 0; i < len && !found; i++)
			found = text_equal_nocase(names[i], *wanted);
		if (!found)
			return *wanted;
	}
	for (size_t i = 0; i < len; i++)
		if (!is_listed(t->columns, names[i]) && !is_listed(t->also, names[i]))
			return names[i];
	return NULL;
}

static bool knows_engine(const struct work *w, const struct tool_history *t)
{
	return t->read[w->dialect->engine] != NULL;
}

static int refuse_two(const struct work *w, const struct tool_history *one,
		      const struct tool_history *other, struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG,
	     "the database has a history table of %s (\"%s\") and one of %s "
	     "(\"%s\")",
	     one->tool, one->table[w->dialect->engine], other->tool,
	     other->table[w->dialect->engine]);
	hint(err, "say whose it is by --layout, or with adopt by --from %s or --from %s", one->tool,
	     other->tool);
	return PAWL_E_CONFIG;
}

static int refuse_none(struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY,
	     "the database has no history table of another tool that pawl knows");
	hint(err, "say whose it is by --layout, or with adopt by --from; a table of another name "
		  "by --history-table with --history keep");
	return PAWL_E_HISTORY;
}

/* Called like the schema, with the database's own ending. */
static const char *own_path(const struct work *w, const struct tool_place *place)
{
	const char *path = w->settings->url->path, *slash = strrchr(path, '/');
	const char *base = slash == NULL ? path : slash + 1;
	const char *dot = strchr(base, '.');

	return arena_printf(w->arena, "%.*s%s%s", (int)(base - path), path, place->schema,
			    dot == NULL ? "" : dot);
}

static void attach_sql(const struct work *w, const struct tool_place *place, struct buf *b)
{
	buf_adds(b, "ATTACH DATABASE ");
	dialect_literal(w->dialect, b, own_path(w, place));
	buf_adds(b, " AS ");
	dialect_name(w->dialect, b, NULL, place->schema);
}

static bool has_own_file(const struct work *w, const struct tool_history *t)
{
	return t->own_file && w->dialect->engine == ENGINE_SQLITE;
}

static int is_attached(const struct work *w, const struct tool_place *place, bool *ret,
		       struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};
	struct db_rows rows;
	int rc;

	buf_adds(&sql, "SELECT name FROM pragma_database_list WHERE name = ");
	dialect_literal(w->dialect, &sql, place->schema);
	rc = db_query(w->db, sql.data, NULL, 0, w->arena, &rows, err);
	*ret = rc == 0 && rows.rows != 0;
	return rc;
}

int keeper_reach(struct work *w, const struct tool_history *t, const struct tool_place *place,
		 bool *ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};
	int rc;

	*ret = true;
	if (!has_own_file(w, t))
		return 0;
	rc = is_attached(w, place, ret, err);
	if (rc != 0 || *ret || access(own_path(w, place), F_OK) != 0)
		return rc;
	attach_sql(w, place, &sql);
	rc = db_execs(w->db, sql.data, err);
	*ret = rc == 0;
	return rc;
}

void keeper_reach_sql(const struct work *w, const struct tool_history *t,
		      const struct tool_place *place, struct buf *b)
{
	struct pawl_error ignored = {0};
	bool attached;

	if (!has_own_file(w, t) || (is_attached(w, place, &attached, &ignored) == 0 && attached))
		return;
	attach_sql(w, place, b);
	buf_addc(b, '\0');
}

int keeper_fits(struct work *w, const struct tool_history *t, bool *ret, struct pawl_error *err)
{
	struct tool_place place = keeper_place(w, t);
	const char *const *names;
	size_t len;
	int rc;

	*ret = false;
	if (!knows_engine(w, t))
		return 0;
	rc = keeper_reach(w, t, &place, ret, err);
	if (rc != 0 || !*ret)
		return rc;
	*ret = false;
	rc = db_table_columns(w->db, place.schema, place.table, w->arena, &names, &len, err);
	if (rc != 0 || len == 0 || keeper_misfit(t, names, len) != NULL)
		return rc;
	*ret = true;
	return t->beside == NULL ? 0 : db_table_exists(w->db, place.schema, t->beside, ret, err);
}

static int find_by_shape(struct work *w, const struct tool_history **ret, struct pawl_error *err)
{
	const struct tool_history *found = NULL;
	size_t n;
	const struct tool_history *const *all = tool_all(&n);

	for (size_t i = 0; w->db != NULL && i < n; i++) {
		bool fits;
		int rc = keeper_fits(w, all[i], &fits, err);

		if (rc != 0)
			return rc;
		if (!fits)
			continue;
		/* What is beside it tells whose it is. */
		if (found != NULL && all[i]->beside == NULL)
			return refuse_two(w, found, all[i], err);
		found = all[i];
	}
	*ret = found;
	return found != NULL ? 0 : refuse_none(err);
}

static int find_by_name(const struct work *w, const char *name, const struct tool_history **ret,
			struct pawl_error *err)
{
	size_t n, known = 0;
	const struct tool_history *const *all = tool_all(&n);
	const char **names = arena_array(w->arena, const char *, n);
	const char *nearest;

	for (size_t i = 0; i < n; i++)
		if (known == 0 || strcmp(names[known - 1], all[i]->tool) != 0)
			names[known++] = all[i]->tool;
	*ret = tool_find(name);
	if (*ret == NULL) {
		_cleanup_buf_ struct buf list = {0};

		for (size_t i = 0; i < known; i++)
			buf_printf(&list, "%s%s", i == 0 ? "" : ", ", names[i]);
		nearest = text_nearest(name, names, known);
		fail(err, PAWL_E_USAGE, "pawl knows no history table of \"%s\"%s%s%s", name,
		     nearest == NULL ? "" : "; did you mean \"", nearest == NULL ? "" : nearest,
		     nearest == NULL ? "" : "\"?");
		hint(err, "known are: %s", list.data);
		return PAWL_E_USAGE;
	}
	if (knows_engine(w, *ret))
		return 0;
	fail(err, PAWL_E_CONFIG, "%s has no history table on this engine", name);
	hint(err, "check the URL, or the tool's name");
	return PAWL_E_CONFIG;
}

static int refuse_guess(const struct work *w, const char *layout, const struct tool_history *t,
			struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG,
	     "the folder is read as %s, but the database has a history table of %s (\"%s\")",
	     layout, t->tool, t->table[w->dialect->engine]);
	hint(err, "say whose they are by --layout %s or --layout %s, or by layout in pawl.ini",
	     t->tool, layout);
	return PAWL_E_CONFIG;
}

/*
 * The folder's names fit several tools: that it is the one tool's is a guess that holds
 * where that one has its table here, or none of the others has.
 */
static int check_guess(struct work *w, const struct tool_history *guess, const struct set *set,
		       struct pawl_error *err)
{
	bool fits = false;
	int rc = w->db == NULL ? 0 : keeper_fits(w, guess, &fits, err);

	for (const char *const *p = set->also; rc == 0 && !fits && p != NULL && *p != NULL; p++) {
		const struct tool_history *t = tool_find(*p);
		bool other = false;

		rc = t == NULL || w->db == NULL ? 0 : keeper_fits(w, t, &other, err);
		if (rc == 0 && other)
			rc = refuse_guess(w, set->layout, t, err);
	}
	return rc;
}

int keeper_find(struct work *w, const char *tool, const struct set *set,
		const struct tool_history **ret, struct pawl_error *err)
{
	int rc;

	if (tool == NULL && (set->layout == NULL || tool_find(set->layout) == NULL))
		return find_by_shape(w, ret, err);
	rc = find_by_name(w, tool != NULL ? tool : set->layout, ret, err);
	return rc != 0 || tool != NULL ? rc : check_guess(w, *ret, set, err);
}
