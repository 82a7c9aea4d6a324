/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constraints and indexes. On a table that is there already, checks and foreign
 * keys are added NOT VALID, which takes the lock for a moment only, and then
 * validated while others write.
 */
#include "dialect/postgres/emit.h"

#include "base/buf.h"

#include <string.h>

static bool is_partitioned(const struct object *table)
{
	return object_has(table, ATTR_PARTITION_BY);
}

static bool has_index(const struct object *o)
{
	return o->kind == OBJECT_PRIMARY_KEY || o->kind == OBJECT_UNIQUE ||
	       o->kind == OBJECT_EXCLUSION;
}

static void comment_on_index(const struct emit *e, const struct object *o)
{
	const char *text = object_get(o, ATTR_INDEX_COMMENT);

	pgsql_add(e, "COMMENT ON INDEX %s IS %s", pgsql_qualified(e->a, o->parent->schema, o->name),
		  pgsql_literal(e->a, text));
}

void pgsql_constraint_extras(const struct emit *e, const struct object *o)
{
	const char *index, *tablespace = object_get(o, ATTR_TABLESPACE);

	if (has_index(o)) {
		index = pgsql_qualified(e->a, o->parent->schema, o->name);
		if (object_has(o, ATTR_OPTIONS))
			pgsql_add(e, "ALTER INDEX %s SET (%s)", index, object_get(o, ATTR_OPTIONS));
		if (tablespace != NULL)
			pgsql_add(e, "ALTER INDEX %s SET TABLESPACE %s", index,
				  pgsql_ident(e->a, tablespace));
		if (object_has(o, ATTR_INDEX_COMMENT))
			comment_on_index(e, o);
	}
	pgsql_extras(e, o);
}

/* Not for what an index cannot be made for beforehand: temporal keys. */
static bool can_build_before(const struct emit *e, const struct object *o)
{
	return e->o->concurrent && !e->c->fresh && !is_partitioned(o->parent) &&
	       (o->kind == OBJECT_PRIMARY_KEY || o->kind == OBJECT_UNIQUE) &&
	       strstr(object_get(o, ATTR_DEFINITION), " WITHOUT OVERLAPS") == NULL;
}

static void build_before(const struct emit *e, const struct object *o)
{
	const char *definition = object_get(o, ATTR_DEFINITION);
	bool primary = o->kind == OBJECT_PRIMARY_KEY;
	const char *word = primary ? "PRIMARY KEY" : "UNIQUE";
	const char *columns = pgsql_behind(e->a, definition, word);
	const char *include = pgsql_behind(e->a, definition, "INCLUDE");
	const char *deferrable = pgsql_find(definition, "DEFERRABLE");
	const char *name = pgsql_ident(e->a, o->name), *table = pgsql_name(e->a, o->parent);
	bool nulls = pgsql_find(definition, "NULLS NOT DISTINCT") != NULL;

	pgsql_add_alone(e, "CREATE UNIQUE INDEX CONCURRENTLY %s%s ON %s (%s)%s%s%s%s",
			pgsql_if_not_exists(e), name, table, columns,
			include != NULL ? " INCLUDE (" : "", include != NULL ? include : "",
			include != NULL ? ")" : "", nulls ? " NULLS NOT DISTINCT" : "");
	pgsql_add(e, "%s ADD CONSTRAINT %s %s USING INDEX %s%s%s",
		  pgsql_alter_table(e->a, o->parent), name, word, name,
		  deferrable != NULL ? " " : "", deferrable != NULL ? deferrable : "");
}

static bool validates_later(const struct emit *e, const struct object *o)
{
	if (o->kind != OBJECT_CHECK && o->kind != OBJECT_FOREIGN_KEY)
		return false;
	if (o->parent->kind == OBJECT_FOREIGN_TABLE || e->c->fresh ||
	    pgsql_find(object_get(o, ATTR_DEFINITION), "NOT ENFORCED") != NULL)
		return false;
	return o->kind == OBJECT_CHECK || !is_partitioned(o->parent) || pgsql_since(e->o, 18);
}

static void validate(const struct emit *e, const struct object *o)
{
	bool domain = o->parent->kind == OBJECT_DOMAIN;

	if (domain)
		pgsql_set_aside(e, o->parent);
	pgsql_add(e, "%s VALIDATE CONSTRAINT %s", pgsql_alter_table(e->a, o->parent),
		  pgsql_ident(e->a, o->name));
	if (domain)
		pgsql_put_back(e, o->parent);
}

void pgsql_constraint_create(const struct emit *e)
{
	const struct object *o = e->c->new;
	const char *alter = pgsql_alter_table(e->a, o->parent);
	const char *name = pgsql_ident(e->a, o->name);
	bool later = validates_later(e, o), not_valid = object_has(o, ATTR_NOT_VALID);

	if (can_build_before(e, o))
		build_before(e, o);
	else
		pgsql_add(e, "%s ADD CONSTRAINT %s %s%s", alter, name,
			  object_get(o, ATTR_DEFINITION), later || not_valid ? " NOT VALID" : "");
	if (later && !not_valid)
		validate(e, o);
	pgsql_constraint_extras(e, o);
}

static void alter_options(const struct emit *e, const char *old, const char *new)
{
	const char *set, *reset;
	const struct object *o = e->c->new;
	const char *name = pgsql_qualified(e->a, o->parent->schema, o->name);

	pgsql_options_diff(e->a, old, new, &set, &reset);
	if (reset != NULL)
		pgsql_add(e, "ALTER INDEX %s RESET (%s)", name, reset);
	if (set != NULL)
		pgsql_add(e, "ALTER INDEX %s SET (%s)", name, set);
}

