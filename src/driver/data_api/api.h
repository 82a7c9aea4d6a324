/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the RDS Data API's driver share.
 *
 *	driver.h's calls -> conn, statement, transaction, query, repeat -> call -> http, json
 *	                                                                    ^ credentials
 *
 * A call is one request that says everything: cluster, secret, database. Between
 * calls there is no session but within a transaction, whose number goes along. What
 * this connection is to its caller is kept here: the open transaction, whether it
 * has failed, the time limits that the next one gets.
 *
 * Each statement begins with a comment that has the connection's number, by which
 * pg_stat_activity knows it again: to cancel it, to see whether it still runs, and
 * who keeps it waiting.
 */
#ifndef DRIVER_DATA_API_API_H
#define DRIVER_DATA_API_API_H

#include "driver/data_api/credentials.h"
#include "driver/data_api/http.h"
#include "driver/data_api/json.h"
#include "driver/pgsql/pgsql.h"

/* The API's own limits (Aurora User Guide, "Limitations for the Amazon RDS Data API"). */
enum {
	API_SQL_LONGEST = 65536,   /* characters of a statement */
	API_STATEMENT_S = 45,      /* what a call may take */
	API_TRANSACTION_S = 180,   /* between two calls of a transaction */
	API_REQUEST_MOST = 4 << 20 /* bytes of a request */
};

struct api {
	struct pgsql pgsql;         /* first: see pgsql.h */
	struct db_url url;          /* a copy: the caller's need not live on */
	const struct db_host *host; /* NULL if the caller offers nothing */
	struct arena arena;         /* what info points to */
	struct http *http;
	struct credentials credentials;
	const char *endpoint, *region, *resource, *secret, *database;
	const char *search_path; /* of every transaction; NULL: the role's */
	char *marker;            /* pawl's comment, in front of every statement */
	char *transaction;       /* NULL if none is open */
	bool failed;             /* the transaction has failed */
	bool read_only;
	bool lost;  /* an answer is lost: nobody knows what has been done */
	bool awake; /* the cluster has answered a call */
	bool deaf;  /* the running call may not be cancelled */
	int connect_timeout;
	int64_t lock_ms, statement_ms; /* of transactions to come; 0: none */
	int64_t ticked_ms;
};

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
int api_exec(void *conn, const char *sql, size_t len, int64_t *ret_changed, struct pawl_error *err);
/* pawl's own statement, without rows. */
int api_run(struct api *api, const char *sql, struct pawl_error *err);
/* The first word is that word. */
bool api_begins(const char *sql, const char *word);

/* query.c */
/* The dialect's $1 as the API takes it: a literal, or :p1; params NULL: always the latter. */
void api_add_sql(struct buf *b, const char *sql, const struct db_param *params, size_t n);
int api_query(void *conn, const char *sql, const struct db_param *params, size_t n, struct arena *a,
	      struct db_rows *ret, struct pawl_error *err);
int api_read(void *conn, const struct pgsql_read *v, size_t n, const struct pgsql_reader *reader,
	     struct pawl_error *err);

/* repeat.c */
int api_repeat(void *conn, const char *sql, const struct db_param *v, size_t params, size_t sets,
	       struct pawl_error *err);

/* transaction.c */
/* modes as behind SET TRANSACTION; NULL for the usual ones. */
int api_begin_as(struct api *api, const char *modes, struct pawl_error *err);
int api_begin(void *conn, const struct db_tx *tx, struct pawl_error *err);
int api_commit(void *conn, struct pawl_error *err);
int api_rollback(void *conn, struct pawl_error *err);
bool api_in_transaction(void *conn);
bool api_tx_failed(void *conn);
int api_set_timeouts(void *conn, int64_t lock_ms, int64_t statement_ms, bool local,
		     struct pawl_error *err);
/* Are there settings, which only a transaction can have? */
bool api_has_settings(const struct api *api);

/* session.c: the server's session that works for us, by the marker */

/* Stop what this connection has running; never fails. */
void api_cancel(struct api *api);
/* Wait until the statement that is running has ended; its outcome stays unknown. */
int api_await(struct api *api, struct pawl_error *err);
int api_blockers(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
		 size_t *ret_len, struct pawl_error *err);
int api_progress(void *conn, int64_t backend, struct arena *a, const char **ret,
		 struct pawl_error *err);

/* target.c: which cluster a URL means, and databases of it */
int api_target(struct api *api, struct pawl_error *err);
int api_database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
			struct pawl_error *err);
int api_database_create(const struct db_url *url, const struct db_host *host,
			struct pawl_error *err);
int api_database_drop(const struct db_url *url, const struct db_host *host, bool force,
		      struct pawl_error *err);

/* conn.c */

/* A connection that has not called yet; database NULL: the URL's. */
int api_new(const struct db_url *url, const struct db_host *host, const char *database,
	    struct api **ret, struct pawl_error *err);
void api_close(void *conn);

#endif
