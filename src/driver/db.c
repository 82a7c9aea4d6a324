/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every call that reaches the server passes reach(), where a test can kill the
 * process, cut the connection or make the call fail; so "stopped at every step"
 * is one loop over N for every driver. With a fault set, batches go statement by
 * statement: what a pipeline would hide is then a step as well.
 */
#include "driver/db.h"

#include "base/buf.h"
#include "base/clock.h"

#include <assert.h>
#include <stdatomic.h>

struct db {
	const struct driver *driver;
	const struct dialect *dialect;
	void *conn; /* NULL once the connection was cut */
	struct db_trace trace;
	struct db_guard guard;
	struct db_info info; /* kept for after the cut */
	struct arena arena;  /* of info */
	/* The limits in force, so that a run of small migrations sets them once. */
	int64_t lock_ms, statement_ms;
	bool limits_known;
};

static struct db_fault fault;
static atomic_ulong reached;
static atomic_bool cut;

void db_set_fault(const struct db_fault *f)
{
	fault = f == NULL ? (struct db_fault){0} : *f;
	atomic_store(&reached, 0);
	atomic_store(&cut, false);
}

static int lost(struct pawl_error *err)
{
	return fail(err, PAWL_E_LOST, "the connection to the database was cut (injected)");
}

/* Close without a word to the server, as far as the client library allows. */
static void hang_up(struct db *db)
{
	const struct db_info *info = db->driver->info(db->conn);

	db->info = *info;
	db->info.version_text = arena_strdup(&db->arena, info->version_text);
	db->info.product = arena_strdup(&db->arena, info->product);
	db->info.database = arena_strdup(&db->arena, info->database);
	db->info.user = arena_strdup(&db->arena, info->user);
	db->info.schema = arena_strdup(&db->arena, info->schema);
	db->info.why_no_locks = arena_strdup(&db->arena, info->why_no_locks);
	db->driver->close(db->conn);
	db->conn = NULL;
}

/* Is the connection (still) there? Every call asks first. */
static int alive(struct db *db, struct pawl_error *err)
{
	if (atomic_load_explicit(&cut, memory_order_relaxed) && db->conn != NULL)
		hang_up(db);
	return db->conn == NULL ? lost(err) : 0;
}

/* The fault itself; 0 when there is none at this place. */
static int strike(struct db *db, struct pawl_error *err)
{
	switch (fault.kind) {
	case FAULT_KILL:
		raise(SIGKILL);
		break;
	case FAULT_DROP:
		atomic_store(&cut, true);
		return alive(db, err);
	case FAULT_FAIL:
		return fail(err, PAWL_E_SQL, "injected failure");
	case FAULT_NONE:
		break;
	}
	return 0;
}

/* In front of a call that reaches the server; *ret_hit says that reach_end() strikes. */
static int reach(struct db *db, bool *ret_hit, struct pawl_error *err)
{
	int rc = alive(db, err);

	*ret_hit = false;
	if (rc != 0 || fault.kind == FAULT_NONE)
		return rc;
	if (atomic_fetch_add(&reached, 1) + 1 != fault.nth)
		return 0;
	*ret_hit = fault.after;
	return fault.after ? 0 : strike(db, err);
}

/* Behind it; a call that failed by itself keeps its error. */
static int reach_end(struct db *db, bool hit, int rc, struct pawl_error *err)
{
	if (!hit || (rc != 0 && fault.kind == FAULT_FAIL))
		return rc;
	if (rc != 0)
		error_reset(err);
	return strike(db, err);
}

static int64_t trace_start(const struct db *db)
{
	return db->trace.statement == NULL ? 0 : clock_us();
}

static void trace_end(const struct db *db, int64_t start, const char *sql, size_t len)
{
	if (db->trace.statement != NULL)
		db->trace.statement(db->trace.data, sql, len, clock_us() - start);
}

int db_open(const struct db_url *url, const struct db_options *options, const struct db_host *host,
	    struct db **ret, struct pawl_error *err)
{
	const struct driver *driver;
	const struct dialect *dialect;
	struct db *db;
	void *conn;
	int rc;

