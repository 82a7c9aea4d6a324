/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection, the base, makes and drops the databases and holds a lock by
 * each one's name; nothing can cancel it, so that the end of a run is orderly.
 * A leftover is one whose lock can be had and in which nobody is: locks of some
 * engines are seen from the same database only, so both are asked. Between the
 * creation of a database and the first connection to it another run could take
 * it for a leftover; then there is nothing to connect to, and a new one is made.
 * Where no session can hold a lock (the Data API, a pooling proxy, Galera), what a
 * process of this host left that is gone is a leftover, and nothing else.
 */
#include "state/scratch.h"

#include "base/cleanup.h"
#include "base/sha256.h"
#include "base/text.h"
#include "state/guard.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define SCRATCH_PREFIX "pawl_scratch_"

enum { SCRATCH_TRIES = 3 };

struct scratch_server {
	const struct scratch_place *place;
	const struct driver *driver;
	struct arena arena;
	struct db_url url; /* of the base, or of a database in memory */
	struct db *base;   /* NULL for databases in memory */
	const char *like;  /* see struct driver_scratch */
	bool schemas;      /* this role may make no database */
};

struct scratch {
	struct scratch_server *server;
	struct arena arena;
	struct db_url url;
	struct db *db;
	const char *name; /* NULL in memory */
	bool locked, schema;
	struct guard guard;
};

static const struct db_host nobody;

/* At least one database of the server can be entered. */
static int open_base(struct scratch_server *s, struct pawl_error *err)
{
	const struct scratch_place *p = s->place;
	const char *maintenance = s->driver->scratch->maintenance;
	struct db_options options = p->options;
	struct pawl_error second = {0};
	struct db_url other;
	int rc;

	options.read_only = false;
	s->url = *p->server;
	rc = db_open(&s->url, &options, &nobody, &s->base, err);
	if (rc != PAWL_E_CONNECT || maintenance == NULL)
		return rc;
	/* The database itself may not have been created yet. */
	if (url_with_database(p->server, maintenance, &s->arena, &other, NULL) != 0 ||
	    db_open(&other, &options, &nobody, &s->base, &second) != 0)
		return rc;
	error_reset(err);
	s->url = other;
	return 0;
}

/* What a new database has to be like. */
static int learn_like(struct scratch_server *s, struct pawl_error *err)
{
	const struct scratch_place *p = s->place;
	struct db_options options = p->options;
	_cleanup_db_ struct db *other = NULL;

	options.read_only = true;
	if (p->like != NULL && p->like != p->server &&
	    db_open(p->like, &options, &nobody, &other, NULL) == 0)
		return db_scratch_like(other, &s->arena, &s->like, err);
	return db_scratch_like(s->base, &s->arena, &s->like, err);
}

/* DROP of one, on the base. force: whoever is in it. */
static int drop(struct scratch_server *s, const char *name, bool schema, bool force,
		struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf sql = {0};
	struct db_url url;

	if (!schema && force) {
		int rc = url_with_database(&s->url, name, &a, &url, err);

		return rc != 0 ? rc : s->driver->database_drop(&url, &nobody, true, err);
	}
	buf_adds(&sql, schema ? "DROP SCHEMA " : "DROP DATABASE ");
	dialect_name(s->place->dialect, &sql, NULL, name);
	buf_adds(&sql, schema ? " CASCADE" : "");
	return db_exec(s->base, sql.data, sql.len, NULL, err);
}

/* pawl_scratch_<host>_<process>_: the same host has the same letters. */
static const char *name_start(const struct scratch_place *p, long process, struct arena *a)
{
	struct sha256 h;
	char hex[SHA256_HEX];

	sha256_init(&h);
	sha256_add(&h, p->client, strlen(p->client));
	sha256_hex(&h, hex);
	return arena_printf(a, SCRATCH_PREFIX "%.8s_%ld_", hex, process);
}

/* Where no lock tells: made on this host, by a process that is gone. */
static bool is_orphan(const struct scratch_server *s, const char *name)
{
	_cleanup_arena_ struct arena a = {0};
	long process;

	return sscanf(name, SCRATCH_PREFIX "%*8[0-9a-f]_%ld_", &process) == 1 && process > 0 &&
	       text_starts(name, name_start(s->place, process, &a)) &&
	       kill((pid_t)process, 0) != 0 && errno == ESRCH;
}

