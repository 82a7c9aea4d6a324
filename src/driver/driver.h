/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The contract between pawl and an engine's client library.
 *
 * A driver turns statements into protocol messages and the engine's answers
 * into struct pawl_error; it decides nothing. Callers use driver/db.h, which
 * adds tracing, timing and fault injection around these calls.
 *
 * SQLite is built in; the others are modules (pawl/driver-<name>.so) that
 * export one symbol, driver_module, and carry their own copy of src/base.
 *
 * To add one: src/driver/<name>/, a line in registry.c, meson.build,
 * tests/conformance/<name>.env; the conformance suite tells what is missing.
 */
#ifndef DRIVER_DRIVER_H
#define DRIVER_DRIVER_H

#include "base/arena.h"
#include "base/buf.h"
#include "driver/backup.h"
#include "driver/judge.h"
#include "driver/throwaway.h"
#include "driver/types.h"
#include "driver/url.h"
#include "model/schema.h"
#include "sql/classify.h"

enum { DRIVER_ABI = 7 };

struct driver {
	unsigned abi; /* DRIVER_ABI */
	const char *name;
	const char *dialect;

	/* Must provide. conn is the driver's own. */

	int (*open)(const struct db_url *url, const struct db_options *options,
		    const struct db_host *host, void **ret, struct pawl_error *err);
	void (*close)(void *conn); /* accepts NULL; rolls back what is open */

	/* Facts, valid as long as the connection. */
	const struct db_info *(*info)(void *conn);

	/*
	 * Exactly one statement as one protocol message; rows it returns are read
	 * and dropped. sql[len] is '\0'. *ret_changed is the number of rows changed,
	 * -1 if unknown. A lock timeout or deadlock is PAWL_E_LOCKED, a statement
	 * timeout PAWL_E_TIMEOUT, a lost connection PAWL_E_LOST, host->cancel
	 * PAWL_E_CANCELLED, anything else PAWL_E_SQL with the engine's code, message,
	 * detail and hint; err->line and column hold the place inside the statement
	 * (1-based) where the engine tells one, with err->file empty.
	 */
	int (*exec)(void *conn, const char *sql, size_t len, int64_t *ret_changed,
		    struct pawl_error *err);

	/* One statement with parameters (the dialect's style), its rows into the arena. */
	int (*query)(void *conn, const char *sql, const struct db_param *params, size_t n,
		     struct arena *a, struct db_rows *ret, struct pawl_error *err);

	int (*begin)(void *conn, const struct db_tx *tx, struct pawl_error *err);
	int (*commit)(void *conn, struct pawl_error *err);
	int (*rollback)(void *conn, struct pawl_error *err); /* fine when none is open */

	/* As the engine itself tells: inside a transaction, and whether it has failed. */
	bool (*in_transaction)(void *conn);
	bool (*tx_failed)(void *conn);

	/*
	 * Time limits in milliseconds, 0 for none, for what follows on this
	 * connection; local: until the end of the open transaction only.
	 */
	int (*set_timeouts)(void *conn, int64_t lock_ms, int64_t statement_ms, bool local,
			    struct pawl_error *err);

	/* Role, search_path, settings back to what they were after open (locks stay). */
	int (*reset)(void *conn, struct pawl_error *err);
	/* May, and should, reset run before the commit of the transaction that changed them? */
	bool reset_in_transaction;

	/* Never waits: a lock by name that lives as long as the connection (or process). */
	int (*try_lock)(void *conn, const char *name, bool *ret_got, struct pawl_error *err);
	int (*unlock)(void *conn, const char *name, struct pawl_error *err);

	/* Does the table exist? schema NULL: where unqualified names resolve. */
	int (*table_exists)(void *conn, const char *schema, const char *table, bool *ret,
			    struct pawl_error *err);
	/* Column names of a table, in order, in the arena. */
	int (*table_columns)(void *conn, const char *schema, const char *table, struct arena *a,
			     const char *const **ret, size_t *ret_len, struct pawl_error *err);
	/* Does it hold no tables, views or routines of a user's, except those named? */
	int (*is_fresh)(void *conn, const char *const *except, size_t n, bool *ret,
			struct pawl_error *err);

	/*
	 * A text that changes when the objects that the statement is about change in
	 * the catalog (existence, definition, validity), in the arena. Run before and
	 * after a kill, it tells whether the statement took effect. A statement about
	 * nothing in the catalog gives "".
	 */
	int (*fingerprint)(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
			   struct arena *a, const char **ret, struct pawl_error *err);

