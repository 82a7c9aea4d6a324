/* SPDX-License-Identifier: Apache-2.0 */
/*
 * After a statement that was cut off outside a transaction. Only CONCURRENTLY
 * works in several transactions and so leaves something half done:
 *
 * - CREATE INDEX: an invalid index, dropped so that it can be built again;
 * - REINDEX: invalid indexes named ..._ccnew or ..._ccold, dropped;
 * - DROP INDEX: the index, invalid: dropped for good;
 * - DETACH PARTITION: one that is pending: finished.
 *
 * Anything else happened or did not, which the fingerprint tells.
 */
#include "base/cleanup.h"
#include "driver/pgsql/pgsql.h"

static int drop_index(struct pgsql *pg, const char *const *row, struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};

	/* The session that was cut off may live on at the server and finish its work. */
	if (row[INDEX_BUILDER] != NULL) {
		fail(err, PAWL_E_LOCKED, "index %s is still being built by backend %s",
		     row[INDEX_NAME], row[INDEX_BUILDER]);
		hint(err, "wait for it, or end it with SELECT pg_terminate_backend(%s)",
		     row[INDEX_BUILDER]);
		return PAWL_E_LOCKED;
	}
	buf_printf(&sql, "DROP INDEX %sIF EXISTS %s",
		   pg->calls->in_transaction(pg) ? "" : "CONCURRENTLY ", row[INDEX_NAME]);
	return pgsql_exec(pg, &sql, err);
}

/* An index that is to be there: valid and new is done, invalid goes. */
static int heal_create(struct pgsql *pg, const struct db_rows *rows, const char *before, bool named,
		       bool *ret_done, struct pawl_error *err)
{
	bool done = false;

	for (size_t i = 0; i < rows->rows; i++) {
		const char *const *row = rows->cells + i * rows->cols;
		bool known = pgsql_index_known(before, row[INDEX_OID]);
		int r;

		if (strcmp(row[INDEX_VALID], "valid") == 0) {
			done = done || !known;
			continue;
		}
		/* Without a name an old invalid index may be anybody's. */
		if (known && !named)
			continue;
		r = drop_index(pg, row, err);
		if (r < 0)
			return r;
	}
	*ret_done = done;
	return 0;
}

static int heal_drop(struct pgsql *pg, const struct db_rows *rows, const char *before,
		     bool *ret_done, struct pawl_error *err)
{
	for (size_t i = 0; i < rows->rows; i++) {
		const char *const *row = rows->cells + i * rows->cols;
		int r;

		if (strcmp(row[INDEX_VALID], "valid") == 0) {
			*ret_done = false;
			return 0;
		}
		r = drop_index(pg, row, err);
		if (r < 0)
			return r;
	}
	*ret_done = before != NULL && *before != '\0';
	return 0;
}

static int heal_reindex(struct pgsql *pg, const struct db_rows *rows, const char *before,
			bool *ret_done, struct pawl_error *err)
{
	for (size_t i = 0; i < rows->rows; i++) {
		const char *const *row = rows->cells + i * rows->cols;
		int r = 0;

		if (!pgsql_index_known(before, row[INDEX_OID]))
			r = drop_index(pg, row, err);
		if (r < 0)
			return r;
	}
	*ret_done = false;
	return 0;
}

/* A partition whose DETACH ... CONCURRENTLY stopped between its two transactions. */
static int finish_detach(struct pgsql *pg, const struct stmt_class *cls, struct pawl_error *err)
{
	static const char sql[] =
		"SELECT p.oid::pg_catalog.regclass, h.inhrelid::pg_catalog.regclass "
		"FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class p ON p.oid = h.inhparent "
		"WHERE h.inhdetachpending AND p.oid = " PGSQL_NAMED("$1", "$2");
	const struct stmt_object *o = &cls->objects[0];
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf alter = {0};
	struct db_param params[2];
	struct db_rows rows;
	int r;

	if (cls->objects_len == 0 || pg->info.version < 140000)
		return 0;
	params[0] = (struct db_param){o->schema, o->schema == NULL ? 0 : strlen(o->schema)};
	params[1] = (struct db_param){o->name, strlen(o->name)};
	r = pgsql_query(pg, sql, params, 2, &a, &rows, err);
	if (r < 0 || rows.rows == 0)
		return r;
	buf_printf(&alter, "ALTER TABLE %s DETACH PARTITION %s FINALIZE", rows.cells[0],
		   rows.cells[1]);
	return pgsql_exec(pg, &alter, err);
}

static bool has_index_name(const struct stmt_class *cls)
{
	for (size_t i = 0; i < cls->objects_len; i++)
		if (strcmp(cls->objects[i].kind, "index") == 0 && cls->objects[i].name != NULL)
			return true;
	return false;
}

static int heal_index(struct pgsql *pg, const struct stmt_class *cls, const char *before,
		      bool *ret_done, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct db_rows rows;
	int r = pgsql_indexes(pg, cls, &a, &rows, err);

	if (r < 0)
		return r;
	if (strcmp(cls->kind, "create index") == 0)
		return heal_create(pg, &rows, before, has_index_name(cls), ret_done, err);
	if (strcmp(cls->kind, "drop index") == 0)
		return heal_drop(pg, &rows, before, ret_done, err);
	return heal_reindex(pg, &rows, before, ret_done, err);
}

int pgsql_heal(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
	       const char *before, bool *ret_done, struct pawl_error *err)
{
	struct pgsql *pg = conn;
	_cleanup_arena_ struct arena a = {0};
	const char *now = "";
	int r = 0;

	if (pgsql_is_about_indexes(cls) && strcmp(cls->kind, "alter index") != 0)
		return heal_index(pg, cls, before, ret_done, err);
	if (strcmp(cls->kind, "alter table") == 0 && (cls->flags & STMT_CONCURRENTLY) != 0)
		r = finish_detach(pg, cls, err);
	if (r == 0)
		r = pgsql_fingerprint(pg, cls, sql, len, &a, &now, err);
	if (r < 0)
		return r;
	*ret_done = before != NULL && strcmp(now, before) != 0;
	return 0;
}
