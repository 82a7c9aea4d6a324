/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection, as everybody but the drivers sees it: the driver's calls with
 * tracing, timing and, for tests, faults at a chosen statement.
 */
#ifndef DRIVER_DB_H
#define DRIVER_DB_H

#include "dialect/dialect.h"
#include "driver/driver.h"

struct db;

/* A fault for tests: what happens at the Nth call that reaches the server. */
struct db_fault {
	enum { FAULT_NONE, FAULT_KILL, FAULT_DROP, FAULT_FAIL } kind;
	bool after;        /* behind the call instead of before it */
	unsigned long nth; /* 1-based, counted over all connections of the process */
};

struct db_trace {
	/* Called after each statement; ms is its duration. May be NULL. */
	void (*statement)(void *data, const char *sql, size_t len, int64_t us);
	void *data;
};

/* Asked before each statement of a connection; what it refuses does not reach the server. */
struct db_guard {
	int (*check)(void *data, const char *sql, size_t len, struct pawl_error *err);
	void *data;
};

int db_open(const struct db_url *url, const struct db_options *options, const struct db_host *host,
	    struct db **ret, struct pawl_error *err);
void db_close(struct db *db);
#define _cleanup_db_ __attribute__((cleanup(db_close_ptr)))
void db_close_ptr(struct db **db);

void db_set_trace(struct db *db, const struct db_trace *trace);
/* Statements of exec, exec_batch and copy_begin; queries are pawl's own. */
void db_set_guard(struct db *db, const struct db_guard *guard);
/* For tests: process-wide. */
void db_set_fault(const struct db_fault *fault);

const struct dialect *db_dialect(const struct db *db);
const struct driver *db_driver(const struct db *db);
const struct db_info *db_info(struct db *db);

/* The contract of each is that of the driver's member of the same name. */
int db_exec(struct db *db, const char *sql, size_t len, int64_t *ret_changed,
	    struct pawl_error *err);
int db_execs(struct db *db, const char *sql, struct pawl_error *err);
int db_query(struct db *db, const char *sql, const struct db_param *params, size_t n,
	     struct arena *a, struct db_rows *ret, struct pawl_error *err);
int db_begin(struct db *db, const struct db_tx *tx, struct pawl_error *err);
int db_commit(struct db *db, struct pawl_error *err);
/* Never fails: a rollback that goes wrong is added to err's detail. */
void db_rollback(struct db *db, struct pawl_error *err);
bool db_in_transaction(struct db *db);
bool db_tx_failed(struct db *db);
int db_set_timeouts(struct db *db, int64_t lock_ms, int64_t statement_ms, bool local,
		    struct pawl_error *err);
int db_reset(struct db *db, struct pawl_error *err);
int db_try_lock(struct db *db, const char *name, bool *ret_got, struct pawl_error *err);
int db_unlock(struct db *db, const char *name, struct pawl_error *err);
int db_table_exists(struct db *db, const char *schema, const char *table, bool *ret,
		    struct pawl_error *err);
int db_table_columns(struct db *db, const char *schema, const char *table, struct arena *a,
		     const char *const **ret, size_t *ret_len, struct pawl_error *err);
int db_is_fresh(struct db *db, const char *const *except, size_t n, bool *ret,
		struct pawl_error *err);
int db_fingerprint(struct db *db, const struct stmt_class *cls, const char *sql, size_t len,
		   struct arena *a, const char **ret, struct pawl_error *err);
/* PAWL_E_USAGE where the driver cannot. */
int db_inspect(struct db *db, const struct inspect_options *o, struct arena *a, struct schema *ret,
	       struct pawl_error *err);
/* The driver's scratch->like and scratch->list; it must have them. */
int db_scratch_like(struct db *db, struct arena *a, const char **ret, struct pawl_error *err);
int db_scratch_list(struct db *db, const char *prefix, struct arena *a, struct db_rows *ret,
		    struct pawl_error *err);
/* Falls back to one db_exec after the other. */
int db_exec_batch(struct db *db, const struct db_statement *v, size_t n, size_t *ret_done,
		  struct pawl_error *err);
/* Falls back to one query after the other; nothing to do where sets is 0. */
int db_repeat(struct db *db, const char *sql, const struct db_param *v, size_t params, size_t sets,
	      struct pawl_error *err);
/* PAWL_E_SQL where the engine has no COPY. */
int db_copy_begin(struct db *db, const char *sql, size_t len, struct pawl_error *err);
int db_copy_data(struct db *db, const char *data, size_t len, struct pawl_error *err);
int db_copy_end(struct db *db, bool ok, int64_t *ret_changed, struct pawl_error *err);
/* The driver's judge->...; take answers "not asked", broken nothing where it has none. */
int db_judge_prepare(struct db *db, struct pawl_error *err);
int db_judge_take(struct db *db, const char *kind, const char *sql, size_t len, struct arena *a,
		  struct verdict *ret, struct pawl_error *err);
int db_judge_broken(struct db *db, struct arena *a, struct verdict_broken **ret, size_t *ret_len,
		    struct pawl_error *err);
/* Without the driver's help nothing was left behind and *ret_done is false. */
int db_heal(struct db *db, const struct stmt_class *cls, const char *sql, size_t len,
	    const char *before, bool *ret_done, struct pawl_error *err);
/* *ret_known is false where the engine cannot tell. */
int db_lock_holder(struct db *db, const char *name, struct arena *a, struct db_blocker *ret,
		   bool *ret_known, struct pawl_error *err);
/* Empty where the engine cannot tell. */
int db_blockers(struct db *db, int64_t backend, struct arena *a, struct db_blocker **ret,
		size_t *ret_len, struct pawl_error *err);
/* Empty where the engine cannot tell. */
int db_table_sizes(struct db *db, struct arena *a, struct db_table_size **ret, size_t *ret_len,
		   struct pawl_error *err);
int db_locks_held(struct db *db, struct arena *a, struct db_lock **ret, size_t *ret_len,
		  struct pawl_error *err);
int db_storage(struct db *db, struct arena *a, struct db_storage **ret, size_t *ret_len,
	       struct pawl_error *err);
/* *ret_known is false where there is no replica, or nothing can be known of one. */
int db_replica_lag(struct db *db, double *ret, bool *ret_known, struct pawl_error *err);
/* *ret is false where there is nothing to end, PAWL_E_USAGE where the engine has no such call. */
int db_cancel_backend(struct db *db, int64_t backend, bool *ret, struct pawl_error *err);
int db_progress(struct db *db, int64_t backend, struct arena *a, const char **ret,
		struct pawl_error *err);

#endif
