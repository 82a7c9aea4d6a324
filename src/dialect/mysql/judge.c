/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a difference is brought about. Nearly all is altered in place; made again are
 * foreign keys, and columns that the server does not turn into or from virtual
 * ones. The server lets views and programs be while what they name changes; only a foreign key
 * stands in the way of its columns and of the keys it rests on.
 */
#include "dialect/mysql/emit.h"

#include "base/text.h"

#include <string.h>

bool judge_is_text(const struct object *column)
{
	static const char *const words[] = {"char", "varchar", "tinytext", "text",
					    "mediumtext", "longtext", "enum", "set"};
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

	if (collation == NULL && judge_is_text(column))
		collation = object_get(column->parent, ATTR_COLLATION);
	return collation;
}

static bool is_charset(const char *collation, const char *charset)
{
	return emit_charset_len(collation) == strlen(charset) && text_starts(collation, charset);
}

/* Has the new character set all characters of the old one? */
static bool is_narrower(const char *old, const char *new)
{
	size_t len = emit_charset_len(old);

	if (len == emit_charset_len(new) && memcmp(old, new, len) == 0)
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
	return arena_printf(a, "characters that %.*s does not have", (int)emit_charset_len(new),
			    new);
}

static bool is_virtual(const struct object *o)
{
	const char *generation = object_get(o, ATTR_GENERATION);

	return generation != NULL && strcmp(generation, "virtual") == 0;
}

static bool is_computed(const struct object *o)
{
	const char *expression = object_get(o, ATTR_GENERATED);

	return expression != NULL && !text_starts(expression, "ROW ");
}

/* Both losses as one. */
static void add_loss(struct change *c, const char *loss, struct arena *a)
{
	if (loss != NULL)
		c->loss = c->loss == NULL ? loss : arena_printf(a, "%s; %s", c->loss, loss);
}

static enum change_way judge_column(struct change *c, struct arena *a)
{
	const char *old = object_get(c->old, ATTR_TYPE), *new = object_get(c->new, ATTR_TYPE);
	bool disturb = emit_changed(c, ATTR_TYPE) || emit_changed(c, ATTR_COLLATION);

	if (is_computed(c->old) && is_computed(c->new))
		return is_virtual(c->old) != is_virtual(c->new) ? WAY_AGAIN : WAY_DISTURB;
	if (is_virtual(c->old)) {
		c->loss = "the computed values, which a virtual column cannot hand over";
		return WAY_AGAIN;
	}
	if (is_computed(c->new)) {
		c->loss = "the values of the column, which are computed from now on";
		return is_virtual(c->new) ? WAY_AGAIN : WAY_DISTURB;
	}
	if (emit_changed(c, ATTR_TYPE)) {
		add_loss(c, judge_type(old, new, a), a);
		if (c->loss == NULL && judge_appended(old, new))
			c->advice = "values are added behind the others, which changes no row";
	}
	add_loss(c, charset_loss(collation_of(c->old), collation_of(c->new), a), a);
	if (emit_changed(c, ATTR_NOT_NULL) && object_has(c->new, ATTR_NOT_NULL)) {
		add_loss(c,
			 "rows where it is NULL: the server refuses them, or makes them 0 or '' "
			 "without a strict sql_mode",
			 a);
		c->advice = "set the NULLs to a value first";
	}
	return disturb ? WAY_DISTURB : WAY_ALTER;
}

/* What the table's own collation does to the columns that follow it. */
static const char *conversion_loss(const struct change *c, struct arena *a)
{
	for (size_t i = 0; i < c->new->children_len; i++) {
		const struct object *o = c->new->children[i];

		if (o->kind == OBJECT_COLUMN && emit_follows_collation(o))
			return charset_loss(object_get(c->old, ATTR_COLLATION),
					    object_get(c->new, ATTR_COLLATION), a);
	}
	return NULL;
}

static enum change_way judge_table(struct change *c, struct arena *a)
{
	const char *partitions = emit_dropped_partitions(c, a);
	const char *engine = object_get(c->new, ATTR_ENGINE);

