/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a difference is brought about. Nearly all is altered in place; made again are
 * foreign keys, and, within the ALTER of their table, columns that the server does not
 * turn into virtual ones or back. The server lets views and programs be while what they name changes; only a foreign key
 * stands in the way of its columns and of the keys it rests on.
 */
#include "dialect/mysql/emit.h"

#include "base/text.h"

#include <string.h>

bool mysql_judge_is_text(const struct object *column)
{
	static const char *const words[] = {"char",       "varchar",  "tinytext", "text",
					    "mediumtext", "longtext", "enum",     "set"};
	const char *type = object_get(column, ATTR_TYPE);
	size_t len = type == NULL ? 0 : strcspn(type, "( ");

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == len && memcmp(type, words[i], len) == 0)
			return true;
	return false;
}

static const char *collation_of(const struct object *column)
{
	const char *collation = object_get(column, ATTR_COLLATION);

	if (collation == NULL && mysql_judge_is_text(column))
		collation = object_get(column->parent, ATTR_COLLATION);
	return collation;
}

static bool is_charset(const char *collation, const char *charset)
{
	return mysql_emit_charset_len(collation) == strlen(charset) &&
	       text_starts(collation, charset);
}

/* Has the new character set all characters of the old one? */
static bool is_narrower(const char *old, const char *new)
{
	size_t len = mysql_emit_charset_len(old);

	if (len == mysql_emit_charset_len(new) && memcmp(old, new, len) == 0)
		return false;
	if (is_charset(old, "ascii") || is_charset(new, "utf8mb4") || is_charset(new, "utf32") ||
	    is_charset(new, "utf16"))
		return false;
	/* The basic plane: what any other than the three above and utf8mb4 has. */
	if (is_charset(new, "utf8mb3") || is_charset(new, "utf8") || is_charset(new, "ucs2"))
		return is_charset(old, "utf8mb4") || is_charset(old, "utf32") ||
		       is_charset(old, "utf16") || is_charset(old, "utf16le") ||
		       is_charset(old, "gb18030");
	return true;
}

static const char *charset_loss(const char *old, const char *new, struct arena *a)
{
	if (old == NULL || new == NULL || !is_narrower(old, new))
		return NULL;
	return arena_printf(a, "characters that %.*s does not have",
			    (int)mysql_emit_charset_len(new), new);
}

static bool is_virtual(const struct object *o)
{
	const char *generation = object_get(o, ATTR_GENERATION);

	return generation != NULL && strcmp(generation, "virtual") == 0;
}

static bool is_computed(const struct object *o)
{
	return object_has(o, ATTR_GENERATED) && !mysql_emit_is_row_time(o);
}

bool mysql_judge_is_again(const struct change *c)
{
	if (c->op != CHANGE_ALTER || c->old->kind != OBJECT_COLUMN ||
	    !mysql_emit_changed(c, ATTR_GENERATION))
		return false;
	return is_virtual(c->old) || is_virtual(c->new);
}

static const char *column_loss(const struct change *c, struct arena *a)
{
	const char *old = object_get(c->old, ATTR_TYPE), *new = object_get(c->new, ATTR_TYPE);
	const char *loss = NULL;

	if (is_computed(c->new))
		return is_computed(c->old) ? NULL : "its values, which are computed from now on";
	if (is_virtual(c->old))
		return "its values, which a virtual column cannot hand over";
	if (mysql_emit_changed(c, ATTR_TYPE))
		loss = mysql_judge_type(old, new, a);
	if (loss == NULL)
		loss = charset_loss(collation_of(c->old), collation_of(c->new), a);
	return loss;
}

static const char *column_advice(const struct change *c)
{
	if (mysql_emit_changed(c, ATTR_NOT_NULL) && object_has(c->new, ATTR_NOT_NULL))
		return "set the NULLs to a value first: the server refuses them, or makes them 0 "
		       "or '' where sql_mode is not strict";
	if (mysql_emit_changed(c, ATTR_TYPE) &&
	    mysql_judge_appended(object_get(c->old, ATTR_TYPE), object_get(c->new, ATTR_TYPE)))
		return "the values come behind the others, so no row is rewritten";
	return NULL;
}