	if (atomic_load(&cut))
		return lost(err);
	rc = driver_find(url->scheme, &driver, err);
	if (rc != 0)
		return rc;
	dialect = dialect_find(driver->dialect);
	assert(dialect != NULL);
	rc = driver->open(url, options, host, &conn, err);
	if (rc != 0)
		return rc;
	db = xcalloc(1, sizeof(*db));
	db->driver = driver;
	db->dialect = dialect;
	db->conn = conn;
	*ret = db;
	return 0;
}

void db_close(struct db *db)
{
	if (db == NULL)
		return;
	db->driver->close(db->conn);
	arena_done(&db->arena);
	free(db);
}

void db_close_ptr(struct db **db)
{
	db_close(*db);
}

void db_set_trace(struct db *db, const struct db_trace *trace)
{
	db->trace = trace == NULL ? (struct db_trace){0} : *trace;
}

void db_set_guard(struct db *db, const struct db_guard *guard)
{
	db->guard = guard == NULL ? (struct db_guard){0} : *guard;
}

static int guarded(const struct db *db, const char *sql, size_t len, struct pawl_error *err)
{
	return db->guard.check == NULL ? 0 : db->guard.check(db->guard.data, sql, len, err);
}

const struct dialect *db_dialect(const struct db *db)
{
	return db->dialect;
}

const struct driver *db_driver(const struct db *db)
{
	return db->driver;
}

const struct db_info *db_info(struct db *db)
{
	return db->conn == NULL ? &db->info : db->driver->info(db->conn);
}

int db_exec(struct db *db, const char *sql, size_t len, int64_t *ret_changed,
	    struct pawl_error *err)
{
	int64_t start, changed = -1;
	bool hit;
	int rc = guarded(db, sql, len, err);

	if (rc == 0)
		rc = reach(db, &hit, err);
	if (rc != 0)
		return rc;
	start = trace_start(db);
	rc = db->driver->exec(db->conn, sql, len, &changed, err);
	trace_end(db, start, sql, len);
	rc = reach_end(db, hit, rc, err);
	if (rc == 0 && ret_changed != NULL)
		*ret_changed = changed;
	return rc;
}

int db_execs(struct db *db, const char *sql, struct pawl_error *err)
{
	return db_exec(db, sql, strlen(sql), NULL, err);
}

int db_query(struct db *db, const char *sql, const struct db_param *params, size_t n,
	     struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	struct db_rows rows = {0};
	int64_t start;
	bool hit;
	int rc = reach(db, &hit, err);

	if (rc != 0)
		return rc;
	start = trace_start(db);
	rc = db->driver->query(db->conn, sql, params, n, a, &rows, err);
	trace_end(db, start, sql, strlen(sql));
	rc = reach_end(db, hit, rc, err);
	if (rc == 0 && ret != NULL)
		*ret = rows;
	return rc;
}

int db_begin(struct db *db, const struct db_tx *tx, struct pawl_error *err)
{
	static const struct db_tx plain;
	int64_t start;
	bool hit;
	int rc = reach(db, &hit, err);

	if (rc != 0)
		return rc;
	start = trace_start(db);
	rc = db->driver->begin(db->conn, tx == NULL ? &plain : tx, err);
	trace_end(db, start, "BEGIN", 5);
	return reach_end(db, hit, rc, err);
}

int db_commit(struct db *db, struct pawl_error *err)
{
	int64_t start;
	bool hit;
	int rc = reach(db, &hit, err);

	if (rc != 0)
		return rc;
	start = trace_start(db);
	rc = db->driver->commit(db->conn, err);
	trace_end(db, start, "COMMIT", 6);
	return reach_end(db, hit, rc, err);
}