	/* The database itself, by a connection to a maintenance database. */
	int (*database_exists)(const struct db_url *url, const struct db_host *host, bool *ret,
			       struct pawl_error *err);
	int (*database_create)(const struct db_url *url, const struct db_host *host,
			       struct pawl_error *err);
	int (*database_drop)(const struct db_url *url, const struct db_host *host, bool force,
			     struct pawl_error *err);

	/* Savepoints after which a transaction had better be committed; 0 for as many as you like. */
	size_t savepoints;
	/* Characters of a statement that is not refused for its length alone; 0: no such limit. */
	size_t statement_longest;

	/* May provide, else NULL. */

	/*
	 * The catalog of a user's objects, in a number of queries that does not depend
	 * on the number of objects. Names in the default schema (info's) carry no schema,
	 * so that two databases compare equal whose default schemas have different
	 * names. What belongs to an extension is left out.
	 */
	int (*inspect)(void *conn, const struct inspect_options *o, struct arena *a,
		       struct schema *ret, struct pawl_error *err);

	/* Where the comparison of schemas loads what is no database. */
	const struct driver_scratch *scratch;

	/*
	 * Several statements in as few round trips as the protocol allows, inside an
	 * open transaction; stops at the first that fails. *ret_done is the number
	 * that succeeded, also on failure.
	 */
	int (*exec_batch)(void *conn, const struct db_statement *v, size_t n, size_t *ret_done,
			  struct pawl_error *err);

	/*
	 * A statement with parameters that changes rows, once for each of sets values of
	 * them, v[set * params + n], in order and in as few round trips as the protocol
	 * allows, inside an open transaction. The parameters are texts: others need a cast.
	 */
	int (*repeat)(void *conn, const char *sql, const struct db_param *v, size_t params,
		      size_t sets, struct pawl_error *err);

	/* COPY ... FROM stdin: begin sends the statement, data may be called many times. */
	int (*copy_begin)(void *conn, const char *sql, size_t len, struct pawl_error *err);
	int (*copy_data)(void *conn, const char *data, size_t len, struct pawl_error *err);
	int (*copy_end)(void *conn, bool ok, int64_t *ret_changed, struct pawl_error *err);

	/*
	 * After a statement that ran outside a transaction failed or was cut off:
	 * remove what it left half done (an invalid index), so that it can run again.
	 * *ret_done is set when it turns out to have taken effect in full. before is
	 * the fingerprint taken before it ran.
	 */
	int (*heal)(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
		    const char *before, bool *ret_done, struct pawl_error *err);

	/* Who holds a lock of try_lock()'s; *ret_known is false when that cannot be found out. */
	int (*lock_holder)(void *conn, const char *name, struct arena *a, struct db_blocker *ret,
			   bool *ret_known, struct pawl_error *err);

	/* Who keeps backend waiting now, asked over another connection. */
	int (*blockers)(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
			size_t *ret_len, struct pawl_error *err);
	/* blockers() asks the system, not the server: a busy connection will do. */
	bool blockers_outside;

	/*
	 * End what backend runs, or the session where it runs nothing and so can only hold
	 * locks, asked over another connection; *ret is false where it has gone.
	 */
	int (*cancel_backend)(void *conn, int64_t backend, bool *ret, struct pawl_error *err);

	/* Seconds the slowest replica is behind, asked of this server; *ret_known is false if it has none. */
	int (*replica_lag)(void *conn, double *ret, bool *ret_known, struct pawl_error *err);

	/* All tables of users, in a number of queries that does not depend on theirs. */
	int (*table_sizes)(void *conn, struct arena *a, struct db_table_size **ret, size_t *ret_len,
			   struct pawl_error *err);

	/* What the open transaction of this connection has locked, the system's own tables left out. */
	int (*locks_held)(void *conn, struct arena *a, struct db_lock **ret, size_t *ret_len,
			  struct pawl_error *err);

	/* Of all tables and indexes of users, as this connection's transaction sees them. */
	int (*storage)(void *conn, struct arena *a, struct db_storage **ret, size_t *ret_len,
		       struct pawl_error *err);

	/* Copies of a whole database, and back. */
	const struct driver_backup *backup;

	/* Its opinion of statements. */
	const struct driver_judge *judge;

	/* One line on how far backend's running statement is, NULL if unknown. */
	int (*progress)(void *conn, int64_t backend, struct arena *a, const char **ret,
			struct pawl_error *err);
};

/* By URL scheme; loads the module where there is one. */
int driver_find(const char *scheme, const struct driver **ret, struct pawl_error *err);

/* NULL: it is in a module, which driver_find() would load. */
const struct driver *driver_built_in(const char *scheme);

/* For tests: also found, under its own name, until it is taken away with NULL. */
void driver_set_extra(const struct driver *d);

#endif