static void set_tablespace(const struct emit *e)
{
	const struct object *o = e->c->new;
	const char *tablespace = object_get(o, ATTR_TABLESPACE);

	if (pgsql_changed(e->c, ATTR_TABLESPACE))
		pgsql_add(e, "ALTER INDEX %s SET TABLESPACE %s",
			  pgsql_qualified(e->a, o->parent->schema, o->name),
			  tablespace != NULL ? pgsql_ident(e->a, tablespace) : "pg_default");
}

void pgsql_constraint_alter(const struct emit *e)
{
	const struct object *o = e->c->new;
	const char *alter = pgsql_alter_table(e->a, o->parent);
	const char *name = pgsql_ident(e->a, o->name);

	if (pgsql_changed(e->c, ATTR_DEFINITION)) {
		const char *at = pgsql_find(object_get(o, ATTR_DEFINITION), "DEFERRABLE");

		pgsql_add(e, "%s ALTER CONSTRAINT %s %s", alter, name,
			  at != NULL ? at : "NOT DEFERRABLE");
	}
	if (pgsql_changed(e->c, ATTR_NOT_VALID))
		validate(e, o);
	if (pgsql_changed(e->c, ATTR_OPTIONS))
		alter_options(e, object_get(e->c->old, ATTR_OPTIONS), object_get(o, ATTR_OPTIONS));
	set_tablespace(e);
	if (pgsql_changed(e->c, ATTR_INDEX_COMMENT))
		comment_on_index(e, o);
}

/* "2 500, 3 100": the targets of columns that are expressions. */
static void set_statistics(const struct emit *e, const char *old, const char *new)
{
	struct text_list before = {0}, after = {0};
	const char *name = pgsql_name(e->a, e->c->new);

	pgsql_split(e->a, old, &before);
	pgsql_split(e->a, new, &after);
	for (size_t i = 0; i < before.len; i++)
		if (!pgsql_list_has(&after, before.v[i]))
			pgsql_add(e, "ALTER INDEX %s ALTER COLUMN %.*s SET STATISTICS -1", name,
				  (int)strcspn(before.v[i], " "), before.v[i]);
	for (size_t i = 0; i < after.len; i++)
		if (!pgsql_list_has(&before, after.v[i]))
			pgsql_add(e, "ALTER INDEX %s ALTER COLUMN %.*s SET STATISTICS %s", name,
				  (int)strcspn(after.v[i], " "), after.v[i],
				  after.v[i] + strcspn(after.v[i], " ") + 1);
}

/*
 * The index of a partitioned table reads "ON ONLY": without that word its partitions get
 * theirs. One that is not valid waits for those of the partitions to be attached.
 */
static const char *whole(struct arena *a, const struct object *o)
{
	const char *sql = object_get(o, ATTR_DEFINITION);
	bool all = is_partitioned(o->parent) && !object_has(o, ATTR_NOT_VALID);
	const char *at = all ? pgsql_find(sql, "ON ONLY") : NULL;

	return at == NULL ? sql : arena_printf(a, "%.*sON%s", (int)(at - sql), sql, at + 7);
}

/* The tablespace stands in front of WHERE. */
static const char *placed(struct arena *a, const struct object *o)
{
	const char *sql = whole(a, o), *tablespace = object_get(o, ATTR_TABLESPACE);
	const char *at = pgsql_find(sql, "WHERE");

	if (tablespace == NULL)
		return sql;
	tablespace = pgsql_ident(a, tablespace);
	if (at == NULL)
		return arena_printf(a, "%s TABLESPACE %s", sql, tablespace);
	return arena_printf(a, "%.*sTABLESPACE %s %s", (int)(at - sql), sql, tablespace, at);
}

void pgsql_index_create(const struct emit *e)
{
	const struct object *o = e->c->new;
	const char *sql = pgsql_insert(e->a, placed(e->a, o), "INDEX", pgsql_if_not_exists(e));

	if (e->o->concurrent && !e->c->fresh && !is_partitioned(o->parent))
		pgsql_add_alone(e, "%s", pgsql_insert(e->a, sql, "INDEX", "CONCURRENTLY "));
	else
		pgsql_add(e, "%s", sql);
	set_statistics(e, NULL, object_get(o, ATTR_STATISTICS));
	pgsql_extras(e, o);
}

void pgsql_index_drop(const struct emit *e)
{
	const struct object *o = e->c->old;

	if (e->o->concurrent && !is_partitioned(o->parent))
		pgsql_add_alone(e, "DROP INDEX CONCURRENTLY %s%s", pgsql_if_exists(e),
				pgsql_name(e->a, o));
	else
		pgsql_drop(e);
}

void pgsql_index_alter(const struct emit *e)
{
	const char *old = object_get(e->c->old, ATTR_DEFINITION);
	const char *new = object_get(e->c->new, ATTR_DEFINITION);

	if (pgsql_changed(e->c, ATTR_DEFINITION))
		alter_options(e, pgsql_behind(e->a, old, "WITH"), pgsql_behind(e->a, new, "WITH"));
	set_tablespace(e);
	if (pgsql_changed(e->c, ATTR_STATISTICS))
		set_statistics(e, object_get(e->c->old, ATTR_STATISTICS),
			       object_get(e->c->new, ATTR_STATISTICS));
}
