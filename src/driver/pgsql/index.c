/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The indexes that a statement is about. Their fingerprint is a list that heal.c
 * reads again, one line an index: oid, validity, definition.
 *
 * Of a REINDEX it lists only what such a statement leaves behind when it is cut
 * off: running it again is harmless, and whether it ran cannot be seen.
 */
#include "base/text.h"
#include "driver/pgsql/pgsql.h"

bool pgsql_is_about_indexes(const struct stmt_class *cls)
{
	return text_ends(cls->kind, " index") || strcmp(cls->kind, "reindex") == 0;
}

/* The columns of enum pgsql_index_column. An index of a partitioned table counts as valid as it is. */
#define SELECT_INDEXES                                                                             \
	"SELECT c.oid, CASE WHEN c.relkind = 'I' OR (i.indisvalid AND i.indisready) "              \
	"THEN 'valid' ELSE 'invalid' END, c.relkind, "                                             \
	"pg_catalog.format('%I.%I', n.nspname, c.relname), "                                       \
	"(SELECT p.pid FROM pg_catalog.pg_stat_progress_create_index p "                           \
	"WHERE p.index_relid = c.oid AND p.datname = pg_catalog.current_database() "               \
	"AND p.pid <> pg_catalog.pg_backend_pid() LIMIT 1), "                                      \
	"pg_catalog.concat_ws(' ', i.indisvalid, i.indisclustered, i.indisreplident, "             \
	"c.reltablespace, (SELECT h.inhparent FROM pg_catalog.pg_inherits h "                      \
	"WHERE h.inhrelid = c.oid LIMIT 1), pg_catalog.pg_get_indexdef(c.oid)) "                   \
	"FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "           \
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "                                \
	"JOIN pg_catalog.pg_class t ON t.oid = i.indrelid "

#define LEFTOVER "AND NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' "

/* $1, $2: the table; $3: the index's name, NULL for all that are not a REINDEX's. */
static const char on_table[] = SELECT_INDEXES
	"WHERE i.indrelid = " PGSQL_NAMED("$1",
					  "$2") "AND CASE WHEN $3::text IS NULL "
						"THEN c.relname !~ '_cc(new|old)[0-9]*$' ELSE "
						"c.relname = $3::name END ORDER BY c.oid";

/* $1, $2: the index */
static const char by_name[] = SELECT_INDEXES "WHERE c.oid = " PGSQL_NAMED("$1", "$2");

/* $1, $2: an index, a table, or (name only) a schema; both NULL for the whole database. */
static const char left_by_index[] = SELECT_INDEXES
	"WHERE i.indrelid = (SELECT x.indrelid FROM pg_catalog.pg_index x WHERE x.indexrelid "
	"= " PGSQL_NAMED("$1", "$2") ") " LEFTOVER "ORDER BY c.oid";
static const char left_by_table[] = SELECT_INDEXES "WHERE (t.oid = " PGSQL_NAMED(
	"$1", "$2") "OR t.oid = (SELECT m.reltoastrelid "
		    "FROM pg_catalog.pg_class m WHERE m.oid = " PGSQL_NAMED("$1",
									    "$2") ")) " LEFTOVER
										  "ORDER BY c.oid";
static const char left_by_schema[] = SELECT_INDEXES
	"WHERE $1::text IS NULL AND n.nspname IN ($2::name, lower($2::text)::name) " LEFTOVER
	"ORDER BY c.oid";
static const char left_by_database[] = SELECT_INDEXES
	"WHERE $1::text IS NULL AND $2::text IS NOT DISTINCT FROM $2::text " LEFTOVER
	"ORDER BY c.oid";

static const struct stmt_object *object_of(const struct stmt_class *cls, const char *kind)
{
	for (size_t i = 0; i < cls->objects_len; i++)
		if (strcmp(cls->objects[i].kind, kind) == 0)
			return &cls->objects[i];
	return NULL;
}

