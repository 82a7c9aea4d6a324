/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at another backend: who keeps it waiting, and how far it is. */
#include "base/text.h"
#include "driver/pgsql/pgsql.h"

enum { QUERY_SHOWN = 200 };

static const char *cell(const struct db_rows *rows, size_t row, size_t col, struct arena *a)
{
	char *text = arena_strdup(a, rows->cells[row * rows->cols + col]);

	if (text != NULL)
		text_clean(text);
	return text;
}

int pgsql_blockers(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
		   size_t *ret_len, struct pawl_error *err)
{
	/* A prepared transaction blocks under the number 0 and has no session. */
	static const char sql[] =
		"SELECT DISTINCT b.pid, s.usename, nullif(s.application_name, ''), "
		"CASE WHEN b.pid = 0 THEN 'prepared transaction' ELSE s.state END, s.query, "
		"pg_catalog.to_char(coalesce(s.xact_start, s.query_start, s.backend_start) "
		"AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') "
		"FROM unnest(pg_catalog.pg_blocking_pids($1)) AS b (pid) "
		"LEFT JOIN pg_catalog.pg_stat_activity s ON s.pid = b.pid ORDER BY b.pid";
	char pid[24];
	struct db_param param = {.text = pid};
	struct db_rows rows;
	struct db_blocker *v;
	int r;

	param.len = (size_t)snprintf(pid, sizeof(pid), "%lld", (long long)backend);
	r = pgsql_query(conn, sql, &param, 1, a, &rows, err);
	if (r < 0)
		return r;
	v = arena_array(a, struct db_blocker, rows.rows);
	for (size_t i = 0; i < rows.rows; i++) {
		char *query = (char *)cell(&rows, i, 4, a);

		if (query != NULL)
			text_cut(query, QUERY_SHOWN);
		v[i] = (struct db_blocker){
			.pid = strtoll(cell(&rows, i, 0, a), NULL, 10),
			.user = cell(&rows, i, 1, a),
			.application = cell(&rows, i, 2, a),
			.state = cell(&rows, i, 3, a),
			.query = query,
			.since = cell(&rows, i, 5, a),
		};
	}
	*ret = v;
	*ret_len = rows.rows;
	return 0;
}

/* "command: phase, N of M unit (P%)" of one of the server's progress views. */
#define PROGRESS(view, what, phase, done, total, unit)                                             \
	"SELECT pg_catalog.concat(" what ", ': ' || " phase ", CASE WHEN " total " > 0 THEN "      \
	"pg_catalog.format(', %s of %s " unit " (%s%%)', " done ", " total ", 100 * " done         \
	" / " total ") END) FROM pg_catalog." view " WHERE pid = $1::int "

/* The last is new in PostgreSQL 14. */
static const char *const progress_sql[] = {
	PROGRESS("pg_stat_progress_create_index", "lower(command)",
		 "(phase || CASE WHEN lockers_total > lockers_done THEN pg_catalog.format("
		 "' (%s of %s sessions to wait for)', lockers_total - lockers_done, lockers_total) "
		 "ELSE '' END)",
		 "(CASE WHEN tuples_total > 0 THEN tuples_done ELSE blocks_done END)",
		 "(CASE WHEN tuples_total > 0 THEN tuples_total ELSE blocks_total END)", "done"),
	PROGRESS("pg_stat_progress_cluster", "lower(command)", "phase", "heap_blks_scanned",
		 "heap_blks_total", "blocks"),
	PROGRESS("pg_stat_progress_vacuum", "'vacuum'", "phase", "heap_blks_scanned",
		 "heap_blks_total", "blocks"),
	PROGRESS("pg_stat_progress_analyze", "'analyze'", "phase", "sample_blks_scanned",
		 "sample_blks_total", "blocks"),
	PROGRESS("pg_stat_progress_copy", "lower(command)",
		 "pg_catalog.format('%s rows', tuples_processed)", "bytes_processed", "bytes_total",
		 "bytes"),
};

int pgsql_progress(void *conn, int64_t backend, struct arena *a, const char **ret,
		   struct pawl_error *err)
{
	struct pgsql *pg = conn;
	_cleanup_buf_ struct buf sql = {0};
	char pid[24];
	struct db_param param = {.text = pid};
	struct db_rows rows;
	size_t views;
	int r;

	param.len = (size_t)snprintf(pid, sizeof(pid), "%lld", (long long)backend);
	views = sizeof(progress_sql) / sizeof(*progress_sql) - (pg->info.version < 140000);
	for (size_t i = 0; i < views; i++)
		buf_printf(&sql, "%s%s", i == 0 ? "" : "UNION ALL ", progress_sql[i]);
	r = pgsql_query(pg, sql.data, &param, 1, a, &rows, err);
	if (r == 0)
		*ret = rows.rows == 0 ? NULL : rows.cells[0];
	return r;
}

int pgsql_cancel_backend(void *conn, int64_t backend, bool *ret, struct pawl_error *err)
{
	static const char sql[] =
		"SELECT CASE WHEN state = 'active' THEN pg_catalog.pg_cancel_backend(pid) ELSE "
		"pg_catalog.pg_terminate_backend(pid) END FROM pg_catalog.pg_stat_activity WHERE "
		"pid = $1::int";
	_cleanup_arena_ struct arena a = {0};
	char pid[24];
	struct db_param param = {.text = pid};
	struct db_rows rows;
	int r;

	param.len = (size_t)snprintf(pid, sizeof(pid), "%lld", (long long)backend);
	r = pgsql_query(conn, sql, &param, 1, &a, &rows, err);
	if (r == 0)
		*ret = rows.rows == 1 && rows.cells[0] != NULL && rows.cells[0][0] == 't';
	return r;
}

/* A replica that has caught up and hears nothing new has no lag. Its state is hidden from some users. */
int pgsql_replica_lag(void *conn, double *ret, bool *ret_known, struct pawl_error *err)
{
	static const char sql[] =
		"SELECT count(state), max(coalesce(extract(epoch FROM replay_lag), 0)) FROM "
		"pg_catalog.pg_stat_replication WHERE state IN ('streaming', 'catchup')";
	_cleanup_arena_ struct arena a = {0};
	struct db_rows rows;
	int r = pgsql_query(conn, sql, NULL, 0, &a, &rows, err);

	if (r != 0)
		return r;
	*ret_known = rows.cells[0][0] != '0' && rows.cells[1] != NULL;
	if (*ret_known)
		*ret = strtod(rows.cells[1], NULL);
	return 0;
}
