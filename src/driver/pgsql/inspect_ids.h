/* SPDX-License-Identifier: Apache-2.0 */
/* A hash map from an address in the catalog (catalog, oid, column) to a pointer, in an arena. */
#ifndef DRIVER_PGSQL_INSPECT_IDS_H
#define DRIVER_PGSQL_INSPECT_IDS_H

#include "base/arena.h"

struct id {
	uint32_t catalog, oid;
	int32_t sub;
};

struct id_slot {
	struct id id;
	void *value; /* NULL: a free slot */
};

struct ids {
	struct id_slot *slots;
	size_t len, cap;
};

/* NULL if there is none. */
void *ids_get(const struct ids *ids, struct id id);
void ids_put(struct ids *ids, struct arena *a, struct id id, const void *value);

#endif
