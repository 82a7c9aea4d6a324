/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection to an SQLite file. A run of thousands of small migrations should
 * cost what SQLite costs: no statement here runs anything beside what it was
 * asked to, and settings go through sqlite3_db_config where that is possible.
 */
#include "driver/sqlite/conn.h"

#include "base/cleanup.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

enum { DEFAULT_LOCK_MS = 3000 };

int conn_prepare(struct conn *c, const char *sql, sqlite3_stmt **ret, struct pawl_error *err)
{
	if (sqlite3_prepare_v3(c->db, sql, -1, 0, ret, NULL) != SQLITE_OK)
		return error_take(c, sql, err);
	return 0;
}

int conn_bind(struct conn *c, const char *sql, const char *const *texts, size_t n,
	      sqlite3_stmt **ret, struct pawl_error *err)
{
	int rc = conn_prepare(c, sql, ret, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		if (sqlite3_bind_text(*ret, (int)i + 1, texts[i], -1, SQLITE_STATIC) != SQLITE_OK)
			rc = error_take(c, NULL, err);
	return rc;
}

int conn_run(struct conn *c, const char *sql, struct pawl_error *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc;

	wait_start(c);
	rc = conn_prepare(c, sql, &stmt, err);
	if (rc != 0)
		return rc;
	while (sqlite3_step(stmt) == SQLITE_ROW)
		;
	return sqlite3_finalize(stmt) == SQLITE_OK ? 0 : error_take(c, sql, err);
}

int conn_number(struct conn *c, const char *sql, int64_t *ret, struct pawl_error *err)
{
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	int rc = conn_prepare(c, sql, &stmt, err);

	if (rc != 0)
		return rc;
	switch (sqlite3_step(stmt)) {
	case SQLITE_ROW:
		*ret = sqlite3_column_int64(stmt, 0);
		return 0;
	case SQLITE_DONE:
		*ret = 0;
		return 0;
	default:
		return error_take(c, sql, err);
	}
}

static const char *skip_blanks(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r' || *p == '\f' || *p == ';')
		p++;
	return p;
}

/* SQLite would take NULL for it: ranges that have lost their directive would hold no row. */
static int refuse_parameter(sqlite3_stmt *stmt, struct pawl_error *err)
{
	const char *name = sqlite3_bind_parameter_name(stmt, 1);

	fail(err, PAWL_E_SQL, "parameter \"%s\" has no value", name == NULL ? "?" : name);
	hint(err, "write the value; :lo and :hi have one behind a directive pawl:batch only");
	sqlite3_finalize(stmt);
	return PAWL_E_SQL;
}

static int conn_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed,
		     struct pawl_error *err)
{
	struct conn *c = conn;
	sqlite3_int64 before = sqlite3_total_changes64(c->db);
	sqlite3_stmt *stmt = NULL;
	const char *tail = "";
	int rc;

	assert(sql[len] == '\0');
	if (len >= INT_MAX)
		return fail(err, PAWL_E_LIMIT, "the statement is longer than %d bytes", INT_MAX);
	rc = wait_admit(c, err);
	if (rc != 0)
		return rc;
	settings_watch(c, sql);
	if (sqlite3_prepare_v3(c->db, sql, (int)len + 1, 0, &stmt, &tail) != SQLITE_OK)
		return error_take(c, sql, err);
	if (*skip_blanks(tail) != '\0') {
		sqlite3_finalize(stmt);
		return fail(err, PAWL_E_BUG, "more than one statement at once: \"%.60s\" is left",
			    tail);
	}
	if (sqlite3_bind_parameter_count(stmt) != 0)
		return refuse_parameter(stmt, err);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		;
	if (sqlite3_finalize(stmt) != SQLITE_OK)
		return error_take(c, sql, err);
	/* sqlite3_changes() would still tell of an earlier statement behind DDL. */
	*ret_changed = sqlite3_total_changes64(c->db) == before ? 0 : sqlite3_changes64(c->db);
	return 0;
}

static int read_rows(struct conn *c, sqlite3_stmt *stmt, const char *sql, struct arena *a,
		     struct db_rows *ret, struct pawl_error *err)
{
	VEC(const char *) cells = {0};
	int cols = sqlite3_column_count(stmt), rc;
	size_t rows = 0;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		rows++;
		for (int i = 0; i < cols; i++) {
			const char *text = (const char *)sqlite3_column_text(stmt, i);
			size_t len = (size_t)sqlite3_column_bytes(stmt, i);

			*vec_push(&cells, a) = text == NULL ? NULL : arena_strndup(a, text, len);
		}
	}
	if (rc != SQLITE_DONE)
		return error_take(c, sql, err);
	*ret = (struct db_rows){.rows = rows, .cols = (size_t)cols, .cells = cells.v};
	return 0;
}

