/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the log says of migrations that were taken over from another tool's table, or
 * recorded by hand: where the two histories differ on those, somebody has said so.
 */
#ifndef MIGRATE_ADOPTED_H
#define MIGRATE_ADOPTED_H

#include "migrate/history.h"
#include "migrate/set.h"

struct adopted {
	size_t len;             /* how many were taken over */
	struct map by_filename; /* of these, and of those recorded by hand -> adopted_last() */
};

/* own is the history just read; none without one. */
int adopted_read(struct work *w, const struct history *own, struct adopted *ret,
		 struct pawl_error *err);

/* Has the tool applied it since? theirs is a row of its table, own as it was read. */
bool adopted_is_news(const struct adopted *adopted, const struct history *own,
		     const struct set *set, const struct history_row *theirs);

/* Taken over, but reverted by pawl since, so that what the tool's table says is out of date. */
bool adopted_is_reverted(const struct adopted *adopted, const char *filename);

/* Does the row stand because the tool's table said so, which says so no longer? */
bool adopted_is_taken_back(const struct adopted *adopted, const struct set *set,
			   const struct history *theirs, const struct history_row *own);

#endif
