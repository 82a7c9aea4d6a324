/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing, FNV-1a 64, at most half full; there is no removal, so no tombstones. */
#include "base/map.h"

#include <string.h>

static uint64_t map_hash(const char *s)
{
	uint64_t h = 0xcbf29ce484222325;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3;
	return h;
}

static struct map_slot *map_slot(struct map_slot *slots, size_t cap, const char *key)
{
	size_t i = map_hash(key) & (cap - 1);

	while (slots[i].key != NULL && strcmp(slots[i].key, key) != 0)
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

static void map_grow(struct map *m)
{
	size_t cap = m->cap == 0 ? 16 : m->cap * 2;
	struct map_slot *slots = arena_array(m->arena, struct map_slot, cap);

	for (size_t i = 0; i < m->cap; i++)
		if (m->slots[i].key != NULL)
			*map_slot(slots, cap, m->slots[i].key) = m->slots[i];
	m->slots = slots;
	m->cap = cap;
}

void *map_get(const struct map *m, const char *key)
{
	return m->cap == 0 ? NULL : map_slot(m->slots, m->cap, key)->value;
}

bool map_has(const struct map *m, const char *key)
{
	return m->cap != 0 && map_slot(m->slots, m->cap, key)->key != NULL;
}

void *map_put(struct map *m, const char *key, void *value)
{
	struct map_slot *slot;
	void *old;

	if (m->len * 2 >= m->cap)
		map_grow(m);
	slot = map_slot(m->slots, m->cap, key);
	if (slot->key == NULL) {
		slot->key = key;
		m->len++;
	}
	old = slot->value;
	slot->value = value;
	return old;
}
