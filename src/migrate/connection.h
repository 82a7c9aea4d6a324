/* SPDX-License-Identifier: Apache-2.0 */
/* The connection a call works on: opened with the session file run, and brought back to that state. */
#ifndef MIGRATE_CONNECTION_H
#define MIGRATE_CONNECTION_H

#include "migrate/settings.h"

/* What a session asks of each of its connections to a database. */
struct db_options connection_options(const struct settings *s);

/* Open w->db; the history tables are resolved as well. */
int connection_open(struct work *w, const struct db_options *options, const struct db_host *host,
		    struct pawl_error *err);

/* The same for a w->db that somebody has opened. */
int connection_prepare(struct work *w, struct pawl_error *err);

/* db_reset(), then the session file once more. */
int connection_reset(struct work *w, struct pawl_error *err);

#endif
