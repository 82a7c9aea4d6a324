/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections and statements by the connector's non-blocking calls: each
 * x_start() and x_cont() runs until it would wait, and wait_for() does the
 * waiting. No option file is read unless the URL names one, several statements
 * in one text are off, and so is LOAD DATA LOCAL, by which a server may ask the
 * client for any file.
 */
#include "driver/mysql/conn.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/text.h"

#include <string.h>

/* The connector runs on a stack of its own; name lookups and TLS want more than its 60 KiB. */
enum { STACK_SIZE = 256 << 10 };

/* Run x_start() and x_cont() until the operation is complete. */
#define AWAIT(c, start, cont)                                                                      \
	do {                                                                                       \
		int wait_ = (start);                                                               \
                                                                                                   \
		while (wait_ != 0) {                                                               \
			int status = wait_for(c, wait_);                                           \
                                                                                                   \
			wait_ = (cont);                                                            \
		}                                                                                  \
	} while (0)

static int real_query(struct conn *c, const char *sql, size_t len)
{
	int r;

	AWAIT(c, mysql_real_query_start(&r, c->my, sql, len),
	      mysql_real_query_cont(&r, c->my, status));
	return r;
}

static int next_result(struct conn *c)
{
	int r;

	AWAIT(c, mysql_next_result_start(&r, c->my), mysql_next_result_cont(&r, c->my, status));
	return r;
}

/* Row by row: only so the connector takes up the status and the warnings behind the last one. */
static void drop_rows(struct conn *c, MYSQL_RES *res)
{
	MYSQL_ROW row;

	do
		AWAIT(c, mysql_fetch_row_start(&row, res), mysql_fetch_row_cont(&row, res, status));
	while (row != NULL);
	mysql_free_result(res);
}