	if (partitions != NULL)
		add_loss(c, arena_printf(a, "the rows of partition %s", partitions), a);
	if (emit_changed(c, ATTR_SYSTEM_VERSIONING) && object_has(c->old, ATTR_SYSTEM_VERSIONING))
		add_loss(c, "the history of the table's rows", a);
	if (emit_changed(c, ATTR_ENGINE) && engine != NULL &&
	    text_equal_nocase(engine, "BLACKHOLE"))
		add_loss(c, "all rows of the table", a);
	if (!emit_changed(c, ATTR_COLLATION))
		return WAY_ALTER;
	add_loss(c, conversion_loss(c, a), a);
	return WAY_DISTURB;
}

static void judge_drop(struct change *c)
{
	const char *expression;

	if (c->again)
		return;
	switch (c->old->kind) {
	case OBJECT_TABLE:
		c->loss = "all rows of the table";
		break;
	case OBJECT_COLUMN:
		expression = object_get(c->old, ATTR_GENERATED);
		if (expression == NULL)
			c->loss = "the values of the column";
		break;
	case OBJECT_SEQUENCE:
		c->loss = "the sequence's current value";
		break;
	default:
		break;
	}
}

enum change_way judge_change(const struct diff_options *o, struct change *c, struct arena *a)
{
	(void)o;
	if (c->op == CHANGE_DROP)
		judge_drop(c);
	if (c->op != CHANGE_ALTER)
		return WAY_ALTER;
	switch (c->new->kind) {
	case OBJECT_TABLE:
		return judge_table(c, a);
	case OBJECT_COLUMN:
		return judge_column(c, a);
	case OBJECT_FOREIGN_KEY:
		return WAY_AGAIN;
	case OBJECT_PRIMARY_KEY:
	case OBJECT_INDEX:
		return WAY_DISTURB;
	default:
		return WAY_ALTER;
	}
}

/* Does the foreign key have an end in the table whose columns are converted with it? */
static bool is_converted(const struct object *table, const struct object *key)
{
	bool own = key->parent == table || strcmp(key->parent->key, table->key) == 0;
	const char *const *columns = own ? key->columns : key->reference_columns;

	for (size_t i = 0; i < key->columns_len; i++)
		for (size_t k = 0; k < table->children_len; k++)
			if (table->children[k]->kind == OBJECT_COLUMN &&
			    text_equal_nocase(table->children[k]->name, columns[i]) &&
			    emit_follows_collation(table->children[k]))
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

/* Is there a key left for each end of the foreign key that was on the one that changes? */
static bool is_still_covered(const struct change *c, const struct object *key)
{
	bool own = strcmp(key->parent->key, c->old->parent->key) == 0;

	if (own && begins_with(c->old, key->columns, key->columns_len) &&
	    !begins_with(c->new, key->columns, key->columns_len))
		return false;
	if (key->references != NULL && strcmp(key->references->key, c->old->parent->key) == 0 &&
	    begins_with(c->old, key->reference_columns, key->columns_len) &&
	    !begins_with(c->new, key->reference_columns, key->columns_len))
		return false;
	return true;
}

bool judge_survives(const struct diff_options *o, const struct change *cause,
		    const struct object *dependent)
{
	const struct object *what = cause->old != NULL ? cause->old : cause->new;

	(void)o;
	if (dependent->kind != OBJECT_FOREIGN_KEY)
		return true;
	if (cause->op == CHANGE_DROP && !cause->again)
		return what->kind != OBJECT_TABLE && what->kind != OBJECT_COLUMN;
	switch (what->kind) {
	case OBJECT_TABLE:
		return cause->op == CHANGE_ALTER && !is_converted(what, dependent);
	case OBJECT_COLUMN:
		return false;
	case OBJECT_PRIMARY_KEY:
	case OBJECT_INDEX:
		return cause->op == CHANGE_ALTER && is_still_covered(cause, dependent);
	default:
		return true;
	}
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

bool judge_same(const struct object *old, const struct object *new, enum attribute name)
{
	if (name == ATTR_AFTER)
		return !emit_is_moved(old, new);
	if (name == ATTR_FOLLOWS)
		return same_triggers(old, new);
	if (name == ATTR_PARTITION_BY)
		return same_partitioning(object_get(old, name), object_get(new, name));
	return false;
}
