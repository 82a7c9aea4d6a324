/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash map from text to pointer, in an arena. Keys are borrowed and must live
 * as long as the map. Zero-initialise with the arena set:
 *
 *	struct map m = {.arena = a};
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

#include <stdbool.h>

struct map_slot {
	const char *key;
	void *value;
};

struct map {
	struct arena *arena;
	struct map_slot *slots;
	size_t len, cap;
};

/* The value behind key, NULL if there is none. */
void *map_get(const struct map *m, const char *key);

bool map_has(const struct map *m, const char *key);

/* Set key; returns the value that stood there before, else NULL. */
void *map_put(struct map *m, const char *key, void *value);

#endif