void db_rollback(struct db *db, struct pawl_error *err)
{
	struct pawl_error own = {0};
	int64_t start;
	bool hit = false;
	int rc = 0;

	/* A driver has to tidy up even where the engine rolled back by itself. */
	if (alive(db, NULL) != 0)
		return;           /* the server rolls back what was open */
	db->limits_known = false; /* they may have been set inside */
	if (db->driver->in_transaction(db->conn))
		rc = reach(db, &hit, &own);
	if (rc == 0) {
		start = trace_start(db);
		rc = db->driver->rollback(db->conn, &own);
		trace_end(db, start, "ROLLBACK", 8);
		rc = reach_end(db, hit, rc, &own);
	}
	if (rc != 0)
		detail(err, "the rollback failed: %s", own.message);
}

bool db_in_transaction(struct db *db)
{
	return alive(db, NULL) == 0 && db->driver->in_transaction(db->conn);
}

bool db_tx_failed(struct db *db)
{
	return alive(db, NULL) == 0 && db->driver->tx_failed(db->conn);
}

int db_set_timeouts(struct db *db, int64_t lock_ms, int64_t statement_ms, bool local,
		    struct pawl_error *err)
{
	int rc = alive(db, err);

	if (rc != 0)
		return rc;
	if (!local && db->limits_known && db->lock_ms == lock_ms &&
	    db->statement_ms == statement_ms)
		return 0;
	db->limits_known = false;
	rc = db->driver->set_timeouts(db->conn, lock_ms, statement_ms, local, err);
	if (rc == 0 && !local) {
		db->lock_ms = lock_ms;
		db->statement_ms = statement_ms;
		db->limits_known = true;
	}
	return rc;
}

int db_reset(struct db *db, struct pawl_error *err)
{
	int rc = alive(db, err);

	db->limits_known = false;
	return rc != 0 ? rc : db->driver->reset(db->conn, err);
}

int db_try_lock(struct db *db, const char *name, bool *ret_got, struct pawl_error *err)
{
	int rc = alive(db, err);

	return rc != 0 ? rc : db->driver->try_lock(db->conn, name, ret_got, err);
}

int db_unlock(struct db *db, const char *name, struct pawl_error *err)
{
	int rc = alive(db, err);

	return rc != 0 ? rc : db->driver->unlock(db->conn, name, err);
}

int db_table_exists(struct db *db, const char *schema, const char *table, bool *ret,
		    struct pawl_error *err)
{
	int rc = alive(db, err);

	return rc != 0 ? rc : db->driver->table_exists(db->conn, schema, table, ret, err);
}

int db_table_columns(struct db *db, const char *schema, const char *table, struct arena *a,
		     const char *const **ret, size_t *ret_len, struct pawl_error *err)
{
	int rc = alive(db, err);

	return rc != 0 ? rc
		       : db->driver->table_columns(db->conn, schema, table, a, ret, ret_len, err);
}

int db_is_fresh(struct db *db, const char *const *except, size_t n, bool *ret,
		struct pawl_error *err)
{
	int rc = alive(db, err);

	return rc != 0 ? rc : db->driver->is_fresh(db->conn, except, n, ret, err);
}

int db_fingerprint(struct db *db, const struct stmt_class *cls, const char *sql, size_t len,
		   struct arena *a, const char **ret, struct pawl_error *err)
{
	int rc = alive(db, err);

	return rc != 0 ? rc : db->driver->fingerprint(db->conn, cls, sql, len, a, ret, err);
}

int db_judge_prepare(struct db *db, struct pawl_error *err)
{
	const struct driver_judge *j = db->driver->judge;
	int rc = alive(db, err);

	return rc != 0 || j == NULL ? rc : j->prepare(db->conn, err);
}

int db_judge_take(struct db *db, const char *kind, const char *sql, size_t len, struct arena *a,
		  struct verdict *ret, struct pawl_error *err)
{
	const struct driver_judge *j = db->driver->judge;
	int rc = guarded(db, sql, len, err);

	*ret = (struct verdict){0};
	if (rc == 0)
		rc = alive(db, err);
	return rc != 0 || j == NULL ? rc : j->take(db->conn, kind, sql, len, a, ret, err);
}

int db_judge_broken(struct db *db, struct arena *a, struct verdict_broken **ret, size_t *ret_len,
		    struct pawl_error *err)
{
	const struct driver_judge *j = db->driver->judge;
	int rc = alive(db, err);