static int conn_query(void *conn, const char *sql, const struct db_param *params, size_t n,
		      struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	struct conn *c = conn;
	_cleanup_stmt_ sqlite3_stmt *stmt = NULL;
	int rc;

	rc = wait_admit(c, err);
	if (rc == 0)
		rc = conn_prepare(c, sql, &stmt, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (sqlite3_bind_text64(stmt, (int)i + 1, params[i].text, params[i].len,
					SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK)
			return error_take(c, sql, err);
	return read_rows(c, stmt, sql, a, ret, err);
}

static int conn_set_timeouts(void *conn, int64_t lock_ms, int64_t statement_ms, bool local,
			     struct pawl_error *err)
{
	struct conn *c = conn;

	(void)err;
	if (local && !c->local_timeouts)
		c->outer_timeouts = c->timeouts;
	c->local_timeouts = local;
	c->timeouts = (struct timeouts){.lock_ms = lock_ms, .statement_ms = statement_ms};
	return 0;
}

static const struct db_info *conn_info(void *conn)
{
	return &((struct conn *)conn)->info;
}

static void conn_close(void *conn)
{
	struct conn *c = conn;

	if (c == NULL)
		return;
	references_free(c->references);
	sqlite3_close_v2(c->db); /* rolls back */
	lock_drop(c);
	arena_done(&c->arena);
	free(c);
}

static void conn_cleanup(struct conn **c)
{
	conn_close(*c);
}

/* What sqlite3_open would answer with "unable to open database file", or hang on. */
static int check_path(const char *path, bool create, struct arena *a, struct pawl_error *err)
{
	const char *slash = strrchr(path, '/');
	const char *folder = slash == NULL   ? "."
			     : slash == path ? "/"
					     : arena_strndup(a, path, (size_t)(slash - path));
	struct stat st;

	if (stat(path, &st) == 0) {
		if (S_ISREG(st.st_mode))
			return 0;
		fail(err, PAWL_E_CONNECT, "\"%s\" is not a regular file", path);
		hint(err, "name the file of the database, as in sqlite:app.db");
		return PAWL_E_CONNECT;
	}
	if (errno != ENOENT && errno != ENOTDIR)
		return fail_errno(err, PAWL_E_CONNECT, "could not open database file \"%s\"", path);
	if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)) {
		fail(err, PAWL_E_CONNECT, "folder \"%s\" of the database file does not exist",
		     folder);
		hint(err, "make the folder first, or correct the path in the URL");
		return PAWL_E_CONNECT;
	}
	if (create)
		return 0;
	fail(err, PAWL_E_CONNECT, "there is no database \"%s\"", path);
	hint(err, "`pawl create` or `pawl up` makes it");
	return PAWL_E_CONNECT;
}

/* The URL's mode, as in SQLite's own URIs, on top of the options. */
static int apply_mode(const struct db_url *url, struct db_options *o, bool *ret_memory,
		      struct pawl_error *err)
{
	const char *mode = url_param(url, "mode");

	*ret_memory = strcmp(url->path, ":memory:") == 0;
	if (mode == NULL || strcmp(mode, "rwc") == 0)
		return 0;
	if (strcmp(mode, "ro") == 0)
		o->read_only = true;
	else if (strcmp(mode, "rw") == 0)
		o->no_create = true;
	else if (strcmp(mode, "memory") == 0)
		*ret_memory = true;
	else {
		fail(err, PAWL_E_CONFIG, "unknown mode \"%s\" in the database URL", mode);
		hint(err, "known are ro, rw, rwc and memory");
		return PAWL_E_CONFIG;
	}
	return 0;
}

static int load_extensions(struct conn *c, const struct db_options *o, struct pawl_error *err)
{
	if (o->extensions_len == 0)
		return 0;
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
	for (size_t i = 0; i < o->extensions_len; i++) {
		char *why = NULL;

		if (sqlite3_load_extension(c->db, o->extensions[i], NULL, &why) == SQLITE_OK)
			continue;
		fail(err, PAWL_E_CONFIG, "could not load extension \"%s\": %s", o->extensions[i],
		     why == NULL ? "unknown reason" : why);
		hint(err, "write the path of the extension's file, with a \"/\" in it");
		sqlite3_free(why);
		return PAWL_E_CONFIG;
	}
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	return 0;
}

static void fill_info(struct conn *c, const char *path)
{
	int v = sqlite3_libversion_number(); /* major * 1000000 + minor * 1000 + patch */

	c->info = (struct db_info){
		.version = v / 1000000 * 10000 + v / 1000 % 1000 * 100 + v % 1000,
		.version_text = sqlite3_libversion(),
		.product = "SQLite",
		.database = arena_strdup(&c->arena, path),
		.schema = "main",
		.session_locks = true,
	};
}

