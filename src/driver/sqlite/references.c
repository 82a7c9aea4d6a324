/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table that others refer to can be rebuilt only with foreign_keys off, else
 * DROP TABLE deletes its rows first and ON DELETE CASCADE eats the children
 * (https://sqlite.org/lang_altertable.html#otheralter, steps 1 and 10). Off
 * means that nothing is checked, so the state before is kept and compared:
 *
 * - violations, as a multiset of keys "child, parent, row"; without the row
 *   where the child itself is rebuilt and its rows may be numbered anew;
 * - rows of the children that no statement of the migration writes to.
 *
 * References are also off where the SQL itself asks for that and rebuilds
 * nothing. Then tables that are new are not looked at.
 *
 * Each child is checked by itself: one with a foreign key that SQLite cannot
 * resolve at all ("foreign key mismatch") must not hide the others.
 *
 * Not covered: tables in attached databases.
 */
#include "driver/sqlite/conn.h"

#include "base/map.h"
#include "base/text.h"

struct child {
	const char *name;
	int64_t rows;
};

struct references {
	struct arena arena;
	struct map violations; /* key -> size_t count */
	size_t total;
	struct map known;           /* children that were there */
	VEC(struct child) children; /* unwritten ones that refer to a rebuilt table */
	const char *const *rebuilt; /* names, in the arena */
	size_t rebuilt_len;
};

/* A violation that was not there before. */
struct violation {
	const char *child, *parent, *row;
	const char *why; /* the check itself failed */
};

static bool is_in(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal_nocase(name, names[i]))
			return true;
	return false;
}

static const char *lower(struct arena *a, const char *s)
{
	char *copy = arena_strdup(a, s);

	for (char *p = copy; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 'a' - 'A');
	return copy;
}

static const char *column(sqlite3_stmt *stmt, int i, struct arena *a)
{
	return arena_strdup(a, (const char *)sqlite3_column_text(stmt, i));
}

/* Count key in m; the count before. */
static size_t count(struct map *m, const char *key)
{
	size_t *n = map_get(m, key);

	if (n == NULL) {
		n = arena_new(m->arena, size_t);
		map_put(m, key, n);
	}
	return (*n)++;
}

/* Rows of "SELECT name, ..." into a list of names. */
static int list_names(struct conn *c, const char *sql, const char *arg, struct arena *a,
		      const char *const **ret, size_t *ret_len, struct pawl_error *err)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	VEC(const char *) names = {0};
	int rc = conn_bind(c, sql, &arg, arg != NULL, &stmt, err);

	if (rc != 0)
		return rc;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		*vec_push(&names, a) = column(stmt, 0, a);
	if (rc != SQLITE_DONE)
		return error_take(c, NULL, err);
	*ret = names.v;
	*ret_len = names.len;
	return 0;
}

static int list_children(struct conn *c, struct arena *a, const char *const **ret, size_t *ret_len,
			 struct pawl_error *err)
{
	return list_names(c,
			  "SELECT name FROM main.sqlite_schema s WHERE type = 'table' AND"
			  " EXISTS (SELECT 1 FROM pragma_foreign_key_list(s.name))",
			  NULL, a, ret, ret_len, err);
}

/* With nothing rebuilt, what a new table is filled with breaks nothing: a dump may dangle. */
static bool is_loaded(const struct references *r, const char *child, struct arena *a)
{
	return r->rebuilt_len == 0 && !map_has(&r->known, lower(a, child));
}

/*
 * Add the violations of one child to seen; *first becomes the first whose count
 * goes beyond that in before (NULL: any).
 */
static int collect(struct conn *c, const struct references *r, const char *child,
		   const struct map *before, struct map *seen, size_t *total,
		   struct violation *first, struct pawl_error *err)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	struct arena *a = seen->arena;
	bool rebuilt = r != NULL && is_in(child, r->rebuilt, r->rebuilt_len);
	struct violation v = {.child = child};
	int rc = conn_bind(c, "SELECT parent, rowid FROM pragma_foreign_key_check(?1)", &child, 1,
			   &stmt, err);

	while (rc == 0) {
		int step = sqlite3_step(stmt);
		const char *key;
		const size_t *allowed;

		if (step == SQLITE_DONE)
			return 0;
		if (step == SQLITE_ROW) {
			v.parent = column(stmt, 0, a);
			v.row = column(stmt, 1, a);
			key = arena_printf(a, "%s\n%s\n%s", lower(a, child), lower(a, v.parent),
					   rebuilt || v.row == NULL ? "" : v.row);
		} else if (c->stop == STOP_NONE && (step & 0xff) == SQLITE_ERROR) {
			v = (struct violation){.child = child};
			v.why = arena_strdup(a, sqlite3_errmsg(c->db));
			key = arena_printf(a, "%s\n!", lower(a, child));
		} else {
			return error_take(c, NULL, err);
		}
		(*total)++;
		allowed = before == NULL ? NULL : map_get(before, key);
		if (count(seen, key) >= (allowed == NULL ? 0 : *allowed) && first->child == NULL)
			*first = v;
		if (step != SQLITE_ROW)
			return 0;
	}
	return rc;
}

static int collect_all(struct conn *c, const struct references *r, const struct map *before,
		       struct map *seen, size_t *total, struct violation *first,
		       struct pawl_error *err)
{
	const char *const *children;
	size_t n = 0;
	int rc = list_children(c, seen->arena, &children, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		if (before == NULL || !is_loaded(r, children[i], seen->arena))
			rc = collect(c, r, children[i], before, seen, total, first, err);
	return rc;
}

static int count_rows(struct conn *c, const char *table, struct arena *a, int64_t *ret,
		      struct pawl_error *err)
{
	char *sql = sqlite3_mprintf("SELECT count(*) FROM main.\"%w\"", table);
	const char *copy = arena_strdup(a, sql);