/* What cannot be found out or removed stays: it is in nobody's way. */
static void sweep(struct scratch_server *s)
{
	bool locks = db_info(s->base)->session_locks;
	_cleanup_arena_ struct arena a = {0};
	struct db_rows rows;

	if (db_scratch_list(s->base, SCRATCH_PREFIX, &a, &rows, NULL) != 0)
		return;
	for (size_t i = 0; i < rows.rows; i++) {
		const char *const *c = &rows.cells[i * rows.cols];
		bool dead = !locks && is_orphan(s, c[0]);

		if (strcmp(c[2], "0") != 0 ||
		    (locks && db_try_lock(s->base, c[0], &dead, NULL) != 0) || !dead)
			continue;
		drop(s, c[0], strcmp(c[1], "schema") == 0, false, NULL);
		if (locks)
			db_unlock(s->base, c[0], NULL);
	}
}

static int no_server(const struct scratch_place *p, struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG, "comparing schemas of %s needs a server for a scratch database",
	     p->dialect->name);
	hint(err, "name the database with --url, or a server with --scratch-url");
	return PAWL_E_CONFIG;
}

static int set_up(struct scratch_server *s, struct pawl_error *err)
{
	const struct scratch_place *p = s->place;
	/* A dialect may have several drivers: the URL says which. */
	int rc = driver_find(p->server != NULL ? p->server->scheme : p->dialect->schemes[0],
			     &s->driver, err);

	if (rc != 0)
		return rc;
	if (s->driver->scratch == NULL)
		return fail(err, PAWL_E_USAGE, "the driver \"%s\" can make no scratch database",
			    s->driver->name);
	if (s->driver->scratch->memory != NULL)
		return url_parse(s->driver->scratch->memory, &s->arena, &s->url, err);
	if (p->server == NULL)
		return no_server(p, err);
	rc = open_base(s, err);
	if (rc == 0)
		rc = learn_like(s, err);
	if (rc == 0)
		sweep(s);
	else
		context(err, "while preparing a scratch database");
	return rc;
}

int scratch_server_open(const struct scratch_place *place, struct scratch_server **ret,
			struct pawl_error *err)
{
	struct scratch_server *s = xcalloc(1, sizeof(*s));
	int rc;

	s->place = place;
	rc = set_up(s, err);
	if (rc == 0)
		*ret = s;
	else
		scratch_server_close(s);
	return rc;
}

void scratch_server_close(struct scratch_server *server)
{
	if (server == NULL)
		return;
	db_close(server->base);
	arena_done(&server->arena);
	free(server);
}

/* With a random end it is unique, and short enough for every engine. */
static int make_name(struct scratch *c, struct pawl_error *err)
{
	uint32_t random;

	if (getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random))
		return fail_errno(err, PAWL_E_FILE, "could not get random bytes");
	c->name = arena_printf(&c->arena, "%s%08x",
			       name_start(c->server->place, getpid(), &c->arena), random);
	return 0;
}

static int lock(struct scratch *c, struct pawl_error *err)
{
	struct db *base = c->server->base;

	return db_info(base)->session_locks ? db_try_lock(base, c->name, &c->locked, err) : 0;
}

static int create_schema(struct scratch *c, struct pawl_error *err)
{
	const struct scratch_server *s = c->server;
	const struct driver_scratch *facts = s->driver->scratch;
	_cleanup_buf_ struct buf sql = {0};
	int rc = url_with_param(&s->url, facts->schema_param,
				arena_printf(&c->arena, "%s%s", facts->schema_value, c->name),
				&c->arena, &c->url, err);

	buf_adds(&sql, "CREATE SCHEMA ");
	dialect_name(s->place->dialect, &sql, NULL, c->name);
	if (rc == 0)
		rc = db_exec(s->base, sql.data, sql.len, NULL, err);
	c->schema = rc == 0;
	return rc;
}

static int create_database(struct scratch *c, struct pawl_error *err)
{
	const struct scratch_server *s = c->server;
	_cleanup_buf_ struct buf sql = {0};
	int rc = url_with_database(&s->url, c->name, &c->arena, &c->url, err);

	buf_adds(&sql, "CREATE DATABASE ");
	dialect_name(s->place->dialect, &sql, NULL, c->name);
	buf_adds(&sql, s->like);
	return rc != 0 ? rc : db_exec(s->base, sql.data, sql.len, NULL, err);
}

