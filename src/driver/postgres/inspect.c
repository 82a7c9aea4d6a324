/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the catalog: one transaction, one round trip. BEGIN, the settings and
 * all queries go out in one pipeline; while the server works on a query, the
 * rows of the one before become objects.
 *
 * The settings make the server print the same text whatever the session's own
 * are. search_path is the default schema alone, with pg_catalog in front of it
 * as the server puts it: what is printed without a schema is then found again
 * by any session that has the default schema in its path, and no function or
 * type of a user's takes the place of the server's own.
 *
 * Covered, by file:
 *	inspect_relation.c	schemas, extensions, tables, columns, views
 *	inspect_sequence.c	sequences and what owns them
 *	inspect_part.c		constraints, indexes, triggers, rules, policies
 *	inspect_type.c		enums, domains, composite, range, base and shell types
 *	inspect_routine.c	functions, procedures, aggregates
 *	inspect_object.c	what has a definition and no parts: operators, publications ...
 *	inspect_privilege.c	privileges, default privileges
 *	inspect_depend.c	what needs what; comments
 * Not covered: subscriptions and what belongs to no database (roles,
 * tablespaces, settings); transforms; security labels; large objects; defaults
 * and not-null marks that a partition or a table of a type has of its own; the
 * names of NOT NULL constraints.
 */
#include "driver/postgres/inspect.h"

#define SAVEPOINT "pawl_inspect"

/* $1 is the default schema, quoted, or "". */
static const char settings[] = "SELECT pg_catalog.set_config('search_path', $1, true), "
			       "pg_catalog.set_config('quote_all_identifiers', 'off', true), "
			       "pg_catalog.set_config('standard_conforming_strings', 'on', true), "
			       "pg_catalog.set_config('DateStyle', 'ISO, MDY', true), "
			       "pg_catalog.set_config('IntervalStyle', 'postgres', true), "
			       "pg_catalog.set_config('TimeZone', 'UTC', true), "
			       "pg_catalog.set_config('lc_monetary', 'C', true), "
			       "pg_catalog.set_config('bytea_output', 'hex', true), "
			       "pg_catalog.set_config('extra_float_digits', '1', true), "
			       /* compiling a query costs more than these take */
			       "pg_catalog.set_config('jit', 'off', true)";

/* How the server itself would write the default schema in front of a name. */
static void set_prefix(struct inspect *in, const struct catalog_row *r)
{
	in->prefix = cell_share(in, r, 0);
}

static const struct inspect_query prefix = {
	"SELECT pg_catalog.quote_ident(pg_catalog.current_schema()::text) || '.'", set_prefix};
static const struct inspect_queries first = {&prefix, 1};

static const struct inspect_queries *const parts[] = {
	&first,
	&inspect_relations,
	&inspect_types,
	&inspect_attributes,
	&inspect_sequences,
	&inspect_routines,
	&inspect_parts,
	&inspect_objects,
	&inspect_privileges,
	&inspect_notes,
};

struct sent {
	const struct inspect_query *query; /* NULL: its answer is not looked at */
	const char *sql;
};

struct pipeline {
	VEC(struct sent) sent;
	struct inspect *in;
	size_t at; /* the next answer's */
};

static int send_query(struct pipeline *p, const struct inspect_query *query, const char *sql,
		      const char *param, struct pawl_error *err)
{
	struct pg *pg = p->in->pg;

	*vec_push(&p->sent, &p->in->scratch) = (struct sent){query, sql};
	if (PQsendQueryParams(pg->conn, sql, param == NULL ? 0 : 1, NULL, &param, NULL, NULL, 0) ==
	    0)
		return pg_fail_lost(pg, err);
	return 0;
}

static int send_queries(struct pipeline *p, const struct inspect_queries *queries,
			struct pawl_error *err)
{
	struct inspect *in = p->in;
	int r = 0;

	for (size_t i = 0; i < queries->len && r == 0; i++) {
		const struct inspect_query *q = &queries->v[i];

		r = send_query(p, q, inspect_sql(q->sql, in->pg->info.version, &in->scratch), NULL,
			       err);
	}
	return r;
}

