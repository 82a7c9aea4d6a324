/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalog is built in passes over the schema's objects, each of them linear
 * in objects and edges; the order of everything comes from the schema's own
 * order or from names, so that it never depends on addresses.
 */
#include "docgen/catalog.h"

#include <stdlib.h>
#include <string.h>

bool catalog_is_table(enum object_kind kind)
{
	return kind == OBJECT_TABLE || kind == OBJECT_FOREIGN_TABLE || kind == OBJECT_VIRTUAL_TABLE;
}

struct table *catalog_table(const struct catalog *c, const struct object *o)
{
	return c->by_object[o->index];
}

static int compare_text(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int compare_tables(const void *one, const void *other)
{
	const struct object *a = (*(struct table *const *)one)->object;
	const struct object *b = (*(struct table *const *)other)->object;
	int rc = compare_text(a->schema, b->schema);

	if (rc == 0)
		rc = strcmp(a->name, b->name);
	return rc != 0 ? rc : (int)a->kind - (int)b->kind;
}

/* The table that o is a partition of, NULL if it is none or the table is not known. */
static const struct object *partitioned(const struct object *o)
{
	if (!object_has(o, ATTR_PARTITION_OF))
		return NULL;
	for (size_t i = 0; i < o->needs_len; i++)
		if (catalog_is_table(o->needs[i]->kind) &&
		    object_has(o->needs[i], ATTR_PARTITION_BY))
			return o->needs[i];
	return NULL;
}

static void find_tables(struct catalog *c)
{
	for (size_t i = 0; i < c->schema->len; i++) {
		const struct object *o = c->schema->objects[i];
		struct table *t;

		if (!catalog_is_table(o->kind))
			continue;
		t = arena_new(c->arena, struct table);
		t->object = o;
		c->by_object[i] = t;
		if (partitioned(o) == NULL)
			*vec_push(&c->tables, c->arena) = t;
	}
	if (c->tables.len > 0)
		qsort(c->tables.v, c->tables.len, sizeof(*c->tables.v), compare_tables);
	for (size_t i = 0; i < c->tables.len; i++)
		c->tables.v[i]->number = i;
}

/* A partition of a partition hangs on the one above it. */
static void find_partitions(struct catalog *c)
{
	for (size_t i = 0; i < c->schema->len; i++) {
		const struct object *o = c->schema->objects[i];
		const struct object *above = catalog_is_table(o->kind) ? partitioned(o) : NULL;

		if (above != NULL)
			*vec_push(&c->by_object[above->index]->partitions, c->arena) = o;
	}
}

static bool same_columns(const struct object *key, const struct object *other)
{
	for (size_t i = 0; i < key->columns_len; i++) {
		bool found = false;

		for (size_t j = 0; j < other->columns_len && !found; j++)
			found = strcmp(key->columns[i], other->columns[j]) == 0;
		if (!found)
			return false;
	}
	return key->columns_len == other->columns_len && key->columns_len > 0;
}

bool catalog_is_unique(const struct object *o)
{
	const char *definition = object_get(o, ATTR_DEFINITION);

	if (o->kind == OBJECT_PRIMARY_KEY || o->kind == OBJECT_UNIQUE)
		return true;
	return o->kind == OBJECT_INDEX &&
	       (object_has(o, ATTR_UNIQUE) ||
		(definition != NULL && strncmp(definition, "CREATE UNIQUE ", 14) == 0));
}

/* Of all rows: an index on some of them does not count. */
static bool is_whole(const struct object *o)
{
	const char *definition = object_get(o, ATTR_DEFINITION);

	return !object_has(o, ATTR_WHERE) &&
	       (definition == NULL || strstr(definition, " WHERE ") == NULL);
}

static bool is_single(const struct object *key)
{
	const struct object *table = key->parent;

	for (size_t i = 0; i < table->children_len; i++) {
		const struct object *o = table->children[i];

		if (catalog_is_unique(o) && is_whole(o) && same_columns(key, o))
			return true;
	}
	return false;
}

static const struct object *child_column(const struct object *table, const char *name)
{
	for (size_t i = 0; i < table->children_len; i++) {
		const struct object *o = table->children[i];

		if (o->kind == OBJECT_COLUMN && strcmp(o->name, name) == 0)
			return o;
	}
	return NULL;
}

static bool is_optional(const struct object *key)
{
	for (size_t i = 0; i < key->columns_len; i++) {
		const struct object *column = child_column(key->parent, key->columns[i]);

		if (column != NULL && !object_has(column, ATTR_NOT_NULL) &&
		    (catalog_marks(column) & MARK_PRIMARY) == 0)
			return true;
	}
	return false;
}

/* A key of a partition, or to one, is not shown: the partitioned table has it. */
static void find_relations(struct catalog *c)
{
	for (size_t i = 0; i < c->schema->len; i++) {
		const struct object *o = c->schema->objects[i];
		struct relation *r;

		if (o->kind != OBJECT_FOREIGN_KEY || o->references == NULL || o->parent == NULL ||
		    catalog_table(c, o->parent) == NULL || catalog_table(c, o->references) == NULL)
			continue;
		if (partitioned(o->parent) != NULL || partitioned(o->references) != NULL)
			continue;
		r = arena_new(c->arena, struct relation);
		*r = (struct relation){
			.key = o,
			.from = catalog_table(c, o->parent),
			.to = catalog_table(c, o->references),
			.optional = is_optional(o),
			.single = is_single(o),
		};
		*vec_push(&c->relations, c->arena) = r;
		*vec_push(&r->from->out, c->arena) = r;
		*vec_push(&r->to->in, c->arena) = r;
	}
}

static size_t find_root(size_t *above, size_t n)
{
	while (above[n] != n) {
		above[n] = above[above[n]];
		n = above[n];
	}
	return n;
}

static int compare_groups(const void *one, const void *other)
{
	const struct group *a = one, *b = other;

	if ((a->relations.len == 0) != (b->relations.len == 0))
		return a->relations.len == 0 ? 1 : -1;
	if (a->tables.len != b->tables.len)
		return a->tables.len > b->tables.len ? -1 : 1;
	return a->tables.v[0]->number < b->tables.v[0]->number ? -1 : 1;
}

/* Union-find over the relations; the lower number is the root, so groups keep the tables' order. */
static void find_groups(struct catalog *c)
{
	size_t *above = arena_array(c->arena, size_t, c->tables.len);
	size_t *group_of = arena_array(c->arena, size_t, c->tables.len);

	for (size_t i = 0; i < c->tables.len; i++)
		above[i] = i;
	for (size_t i = 0; i < c->relations.len; i++) {
		size_t a = find_root(above, c->relations.v[i]->from->number);
		size_t b = find_root(above, c->relations.v[i]->to->number);

		above[a > b ? a : b] = a > b ? b : a;
	}
	for (size_t i = 0; i < c->tables.len; i++) {
		size_t root = find_root(above, i);

		if (root == i) {
			group_of[i] = c->groups.len;
			*vec_push(&c->groups, c->arena) = (struct group){0};
		}
		*vec_push(&c->groups.v[group_of[root]].tables, c->arena) = c->tables.v[i];
		c->tables.v[i]->group = group_of[root];
	}
	for (size_t i = 0; i < c->relations.len; i++) {
		struct relation *r = c->relations.v[i];

		*vec_push(&c->groups.v[r->from->group].relations, c->arena) = r;
	}
	if (c->groups.len > 0)
		qsort(c->groups.v, c->groups.len, sizeof(*c->groups.v), compare_groups);
	for (size_t i = 0; i < c->groups.len; i++) {
		for (size_t j = 0; j < c->groups.v[i].tables.len; j++)
			c->groups.v[i].tables.v[j]->group = i;
		if (c->groups.v[i].relations.len > 0)
			c->drawn = i + 1;
	}
}

static void find_titles(struct catalog *c)
{
	for (size_t i = 0; i < c->schema->len; i++) {
		const struct object *o = c->schema->objects[i];

		if (o->parent == NULL && !map_has(&c->by_title, catalog_title(c, o)))
			map_put(&c->by_title, catalog_title(c, o), (void *)o);
	}
	for (size_t i = 0; i < c->in->migrations_len; i++) {
		const struct docgen_migration *m = &c->in->migrations[i];

		for (size_t j = 0; j < m->touches_len; j++) {
			struct touches *t = map_get(&c->touched_by, m->touches[j]);

			if (t == NULL) {
				t = arena_new(c->arena, struct touches);
				map_put(&c->touched_by, m->touches[j], t);
			}
			*vec_push(&t->by, c->arena) = m;
		}
	}
}

void catalog_build(struct catalog *ret, const struct docgen_input *in, struct arena *a)
{
	static const struct schema none;
	const struct schema *schema = in->schema != NULL ? in->schema : &none;

	*ret = (struct catalog){
		.in = in,
		.schema = schema,
		.arena = a,
		.by_object = arena_array(a, struct table *, schema->len),
		.by_title = {.arena = a},
		.touched_by = {.arena = a},
	};
	find_tables(ret);
	find_partitions(ret);
	find_relations(ret);
	find_groups(ret);
	find_titles(ret);
}

unsigned catalog_marks(const struct object *column)
{
	const struct object *table = column->parent;
	unsigned marks = 0;

	for (size_t i = 0; i < table->children_len; i++) {
		const struct object *o = table->children[i];
		bool named = false;

		for (size_t j = 0; j < o->columns_len && !named; j++)
			named = strcmp(o->columns[j], column->name) == 0;
		if (!named)
			continue;
		if (o->kind == OBJECT_PRIMARY_KEY)
			marks |= MARK_PRIMARY;
		else if (o->kind == OBJECT_FOREIGN_KEY)
			marks |= MARK_FOREIGN;
		else if (o->columns_len == 1 && catalog_is_unique(o) && is_whole(o))
			marks |= MARK_UNIQUE;
	}
	return marks;
}

bool catalog_has_keys(const struct table *t)
{
	for (size_t i = 0; i < t->object->children_len; i++)
		if (t->object->children[i]->kind == OBJECT_FOREIGN_KEY)
			return true;
	return false;
}

bool catalog_is_loose(const struct catalog *c, const struct object *key)
{
	return key->kind == OBJECT_FOREIGN_KEY &&
	       (key->references == NULL || catalog_table(c, key->references) == NULL);
}

const struct object *catalog_next(const struct catalog *c, enum object_kind kind, size_t *at)
{
	while (*at < c->schema->len) {
		const struct object *o = c->schema->objects[(*at)++];

		if (o->kind == kind && o->parent == NULL)
			return o;
	}
	return NULL;
}

size_t catalog_count(const struct catalog *c, enum object_kind kind)
{
	size_t at = 0, n = 0;

	while (catalog_next(c, kind, &at) != NULL)
		n++;
	return n;
}

const char *catalog_title(const struct catalog *c, const struct object *o)
{
	return object_title(o, c->arena);
}