/* A database, or a schema for those who may not make one. */
static int create(struct scratch *c, struct pawl_error *err)
{
	struct scratch_server *s = c->server;
	struct pawl_error first = {0};
	int rc = s->schemas ? PAWL_E_SQL : create_database(c, &first);

	if (rc == 0)
		return 0;
	if (s->driver->scratch->schema_param != NULL && !s->place->no_schema &&
	    (s->schemas || strcmp(first.sqlstate, "42501") == 0)) {
		s->schemas = true;
		rc = create_schema(c, err);
	} else if (err != NULL) {
		*err = first;
	}
	if (rc == 0)
		return 0;
	c->name = NULL;
	context(err, "while making a scratch database");
	hint(err, "let this role make databases, or name a server where it may with "
		  "--scratch-url");
	return rc;
}

/*
 * A pooler or a server of one database may lead any name to the same place, and
 * that one holds somebody's data.
 */
static int check_place(const struct scratch *c, struct pawl_error *err)
{
	const struct db_info *info = db_info(c->db);
	const char *place = c->schema ? info->schema : info->database;

	if (c->name == NULL || (place != NULL && strcmp(place, c->name) == 0))
		return 0;
	fail(err, PAWL_E_CONFIG, "the server leads connections to %s \"%s\" to \"%s\"",
	     c->schema ? "schema" : "database", c->name, place != NULL ? place : "");
	hint(err, "name a server on which scratch databases can be made with --scratch-url");
	return PAWL_E_CONFIG;
}

static int connect(struct scratch *c, struct pawl_error *err)
{
	const struct scratch_place *p = c->server->place;
	const struct driver_scratch *facts = c->server->driver->scratch;
	struct db_options options = p->options;
	int rc = 0;

	options.read_only = false;
	/* A proxy may not take such a parameter. */
	if (facts->quick != NULL && db_info(c->server->base)->session_locks)
		rc = url_with_param(&c->url, facts->schema_param, facts->quick, &c->arena, &c->url,
				    err);
	if (rc == 0)
		rc = db_open(&c->url, &options, p->host, &c->db, err);
	if (rc == 0)
		rc = check_place(c, err);
	if (rc == 0 && c->name == NULL)
		guard_set_memory(&c->guard, c->db);
	else if (rc == 0)
		rc = guard_set(&c->guard, c->db, c->name, !c->schema, &c->arena, err);
	return rc;
}

static int make(struct scratch *c, struct pawl_error *err)
{
	int rc = make_name(c, err);

	if (rc == 0)
		rc = lock(c, err);
	if (rc == 0)
		rc = create(c, err);
	return rc != 0 ? rc : connect(c, err);
}

int scratch_open(struct scratch_server *server, struct scratch **ret, struct pawl_error *err)
{
	int rc = PAWL_E_CONNECT;

	for (int i = 0; i < SCRATCH_TRIES && rc == PAWL_E_CONNECT; i++) {
		_cleanup_scratch_ struct scratch *c = xcalloc(1, sizeof(*c));

		error_reset(err);
		c->server = server;
		c->url = server->url;
		rc = server->base == NULL ? connect(c, err) : make(c, err);
		if (rc == 0)
			*ret = TAKE(c);
	}
	return rc;
}

void scratch_disconnect(struct scratch *scratch)
{
	db_close(scratch->db);
	scratch->db = NULL;
}

void scratch_close(struct scratch *scratch)
{
	if (scratch == NULL)
		return;
	db_close(scratch->db);
	if (scratch->name != NULL)
		drop(scratch->server, scratch->name, scratch->schema, true, NULL);
	if (scratch->locked && scratch->name != NULL)
		db_unlock(scratch->server->base, scratch->name, NULL);
	arena_done(&scratch->arena);
	free(scratch);
}

void scratch_close_ptr(struct scratch **scratch)
{
	scratch_close(*scratch);
}

struct db *scratch_db(const struct scratch *scratch)
{
	return scratch->db;
}

const struct db_url *scratch_url(const struct scratch *scratch)
{
	return &scratch->url;
}

bool scratch_is_schema(const struct scratch *scratch)
{
	return scratch->schema;
}
