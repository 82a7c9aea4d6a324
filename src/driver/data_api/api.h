/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the RDS Data API's drivers share.
 *
 *	driver.h's calls -> conn, statement, transaction, repeat -> call -> http, json
 *	       \-> postgres* or mysql* -^                           ^ credentials
 *
 * There are two of them, a module each: Aurora PostgreSQL's and Aurora MySQL's. What
 * is one engine's stands in postgres*.c or mysql*.c behind the one api_engine that a
 * module has; all other files are part of both.
 *
 * A call is one request that says everything: cluster, secret, database. Between
 * calls there is no session but within a transaction, whose number goes along. What
 * this connection is to its caller is kept here: the open transaction, whether it
 * has failed, the time limits that the next one gets.
 *
 * Each statement begins with a comment that has the connection's number, by which
 * the server's list of sessions knows it again: to cancel it, to see whether it still
 * runs, and who keeps it waiting.
 */
#ifndef DRIVER_DATA_API_API_H
#define DRIVER_DATA_API_API_H

#include "driver/data_api/credentials.h"
#include "driver/data_api/http.h"
#include "driver/data_api/json.h"
#include "driver/data_api/memory.h"
#include "driver/data_api/words.h"
#include "driver/mysqld/mysqld.h"
#include "driver/pgsql/pgsql.h"

/* The API's own limits (Aurora User Guide, "Limitations for the Amazon RDS Data API"). */
enum {
	API_SQL_LONGEST = 65536,   /* characters of a statement */
	API_STATEMENT_S = 45,      /* what a call may take */
	API_TRANSACTION_S = 180,   /* between two calls of a transaction */
	API_REQUEST_MOST = 4 << 20 /* bytes of a request */
};

struct api {
	union {
		struct pgsql pgsql;   /* first: see pgsql.h */
		struct mysqld mysqld; /* see mysqld.h */
	};
	struct db_info *info;       /* of either */
	struct db_url url;          /* a copy: the caller's need not live on */
	const struct db_host *host; /* NULL if the caller offers nothing */
	struct arena arena;         /* what info points to */
	struct http *http;
	struct credentials credentials;
	const char *endpoint, *region, *resource, *secret, *database;
	const char *search_path; /* of every transaction; NULL: the role's */
	struct memory memory;    /* Aurora MySQL: what no session keeps */
	char *marker;            /* pawl's comment, in front of every statement */
	char *transaction;       /* NULL if none is open */
	bool failed;             /* the transaction has failed */
	bool alone;              /* the transaction is there for one statement, with its settings */
	bool read_only;
	bool by_hand; /* SET autocommit = 0: a statement begins a transaction */
	bool reading; /* the transaction is pawl's own, and may be begun again */
	bool lost;    /* an answer is lost: nobody knows what has been done */
	bool awake;   /* the cluster has answered a call */
	bool refused; /* the last call, for good */
	bool deaf;    /* the running call may not be cancelled */
	int connect_timeout;
	int64_t lock_ms, statement_ms; /* of transactions to come; 0: none */
	int64_t ticked_ms;
};

struct api_call;

/* What the calls of a module's engine need to know of it. */
struct api_engine {
	const char *name;        /* as a URL's engine= says it */
	const char *other;       /* the one that it may be taken for */
	const char *maintenance; /* where other databases are made from; "": none has to be named */
	const char *const *ddl;  /* first words of what goes on behind a call's time limit */
	bool fails_whole;        /* a statement that fails takes its transaction along */
	const char *without_rows; /* what to write so that a SELECT has no rows */
	const char *booleans[2];  /* as the server writes them */

	/* Text around a marker, and around a session's number. */
	const char *running[2]; /* the numbers of sessions that run a statement with that marker */
	const char *stop[2];    /* end what a session runs */

	/* Set up the engine's part of a new connection, and what the first question tells. */
	void (*start)(struct api *api);
	int (*greet)(struct api *api, struct pawl_error *err);

	/* As in struct driver. */
	int (*query)(void *conn, const char *sql, const struct db_param *params, size_t n,
		     struct arena *a, struct db_rows *ret, struct pawl_error *err);

	/* The settings of a transaction that has just begun; modes as behind SET TRANSACTION. */
	int (*settle)(struct api *api, const char *modes, struct pawl_error *err);
	void (*add_timeouts)(const struct api *api, struct buf *b, int64_t lock_ms,
			     int64_t statement_ms);

	/* The dialect's parameters as the API names them: :p1, :p2 ... */
	void (*name_params)(struct buf *b, const char *sql, size_t n);

	/*
	 * The error of a statement, whose text may be written to; *ret is its code then. False
	 * if it is none.
	 */
	bool (*complain)(struct api *api, const struct api_call *call, char *text, int *ret,
			 struct pawl_error *err);

	const char *database_listed; /* a query that has a row if there is one of that name */
	void (*database_create)(struct buf *b, const char *name);
	int (*database_drop)(struct api *api, const char *name, bool force, struct pawl_error *err);
};

extern const struct api_engine api_engine;

/* call.c */