	*ret_len = 0;
	return rc != 0 || j == NULL || j->broken == NULL
		       ? rc
		       : j->broken(db->conn, a, ret, ret_len, err);
}

int db_inspect(struct db *db, const struct inspect_options *o, struct arena *a, struct schema *ret,
	       struct pawl_error *err)
{
	int rc = alive(db, err);

	if (rc == 0 && db->driver->inspect == NULL)
		rc = fail(err, PAWL_E_USAGE, "the driver \"%s\" cannot read a catalog",
			  db->driver->name);
	return rc != 0 ? rc : db->driver->inspect(db->conn, o, a, ret, err);
}

int db_scratch_like(struct db *db, struct arena *a, const char **ret, struct pawl_error *err)
{
	int rc = alive(db, err);

	return rc != 0 ? rc : db->driver->scratch->like(db->conn, a, ret, err);
}

int db_scratch_list(struct db *db, const char *prefix, struct arena *a, struct db_rows *ret,
		    struct pawl_error *err)
{
	int rc = alive(db, err);

	return rc != 0 ? rc : db->driver->scratch->list(db->conn, prefix, a, ret, err);
}

int db_exec_batch(struct db *db, const struct db_statement *v, size_t n, size_t *ret_done,
		  struct pawl_error *err)
{
	size_t done = 0;
	int rc = alive(db, err);

	/* A trace wants each statement's own time, a guard each statement. */
	if (rc == 0 && db->driver->exec_batch != NULL && fault.kind == FAULT_NONE &&
	    db->trace.statement == NULL && db->guard.check == NULL)
		return db->driver->exec_batch(db->conn, v, n, ret_done, err);
	while (rc == 0 && done < n) {
		rc = db_exec(db, v[done].sql, v[done].len, NULL, err);
		done += rc == 0;
	}
	*ret_done = done;
	return rc;
}

static int repeat_one_by_one(struct db *db, const char *sql, const struct db_param *v,
			     size_t params, size_t sets, struct pawl_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sets; i++) {
		struct arena a = {0};

		rc = db_query(db, sql, v + i * params, params, &a, NULL, err);
		arena_done(&a);
	}
	return rc;
}

int db_repeat(struct db *db, const char *sql, const struct db_param *v, size_t params, size_t sets,
	      struct pawl_error *err)
{
	int64_t start;
	int rc = alive(db, err);

	if (rc != 0 || sets == 0)
		return rc;
	if (db->driver->repeat == NULL || fault.kind != FAULT_NONE)
		return repeat_one_by_one(db, sql, v, params, sets, err);
	start = trace_start(db);
	rc = db->driver->repeat(db->conn, sql, v, params, sets, err);
	trace_end(db, start, sql, strlen(sql));
	return rc;
}

static int no_copy(const struct db *db, struct pawl_error *err)
{
	fail(err, PAWL_E_SQL, "%s has no COPY ... FROM stdin", db->dialect->name);
	hint(err, "write the rows as INSERT statements");
	return PAWL_E_SQL;
}

int db_copy_begin(struct db *db, const char *sql, size_t len, struct pawl_error *err)
{
	int64_t start;
	bool hit;
	int rc;

	if (db->driver->copy_begin == NULL)
		return no_copy(db, err);
	rc = guarded(db, sql, len, err);
	if (rc == 0)
		rc = reach(db, &hit, err);
	if (rc != 0)
		return rc;
	start = trace_start(db);
	rc = db->driver->copy_begin(db->conn, sql, len, err);
	trace_end(db, start, sql, len);
	return reach_end(db, hit, rc, err);
}

int db_copy_data(struct db *db, const char *data, size_t len, struct pawl_error *err)
{
	bool hit;
	int rc;

	if (db->driver->copy_data == NULL)
		return no_copy(db, err);
	rc = reach(db, &hit, err);
	if (rc != 0)
		return rc;
	rc = db->driver->copy_data(db->conn, data, len, err);
	return reach_end(db, hit, rc, err);
}

