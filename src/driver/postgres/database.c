/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The database itself, over a connection to "postgres" or, where that is
 * missing or the database itself, "template1". The name is the one that libpq arrives at, since it may
 * come from a service file or be the user's name.
 */
#include "base/cleanup.h"
#include "driver/postgres/pg.h"

static const char *const maintenance[] = {"postgres", "template1"};

static void done(struct pg *pg)
{
	PQfinish(pg->conn);
	arena_done(&pg->arena);
}
#define _cleanup_pg_ __attribute__((cleanup(done)))

int pg_database_name(const struct db_url *url, struct arena *a, const char **ret,
		     struct pawl_error *err)
{
	const char *names[] = {"dbname", NULL}, *values[] = {NULL, NULL}, *name;
	int r = pg_url(url, a, &values[0], err);
	PGconn *conn;

	if (r < 0)
		return r;
	conn = PQconnectStartParams(names, values, 1);
	name = conn == NULL ? NULL : PQdb(conn);
	if (name == NULL || *name == '\0')
		r = fail(err, PAWL_E_CONNECT, "the database URL \"%s\" names no database",
			 url->display);
	else
		*ret = arena_strdup(a, name);
	PQfinish(conn);
	return r;
}

int pg_maintain(struct pg *pg, const struct db_url *url, const struct db_host *host,
		struct pawl_error *err)
{
	const char *name;
	int r = pg_database_name(url, &pg->arena, &name, err);

	pg->host = host;
	if (r < 0)
		return r;
	for (size_t i = strcmp(name, maintenance[0]) == 0 ? 1 : 0;
	     i < sizeof(maintenance) / sizeof(maintenance[0]); i++) {
		error_reset(err);
		r = pg_connect(pg, url, maintenance[i], 0, err);
		if (r == 0)
			break;
		PQfinish(TAKE(pg->conn));
		if (r == PAWL_E_CANCELLED)
			break;
	}
	if (r < 0)
		return r;
	PQsetnonblocking(pg->conn, 1);
	return 0;
}

static int listed(struct pg *pg, const char *name, bool *ret, struct pawl_error *err)
{
	struct db_param param = {.text = name, .len = strlen(name)};
	struct db_rows rows;
	int r = pg_query(pg, "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1", &param, 1,
			 &pg->arena, &rows, err);

	if (r == 0)
		*ret = rows.rows != 0;
	return r;
}

int pg_database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
		       struct pawl_error *err)
{
	_cleanup_pg_ struct pg pg = {0}, direct = {.host = host};
	const char *name;
	int r = pg_database_name(url, &pg.arena, &name, err);

	if (r < 0)
		return r;
	/* Not everybody may enter a maintenance database. */
	if (pg_maintain(&pg, url, host, NULL) == 0)
		return listed(&pg, name, ret, err);
	r = pg_connect(&direct, url, NULL, 0, err);
	if (r == 0)
		*ret = true;
	return r;
}

/* Run "<before><quoted name><after>" in a maintenance database. */
static int run(const struct db_url *url, const struct db_host *host, const char *before,
	       const char *after, struct pawl_error *err)
{
	_cleanup_pg_ struct pg pg = {0};
	_cleanup_buf_ struct buf sql = {0};
	const char *name;
	char *quoted;
	int r = pg_database_name(url, &pg.arena, &name, err);

	if (r == 0)
		r = pg_maintain(&pg, url, host, err);
	if (r < 0)
		return r;
	quoted = PQescapeIdentifier(pg.conn, name, strlen(name));
	if (quoted == NULL)
		return fail(err, PAWL_E_CONNECT, "the database name is not valid UTF-8");
	buf_printf(&sql, "%s%s%s", before, quoted, after);
	PQfreemem(quoted);
	return pg_run(&pg, false, sql.data, NULL, err);
}

int pg_database_create(const struct db_url *url, const struct db_host *host, struct pawl_error *err)
{
	return run(url, host, "CREATE DATABASE ", "", err);
}

int pg_database_drop(const struct db_url *url, const struct db_host *host, bool force,
		     struct pawl_error *err)
{
	int r = run(url, host, "DROP DATABASE ", force ? " WITH (FORCE)" : "", err);

	if (r == PAWL_E_SQL && err != NULL && strcmp(err->sqlstate, "55006") == 0)
		hint(err, "close the other connections, or drop it with force");
	return r;
}
