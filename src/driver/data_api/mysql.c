/* SPDX-License-Identifier: Apache-2.0 */
/* Aurora MySQL: what is its own of the API, and its driver. */
#include "driver/data_api/mysql.h"

#include "base/cleanup.h"
#include "base/text.h"

static const char *database(void *conn)
{
	return ((struct api *)conn)->database;
}

/* The catalog's questions are about the database, whatever a migration has set. */
static const struct mysqld_calls calls = {
	.exec = mysql_exec_own,
	.query = mysql_query_own,
	.reset = mysql_reset,
	.database = database,
};

static void start(struct api *api)
{
	api->mysqld.calls = &calls;
	api->info = &api->mysqld.info;
}

/* SHOW CREATE is to print as it does in a new session. */
static void make_display(struct api *api, const char *const *cells)
{
	static const char *const names[] = {"sql_mode", "time_zone", "character_set_results"};
	_cleanup_buf_ struct buf b = {0}, back = {0};

	buf_adds(&b, "SET @pawl_quote=@@sql_quote_show_create, sql_quote_show_create=1");
	buf_adds(&back, "SET sql_quote_show_create=@pawl_quote");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		buf_printf(&b, ", @pawl_%s=@@%s, %s=", names[i], names[i], names[i]);
		mysqld_literal(&b, cells[i], cells[i] == NULL ? 0 : strlen(cells[i]));
		buf_printf(&back, ", %s=@pawl_%s", names[i], names[i]);
	}
	api->mysqld.display = buf_dup(&b, &api->arena);
	api->mysqld.display_back = buf_dup(&back, &api->arena);
}

static int greet(struct api *api, struct pawl_error *err)
{
	struct db_info *info = api->info;
	struct db_rows rows;
	int rc = mysql_query_own(api,
				 "SELECT VERSION(), @@version_comment, DATABASE(), CURRENT_USER(), "
				 "@@sql_mode, @@time_zone, @@character_set_results",
				 NULL, 0, &api->arena, &rows, err);

	if (rc != 0)
		return rc;
	info->version_text = rows.cells[0];
	info->version = mysqld_version(rows.cells[0]);
	api->mysqld.mariadb = mysqld_is_mariadb(rows.cells[0], rows.cells[1]);
	info->product = api->mysqld.mariadb ? "MariaDB" : "MySQL";
	info->database = info->schema = rows.cells[2];
	info->user = rows.cells[3];
	make_display(api, rows.cells + 4);
	return 0;
}

static void add_name(struct buf *b, const void *data, size_t number)
{
	(void)data;
	buf_printf(b, ":p%zu", number + 1);
}

static void name_params(struct buf *b, const char *sql, size_t n)
{
	mysqld_expand_by(sql, &(struct mysqld_places){add_name, NULL, n}, b, NULL);
}

static void add_quoted(struct buf *b, const char *name)
{
	buf_addc(b, '`');
	for (; *name != '\0'; name++)
		buf_add(b, *name == '`' ? "``" : name, *name == '`' ? 2 : 1);
	buf_addc(b, '`');
}

static void database_create(struct buf *b, const char *name)
{
	buf_adds(b, "CREATE DATABASE ");
	add_quoted(b, name);
	buf_adds(b, " CHARACTER SET utf8mb4");
}

/* Their open transactions would keep DROP DATABASE waiting for its metadata locks. */
static int end_sessions(struct api *api, const char *name, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const struct db_param param = {.text = name, .len = strlen(name)};
	struct db_rows rows = {0};
	int rc = mysql_query_own(api,
				 "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = ? AND "
				 "ID <> CONNECTION_ID()",
				 &param, 1, &a, &rows, err);

	/* One that ends by itself meanwhile is no failure. */
	for (size_t i = 0; i < rows.rows; i++)
		api_run(api, arena_printf(&a, "KILL CONNECTION %s", rows.cells[i]), NULL);
	return rc;
}

static int database_drop(struct api *api, const char *name, bool force, struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};
	int rc = force ? end_sessions(api, name, err) : 0;

	buf_adds(&sql, "DROP DATABASE ");
	add_quoted(&sql, name);
	return rc != 0 ? rc : api_run(api, sql.data, err);
}

