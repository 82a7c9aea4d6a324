/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server's own dump program and client. How to connect, the password with
 * it, stands in an option file that exists in memory only and is open in nobody
 * but us and them.
 *
 * A dump is loaded statement by statement, and no transaction goes around it. So
 * the rows of the tables that say what the database is (the history) are written
 * last: while they are missing, nobody takes what is there for whole. The tables
 * themselves come first, since views may read them.
 */
#include "driver/mysql/conn.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/vec.h"
#include "driver/mysql/dump.h"
#include "driver/program.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define OPTION_FILE "--defaults-file=/dev/fd/3"

static const struct program_cause causes[] = {
	{"No space left on device", PAWL_E_FILE},
	{"Errcode: 28", PAWL_E_FILE},
	{"errno 28", PAWL_E_FILE},
	{"max_allowed_packet", PAWL_E_LOST},
	{"erver has gone away", PAWL_E_LOST},
	{"Got error: 1045", PAWL_E_CONNECT},
	{"Got error: 2002", PAWL_E_CONNECT},
	{"Got error: 2003", PAWL_E_CONNECT},
	{"ERROR 1045", PAWL_E_CONNECT},
	{"ERROR 2002", PAWL_E_CONNECT},
	{"ERROR 2003", PAWL_E_CONNECT},
	{"Lost connection", PAWL_E_LOST},
	{"Lock wait timeout", PAWL_E_LOCKED},
	{NULL, 0},
};

/* What a program says of itself. */
struct version {
	bool mariadb;
	int series; /* 1011 for MariaDB 10.11, 800 for MySQL 8.x */
};

/* MariaDB counts its major versions in two numbers. */
static int series_of(bool mariadb, int major, int minor)
{
	return major * 100 + (mariadb ? minor : 0);
}

/*
 * "Ver 10.19 Distrib 10.11.6-MariaDB, ...", "from 11.4.2-MariaDB, client 15.2 ...",
 * "Ver 8.0.36 for Linux ...": the last of these words has the server's number.
 */
static void read_version(const char *said, struct version *ret)
{
	static const char *const words[] = {"Distrib ", " from ", "Ver "};
	const char *p = NULL;
	char *end;
	long major, minor = 0;

	for (size_t i = 0; p == NULL && i < sizeof(words) / sizeof(*words); i++) {
		p = strstr(said, words[i]);
		p = p == NULL ? NULL : p + strlen(words[i]);
	}
	major = p == NULL ? 0 : strtol(p, &end, 10);
	if (p != NULL && *end == '.')
		minor = strtol(end + 1, NULL, 10);
	ret->mariadb = strstr(said, "MariaDB") != NULL;
	ret->series = series_of(ret->mariadb, (int)major, (int)minor);
}

struct server {
	bool mariadb;
	int series;
	const char *version;
};

static void server_of(const struct db_info *info, struct server *ret)
{
	ret->mariadb = strcmp(info->product, "MariaDB") == 0;
	ret->series = series_of(ret->mariadb, info->version / 10000, info->version / 100 % 100);
	ret->version = info->version_text;
}

/* The program by MariaDB's name, then by MySQL's. */
static bool find(const struct db_url *url, bool dump, struct arena *a, const char **ret)
{
	const char *path = url_environment(url, "PATH");

	return child_find(path, dump ? "mariadb-dump" : "mariadb", a, ret) ||
	       child_find(path, dump ? "mysqldump" : "mysql", a, ret);
}

/* MySQL's program is there under its own name even where MariaDB's is, too. */
static bool find_mysql(const struct db_url *url, bool dump, struct arena *a, const char **ret)
{
	return child_find(url_environment(url, "PATH"), dump ? "mysqldump" : "mysql", a, ret);
}