/* Open the file and read its header: a file that is no database shows here. */
static int open_file(struct conn *c, const char *path, int flags, struct pawl_error *err)
{
	int64_t version;
	int rc;

	if (sqlite3_open_v2(path, &c->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    NULL) != SQLITE_OK) {
		fail(err, PAWL_E_CONNECT, "could not open database file \"%s\": %s", path,
		     c->db == NULL ? "out of memory" : sqlite3_errmsg(c->db));
		/* ENOENT is of the second try, for reading, after the first was not permitted. */
		if (c->db != NULL && sqlite3_system_errno(c->db) != 0 &&
		    sqlite3_system_errno(c->db) != ENOENT)
			detail(err, "the operating system says: %s",
			       strerror(sqlite3_system_errno(c->db)));
		hint(err, "look at the rights of the file and its folder");
		return PAWL_E_CONNECT;
	}
	wait_start(c);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	rc = conn_number(c, "PRAGMA schema_version", &version, err);
	wait_install(c);
	/* Whoever locks it now may be another runner: the first statement waits, not we. */
	if (rc == PAWL_E_LOCKED) {
		error_reset(err);
		return 0;
	}
	if (rc != PAWL_E_SQL)
		return rc;
	if (err != NULL)
		err->code = PAWL_E_CONNECT;
	context(err, "while opening database file \"%s\"", path);
	return PAWL_E_CONNECT;
}

/* A writer died: its journal has to be played back before anybody can read. */
static bool needs_recovery(const struct conn *c)
{
	int code = c->db == NULL ? SQLITE_OK : sqlite3_extended_errcode(c->db);

	return code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY ||
	       code == SQLITE_READONLY_CANTINIT;
}

static int open_recovered(struct conn *c, const char *path, struct pawl_error *err)
{
	int rc;

	sqlite3_close_v2(c->db);
	c->db = NULL;
	error_reset(err);
	rc = open_file(c, path, SQLITE_OPEN_READWRITE, err);
	return rc != 0 ? rc : conn_run(c, "PRAGMA query_only = ON", err);
}

static int conn_open(const struct db_url *url, const struct db_options *options,
		     const struct db_host *host, void **ret, struct pawl_error *err)
{
	struct conn *c __attribute__((cleanup(conn_cleanup))) = xcalloc(1, sizeof(*c));
	struct db_options o = options == NULL ? (struct db_options){0} : *options;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	char resolved[PATH_MAX];
	const char *file;
	bool memory;
	int rc;

	c->host = host;
	c->lock_fd = -1;
	c->timeouts.lock_ms = DEFAULT_LOCK_MS;
	rc = apply_mode(url, &o, &memory, err);
	if (rc != 0)
		return rc;
	if (!memory)
		rc = check_path(url->path, !o.no_create, &c->arena, err);
	if (rc != 0)
		return rc;
	/* What reads takes a file that is not there yet for an empty one. */
	memory = memory || (o.read_only && access(url->path, F_OK) != 0 && errno == ENOENT);
	if (o.read_only && !memory)
		flags = SQLITE_OPEN_READONLY;
	else if (o.no_create && !memory)
		flags = SQLITE_OPEN_READWRITE;
	/* "./": Debian's SQLite would take "file:x" for a URI. */
	file = memory                ? ":memory:"
	       : url->path[0] == '/' ? url->path
				     : arena_printf(&c->arena, "./%s", url->path);
	rc = open_file(c, file, flags, err);
	if (rc != 0 && flags == SQLITE_OPEN_READONLY && needs_recovery(c))
		rc = open_recovered(c, file, err);
	if (rc == 0)
		rc = load_extensions(c, &o, err);
	if (rc != 0)
		return rc;
	c->read_only = o.read_only;
	if (!memory && realpath(url->path, resolved) != NULL)
		c->path = arena_strdup(&c->arena, resolved);
	fill_info(c, url->path);
	*ret = TAKE(c);
	return 0;
}

static const struct driver_scratch scratch = {.memory = "sqlite::memory:"};

const struct driver sqlite_driver = {
	.abi = DRIVER_ABI,
	.name = "sqlite",
	.dialect = "sqlite",
	.open = conn_open,
	.close = conn_close,
	.info = conn_info,
	.exec = conn_exec,
	.query = conn_query,
	.begin = tx_begin,
	.commit = tx_commit,
	.rollback = tx_rollback,
	.in_transaction = tx_is_open,
	.tx_failed = tx_is_failed,
	.set_timeouts = conn_set_timeouts,
	.reset = settings_reset,
	.try_lock = lock_try,
	.unlock = lock_release,
	.table_exists = catalog_table_exists,
	.table_columns = catalog_table_columns,
	.is_fresh = catalog_is_fresh,
	.fingerprint = catalog_fingerprint,
	.database_exists = database_exists,
	.database_create = database_create,
	.database_drop = database_drop,
	.inspect = inspect_schema,
	.lock_holder = blockers_lock_holder,
	.blockers = blockers_list,
	.blockers_outside = true,
	.scratch = &scratch,
	.judge = &judge_sqlite,
	.table_sizes = size_tables,
	.locks_held = size_locks_held,
	.storage = size_storage,
	.backup = &sqlite_backup,
};