static void judge_part(struct change *table, struct change *p, struct arena *a)
{
	p->loss = NULL;
	if (p->op == CHANGE_DROP && p->old->kind == OBJECT_COLUMN && !p->again &&
	    !object_has(p->old, ATTR_GENERATED))
		p->loss = "its values";
	if (p->op == CHANGE_ALTER && p->old->kind == OBJECT_COLUMN) {
		p->loss = column_loss(p, a);
		if (table->advice == NULL)
			table->advice = column_advice(p);
	}
}

/* What the table's own collation does to the columns that follow it. */
static const char *conversion_loss(const struct change *c, struct arena *a)
{
	for (size_t i = 0; i < c->new->children_len; i++) {
		const struct object *o = c->new->children[i];

		if (o->kind == OBJECT_COLUMN && mysql_emit_follows_collation(o))
			return charset_loss(object_get(c->old, ATTR_COLLATION),
					    object_get(c->new, ATTR_COLLATION), a);
	}
	return NULL;
}

static const char *table_loss(const struct change *c, struct arena *a)
{
	const char *partitions = mysql_emit_dropped_partitions(c, a);
	const char *engine = object_get(c->new, ATTR_ENGINE);

	if (partitions != NULL)
		return arena_printf(a, "the rows of partition %s", partitions);
	if ((mysql_emit_changed(c, ATTR_SYSTEM_VERSIONING) &&
	     object_has(c->old, ATTR_SYSTEM_VERSIONING)) ||
	    mysql_emit_is_unversioned_between(c))
		return "the history of the table's rows";
	if (mysql_emit_changed(c, ATTR_ENGINE) && engine != NULL &&
	    text_equal_nocase(engine, "BLACKHOLE"))
		return "all rows of the table";
	return mysql_emit_changed(c, ATTR_COLLATION) ? conversion_loss(c, a) : NULL;
}

static void judge_drop(struct change *c)
{
	if (c->again)
		return;
	if (c->old->kind == OBJECT_TABLE)
		c->loss = "all rows of the table";
	else if (c->old->kind == OBJECT_SEQUENCE)
		c->loss = "the sequence's current value";
}

enum change_way mysql_judge_change(const struct diff_options *o, struct change *c, struct arena *a)
{
	(void)o;
	c->loss = c->advice = c->refusal = NULL;
	if (c->op == CHANGE_DROP)
		judge_drop(c);
	if (c->op != CHANGE_ALTER)
		return WAY_ALTER;
	if (c->new->kind == OBJECT_FOREIGN_KEY || c->new->kind == OBJECT_PACKAGE)
		return WAY_AGAIN;
	if (c->new->kind != OBJECT_TABLE)
		return WAY_ALTER;
	c->loss = table_loss(c, a);
	for (size_t i = 0; i < c->parts_len; i++)
		judge_part(c, c->parts[i], a);
	return WAY_DISTURB;
}

/* Is it one of the columns that the foreign key has in that table, at either end? */
static bool has_column(const struct object *key, const struct object *table, const char *name)
{
	bool own = strcmp(key->parent->key, table->key) == 0;
	bool other = key->references != NULL && strcmp(key->references->key, table->key) == 0;

	for (size_t i = 0; i < key->columns_len; i++)
		if ((own && text_equal_nocase(key->columns[i], name)) ||
		    (other && text_equal_nocase(key->reference_columns[i], name)))
			return true;
	return false;
}

static bool begins_with(const struct object *index, const char *const *columns, size_t n)
{
	if (index->columns_len < n || object_has(index, ATTR_METHOD))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!text_equal_nocase(index->columns[i], columns[i]))
			return false;
	return true;
}

/* Is there a key left for that end of the foreign key? */
static bool is_covered(const struct object *table, const char *const *columns, size_t n)
{
	for (size_t i = 0; i < table->children_len; i++) {
		const struct object *o = table->children[i];

		if ((o->kind == OBJECT_INDEX || o->kind == OBJECT_PRIMARY_KEY) &&
		    begins_with(o, columns, n))
			return true;
	}
	return false;
}

