/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who keeps a connection waiting, as far as the server tells:
 *
 * row locks	INNODB_LOCK_WAITS (MariaDB, MySQL 5.7), data_lock_waits (MySQL 8)
 * table locks	the plugin METADATA_LOCK_INFO (MariaDB) or performance_schema
 *		(MySQL); without them every other open transaction may be the
 *		one, and is reported as a mere possibility
 *
 * Other users' sessions are seen with the PROCESS privilege only.
 */
#include "driver/mysqld/mysqld.h"

#include "base/cleanup.h"

#include <string.h>

/* What is known of the connection p: the columns of struct db_blocker; %s says how sure it is. */
#define BLOCKER                                                                                    \
	"SELECT DISTINCT p.ID, p.USER, p.HOST, CONCAT(%s, IF(p.COMMAND='Sleep', "                  \
	"CONCAT('idle for ', p.TIME, ' s'), COALESCE(p.STATE, p.COMMAND))), LEFT(p.INFO, 200), "   \
	"t.trx_started FROM information_schema.PROCESSLIST p LEFT JOIN "                           \
	"information_schema.INNODB_TRX t ON t.trx_mysql_thread_id = p.ID "

#define LIMIT " ORDER BY t.trx_started LIMIT 8"

static const char row_locks[] =
	" WHERE p.ID IN (SELECT b.trx_mysql_thread_id FROM information_schema.INNODB_LOCK_WAITS w "
	"JOIN information_schema.INNODB_TRX r ON r.trx_id = w.requesting_trx_id JOIN "
	"information_schema.INNODB_TRX b ON b.trx_id = w.blocking_trx_id WHERE "
	"r.trx_mysql_thread_id = ?) AND p.ID <> ?" LIMIT;

static const char row_locks_8[] =
	" WHERE p.ID IN (SELECT b.PROCESSLIST_ID FROM performance_schema.data_lock_waits w JOIN "
	"performance_schema.threads r ON r.THREAD_ID = w.REQUESTING_THREAD_ID JOIN "
	"performance_schema.threads b ON b.THREAD_ID = w.BLOCKING_THREAD_ID WHERE "
	"r.PROCESSLIST_ID = ?) AND p.ID <> ?" LIMIT;

/* The plugin lists granted locks only; the waiter's own text tells which table it wants. */
static const char table_locks[] =
	" WHERE p.ID IN (SELECT m.THREAD_ID FROM information_schema.METADATA_LOCK_INFO m JOIN "
	"information_schema.PROCESSLIST w ON w.ID = ? AND LOCATE(m.TABLE_NAME, w.INFO) > 0 WHERE "
	"m.TABLE_NAME <> '' AND w.STATE LIKE '%lock%') AND p.ID <> ?" LIMIT;

static const char table_locks_mysql[] =
	" WHERE p.ID IN (SELECT bt.PROCESSLIST_ID FROM performance_schema.metadata_locks r JOIN "
	"performance_schema.threads rt ON rt.THREAD_ID = r.OWNER_THREAD_ID JOIN "
	"performance_schema.metadata_locks b ON b.OBJECT_TYPE = r.OBJECT_TYPE AND b.OBJECT_SCHEMA "
	"<=> r.OBJECT_SCHEMA AND b.OBJECT_NAME <=> r.OBJECT_NAME AND b.LOCK_STATUS = 'GRANTED' "
	"JOIN performance_schema.threads bt ON bt.THREAD_ID = b.OWNER_THREAD_ID WHERE "
	"r.LOCK_STATUS = 'PENDING' AND rt.PROCESSLIST_ID = ?) AND p.ID <> ?" LIMIT;

static const char transactions[] =
	" WHERE t.trx_id IS NOT NULL AND t.trx_state <> 'LOCK WAIT' AND EXISTS (SELECT 1 FROM "
	"information_schema.PROCESSLIST w WHERE w.ID = ? AND w.STATE LIKE 'Waiting for%lock%') AND "
	"p.ID <> ?" LIMIT;

static int64_t number(const char *text)
{
	return text == NULL ? 0 : strtoll(text, NULL, 10);
}

/* A view or table that this server lacks, or may not be read, answers nothing. */
static int ask(struct mysqld *my, const char *sure, const char *where, int64_t backend,
	       struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	char id[32];
	struct db_param params[2];
	int n = snprintf(id, sizeof(id), "%lld", (long long)backend), r;

	params[0] = params[1] = (struct db_param){.text = id, .len = (size_t)n};
	buf_printf(&b, BLOCKER, sure);
	buf_adds(&b, where);
	r = mysqld_query(my, b.data, params, 2, a, ret, err);
	if (r != PAWL_E_SQL)
		return r;
	error_reset(err);
	*ret = (struct db_rows){0};
	return 0;
}

