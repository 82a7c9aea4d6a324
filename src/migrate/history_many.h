/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same change to many rows of the history: one statement, repeated with
 * other values, which an engine at the end of a long way runs in a call or two.
 * Of pawl's own tables only: another tool's are written by its statements.
 */
#ifndef MIGRATE_HISTORY_MANY_H
#define MIGRATE_HISTORY_MANY_H

#include "migrate/history.h"

enum history_change {
	HISTORY_ADD,      /* as history_insert_sql(), of what is applied */
	HISTORY_ADOPT,    /* the same, with when and by whom where that is known */
	HISTORY_PAST,     /* a log row alone: that another tool has applied it */
	HISTORY_REMOVE,   /* as history_delete_sql() */
	HISTORY_MEND,     /* what is half done, or edited, counts as applied */
	HISTORY_CHECKSUM, /* the checksum alone */
	HISTORY_TAKE_OVER /* the version of a row that has none yet */
};

struct history_many {
	enum history_change change;
	const char *action;            /* of a log row for each; NULL: none */
	const struct history_entry *v; /* the texts of it that the change is about */
	size_t len;
	int64_t duration_ms; /* of each; -1: NULL */
};

/* Inside the open transaction, all or nothing. */
int history_change_many(struct work *w, const struct history_many *m, struct pawl_error *err);

#endif
