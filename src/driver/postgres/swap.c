/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One database in the place of another. RENAME is transactional, so both names
 * change hands in one commit; what belongs to the name and not to the content
 * (owner, settings, privileges on the database itself) is handed over before.
 */
#include "base/cleanup.h"
#include "base/clock.h"
#include "driver/postgres/pg.h"

/* The server itself waits for some seconds before it refuses. */
enum { SWAP_PATIENCE_MS = 10000, SWAP_PAUSE_MS = 100 };

/* $1: the old one, $2: the new one; one statement a row. */
static const char hand_over[] =
	"WITH d AS (SELECT * FROM pg_catalog.pg_database WHERE datname = $1), "
	"s AS (SELECT setrole, pg_catalog.unnest(setconfig) AS line FROM "
	"pg_catalog.pg_db_role_setting JOIN d ON d.oid = setdatabase), "
	"v AS (SELECT setrole, pg_catalog.split_part(line, '=', 1) AS name, "
	"pg_catalog.substr(line, pg_catalog.strpos(line, '=') + 1) AS value FROM s), "
	"p AS (SELECT (pg_catalog.aclexplode(datacl)).* FROM d) "
	"SELECT pg_catalog.format('ALTER DATABASE %I OWNER TO %I', $2::text, "
	"pg_catalog.pg_get_userbyid(datdba)), 1 AS place FROM d "
	"WHERE datdba <> (SELECT datdba FROM pg_catalog.pg_database WHERE datname = $2) "
	"UNION ALL SELECT pg_catalog.format('ALTER DATABASE %I CONNECTION LIMIT %s', $2::text, "
	"datconnlimit), 2 FROM d WHERE datconnlimit <> -1 "
	"UNION ALL SELECT pg_catalog.format('COMMENT ON DATABASE %I IS %L', $2::text, "
	"pg_catalog.shobj_description(oid, 'pg_database')), 2 FROM d "
	"WHERE pg_catalog.shobj_description(oid, 'pg_database') IS NOT NULL "
	"UNION ALL SELECT CASE WHEN setrole = 0 "
	"THEN pg_catalog.format('ALTER DATABASE %I', $2::text) "
	"ELSE pg_catalog.format('ALTER ROLE %I IN DATABASE %I', "
	"pg_catalog.pg_get_userbyid(setrole), $2::text) END || ' SET ' || "
	"pg_catalog.quote_ident(name) || ' TO ' || "
	/* Lists of names are kept quoted already. */
	"CASE WHEN name IN ('search_path', 'temp_tablespaces', 'session_preload_libraries', "
	"'local_preload_libraries') THEN value ELSE pg_catalog.quote_literal(value) END, 2 FROM v "
	"UNION ALL SELECT pg_catalog.format('REVOKE ALL ON DATABASE %I FROM PUBLIC', $2::text), 3 "
	"FROM d WHERE datacl IS NOT NULL "
	"UNION ALL SELECT pg_catalog.format('GRANT %s ON DATABASE %I TO %s%s', privilege_type, "
	"$2::text, CASE WHEN grantee = 0 THEN 'PUBLIC' "
	"ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) END, "
	"CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), 4 FROM p "
	"ORDER BY place";

static const char end_others[] =
	"SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity "
	"WHERE datname IN ($1, $2) AND pid <> pg_catalog.pg_backend_pid()";

static int give(struct pg *pg, const char *old, const char *new, struct pawl_error *err)
{
	const struct db_param names[] = {{old, strlen(old)}, {new, strlen(new)}};
	struct db_rows rows;
	int rc = pg_query(pg, hand_over, names, 2, &pg->arena, &rows, err);

	for (size_t i = 0; rc == 0 && i < rows.rows; i++)
		rc = pg_run(pg, false, rows.cells[i * rows.cols], NULL, err);
	if (rc != 0)
		context(err, "while handing over what belongs to the database");
	return rc;
}

static int add_rename(struct pg *pg, struct buf *sql, const char *from, const char *to,
		      struct pawl_error *err)
{
	char *a = PQescapeIdentifier(pg->conn, from, strlen(from));
	char *b = PQescapeIdentifier(pg->conn, to, strlen(to));
	int rc = 0;

	if (a == NULL || b == NULL)
		rc = fail(err, PAWL_E_CONNECT, "the database name is not valid UTF-8");
	else
		buf_printf(sql, "ALTER DATABASE %s RENAME TO %s;", a, b);
	PQfreemem(a);
	PQfreemem(b);
	return rc;
}

/* By whom pg_terminate_backend() does not end: the server's own words tell. */
static int fail_in_use(struct pawl_error *err)
{
	err->code = PAWL_E_LOCKED;
	hint(err, "end prepared transactions (pg_prepared_xacts), replication slots and the "
		  "connections of others in this database, and try again");
	return PAWL_E_LOCKED;
}

/* Several statements in one message are one transaction. */
static int rename_both(struct pg *pg, const char *old, const char *new, struct pawl_error *err)
{
	const struct db_param names[] = {{old, strlen(old)}, {new, strlen(new)}};
	const char *between = arena_printf(&pg->arena, "%.50s_old", new);
	int64_t end = clock_ms() + SWAP_PATIENCE_MS;
	_cleanup_buf_ struct buf sql = {0};
	int rc = add_rename(pg, &sql, old, between, err);

	if (rc == 0)
		rc = add_rename(pg, &sql, new, old, err);
	if (rc == 0)
		rc = add_rename(pg, &sql, between, new, err);
	while (rc == 0) {
		struct db_rows ignored;

		rc = pg_query(pg, end_others, names, 2, &pg->arena, &ignored, err);
		if (rc == 0)
			rc = pg_run(pg, false, sql.data, NULL, err);
		if (rc != PAWL_E_SQL || err == NULL || strcmp(err->sqlstate, "55006") != 0)
			return rc;
		if (clock_ms() >= end)
			return fail_in_use(err);
		/* Somebody came back in between. */
		error_reset(err);
		clock_sleep_ms(SWAP_PAUSE_MS);
		rc = 0;
	}
	return rc;
}

int pg_database_swap(const struct db_url *url, const struct db_host *host, const char *name,
		     struct pawl_error *err)
{
	struct pg pg = {.host = host};
	const char *old;
	int rc = pg_database_name(url, &pg.arena, &old, err);

	if (rc == 0)
		rc = pg_maintain(&pg, url, host, err);
	if (rc == 0)
		rc = give(&pg, old, name, err);
	if (rc == 0)
		rc = rename_both(&pg, old, name, err);
	PQfinish(pg.conn);
	arena_done(&pg.arena);
	return rc;
}
