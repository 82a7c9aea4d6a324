/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was renamed: two schemas cannot tell it from a drop and a creation, so
 * it is said (--rename, "-- pawl:rename" in the model), asked, or seen where
 * nothing but the name differs.
 */
#ifndef STATE_RENAME_H
#define STATE_RENAME_H

#include "dialect/dialect.h"
#include "model/schema.h"

/* Said, not yet looked up. Names as "table", "table.column", "schema.table" ... */
struct rename {
	const char *kind; /* NULL where the names tell */
	const char *from, *to;
	const char *file; /* of the comment; NULL: given by the caller */
	unsigned long line;
	bool used; /* something was called so */
};

struct rename_list {
	struct rename *v;
	size_t len, cap; /* grows with vec_push() */
};

/*
 * Add what the comments of an SQL text say: "-- pawl:rename [KIND] old new", or
 * "old=new", or "old -> new". PAWL_E_SYNTAX with the place otherwise.
 */
int rename_scan(const struct lex_rules *lex, const char *name, const char *text, size_t len,
		struct arena *a, struct rename_list *list, struct pawl_error *err);
int rename_scan_file(const struct lex_rules *lex, const char *path, struct arena *a,
		     struct rename_list *list, struct pawl_error *err);

/* An object of from that is gone in to, and one of to that is new. */
struct rename_pair {
	const struct object *old, *new;
};

/* In which order renames are carried out: each wants the ones before to be done. */
enum rename_round {
	RENAME_RELATIONS, /* what has no parent */
	RENAME_COLUMNS,
	RENAME_OTHERS, /* constraints, indexes, triggers */
	RENAME_REST,   /* once more what has no parent: a sequence that belongs to a column */
	RENAME_ROUNDS
};

/* Return 1: renamed; 0: not; -1: nobody can say, which ends it with PAWL_E_USAGE. */
typedef int rename_ask_fn(void *data, const char *kind, const char *from, const char *to);

struct rename_search {
	const struct dialect *dialect;
	const struct schema *from, *to;
	struct rename_list *said;
	rename_ask_fn *ask; /* NULL: nobody */
	void *ask_data;
	/* What was renamed in the rounds before, as said: "users.email" may still be written. */
	const struct rename_pair *done;
	size_t done_len;
};

/* The pairs of one round, in the arena. */
int rename_find(const struct rename_search *s, enum rename_round round, struct arena *a,
		struct rename_pair **ret, size_t *ret_len, struct pawl_error *err);

/* o under the name (and schema) of like, in the arena. */
const struct object *rename_copy(const struct object *o, const struct object *like,
				 struct arena *a);

#endif
