/* SPDX-License-Identifier: Apache-2.0 */
/* Tables, columns, constraints and indexes. */
#include "dialect/postgres/emit.h"

#include <string.h>

static bool changes_type(const struct change *c)
{
	return pgsql_changed(c, ATTR_TYPE) || pgsql_changed(c, ATTR_COLLATION);
}

/* ALTER TYPE of a composite type is refused while columns hold values of it. */
static enum change_way judge_attribute(struct change *c, struct arena *a)
{
	const struct object *type = c->old->parent;

	if (!changes_type(c))
		return WAY_ALTER;
	for (size_t i = 0; i < type->needed_by_len; i++) {
		const struct object *col = type->needed_by[i];

		if (col->kind != OBJECT_COLUMN || col->parent->kind == OBJECT_COMPOSITE)
			continue;
		c->refusal = arena_printf(a, "column \"%s\" uses composite type \"%s\"",
					  object_title(col, a), object_title(type, a));
		c->advice = "make the type under another name and change the columns to that";
	}
	return WAY_DISTURB;
}

/* Of its table, or of a partition below. */
bool pgsql_is_partition_key(struct arena *a, const struct object *col)
{
	if (pgsql_mentions(a, object_get(col->parent, ATTR_PARTITION_BY), col->name))
		return true;
	for (size_t i = 0; i < col->needed_by_len; i++) {
		const struct object *o = col->needed_by[i];

		if (o->kind == OBJECT_COLUMN && o->implied && strcmp(o->name, col->name) == 0 &&
		    pgsql_is_partition_key(a, o))
			return true;
	}
	return false;
}

/* The first column elsewhere whose values are rows of the table, NULL if there is none. */
static const struct object *row_type_user(struct arena *a, const struct object *table)
{
	for (size_t i = 0; i < table->needed_by_len; i++) {
		const struct object *o = table->needed_by[i];

		if (o->kind == OBJECT_COLUMN && o->parent->kind == OBJECT_TABLE &&
		    pgsql_mentions(a, object_get(o, ATTR_TYPE), table->name))
			return o;
	}
	return NULL;
}

static size_t origins(const struct object *column)
{
	size_t n = 0;

	for (size_t i = 0; i < column->needs_len; i++)
		n += column->needs[i]->kind == OBJECT_COLUMN &&
		     strcmp(column->needs[i]->name, column->name) == 0;
	return n;
}

/* A column that also comes from another table: no type of either can change. */
static const struct object *shared_heir(const struct object *col)
{
	for (size_t i = 0; i < col->needed_by_len; i++) {
		const struct object *o = col->needed_by[i];

		if (o->kind == OBJECT_COLUMN && o->implied && strcmp(o->name, col->name) == 0 &&
		    origins(o) > 1)
			return o;
	}
	return NULL;
}

static void refuse_type(struct change *c, struct arena *a)
{
	const struct object *table = c->old->parent, *user = row_type_user(a, table);
	const struct object *heir = shared_heir(c->old);

	if (pgsql_is_partition_key(a, c->old)) {
		c->refusal = "it is part of the partition key";
		c->advice = "make a partitioned table with the new type and move the rows to it";
	} else if (user != NULL) {
		c->refusal = arena_printf(a, "column \"%s\" holds rows of table \"%s\"",
					  object_title(user, a), object_title(table, a));
		c->advice = "add a column of the new type, fill it, and drop the old one";
	} else if (heir != NULL) {
		c->refusal = arena_printf(a, "column \"%s\" is inherited from several tables",
					  object_title(heir, a));
		c->advice = "end the inheritance first (NO INHERIT), change each of the tables, "
			    "and inherit again";
	}
}

static enum change_way judge_generated(const struct diff_options *o, struct change *c)
{
	bool was = object_has(c->old, ATTR_GENERATED), is = object_has(c->new, ATTR_GENERATED);
	const char *old = object_get(c->old, ATTR_GENERATION);
	const char *new = object_get(c->new, ATTR_GENERATION);

	if (was && is && strcmp(old, new) == 0 && pgsql_since(o, 17) && o->version != 0)
		return WAY_DISTURB;
	if (was && !is && strcmp(old, "stored") == 0)
		return WAY_ALTER;
	if (!was)
		c->loss = "all values of the column, which are computed from now on";
	else if (!is)
		c->loss = "all values of the column, which were never stored";
	return WAY_AGAIN;
}

