/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables and foreign tables. CREATE TABLE carries columns and constraints; what
 * has no place in it follows as ALTER TABLE.
 */
#include "dialect/postgres/emit.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/vec.h"

#include <string.h>

static bool is_column(const struct change *part)
{
	return part->new->kind == OBJECT_COLUMN;
}

/* What stands behind the word for the kind: a primary key and a unique constraint may be alike. */
static const char *indexed(const struct object *o)
{
	static const char *const words[] = {"PRIMARY KEY ", "UNIQUE "};
	const char *text = object_get(o, ATTR_DEFINITION);

	for (size_t i = 0; i < 2; i++)
		if (text_starts(text, words[i]))
			return text + strlen(words[i]);
	return o->kind == OBJECT_EXCLUSION ? text : NULL;
}

/* Of two constraints with one and the same index CREATE TABLE makes one. */
static bool is_double(const struct emit *e, const struct change *part)
{
	const char *text = indexed(part->new);

	for (size_t i = 0; text != NULL && e->c->parts[i] != part; i++) {
		const char *other = is_column(e->c->parts[i]) ? NULL : indexed(e->c->parts[i]->new);

		if (other != NULL && strcmp(other, text) == 0)
			return true;
	}
	return false;
}

/* CREATE TABLE would take it for valid, or leave it out. */
static bool is_later(const struct emit *e, const struct change *part)
{
	return !is_column(part) && (object_has(part->new, ATTR_NOT_VALID) || is_double(e, part));
}

/* A column of a partition or typed table says only what is its own. */
static const char *part_line(const struct emit *e, const struct change *part)
{
	const struct object *o = part->new;

	if (is_column(part))
		return pgsql_column_line(e, o);
	return arena_printf(e->a, "CONSTRAINT %s %s", pgsql_ident(e->a, o->name),
			    object_get(o, ATTR_DEFINITION));
}

static size_t add_parts(const struct emit *e, struct buf *b)
{
	size_t n = 0;

	for (int columns = 1; columns >= 0; columns--)
		for (size_t i = 0; i < e->c->parts_len; i++) {
			const struct change *part = e->c->parts[i];
			const char *line;

			if (is_column(part) != (columns == 1) || is_later(e, part))
				continue;
			line = part_line(e, part);
			if (line == NULL)
				continue;
			buf_adds(b, n++ == 0 ? "\n    " : ",\n    ");
			buf_adds(b, line);
		}
	return n;
}

static void add_clause(struct buf *b, const char *before, const char *text, const char *after)
{
	if (text == NULL)
		return;
	buf_adds(b, before);
	buf_adds(b, text);
	buf_adds(b, after);
}

static void create_table(const struct emit *e)
{
	_cleanup_buf_ struct buf b = {0}, parts = {0};
	const struct object *o = e->c->new;
	const char *partition = object_get(o, ATTR_PARTITION_OF);
	const char *type = object_get(o, ATTR_OF_TYPE);
	const char *tablespace = object_get(o, ATTR_TABLESPACE);

	buf_printf(&b, "CREATE %s%s %s%s", object_has(o, ATTR_PERSISTENCE) ? "UNLOGGED " : "",
		   pgsql_kind(o), pgsql_if_not_exists(e), pgsql_name(e->a, o));
	add_clause(&b, " OF ", type, "");
	add_clause(&b, " PARTITION OF ", partition, "");
	if (add_parts(e, &parts) > 0 || (partition == NULL && type == NULL))
		buf_printf(&b, " (%s%s)", buf_str(&parts), parts.len > 0 ? "\n" : "");
	add_clause(&b, " ", object_get(o, ATTR_PARTITION_BOUND), "");
	add_clause(&b, " INHERITS (", object_get(o, ATTR_INHERITS), ")");
	add_clause(&b, " PARTITION BY ", object_get(o, ATTR_PARTITION_BY), "");
	add_clause(&b, " ", object_get(o, ATTR_DEFINITION), "");
	if (object_has(o, ATTR_ACCESS_METHOD))
		add_clause(&b, " USING ", pgsql_ident(e->a, object_get(o, ATTR_ACCESS_METHOD)), "");
	add_clause(&b, " WITH (", object_get(o, ATTR_OPTIONS), ")");
	if (tablespace != NULL)
		add_clause(&b, " TABLESPACE ", pgsql_ident(e->a, tablespace), "");
	pgsql_add(e, "%s", buf_str(&b));
}

static bool has_word(const char *list, const char *word)
{
	return list != NULL && strstr(list, word) != NULL;
}

static void row_security(const struct emit *e, const char *table, const char *old, const char *new)
{
	if (has_word(old, "enabled") != has_word(new, "enabled"))
		pgsql_add(e, "%s %s ROW LEVEL SECURITY", table,
			  has_word(new, "enabled") ? "ENABLE" : "DISABLE");
	if (has_word(old, "forced") != has_word(new, "forced"))
		pgsql_add(e, "%s %s ROW LEVEL SECURITY", table,
			  has_word(new, "forced") ? "FORCE" : "NO FORCE");
}