/* It sets what SHOW CREATE depends on, which takes a session. */
static int inspect(void *conn, const struct inspect_options *o, struct arena *a, struct schema *ret,
		   struct pawl_error *err)
{
	struct api *api = conn;
	int rc;

	if (api->transaction != NULL)
		return mysqld_inspect(conn, o, a, ret, err);
	rc = api_begin_as(api, NULL, err);
	api->reading = true;
	if (rc == 0)
		rc = mysqld_inspect(conn, o, a, ret, err);
	api->reading = false;
	api_rollback(api, NULL);
	return rc;
}

/* A migration's settings are there where its transaction is. */
static int fingerprint(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
		       struct arena *a, const char **ret, struct pawl_error *err)
{
	struct api *api = conn;

	api->mysqld.touched = api->transaction != NULL && memory_is_set(&api->memory);
	return mysqld_fingerprint(conn, cls, sql, len, a, ret, err);
}

static int blockers(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
		    size_t *ret_len, struct pawl_error *err)
{
	int64_t id = 0;
	int rc = api_session(conn, backend, &id, err);

	*ret_len = 0;
	return rc != 0 || id == 0 ? rc : mysqld_blockers(conn, id, a, ret, ret_len, err);
}

static int progress(void *conn, int64_t backend, struct arena *a, const char **ret,
		    struct pawl_error *err)
{
	int64_t id = 0;
	int rc = api_session(conn, backend, &id, err);

	*ret = NULL;
	return rc != 0 || id == 0 ? rc : mysqld_progress(conn, id, a, ret, err);
}

static const char *const ddl[] = {"alter",  "create", "drop",     "rename", "truncate", "grant",
				  "revoke", "repair", "optimize", "check",  "analyze",  NULL};

const struct api_engine api_engine = {
	.name = "mysql",
	.other = "postgres",
	.maintenance = "",
	.ddl = ddl,
	.without_rows = "write it as SELECT ... INTO @x",
	.booleans = {"0", "1"},
	.running = {"SELECT ID FROM information_schema.PROCESSLIST WHERE COMMAND <> 'Sleep' AND "
		    "ID <> CONNECTION_ID() AND INFO LIKE '",
		    "%'"},
	.stop = {"KILL QUERY ", ""},
	.start = start,
	.greet = greet,
	.query = mysql_query_own,
	.settle = mysql_settle,
	.add_timeouts = mysql_add_timeouts,
	.name_params = name_params,
	.complain = mysql_complain,
	.database_listed = "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?",
	.database_create = database_create,
	.database_drop = database_drop,
};

extern const struct driver driver_module __attribute__((visibility("default")));
const struct driver driver_module = {
	.abi = DRIVER_ABI,
	.name = "data-api-mysql",
	.dialect = "mysql",
	.open = api_open,
	.close = api_close,
	.info = api_info,
	.exec = mysql_exec,
	.query = mysql_query,
	.begin = mysql_begin,
	.commit = api_commit,
	.rollback = api_rollback,
	.in_transaction = api_in_transaction,
	.tx_failed = api_tx_failed,
	.set_timeouts = api_set_timeouts,
	.reset = mysql_reset,
	.statement_longest = API_SQL_LONGEST,
	.try_lock = api_try_lock,
	.unlock = api_unlock,
	.table_exists = mysqld_table_exists,
	.table_columns = mysqld_table_columns,
	.is_fresh = mysqld_is_fresh,
	.fingerprint = fingerprint,
	.database_exists = api_database_exists,
	.database_create = api_database_create,
	.database_drop = api_database_drop,
	.inspect = inspect,
	.scratch = &mysqld_scratch,
	.judge = &mysqld_judge,
	.repeat = api_repeat,
	.heal = mysqld_heal,
	.blockers = blockers,
	.cancel_backend = mysqld_cancel_backend,
	.replica_lag = mysqld_replica_lag,
	.progress = progress,
	.table_sizes = mysqld_table_sizes,
	.storage = mysqld_storage,
};
