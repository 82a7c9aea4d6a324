/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps what runs in a temporary schema out of the rest of the database, which
 * is a real one: a statement that names another schema, or something that lies
 * in no schema, is refused before it is sent. In a temporary database it keeps it
 * out of the server's other databases, in one in memory out of all files.
 */
#ifndef STATE_GUARD_H
#define STATE_GUARD_H

#include "driver/db.h"

struct guard {
	const struct dialect *dialect;
	struct map schemas; /* of the database, but for those of the system */
	const char *own;
	bool database;       /* own is a database, not a schema */
	bool names_lead_out; /* a.b may be a table of another schema or database a */
	bool memory;         /* the database is no file */
};

/* Set it on db, whose database (database) or default schema is own. guard and own must outlive db. */
int guard_set(struct guard *guard, struct db *db, const char *own, bool database, struct arena *a,
	      struct pawl_error *err);

/* The same for a db in memory. */
void guard_set_memory(struct guard *guard, struct db *db);

/* As struct db_guard's check; data is a struct guard. */
int guard_check(void *data, const char *sql, size_t len, struct pawl_error *err);

#endif
