/* SPDX-License-Identifier: Apache-2.0 */
/* The database itself, by a connection that has none selected. */
#include "driver/mysql/conn.h"

#include "base/cleanup.h"

#include <string.h>

#define _cleanup_conn_ __attribute__((cleanup(conn_done)))

enum { RENEW_WAIT_MS = 30000 };

static int open_server(struct conn *c, const struct db_url *url, const struct db_host *host,
		       struct pawl_error *err)
{
	int r = target_read(url, NULL, &c->arena, &c->target, err);

	if (r != 0)
		return r;
	if (c->target.database == NULL)
		return fail(err, PAWL_E_CONFIG, "the URL names no database");
	c->host = host;
	c->target.database = NULL;
	return conn_connect(c, err);
}

/* verb `name` tail */
static int run(struct conn *c, const char *verb, const char *name, const char *tail,
	       struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};

	buf_printf(&b, "%s `", verb);
	for (; *name != '\0'; name++)
		buf_add(&b, *name == '`' ? "``" : name, *name == '`' ? 2 : 1);
	buf_printf(&b, "`%s", tail);
	return conn_exec(c, b.data, b.len, NULL, err);
}

int database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
		    struct pawl_error *err)
{
	_cleanup_conn_ struct conn c = {0};
	_cleanup_arena_ struct arena a = {0};
	struct db_param param;
	struct db_rows rows;
	int r = open_server(&c, url, host, err);

	if (r != 0)
		return r;
	param = (struct db_param){.text = url->database, .len = strlen(url->database)};
	r = conn_query(&c, "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?",
		       &param, 1, &a, &rows, err);
	if (r == 0)
		*ret = rows.rows != 0;
	return r;
}

int database_create(const struct db_url *url, const struct db_host *host, struct pawl_error *err)
{
	_cleanup_conn_ struct conn c = {0};
	int r = open_server(&c, url, host, err);

	return r != 0 ? r
		      : run(&c, "CREATE DATABASE", url->database, " CHARACTER SET utf8mb4", err);
}

/* A connection that ends by itself meanwhile is no failure. */
static void kill_one(struct conn *c, const char *id)
{
	char sql[64];
	int n = snprintf(sql, sizeof(sql), "KILL CONNECTION %s", id);

	conn_exec(c, sql, (size_t)n, NULL, NULL);
}

/* Their open transactions would keep DROP DATABASE waiting for its metadata locks. */
static int end_connections(struct conn *c, const char *database, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const struct db_param param = {.text = database, .len = strlen(database)};
	struct db_rows rows;
	int r = conn_query(c,
			   "SELECT ID FROM information_schema.PROCESSLIST "
			   "WHERE DB = ? AND ID <> CONNECTION_ID()",
			   &param, 1, &a, &rows, err);

	for (size_t i = 0; r == 0 && i < rows.rows; i++)
		kill_one(c, rows.cells[i]);
	return r;
}

int database_drop(const struct db_url *url, const struct db_host *host, bool force,
		  struct pawl_error *err)
{
	_cleanup_conn_ struct conn c = {0};
	int r = open_server(&c, url, host, err);

	if (r == 0 && force)
		r = end_connections(&c, url->database, err);
	return r != 0 ? r : run(&c, "DROP DATABASE", url->database, "", err);
}

/* What CREATE DATABASE is to say so that the new one is like the old. */
static int read_settings(struct conn *c, const char *name, const char **ret, struct pawl_error *err)
{
	static const char sql[] = "SELECT CONCAT(' CHARACTER SET ', DEFAULT_CHARACTER_SET_NAME, "
				  "' COLLATE ', DEFAULT_COLLATION_NAME) "
				  "FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?";
	/* MariaDB 10.5 was the first to have comments here. */
	static const char with_comment[] =
		"SELECT CONCAT(' CHARACTER SET ', DEFAULT_CHARACTER_SET_NAME, ' COLLATE ', "
		"DEFAULT_COLLATION_NAME, ' COMMENT ', QUOTE(SCHEMA_COMMENT)) "
		"FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?";
	const struct db_param param = {.text = name, .len = strlen(name)};
	bool comments = c->mysqld.mariadb && c->mysqld.info.version >= 100500;
	struct db_rows rows;
	int r = conn_query(c, comments ? with_comment : sql, &param, 1, &c->arena, &rows, err);

	if (r != 0)
		return r;
	if (rows.rows == 0)
		return fail(err, PAWL_E_CONNECT, "database \"%s\" does not exist", name);
	*ret = rows.cells[0];
	return 0;
}

int database_renew(const struct db_url *url, struct pawl_error *err)
{
	_cleanup_conn_ struct conn c = {0};
	const char *like;
	int r = open_server(&c, url, NULL, err);

	if (r == 0)
		r = session_read(&c, err);
	if (r == 0)
		r = read_settings(&c, url->database, &like, err);
	/* Somebody may be in the midst of a transaction there. */
	if (r == 0)
		r = session_timeouts(&c, RENEW_WAIT_MS, 0, false, err);
	if (r != 0)
		return r;
	/* One statement, where there is one for it: whoever is killed leaves a database. */
	if (c.mysqld.mariadb)
		return run(&c, "CREATE OR REPLACE DATABASE", url->database, like, err);
	r = run(&c, "DROP DATABASE", url->database, "", err);
	return r != 0 ? r : run(&c, "CREATE DATABASE", url->database, like, err);
}
