/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a statement costs those who use the database meanwhile: which lock it
 * takes on which table, and what is done under it. Knowledge of the engine
 * alone: no server is asked, and how large a table is, is somebody else's to
 * know.
 *
 *	text -> dialect->read() -> actions -> cost_of() -> a struct cost for each table
 */
#ifndef DIALECT_COST_H
#define DIALECT_COST_H

#include "dialect/dialect.h"
#include "dialect/known.h"

/* From the cheapest on. */
enum cost_work {
	COST_CATALOG, /* the table's rows are not looked at */
	COST_ROWS,    /* rows of the statement's own choice are written */
	COST_SCAN,    /* every row is read */
	COST_BUILD,   /* every row is read, and an index made of them */
	COST_REWRITE, /* every row is written anew, with all indexes */
};

struct cost {
	const char *schema, *table; /* table NULL: no single one */
	const char *lock;           /* as the engine names it */
	int strength;               /* among the engine's locks; 0: none */
	bool blocks_reads, blocks_writes;
	enum cost_work work;
	const char *method; /* where the engine has several: "INSTANT", "COPY"; else NULL */
	const char *why;    /* one clause; "" where lock and work say it all */
	const char *loses;  /* what cannot be brought back; NULL if nothing is lost */
	bool guess;         /* it hangs on something that is not known: the worst is assumed */
};

struct cost_list {
	struct cost *v;
	size_t len, cap;
};

struct cost_input {
	const struct dialect *dialect;
	int version;       /* as in struct db_info; 0: a current one */
	bool oracle_mysql; /* MySQL, not MariaDB */
	bool checks_off;   /* foreign keys are not checked in this session (MariaDB, MySQL) */
	const struct known *known; /* before the statement */
	struct arena *arena;
};

/*
 * The costs of a statement, one for each table that was there before: what is
 * done to one made in the same run is free, for it is empty or nobody uses it.
 */
void cost_of(const struct cost_input *in, const struct action_list *actions, struct cost_list *ret);

/* "catalog", "rows", "scan", "build", "rewrite". */
const char *cost_work_name(enum cost_work work);

/* For the dialects. */

/* Add what one action costs: the strongest lock and the most work on a table count. */
void cost_add(const struct cost_input *in, struct cost_list *list, const struct cost *cost);

/* The server's version, or what stands for a current one. */
int cost_version(const struct cost_input *in, int current);

/*
 * What becomes of a column's values when its type changes; *ret_known is false
 * where its type is not known, and then it counts as TYPE_NARROWS.
 */
enum action_type_change cost_retype(const struct cost_input *in, const struct action *a,
				    bool *ret_known);

#endif