/* What has no place in CREATE TABLE; the comparison tells of indexes that the table names later. */
static void create_rest(const struct emit *e)
{
	const struct object *o = e->c->new;
	const char *table = pgsql_alter_table(e->a, o);

	row_security(e, table, NULL, object_get(o, ATTR_ROW_SECURITY));
	pgsql_extras(e, o);
	for (size_t i = 0; i < e->c->parts_len; i++) {
		const struct change *part = e->c->parts[i];

		if (is_column(part)) {
			pgsql_column_extras(e, part->new);
			continue;
		}
		if (is_later(e, part))
			pgsql_add(e, "%s ADD CONSTRAINT %s %s%s", table,
				  pgsql_ident(e->a, part->new->name),
				  object_get(part->new, ATTR_DEFINITION),
				  object_has(part->new, ATTR_NOT_VALID) ? " NOT VALID" : "");
		pgsql_constraint_extras(e, part->new);
	}
}

void pgsql_index_marks(const struct emit *e, const char *table)
{
	const char *identity = object_get(e->c->new, ATTR_REPLICA_IDENTITY);
	const char *cluster = object_get(e->c->new, ATTR_CLUSTER_ON);

	if (pgsql_changed(e->c, ATTR_REPLICA_IDENTITY))
		pgsql_add(e, "%s REPLICA IDENTITY %s", table,
			  identity != NULL ? identity : "DEFAULT");
	if (pgsql_changed(e->c, ATTR_CLUSTER_ON) && cluster != NULL)
		pgsql_add(e, "%s CLUSTER ON %s", table, pgsql_ident(e->a, cluster));
	else if (pgsql_changed(e->c, ATTR_CLUSTER_ON))
		pgsql_add(e, "%s SET WITHOUT CLUSTER", table);
}

static void inheritance(const struct emit *e, const char *table)
{
	struct text_list old = {0}, new = {0};

	pgsql_split(e->a, object_get(e->c->old, ATTR_INHERITS), &old);
	pgsql_split(e->a, object_get(e->c->new, ATTR_INHERITS), &new);
	for (size_t i = 0; i < old.len; i++)
		if (!pgsql_list_has(&new, old.v[i]))
			pgsql_add(e, "%s NO INHERIT %s", table, old.v[i]);
	for (size_t i = 0; i < new.len; i++)
		if (!pgsql_list_has(&old, new.v[i]))
			pgsql_add(e, "%s INHERIT %s", table, new.v[i]);
}

/* The partition as it was, if it gets another bound in the same table. */
static const struct object *other_bound(const struct object *old_table, const struct object *new)
{
	for (size_t i = 0; i < old_table->needed_by_len; i++) {
		const struct object *old = old_table->needed_by[i];
		const char *x = object_get(old, ATTR_PARTITION_BOUND);
		const char *y = object_get(new, ATTR_PARTITION_BOUND);

		if (strcmp(old->key, new->key) == 0)
			return x != NULL && y != NULL && strcmp(x, y) != 0 ? old : NULL;
	}
	return NULL;
}

static const struct object *parent_table(const struct emit *e, const struct object *o)
{
	const char *name = object_get(o, ATTR_PARTITION_OF);

	for (size_t i = 0; name != NULL && i < o->needs_len; i++)
		if (o->needs[i]->kind == OBJECT_TABLE &&
		    strcmp(pgsql_name(e->a, o->needs[i]), name) == 0)
			return o->needs[i];
	return NULL;
}

/* Partitions may exchange their bounds: the first one, which is altered first, detaches them all. */
static bool detach_siblings(const struct emit *e)
{
	const struct object *was = parent_table(e, e->c->old), *is = parent_table(e, e->c->new);
	VEC(const struct object *) v = {0};

	if (was == NULL || is == NULL || strcmp(was->key, is->key) != 0)
		return false;
	for (size_t i = 0; i < is->needed_by_len; i++) {
		const struct object *o = is->needed_by[i];

		if (o->kind != e->c->new->kind || other_bound(was, o) == NULL)
			continue;
		if (strcmp(o->key, e->c->new->key) < 0)
			return true;
		*vec_push(&v, e->a) = o;
	}
	for (size_t i = 0; i < v.len; i++)
		pgsql_add(e, "ALTER TABLE %s DETACH PARTITION %s", pgsql_name(e->a, is),
			  pgsql_name(e->a, v.v[i]));
	return v.len > 0;
}

static const struct object *child_like(const struct object *table, const struct object *child)
{
	for (size_t i = 0; i < table->children_len; i++)
		if (strcmp(table->children[i]->key, child->key) == 0)
			return table->children[i];
	return NULL;
}