int mysqld_blockers(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
		    size_t *ret_len, struct pawl_error *err)
{
	struct mysqld *my = conn;
	const struct {
		const char *sure, *where;
	} steps[] = {
		{"''", my->mariadb || my->info.version < 80000 ? row_locks : row_locks_8},
		{"''", my->mariadb ? table_locks : table_locks_mysql},
		{"'possibly: open transaction, '", transactions},
	};
	struct db_rows rows = {0};
	struct db_blocker *v;
	bool sure = true;
	int r = 0;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && rows.rows == 0 && r == 0; i++) {
		sure = steps[i].sure[2] == '\0';
		r = ask(my, steps[i].sure, steps[i].where, backend, a, &rows, err);
	}
	if (r != 0)
		return r;
	v = arena_array(a, struct db_blocker, rows.rows);
	for (size_t i = 0; i < rows.rows; i++)
		v[i] = (struct db_blocker){
			.pid = number(mysqld_cell(&rows, i, 0)),
			.user = mysqld_cell(&rows, i, 1),
			.application = mysqld_cell(&rows, i, 2),
			.state = mysqld_cell(&rows, i, 3),
			.query = mysqld_cell(&rows, i, 4),
			.since = mysqld_cell(&rows, i, 5),
			.possible = !sure,
		};
	*ret = v;
	*ret_len = rows.rows;
	return 0;
}

static const char progress_mariadb[] =
	"SELECT CONCAT(STATE, IF(MAX_STAGE > 1, CONCAT(', stage ', STAGE, ' of ', MAX_STAGE), ''), "
	"', ', ROUND(PROGRESS, 1), ' %') FROM information_schema.PROCESSLIST WHERE ID = ? AND "
	"MAX_STAGE > 0";

static const char progress_mysql[] =
	"SELECT CONCAT(SUBSTRING_INDEX(s.EVENT_NAME, '/', -1), ', ', ROUND(100 * s.WORK_COMPLETED "
	"/ "
	"s.WORK_ESTIMATED, 1), ' %') FROM performance_schema.events_stages_current s JOIN "
	"performance_schema.threads t ON t.THREAD_ID = s.THREAD_ID WHERE t.PROCESSLIST_ID = ? AND "
	"s.WORK_ESTIMATED > 0";

int mysqld_progress(void *conn, int64_t backend, struct arena *a, const char **ret,
		    struct pawl_error *err)
{
	struct mysqld *my = conn;
	struct db_param param;
	struct db_rows rows;
	char id[32];
	int n = snprintf(id, sizeof(id), "%lld", (long long)backend), r;

	param = (struct db_param){.text = id, .len = (size_t)n};
	r = mysqld_query(my, my->mariadb ? progress_mariadb : progress_mysql, &param, 1, a, &rows,
			 err);
	if (r == 0)
		*ret = rows.rows == 0 ? NULL : mysqld_cell(&rows, 0, 0);
	if (r != PAWL_E_SQL)
		return r;
	error_reset(err);
	*ret = NULL;
	return 0;
}

/* A session that runs nothing has no statement to kill, only a transaction. */
int mysqld_cancel_backend(void *conn, int64_t backend, bool *ret, struct pawl_error *err)
{
	struct mysqld *my = conn;
	_cleanup_arena_ struct arena a = {0};
	struct db_param param;
	struct db_rows rows;
	char text[64];
	const char *what;
	int n = snprintf(text, sizeof(text), "%lld", (long long)backend), r;

	param = (struct db_param){.text = text, .len = (size_t)n};
	r = mysqld_query(my, "SELECT COMMAND FROM information_schema.PROCESSLIST WHERE ID = ?",
			 &param, 1, &a, &rows, err);
	*ret = false;
	if (r != 0 || rows.rows == 0)
		return r;
	what = strcmp(mysqld_cell(&rows, 0, 0), "Sleep") == 0 ? "CONNECTION" : "QUERY";
	n = snprintf(text, sizeof(text), "KILL %s %lld", what, (long long)backend);
	r = mysqld_exec(my, text, (size_t)n, NULL, err);
	*ret = r == 0;
	return r;
}

/*
 * A primary does not know how far its replicas are. What a server knows is how far it
 * is itself behind its own primary, which is what those below it are behind at least.
 */
int mysqld_replica_lag(void *conn, double *ret, bool *ret_known, struct pawl_error *err)
{
	/* Seconds_Behind_Master; the statement for all connections has two columns before it. */
	enum { SECONDS = 32, SECONDS_ALL = SECONDS + 2 };
	struct mysqld *my = conn;
	_cleanup_arena_ struct arena a = {0};
	size_t column = my->mariadb ? SECONDS_ALL : SECONDS;
	struct db_rows rows = {0};
	double worst = -1;
	int r = mysqld_query(my, my->mariadb ? "SHOW ALL SLAVES STATUS" : "SHOW SLAVE STATUS", NULL,
			     0, &a, &rows, err);

	*ret_known = false;
	if (r == PAWL_E_SQL) { /* REPLICATION CLIENT is not granted */
		error_reset(err);
		return 0;
	}
	for (size_t i = 0; r == 0 && column < rows.cols && i < rows.rows; i++) {
		const char *seconds = mysqld_cell(&rows, i, column);

		if (seconds != NULL && strtod(seconds, NULL) > worst)
			worst = strtod(seconds, NULL);
	}
	*ret_known = worst >= 0;
	if (*ret_known)
		*ret = worst;
	return r;
}
