/* SPDX-License-Identifier: Apache-2.0 */
/* One engine for the whole process: a test looks at it from outside the connections. */
#include "driver/fake.h"

#include "base/text.h"
#include "base/vec.h"

#include <assert.h>

struct answer {
	const char *prefix;
	struct db_rows rows;
	int code; /* nonzero: fail instead */
	const char *message;
};

struct fake_conn {
	bool in_tx, failed;
	struct buf pending; /* of the open transaction */
};

static struct {
	struct driver driver;
	struct arena arena;
	VEC(struct answer) answers;
	struct answer nth;
	unsigned long nth_left; /* statements until nth fails, 0 for never */
	struct buf log, committed;
	const char *locked;
	int connections;
} fake;

static int fake_open(const struct db_url *url, const struct db_options *options,
		     const struct db_host *host, void **ret, struct pawl_error *err)
{
	(void)url, (void)options, (void)host, (void)err;
	fake.connections++;
	*ret = xcalloc(1, sizeof(struct fake_conn));
	return 0;
}

static void fake_close(void *conn)
{
	struct fake_conn *c = conn;

	if (c == NULL)
		return;
	fake.connections--;
	fake.locked = NULL;
	buf_done(&c->pending);
	free(c);
}

static const struct db_info *fake_info(void *conn)
{
	static const struct db_info info = {
		.version = 10000,
		.version_text = "1.0.0",
		.product = "Fake",
		.database = "fake",
		.backend = 1,
		.session_locks = true,
	};

	(void)conn;
	return &info;
}

static const struct answer *find_answer(const char *sql, bool failing)
{
	for (size_t i = 0; i < fake.answers.len; i++)
		if ((fake.answers.v[i].code != 0) == failing &&
		    text_starts(sql, fake.answers.v[i].prefix))
			return &fake.answers.v[i];
	return NULL;
}

/* Log one statement and let it fail where the script says so. */
static int step(struct fake_conn *c, const char *sql, struct pawl_error *err)
{
	const struct answer *bad = find_answer(sql, true);

	if (bad == NULL && fake.nth_left > 0 && --fake.nth_left == 0)
		bad = &fake.nth;
	buf_printf(&fake.log, "%s%s\n", bad == NULL ? "" : "! ", sql);
	if (bad == NULL)
		return 0;
	c->failed = c->in_tx;
	return fail_db(err, bad->code, NULL, 1, bad->message);
}

static void take_effect(struct fake_conn *c, const char *sql)
{
	buf_printf(c->in_tx ? &c->pending : &fake.committed, "%s\n", sql);
}

static int fake_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed,
		     struct pawl_error *err)
{
	int rc = step(conn, sql, err);

	assert(sql[len] == '\0');
	if (rc != 0)
		return rc;
	take_effect(conn, sql);
	*ret_changed = 1;
	return 0;
}

static int fake_query(void *conn, const char *sql, const struct db_param *params, size_t n,
		      struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	const struct answer *answer = find_answer(sql, false);
	int rc = step(conn, sql, err);

	(void)params, (void)n, (void)a;
	if (rc != 0)
		return rc;
	*ret = answer == NULL ? (struct db_rows){0} : answer->rows;
	return 0;
}

static int fake_begin(void *conn, const struct db_tx *tx, struct pawl_error *err)
{
	struct fake_conn *c = conn;
	int rc = step(c, tx->references_off ? "BEGIN references off" : "BEGIN", err);

	assert(!c->in_tx);
	c->in_tx = rc == 0;
	c->failed = false;
	return rc;
}

static int fake_commit(void *conn, struct pawl_error *err)
{
	struct fake_conn *c = conn;
	int rc = step(c, "COMMIT", err);

	assert(c->in_tx);
	if (rc != 0)
		return rc;
	c->in_tx = false;
	buf_adds(&fake.committed, buf_str(&c->pending));
	buf_clear(&c->pending);
	return 0;
}

static int fake_rollback(void *conn, struct pawl_error *err)
{
	struct fake_conn *c = conn;
	int rc;

	if (!c->in_tx)
		return 0;
	rc = step(c, "ROLLBACK", err);
	if (rc != 0)
		return rc;
	c->in_tx = c->failed = false;
	buf_clear(&c->pending);
	return 0;
}

static bool fake_in_transaction(void *conn)
{
	return ((struct fake_conn *)conn)->in_tx;
}

static bool fake_tx_failed(void *conn)
{
	return ((struct fake_conn *)conn)->failed;
}

static int fake_set_timeouts(void *conn, int64_t lock_ms, int64_t statement_ms, bool local,
			     struct pawl_error *err)
{
	(void)conn, (void)lock_ms, (void)statement_ms, (void)local, (void)err;
	return 0;
}

static int fake_reset(void *conn, struct pawl_error *err)
{
	(void)conn, (void)err;
	return 0;
}

static int fake_try_lock(void *conn, const char *name, bool *ret_got, struct pawl_error *err)
{
	(void)conn, (void)err;
	*ret_got = fake.locked == NULL;
	if (*ret_got)
		fake.locked = arena_strdup(&fake.arena, name);
	return 0;
}

static int fake_unlock(void *conn, const char *name, struct pawl_error *err)
{
	(void)conn, (void)err;
	assert(fake.locked != NULL && strcmp(fake.locked, name) == 0);
	fake.locked = NULL;
	return 0;
}