/* What came with the partitioned table is the partition's own now, wanted or not. */
static void drop_shares(const struct emit *e)
{
	const struct object *old = e->c->old;

	for (size_t i = 0; i < old->children_len; i++) {
		const struct object *share = old->children[i];
		bool index = share->kind == OBJECT_INDEX;

		if (!share->implied || (!index && !pgsql_is_constraint(share)) ||
		    child_like(e->c->new, share) != NULL)
			continue;
		if (index)
			pgsql_add(e, "DROP INDEX %s", pgsql_name(e->a, share));
		else
			pgsql_add(e, "%s DROP CONSTRAINT %s", pgsql_alter_table(e->a, e->c->new),
				  pgsql_ident(e->a, share->name));
	}
}

/* A partition has the checks of its table before it is attached. */
static void add_checks(const struct emit *e)
{
	const struct object *new = e->c->new;

	for (size_t i = 0; i < new->children_len; i++) {
		const struct object *check = new->children[i];

		if (check->implied && check->kind == OBJECT_CHECK &&
		    child_like(e->c->old, check) == NULL)
			pgsql_add(e, "%s ADD CONSTRAINT %s %s", pgsql_alter_table(e->a, new),
				  pgsql_ident(e->a, check->name),
				  object_get(check, ATTR_DEFINITION));
	}
}

static void partition(const struct emit *e)
{
	const char *old = object_get(e->c->old, ATTR_PARTITION_OF);
	const char *new = object_get(e->c->new, ATTR_PARTITION_OF);
	const char *name = pgsql_name(e->a, e->c->new);

	if (old != NULL && !detach_siblings(e))
		pgsql_add(e, "ALTER TABLE %s DETACH PARTITION %s", old, name);
	if (old != NULL && pgsql_changed(e->c, ATTR_PARTITION_OF))
		drop_shares(e);
	if (new != NULL && pgsql_changed(e->c, ATTR_PARTITION_OF))
		add_checks(e);
	if (new != NULL)
		pgsql_add(e, "ALTER TABLE %s ATTACH PARTITION %s %s", new, name,
			  object_get(e->c->new, ATTR_PARTITION_BOUND));
}

static void options(const struct emit *e, const char *table)
{
	const char *set, *reset;

	pgsql_options_diff(e->a, object_get(e->c->old, ATTR_OPTIONS),
			   object_get(e->c->new, ATTR_OPTIONS), &set, &reset);
	if (reset != NULL)
		pgsql_add(e, "%s RESET (%s)", table, reset);
	if (set != NULL)
		pgsql_add(e, "%s SET (%s)", table, set);
}

static void storage(const struct emit *e, const char *table)
{
	const struct object *o = e->c->new;
	const char *method = object_get(o, ATTR_ACCESS_METHOD);
	const char *tablespace = object_get(o, ATTR_TABLESPACE);

	if (pgsql_changed(e->c, ATTR_PERSISTENCE))
		pgsql_add(e, "%s SET %s", table,
			  object_has(o, ATTR_PERSISTENCE) ? "UNLOGGED" : "LOGGED");
	if (pgsql_changed(e->c, ATTR_ACCESS_METHOD))
		pgsql_add(e, "%s SET ACCESS METHOD %s", table,
			  method != NULL ? pgsql_ident(e->a, method) : "heap");
	if (pgsql_changed(e->c, ATTR_TABLESPACE))
		pgsql_add(e, "%s SET TABLESPACE %s", table,
			  tablespace != NULL ? pgsql_ident(e->a, tablespace) : "pg_default");
	if (pgsql_changed(e->c, ATTR_OPTIONS))
		options(e, table);
}

static void foreign_options(const struct emit *e, const char *table)
{
	const char *diff = pgsql_fdw_options_diff(
		e->a, pgsql_behind(e->a, object_get(e->c->old, ATTR_DEFINITION), "OPTIONS"),
		pgsql_behind(e->a, object_get(e->c->new, ATTR_DEFINITION), "OPTIONS"));

	if (diff != NULL)
		pgsql_add(e, "%s OPTIONS (%s)", table, diff);
}

void pgsql_table_create(const struct emit *e)
{
	create_table(e);
	create_rest(e);
}

void pgsql_table_alter(const struct emit *e)
{
	const struct change *c = e->c;
	const char *table = pgsql_alter_table(e->a, c->new);
	const char *type = object_get(c->new, ATTR_OF_TYPE);

	/* A table of a type neither inherits nor is a partition. */
	if (pgsql_changed(c, ATTR_OF_TYPE) && type == NULL)
		pgsql_add(e, "%s NOT OF", table);
	if (pgsql_changed(c, ATTR_PARTITION_OF) || pgsql_changed(c, ATTR_PARTITION_BOUND))
		partition(e);
	if (pgsql_changed(c, ATTR_INHERITS))
		inheritance(e, table);
	if (pgsql_changed(c, ATTR_OF_TYPE) && type != NULL)
		pgsql_add(e, "%s OF %s", table, type);
	storage(e, table);
	if (pgsql_changed(c, ATTR_DEFINITION))
		foreign_options(e, table);
	if (pgsql_changed(c, ATTR_ROW_SECURITY))
		row_security(e, table, object_get(c->old, ATTR_ROW_SECURITY),
			     object_get(c->new, ATTR_ROW_SECURITY));
	pgsql_index_marks(e, table);
}
