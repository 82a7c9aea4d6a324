/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A database that another tool has migrated and that pawl knows nothing of yet, or where
 * it has gone on since: to run the tool's folder there would run that a second time.
 */
#ifndef MIGRATE_UNADOPTED_H
#define MIGRATE_UNADOPTED_H

#include "migrate/history.h"
#include "migrate/set.h"

struct unadopted {
	const char *tool, *table; /* NULL: there is nothing of the kind */
	size_t len;        /* migrations that the table says are applied, and ours does not */
	const char *guess; /* the layout that the folder may as well be of; or NULL */
	bool again;        /* others have been taken over before */
	size_t taken_back; /* of those: the table has them no longer */
};

/*
 * own is the history just read; where that has rows, but none that were taken over, nothing
 * is asked. A folder of a tool's
 * is looked up in that tool's table. One that was only taken for that, or for pawl's own,
 * since its names fit, is another tool's where a table of that has rows of its files.
 */
int unadopted_find(struct work *w, const struct set *set, const struct history *own,
		   struct unadopted *ret, struct pawl_error *err);

/* PAWL_E_HISTORY where there is one whose len is not 0. */
int unadopted_refuse(struct work *w, const struct set *set, const struct history *own,
		     struct pawl_error *err);

#endif