/* The server converts no column of a foreign key, unless the key is gone for that time. */
static bool survives_alter(const struct change *c, const struct object *key)
{
	const struct object *table = c->new;

	for (size_t i = 0; i < c->parts_len; i++) {
		const struct change *p = c->parts[i];

		if (p->op == CHANGE_ALTER && p->old->kind == OBJECT_COLUMN &&
		    (mysql_emit_changed(p, ATTR_TYPE) || mysql_emit_changed(p, ATTR_COLLATION)) &&
		    has_column(key, table, p->old->name))
			return false;
	}
	for (size_t i = 0; mysql_emit_changed(c, ATTR_COLLATION) && i < table->children_len; i++)
		if (table->children[i]->kind == OBJECT_COLUMN &&
		    mysql_emit_follows_collation(table->children[i]) &&
		    has_column(key, table, table->children[i]->name))
			return false;
	if (strcmp(key->parent->key, table->key) == 0 &&
	    !is_covered(table, key->columns, key->columns_len))
		return false;
	return key->references == NULL || strcmp(key->references->key, table->key) != 0 ||
	       is_covered(table, key->reference_columns, key->columns_len);
}

bool mysql_judge_survives(const struct diff_options *o, const struct change *cause,
			  const struct object *dependent)
{
	(void)o;
	if (dependent->kind == OBJECT_PACKAGE_BODY)
		return false;
	if (dependent->kind != OBJECT_FOREIGN_KEY)
		return true;
	if (cause->op == CHANGE_ALTER && cause->new->kind == OBJECT_TABLE)
		return survives_alter(cause, dependent);
	return cause->op != CHANGE_DROP || cause->old->kind != OBJECT_TABLE;
}

/* The list without the names that the new table has no trigger of. */
static const char *still_there(const char *list, const struct object *table, struct arena *a)
{
	const char *ret = NULL;

	for (size_t len; list != NULL && *list != '\0'; list += len) {
		char *name;

		len = strcspn(list, ",");
		name = arena_strndup(a, list, len);
		for (size_t i = 0; i < table->children_len; i++)
			if (table->children[i]->kind == OBJECT_TRIGGER &&
			    strcmp(table->children[i]->name, name) == 0) {
				ret = ret == NULL ? name : arena_printf(a, "%s, %s", ret, name);
				break;
			}
		len += strspn(list + len, ", ");
	}
	return ret;
}

static bool same_triggers(const struct object *old, const struct object *new)
{
	struct arena a = {0};
	const char *was = still_there(object_get(old, ATTR_FOLLOWS), new->parent, &a);
	const char *is = object_get(new, ATTR_FOLLOWS);
	bool same = strcmp(was != NULL ? was : "", is != NULL ? is : "") == 0;

	arena_done(&a);
	return same;
}

/* The point in time that partitions of SYSTEM_TIME start from is when they were made. */
static bool same_partitioning(const char *old, const char *new)
{
	static const char starts[] = " STARTS ";
	const char *a = old == NULL ? NULL : strstr(old, starts);
	const char *b = new == NULL ? NULL : strstr(new, starts);

	if (a == NULL || b == NULL || !text_starts(old, "SYSTEM_TIME"))
		return false;
	if (a - old != b - new || memcmp(old, new, (size_t)(a - old)) != 0)
		return false;
	a = strchr(a + strlen(starts), '\'');
	b = strchr(b + strlen(starts), '\'');
	a = a == NULL ? NULL : strchr(a + 1, '\'');
	b = b == NULL ? NULL : strchr(b + 1, '\'');
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

bool mysql_judge_same(const struct object *old, const struct object *new, enum attribute name)
{
	if (name == ATTR_AFTER)
		return !mysql_emit_is_moved(old, new);
	if (name == ATTR_FOLLOWS)
		return same_triggers(old, new);
	if (name == ATTR_PARTITION_BY)
		return same_partitioning(object_get(old, name), object_get(new, name));
	return false;
}
