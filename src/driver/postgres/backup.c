/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_dump and pg_restore. They get what libpq has made of the URL, service file
 * and environment, so that they arrive where the driver does: all of it but the
 * password as arguments, the password in their environment, which only we and
 * root can read.
 */
#include "base/cleanup.h"
#include "base/vec.h"
#include "driver/postgres/pg.h"
#include "driver/program.h"

#include <unistd.h>

enum { NEWER_VERSIONS = 10 };

static const struct program_cause causes[] = {
	{"No space left on device", PAWL_E_FILE},
	{"could not write", PAWL_E_FILE},
	{"could not open", PAWL_E_FILE},
	{"input file", PAWL_E_FILE},
	{"unsupported version", PAWL_E_FILE},
	{"connection to server", PAWL_E_CONNECT},
	{"lock timeout", PAWL_E_LOCKED},
	{"out of shared memory", PAWL_E_LIMIT},
	{NULL, 0},
};

/* "pg_dump (PostgreSQL) 15.5 (Debian ...)" -> 15 */
static int major_of(const char *path)
{
	char said[PROGRAM_SAYS];
	const char *p;

	if (program_version(path, said, NULL) != 0)
		return 0;
	p = strchr(said, ')');
	return p == NULL ? 0 : (int)strtol(p + 1, NULL, 10);
}

/* One that the distribution has put aside, of this version. */
static bool find_aside(const char *name, int version, struct arena *a, const char **ret)
{
	/* Debian's folders, and Red Hat's. */
	static const char *const aside[][2] = {{"/usr/lib/postgresql/", ""}, {"/usr/", "pgsql-"}};

	for (size_t i = 0; i < sizeof(aside) / sizeof(*aside); i++) {
		const char *path =
			arena_printf(a, "%s%s%d/bin/%s", aside[i][0], aside[i][1], version, name);

		if (access(path, X_OK) == 0) {
			*ret = path;
			return true;
		}
	}
	return false;
}

/*
 * One of the server's own version, on PATH or put aside; else a newer one, again
 * on PATH first: what newer programs write is not always what an older server
 * reads. *ret_found is what PATH has, 0 for none.
 */
static bool find(const struct db_url *url, const char *name, int major, struct arena *a,
		 const char **ret, int *ret_found)
{
	const char *on_path = NULL;

	*ret_found = 0;
	if (child_find(url_environment(url, "PATH"), name, a, &on_path))
		*ret_found = major_of(on_path);
	*ret = on_path;
	if (*ret_found == major || find_aside(name, major, a, ret) || *ret_found > major)
		return true;
	for (int version = major + 1; version < major + NEWER_VERSIONS; version++)
		if (find_aside(name, version, a, ret))
			return true;
	return false;
}

static int need(const struct db_url *url, const char *name, int major, struct arena *a,
		const char **ret, struct pawl_error *err)
{
	int found;

	if (find(url, name, major, a, ret, &found))
		return 0;
	if (found == 0)
		fail(err, PAWL_E_FILE, "\"%s\" is needed and was not found", name);
	else
		fail(err, PAWL_E_FILE, "\"%s\" is of version %d, older than the server's %d", *ret,
		     found, major);
	hint(err, "install postgresql-client-%d, or put its folder on PATH", major);
	return PAWL_E_FILE;
}

static int check(const struct db_url *url, const struct db_info *info, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const char *path;
	int rc;

	if (info->pooled) {
		fail(err, PAWL_E_USAGE, "pg_dump and pg_restore need a session of their own: %s",
		     info->why_no_locks == NULL ? "this connection has none" : info->why_no_locks);
		hint(err, "name the server itself with --url, not the pool in front of it");
		return PAWL_E_USAGE;
	}
	rc = need(url, "pg_dump", info->version / 10000, &a, &path, err);
	return rc == 0 ? need(url, "pg_restore", info->version / 10000, &a, &path, err) : rc;
}

/* keyword='value' with what libpq wants escaped. */
static void add_option(struct buf *b, const char *keyword, const char *value)
{
	buf_printf(b, "%s%s='", b->len == 0 ? "" : " ", keyword);
	for (; *value != '\0'; value++) {
		if (*value == '\'' || *value == '\\')
			buf_addc(b, '\\');
		buf_addc(b, *value);
	}
	buf_addc(b, '\'');
}

/* libpq's own mark of what is not to be shown: password, sslpassword, and what may come. */
static bool is_secret(const PQconninfoOption *o)
{
	return o->dispchar[0] == '*';
}