/* "\"My\", pg_temp": temporary tables would hide others if their schema were not named. */
static const char *search_path(struct inspect *in)
{
	char *quoted;
	const char *path;
	const char *schema = in->pg->info.schema;

	if (schema == NULL)
		return "pg_catalog, pg_temp";
	quoted = PQescapeIdentifier(in->pg->conn, schema, strlen(schema));
	path = arena_printf(&in->scratch, "%s, pg_temp", quoted == NULL ? "\"\"" : quoted);
	PQfreemem(quoted);
	return path;
}

static int send_all(struct pipeline *p, bool inside, struct pawl_error *err)
{
	int r = send_query(p, NULL,
			   inside ? "SAVEPOINT " SAVEPOINT
				  : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
			   NULL, err);

	if (r == 0)
		r = send_query(p, NULL, settings, search_path(p->in), err);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && r == 0; i++)
		r = send_queries(p, parts[i], err);
	/* Back to the settings of before. */
	if (r == 0)
		r = send_query(p, NULL, inside ? "ROLLBACK TO SAVEPOINT " SAVEPOINT : "COMMIT",
			       NULL, err);
	if (r == 0 && inside)
		r = send_query(p, NULL, "RELEASE SAVEPOINT " SAVEPOINT, NULL, err);
	if (r == 0 && PQpipelineSync(p->in->pg->conn) == 0)
		r = pg_fail_lost(p->in->pg, err);
	return r == 0 ? pg_flush(p->in->pg, err) : r;
}

static void take_rows(struct pipeline *p, const PGresult *res)
{
	struct catalog_row row = {.query = p->sent.v[p->at].query, .res = res};

	for (; row.query != NULL && row.row < PQntuples(res); row.row++)
		row.query->row(p->in, &row);
}

/* The answers up to the Sync; the first error is reported. */
static int read_all(struct pipeline *p, struct pawl_error *err)
{
	struct pg *pg = p->in->pg;
	int rc = 0;

	for (;;) {
		_cleanup_result_ PGresult *res = NULL;
		ExecStatusType status;
		int r = pg_result(pg, &res, rc == 0 ? err : NULL);

		if (r < 0)
			return rc == 0 ? r : rc;
		if (res == NULL) {
			if (PQstatus(pg->conn) != CONNECTION_OK)
				return rc == 0 ? pg_fail_lost(pg, err) : rc;
			continue;
		}
		status = PQresultStatus(res);
		if (status == PGRES_PIPELINE_SYNC)
			return rc;
		if (status == PGRES_TUPLES_OK && rc == 0)
			take_rows(p, res);
		if (status == PGRES_FATAL_ERROR && rc == 0) {
			const char *sql = p->sent.v[p->at].sql;

			rc = pg_fail(pg, res, sql, strlen(sql), err);
		}
		p->at++;
	}
}

static int run(struct inspect *in, bool inside, struct pawl_error *err)
{
	struct pipeline p = {.in = in};
	int r;

	if (PQenterPipelineMode(in->pg->conn) == 0)
		return pg_fail_lost(in->pg, err);
	r = send_all(&p, inside, err);
	if (r == 0)
		r = read_all(&p, err);
	if (PQexitPipelineMode(in->pg->conn) == 0 && r == 0)
		r = pg_fail_lost(in->pg, err);
	return r;
}

int pg_inspect(void *conn, const struct inspect_options *o, struct arena *a, struct schema *ret,
	       struct pawl_error *err)
{
	struct pg *pg = conn;
	struct inspect in = {.pg = pg, .options = o};
	bool inside = pg_in_transaction(pg);
	int r;

	in.texts.arena = &in.scratch;
	schema_begin(&in.b, a);
	r = pg_ready(pg, err);
	if (r == 0)
		r = run(&in, inside, err);
	if (r == 0) {
		inspect_connect(&in);
		schema_finish(&in.b, ret);
		ret->version = pg->info.version;
		ret->product = pg->info.product;
		ret->default_schema = arena_strdup(a, pg->info.schema);
	} else if (!inside) {
		pg_rollback(pg, NULL);
	}
	arena_done(&in.scratch);
	return r;
}
