/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is read once at open: facts for struct db_info, and the session
 * variables that a migration may change, from which the SET of reset() is
 * built. SHOW VARIABLES takes names that a server does not know, so MariaDB,
 * MySQL and their forks answer the same question.
 *
 * reset() cannot use the protocol's own reset: that releases GET_LOCK.
 *
 * set_timeouts() ignores local: no setting here ends with a transaction.
 */
#include "driver/mysql/conn.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <string.h>

/* SHOW CREATE prints differently under these. */
static const char *const display_variables[] = {
	"sql_mode", "sql_quote_show_create", "character_set_results", "time_zone", NULL,
};

static const char *const reset_variables[] = {
	"sql_mode",
	"sql_quote_show_create",
	"character_set_client",
	"character_set_results",
	"collation_connection",
	"time_zone",
	"autocommit",
	"foreign_key_checks",
	"unique_checks",
	"check_constraint_checks", /* MariaDB */
	"system_versioning_alter_history",
	"tx_isolation", /* MariaDB before 11.1, MySQL before 8 */
	"transaction_isolation",
	"tx_read_only",
	"transaction_read_only",
	"sql_safe_updates",
	"sql_notes",
	"sql_select_limit",
	"sql_auto_is_null",
	"group_concat_max_len",
	"default_storage_engine",
	"lock_wait_timeout",
	"innodb_lock_wait_timeout",
	"max_statement_time", /* MariaDB, seconds */
	"max_execution_time", /* MySQL, milliseconds */
	NULL,
};

static const char *const fact_variables[] = {
	"version",
	"version_comment",
	"max_allowed_packet",
	"session_track_schema",
	"wsrep_on",
	"wsrep_provider",
	NULL,
};

static void add_names(struct buf *b, const char *const *names)
{
	for (; *names != NULL; names++)
		buf_printf(b, "%s'%s'", b->data[b->len - 1] == '(' ? "" : ",", *names);
}

/* NULL if the server has no such variable. */
static const char *value_of(const struct db_rows *r, const char *name)
{
	for (size_t i = 0; i < r->rows; i++)
		if (text_equal_nocase(mysqld_cell(r, i, 0), name))
			return mysqld_cell(r, i, 1) == NULL ? "" : mysqld_cell(r, i, 1);
	return NULL;
}

/* Append ",a=1,b='x'" of the variables the server has. */
static void add_values(struct buf *out, const struct db_rows *r, const char *const *names)
{
	for (; *names != NULL; names++) {
		const char *value = value_of(r, *names);

		if (value == NULL)
			continue;
		buf_printf(out, ",%s=", *names);
		if (value[0] != '\0' && value[strspn(value, "0123456789.")] == '\0')
			buf_adds(out, value);
		else if (value[0] == '\0' && strcmp(*names, "character_set_results") == 0)
			buf_adds(out, "NULL");
		else
			mysqld_literal(out, value, strlen(value));
	}
}

static void build_statements(struct conn *c, const struct db_rows *r)
{
	_cleanup_buf_ struct buf reset = {0}, display = {0}, back = {0};

	buf_adds(&reset, "SET timestamp=DEFAULT");
	add_values(&reset, r, reset_variables);
	buf_adds(&display, "SET @pawl=NULL");
	buf_adds(&back, "SET @pawl=NULL");
	for (const char *const *v = display_variables; *v != NULL; v++) {
		if (value_of(r, *v) == NULL)
			continue;
		buf_printf(&display, ",@pawl_%s=@@%s", *v, *v);
		buf_printf(&back, ",%s=@pawl_%s", *v, *v);
	}
	add_values(&display, r, display_variables);
	c->reset = buf_dup(&reset, &c->arena);
	c->mysqld.display = buf_dup(&display, &c->arena);
	c->mysqld.display_back = buf_dup(&back, &c->arena);
}

/* Where GET_LOCK does not keep others out. */
static const char *why_no_locks(struct conn *c, const struct db_rows *variables)
{
	const char *wsrep = value_of(variables, "wsrep_on");
	const char *provider = value_of(variables, "wsrep_provider");

	if ((uint32_t)c->mysqld.info.backend != (uint32_t)mysql_thread_id(c->my))
		return "the connection goes through a proxy that may change the server's session";
	if (wsrep != NULL && strcmp(wsrep, "ON") == 0 && provider != NULL && provider[0] != '\0' &&
	    strcmp(provider, "none") != 0)
		return "the server is a node of a Galera cluster, where GET_LOCK holds on one "
		       "node only";
	return NULL;
}

static int read_identity(struct conn *c, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct db_info *info = &c->mysqld.info;
	bool roles = c->mysqld.mariadb;
	struct db_rows rows;
	int r;

	r = conn_query(c,
		       roles ? "SELECT DATABASE(), CURRENT_USER(), CONNECTION_ID(), CURRENT_ROLE()"
			     : "SELECT DATABASE(), CURRENT_USER(), CONNECTION_ID(), NULL",
		       NULL, 0, &a, &rows, err);
	if (r != 0)
		return r;
	info->database = info->schema = arena_strdup(&c->arena, mysqld_cell(&rows, 0, 0));
	info->user = arena_strdup(&c->arena, mysqld_cell(&rows, 0, 1));
	info->backend = strtoll(mysqld_cell(&rows, 0, 2), NULL, 10);
	c->role = arena_strdup(&c->arena, mysqld_cell(&rows, 0, 3));
	return 0;
}

