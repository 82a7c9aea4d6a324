/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/pair.h"

#include <string.h>

/* Bytes of the title in front of a last word for the way back; false if it has no such word. */
static bool says_back(const struct name *n, size_t *ret_stem)
{
	return n->role == NAME_UP && n->style == NAME_PLAIN &&
	       name_way(n->title, ret_stem) == NAME_DOWN;
}

/* users, or users_up, of users_down? */
static bool is_way_up_of(const struct name *up, const struct name *back, size_t len)
{
	size_t stem;

	return up->role == NAME_UP && name_way(up->title, &stem) != NAME_DOWN && stem == len &&
	       strncmp(up->title, back->title, len) == 0;
}

/* 001_users_up.sql and 001_users_down.sql, or 001_users.sql and 001_users_rollback.sql. */
static void pair_words(struct name *const *v, size_t n, struct arena *a)
{
	for (size_t i = 0, len; i < n; i++) {
		if (!says_back(v[i], &len))
			continue;
		for (size_t j = 0; j < n; j++) {
			if (!is_way_up_of(v[j], v[i], len))
				continue;
			v[i]->role = NAME_DOWN;
			v[i]->title = v[j]->title = arena_strndup(a, v[i]->title, len);
			break;
		}
	}
}

/* 001_users.sql with 001_down.sql: the number has nothing else. */
static void pair_bare(struct name *const *v)
{
	for (size_t i = 0; i < 2; i++) {
		struct name *back = v[i], *other = v[1 - i];
		size_t len, ignored;

		if (says_back(back, &len) && len == 0 && other->role == NAME_UP &&
		    !says_back(other, &ignored))
			back->role = NAME_DOWN;
	}
}

/* Where a number has one way up its way back is no other's, whatever it is called. */
static void share_title(struct name *const *v, size_t n)
{
	const struct name *up = NULL;

	for (size_t i = 0; i < n; i++) {
		if (v[i]->role != NAME_UP)
			continue;
		if (up != NULL)
			return;
		up = v[i];
	}
	for (size_t i = 0; up != NULL && i < n; i++)
		v[i]->title = up->title;
}

void pair_names(struct name *const *v, size_t n, struct arena *a)
{
	if (n < 2 || v[0]->repeatable)
		return;
	pair_words(v, n, a);
	if (n == 2)
		pair_bare(v);
	share_title(v, n);
}