static int need(const struct db_url *url, const struct server *server, bool dump, struct arena *a,
		const char **ret, struct version *ret_version, struct pawl_error *err)
{
	const char *name = server->mariadb ? dump ? "mariadb-dump" : "mariadb"
			   : dump          ? "mysqldump"
					   : "mysql";
	char said[PROGRAM_SAYS];
	bool found = server->mariadb ? find(url, dump, a, ret) : find_mysql(url, dump, a, ret);
	int rc;

	if (!found) {
		fail(err, PAWL_E_FILE, "\"%s\" is needed and was not found on PATH", name);
	} else {
		rc = program_version(*ret, said, err);
		if (rc != 0)
			return rc;
		read_version(said, ret_version);
		if (ret_version->mariadb == server->mariadb &&
		    ret_version->series >= server->series)
			return 0;
		if (ret_version->mariadb != server->mariadb)
			fail(err, PAWL_E_FILE, "\"%s\" is %s's, and the server is %s's", *ret,
			     ret_version->mariadb ? "MariaDB" : "MySQL",
			     server->mariadb ? "MariaDB" : "MySQL");
		else
			fail(err, PAWL_E_FILE, "\"%s\" is older than the server, which is %s", *ret,
			     server->version);
		detail(err, "it says: %s", said);
	}
	hint(err, "install the %s of the server's version or a newer one (%s), and put it on PATH",
	     server->mariadb ? "mariadb-client" : "mysql-client", server->version);
	return PAWL_E_FILE;
}

static int check(const struct db_url *url, const struct db_info *info, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct version version;
	struct server server;
	const char *path;
	int rc;

	server_of(info, &server);
	rc = need(url, &server, true, &a, &path, &version, err);
	return rc == 0 ? need(url, &server, false, &a, &path, &version, err) : rc;
}

/* name="value"; in quotes a '#' begins no comment, and blanks at the ends stay. */
static void add_option(struct buf *b, const char *name, const char *value)
{
	if (value == NULL)
		return;
	buf_printf(b, "%s=\"", name);
	for (; *value != '\0'; value++) {
		if (*value == '\n')
			buf_adds(b, "\\n");
		else if (*value == '\\' || *value == '"')
			buf_printf(b, "\\%c", *value);
		else
			buf_addc(b, *value);
	}
	buf_adds(b, "\"\n");
}

static void add_tls(struct buf *b, const struct target *t, bool mariadb)
{
	static const char *const modes[] = {
		[TLS_DISABLED] = "DISABLED",
		[TLS_PREFERRED] = "PREFERRED",
		[TLS_REQUIRED] = "REQUIRED",
		[TLS_VERIFY_CA] = "VERIFY_CA",
		[TLS_VERIFY_IDENTITY] = "VERIFY_IDENTITY",
	};

	if (!mariadb)
		add_option(b, "ssl-mode", modes[t->tls]);
	else if (t->tls == TLS_DISABLED || (t->tls == TLS_PREFERRED && t->socket != NULL))
		buf_adds(b, "skip-ssl\n");
	else
		buf_printf(b, "ssl\nssl-verify-server-cert=%d\n", t->tls >= TLS_VERIFY_CA);
	if (t->tls == TLS_DISABLED)
		return;
	add_option(b, "ssl-ca", t->ca);
	add_option(b, "ssl-cert", t->cert);
	add_option(b, "ssl-key", t->key);
}

static void add_target(struct buf *b, const struct target *t, bool mariadb)
{
	if (t->default_file != NULL)
		buf_printf(b, "!include %s\n", t->default_file);
	buf_adds(b, "[client]\n");
	add_option(b, "user", t->user);
	add_option(b, "password", t->password);
	if (t->socket != NULL)
		add_option(b, "socket", t->socket);
	else
		add_option(b, "host", t->host);
	if (t->port != 0)
		buf_printf(b, "port=%u\n", t->port);
	if (t->socket == NULL && t->port != 0)
		buf_adds(b, "protocol=TCP\n");
	buf_adds(b, "max-allowed-packet=1G\ndefault-character-set=utf8mb4\n");
	add_tls(b, t, mariadb);
	/* The dump programs know no such option. */
	buf_printf(b, "[mysql]\nconnect-timeout=%u\n", t->timeout);
}