	sqlite3_free(sql);
	return conn_number(c, copy, ret, err);
}

/* The children of one rebuilt table that nobody writes to, with their rows. */
static int record_children(struct conn *c, const struct db_tx *tx, const char *table,
			   struct references *r, struct pawl_error *err)
{
	const char *const *names;
	size_t n = 0;
	int rc = list_names(c,
			    "SELECT DISTINCT s.name FROM main.sqlite_schema s,"
			    " pragma_foreign_key_list(s.name) f"
			    " WHERE s.type = 'table' AND f.\"table\" = ?1 COLLATE NOCASE",
			    table, &r->arena, &names, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct child child = {.name = names[i]};
		bool known = false;

		for (size_t k = 0; k < r->children.len; k++)
			known = known || text_equal_nocase(r->children.v[k].name, names[i]);
		if (known || is_in(names[i], r->rebuilt, r->rebuilt_len) ||
		    is_in(names[i], tx->written, tx->written_len))
			continue;
		rc = count_rows(c, names[i], &r->arena, &child.rows, err);
		if (rc == 0)
			*vec_push(&r->children, &r->arena) = child;
	}
	return rc;
}

static int record(struct conn *c, const struct db_tx *tx, struct references *r,
		  struct pawl_error *err)
{
	const char **rebuilt = arena_array(&r->arena, const char *, tx->tables_len);
	struct violation first = {0};
	const char *const *children;
	size_t n = 0;
	int rc = list_children(c, &r->arena, &children, &n, err);

	r->known.arena = &r->arena;
	for (size_t i = 0; i < n; i++)
		map_put(&r->known, lower(&r->arena, children[i]), (void *)children[i]);
	for (size_t i = 0; i < tx->tables_len; i++)
		rebuilt[i] = arena_strdup(&r->arena, tx->tables[i]);
	r->rebuilt = rebuilt;
	r->rebuilt_len = tx->tables_len;
	r->violations.arena = &r->arena;
	for (size_t i = 0; rc == 0 && i < tx->tables_len; i++)
		rc = record_children(c, tx, tx->tables[i], r, err);
	if (rc == 0)
		rc = collect_all(c, r, NULL, &r->violations, &r->total, &first, err);
	return rc;
}

int references_record(struct conn *c, const struct db_tx *tx, struct references **ret,
		      struct pawl_error *err)
{
	struct references *r = xcalloc(1, sizeof(*r));
	int rc;

	wait_start(c);
	rc = record(c, tx, r, err);
	if (rc != 0) {
		references_free(r);
		return rc;
	}
	*ret = r;
	return 0;
}

static int check_violations(struct conn *c, const struct references *r, struct arena *a,
			    struct pawl_error *err)
{
	struct map seen = {.arena = a};
	struct violation v = {0};
	size_t total = 0;
	int rc = collect_all(c, r, &r->violations, &seen, &total, &v, err);

	if (rc != 0 || v.child == NULL)
		return rc;
	if (v.why != NULL)
		fail(err, PAWL_E_SQL,
		     "a foreign key of table \"%s\" cannot be resolved any more: %s", v.child,
		     v.why);
	else
		fail(err, PAWL_E_SQL,
		     "row %s of table \"%s\" refers to a missing row of table \"%s\"",
		     v.row == NULL ? "(without rowid)" : v.row, v.child, v.parent);
	detail(err,
	       "the rebuilt tables leave %zu violations of foreign keys, before there were %zu",
	       total, r->total);
	hint(err, "copy every row that others refer to, and rename the new table to the old name "
		  "last; PRAGMA foreign_key_check lists the rows");
	return PAWL_E_SQL;
}

static int check_children(struct conn *c, const struct references *r, struct arena *a,
			  struct pawl_error *err)
{
	for (size_t i = 0; i < r->children.len; i++) {
		const struct child *child = &r->children.v[i];
		int64_t rows = 0;
		bool there;
		int rc = catalog_table_exists(c, "main", child->name, &there, err);

		if (rc == 0 && there)
			rc = count_rows(c, child->name, a, &rows, err);
		if (rc != 0)
			return rc;
		if (!there || rows >= child->rows)
			continue;
		fail(err, PAWL_E_SQL, "table \"%s\" would lose rows: %lld before, %lld after",
		     child->name, (long long)child->rows, (long long)rows);
		hint(err, "it refers to a table that the migration rebuilds, and no statement of "
			  "the migration names it; look for triggers that delete");
		return PAWL_E_SQL;
	}
	return 0;
}

int references_check(struct conn *c, const struct references *r, struct pawl_error *err)
{
	struct arena scratch = {0};
	int rc = check_violations(c, r, &scratch, err);

	if (rc == 0)
		rc = check_children(c, r, &scratch, err);
	arena_done(&scratch);
	return rc;
}

void references_explain(struct conn *c, struct pawl_error *err)
{
	struct arena scratch = {0};
	struct map seen = {.arena = &scratch};
	struct violation v = {0};
	size_t total = 0;

	if (collect_all(c, NULL, NULL, &seen, &total, &v, NULL) == 0 && v.parent != NULL)
		detail(err,
		       "row %s of table \"%s\" refers to a missing row of table \"%s\" "
		       "(%zu violations)",
		       v.row == NULL ? "(without rowid)" : v.row, v.child, v.parent, total);
	arena_done(&scratch);
}

void references_free(struct references *r)
{
	if (r == NULL)
		return;
	arena_done(&r->arena);
	free(r);
}
