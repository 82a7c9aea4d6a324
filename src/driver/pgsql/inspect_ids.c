/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing, at most half full, as base/map.c does it for text. */
#include "driver/pgsql/inspect_ids.h"

enum { FIRST = 1024 };

static size_t hash(struct id id)
{
	uint64_t h = ((uint64_t)id.oid << 32 | (uint32_t)id.sub) ^ (uint64_t)id.catalog << 20;

	h *= 0x9e3779b97f4a7c15;
	return (size_t)(h ^ h >> 32);
}

static struct id_slot *slot_of(struct id_slot *slots, size_t cap, struct id id)
{
	size_t i = hash(id) & (cap - 1);

	while (slots[i].value != NULL && (slots[i].id.oid != id.oid || slots[i].id.sub != id.sub ||
					  slots[i].id.catalog != id.catalog))
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

static void grow(struct ids *ids, struct arena *a)
{
	size_t cap = ids->cap == 0 ? FIRST : ids->cap * 2;
	struct id_slot *slots = arena_array(a, struct id_slot, cap);

	for (size_t i = 0; i < ids->cap; i++)
		if (ids->slots[i].value != NULL)
			*slot_of(slots, cap, ids->slots[i].id) = ids->slots[i];
	ids->slots = slots;
	ids->cap = cap;
}

void *ids_get(const struct ids *ids, struct id id)
{
	return ids->cap == 0 ? NULL : slot_of(ids->slots, ids->cap, id)->value;
}

void ids_put(struct ids *ids, struct arena *a, struct id id, const void *value)
{
	struct id_slot *slot;

	if (ids->len * 2 >= ids->cap)
		grow(ids, a);
	slot = slot_of(ids->slots, ids->cap, id);
	ids->len += slot->value == NULL;
	*slot = (struct id_slot){id, (void *)value};
}
