/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The steps that lead from one schema to another: what diff makes, order puts
 * in sequence, and a dialect's emit turns into SQL.
 */
#ifndef MODEL_CHANGE_H
#define MODEL_CHANGE_H

#include "model/schema.h"

enum change_op {
	CHANGE_CREATE, /* old is NULL */
	CHANGE_DROP,   /* new is NULL */
	CHANGE_ALTER,  /* both: attributes[] differ, or parts[] do */
	CHANGE_RENAME, /* both; nothing else differs */
};

struct change {
	enum change_op op;
	const struct object *old, *new;

	/* ALTER: which attributes of the object itself differ. */
	const enum attribute *attributes;
	size_t attributes_len;

	/*
	 * Changes of children that this one's statement carries out: columns and
	 * constraints within CREATE TABLE, and where the dialect says so also within
	 * ALTER TABLE. In the order of the new table, drops first.
	 */
	struct change *const *parts;
	size_t parts_len;

	/*
	 * Half of a pair DROP and CREATE that stands for one object that cannot be
	 * altered, or that stood in the way of another change.
	 */
	bool again;
	/* CREATE: what it belongs to is made by the same changes, so there is nothing in it yet. */
	bool fresh;
	/* DROP: what inherits it keeps it, as its own. */
	bool heirs_stay;
	/*
	 * A column's DEFAULT on its own, because something it needs is not there yet or
	 * is dropped in between: ALTERs of the attribute DEFAULT that take it away early
	 * or set it later, and a CREATE without it. An IDENTITY goes early likewise. emit has nothing to do for that: the
	 * old or new object is a copy that lacks the DEFAULT.
	 */
	bool default_early, default_later;

	/* Set by the dialect's judge; arena text. */
	const char *loss;    /* in one clause, which data can be lost; NULL if none */
	const char *refusal; /* why it cannot be done; NULL if it can */
	const char *advice;  /* what to do then, or beside it; NULL if nothing */
};

struct changes {
	struct change *const *v;
	size_t len;
};

/* One statement of the SQL for a change, without its terminator. */
struct change_sql {
	const char *sql;
	bool alone; /* the engine refuses it inside a transaction, or its effect needs a commit */
};

struct sql_list {
	struct change_sql *v;
	size_t len, cap; /* grows with vec_push() */
};

#endif
