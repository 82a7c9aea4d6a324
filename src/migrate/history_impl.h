/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the history share: how a row is written. */
#ifndef MIGRATE_HISTORY_IMPL_H
#define MIGRATE_HISTORY_IMPL_H

#include "migrate/history.h"

/* The first %s is the table, that of a row's second one a column more. */
#define INSERT_ROW                                                                                 \
	"INSERT INTO %s (filename, applied_at, version, kind, checksum, state, applied_by, "       \
	"environment, pawl_version, down_sql, statements_done, duration_ms%s) VALUES ("
#define INSERT_LOG                                                                                 \
	"INSERT INTO %s (logged_at, action, version, filename, checksum, done_by, client, "        \
	"environment, error, pawl_version, duration_ms) VALUES ("

static inline void add_literal(const struct work *w, struct buf *b, const char *separator,
			       const char *text)
{
	buf_adds(b, separator);
	dialect_literal(w->dialect, b, text);
}

/*
 * history_down.c: the down script as a literal, or the part of it that a statement
 * takes; the rest of it is returned, for the statements that the other call adds.
 */
const char *history_down_literal(const struct work *w, struct buf *b, const char *separator,
				 const char *down_sql);
void history_down_rest(const struct work *w, struct buf *b, const char *filename, const char *rest);

/* "while writing the history to ..." */
void history_context(const struct work *w, struct pawl_error *err);

#endif
