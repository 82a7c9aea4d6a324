/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the drivers of PostgreSQL share, whatever carries their statements: the
 * questions to its catalog. A driver's connection begins with a struct pgsql,
 * and the functions below stand in its struct driver as they are.
 *
 *	driver.h's calls -> catalog, fingerprint, heal, inspect, ... -> struct pgsql_calls
 */
#ifndef DRIVER_PGSQL_PGSQL_H
#define DRIVER_PGSQL_PGSQL_H

#include "base/buf.h"
#include "driver/driver.h"

/* A query of a series, in words that mean the same whatever the session's settings are. */
struct pgsql_read {
	const char *sql;
	const char *param; /* $1; NULL if there is none */
};

/* Who takes the rows of a series: the query's place in it, and a row's cells. */
struct pgsql_reader {
	void (*row)(void *data, size_t query, const char *const *cells);
	void *data;
};

struct pgsql_calls {
	/* As in struct driver. */
	int (*exec)(void *conn, const char *sql, size_t len, int64_t *ret_changed,
		    struct pawl_error *err);
	int (*query)(void *conn, const char *sql, const struct db_param *params, size_t n,
		     struct arena *a, struct db_rows *ret, struct pawl_error *err);
	bool (*in_transaction)(void *conn);

	/*
	 * All queries in order, in one snapshot where no transaction is open. Settings
	 * that they change are back to what they were behind it, also on failure.
	 */
	int (*read)(void *conn, const struct pgsql_read *v, size_t n,
		    const struct pgsql_reader *reader, struct pawl_error *err);
};

struct pgsql {
	const struct pgsql_calls *calls;
	struct db_info info;
};

static inline int pgsql_exec(struct pgsql *pg, const struct buf *sql, struct pawl_error *err)
{
	return pg->calls->exec(pg, sql->data, sql->len, NULL, err);
}

static inline int pgsql_query(struct pgsql *pg, const char *sql, const struct db_param *params,
			      size_t n, struct arena *a, struct db_rows *ret,
			      struct pawl_error *err)
{
	return pg->calls->query(pg, sql, params, n, a, ret, err);
}

/* error.c */

/* PAWL_E_* of an SQLSTATE. */
int pgsql_code(const char *state);
/* What the server says beside the message; each may be NULL. */
void pgsql_explain(struct pawl_error *err, const char *more, const char *where, const char *advice);
/* The place in err, of a position that counts the characters of sql from 1; 0 is none. */
void pgsql_place(struct pawl_error *err, unsigned long position, const char *sql, size_t len);

/* catalog.c */
int pgsql_table_exists(void *conn, const char *schema, const char *table, bool *ret,
		       struct pawl_error *err);
int pgsql_table_columns(void *conn, const char *schema, const char *table, struct arena *a,
			const char *const **ret, size_t *ret_len, struct pawl_error *err);
int pgsql_is_fresh(void *conn, const char *const *except, size_t n, bool *ret,
		   struct pawl_error *err);

/* scratch.c */
int pgsql_scratch_like(void *conn, struct arena *a, const char **ret, struct pawl_error *err);
int pgsql_scratch_list(void *conn, const char *prefix, struct arena *a, struct db_rows *ret,
		       struct pawl_error *err);

/* fingerprint.c */
int pgsql_fingerprint(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
		      struct arena *a, const char **ret, struct pawl_error *err);

#define PGSQL_EXACT(schema, name)                                                                  \
	"pg_catalog.to_regclass(pg_catalog.concat(pg_catalog.quote_ident(" schema "::text) "       \
	"|| '.', pg_catalog.quote_ident(" name "::text)))"

/*
 * SQL: the relation of that name, or NULL; schema and name are parameters. Names
 * come as they are written, so one without quotes may have to be folded.
 */
#define PGSQL_NAMED(schema, name)                                                                  \
	"coalesce(" PGSQL_EXACT(schema, name) ", " PGSQL_EXACT("lower(" schema "::text)",          \
							       "lower(" name "::text)") ") "

/* index.c: the indexes that a statement is about */

enum pgsql_index_column {
	INDEX_OID,
	INDEX_VALID,
	INDEX_KIND,
	INDEX_NAME,
	INDEX_BUILDER,
	INDEX_TEXT
};

/* True for statements whose fingerprint is a list of indexes. */
bool pgsql_is_about_indexes(const struct stmt_class *cls);
/* One row an index, its columns as above. Of a REINDEX only what one has left half done. */
int pgsql_indexes(struct pgsql *pg, const struct stmt_class *cls, struct arena *a,
		  struct db_rows *ret, struct pawl_error *err);
int pgsql_index_fingerprint(struct pgsql *pg, const struct stmt_class *cls, struct arena *a,
			    const char **ret, struct pawl_error *err);
/* Does the fingerprint speak of the index with this oid? */
bool pgsql_index_known(const char *fingerprint, const char *oid);

/* heal.c */
int pgsql_heal(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
	       const char *before, bool *ret_done, struct pawl_error *err);

/* watch.c */
int pgsql_blockers(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
		   size_t *ret_len, struct pawl_error *err);
int pgsql_cancel_backend(void *conn, int64_t backend, bool *ret, struct pawl_error *err);
int pgsql_replica_lag(void *conn, double *ret, bool *ret_known, struct pawl_error *err);
int pgsql_progress(void *conn, int64_t backend, struct arena *a, const char **ret,
		   struct pawl_error *err);

/* size.c */
int pgsql_table_sizes(void *conn, struct arena *a, struct db_table_size **ret, size_t *ret_len,
		      struct pawl_error *err);
int pgsql_locks_held(void *conn, struct arena *a, struct db_lock **ret, size_t *ret_len,
		     struct pawl_error *err);
int pgsql_storage(void *conn, struct arena *a, struct db_storage **ret, size_t *ret_len,
		  struct pawl_error *err);

/* inspect.c */
int pgsql_inspect(void *conn, const struct inspect_options *o, struct arena *a, struct schema *ret,
		  struct pawl_error *err);

#endif
