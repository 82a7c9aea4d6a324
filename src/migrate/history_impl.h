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

/* "while writing the history to ..." */
void history_context(const struct work *w, struct pawl_error *err);

#endif