/* In memory, to be read from its start through a path of its own. */
static int option_file(const struct target *t, bool mariadb, int *ret_fd, struct pawl_error *err)
{
	_cleanup_close_ int fd = memfd_create("pawl-options", MFD_CLOEXEC);
	_cleanup_buf_ struct buf b = {0};

	add_target(&b, t, mariadb);
	/* What everybody may write to, the programs do not read. */
	if (fd < 0 || fchmod(fd, 0600) != 0 || write(fd, b.data, b.len) != (ssize_t)b.len)
		return fail_errno(err, PAWL_E_FILE, "could not make an option file in memory");
	memset(b.data, 0, b.len);
	*ret_fd = fd;
	fd = -1;
	return 0;
}

/* Servers print a FLOAT with six digits, and some values need nine. */
static int warn_of_floats(struct conn *c, struct pawl_error *err)
{
	static const char sql[] =
		"SELECT CONCAT(c.TABLE_NAME, '.', COLUMN_NAME) FROM information_schema.COLUMNS c "
		"JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME) "
		"WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE <> 'VIEW' AND DATA_TYPE = 'float' "
		"AND NUMERIC_SCALE IS NULL ORDER BY 1";
	struct db_rows rows;
	int rc = conn_query(c, sql, NULL, 0, &c->arena, &rows, err);

	for (size_t i = 0; rc == 0 && i < rows.rows && c->host != NULL && c->host->notice != NULL;
	     i++)
		c->host->notice(c->host->data, "Warning",
				arena_printf(&c->arena,
					     "column \"%s\" is a FLOAT, of which a dump has six "
					     "digits; a DOUBLE is exact",
					     rows.cells[i]));
	return rc;
}

/* A program on its way to the database. */
struct job {
	struct arena arena;
	const char *program, *database;
	struct version version; /* of the program */
	char **env;
	int options;
	const struct db_host *host;
};

static void job_done(struct job *j)
{
	cleanup_close(&j->options);
	arena_done(&j->arena);
}
#define _cleanup_job_ __attribute__((cleanup(job_done)))

static int prepare(struct job *j, const struct db_url *url, const struct db_host *host, bool dump,
		   struct pawl_error *err)
{
	static const char *const changes[] = {"MYSQL_PWD", "MYSQL_TEST_LOGIN_FILE"};
	struct server server;
	__attribute__((cleanup(conn_done))) struct conn c = {.host = host};
	int rc = target_read(url, NULL, &c.arena, &c.target, err);

	if (rc == 0)
		rc = conn_connect(&c, err);
	if (rc == 0)
		rc = session_read(&c, err);
	if (rc == 0 && dump)
		rc = warn_of_floats(&c, err);
	if (rc != 0)
		return rc;
	server_of(&c.mysqld.info, &server);
	j->host = host;
	j->env = child_environment(changes, sizeof(changes) / sizeof(*changes), &j->arena);
	j->database = arena_strdup(&j->arena, url->database);
	rc = need(url, &server, dump, &j->arena, &j->program, &j->version, err);
	return rc == 0 ? option_file(&c.target, j->version.mariadb, &j->options, err) : rc;
}

static int run(const struct job *j, const char *const *argv, int in, int out,
	       struct pawl_error *err)
{
	const struct program_run r = {
		.argv = argv,
		.env = j->env,
		.in = in,
		.out = out,
		.third = j->options,
		.host = j->host,
		.own_words = "ERROR ",
		.causes = causes,
	};

	/* Each program reads the options from their start. */
	if (lseek(j->options, 0, SEEK_SET) < 0)
		return fail_errno(err, PAWL_E_FILE, "could not read an option file in memory");
	return program_run(&r, err);
}

/*
 * The argument lists of the dump program; NULL ends each. Comments, of which the
 * last says that the dump is complete, are only in the last part of a file.
 */
static const char *const usual[] = {"--single-transaction", "--hex-blob", "--no-tablespaces",
				    "--skip-dump-date", NULL};
