/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must hold of any two schemas: a dump of one leads from an empty database
 * to it, the way from one to the other leads there, and nothing is left to do
 * then. Used of cases that were written (diff_golden.c) and of random ones
 * (tests/property).
 */
#ifndef GOLDEN_DIFF_PAIR_H
#define GOLDEN_DIFF_PAIR_H

#include "golden.h"

enum { PAIR_A, PAIR_B, PAIR_C }; /* databases: one, the other, and room for a dump */

struct pair {
	struct golden_bench *bench;
	const char *name; /* for the messages */
	bool setup;       /* run the folder's setup.sql in each database */
	struct arena arena;
	struct schema a, b; /* as read */
	struct diff_options options;
	struct buf out; /* what was complained of */
};

/* The SQL of a way from one schema to another. */
struct pair_way {
	struct changes changes;
	struct sql_list sql;
	const char *text;
};

void pair_done(struct pair *p);

void pair_find_way(struct pair *p, const struct diff_options *o, const struct schema *from,
		   const struct schema *to, struct pair_way *ret);
/* Of the first change that is refused; NULL if none is. */
const char *pair_refusal(const struct pair_way *w);

/* These return 1, so that they can be what a check returns; sql may be NULL. */
int pair_complain(struct pair *p, const char *property, const char *what, const char *sql);
int pair_complain_of(struct pair *p, const char *property, const struct pawl_error *err,
		     const char *sql);

/* 0, or 1 after a complaint. */
int pair_check_dump(struct pair *p, const char *property, const struct schema *s);
/* Carries w out on database A, which must then be as to is. */
int pair_check_way(struct pair *p, const char *property, const struct pair_way *w,
		   const struct schema *to);

#endif
