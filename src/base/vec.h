/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing array in an arena. Declare VEC(type) and push; the old storage
 * stays behind in the arena when it grows, which doubling keeps below the size
 * of the final array.
 *
 *	VEC(const char *) names = {0};
 *	*vec_push(&names, arena) = "users";
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#include <string.h>

#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *v;                                                                           \
		size_t len, cap;                                                                   \
	}

/* A pointer to a new zeroed element at the end. */
#define vec_push(vec, arena)                                                                       \
	((vec)->v = vec_grow((vec)->v, (vec)->len, &(vec)->cap, sizeof(*(vec)->v), arena),         \
	 (vec)->len++, &(vec)->v[(vec)->len - 1])

static inline void *vec_grow(void *v, size_t len, size_t *cap, size_t size, struct arena *a)
{
	void *grown;

	if (v != NULL && len < *cap)
		return v;
	*cap = *cap == 0 ? 8 : *cap * 2;
	grown = arena_alloc_array(a, *cap, size);
	if (v != NULL)
		memcpy(grown, v, len * size);
	return grown;
}

#endif
