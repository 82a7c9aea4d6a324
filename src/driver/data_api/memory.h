/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What MySQL's session would keep for a migration: variables, the database that USE
 * chose, prepared statements. The API has no session that outlasts a transaction, so
 * it is made anew in each. Values are kept, not expressions: SET @n = (SELECT ...) is
 * worked out once.
 *
 *	a statement -> memory_read -> what to ask for -> memory_keep -> memory_write -> SET ...
 */
#ifndef DRIVER_DATA_API_MEMORY_H
#define DRIVER_DATA_API_MEMORY_H

#include "base/buf.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

enum memory_kind {
	MEMORY_VALUE,   /* name = text: @x, @@SESSION.x */
	MEMORY_NAMES,   /* NAMES x, CHARACTER SET x: a part of SET as well */
	MEMORY_ALONE,   /* a statement of its own: USE x, SET ROLE x */
	MEMORY_PREPARED /* PREPARE name FROM text */
};

struct memory_item {
	enum memory_kind kind;
	const char *name;
	const char *text; /* NULL: to be asked for; "": back to what a new session has */
	const char *ask;  /* as what */
};

struct memory {
	struct arena arena;
	VEC(struct memory_item) items; /* as they were set last */
	int64_t insert_id;             /* LAST_INSERT_ID() */
};

/* What a statement does to the session. */
struct memory_change {
	bool any;            /* it is about the session at all */
	const char *instead; /* what to run instead of it, "" for nothing; NULL: itself */
	bool commits_alone, commits_by_hand; /* SET autocommit = 1, = 0 */
	VEC(struct memory_item) items;
	const char *forgotten; /* DEALLOCATE: the name */
	const char *executed;  /* EXECUTE: the name */
};

/* memory_read.c: texts are in the arena */
void memory_read(const char *sql, struct arena *a, struct memory_change *ret);

/* SELECT of what is to be asked for; NULL if nothing is. */
const char *memory_question(const struct memory_change *c, struct arena *a);

/* The answer to it, in literals. */
void memory_keep(struct memory *m, const struct memory_change *c, const char *const *answer);
void memory_forget(struct memory *m);
const char *memory_prepared(const struct memory *m, const char *name);

/* Is there anything to set at all, but what is only prepared? */
bool memory_is_set(const struct memory *m);
/* "a=1,@x='y'", behind what b has. */
void memory_write(const struct memory *m, struct buf *b);

#endif