static void set_options(MYSQL *my, const struct target *t)
{
	const my_bool yes = 1, verify = t->tls >= TLS_VERIFY_CA;
	const unsigned no = 0, protocol = MYSQL_PROTOCOL_TCP;
	const size_t stack = STACK_SIZE;

	mysql_options(my, MYSQL_OPT_NONBLOCK, &stack);
	mysql_options(my, MYSQL_OPT_CONNECT_TIMEOUT, &t->timeout);
	mysql_options(my, MYSQL_OPT_LOCAL_INFILE, &no);
	mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options4(my, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "pawl");
	if (t->default_file != NULL)
		mysql_options(my, MYSQL_READ_DEFAULT_FILE, t->default_file);
	if (t->socket == NULL && t->port != 0)
		mysql_options(my, MYSQL_OPT_PROTOCOL, &protocol);
	if (t->read_only)
		mysql_options(my, MYSQL_INIT_COMMAND, "SET SESSION TRANSACTION READ ONLY");
	if (t->tls == TLS_DISABLED || (t->tls == TLS_PREFERRED && t->socket != NULL))
		return;
	mysql_ssl_set(my, t->key, t->cert, t->ca, NULL, NULL);
	mysql_options(my, MYSQL_OPT_SSL_ENFORCE, &yes);
	mysql_options(my, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
}

static bool connect_server(struct conn *c)
{
	const struct target *t = &c->target;
	MYSQL *r;

	c->my = mysql_init(NULL);
	if (c->my == NULL)
		xmalloc(SIZE_MAX);
	set_options(c->my, t);
	AWAIT(c,
	      mysql_real_connect_start(&r, c->my, t->socket == NULL ? t->host : NULL, t->user,
				       t->password, t->database, t->port, t->socket,
				       CLIENT_MULTI_RESULTS),
	      mysql_real_connect_cont(&r, c->my, status));
	return r != NULL;
}

int conn_connect(struct conn *c, struct pawl_error *err)
{
	int r = wait_begin(c, err);

	if (r != 0)
		return r;
	if (!connect_server(c))
		return error_connect(c, err);
	/* The connector goes on in plain text with a server that has no TLS. */
	if (c->target.tls >= TLS_REQUIRED && mysql_get_ssl_cipher(c->my) == NULL) {
		fail(err, PAWL_E_CONNECT, "the server does not offer TLS, which ssl-mode demands");
		hint(err, "set up TLS on the server, or use ssl-mode=preferred");
		return PAWL_E_CONNECT;
	}
	return 0;
}

void conn_done(struct conn *c)
{
	mysql_close(c->my);
	arena_done(&c->arena);
	*c = (struct conn){0};
}

bool conn_in_transaction(const struct conn *c)
{
	return c->my->net.pvio != NULL && !c->rolled_back &&
	       (c->my->server_status & SERVER_STATUS_IN_TRANS) != 0;
}

/*
 * After a failure: an error packet does not say whether the transaction is
 * still open (an implicit commit or a deadlock may have ended it), the answer to
 * a statement does; to a ping, the connector drops it. The first one may be the
 * victim of a KILL QUERY that came too late for its statement.
 */
static int failed(struct conn *c, const char *sql, size_t len, struct pawl_error *err)
{
	bool in_tx = (c->my->server_status & SERVER_STATUS_IN_TRANS) != 0;
	bool deadlock = mysql_errno(c->my) == MYSQLD_DEADLOCK;
	static const char nothing[] = "DO 0";
	int code = error_statement(c, sql, len, err);

	if (code == PAWL_E_LOST || c->my->net.pvio == NULL) {
		c->my->server_status &= ~(unsigned)SERVER_STATUS_IN_TRANS;
		return code;
	}
	if ((c->cancelled || in_tx) && real_query(c, nothing, strlen(nothing)) != 0)
		real_query(c, nothing, strlen(nothing));
	if (in_tx && deadlock)
		c->rolled_back = true;
	return code;
}

/* What send_statement() returns for a statement of comments only: the server has no answer to it. */
enum { EMPTY = 1 };

/* Send it, unless the server would close the connection over its size. */
static int send_statement(struct conn *c, const char *sql, size_t len, struct pawl_error *err)
{
	int r = wait_begin(c, err);

	if (r != 0)
		return r;
	if (c->max_packet > 0 && len >= (uint64_t)c->max_packet) {
		fail_db(err, PAWL_E_SQL, "08S01", MYSQLD_PACKET_TOO_LARGE,
			"the statement is longer than max_allowed_packet");
		detail(err, "it has %zu bytes, the server takes %lld", len,
		       (long long)c->max_packet);
		hint(err, "raise max_allowed_packet on the server, or split the statement");
		return PAWL_E_SQL;
	}
	if (real_query(c, sql, len) == 0)
		return 0;
	return mysql_errno(c->my) == MYSQLD_EMPTY_QUERY ? EMPTY : failed(c, sql, len, err);
}

/* The results of CALL: all are read, none is kept, and an error in a later one counts. */
static int drop_results(struct conn *c, int64_t *ret_changed)
{
	int64_t changed = -1;
	int r = 0;

	for (;;) {
		MYSQL_RES *res = mysql_use_result(c->my);

		if (res != NULL) {
			drop_rows(c, res);
		} else if (mysql_field_count(c->my) == 0) {
			int64_t n = (int64_t)mysql_affected_rows(c->my);

			changed = changed < 0 ? n : changed + n;
		}
		if (mysql_errno(c->my) != 0)
			return -1;
		if (!mysql_more_results(c->my))
			break;
		r = next_result(c);
		if (r > 0)
			return -1;
		if (r < 0)
			break;
	}
	*ret_changed = changed;
	return 0;
}

static int store_rows(struct conn *c, struct arena *a, struct db_rows *ret)
{
	MYSQL_RES *res;
	MYSQL_ROW row;
	const char **cells;
	size_t n = 0;

	AWAIT(c, mysql_store_result_start(&res, c->my),
	      mysql_store_result_cont(&res, c->my, status));
	if (res == NULL) {
		*ret = (struct db_rows){0};
		return mysql_errno(c->my) != 0 ? -1 : 0;
	}
	ret->rows = (size_t)mysql_num_rows(res);
	ret->cols = mysql_num_fields(res);
	cells = arena_array(a, const char *, ret->rows * ret->cols);
	while ((row = mysql_fetch_row(res)) != NULL) {
		const unsigned long *lengths = mysql_fetch_lengths(res);

		for (size_t i = 0; i < ret->cols; i++)
			if (row[i] != NULL)
				cells[n + i] = arena_strndup(a, row[i], lengths[i]);
		n += ret->cols;
	}
	ret->cells = cells;
	mysql_free_result(res);
	return 0;
}

/* Notes are left out; SHOW WARNINGS keeps the list it shows. */
static void pass_warnings(struct conn *c)
{
	static const char sql[] = "SHOW WARNINGS";
	_cleanup_arena_ struct arena a = {0};
	struct db_rows rows;

	if (c->host == NULL || c->host->notice == NULL || mysql_warning_count(c->my) == 0)
		return;
	if (real_query(c, sql, strlen(sql)) != 0 || store_rows(c, &a, &rows) != 0)
		return;
	for (size_t i = 0; i < rows.rows; i++) {
		const char *level = mysqld_cell(&rows, i, 0);

		if (rows.cols >= 3 && strcmp(level, "Note") != 0)
			c->host->notice(c->host->data, level, mysqld_cell(&rows, i, 2));
	}
}

/* Statements that leave the session as it is, whatever they hold. */
static bool leaves_session(const char *sql, size_t len)
{
	static const char *const plain[] = {
		"CREATE", "ALTER",    "RENAME",  "TRUNCATE", "INSERT",    "UPDATE", "DELETE",
		"SELECT", "REPLACE",  "WITH",    "COMMIT",   "ROLLBACK",  "GRANT",  "REVOKE",
		"SHOW",   "OPTIMIZE", "ANALYZE", "START",    "SAVEPOINT", NULL,
	};
	size_t n = 0;

	while (n < len && ((sql[n] | 32) >= 'a' && (sql[n] | 32) <= 'z'))
		n++;
	for (size_t i = 0; plain[i] != NULL; i++)
		if (strlen(plain[i]) == n && strncasecmp(sql, plain[i], n) == 0)
			return true;
	return false;
}

int conn_exec(struct conn *c, const char *sql, size_t len, int64_t *ret_changed,
	      struct pawl_error *err)
{
	int64_t changed = 0;
	int r = send_statement(c, sql, len, err);

	if (r < 0)
		return r;
	if (r != EMPTY) {
		if (drop_results(c, &changed) != 0)
			return failed(c, sql, len, err);
		pass_warnings(c);
	}
	if (ret_changed != NULL)
		*ret_changed = changed;
	return 0;
}

int conn_execs(struct conn *c, const char *sql, struct pawl_error *err)
{
	return conn_exec(c, sql, strlen(sql), NULL, err);
}

int conn_query(struct conn *c, const char *sql, const struct db_param *params, size_t n,
	       struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	struct db_rows rows;
	int64_t changed;
	int r;

	if (n != 0) {
		r = mysqld_expand(sql, params, n, &b, err);
		if (r != 0)
			return r;
		sql = buf_str(&b);
	}
	r = send_statement(c, sql, n != 0 ? b.len : strlen(sql), err);
	if (r < 0)
		return r;
	if (r == EMPTY) {
		*ret = (struct db_rows){0};
		return 0;
	}
	if (store_rows(c, a, &rows) != 0)
		return failed(c, NULL, 0, err);
	if (mysql_more_results(c->my) && (next_result(c) > 0 || drop_results(c, &changed) != 0))
		return failed(c, NULL, 0, err);
	*ret = rows;
	return 0;
}

int conn_use(struct conn *c, const char *database, struct pawl_error *err)
{
	int r = wait_begin(c, err), failure;

	if (r != 0)
		return r;
	AWAIT(c, mysql_select_db_start(&failure, c->my, database),
	      mysql_select_db_cont(&failure, c->my, status));
	return failure == 0 ? 0 : failed(c, NULL, 0, err);
}

static int driver_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed,
		       struct pawl_error *err)
{
	struct conn *c = conn;

