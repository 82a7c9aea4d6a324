/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is to be done, and what it will cost: for each statement the locks that
 * it takes, the work done under them, how large the tables are, and about how
 * long it will take. Nothing is changed and nothing is run.
 */
#ifndef PAWL_PLAN_H
#define PAWL_PLAN_H

#include <pawl/migrate.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pawl_plan_options {
	size_t size;
	const char *target; /* as for pawl_up() */
	/* Bytes a second that the server reads, for the estimates; 0 means 100 MB/s. */
	int64_t throughput;
};

/* What a statement does to one table that is there already. */
struct pawl_cost {
	const char *schema;              /* "" for the default one */
	const char *table;               /* "" where it is no single one */
	const char *lock;                /* as the engine names it: "ACCESS EXCLUSIVE" */
	int blocks_reads, blocks_writes; /* of everybody else */
	const char *work;    /* "catalog", "rows", "scan", "build" (an index), "rewrite" */
	const char *method;  /* MariaDB, MySQL: "INSTANT", "INPLACE", "COPY"; else "" */
	const char *why;     /* one clause, "" if there is no more to say */
	const char *loses;   /* what cannot be brought back; NULL if nothing is lost */
	int guess;           /* something was not known, and the worst is assumed */
	int64_t rows, bytes; /* by the engine's statistics, -1 where they do not tell */
	int64_t estimate_ms; /* an order of magnitude; -1 where it is not known */
};

struct pawl_plan_statement {
	unsigned long line, column;
	const char *kind; /* "alter table" */
	const char *text; /* its beginning, on one line */
	int understood;   /* 0: it could not be read, or runs code: it may cost anything */
	struct pawl_cost *costs;
	size_t costs_len;
};

struct pawl_plan_migration {
	struct pawl_step step;
	const char *irreversible; /* why there is no way back; NULL if there is one */
	struct pawl_plan_statement *statements;
	size_t len;
};

struct pawl_plan {
	struct pawl_plan_migration *migrations;
	size_t len;
	const char *from, *to; /* current version before and after, "" for none */
	int64_t throughput;    /* that the estimates are made with */
	const char *note;      /* why the costs are not known; "" if they are */
};

/* o may be NULL. */
PAWL_API int pawl_plan(struct pawl_session *s, const struct pawl_plan_options *o,
		       struct pawl_plan **ret, struct pawl_error *err);
PAWL_API void pawl_plan_free(struct pawl_plan *plan);

#ifdef __cplusplus
}
#endif
#endif