enum change_way pgsql_judge_column(const struct diff_options *o, struct change *c, struct arena *a)
{
	enum change_way way = WAY_ALTER;
	struct type_change change;

	if (c->new->parent->kind == OBJECT_COMPOSITE)
		return judge_attribute(c, a);
	if (pgsql_changed(c, ATTR_GENERATED) || pgsql_changed(c, ATTR_GENERATION))
		way = judge_generated(o, c);
	if (way != WAY_ALTER || !changes_type(c))
		return way;
	pgsql_type_change(a, c->old, c->new, &change);
	if (c->new->parent->kind != OBJECT_FOREIGN_TABLE && !object_has(c->new, ATTR_GENERATED))
		c->loss = change.loss;
	c->advice = change.advice;
	refuse_type(c, a);
	return WAY_DISTURB;
}

static bool only_options_differ(const struct change *c)
{
	const char *old = object_get(c->old, ATTR_DEFINITION);
	const char *new = object_get(c->new, ATTR_DEFINITION);
	size_t n = strcspn(old, " ");

	n += 1 + strcspn(old + n + 1, " ");
	return strncmp(old, new, n) == 0 && (new[n] == ' ' || new[n] == '\0');
}

enum change_way pgsql_judge_table(const struct diff_options *o, struct change *c, struct arena *a)
{
	const char *again = NULL;

	(void)a;
	if (pgsql_changed(c, ATTR_PARTITION_BY))
		again = "a table cannot become partitioned or get another partition key: it is "
			"dropped and made again";
	else if (pgsql_changed(c, ATTR_ACCESS_METHOD) && !pgsql_since(o, 15))
		again = "this server cannot change the access method of a table: it is dropped and "
			"made again";
	if (again != NULL) {
		c->loss = "all rows of the table";
		c->advice = again;
		return WAY_AGAIN;
	}
	if (pgsql_changed(c, ATTR_DEFINITION) && !only_options_differ(c))
		return WAY_AGAIN;
	if (pgsql_changed(c, ATTR_PERSISTENCE) && object_has(c->new, ATTR_PERSISTENCE))
		c->advice = "an unlogged table is empty after a crash of the server";
	return WAY_ALTER;
}

/* Up to the words that say when it is checked. */
static bool only_deferrable_differs(const struct change *c)
{
	const char *old = object_get(c->old, ATTR_DEFINITION);
	const char *new = object_get(c->new, ATTR_DEFINITION);
	const char *x = pgsql_find(old, "DEFERRABLE"), *y = pgsql_find(new, "DEFERRABLE");
	size_t n = x != NULL ? (size_t)(x - old) - 1 : strlen(old);
	size_t m = y != NULL ? (size_t)(y - new) - 1 : strlen(new);

	return n == m && strncmp(old, new, n) == 0;
}

/* An index in two pieces around "WITH (...)". */
static const char *without_options(struct arena *a, const char *sql)
{
	const char *at = pgsql_find(sql, "WITH"), *inside = pgsql_behind(a, sql, "WITH"), *rest;

	if (at == NULL || inside == NULL)
		return sql;
	rest = strstr(at, inside) + strlen(inside) + 1;
	return arena_printf(a, "%.*s%s", (int)(at - sql), sql, rest[0] == ' ' ? rest + 1 : rest);
}

static bool only_storage_differs(struct arena *a, const struct change *c)
{
	return strcmp(pgsql_trim(a, without_options(a, object_get(c->old, ATTR_DEFINITION))),
		      pgsql_trim(a, without_options(a, object_get(c->new, ATTR_DEFINITION)))) == 0;
}

enum change_way pgsql_judge_constraint(const struct diff_options *o, struct change *c,
				       struct arena *a)
{
	bool index = c->new->kind == OBJECT_INDEX;

	(void)o;
	if (pgsql_changed(c, ATTR_NOT_VALID) && (index || object_has(c->new, ATTR_NOT_VALID)))
		return WAY_AGAIN;
	if (pgsql_changed(c, ATTR_NOT_VALID) && c->new->parent->kind == OBJECT_DOMAIN)
		pgsql_refuse_stricter(c, a, c->new->parent);
	if (!pgsql_changed(c, ATTR_DEFINITION))
		return WAY_ALTER;
	if (index)
		return only_storage_differs(a, c) ? WAY_ALTER : WAY_AGAIN;
	if (c->new->kind == OBJECT_FOREIGN_KEY && only_deferrable_differs(c))
		return WAY_ALTER;
	return WAY_AGAIN;
}