	if (!leaves_session(sql, len))
		c->mysqld.touched = true;
	return conn_exec(c, sql, len, ret_changed, err);
}

static int driver_query(void *conn, const char *sql, const struct db_param *params, size_t n,
			struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	struct conn *c = conn;

	if (!leaves_session(sql, strlen(sql)))
		c->mysqld.touched = true;
	return conn_query(c, sql, params, n, a, ret, err);
}

static void driver_close(void *conn)
{
	if (conn == NULL)
		return;
	conn_done(conn);
	free(conn);
}

/* The catalog's questions leave the session as it is. */
static int plain_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed,
		      struct pawl_error *err)
{
	return conn_exec(conn, sql, len, ret_changed, err);
}

static int plain_query(void *conn, const char *sql, const struct db_param *params, size_t n,
		       struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	return conn_query(conn, sql, params, n, a, ret, err);
}

static const char *current_database(void *conn)
{
	return ((struct conn *)conn)->my->db;
}

static const struct mysqld_calls calls = {
	.exec = plain_exec,
	.query = plain_query,
	.reset = session_reset,
	.database = current_database,
};

static int driver_open(const struct db_url *url, const struct db_options *options,
		       const struct db_host *host, void **ret, struct pawl_error *err)
{
	struct conn *c = xcalloc(1, sizeof(*c));
	int r;

	c->mysqld.calls = &calls;
	c->host = host;
	r = target_read(url, options, &c->arena, &c->target, err);
	if (r == 0)
		r = conn_connect(c, err);
	if (r == 0)
		r = session_read(c, err);
	if (r != 0) {
		driver_close(c);
		return r;
	}
	*ret = c;
	return 0;
}

