/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random specs and random edits of them. What an engine has is in its table of
 * kinds (sqlite.c, postgres.c, mysql.c); the same seed makes the same pair.
 */
#ifndef PROPERTY_GEN_H
#define PROPERTY_GEN_H

#include "spec.h"

#include <stdint.h>

struct gen {
	struct arena *arena;
	uint64_t state;
	struct spec *spec;
	const struct engine *engine;
	int self;          /* the thing that is made (again) */
	const char *freed; /* the name of what was dropped last, for the next one; NULL: none */
};

enum { KIND_TABLE, KIND_COLUMN }; /* the first two of each engine */

struct gen_kind {
	const char *word;
	bool part;
	int weight; /* 0: not made at random */
	/*
	 * Fill t, whose id, kind and name are set; when it is made again, table and
	 * keep are, too. False if there is nothing to make it of.
	 */
	bool (*make)(struct gen *g, struct thing *t);
	bool own_names; /* never called like something else that was dropped */
};

struct engine {
	const char *name;
	char quote;
	const struct gen_kind *kinds;
	size_t kinds_len;
};

extern const struct engine engine_sqlite, engine_postgres, engine_mysql;

/* Set up a.v and b.v of a seed. */
void gen_pair(const struct engine *engine, uint64_t seed, struct arena *a, struct spec *before,
	      struct spec *after);

/* For the engines: randomness, */
uint32_t gen_below(struct gen *g, uint32_t n);
bool gen_chance(struct gen *g, int percent);
const char *gen_oneof(struct gen *g, const char *const *v, size_t n);
#define ONE_OF(g, ...)                                                                             \
	gen_oneof(g, (const char *const[]){__VA_ARGS__},                                           \
		  sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
/* the text or "", */
#define MAYBE(g, percent, text) (gen_chance(g, percent) ? (text) : "")

/* things to make another of, which do not need the one that is made: NULL if there is none, */
struct thing *gen_pick(struct gen *g, size_t kind);
struct thing *gen_pick_part(struct gen *g, size_t kind, int table);
/* a column of a table whose values are of a family, */
struct thing *gen_column(struct gen *g, int table, int families);
enum family gen_family(const struct gen *g, const struct thing *column);

/* a new thing beside the one that is made (its address is good until the next one), */
struct thing *gen_add(struct gen *g, size_t kind);

/* the table that a thing is in already, or any one; 0 if there is none, */
int gen_table_of(struct gen *g, const struct thing *t);
/*
 * new columns in t's table like those of a key of that kind, and in t->keep the
 * foreign key from them to it (what is there already stays); false if there is none,
 */
bool gen_reference(struct gen *g, struct thing *t, size_t key_kind);

/* and text in the arena. */
const char *gen_text(struct gen *g, const char *fmt, ...) PRINTF(2, 3);
/* The text with "@@" replaced by a reference to t; */
const char *gen_about(struct gen *g, const struct thing *t, const char *text);
/* "CONSTRAINT @0@ ", or nothing. */
const char *gen_constraint(struct gen *g);
/* A list of one to three columns of the table: "@3@, @4@"; NULL if there are none. */
const char *gen_columns(struct gen *g, int table, int families, const char *const *tails,
			size_t tails_len);

#endif