/* Without it the rows that a versioned table had before are left out. */
static const char *const with_past[] = {"--dump-history", NULL};
/* What only MySQL's program knows: nothing of the server, which belongs to no database. */
static const char *const of_mysql[] = {"--loose-set-gtid-purged=OFF",
				       "--loose-column-statistics=OFF", NULL};
static const char *const shape[] = {"--no-data", "--skip-triggers", "--skip-comments", NULL};
static const char *const whole[] = {"--routines", "--events", "--triggers", NULL};
static const char *const most[] = {"--routines", "--events", "--triggers", "--skip-comments", NULL};
static const char *const rows[] = {"--no-create-info", "--triggers", NULL};

enum { FIRST_WITH_PAST = 1011 };

struct arguments {
	VEC(const char *) v;
	struct arena *arena;
};

static void add(struct arguments *to, const char *const *list)
{
	for (; *list != NULL; list++)
		*vec_push(&to->v, to->arena) = *list;
}

/* The tables of last, or with last NULL all but those of except. */
static int dump(struct job *j, const char *const *how, const struct backup_save *last,
		const struct backup_save *except, int out, struct pawl_error *err)
{
	struct arena *a = &j->arena;
	struct arguments argv = {.arena = a};

	add(&argv, (const char *const[]){j->program, OPTION_FILE, NULL});
	add(&argv, usual);
	if (!j->version.mariadb)
		add(&argv, of_mysql);
	else if (j->version.series >= FIRST_WITH_PAST)
		add(&argv, with_past);
	add(&argv, how);
	for (size_t i = 0; except != NULL && i < except->last_len; i++)
		*vec_push(&argv.v, a) =
			arena_printf(a, "--ignore-table=%s.%s", j->database, except->last[i]);
	add(&argv, (const char *const[]){"--", j->database, NULL});
	for (size_t i = 0; last != NULL && i < last->last_len; i++)
		*vec_push(&argv.v, a) = last->last[i];
	*vec_push(&argv.v, a) = NULL;
	return run(j, argv.v.v, 0, out, err);
}

static int save(const struct db_url *url, const struct db_host *host, const struct backup_save *how,
		const char *path, struct pawl_error *err)
{
	_cleanup_job_ struct job j = {.options = -1};
	_cleanup_close_ int fd = -1;
	int rc = prepare(&j, url, host, true, err);

	if (rc == 0)
		rc = program_output(path, &fd, err);
	if (rc != 0)
		return rc;
	if (how->last_len == 0) {
		rc = dump(&j, whole, NULL, NULL, fd, err);
	} else {
		rc = dump(&j, shape, how, NULL, fd, err);
		if (rc == 0)
			rc = dump(&j, most, NULL, how, fd, err);
		if (rc == 0)
			rc = dump(&j, rows, how, NULL, fd, err);
	}
	if (rc == 0)
		rc = dump_unname(fd, path, err);
	if (rc != 0)
		unlink(path);
	return rc;
}

static int load(const struct db_url *url, const struct db_host *host, const struct backup_load *how,
		const char *path, struct pawl_error *err)
{
	_cleanup_job_ struct job j = {.options = -1};
	_cleanup_close_ int fd = -1;
	int rc = file_open(path, &fd, err);

	(void)how;
	if (rc == 0)
		rc = dump_check(fd, path, err);
	if (rc == 0)
		rc = prepare(&j, url, host, false, err);
	if (rc == 0) {
		const char *const argv[] = {
			j.program,
			OPTION_FILE,
			"--batch",
			"--binary-mode", /* text is data: no line ends are changed */
			arena_printf(&j.arena, "--database=%s", j.database),
			NULL,
		};

		rc = run(&j, argv, fd, 0, err);
	}
	/* Some servers say so, others just hang up. */
	if (rc == PAWL_E_LOST)
		hint(err, "look whether the server runs; if it does, a row of the backup is longer "
			  "than it takes in one statement: raise max_allowed_packet, up to 1G, and "
			  "try again");
	return rc;
}

const struct driver_backup mysql_backup = {
	.suffix = ".sql",
	.check = check,
	.save = save,
	.load = load,
	.renew = database_renew,
};