static const struct db_info *driver_info(void *conn)
{
	return &((struct conn *)conn)->mysqld.info;
}

static int driver_begin(void *conn, const struct db_tx *tx, struct pawl_error *err)
{
	struct conn *c = conn;

	(void)tx; /* references never fire on DDL here */
	c->rolled_back = false;
	return conn_execs(c, "START TRANSACTION", err);
}

static int driver_commit(void *conn, struct pawl_error *err)
{
	struct conn *c = conn;
	int r = conn_execs(c, "COMMIT", err);

	if (r == 0)
		c->rolled_back = false;
	return r;
}

static int driver_rollback(void *conn, struct pawl_error *err)
{
	struct conn *c = conn;
	int r;

	c->keep_going = true;
	r = conn_execs(c, "ROLLBACK", err);
	c->keep_going = false;
	c->rolled_back = false;
	return r;
}

static bool driver_in_transaction(void *conn)
{
	return conn_in_transaction(conn);
}

/* Statements after an error work on, except when the server has ended the transaction itself. */
static bool driver_tx_failed(void *conn)
{
	return ((struct conn *)conn)->rolled_back;
}

PAWL_API const struct driver driver_module;
const struct driver driver_module = {
	.abi = DRIVER_ABI,
	.name = "mysql",
	.dialect = "mysql",
	.open = driver_open,
	.close = driver_close,
	.info = driver_info,
	.exec = driver_exec,
	.query = driver_query,
	.begin = driver_begin,
	.commit = driver_commit,
	.rollback = driver_rollback,
	.in_transaction = driver_in_transaction,
	.tx_failed = driver_tx_failed,
	.set_timeouts = session_timeouts,
	.reset = session_reset,
	.try_lock = lock_try,
	.unlock = lock_release,
	.table_exists = mysqld_table_exists,
	.table_columns = mysqld_table_columns,
	.is_fresh = mysqld_is_fresh,
	.fingerprint = mysqld_fingerprint,
	.database_exists = database_exists,
	.database_create = database_create,
	.database_drop = database_drop,
	.scratch = &mysqld_scratch,
	.judge = &mysqld_judge,
	.heal = mysqld_heal,
	.inspect = mysqld_inspect,
	.lock_holder = lock_holder,
	.blockers = mysqld_blockers,
	.cancel_backend = mysqld_cancel_backend,
	.replica_lag = mysqld_replica_lag,
	.backup = &mysql_backup,
	.progress = mysqld_progress,
	.table_sizes = mysqld_table_sizes,
	.storage = mysqld_storage,
};
