/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the catalog: one series of queries in one snapshot, the settings first
 * (struct pgsql_calls knows how); each row becomes an object as it comes.
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
 * Not covered: subscriptions, which are another server's and hold passwords; what
 * belongs to no database (roles, tablespaces, settings); security labels; large objects;
 * the names of NOT NULL constraints.
 */
#include "driver/pgsql/inspect.h"

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

/* The queries of a run, and what they are for: the first makes the settings. */
struct series {
	struct inspect *in;
	VEC(struct pgsql_read) reads;
	VEC(const struct inspect_query *) queries;
};

static void add(struct series *s, const struct inspect_query *query, const char *sql,
		const char *param)
{
	*vec_push(&s->reads, &s->in->scratch) = (struct pgsql_read){sql, param};
	*vec_push(&s->queries, &s->in->scratch) = query;
}

/* "\"My\", pg_temp": temporary tables would hide others if their schema were not named. */
static const char *search_path(struct inspect *in)
{
	const char *schema = in->pgsql->info.schema;
	_cleanup_buf_ struct buf b = {0};

	if (schema == NULL)
		return "pg_catalog, pg_temp";
	buf_addc(&b, '"');
	for (const char *at = schema; *at != '\0'; at++) {
		if (*at == '"')
			buf_addc(&b, '"');
		buf_addc(&b, *at);
	}
	buf_adds(&b, "\", pg_temp");
	return buf_dup(&b, &in->scratch);
}

static void add_all(struct series *s)
{
	struct inspect *in = s->in;

	add(s, NULL, settings, search_path(in));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (size_t k = 0; k < parts[i]->len; k++) {
			const struct inspect_query *q = &parts[i]->v[k];

			add(s, q, inspect_sql(q->sql, in->pgsql->info.version, &in->scratch), NULL);
		}
}

static void take_row(void *data, size_t query, const char *const *cells)
{
	const struct series *s = data;
	const struct catalog_row row = {.query = s->queries.v[query], .cells = cells};

	if (row.query != NULL)
		row.query->row(s->in, &row);
}

int pgsql_inspect(void *conn, const struct inspect_options *o, struct arena *a, struct schema *ret,
		  struct pawl_error *err)
{
	struct pgsql *pg = conn;
	struct inspect in = {.pgsql = pg, .options = o};
	struct series series = {.in = &in};
	const struct pgsql_reader reader = {.row = take_row, .data = &series};
	int r;

	in.texts.arena = &in.scratch;
	schema_begin(&in.b, a);
	add_all(&series);
	r = pg->calls->read(pg, series.reads.v, series.reads.len, &reader, err);
	if (r == 0) {
		inspect_connect(&in);
		schema_finish(&in.b, ret);
		ret->version = pg->info.version;
		ret->product = pg->info.product;
		ret->default_schema = arena_strdup(a, pg->info.schema);
	}
	arena_done(&in.scratch);
	return r;
}
