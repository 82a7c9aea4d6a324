/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of the runner of tests/golden/diff: databases that are empty again
 * for each case, and what a case says.
 */
#ifndef GOLDEN_DIFF_GOLDEN_H
#define GOLDEN_DIFF_GOLDEN_H

#include "driver/db.h"
#include "model/diff.h"

/* The folder of a case, read. */
struct golden_case {
	const char *dir, *name;
	const char *before, *after; /* SQL; "" where there is no such file */
	const char *expected;       /* NULL: there is none yet */
	const char *expected_down;  /* NULL: not asked for */
	const char *refused;        /* a change says so; then nothing is carried out */
	const char *refused_down;   /* the same of the way back */
	const char *loss;    /* a change says that this can be lost; "none": no change does */
	const char *product; /* for this one only ("MariaDB") */
	int version;         /* the oldest server that it is for */
	bool concurrent, grants, owners;
	bool setup; /* run the folder's setup.sql before it */
};

/* The files of dir; err tells of a line of options that means nothing. */
int golden_case_read(const char *dir, struct arena *a, struct golden_case *ret,
		     struct pawl_error *err);

enum { GOLDEN_DATABASES = 3 };

/* Databases of this process on one server. */
struct golden_bench {
	struct db_url url[GOLDEN_DATABASES];
	struct db *db[GOLDEN_DATABASES]; /* NULL: not opened since it was emptied */
	bool made[GOLDEN_DATABASES];
	const struct driver *driver;
	const struct dialect *dialect;
	struct arena arena;
	const char *setup;    /* SQL run in every fresh database; "" for none */
	const char *clean;    /* SQL that empties a database, or fails; "" for none */
	const char *teardown; /* SQL run in the end in an empty one: what belongs to the server */
};

int golden_bench_open(struct golden_bench *b, const char *url, struct pawl_error *err);
/* Read setup.sql, clean.sql and teardown.sql of a folder, as far as it has them. */
int golden_bench_setup(struct golden_bench *b, const char *root, struct pawl_error *err);
/* Drop the databases and run teardown. */
int golden_finish(struct golden_bench *b, struct pawl_error *err);
/* After a failure, too, no database is left behind. */
void golden_bench_close(struct golden_bench *b);

/* Database i, fresh and empty. */
int golden_fresh(struct golden_bench *b, int i, bool setup, struct pawl_error *err);

/* Run a script, statement by statement. */
int golden_load(struct golden_bench *b, int i, const char *sql, struct pawl_error *err);

/* Run what emit has made, in transactions where the engine has them for DDL. */
int golden_apply(struct golden_bench *b, int i, const struct sql_list *sql, struct pawl_error *err);

int golden_inspect(struct golden_bench *b, int i, struct arena *a, struct schema *ret,
		   struct pawl_error *err);

#endif