/* A table is there when a script answers "table NAME". */
static int fake_table_exists(void *conn, const char *schema, const char *table, bool *ret,
			     struct pawl_error *err)
{
	(void)conn, (void)schema, (void)err;
	*ret = find_answer(arena_printf(&fake.arena, "table %s", table), false) != NULL;
	return 0;
}

/* The cells of that answer are its columns. */
static int fake_table_columns(void *conn, const char *schema, const char *table, struct arena *a,
			      const char *const **ret, size_t *ret_len, struct pawl_error *err)
{
	const struct answer *answer =
		find_answer(arena_printf(&fake.arena, "table %s", table), false);

	(void)conn, (void)schema, (void)a, (void)err;
	*ret = answer == NULL ? NULL : answer->rows.cells;
	*ret_len = answer == NULL ? 0 : answer->rows.rows * answer->rows.cols;
	return 0;
}

static int fake_is_fresh(void *conn, const char *const *except, size_t n, bool *ret,
			 struct pawl_error *err)
{
	(void)conn, (void)except, (void)n, (void)err;
	*ret = fake.committed.len == 0;
	return 0;
}

static int fake_fingerprint(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
			    struct arena *a, const char **ret, struct pawl_error *err)
{
	(void)conn, (void)len, (void)err;
	*ret = cls->flags & STMT_DDL && strstr(buf_str(&fake.committed), sql) != NULL
		       ? arena_strdup(a, "there")
		       : "";
	return 0;
}

static int fake_database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
				struct pawl_error *err)
{
	(void)url, (void)host, (void)err;
	*ret = true;
	return 0;
}

static int fake_database_create(const struct db_url *url, const struct db_host *host,
				struct pawl_error *err)
{
	(void)url, (void)host;
	return fail(err, PAWL_E_SQL, "database \"fake\" exists already");
}

static int fake_database_drop(const struct db_url *url, const struct db_host *host, bool force,
			      struct pawl_error *err)
{
	(void)url, (void)host, (void)force, (void)err;
	buf_clear(&fake.committed);
	return 0;
}

static int fake_exec_batch(void *conn, const struct db_statement *v, size_t n, size_t *ret_done,
			   struct pawl_error *err)
{
	size_t done = 0;
	int64_t changed;
	int rc = 0;

	buf_printf(&fake.log, "batch of %zu\n", n);
	while (rc == 0 && done < n) {
		rc = fake_exec(conn, v[done].sql, v[done].len, &changed, err);
		done += rc == 0;
	}
	*ret_done = done;
	return rc;
}

static int fake_repeat(void *conn, const char *sql, const struct db_param *v, size_t params,
		       size_t sets, struct pawl_error *err)
{
	struct db_rows rows;
	int rc = 0;

	buf_printf(&fake.log, "batch of %zu\n", sets);
	for (size_t i = 0; rc == 0 && i < sets; i++)
		rc = fake_query(conn, sql, v + i * params, params, &fake.arena, &rows, err);
	return rc;
}

void fake_install(const char *dialect)
{
	fake_remove();
	fake.driver = (struct driver){
		.abi = DRIVER_ABI,
		.name = "fake",
		.dialect = dialect,
		.open = fake_open,
		.close = fake_close,
		.info = fake_info,
		.exec = fake_exec,
		.query = fake_query,
		.begin = fake_begin,
		.commit = fake_commit,
		.rollback = fake_rollback,
		.in_transaction = fake_in_transaction,
		.tx_failed = fake_tx_failed,
		.set_timeouts = fake_set_timeouts,
		.reset = fake_reset,
		.try_lock = fake_try_lock,
		.unlock = fake_unlock,
		.table_exists = fake_table_exists,
		.table_columns = fake_table_columns,
		.is_fresh = fake_is_fresh,
		.fingerprint = fake_fingerprint,
		.database_exists = fake_database_exists,
		.database_create = fake_database_create,
		.database_drop = fake_database_drop,
	};
	driver_set_extra(&fake.driver);
}

void fake_remove(void)
{
	driver_set_extra(NULL);
	arena_done(&fake.arena);
	buf_done(&fake.log);
	buf_done(&fake.committed);
	memset(&fake, 0, sizeof(fake));
}

void fake_answer(const char *prefix, size_t rows, size_t cols, const char *const *cells)
{
	*vec_push(&fake.answers, &fake.arena) = (struct answer){
		.prefix = prefix,
		.rows = {.rows = rows, .cols = cols, .cells = cells},
	};
}

void fake_fail(const char *prefix, int code, const char *message)
{
	*vec_push(&fake.answers, &fake.arena) =
		(struct answer){.prefix = prefix, .code = code, .message = message};
}

void fake_fail_nth(unsigned long nth, int code, const char *message)
{
	fake.nth = (struct answer){.code = code, .message = message};
	fake.nth_left = nth;
}

void fake_offer_batch(bool offer)
{
	fake.driver.exec_batch = offer ? fake_exec_batch : NULL;
	fake.driver.repeat = offer ? fake_repeat : NULL;
}

const char *fake_log(void)
{
	return buf_str(&fake.log);
}

const char *fake_committed(void)
{
	return buf_str(&fake.committed);
}

int fake_open_connections(void)
{
	return fake.connections;
}