static int ask(struct pgsql *pg, const char *sql, const struct stmt_object *o, const char *index,
	       struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	const char *texts[3] = {o == NULL ? NULL : o->schema, o == NULL ? NULL : o->name, index};
	struct db_param params[3] = {{0}};

	for (size_t i = 0; i < 3; i++)
		params[i] = (struct db_param){.text = texts[i],
					      .len = texts[i] == NULL ? 0 : strlen(texts[i])};
	return pgsql_query(pg, sql, params, sql == on_table ? 3 : 2, a, ret, err);
}

static int leftovers(struct pgsql *pg, const struct stmt_class *cls, struct arena *a,
		     struct db_rows *ret, struct pawl_error *err)
{
	const struct stmt_object *o = cls->objects_len == 0 ? NULL : &cls->objects[0];

	if (o != NULL && strcmp(o->kind, "index") == 0)
		return ask(pg, left_by_index, o, NULL, a, ret, err);
	if (o != NULL && strcmp(o->kind, "table") == 0)
		return ask(pg, left_by_table, o, NULL, a, ret, err);
	if (o != NULL && strcmp(o->kind, "schema") == 0)
		return ask(pg, left_by_schema, o, NULL, a, ret, err);
	return ask(pg, left_by_database, NULL, NULL, a, ret, err);
}

/* The rows of several answers, one behind the other. */
static void append(struct db_rows *all, const struct db_rows *more, struct arena *a)
{
	const char **cells;
	size_t cols = more->cols;

	cells = arena_array(a, const char *, (all->rows + more->rows) * cols);
	if (all->rows != 0)
		memcpy(cells, all->cells, all->rows * cols * sizeof(*cells));
	if (more->rows != 0)
		memcpy(cells + all->rows * cols, more->cells, more->rows * cols * sizeof(*cells));
	*all = (struct db_rows){.rows = all->rows + more->rows, .cols = cols, .cells = cells};
}

int pgsql_indexes(struct pgsql *pg, const struct stmt_class *cls, struct arena *a,
		  struct db_rows *ret, struct pawl_error *err)
{
	const struct stmt_object *table = object_of(cls, "table");
	const struct stmt_object *index = object_of(cls, "index");
	struct db_rows all = {0};

	if (strcmp(cls->kind, "reindex") == 0)
		return leftovers(pg, cls, a, ret, err);
	if (strcmp(cls->kind, "create index") == 0 && table != NULL)
		return ask(pg, on_table, table, index == NULL ? NULL : index->name, a, ret, err);
	for (size_t i = 0; i < cls->objects_len; i++) {
		struct db_rows one;
		int r;

		if (strcmp(cls->objects[i].kind, "index") != 0)
			continue;
		r = ask(pg, by_name, &cls->objects[i], NULL, a, &one, err);
		if (r < 0)
			return r;
		append(&all, &one, a);
	}
	*ret = all;
	return 0;
}

int pgsql_index_fingerprint(struct pgsql *pg, const struct stmt_class *cls, struct arena *a,
			    const char **ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	struct db_rows rows;
	int r = pgsql_indexes(pg, cls, a, &rows, err);

	if (r < 0)
		return r;
	for (size_t i = 0; i < rows.rows; i++) {
		const char *const *row = rows.cells + i * rows.cols;

		buf_printf(&b, "%s=%s %s\n", row[INDEX_OID], row[INDEX_VALID], row[INDEX_TEXT]);
	}
	*ret = buf_dup(&b, a);
	return 0;
}

bool pgsql_index_known(const char *fingerprint, const char *oid)
{
	size_t len = strlen(oid);

	while (fingerprint != NULL && *fingerprint != '\0') {
		if (strncmp(fingerprint, oid, len) == 0 && fingerprint[len] == '=')
			return true;
		fingerprint = strchr(fingerprint, '\n');
		if (fingerprint != NULL)
			fingerprint++;
	}
	return false;
}