int db_copy_end(struct db *db, bool ok, int64_t *ret_changed, struct pawl_error *err)
{
	int64_t changed = -1;
	bool hit;
	int rc;

	if (db->driver->copy_end == NULL)
		return no_copy(db, err);
	rc = reach(db, &hit, err);
	if (rc != 0)
		return rc;
	rc = db->driver->copy_end(db->conn, ok, &changed, err);
	rc = reach_end(db, hit, rc, err);
	if (rc == 0 && ret_changed != NULL)
		*ret_changed = changed;
	return rc;
}

int db_heal(struct db *db, const struct stmt_class *cls, const char *sql, size_t len,
	    const char *before, bool *ret_done, struct pawl_error *err)
{
	int rc = alive(db, err);

	if (rc != 0)
		return rc;
	if (db->driver->heal != NULL)
		return db->driver->heal(db->conn, cls, sql, len, before, ret_done, err);
	*ret_done = false;
	return 0;
}

int db_lock_holder(struct db *db, const char *name, struct arena *a, struct db_blocker *ret,
		   bool *ret_known, struct pawl_error *err)
{
	int rc = alive(db, err);

	if (rc != 0)
		return rc;
	if (db->driver->lock_holder != NULL)
		return db->driver->lock_holder(db->conn, name, a, ret, ret_known, err);
	*ret_known = false;
	return 0;
}

int db_blockers(struct db *db, int64_t backend, struct arena *a, struct db_blocker **ret,
		size_t *ret_len, struct pawl_error *err)
{
	int rc = alive(db, err);

	if (rc != 0)
		return rc;
	if (db->driver->blockers != NULL)
		return db->driver->blockers(db->conn, backend, a, ret, ret_len, err);
	*ret = NULL;
	*ret_len = 0;
	return 0;
}

int db_replica_lag(struct db *db, double *ret, bool *ret_known, struct pawl_error *err)
{
	int rc = alive(db, err);

	*ret_known = false;
	return rc != 0 || db->driver->replica_lag == NULL
		       ? rc
		       : db->driver->replica_lag(db->conn, ret, ret_known, err);
}

int db_cancel_backend(struct db *db, int64_t backend, bool *ret, struct pawl_error *err)
{
	int rc = alive(db, err);

	if (rc != 0)
		return rc;
	if (db->driver->cancel_backend != NULL)
		return db->driver->cancel_backend(db->conn, backend, ret, err);
	return fail(err, PAWL_E_USAGE, "%s has no way to end another session",
		    db_info(db)->product);
}

int db_progress(struct db *db, int64_t backend, struct arena *a, const char **ret,
		struct pawl_error *err)
{
	int rc = alive(db, err);

	if (rc != 0)
		return rc;
	if (db->driver->progress != NULL)
		return db->driver->progress(db->conn, backend, a, ret, err);
	*ret = NULL;
	return 0;
}

int db_table_sizes(struct db *db, struct arena *a, struct db_table_size **ret, size_t *ret_len,
		   struct pawl_error *err)
{
	int rc = alive(db, err);

	if (rc != 0)
		return rc;
	if (db->driver->table_sizes != NULL)
		return db->driver->table_sizes(db->conn, a, ret, ret_len, err);
	*ret = NULL;
	*ret_len = 0;
	return 0;
}

int db_locks_held(struct db *db, struct arena *a, struct db_lock **ret, size_t *ret_len,
		  struct pawl_error *err)
{
	int rc = alive(db, err);

	if (rc != 0)
		return rc;
	if (db->driver->locks_held != NULL)
		return db->driver->locks_held(db->conn, a, ret, ret_len, err);
	*ret = NULL;
	*ret_len = 0;
	return 0;
}

int db_storage(struct db *db, struct arena *a, struct db_storage **ret, size_t *ret_len,
	       struct pawl_error *err)
{
	int rc = alive(db, err);

	if (rc != 0)
		return rc;
	if (db->driver->storage != NULL)
		return db->driver->storage(db->conn, a, ret, ret_len, err);
	*ret = NULL;
	*ret_len = 0;
	return 0;
}