static int read_all(struct conn *c, struct arena *a, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	struct db_info *info = &c->mysqld.info;
	struct db_rows rows;
	const char *text;
	int r;

	buf_adds(&b, "SHOW SESSION VARIABLES WHERE Variable_name IN (");
	add_names(&b, fact_variables);
	add_names(&b, reset_variables);
	buf_addc(&b, ')');
	r = conn_query(c, buf_str(&b), NULL, 0, a, &rows, err);
	if (r != 0)
		return r;
	text = value_of(&rows, "version");
	if (text == NULL)
		text = mysql_get_server_info(c->my);
	info->version_text = arena_strdup(&c->arena, text);
	info->version = mysqld_version(text);
	text = value_of(&rows, "version_comment");
	c->mysqld.mariadb = mysqld_is_mariadb(info->version_text, text);
	info->product = c->mysqld.mariadb ? "MariaDB" : "MySQL";
	text = value_of(&rows, "max_allowed_packet");
	c->max_packet = text == NULL ? 0 : strtoll(text, NULL, 10);
	text = value_of(&rows, "session_track_schema");
	c->tracks_schema = text != NULL && strcmp(text, "ON") == 0 &&
			   (c->my->server_capabilities & CLIENT_SESSION_TRACKING) != 0;
	c->lock_wait = arena_strdup(&c->arena, value_of(&rows, "lock_wait_timeout"));
	c->row_lock_wait = arena_strdup(&c->arena, value_of(&rows, "innodb_lock_wait_timeout"));
	c->statement_time =
		arena_strdup(&c->arena, value_of(&rows, c->mysqld.mariadb ? "max_statement_time"
									  : "max_execution_time"));
	build_statements(c, &rows);
	r = read_identity(c, err);
	if (r != 0)
		return r;
	info->why_no_locks = why_no_locks(c, &rows);
	info->session_locks = info->why_no_locks == NULL;
	return 0;
}

int session_read(struct conn *c, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	int r = read_all(c, &a, err);

	/* Not in use yet: a node that is not ready or a proxy without a server. */
	if (r == PAWL_E_LOST || r == PAWL_E_SQL || r == PAWL_E_TIMEOUT) {
		r = PAWL_E_CONNECT;
		if (err != NULL)
			err->code = r;
	}
	return r;
}

static void add_seconds(struct buf *b, const char *name, int64_t ms, const char *standard)
{
	if (standard == NULL)
		return;
	buf_printf(b, "%s%s=", b->len == strlen("SET ") ? "" : ",", name);
	if (ms > 0)
		buf_printf(b, "%lld", (long long)((ms + 999) / 1000));
	else
		buf_adds(b, standard);
}

int session_timeouts(void *conn, int64_t lock_ms, int64_t statement_ms, bool local,
		     struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	struct conn *c = conn;

	(void)local;
	buf_adds(&b, "SET ");
	add_seconds(&b, "lock_wait_timeout", lock_ms, c->lock_wait);
	add_seconds(&b, "innodb_lock_wait_timeout", lock_ms, c->row_lock_wait);
	if (c->statement_time != NULL) {
		buf_printf(&b, "%s%s=", b.len == strlen("SET ") ? "" : ",",
			   c->mysqld.mariadb ? "max_statement_time" : "max_execution_time");
		if (statement_ms <= 0)
			buf_adds(&b, c->statement_time);
		else if (c->mysqld.mariadb)
			buf_printf(&b, "%lld.%03lld", (long long)(statement_ms / 1000),
				   (long long)(statement_ms % 1000));
		else
			buf_printf(&b, "%lld", (long long)statement_ms);
	}
	if (b.len == strlen("SET "))
		return 0;
	return conn_exec(c, b.data, b.len, NULL, err);
}

/* What only some statements can change costs its round trips only after such ones. */
static int reset_rest(struct conn *c, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int r = conn_execs(c, "UNLOCK TABLES", err);

	if (r != 0)
		return r;
	if (c->mysqld.mariadb) {
		buf_adds(&b, "SET ROLE ");
		if (c->role == NULL)
			buf_adds(&b, "NONE");
		else
			mysqld_literal(&b, c->role, strlen(c->role));
		r = conn_exec(c, b.data, b.len, NULL, err);
	} else if (c->mysqld.info.version >= 80000) {
		r = conn_execs(c, "SET ROLE DEFAULT", err);
	}
	if (r != 0)
		return r;
	/* Who may not set it cannot have changed it. */
	r = conn_execs(c, "SET sql_log_bin=DEFAULT", NULL);
	return r == PAWL_E_SQL ? 0 : r;
}

int session_reset(void *conn, struct pawl_error *err)
{
	struct conn *c = conn;
	const char *database = c->mysqld.info.database;
	int r = conn_execs(c, c->reset, err);

	if (r == 0 && c->mysqld.touched)
		r = reset_rest(c, err);
	if (r != 0)
		return r;
	if (database != NULL &&
	    (!c->tracks_schema || c->my->db == NULL || strcmp(c->my->db, database) != 0))
		r = conn_use(c, database, err);
	if (r == 0)
		c->mysqld.touched = false;
	return r;
}
