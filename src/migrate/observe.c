/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/observe.h"

#include "base/vec.h"

#include <string.h>

static const char *key_of(struct arena *a, const char *schema, const char *table, const char *rest)
{
	return arena_printf(a, "%s.%s %s", schema == NULL ? "" : schema, table == NULL ? "" : table,
			    rest == NULL ? "" : rest);
}

/* "0": it has no rows of its own, as a partitioned table. */
static bool has_id(const struct db_storage *s)
{
	return strcmp(s->id, "0") != 0;
}

static void remember(struct observer *o, const struct db_storage *v, size_t n)
{
	o->stored = (struct map){.arena = &o->own};
	o->ids = (struct map){.arena = &o->own};
	for (size_t i = 0; i < n; i++) {
		map_put(&o->stored, key_of(&o->own, v[i].schema, v[i].table, v[i].index),
			(void *)v[i].id);
		if (v[i].index == NULL && has_id(&v[i]))
			map_put(&o->ids, v[i].id, o);
	}
}

/* A name that is new is a table under another name, or one that was made now. */
static void follow_names(struct observer *o, const struct db_storage *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *key = key_of(&o->own, v[i].schema, v[i].table, NULL);

		if (v[i].index != NULL || map_has(&o->stored, key))
			continue;
		map_put(&o->old, key, has_id(&v[i]) && map_has(&o->ids, v[i].id) ? o : NULL);
	}
}

static bool is_old(const struct observer *o, struct arena *a, const char *schema, const char *table)
{
	return table == NULL || map_get(&o->old, key_of(a, schema, table, NULL)) != NULL;
}

int observer_start(struct observer *o, struct db *db, struct arena *a, struct pawl_error *err)
{
	struct db_storage *v;
	size_t n;
	int rc;

	*o = (struct observer){.db = db, .arena = a};
	o->stored.arena = o->ids.arena = o->old.arena = &o->own;
	o->oids.arena = o->held.arena = &o->own;
	rc = db_storage(db, &o->own, &v, &n, err);
	if (rc != 0)
		return rc;
	remember(o, v, n);
	for (size_t i = 0; i < n; i++) {
		if (v[i].index == NULL)
			map_put(&o->old, key_of(&o->own, v[i].schema, v[i].table, NULL), o);
		if (v[i].index == NULL && v[i].oid != NULL)
			map_put(&o->oids, v[i].oid, &v[i]);
	}
	return 0;
}

void observer_done(struct observer *o)
{
	arena_done(&o->own);
	*o = (struct observer){0};
}

static const char *kept(const struct observer *o, const char *text)
{
	return text == NULL ? "" : arena_strdup(o->arena, text);
}

static bool is_strong(const struct observer *o, const char *mode)
{
	const char *const *weak = db_dialect(o->db)->weak_locks;

	for (size_t i = 0; weak != NULL && weak[i] != NULL; i++)
		if (strcmp(weak[i], mode) == 0)
			return false;
	return true;
}

/* The lock is on a table that was there at the start; one that was dropped gets its name back. */
static bool was_there(struct observer *o, struct db_lock *lock)
{
	const struct db_storage *s;

	if (lock->oid == NULL)
		return is_old(o, &o->own, lock->schema, lock->table);
	s = map_get(&o->oids, lock->oid);
	if (s != NULL && lock->table == NULL) {
		lock->schema = s->schema;
		lock->table = s->table;
	}
	return s != NULL;
}

static int look_at_locks(struct observer *o, struct pawl_rehearsed_statement *st, bool *ret_strong,
			 struct pawl_error *err)
{
	VEC(struct pawl_rehearsed_lock) list = {0};
	struct db_lock *v;
	size_t n;
	int rc = db_locks_held(o->db, &o->own, &v, &n, err);

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < n; i++) {
		const char *key = key_of(&o->own, v[i].schema, v[i].table, v[i].mode);

		if (v[i].oid != NULL)
			key = key_of(&o->own, NULL, v[i].oid, v[i].mode);
		if (!was_there(o, &v[i]) || map_put(&o->held, key, o))
			continue;
		*ret_strong |= is_strong(o, v[i].mode);
		*vec_push(&list, o->arena) = (struct pawl_rehearsed_lock){
			kept(o, v[i].schema), kept(o, v[i].table), kept(o, v[i].mode)};
	}
	st->locks = list.v;
	st->locks_len = list.len;
	return 0;
}

static int look_at_storage(struct observer *o, struct pawl_rehearsed_statement *st,
			   struct pawl_error *err)
{
	VEC(struct pawl_rewritten) list = {0};
	struct db_storage *v;
	size_t n;
	int rc = db_storage(o->db, &o->own, &v, &n, err);

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < n; i++) {
		const char *before =
			map_get(&o->stored, key_of(&o->own, v[i].schema, v[i].table, v[i].index));

		if (before != NULL && strcmp(before, v[i].id) != 0 &&
		    is_old(o, &o->own, v[i].schema, v[i].table))
			*vec_push(&list, o->arena) = (struct pawl_rewritten){
				kept(o, v[i].schema), kept(o, v[i].table), kept(o, v[i].index)};
	}
	follow_names(o, v, n);
	remember(o, v, n);
	st->rewritten = list.v;
	st->rewritten_len = list.len;
	return 0;
}

int observer_look(struct observer *o, bool defines, struct pawl_rehearsed_statement *st,
		  bool *ret_strong, struct pawl_error *err)
{
	int rc = 0;

	*ret_strong = false;
	/* Names first: the locks of a table that was made now are its own affair. */
	if (defines)
		rc = look_at_storage(o, st, err);
	return rc != 0 ? rc : look_at_locks(o, st, ret_strong, err);
}
