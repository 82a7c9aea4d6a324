/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a statement has really done, seen from its own connection: the locks that
 * its transaction holds and did not hold before, and the tables and indexes that
 * are kept elsewhere than before.
 */
#ifndef MIGRATE_OBSERVE_H
#define MIGRATE_OBSERVE_H

#include "base/map.h"
#include "driver/db.h"

#include <pawl/rehearse.h>

struct observer {
	struct db *db;
	struct arena *arena; /* of the results */
	struct arena own;
	struct map stored; /* "schema.table.index" -> id, as of the last look */
	struct map ids;    /* of the same */
	struct map old;    /* "schema.table" of tables that were there at the start */
	struct map oids;   /* of the same, where tables have them: struct db_storage */
	struct map held;   /* "table mode" */
};

int observer_start(struct observer *o, struct db *db, struct arena *a, struct pawl_error *err);
void observer_done(struct observer *o);
#define _cleanup_observer_ __attribute__((cleanup(observer_done)))

/*
 * After a statement; defines: it may have changed where things are kept.
 * *ret_strong is set if it took a lock that keeps others waiting, on a table
 * that was there at the start.
 */
int observer_look(struct observer *o, bool defines, struct pawl_rehearsed_statement *st,
		  bool *ret_strong, struct pawl_error *err);

#endif