enum api_operation { API_EXECUTE, API_BATCH, API_BEGIN, API_COMMIT, API_ROLLBACK };

/* Has it a statement? */
static inline bool api_has_sql(enum api_operation operation)
{
	return operation == API_EXECUTE || operation == API_BATCH;
}

struct api_call {
	enum api_operation operation;
	const char *sql;           /* of a statement; the marker goes in front */
	size_t len;                /* of it */
	size_t shift;              /* characters in front of the caller's own text */
	size_t own;                /* bytes of that text; 0: places of errors are nobody's */
	struct json_params params; /* :p1, :p2 ...; in sets for API_BATCH */
	bool outside;              /* of the open transaction */
	bool described;            /* with the columns of its rows */
	bool goes_on;              /* behind the time limit, which is PAWL_E_TIMEOUT then as well */
};

/* *ret is the answer's body; retried while the cluster resumes or is busy. */
int api_call(struct api *api, const struct api_call *call, struct buf *ret, struct pawl_error *err);
/* The answer's rows into the arena. */
int api_execute(struct api *api, const struct api_call *call, struct arena *a,
		struct json_result *ret, struct pawl_error *err);
bool api_stopped(const struct api *api);

/* error.c */

#define API_TRANSACTION_GONE "the transaction has ended at the server"

enum api_answer {
	API_FAILED,  /* for good: err is filled */
	API_AGAIN,   /* it was not done: the same call again, in a while */
	API_RENEW,   /* the same, with new credentials */
	API_TOO_LONG /* the time limit of a statement */
};

/* What an answer that is no success asks for; err is filled in any case. */
enum api_answer api_judge(struct api *api, const struct api_call *call,
			  const struct http_answer *answer, int *ret_code, struct pawl_error *err);

/* statement.c */

/* PAWL_E_LIMIT for what the API refuses for its length, PAWL_E_SYNTAX for what is not UTF-8. */
int api_check_text(const struct api *api, const char *sql, size_t len, struct pawl_error *err);
/* A statement of the caller's, as it is. */
int api_run_one(struct api *api, const char *sql, size_t len, int64_t *ret_changed,
		struct pawl_error *err);
/* In a transaction of its own, which has the settings; rolled back where it fails. */
int api_run_with_settings(struct api *api, const char *sql, size_t len, int64_t *ret_changed,
			  struct pawl_error *err);
/* pawl's own statement, without rows. */
int api_run(struct api *api, const char *sql, struct pawl_error *err);
/* The rows of pawl's own question as the API answers it. */
int api_ask(struct api *api, const struct api_call *call, struct arena *a, struct db_rows *ret,
	    struct pawl_error *err);

/* repeat.c */
int api_repeat(void *conn, const char *sql, const struct db_param *v, size_t params, size_t sets,
	       struct pawl_error *err);

/* transaction.c */
/* modes as the engine's settle() takes them; NULL for the usual ones. */
int api_begin_as(struct api *api, const char *modes, struct pawl_error *err);
int api_begin(void *conn, const struct db_tx *tx, struct pawl_error *err);
int api_commit(void *conn, struct pawl_error *err);
int api_rollback(void *conn, struct pawl_error *err);
/* COMMIT or ROLLBACK as a file has it; rest is what follows, by which both may mean something else. */
int api_end(struct api *api, const char *rest, bool commit, struct pawl_error *err);
bool api_in_transaction(void *conn);
bool api_tx_failed(void *conn);
int api_set_timeouts(void *conn, int64_t lock_ms, int64_t statement_ms, bool local,
		     struct pawl_error *err);
/* session.c: the server's session that works for us, by the marker */

/* Stop what this connection has running; never fails. */
void api_cancel(struct api *api);
/* Wait until the statement that is running has ended; its outcome stays unknown. */
int api_await(struct api *api, struct pawl_error *err);
/* The server's number of the session that works for a connection; 0 if none does. */
int api_session(struct api *api, int64_t backend, int64_t *ret, struct pawl_error *err);

/* target.c: which cluster a URL means */
int api_target(struct api *api, struct pawl_error *err);

/* database.c */
int api_database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
			struct pawl_error *err);
int api_database_create(const struct db_url *url, const struct db_host *host,
			struct pawl_error *err);
int api_database_drop(const struct db_url *url, const struct db_host *host, bool force,
		      struct pawl_error *err);

/* conn.c: driver.h's calls that ask no engine */

/* A connection that has not called yet; database NULL: the URL's. */
int api_new(const struct db_url *url, const struct db_host *host, const char *database,
	    struct api **ret, struct pawl_error *err);
/* err again, or what it means where the cluster is the other engine's. */
int api_explain(struct api *api, int rc, struct pawl_error *err);
int api_open(const struct db_url *url, const struct db_options *options, const struct db_host *host,
	     void **ret, struct pawl_error *err);
void api_close(void *conn);
const struct db_info *api_info(void *conn);
int api_try_lock(void *conn, const char *name, bool *ret_got, struct pawl_error *err);
int api_unlock(void *conn, const char *name, struct pawl_error *err);

#endif