/*
 * What a service or the environment says is among the values already. The
 * programs take the database's own encoding, in which nothing is converted and no
 * byte is too odd.
 */
static bool is_left_out(const PQconninfoOption *o)
{
	static const char *const names[] = {"service", "servicefile", "fallback_application_name",
					    "client_encoding"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(o->keyword, names[i]) == 0)
			return true;
	return o->dispchar[0] == 'D';
}

struct target {
	const char *dbname; /* "--dbname=..." */
	char **env;
	int major; /* of the server */
};

static int take_options(const PQconninfoOption *all, const struct db_url *url, struct arena *a,
			struct target *ret, struct pawl_error *err)
{
	const char *changes[] = {"PGSERVICE", "PGSERVICEFILE", "PGPASSWORD", "PGOPTIONS",
				 "PGCLIENTENCODING"};
	_cleanup_buf_ struct buf b = {0};

	for (const PQconninfoOption *o = all; o->keyword != NULL; o++) {
		if (o->val == NULL || o->val[0] == '\0' || is_left_out(o))
			continue;
		if (strcmp(o->keyword, "password") == 0)
			changes[2] = arena_printf(a, "PGPASSWORD=%s", o->val);
		else if (is_secret(o))
			return fail(err, PAWL_E_USAGE,
				    "the %s of \"%s\" cannot be handed to PostgreSQL's programs "
				    "without showing it",
				    o->keyword, url->display);
		else if (o->compiled == NULL || strcmp(o->val, o->compiled) != 0)
			add_option(&b, o->keyword, o->val);
	}
	ret->dbname = arena_printf(a, "--dbname=%s", buf_str(&b));
	ret->env = child_environment(changes, sizeof(changes) / sizeof(*changes), a);
	return 0;
}

static int read_target(const struct db_url *url, const struct db_host *host, struct arena *a,
		       struct target *ret, struct pawl_error *err)
{
	struct pg pg = {.host = host};
	PQconninfoOption *all;
	int rc = pg_connect(&pg, url, NULL, 0, err);

	if (rc == 0) {
		ret->major = PQserverVersion(pg.conn) / 10000;
		all = PQconninfo(pg.conn);
		rc = take_options(all, url, a, ret, err);
		PQconninfoFree(all);
	}
	PQfinish(pg.conn);
	arena_done(&pg.arena);
	return rc;
}

static int run(const struct target *t, const struct db_host *host, const char *const *argv,
	       struct pawl_error *err)
{
	const struct program_run r = {.argv = argv, .env = t->env, .host = host, .causes = causes};

	return program_run(&r, err);
}

static int save(const struct db_url *url, const struct db_host *host, const struct backup_save *how,
		const char *path, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	_cleanup_close_ int fd = -1;
	struct target target;
	const char *program;
	int rc = read_target(url, host, &a, &target, err);

	(void)how;
	if (rc == 0)
		rc = need(url, "pg_dump", target.major, &a, &program, err);
	/* Made by us, so that it is readable by us alone from the start. */
	if (rc == 0)
		rc = program_output(path, &fd, err);
	if (rc == 0) {
		const char *const argv[] = {program,         "--format=custom",
					    "--no-password", arena_printf(&a, "--file=%s", path),
					    target.dbname,   NULL};

		rc = run(&target, host, argv, err);
		if (rc != 0)
			unlink(path);
	}
	return rc;
}

static int load(const struct db_url *url, const struct db_host *host, const struct backup_load *how,
		const char *path, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	VEC(const char *) argv = {0};
	struct target target;
	const char *program;
	int rc = read_target(url, host, &a, &target, err);

	if (rc == 0)
		rc = need(url, "pg_restore", target.major, &a, &program, err);
	if (rc != 0)
		return rc;
	*vec_push(&argv, &a) = program;
	*vec_push(&argv, &a) = "--no-password";
	*vec_push(&argv, &a) = how->at_once ? "--single-transaction" : "--exit-on-error";
	if (how->no_owner) {
		*vec_push(&argv, &a) = "--no-owner";
		*vec_push(&argv, &a) = "--no-privileges";
	}
	*vec_push(&argv, &a) = target.dbname;
	*vec_push(&argv, &a) = "--";
	*vec_push(&argv, &a) = path;
	*vec_push(&argv, &a) = NULL;
	return run(&target, host, argv.v, err);
}

const struct driver_backup pg_backup = {
	.suffix = ".dump",
	.check = check,
	.save = save,
	.load = load,
	.swap = pg_database_swap,
};
